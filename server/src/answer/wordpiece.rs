//! Text as the numbers of word pieces, as BERT's uncased models were taught them.

use std::collections::HashMap;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const VOCABULARY: &str = include_str!("../../assets/vocab.txt");
const UNKNOWN: i32 = 100;
const START: i32 = 101;
const END: i32 = 102;
/// A longer word is unknown, as in the original.
const LONGEST_WORD: usize = 100;

/// The pieces and their numbers.
pub struct WordPiece {
    pieces: HashMap<&'static str, i32>,
}

impl WordPiece {
    pub fn new() -> Self {
        WordPiece { pieces: (0..).zip(VOCABULARY.lines()).map(|(id, piece)| (piece, id)).collect() }
    }

    /// At most `most` numbers, start and end mark included, and the word that each is a piece of (marks: none).
    pub fn encode(&self, text: &str, most: usize) -> Vec<(i32, Rc<str>)> {
        let none: Rc<str> = "".into();
        let mut ids = vec![(START, none.clone())];
        // No piece is shorter than a byte, nor a word longer than LONGEST_WORD: this much text is always enough, or too strange to matter.
        let text: String = text.chars().take(most * 24).collect();
        for word in words(&text) {
            let word: Rc<str> = word.into();
            ids.extend(self.pieces_of(&word).into_iter().map(|id| (id, word.clone())));
            if ids.len() >= most {
                break;
            }
        }
        ids.truncate(most - 1);
        ids.push((END, none));
        ids
    }

    /// Longest match first, from the left; a word that can't be made of pieces is unknown as a whole.
    fn pieces_of(&self, word: &str) -> Vec<i32> {
        let chars: Vec<char> = word.chars().collect();
        let mut ids = Vec::new();
        let mut start = 0;
        while start < chars.len() {
            let found = (start + 1..=chars.len()).rev().find_map(|end| Some((end, self.id(&chars[start..end], start > 0)?)));
            match found.filter(|_| chars.len() <= LONGEST_WORD) {
                Some((end, id)) => {
                    ids.push(id);
                    start = end;
                }
                None => return vec![UNKNOWN],
            }
        }
        ids
    }

    fn id(&self, chars: &[char], is_inner: bool) -> Option<i32> {
        let piece: String = if is_inner { "##".chars().chain(chars.iter().copied()).collect() } else { chars.iter().collect() };
        self.pieces.get(piece.as_str()).copied()
    }
}

/// Lower-case words without accents; punctuation marks and Chinese characters are words of their own.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_combining_mark(*c)) {
        if c.is_whitespace() || c.is_control() || c == '\u{fffd}' {
            words.push(String::new());
        } else if is_punctuation(c) || is_chinese(c) {
            words.push(c.into());
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '¡'..='¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3011}')
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_those_of_the_original() {
        let pieces = WordPiece::new();
        let cases: [(&str, &[i32]); 4] = [
            ("", &[101, 102]),
            ("Hello, World!", &[101, 7592, 1010, 2088, 999, 102]),
            ("café unaffable", &[101, 7668, 14477, 20961, 3468, 102]),
            ("🤷", &[101, 100, 102]),
        ];
        for (text, ids) in cases {
            assert_eq!(pieces.encode(text, 256).iter().map(|(id, _)| *id).collect::<Vec<_>>(), ids, "{text}");
        }
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(WordPiece::new().encode(&"word ".repeat(200_000), 256).len(), 256);
    }
}
