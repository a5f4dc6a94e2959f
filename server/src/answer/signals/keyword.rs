//! The owner's keywords: heard without a doubt, and nothing else with them.

use super::said::{self, Word, fold, fold_spelt_out};
use app::domain::signal::{KeywordRule, Match};

/// A keyword that was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard<'a> {
    pub rule: &'a KeywordRule,
    /// The words of the message that it was heard in.
    pub said: &'a str,
}

/// The first rule whose words `text` says: in a row, by Unicode's word bounds, without case and accents.
pub fn keyword<'a>(text: &'a str, rules: &'a [KeywordRule]) -> Option<Heard<'a>> {
    let words = said::words(text);
    rules.iter().find_map(|rule| {
        let (from, to) = place(&words, rule)?;
        Some(Heard { rule, said: &text[from..to] })
    })
}

/// Whether a message of these words says the rule's: for who asks many rules about one message.
pub fn keyword_in(words: &[Word], rule: &KeywordRule) -> bool {
    place(words, rule).is_some()
}

/// Where the message says the rule's words in a row.
fn place(words: &[Word], rule: &KeywordRule) -> Option<(usize, usize)> {
    [fold as fn(&str) -> String, fold_spelt_out].into_iter().find_map(|spell| spelt(words, rule, spell))
}

/// The same, where the rule's words are spelt so.
fn spelt(words: &[Word], rule: &KeywordRule, spell: fn(&str) -> String) -> Option<(usize, usize)> {
    let meant: Vec<String> = said::words(&rule.words).iter().map(|word| spell(&rule.words[word.from..word.to])).collect();
    if meant.is_empty() {
        return None;
    }
    let is_it = |word: &Word, meant: &String| match rule.mode {
        Match::Whole => word.folded == *meant,
        Match::Prefix => word.folded.starts_with(meant.as_str()),
    };
    let run = words.windows(meant.len()).find(|run| run.iter().zip(&meant).all(|(word, meant)| is_it(word, meant)))?;
    Some((run.first()?.from, run.last()?.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rule(words: &str, mode: Match) -> KeywordRule {
        KeywordRule { words: words.to_owned(), mode }
    }

    #[test]
    fn a_keyword_is_heard_as_its_mode_says() {
        use Match::{Prefix, Whole};
        for (text, words, mode, said) in [
            ("REFUND please", "refund", Whole, Some("REFUND")),
            ("refund", "Refund", Whole, Some("refund")),
            ("I want a \"refund\"!", "refund", Whole, Some("refund")),
            ("is it refundable?", "refund", Whole, None),
            ("is it refundable?", "refund", Prefix, Some("refundable")),
            ("no refunds", "refund", Whole, None),
            ("no refunds", "refund", Prefix, Some("refunds")),
            ("a prerefund", "refund", Prefix, None),
            ("Cancel   my\nORDER", "cancel my order", Whole, Some("Cancel   my\nORDER")),
            ("cancel my orders", "cancel my order", Whole, None),
            ("cancelled orders", "cancel order", Prefix, Some("cancelled orders")),
            ("cancel the order", "cancel order", Whole, None),
            ("e-mail", "e mail", Whole, Some("e-mail")),
            ("Ich will kündigen", "kündigen", Whole, Some("kündigen")),
            ("Ich will kundigen", "kündigen", Whole, Some("kundigen")),
            ("Ich will KUENDIGEN", "kündigen", Whole, Some("KUENDIGEN")),
            ("die Straße", "strasse", Whole, Some("Straße")),
            ("un café", "CAFE", Whole, Some("café")),
            ("un cafe\u{301}", "café", Whole, Some("cafe\u{301}")),
            ("Возврат!", "возврат", Whole, Some("Возврат")),
            ("我要退款", "退款", Whole, Some("退款")),
            ("don’t", "don't", Whole, Some("don’t")),
            ("error 429 again", "429", Whole, Some("429")),
            ("error 4290", "429", Whole, None),
            ("", "refund", Whole, None),
            ("refund", "", Whole, None),
            ("!!!", "?", Whole, None),
        ] {
            let rules = [rule(words, mode)];
            assert_eq!(keyword(text, &rules).map(|heard| heard.said), said, "{words} in {text}");
            assert_eq!(keyword_in(&said::words(text), &rules[0]), said.is_some(), "{words} in {text}");
        }
    }

    #[test]
    fn the_first_rule_wins() {
        let rules = [rule("lawyer", Match::Whole), rule("refund", Match::Whole), rule("my refund", Match::Whole)];
        assert_eq!(keyword("my refund", &rules).map(|heard| heard.rule), Some(&rules[1]));
        assert_eq!(keyword("nothing of it", &rules), None);
    }

    proptest! {
        /// Whatever is written, a word that it says is heard, and nothing panics.
        #[test]
        fn each_word_of_a_message_is_heard(text in "\\PC{0,60}", mode in prop_oneof![Just(Match::Whole), Just(Match::Prefix)]) {
            for word in said::words(&text) {
                let rules = [rule(&text[word.from..word.to], mode)];
                prop_assert!(keyword(&text, &rules).is_some(), "{:?}", rules);
            }
        }
    }
}
