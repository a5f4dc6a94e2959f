//! Where answers come in: an address of its own for each conversation, below a domain or behind a mailbox's plus.

use super::token::Token;
use app::domain::text::Email;

/// The local part before the plus, where answers come in below a domain.
const REPLY: &str = "reply";
/// A local part may have so many characters (RFC 5321).
const LONGEST_LOCAL: usize = 64;

/// Where mails to us arrive: `reply.example.com` takes `reply+TOKEN@reply.example.com`,
/// `support@example.com` takes `support+TOKEN@example.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbound {
    local: String,
    domain: String,
}

impl Inbound {
    /// What `text` names: a domain or a mailbox; nothing where it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let (local, domain) = text.split_once('@').unwrap_or((REPLY, &text));
        Email::parse(&format!("{local}@{domain}"))
            .ok()
            .filter(|_| !local.contains('+') && domain.contains(['.', ':']) || domain == "localhost")?;
        Some(Self { local: local.to_owned(), domain: domain.to_owned() })
    }

    /// The address that bears `token`; nothing where it would be longer than addresses may be.
    pub fn address(&self, token: &str) -> Option<String> {
        let local = format!("{}+{token}", self.local);
        (local.len() <= LONGEST_LOCAL).then(|| format!("{local}@{}", self.domain))
    }

    /// What such addresses look like, for a person: `…` stands for the token.
    pub fn shape(&self) -> String {
        format!("{}+…@{}", self.local, self.domain)
    }

    /// The token that `address` bears; nothing where it isn't one of ours.
    pub fn token_in(&self, address: &str) -> Option<Token> {
        let (local, domain) = address.rsplit_once('@')?;
        let (name, token) = local.split_once('+')?;
        let ours = name.eq_ignore_ascii_case(&self.local) && domain.trim_end_matches('.').eq_ignore_ascii_case(&self.domain);
        Token::parse(token).filter(|_| ours)
    }

    /// Whether `address` is the one that bears no token.
    pub fn is_bare(&self, address: &str) -> bool {
        address
            .rsplit_once('@')
            .is_some_and(|(local, domain)| local.eq_ignore_ascii_case(&self.local) && domain.eq_ignore_ascii_case(&self.domain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "01k9vwh8h0zzzzzzzzzzzzzzzz0000aaaaaaaaaaaaaaaa";

    #[test]
    fn answers_come_below_a_domain_or_behind_a_plus() {
        for (setting, address) in [
            ("Reply.Example.com", format!("reply+{TOKEN}@reply.example.com")),
            ("support@example.com", format!("support+{TOKEN}@example.com")),
        ] {
            let inbound = Inbound::parse(setting).expect("is one");
            assert_eq!(inbound.address(TOKEN), Some(address.clone()));
            assert_eq!(inbound.shape(), address.replace(TOKEN, "…"));
            assert!(inbound.token_in(&address.to_uppercase()).is_some(), "{address}");
            for foreign in
                ["", "a", "support@example.com", "x+01k9@example.com", &address.replace("example", "evil"), &address.replace('+', "")]
            {
                assert_eq!(inbound.token_in(foreign), None, "{foreign}");
            }
        }
        for nonsense in ["", "nodots", "a@b@c.de", "a b.de", "x+y@example.com"] {
            assert_eq!(Inbound::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn an_address_that_no_server_takes_is_not_made() {
        assert_eq!(Inbound::parse("a.very.long.mailbox.name@example.com").expect("is one").address(TOKEN), None);
    }
}
