//! A reply's words without case and accents, and where each stands.

use crate::answer::signals::said::fold;

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub folded: String,
    /// In bytes.
    pub from: usize,
    pub to: usize,
}

/// Runs of letters and digits, apostrophes, and what holds times and dates together: "we'll", "17:30", "2026-05-03", "5pm".
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut from = None;
    let chars: Vec<(usize, char)> = text.char_indices().chain([(text.len(), ' ')]).collect();
    for (n, (at, c)) in chars.iter().enumerate() {
        let is_joint = matches!(c, '\'' | '’' | ':' | '-' | '.' | '/');
        let next_is_digit = chars.get(n + 1).is_some_and(|(_, next)| next.is_ascii_digit());
        let is_between_digits = n > 0 && chars[n - 1].1.is_ascii_digit() && next_is_digit;
        let is_apostrophe = matches!(c, '\'' | '’') && chars.get(n + 1).is_some_and(|(_, next)| next.is_alphanumeric());
        let belongs = c.is_alphanumeric() || is_apostrophe || (is_joint && is_between_digits) || is_combining(*c);
        match (from, belongs) {
            (None, true) => from = Some(*at),
            (Some(start), false) => {
                words.push(Word { folded: fold(&text[start..*at]), from: start, to: *at });
                from = None;
            }
            _ => {}
        }
    }
    words.retain(|word| !word.folded.is_empty());
    words
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}
