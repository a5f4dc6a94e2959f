//! What proves a mailbox: a token that names a conversation and holds for one address, until it runs out.
//!
//! It travels in the local part of an address, so it is short, of letters and digits, and read in any case. The address
//! that it holds for isn't in it: who checks it tries those that the conversation was written to.

use crate::secret::Keys;
use app::domain::{id::ConversationId, text::Email, time::Timestamp};

/// Crockford's alphabet, in lower case: the one that our ids are written in.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of the day, and of the signature (80 bits).
const DAY: usize = 4;
const SIGNATURE: usize = 16;
const DAY_MS: i64 = 24 * 3_600_000;

/// What a token is good for: one of one kind never passes for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Writing into the thread as the visitor.
    Reply,
    /// Confirming the address, or wanting no more mails.
    Link,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Link => "link",
        }
    }

    /// Days that a token holds.
    const fn days(self) -> u32 {
        match self {
            Self::Reply => 180,
            Self::Link => 365,
        }
    }
}

/// A token as it came: it names a conversation, and proves nothing yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub conversation: ConversationId,
    day: u32,
    signature: [u8; 10],
}

/// Whether a token holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Holds,
    RanOut,
    Forged,
}

/// The token that lets the owner of `address` do `purpose` in `conversation`.
pub fn issue(keys: &Keys, purpose: Purpose, conversation: &ConversationId, address: &Email, now: Timestamp) -> String {
    let day = day_of(now);
    let signature = keys.mail_signature(&said(purpose, conversation, address, day));
    format!("{conversation}{}{}", encoded(&day_bytes(day), DAY), encoded(&signature, SIGNATURE))
}

impl Token {
    /// The token in `text`, in any case; nothing where it can't be one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let at = text.len().checked_sub(DAY + SIGNATURE).filter(|at| text.is_char_boundary(*at))?;
        let (conversation, rest) = text.split_at(at);
        let (day, signature) = (rest.get(..DAY)?, rest.get(DAY..)?);
        let day = decoded(day)?;
        Some(Self {
            conversation: ConversationId::parse(conversation)?,
            day: u32::from_be_bytes([0, *day.first()?, *day.get(1)?, *day.get(2).unwrap_or(&0)]) >> 4,
            signature: decoded(signature)?.try_into().ok()?,
        })
    }

    /// Whether it lets the owner of `address` do `purpose`.
    pub fn proof(&self, keys: &Keys, purpose: Purpose, address: &Email, now: Timestamp) -> Proof {
        let said = said(purpose, &self.conversation, address, self.day);
        if !keys.is_mail_signature(&said, &self.signature) {
            return Proof::Forged;
        }
        let age = day_of(now).saturating_sub(self.day);
        if age > purpose.days() { Proof::RanOut } else { Proof::Holds }
    }
}

fn said(purpose: Purpose, conversation: &ConversationId, address: &Email, day: u32) -> String {
    format!("{}\n{conversation}\n{}\n{day}", purpose.word(), address.as_str())
}

fn day_of(now: Timestamp) -> u32 {
    u32::try_from(now.0.div_euclid(DAY_MS)).unwrap_or(0)
}

/// Twenty bits, at the front of three bytes.
const fn day_bytes(day: u32) -> [u8; 3] {
    let [_, a, b, c] = (day << 4).to_be_bytes();
    [a, b, c]
}

fn encoded(bytes: &[u8], n: usize) -> String {
    let bit = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0);
    let digit = |n: usize| (0..5).fold(0usize, |value, at| value * 2 + usize::from(bit(n * 5 + at)));
    (0..n).map(|n| char::from(DIGITS[digit(n)])).collect()
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<usize> = text.bytes().map(|c| DIGITS.iter().position(|digit| *digit == c)).collect::<Option<_>>()?;
    let bit = |at: usize| digits.get(at / 5).is_some_and(|digit| digit & (0x10 >> (at % 5)) != 0);
    let byte = |n: usize| (0..8).fold(0u8, |value, at| value * 2 + u8::from(bit(n * 8 + at)));
    Some((0..(digits.len() * 5).div_ceil(8)).map(byte).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_763_000_000_000);

    fn keys() -> Keys {
        Keys::from_secret(b"a secret of the test")
    }

    fn id(text: &str) -> ConversationId {
        ConversationId::parse(text).expect("an id")
    }

    fn email(text: &str) -> Email {
        Email::parse(text).expect("an address")
    }

    #[test]
    fn a_token_holds_for_its_conversation_its_address_and_its_purpose_until_it_runs_out() {
        let (conversation, address) = (id("01k9vwh8h0zzzzzzzzzzzzzzzz"), email("ana@example.com"));
        let text = issue(&keys(), Purpose::Reply, &conversation, &address, NOW);
        assert_eq!(text.len(), 46);
        let token = Token::parse(&text.to_uppercase()).expect("is one, in any case");
        let proof = |purpose, address: &str, days: i64| token.proof(&keys(), purpose, &email(address), NOW.plus(days * DAY_MS));
        assert_eq!(token.conversation, conversation);
        assert_eq!(proof(Purpose::Reply, "ana@example.com", 0), Proof::Holds);
        assert_eq!(proof(Purpose::Reply, "ana@example.com", 180), Proof::Holds);
        assert_eq!(proof(Purpose::Reply, "ana@example.com", 181), Proof::RanOut);
        assert_eq!(proof(Purpose::Reply, "eve@example.com", 0), Proof::Forged);
        assert_eq!(proof(Purpose::Link, "ana@example.com", 0), Proof::Forged);
        assert_eq!(token.proof(&Keys::from_secret(b"another"), Purpose::Reply, &address, NOW), Proof::Forged);
    }

    #[test]
    fn no_changed_character_passes() {
        let (conversation, address) = (id("01k9vwh8h0zzzzzzzzzzzzzzzz"), email("ana@example.com"));
        let text = issue(&keys(), Purpose::Reply, &conversation, &address, NOW);
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).expect("ASCII");
            let passes = Token::parse(&changed).is_some_and(|it| it.proof(&keys(), Purpose::Reply, &address, NOW) == Proof::Holds);
            assert!(!passes, "{changed}");
        }
    }

    proptest! {
        #[test]
        fn garbage_is_no_token_or_a_forged_one(text in "\\PC{0,80}") {
            if let Some(token) = Token::parse(&text) {
                prop_assert_eq!(token.proof(&keys(), Purpose::Reply, &email("ana@example.com"), NOW), Proof::Forged);
            }
        }

        #[test]
        fn bytes_survive_their_letters(bytes in proptest::array::uniform10(any::<u8>())) {
            prop_assert_eq!(decoded(&encoded(&bytes, SIGNATURE)), Some(bytes.to_vec()));
        }
    }
}
