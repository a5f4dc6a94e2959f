//! Who may ask how often, and from which address they come.

use super::Site;
use app::domain::fault::Fault;
use axum::{
    extract::{ConnectInfo, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use ipnet::IpNet;
use std::{
    hash::Hash,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
};

/// The limits of one process.
#[derive(Debug)]
pub(super) struct Limits {
    trusted: Vec<IpNet>,
    /// Sign-ins by address and account.
    pub sign_in: Limit<(IpAddr, String)>,
    /// New visitors by address.
    pub start: Limit<IpAddr>,
    /// Wrong secrets by address.
    pub key: Limit<IpAddr>,
    /// Messages by visitor.
    pub say: Limit<String>,
    /// Signs of life by visitor: what they have seen.
    pub glance: Limit<String>,
    /// That they type, by visitor.
    pub typing: Limit<String>,
    /// Files by member or visitor.
    pub upload: Limit<String>,
}

/// So many at once, so many a minute after that, for each key.
pub(super) struct Limit<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

impl<K: Hash + Eq + Clone> std::fmt::Debug for Limit<K> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Limit")
    }
}

/// The address that a request comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address(pub IpAddr);

impl Limits {
    pub(super) fn new(trusted: Vec<IpNet>) -> Self {
        Self {
            trusted,
            sign_in: Limit::new(10, 10),
            start: Limit::new(120, 120),
            key: Limit::new(20, 10),
            say: Limit::new(20, 30),
            glance: Limit::new(30, 60),
            typing: Limit::new(30, 60),
            upload: Limit::new(20, 30),
        }
    }

    /// The peer's address; behind proxies that are trusted, the last address that none of them has.
    fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let trusted = |address: &IpAddr| self.trusted.iter().any(|net| net.contains(address));
        if !trusted(&peer) {
            return peer;
        }
        let named = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
        let named: Vec<IpAddr> = named.filter_map(|text| text.trim().parse().ok()).collect();
        named.into_iter().rev().find(|address| !trusted(address)).unwrap_or(peer)
    }
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(burst: u32, per_minute: u32) -> Self {
        let at_least_one = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::keyed(Quota::per_minute(at_least_one(per_minute)).allow_burst(at_least_one(burst))))
    }

    /// Takes one for `key`.
    ///
    /// # Errors
    /// `TooMany`, with the seconds to wait, where none is left.
    pub(super) fn take(&self, key: &K) -> Result<(), Fault> {
        if self.0.len() > 100_000 {
            self.0.retain_recent();
        }
        self.0.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(governor::clock::DefaultClock::default().now());
            Fault::TooMany { seconds: wait.as_secs().max(1) }
        })
    }
}

/// Notes the address of each request.
pub(super) async fn address(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |it| it.0.ip());
    let address = site.limits.address(peer, request.headers());
    request.extensions_mut().insert(Address(address));
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forged_address_is_believed_only_from_a_trusted_proxy() {
        let limits = Limits::new(vec!["10.0.0.0/8".parse().expect("a network")]);
        let headers: HeaderMap =
            [("x-forwarded-for".parse().expect("a name"), "1.1.1.1, 8.8.8.8, 10.0.0.7".parse().expect("a value"))].into_iter().collect();
        let ip = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert_eq!(limits.address(ip("10.0.0.1"), &headers), ip("8.8.8.8"));
        assert_eq!(limits.address(ip("9.9.9.9"), &headers), ip("9.9.9.9"));
        assert_eq!(limits.address(ip("10.0.0.1"), &HeaderMap::new()), ip("10.0.0.1"));
    }

    #[test]
    fn each_key_has_its_own_allowance() {
        let limit = Limit::new(2, 1);
        assert!(limit.take(&"a").is_ok() && limit.take(&"a").is_ok() && limit.take(&"b").is_ok());
        assert!(matches!(limit.take(&"a"), Err(Fault::TooMany { seconds: 1.. })));
    }
}
