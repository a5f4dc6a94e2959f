//! Whether a passage holds what a sentence says.

use super::{Passage, Sentence};
use unicode_normalization::UnicodeNormalization;

/// A quote has so many words or more, or is all that stands in the passage.
const SHORTEST_QUOTE: usize = 3;
/// A sentence may have so many characters.
const LONGEST: usize = 700;

/// A sentence that may be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub text: String,
    /// The passage's place in the list, from 0 on.
    pub passage: usize,
    /// Words of the passage.
    pub quote: String,
}

/// The sentence, where a passage holds it: a quote that it names stands there word for word, and each number and address
/// in it stands in a passage that it quotes, or in the visitor's own words.
pub fn check(sentence: &Sentence, passages: &[Passage], asked: &str) -> Option<Checked> {
    let text = visible(&sentence.text);
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return None;
    }
    let held: Vec<(usize, &str)> = sentence.support.iter().filter_map(|it| holds(it.passage, &it.quote, passages)).collect();
    let (passage, quote) = *held.first()?;
    let mut known: String = held.iter().map(|(at, _)| words(&whole(&passages[*at]))).collect();
    known.push_str(&words(asked));
    let is_known = |particular: &str| known.contains(&words(particular));
    particulars(text).iter().all(|it| is_known(it)).then(|| Checked { text: text.to_owned(), passage, quote: quote.to_owned() })
}

/// The passage of this number, where the quote stands in it.
fn holds<'q>(number: usize, quote: &'q str, passages: &[Passage]) -> Option<(usize, &'q str)> {
    let at = number.checked_sub(1)?;
    let (text, quoted) = (words(&passages.get(at)?.text), words(quote));
    let is_long = quoted.split_whitespace().count() >= SHORTEST_QUOTE || quoted == text;
    (is_long && !quoted.trim().is_empty() && text.contains(&quoted)).then(|| (at, quote.trim()))
}

fn whole(passage: &Passage) -> String {
    [passage.title.as_str(), passage.heading.as_str(), passage.text.as_str()].join("\n")
}

/// The words of a text in small letters, a space around each: what two texts are compared by.
fn words(text: &str) -> String {
    let mut out = String::from(" ");
    let chars: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    for (at, c) in chars.iter().enumerate() {
        if c.is_alphanumeric() {
            out.push(*c);
        } else if !out.ends_with(' ') && !parts_thousands(&chars, at) && !is_invisible(*c) {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Whether this sign only parts the thousands of a number: 5,000 and 5.000 are the same as 5000.
fn parts_thousands(chars: &[char], at: usize) -> bool {
    let digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let three = (1..=3).all(|n| digit(Some(at + n))) && !digit(Some(at + 4));
    matches!(chars[at], ',' | '.' | '\'' | '\u{2019}') && digit(at.checked_sub(1)) && three
}

/// What in a sentence would mislead if it were made up: its numbers, and whatever could be an address.
fn particulars(text: &str) -> Vec<&str> {
    let pieces = without_number(text).split_whitespace();
    pieces.map(|it| it.trim_matches(|c: char| !c.is_alphanumeric())).filter(|it| is_particular(it)).collect()
}

fn is_particular(word: &str) -> bool {
    let is_host = |(before, after): (&str, &str)| {
        let ends_name = before.chars().next_back().is_some_and(char::is_alphanumeric);
        ends_name && after.chars().count() >= 2 && after.chars().take(2).all(char::is_alphabetic)
    };
    word.chars().any(char::is_numeric) || word.contains("//") || word.contains('@') || word.rsplit_once('.').is_some_and(is_host)
}

/// A step without the number that it begins with.
fn without_number(text: &str) -> &str {
    match text.split_once(". ") {
        Some((n, rest)) if n.len() <= 2 && n.parse::<u8>().is_ok() => rest,
        _ => text,
    }
}

/// The text without what draws nothing or turns its direction: such signs can carry what nobody sees.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c == '\t' || c == '\n' { ' ' } else { c }).filter(|c| !c.is_control() && !is_invisible(*c)).collect()
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{super::reply::Support, *};

    fn passages() -> Vec<Passage> {
        let passage = |text: &str| Passage { title: "Refunds".to_owned(), heading: "Within 30 days".to_owned(), text: text.to_owned() };
        vec![passage("Refunds take **five** days to reach\nyour bank. Write to help@acme.test, at most 5,000 a day."), passage("Free.")]
    }

    fn sentence(text: &str, passage: usize, quote: &str) -> Sentence {
        Sentence { text: text.to_owned(), support: vec![Support { passage, quote: quote.to_owned() }] }
    }

    fn is_held(text: &str, passage: usize, quote: &str) -> bool {
        check(&sentence(text, passage, quote), &passages(), "What about order 4711?").is_some()
    }

    #[test]
    fn a_quote_stands_in_its_passage_whatever_its_form() {
        for (passage, quote, holds) in [
            (1, "Refunds take five days", true),
            (1, "refunds TAKE “five” days to reach your bank", true),
            (1, "take five", false),
            (1, "efunds take five", false),
            (1, "Refunds take six days", false),
            (2, "Free", true),
            (2, "Refunds take five days", false),
            (0, "Refunds take five days", false),
            (3, "Refunds take five days", false),
            (usize::MAX, "Refunds take five days", false),
            (1, "", false),
            (1, "***", false),
        ] {
            assert_eq!(is_held("It takes a few days.", passage, quote), holds, "{passage} {quote}");
        }
    }

    #[test]
    fn numbers_and_addresses_must_stand_there_too() {
        let quote = "Refunds take five days";
        for (text, holds) in [
            ("It takes five days.", true),
            ("You can ask within 30 days.", true),
            ("It takes 14 days.", false),
            ("At most 5000 a day.", true),
            ("At most 5.000 a day.", true),
            ("At most 50,000 a day.", false),
            ("1. Write to help@acme.test.", true),
            ("Write to help@evil.test.", false),
            ("See https://evil.test/pay now.", false),
            ("See evil.test for more.", false),
            ("Look (www.evil.test).", false),
            ("Your order 4711 is covered.", true),
            ("Some of it, e.g. parts.", true),
            ("", false),
            ("\u{200b}", false),
        ] {
            assert_eq!(is_held(text, 1, quote), holds, "{text}");
        }
        assert!(!is_held(&"very ".repeat(200), 1, quote));
    }

    #[test]
    fn what_nobody_sees_is_dropped() {
        let hidden = "It takes\u{e0041}\u{e0042} five\u{200b}\u{202e} days.";
        let checked = check(&sentence(hidden, 1, "Refunds take five days"), &passages(), "").expect("holds");
        assert_eq!((checked.text.as_str(), checked.passage, checked.quote.as_str()), ("It takes five days.", 0, "Refunds take five days"));
    }
}
