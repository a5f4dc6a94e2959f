//! From a question to a verdict: answer with sources, ask back, or hand off. Pure; the same input always gives the same verdict.

pub mod account;
pub mod bm25;
pub mod compose;
pub mod confidence;
pub mod conflict;
pub mod difference;
pub mod encoder;
pub mod encoding;
pub mod features;
pub mod index;
pub mod judge;
pub mod person;
pub mod rank;
pub mod signals;
pub mod smalltalk;
mod tokens;
mod wordpiece;
mod words;

pub use compose::Part;
pub use encoder::Encoder;
pub use encoding::Encoding;
pub use index::{Index, Indexed};
pub use person::wants_person;
pub use rank::Hit;
pub use smalltalk::SmallTalk;

use confidence::{Bars, confidence};
use features::{Features, NAMES, features, figure};

/// How many sections a receipt keeps, and how many are suggested.
const MOST_RANKED: usize = 10;
const MOST_SUGGESTED: usize = 3;
/// A section that names less than this share of a question's weight doesn't speak of it.
const SPOKEN_OF: f32 = 0.34;

/// What a visitor wrote, and what they wrote before, newest last.
#[derive(Clone, Debug, Default)]
pub struct Question {
    pub text: String,
    pub earlier: Vec<String>,
}

/// What follows from a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Sure: these parts, verbatim from the docs.
    Answer {
        parts: Vec<Part>,
    },
    /// Half sure: is it one of these? Up to three sections, best first.
    Suggest {
        hits: Vec<Hit>,
    },
    SmallTalk(SmallTalk),
    WantsPerson,
    HandOff(Why),
}

/// Why people take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    NotInDocs,
    LowConfidence,
    AccountQuestion,
}

/// The outcome and all that a receipt says about it.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub outcome: Outcome,
    /// How sure we are that the docs answer, 0 to 1, comparable between questions; 0 if nothing was looked up.
    pub confidence: f32,
    /// Best first, one per section, at most ten.
    pub ranked: Vec<Hit>,
    /// The figures that decided.
    pub gates: Vec<(&'static str, f32)>,
    /// `minilm+bm25`, or `bm25` as long as there is no model or not all passages are encoded.
    pub by: &'static str,
}

/// Decides what to do about a question.
pub fn verdict(index: &Index, encoder: Option<&Encoder>, question: &Question) -> Verdict {
    if wants_person(&question.text) {
        return without_search(Outcome::WantsPerson);
    }
    if let Some(kind) = smalltalk::smalltalk(&question.text) {
        return without_search(Outcome::SmallTalk(kind));
    }
    let search = search(index, encoder, question);
    let (confidence, bars) = confidence(&search.features, search.with_vectors);
    Verdict {
        outcome: outcome(index, &search, confidence, bars),
        confidence,
        gates: gates(&search, confidence, bars),
        by: if search.with_vectors { "minilm+bm25" } else { "bm25" },
        ranked: search.hits,
    }
}

/// A finished search: sections best first, and the figures about them.
pub struct Search {
    pub hits: Vec<Hit>,
    pub features: Features,
    pub with_vectors: bool,
}

/// Looks a question up; a short follow-up together with the question before it.
pub fn search(index: &Index, encoder: Option<&Encoder>, question: &Question) -> Search {
    let text = meant(index, question);
    let asked = encoder.filter(|_| index.has_vectors()).map(|encoder| encoder.question(&text));
    let stems = index.tokens.stems(&text);
    let ranking = rank::rank(index, asked.as_ref(), &stems, MOST_RANKED);
    let features = features(index, &text, &stems, asked.as_ref(), &ranking);
    Search { hits: ranking.hits, features, with_vectors: asked.is_some() }
}

/// "And for Excel?" means the question before, for Excel.
fn meant(index: &Index, question: &Question) -> String {
    let words = words::tokens(&question.text);
    let leads_on = ["and", "or", "but", "what about", "how about", "same for", "und", "y", "et"]
        .iter()
        .any(|start| format!("{} ", words.join(" ")).starts_with(&format!("{start} ")));
    let points_back = words.iter().any(|word| matches!(word.as_str(), "it" | "that" | "this" | "them" | "those" | "one" | "there"));
    let n_stems = index.tokens.stems(&question.text).len();
    let is_follow_up = (leads_on && n_stems <= 4) || (points_back && n_stems <= 2) || n_stems == 0;
    match question.earlier.iter().rev().find(|earlier| !index.tokens.stems(earlier).is_empty()) {
        Some(earlier) if is_follow_up => format!("{earlier} {}", question.text),
        _ => question.text.clone(),
    }
}

fn outcome(index: &Index, search: &Search, confidence: f32, bars: Bars) -> Outcome {
    if search.hits.is_empty() {
        return Outcome::HandOff(Why::NotInDocs);
    }
    if confidence >= bars.answer {
        return Outcome::Answer { parts: compose::compose(index, &search.hits) };
    }
    match confidence >= bars.suggest {
        true => Outcome::Suggest { hits: suggestions(index, &search.hits) },
        false => Outcome::HandOff(why(search)),
    }
}

/// The best section of each of the best pages; further sections of those only if there are too few.
fn suggestions(index: &Index, hits: &[Hit]) -> Vec<Hit> {
    let is_first = |n: usize, hit: &Hit| hits[..n].iter().all(|earlier| index.page_of[earlier.passage] != index.page_of[hit.passage]);
    let (firsts, others): (Vec<_>, Vec<_>) = hits.iter().enumerate().partition(|(n, hit)| is_first(*n, hit));
    let mut chosen: Vec<_> = firsts.into_iter().chain(others).take(MOST_SUGGESTED).collect();
    chosen.sort_by_key(|(n, _)| *n);
    chosen.into_iter().map(|(_, hit)| hit.clone()).collect()
}

fn why(search: &Search) -> Why {
    match () {
        () if figure(&search.features, "account") > 0.0 => Why::AccountQuestion,
        () if figure(&search.features, "covered") < SPOKEN_OF => Why::NotInDocs,
        () => Why::LowConfidence,
    }
}

fn gates(search: &Search, confidence: f32, bars: Bars) -> Vec<(&'static str, f32)> {
    let thresholds = [("confidence", confidence), ("answer_from", bars.answer), ("suggest_from", bars.suggest)];
    thresholds.into_iter().chain(NAMES.into_iter().zip(search.features)).collect()
}

fn without_search(outcome: Outcome) -> Verdict {
    let gate = if outcome == Outcome::WantsPerson { "wants_person" } else { "small_talk" };
    Verdict { outcome, confidence: 0.0, ranked: Vec::new(), gates: vec![(gate, 1.0)], by: "rules" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;

    /// A little site, without a model.
    fn site() -> Index {
        let pages = [
            (
                "refunds.md",
                "# Refunds\n\nRefunds take five days.\n\n## Partial refunds\n\n1. Open the payment.\n2. Choose **Refund part**.\n",
            ),
            (
                "invoices.md",
                "# Invoices\n\n## Download an invoice\n\nOpen **Billing** and press Download.\n\n## Change the address\n\nWrite it under Company.\n",
            ),
            ("members.md", "# Members\n\n## Import members\n\nUpload a CSV file with one member per line.\n"),
        ];
        let documents = pages.iter().filter_map(|(file, source)| ingest::document(file, source, "https://x.test/docs"));
        Index::build(documents.flat_map(|document| indexed(&document)).collect())
    }

    fn indexed(document: &ingest::Document) -> Vec<Indexed> {
        let one = |passage: ingest::Passage| {
            let section = &document.sections[passage.section];
            Indexed {
                id: format!("{}/{}", document.id_of(section), passage.ordinal),
                page: document.path.clone(),
                section: document.id_of(section),
                title: document.title.clone(),
                heading: section.heading.clone(),
                url: document.url_of(section),
                text: passage.text,
                markdown: passage.markdown,
                encoding: None,
            }
        };
        ingest::passages(document).into_iter().map(one).collect()
    }

    fn ask(text: &str, earlier: &[&str]) -> Verdict {
        verdict(&site(), None, &Question { text: text.into(), earlier: earlier.iter().map(|text| text.to_string()).collect() })
    }

    #[test]
    fn a_plain_question_is_answered_verbatim_with_its_source() {
        let Outcome::Answer { parts } = ask("How do I download an invoice?", &[]).outcome else { panic!("no answer") };
        assert_eq!(parts.iter().map(|part| part.markdown.as_str()).collect::<Vec<_>>(), ["Open **Billing** and press Download."]);
        assert_eq!(site().passage(parts[0].passage).url, "https://x.test/docs/invoices#download-an-invoice");
    }

    #[test]
    fn what_isnt_a_question_isnt_searched() {
        assert_eq!(ask("hi there", &[]).outcome, Outcome::SmallTalk(SmallTalk::Greeting));
        assert_eq!(ask("let me talk to a person", &[]).outcome, Outcome::WantsPerson);
    }

    #[test]
    fn what_the_docs_dont_know_goes_to_people() {
        assert_eq!(ask("who won the champions league", &[]).outcome, Outcome::HandOff(Why::NotInDocs));
        assert_eq!(ask("", &[]).outcome, Outcome::HandOff(Why::NotInDocs));
        assert!(matches!(verdict(&Index::build(vec![]), None, &Question::default()).outcome, Outcome::HandOff(Why::NotInDocs)));
    }

    #[test]
    fn a_follow_up_means_the_question_before_it() {
        assert_eq!(ask("and part of it?", &["how long do refunds take"]).ranked[0].section.split('#').next(), Some("refunds"));
        assert_eq!(ask("how do I import members", &["how long do refunds take"]).ranked[0].section, "members#import-members");
    }

    #[test]
    fn the_same_question_gets_the_same_verdict() {
        let (a, b) = (ask("refund invoice", &[]), ask("refund invoice", &[]));
        assert_eq!((a.outcome, a.ranked, a.gates), (b.outcome, b.ranked, b.gates));
    }
}
