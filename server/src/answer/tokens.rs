//! Words as search sees them: lower-case, stemmed, without those that say nothing.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

/// Words that carry no topic, polite ones and contractions included.
const STOP: &str = "a about actually after again all also am an and any anyone anything are aren't as at be because been before being both but by \
    can can't cannot cant could couldn't did didn't do does doesn't doesnt doing don't dont done down each else even every few for from further get gets \
    getting give go goes going gonna got had has have haven't having he hello her here hey hi him his how i i'd i'll i'm i've if im in into is isn't \
    isnt it it's its ive just kind know let like lot make makes many may maybe me might mine more most much must my need needs no nor not now of off ok okay on \
    once one only or other our out over own please pls plz possible quite really same say see shall she should so some somehow someone something \
    still such sure tell than thank thanks that that's thats the their them then there these they they're thing things this those though through to too \
    try trying u under until up ur us use used using very want wanna wants was wasn't way we we're well were what what's whats when where whether \
    which while who whose why will with without won't wont work works would wouldn't yes yet you you're your yours anybody somebody guys";

/// Turns text into stems.
pub struct Tokens {
    stemmer: Stemmer,
    stop: std::collections::HashSet<&'static str>,
}

impl Default for Tokens {
    fn default() -> Self {
        Tokens { stemmer: Stemmer::create(Algorithm::English), stop: STOP.split_whitespace().collect() }
    }
}

impl Tokens {
    /// The stems of a text in order, stop words left out.
    pub fn stems(&self, text: &str) -> Vec<String> {
        let text = text.to_lowercase().replace(['’', '‘'], "'");
        let words = text.unicode_words().flat_map(|word| word.split(['_', '.', ':']));
        words.filter(|word| !word.is_empty() && !self.stop.contains(word)).map(|word| self.stem(word)).collect()
    }

    fn stem(&self, word: &str) -> String {
        let word = word.strip_suffix("'s").unwrap_or(word);
        self.stemmer.stem(word).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_keep_the_topic() {
        let cases: [(&str, &[&str]); 4] = [
            ("How do I cancel my subscriptions?", &["cancel", "subscript"]),
            ("the site’s utm_source", &["site", "utm", "sourc"]),
            ("2FA codes", &["2fa", "code"]),
            ("", &[]),
        ];
        for (text, stems) in cases {
            assert_eq!(Tokens::default().stems(text), stems, "{text}");
        }
    }
}
