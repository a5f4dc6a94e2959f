//! The card beside a conversation that the owner's own system fills: where it is asked, and what it may answer.

use super::{fault::Fault, rich::Href};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// An address may have this many characters.
const LONGEST_ADDRESS: usize = 1_000;
/// The name of a header may have this many characters.
const LONGEST_HEADER: usize = 100;
/// What an address can be filled with, beside `attribute.…`.
pub const PLACES: [&str; 4] = ["email", "name", "visitor", "conversation"];
/// An answer of the documented shape.
pub const EXAMPLE: &str = r#"{ "title": "Ana Ortiz",
  "rows": [
    { "label": "Plan", "value": "Pro" },
    { "label": "Orders", "value": 12, "href": "https://crm.example.com/ana" }
  ] }"#;
/// How the place of an attribute begins.
const ATTRIBUTE: &str = "attribute.";
/// Headers that are the connection's own.
const OURS: [&str; 9] =
    ["host", "content-length", "connection", "transfer-encoding", "upgrade", "te", "trailer", "expect", "proxy-authorization"];

/// Where the card is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct CardSource {
    /// The address, with places such as `{email}`; empty: there is no card.
    pub url: String,
    /// The header that proves who asks, such as `Authorization`; empty: none is sent.
    pub header: String,
}

/// What the owner's system says of a visitor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Card {
    pub title: Option<String>,
    pub rows: Vec<CardRow>,
}

/// One line of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct CardRow {
    pub label: String,
    pub value: String,
    /// Where the value leads; a web page, never anything else.
    pub href: Option<Href>,
}

/// What came of asking for a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Looked {
    /// There is none in this workspace.
    Off,
    /// The visitor lacks what the address is filled with, such as `email`.
    Lacks {
        place: String,
    },
    /// The system doesn't know this visitor.
    Unknown,
    Found {
        card: Card,
    },
    Failed {
        why: NoCard,
    },
}

/// Why there is no card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum NoCard {
    /// The address leads to a private network, which the operator hasn't allowed.
    Private,
    /// Nobody answers there.
    Unreached,
    /// No answer in time.
    Slow,
    TooLarge,
    /// It refused, with this status.
    Refused {
        status: u16,
    },
    /// The answer isn't JSON of the documented shape.
    Unreadable,
}

impl CardSource {
    /// Whether there is a card at all.
    pub const fn is_on(&self) -> bool {
        !self.url.is_empty()
    }

    /// The same, where it can be asked.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(self) -> Result<Self, Fault> {
        let (url, header) = (self.url.trim().to_owned(), self.header.trim().to_owned());
        if url.is_empty() {
            return Ok(Self::default());
        }
        for (field, text, most) in [("url", &url, LONGEST_ADDRESS), ("header", &header, LONGEST_HEADER)] {
            if text.chars().count() > most {
                return Err(Fault::invalid(field, &format!("This can have {most} characters.")));
            }
        }
        let authority = authority(&url).filter(|_| !url.chars().any(|c| c.is_whitespace() || c.is_control()));
        let Some(authority) = authority.filter(|it| !it.is_empty()) else {
            return Err(Fault::invalid("url", "Give an address that starts with https:// or http://."));
        };
        if authority.contains(['{', '}']) {
            return Err(Fault::invalid("url", "Which server is asked can't depend on the visitor: put places after its name."));
        }
        if authority.contains('@') {
            return Err(Fault::invalid("url", "Put no password into the address: give it as the header's value."));
        }
        for piece in pieces(&url) {
            if let Piece::Place(name) = piece
                && !is_place(name)
            {
                return Err(Fault::invalid("url", &format!("An address can't be filled with {name}: see the places below.")));
            }
        }
        let is_sign = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if !header.chars().all(is_sign) || OURS.iter().any(|own| header.eq_ignore_ascii_case(own)) {
            return Err(Fault::invalid("header", "Choose a header such as Authorization or X-Api-Key."));
        }
        Ok(Self { url, header })
    }

    /// Scheme and server, in lower case: to whom a secret is told.
    pub fn origin(&self) -> String {
        let scheme = self.url.split("://").next().unwrap_or_default();
        [scheme, "://", authority(&self.url).unwrap_or_default()].concat().to_ascii_lowercase()
    }

    /// The address with `value` in its places, each percent-encoded.
    ///
    /// # Errors
    /// The name of a place that there is no value for. A value that would lead to another path is none.
    pub fn filled(&self, value: impl Fn(&str) -> Option<String>) -> Result<String, String> {
        let (mut filled, mut last) = (String::new(), "");
        for piece in pieces(&self.url) {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Place(name) => {
                    let value = value(name).filter(|it| !it.trim().is_empty()).ok_or_else(|| name.to_owned())?;
                    encode(&mut filled, value.trim());
                    last = name;
                }
            }
        }
        let path = filled.split(['?', '#']).next().unwrap_or_default();
        if path.split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(last.to_owned());
        }
        Ok(filled)
    }
}

/// A piece of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    /// What stands between braces.
    Place(&'a str),
}

fn pieces(url: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let mut rest = url;
    while let Some((text, from)) = rest.split_once('{') {
        // A brace that nothing closes is the place of nothing.
        let (name, after) = from.split_once('}').unwrap_or_default();
        all.extend([Piece::Text(text), Piece::Place(name)]);
        rest = after;
    }
    all.push(Piece::Text(rest));
    all
}

fn is_place(name: &str) -> bool {
    PLACES.contains(&name) || name.strip_prefix(ATTRIBUTE).is_some_and(|key| !key.is_empty())
}

/// What stands between the scheme and the path of a web address.
fn authority(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    is_web.then(|| rest.split(['/', '?', '#', '\\']).next().unwrap_or_default())
}

/// Everything but letters, digits and `-._~` as `%XX`.
fn encode(out: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', char::from(HEX[usize::from(byte >> 4)]), char::from(HEX[usize::from(byte & 15)])]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(url: &str) -> CardSource {
        CardSource { url: url.to_owned(), header: String::new() }
    }

    fn value(name: &str) -> Option<String> {
        let known = match name {
            "email" => "ana+x@example.com",
            "visitor" => "01ab",
            "attribute.plan" => "Pro & co/ä",
            "attribute.up" => "..",
            "attribute.dot" => ".",
            _ => return None,
        };
        Some(known.to_owned())
    }

    #[test]
    fn an_address_is_filled_and_each_value_stays_within_its_place() {
        for (url, filled) in [
            ("https://crm.test/c?email={email}", Ok("https://crm.test/c?email=ana%2Bx%40example.com")),
            ("https://crm.test/{attribute.plan}/{visitor}", Ok("https://crm.test/Pro%20%26%20co%2F%C3%A4/01ab")),
            ("https://crm.test/", Ok("https://crm.test/")),
            ("https://crm.test/{attribute.none}", Err("attribute.none")),
            ("https://crm.test/c/{attribute.up}/x", Err("attribute.up")),
            ("https://crm.test/c/{attribute.dot}{attribute.dot}", Err("attribute.dot")),
            ("https://crm.test/c?up={attribute.up}", Ok("https://crm.test/c?up=..")),
        ] {
            let told = source(url).checked().expect("fits").filled(value);
            assert_eq!(told, filled.map(str::to_owned).map_err(str::to_owned), "{url}");
        }
    }

    #[test]
    fn an_address_that_would_let_a_visitor_choose_the_server_is_refused() {
        for url in [
            "https://{attribute.host}/c",
            "https://crm.test{email}/c",
            "https://me:secret@crm.test/c",
            "file:///etc/passwd",
            "crm.test/c",
            "https://",
            "https://crm.test/a b",
            "https://crm.test/{phone}",
            "https://crm.test/{email",
            "https://crm.test/{}",
            "https://crm.test/{attribute.}",
        ] {
            assert!(source(url).checked().is_err(), "{url}");
        }
        assert_eq!(source("  ").checked(), Ok(CardSource::default()));
    }

    #[test]
    fn a_header_is_one_that_a_request_may_carry() {
        for (header, fits) in
            [("Authorization", true), ("X-Api-Key", true), ("", true), ("Host", false), ("X Api", false), ("A:b", false), ("X\r\nY", false)]
        {
            let it = CardSource { header: header.to_owned(), ..source("https://crm.test/") };
            assert_eq!(it.checked().is_ok(), fits, "{header}");
        }
    }

    #[test]
    fn a_secret_is_told_to_one_server() {
        let origin = |url: &str| source(url).origin();
        assert_eq!(origin("HTTPS://CRM.test/a?b={email}"), origin("https://crm.test/other"));
        assert_ne!(origin("https://crm.test/"), origin("http://crm.test/"));
        assert_ne!(origin("https://crm.test/"), origin("https://crm.test:8443/"));
        assert_ne!(origin("https://crm.test/"), origin("https://crm.test.evil.test/"));
    }
}
