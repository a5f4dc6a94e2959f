//! Which addresses are public: where a request that somebody else chose may go.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether this address belongs to the public internet, rather than to this machine, its network or its cloud.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => match embedded(v6) {
            Some(v4) => is_public_v4(v4),
            None => is_public_v6(v6),
        },
    }
}

fn is_public_v4(it: Ipv4Addr) -> bool {
    let [a, b, c, _] = it.octets();
    // The cloud's own service address looks public and isn't.
    let azure = it == Ipv4Addr::new(168, 63, 129, 16);
    let special = a == 0
        || a >= 224
        || it.is_loopback()
        || it.is_private()
        || it.is_link_local()
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && (c == 0 || c == 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113);
    !(azure || special)
}

fn is_public_v6(it: Ipv6Addr) -> bool {
    let [first, second, ..] = it.segments();
    // Global unicast is 2000::/3; of it, Teredo, ORCHID and documentation aren't places.
    let global = (first & 0xe000) == 0x2000;
    let special = first == 0x3fff || (first == 0x2001 && (second < 0x200 || second == 0xdb8));
    global && !special
}

/// The IPv4 address that an IPv6 one carries: mapped, NAT64, 6to4.
fn embedded(it: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = it.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(v4(high, low)),
        [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_places_are_told_from_the_internet() {
        let private = [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "169.254.169.254",
            "168.63.129.16",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fc00::1",
            "fe80::1",
            "fec0::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "ff02::1",
        ];
        for text in private {
            assert!(!is_public(text.parse().expect("an address")), "{text}");
        }
        for text in ["1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"] {
            assert!(is_public(text.parse().expect("an address")), "{text}");
        }
    }
}
