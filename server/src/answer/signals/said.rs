//! A message as these rules see it: its words without case and accents, where each stands, and in which sentence.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Longer messages are read up to here.
const MOST_WORDS: usize = 400;

/// One word of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Without case, accents and apostrophes.
    pub folded: String,
    /// Where it stands in the message, in bytes.
    pub from: usize,
    pub to: usize,
    /// Counted from 0; a sentence ends at `.`, `!`, `?`, `;`, `:` or the end of a line.
    pub sentence: usize,
}

/// The words of a message, by Unicode's rules.
pub fn words(text: &str) -> Vec<Word> {
    let (mut sentence, mut before) = (0, 0);
    let found = text.unicode_word_indices().take(MOST_WORDS).map(|(from, word)| {
        let ends = text[before..from].contains(['.', '!', '?', ';', ':', '\n', '…', '。', '？', '！']);
        sentence += usize::from(ends && before > 0);
        before = from + word.len();
        Word { folded: fold(word), from, to: before, sentence }
    });
    found.filter(|word| !word.folded.is_empty()).collect()
}

/// A word without case, accents and apostrophes; `ß` is `ss`.
pub fn fold(word: &str) -> String {
    let plain = word.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’' | '‘' | 'ʼ'));
    plain.flat_map(char::to_lowercase).collect::<String>().replace('ß', "ss")
}

/// As [`fold`], with umlauts written out: `kündigen` is typed "kuendigen" as well.
pub fn fold_spelt_out(word: &str) -> String {
    let spelt = word.to_lowercase().nfc().collect::<String>().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
    fold(&spelt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_know_their_place() {
        let text = "Don’t CANCEL it. Möchte 50,000 groß?";
        let folded: Vec<_> = words(text).iter().map(|word| (word.folded.clone(), word.sentence)).collect();
        let expected = [("dont", 0), ("cancel", 0), ("it", 0), ("mochte", 1), ("50,000", 1), ("gross", 1)];
        assert_eq!(folded, expected.map(|(word, sentence)| (word.to_owned(), sentence)));
        assert!(words(text).iter().all(|word| fold(&text[word.from..word.to]) == word.folded));
        assert_eq!(fold_spelt_out("Kündigung"), "kuendigung");
    }

    #[test]
    fn nothing_and_noise_have_no_words() {
        assert!(words("").is_empty() && words("?!… 👍").is_empty());
    }
}
