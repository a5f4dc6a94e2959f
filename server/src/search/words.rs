//! Words as the index knows them: lower-case, without accents. The query's words are made by the same function.
//!
//! Scripts that set no spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are cut into pairs of characters that
//! overlap, and the last character alone; a text in them is found by any stretch of it, a single character by the
//! pairs that it begins. Emoji are words of their own.

use std::ops::Range;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A word is cut to this many characters.
const LONGEST: usize = 32;

/// A folded word, and the bytes of the text that it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub range: Range<usize>,
    /// The last character of a stretch without spaces, alone. In a query the pairs before it say it already.
    pub is_rest: bool,
}

impl Word {
    /// Whether a longer word may be meant by it. One letter begins half the dictionary: it is itself alone.
    pub fn may_go_on(&self) -> bool {
        let mut chars = self.text.chars();
        chars.next().is_some_and(|first| kind(first) == Kind::Unspaced) || chars.next().is_some()
    }

    /// Whether it is `asked`, or begins so where that may be.
    pub fn is_meant_by(&self, asked: &Self, may_go_on: bool) -> bool {
        self.text == asked.text || (may_go_on && asked.may_go_on() && self.text.starts_with(&asked.text))
    }
}

/// The words of a text alone.
pub fn folded(text: &str) -> impl Iterator<Item = String> {
    words(text).into_iter().map(|word| word.text)
}

/// What a character is to words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Unspaced,
    Emoji,
    /// Inside a word it is nothing: accents, joiners, apostrophes.
    Silent,
    Break,
}

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::new();
    let mut word = Word { text: String::new(), range: 0..0, is_rest: false };
    let mut n_chars = 0;
    let mut run: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        let kind = kind(c);
        if kind == Kind::Silent {
            continue;
        }
        if kind != Kind::Letter && !word.text.is_empty() {
            out.push(std::mem::replace(&mut word, Word { text: String::new(), range: 0..0, is_rest: false }));
            n_chars = 0;
        }
        if kind != Kind::Unspaced {
            pairs(&mut run, &mut out);
        }
        match kind {
            Kind::Letter => {
                if word.text.is_empty() {
                    word.range.start = at;
                }
                word.range.end = at + c.len_utf8();
                if n_chars < LONGEST {
                    fold(c, &mut word.text);
                }
                n_chars += 1;
            }
            Kind::Unspaced => run.push((at, c)),
            Kind::Emoji => out.push(Word { text: c.to_string(), range: at..at + c.len_utf8(), is_rest: false }),
            Kind::Silent | Kind::Break => {}
        }
    }
    pairs(&mut run, &mut out);
    if !word.text.is_empty() {
        out.push(word);
    }
    out
}

/// Cuts a stretch without spaces into pairs that overlap, and its last character.
fn pairs(run: &mut Vec<(usize, char)>, out: &mut Vec<Word>) {
    for (n, &(at, c)) in run.iter().enumerate() {
        let mut text = String::new();
        text.extend(full_width(c));
        let next = run.get(n + 1);
        text.extend(next.and_then(|&(_, c)| full_width(c)));
        let end = next.map_or(at + c.len_utf8(), |&(at, c)| at + c.len_utf8());
        out.push(Word { text, range: at..end, is_rest: next.is_none() && n > 0 });
    }
    run.clear();
}

/// The usual form of a half-width katakana.
fn full_width(c: char) -> Option<char> {
    let mut first = None;
    match c {
        '\u{ff66}'..='\u{ff9f}' => decompose_compatible(c, |c| first = first.or(Some(c))),
        _ => first = Some(c),
    }
    first
}

fn kind(c: char) -> Kind {
    if c.is_ascii() {
        return match c {
            '\'' => Kind::Silent,
            c if c.is_ascii_alphanumeric() => Kind::Letter,
            _ => Kind::Break,
        };
    }
    match u32::from(c) {
        // Accents of Latin, Greek, Cyrillic, Hebrew and Arabic, tatweel, soft hyphens, joiners, variation selectors.
        0xad | 0x300..=0x36f | 0x483..=0x487 | 0x591..=0x5bd | 0x5bf | 0x5c1..=0x5c2 | 0x5c4..=0x5c5 | 0x5c7 | 0x610..=0x61a => {
            Kind::Silent
        }
        0x640 | 0x64b..=0x65f | 0x670 | 0x6d6..=0x6ed | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff => Kind::Silent,
        0x2019 | 0x2018 | 0x2bc | 0x200b..=0x200f | 0x2060 | 0xfe00..=0xfe0f | 0xfeff | 0x1f3fb..=0x1f3ff => Kind::Silent,
        0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff => Kind::Unspaced,
        0x3005..=0x3007 | 0x3041..=0x30fa | 0x30fc..=0x30ff | 0x31f0..=0x31ff => Kind::Unspaced,
        0x3400..=0x9fff | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x3ffff => Kind::Unspaced,
        0x2600..=0x27bf | 0x1f000..=0x1faff => Kind::Emoji,
        _ if c.is_alphanumeric() || is_combining_mark(c) => Kind::Letter,
        _ => Kind::Break,
    }
}

fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for c in c.to_lowercase() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            // Hangul would fall apart into its letters.
            '\u{ac00}'..='\u{d7a3}' => out.push(c),
            _ => decompose_compatible(c, |c| {
                if kind(c) == Kind::Letter {
                    out.extend(c.to_lowercase());
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_found_whatever_their_form() {
        for (text, expected) in [
            ("Refund, please!", vec!["refund", "please"]),
            ("Çà et là: ÉTÉ", vec!["ca", "et", "la", "ete"]),
            ("e\u{301}te\u{301}", vec!["ete"]),
            ("Straße STRASSE", vec!["strasse", "strasse"]),
            ("don't don’t", vec!["dont", "dont"]),
            ("ana@example.com", vec!["ana", "example", "com"]),
            ("order-1234_x", vec!["order", "1234", "x"]),
            ("東京都", vec!["東京", "京都", "都"]),
            ("iPhoneケース", vec!["iphone", "ケー", "ース", "ス"]),
            ("ｹｰｽ", vec!["ケー", "ース", "ス"]),
            ("한국어를 좋아해", vec!["한국어를", "좋아해"]),
            ("مَرْحَبًا", vec!["مرحبا"]),
            ("ไทย", vec!["ไท", "ทย", "ย"]),
            ("👩‍💻🎉❤️", vec!["👩", "💻", "🎉", "❤"]),
            ("हिन्दी", vec!["हिन्दी"]),
            ("' \" * % _ ( )", vec![]),
        ] {
            assert_eq!(folded(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn each_word_stands_where_it_says(text in any::<String>()) {
            for word in words(&text) {
                prop_assert!(text.get(word.range.clone()).is_some());
                prop_assert!(!word.text.is_empty() || !text[word.range].is_ascii());
            }
        }
    }
}
