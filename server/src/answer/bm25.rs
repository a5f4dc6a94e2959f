//! Search by words: BM25 over stems, words of title and heading counting more than those of the text.

use std::collections::HashMap;

const K1: f32 = 1.2;
const B: f32 = 0.7;

/// How telling a word is is told as if there were so many passages more, without it: of a handful alone, what all of them
/// name would tell nothing, and any other word of a question everything.
const UNSEEN: f32 = 20.0;

/// How often a word of each field counts.
pub const TITLE: f32 = 2.0;
pub const HEADING: f32 = 2.5;
pub const TEXT: f32 = 1.0;

/// Where each word stands, and how telling it is.
#[derive(Default)]
pub struct Bm25 {
    postings: HashMap<String, Vec<(u32, f32)>>,
    lengths: Vec<f32>,
    mean_length: f32,
}

impl Bm25 {
    /// From the weighted words of each passage, in the passages' order.
    pub fn build(passages: impl Iterator<Item = Vec<(String, f32)>>) -> Bm25 {
        let mut built = Bm25::default();
        for (n, words) in (0..).zip(passages) {
            built.lengths.push(words.iter().map(|(_, weight)| weight).sum());
            let mut counts: HashMap<String, f32> = HashMap::new();
            words.into_iter().for_each(|(word, weight)| *counts.entry(word).or_default() += weight);
            counts.into_iter().for_each(|(word, count)| built.postings.entry(word).or_default().push((n, count)));
        }
        built.mean_length = built.lengths.iter().sum::<f32>() / built.lengths.len().max(1) as f32;
        built
    }

    /// The score of every passage.
    pub fn scores(&self, words: &[String]) -> Vec<f32> {
        let mut scores = vec![0.0; self.lengths.len()];
        for word in words {
            let idf = self.idf(word);
            for (n, count) in self.postings.get(word).into_iter().flatten() {
                let at = *n as usize;
                let length = 1.0 - B + B * self.lengths[at] / self.mean_length.max(1.0);
                scores[at] += idf * count * (K1 + 1.0) / (count + K1 * length);
            }
        }
        scores
    }

    /// How telling a word is: rare ones tell more, an unknown one most.
    pub fn idf(&self, word: &str) -> f32 {
        let n = self.postings.get(word).map_or(0, Vec::len) as f32;
        (1.0 + (UNSEEN + self.lengths.len() as f32 - n + 0.5) / (n + 0.5)).ln()
    }

    pub fn knows(&self, word: &str) -> bool {
        self.postings.contains_key(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_and_short_passages_win() {
        let words = |text: &str| text.split(' ').map(|word| (word.to_string(), 1.0)).collect::<Vec<_>>();
        let index = Bm25::build(["refund plan plan", "refund takes five days or so", "plan"].iter().map(|text| words(text)));
        let asked: Vec<String> = vec!["refund".into(), "days".into()];
        let scores = index.scores(&asked);
        assert!(scores[1] > scores[0] && scores[0] > scores[2] && scores[2] == 0.0, "{scores:?}");
        assert!(index.idf("unheard") > index.idf("plan"));
        let alone = Bm25::build(std::iter::once(words("refund")));
        assert!(alone.idf("refund") > 0.5 * alone.idf("unheard"), "the one thing that there is docs about is worth asking for");
    }
}
