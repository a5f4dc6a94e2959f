//! A wording of a sensitive topic, read once and looked for in a message. Its marks are explained at `Wording::text`.

use super::said::{Word, fold, fold_spelt_out};
use std::{collections::BTreeSet, ops::Range};

/// So many words may stand where a wording has `…`.
const GAP: usize = 4;
/// From here on a number is `#`.
const LARGE: u64 = 1_000;

/// A wording, ready to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Any of these words.
    Word(Vec<Choice>),
    /// Any of these words, or nothing.
    Maybe(Vec<Choice>),
    Gap,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Choice {
    Is(String),
    Begins(String),
    LargeNumber,
}

impl Pattern {
    /// The pattern that `text` writes down.
    pub fn read(text: &str) -> Self {
        let text = text.replace("...", "…").replace('…', " … ");
        Self(text.split_whitespace().filter_map(piece).collect())
    }

    /// Where the words of one sentence first say it, as a range of words.
    pub fn find(&self, words: &[Word]) -> Option<Range<usize>> {
        let has_word = self.0.iter().any(|piece| matches!(piece, Piece::Word(_)));
        let starts = 0..if has_word { words.len() } else { 0 };
        let may_start = |from: &usize| !matches!(self.0.first(), Some(Piece::Word(choices)) if !is_any(choices, &words[*from]));
        starts.filter(may_start).find_map(|from| fits(&self.0, &words[from..]).map(|n| from..from + n))
    }
}

fn piece(text: &str) -> Option<Piece> {
    if text == "…" {
        return Some(Piece::Gap);
    }
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let choices: Vec<_> = inner.unwrap_or(text).split('/').flat_map(choices).collect();
    if choices.is_empty() {
        return None;
    }
    Some(if inner.is_some() { Piece::Maybe(choices) } else { Piece::Word(choices) })
}

/// A word as it's folded, and with its umlauts spelt out.
fn choices(word: &str) -> Vec<Choice> {
    if word == "#" {
        return vec![Choice::LargeNumber];
    }
    let stem = word.strip_suffix('*');
    let mut spellings = vec![fold(stem.unwrap_or(word)), fold_spelt_out(stem.unwrap_or(word))];
    spellings.dedup();
    spellings.retain(|word| !word.is_empty());
    let choice = if stem.is_some() { Choice::Begins } else { Choice::Is };
    spellings.into_iter().map(choice).collect()
}

/// How many of the words are used up at least, where the pieces fit from the first word on. All ways are walked at once,
/// so that no wording is slow.
fn fits(pieces: &[Piece], words: &[Word]) -> Option<usize> {
    let sentence = words.first()?.sentence;
    let n_words = words.iter().take_while(|word| word.sentence == sentence).count();
    let takes = |at: usize, choices: &[Choice]| at < n_words && is_any(choices, &words[at]);
    let step = |at: usize, piece: &Piece| match piece {
        Piece::Word(choices) if takes(at, choices) => at + 1..at + 2,
        Piece::Word(_) => 0..0,
        Piece::Maybe(choices) => at..at + 1 + usize::from(takes(at, choices)),
        Piece::Gap => at..n_words.min(at + GAP) + 1,
    };
    let mut reached = BTreeSet::from([0]);
    for piece in pieces {
        reached = reached.into_iter().flat_map(|at| step(at, piece)).collect();
    }
    reached.first().copied()
}

fn is_any(choices: &[Choice], word: &Word) -> bool {
    choices.iter().any(|choice| match choice {
        Choice::Is(whole) => *whole == word.folded,
        Choice::Begins(stem) => word.folded.starts_with(stem.as_str()),
        Choice::LargeNumber => is_large(&word.folded),
    })
}

/// "50,000", "20k", "1.000.000".
fn is_large(word: &str) -> bool {
    let (digits, factor) = match word.strip_suffix('k') {
        Some(thousands) => (thousands, 1_000),
        None => (word, 1),
    };
    let plain: String = digits.chars().filter(|c| !matches!(c, ',' | '.' | '\'')).collect();
    plain.parse::<u64>().is_ok_and(|n| n.saturating_mul(factor) >= LARGE)
}

#[cfg(test)]
mod tests {
    use super::super::said::words;
    use super::*;

    #[test]
    fn marks_of_a_wording() {
        for (pattern, text, found) in [
            ("charged … twice", "you CHARGED me, again, twice!", Some("CHARGED me, again, twice")),
            ("charged … twice", "charged. twice", None),
            ("charged … twice", "charged one two three four five twice", None),
            ("cancel* (my/our) plan/account", "cancelling our account", Some("cancelling our account")),
            ("cancel* (my/our) plan/account", "cancel plan", Some("cancel plan")),
            ("cancel* (my/our) plan/account", "cancel her plan", None),
            ("kündig*", "ich kuendige", Some("kuendige")),
            ("kündig*", "ich KÜNDIGE", Some("KÜNDIGE")),
            ("kündig*", "ich kundige", Some("kundige")),
            ("import … #", "import about 50,000 people", Some("import about 50,000")),
            ("import … #", "import 20k", Some("import 20k")),
            ("import … #", "import 999 people", None),
            ("…", "anything", None),
            ("", "anything", None),
            ("(my)", "my", None),
            (
                &"a … ".repeat(40),
                &"a ".repeat(300),
                Some("a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a"),
            ),
        ] {
            let words = words(text);
            let place = Pattern::read(pattern).find(&words);
            assert_eq!(place.map(|range| &text[words[range.start].from..words[range.end - 1].to]), found, "{pattern} in {text}");
        }
    }
}
