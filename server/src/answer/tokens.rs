//! Words as search sees them: lower-case, stemmed by the rules of their language, without those that say nothing.

use super::language::Language;
use rust_stemmers::Stemmer;
use std::collections::{HashMap, HashSet};
use unicode_segmentation::UnicodeSegmentation;

/// English words that carry no topic, polite ones and contractions included.
const STOP: &str = "a about actually after again all also am an and any anyone anything are aren't as at be because been before being both but by \
    can can't cannot cant could couldn't did didn't do does doesn't doesnt doing don't dont down done each else even every few for from further get gets \
    getting give go goes going gonna got had has have haven't having he hello her here hey hi him his how i i'd i'll i'm i've if im in into is isn't \
    isnt it it's its ive just kind know let like lot make makes many may maybe me might mine more most much must my need needs no nor not now of off ok okay on \
    once one only or other our out over own please pls plz possible quite really same say see shall she should so some somehow someone something \
    still such sure tell than thank thanks that that's thats the their them then there these they they're thing things this those though through to too \
    try trying u under until up ur us use used using very want wanna wants was wasn't way we we're well were what what's whats when where whether \
    which while who whose why will with without won't wont work works would wouldn't yes yet you you're your yours anybody somebody guys";

/// Turns text into stems.
#[derive(Default)]
pub struct Tokens(HashMap<Language, Rules>);

struct Rules {
    stemmer: Option<Stemmer>,
    stop: HashSet<&'static str>,
}

impl Tokens {
    /// For texts in these languages.
    pub fn of(languages: impl Iterator<Item = Language>) -> Self {
        Self(languages.map(|language| (language, Rules::of(language))).collect())
    }

    /// The stems of a text in order, stop words left out. Of a language that wasn't named, its words as they are.
    pub fn stems(&self, language: Language, text: &str) -> Vec<String> {
        let rules = self.0.get(&language);
        let text = text.to_lowercase().replace(['’', '‘'], "'");
        let words = text.unicode_words().flat_map(|word| word.split(['_', '.', ':']));
        let telling = words.filter(|word| !word.is_empty() && !rules.is_some_and(|rules| rules.stop.contains(word)));
        telling.map(|word| rules.map_or_else(|| word.to_owned(), |rules| rules.stem(word))).collect()
    }

    /// The stem of one word in lower case, whether it carries a topic or not.
    pub fn stem(&self, language: Language, word: &str) -> String {
        self.0.get(&language).map_or_else(|| word.to_owned(), |rules| rules.stem(word))
    }
}

impl Rules {
    fn of(language: Language) -> Self {
        let stop = match language {
            Language::English => STOP.split_whitespace().collect(),
            other => other.small_words().collect(),
        };
        Self { stemmer: language.algorithm().map(Stemmer::create), stop }
    }

    fn stem(&self, word: &str) -> String {
        let word = word.strip_suffix("'s").unwrap_or(word);
        self.stemmer.as_ref().map_or_else(|| word.to_owned(), |stemmer| stemmer.stem(word).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_keep_the_topic() {
        let tokens = Tokens::of([Language::English, Language::German].into_iter());
        let cases: [(Language, &str, &[&str]); 5] = [
            (Language::English, "How do I cancel my subscriptions?", &["cancel", "subscript"]),
            (Language::English, "the site’s utm_source", &["site", "utm", "sourc"]),
            (Language::English, "2FA codes", &["2fa", "code"]),
            (Language::German, "Wie kündige ich meine Rechnungen?", &["kundig", "rechnung"]),
            (Language::English, "", &[]),
        ];
        for (language, text, stems) in cases {
            assert_eq!(tokens.stems(language, text), stems, "{text}");
        }
    }
}
