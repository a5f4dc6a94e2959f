//! What must not leave the server: it stays here, and a placeholder goes out in its place.
//!
//! A vault lives as long as one turn. What comes back is read with its values in place, by the team and by that visitor.

use regex::{Regex, RegexBuilder};
use std::sync::LazyLock;

/// A compiled pattern may take so many bytes: no owner's pattern can exhaust the memory. Time is linear in the text anyway.
const LARGEST_PATTERN: usize = 256 * 1024;

/// A pattern of an owner's, read; nothing where it isn't one, or would match the empty text.
pub fn pattern(text: &str) -> Option<Regex> {
    let read = RegexBuilder::new(text).size_limit(LARGEST_PATTERN).build().ok()?;
    (!read.is_match("")).then_some(read)
}

/// The kinds of what is hidden, in the order in which they are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// By an owner's pattern.
    Private,
    Email,
    Iban,
    Card,
    Phone,
    Id,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Private => "PRIVATE",
            Self::Email => "EMAIL",
            Self::Iban => "IBAN",
            Self::Card => "CARD",
            Self::Phone => "PHONE",
            Self::Id => "ID",
        }
    }
}

fn regex(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of ours")
}

/// What looks like a placeholder without being one is hidden as well: nobody gets at a value by guessing its name.
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| regex(r"\[(?:PRIVATE|EMAIL|IBAN|CARD|PHONE|ID)_\d+\]"));
static EMAIL: LazyLock<Regex> = LazyLock::new(|| regex(r"[\p{L}\p{N}._%+'\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+"));
static IBAN: LazyLock<Regex> = LazyLock::new(|| regex(r"\b[A-Za-z]{2}[0-9]{2}(?:[ \-]?[A-Za-z0-9]{4}){2,7}(?:[ \-]?[A-Za-z0-9]{1,3})?\b"));
static CARD: LazyLock<Regex> = LazyLock::new(|| regex(r"\d(?:[ .\-]?\d){12,18}"));
static PHONE: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:\+|\()?\d(?:[ ()/.\-\u{a0}]{0,3}\d){6,16}"));
static ID: LazyLock<Regex> = LazyLock::new(|| regex(r"[\p{L}\p{N}]+(?:[\-_/#][\p{L}\p{N}]+)*"));

/// What was hidden in a turn.
#[derive(Debug, Default)]
pub struct Vault {
    patterns: Vec<Regex>,
    /// Each with its placeholder.
    values: Vec<(String, String)>,
}

/// A piece of a text: to be looked at still, or a placeholder already.
enum Piece {
    Open(String),
    Hidden(String),
}

impl Vault {
    /// A vault that hides what these patterns find, beside what everybody's does.
    pub const fn with(patterns: Vec<Regex>) -> Self {
        Self { patterns, values: Vec::new() }
    }

    /// The text with placeholders for what must not leave. The same value has the same placeholder wherever it stands.
    pub fn hide(&mut self, text: &str) -> String {
        let mut pieces = vec![Piece::Open(text.to_owned())];
        for pattern in self.patterns.clone() {
            self.take(&mut pieces, Kind::Private, &pattern, |_| true);
        }
        self.take(&mut pieces, Kind::Id, &PLACEHOLDER, |_| true);
        self.take(&mut pieces, Kind::Email, &EMAIL, |_| true);
        self.take(&mut pieces, Kind::Iban, &IBAN, is_iban);
        self.take(&mut pieces, Kind::Card, &CARD, is_card);
        self.take(&mut pieces, Kind::Phone, &PHONE, is_phone);
        self.take(&mut pieces, Kind::Id, &ID, is_id);
        let text = |piece| match piece {
            Piece::Open(text) | Piece::Hidden(text) => text,
        };
        pieces.into_iter().map(text).collect()
    }

    /// The text with its values in place.
    pub fn restore(&self, text: &str) -> String {
        let value = |caught: &regex::Captures<'_>| {
            let name = &caught[0];
            self.values.iter().find(|(_, known)| known == name).map_or_else(|| name.to_owned(), |(value, _)| value.clone())
        };
        PLACEHOLDER.replace_all(text, value).into_owned()
    }

    /// Whether anything was hidden.
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    fn take(&mut self, pieces: &mut Vec<Piece>, kind: Kind, pattern: &Regex, is_one: impl Fn(&str) -> bool) {
        for piece in std::mem::take(pieces) {
            let Piece::Open(text) = piece else {
                pieces.push(piece);
                continue;
            };
            let mut at = 0;
            for found in pattern.find_iter(&text).filter(|it| is_one(it.as_str())) {
                pieces.push(Piece::Open(text[at..found.start()].to_owned()));
                pieces.push(Piece::Hidden(self.placeholder(kind, found.as_str())));
                at = found.end();
            }
            pieces.push(Piece::Open(text[at..].to_owned()));
        }
    }

    fn placeholder(&mut self, kind: Kind, value: &str) -> String {
        if let Some((_, known)) = self.values.iter().find(|(known, _)| known == value) {
            return known.clone();
        }
        let start = format!("[{}_", kind.name());
        let n = self.values.iter().filter(|(_, known)| known.starts_with(&start)).count() + 1;
        let name = format!("{start}{n}]");
        self.values.push((value.to_owned(), name.clone()));
        name
    }
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// By the check sum that every card number has (Luhn).
fn is_card(text: &str) -> bool {
    let sum = digits(text).into_iter().rev().enumerate().map(|(n, digit)| match digit * 2 {
        _ if n % 2 == 0 => digit,
        twice if twice > 9 => twice - 9,
        twice => twice,
    });
    sum.sum::<u32>() % 10 == 0
}

/// By the check sum that every IBAN has (ISO 7064, mod 97).
fn is_iban(text: &str) -> bool {
    let signs: Vec<char> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let Some((head, tail)) = signs.split_at_checked(4) else { return false };
    let turned = tail.iter().chain(head);
    let rest = turned.filter_map(|c| c.to_digit(36)).fold(0, |rest, n| if n > 9 { (rest * 100 + n) % 97 } else { (rest * 10 + n) % 97 });
    rest == 1
}

/// A number that could be called: not a day, not an amount, not a version.
fn is_phone(text: &str) -> bool {
    let n = digits(text).len();
    let is_called = text.starts_with(['+', '(', '0']) || n >= 9 || is_local(text);
    is_called && (7..=17).contains(&n) && !is_day(text)
}

/// `555-0123`.
fn is_local(text: &str) -> bool {
    matches!(text.split_once(['-', '.', ' ']), Some((a, b)) if a.len() == 3 && b.len() == 4)
}

/// `2026-11-30`, `30.11.2026`, `11/30/26`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
    let is_part = |part: &&str| (1..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    let n_years = parts.iter().filter(|it| it.len() == 4).count();
    parts.len() == 3 && parts.iter().all(is_part) && n_years <= 1 && parts.iter().filter(|it| it.len() <= 2).count() >= 2
}

/// A word that stands for one person, order or contract: letters and digits mixed, or many digits.
fn is_id(text: &str) -> bool {
    let n_digits = text.chars().filter(|c| c.is_numeric()).count();
    let n = text.chars().filter(|c| c.is_alphanumeric()).count();
    let has_letters = text.chars().any(char::is_alphabetic);
    let is_social = text.split('-').map(str::len).eq([3, 2, 4]) && !has_letters;
    let is_number = !has_letters && n_digits >= 8 && !is_day(text);
    let is_mixed = has_letters && ((n_digits >= 4 && n >= 7) || (n_digits >= 3 && n >= 12));
    is_social || is_number || is_mixed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hidden(text: &str) -> String {
        Vault::default().hide(text)
    }

    /// Fifty values that must not leave, of every kind that is known by itself.
    pub const SAMPLES: [&str; 50] = [
        "ana@example.com",
        "Ana.Ortiz+shop@mail.example.co.uk",
        "o'brien@example.ie",
        "jürgen@müller.example",
        "first_last%x@sub.domain.example.org",
        "x@y.io",
        "UPPER@CASE.COM",
        "n1234@numbers.example",
        "a-b-c@d-e-f.example",
        "user@xn--bcher-kva.example",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111111111111111",
        "5500005555555559",
        "5500 0055 5555 5559",
        "378282246310005",
        "3782 822463 10005",
        "6011000990139424",
        "30569309025904",
        "4222222222222",
        "+49 30 901820",
        "+49 (0)30 90 18 20",
        "+1 415-555-0123",
        "(415) 555-0123",
        "415-555-0123",
        "415.555.0123",
        "030 901820",
        "0049 30 901820",
        "0171/1234567",
        "+33 1 23 45 67 89",
        "+44 20 7946 0958",
        "020 7946 0958",
        "555-0123",
        "+81-3-1234-5678",
        "DE89 3704 0044 0532 0130 00",
        "DE89370400440532013000",
        "GB29 NWBK 6016 1331 9268 19",
        "FR1420041010050500013M02606",
        "NL91ABNA0417164300",
        "ch93 0076 2011 6238 5295 7",
        "123-45-6789",
        "AB123456C",
        "ORD-2026-00123",
        "INV/2026/4711",
        "C01X00T47",
        "DE123456789",
        "48151623",
        "100200300400",
        "cus_9s6XKzkNRiz8",
        "7f3a9c21-4b5d-4e6f-8a7b",
    ];

    #[test]
    fn fifty_samples_stay_and_come_back() {
        for sample in SAMPLES {
            let text = format!("Hello, it is {sample}, can you help?");
            let mut vault = Vault::default();
            let out = vault.hide(&text);
            assert!(!out.contains(sample), "{sample}: {out}");
            assert_eq!(vault.restore(&out), text, "{out}");
        }
    }

    #[test]
    fn each_kind_has_its_name_and_each_value_its_own() {
        let mut vault = Vault::with(vec![pattern("(?i)project \\w+").expect("is one")]);
        let out = vault.hide("a@x.test, b@x.test, a@x.test; 4111 1111 1111 1111; DE89 3704 0044 0532 0130 00; +49 30 901820; Project Lynx");
        assert_eq!(out, "[EMAIL_1], [EMAIL_2], [EMAIL_1]; [CARD_1]; [IBAN_1]; [PHONE_1]; [PRIVATE_1]");
        assert_eq!(vault.restore("To [EMAIL_2] of [PRIVATE_1], not [EMAIL_9]"), "To b@x.test of Project Lynx, not [EMAIL_9]");
    }

    #[test]
    fn what_help_pages_say_is_left_alone() {
        for text in [
            "Refunds take 5 to 10 days, from 2026-11-30 or 30.11.2026 on.",
            "At most 5,000 rows, 1000000 in all, $49.99 a month.",
            "Version 10.4.2 of the app, port 8300, error 404, HTTP/2.",
            "Open Settings > Billing, then press Save (Ctrl+S).",
            "Open from 09:00 to 17:30, step 3 of 12.",
            "Use mp3, utf8, IPv6, sha256 or base64.",
        ] {
            assert_eq!(hidden(text), text);
        }
    }

    #[test]
    fn a_placeholder_that_somebody_typed_is_no_key_to_a_value() {
        let mut vault = Vault::default();
        let out = vault.hide("[EMAIL_1] is not ana@example.com");
        assert_eq!(out, "[ID_1] is not [EMAIL_1]");
        assert_eq!(vault.restore(&out), "[EMAIL_1] is not ana@example.com");
    }

    #[test]
    fn a_pattern_is_read_or_refused() {
        assert!(pattern(r"KD-\d{5}").is_some());
        for wrong in ["(", "a*", "", "\\w{100000}", "(?:(?:a{1000}){1000}){1000}"] {
            assert!(pattern(wrong).is_none(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_hidden_comes_back_as_it_was(text in "(?s).{0,120}", n in 0..SAMPLES.len(), more in "[ ,;:()\"\n]{1,3}") {
            let mut vault = Vault::with(vec![pattern("[aeiou]{2,}").expect("is one")]);
            let whole = format!("{text}{more}{}{more}{text}", SAMPLES[n]);
            let out = vault.hide(&whole);
            prop_assert_eq!(vault.restore(&out), whole);
            prop_assert!(!out.contains(SAMPLES[n]));
        }
    }
}
