//! A question as it is looked up: in its language, and with what the thread tells of it.

use super::Question;
use super::encoder::{Asked, Encoder};
use super::index::Index;
use super::language::{Language, language};
use super::words::tokens;

/// A question that is ready to be ranked.
pub struct Query {
    pub text: String,
    pub stems: Vec<String>,
    /// The one that its words are read in; where they tell none, the docs' own.
    pub language: Language,
    /// Whether no page is in the question's language.
    pub is_foreign: bool,
    /// `None` where search is by words alone.
    pub asked: Option<Asked>,
}

impl Query {
    /// Reads a question. A short follow-up is looked up together with what it follows.
    pub fn of(index: &Index, encoder: Option<&Encoder>, question: &Question) -> Query {
        let spoken = language(&question.text).or_else(|| question.earlier.iter().rev().find_map(|earlier| language(earlier)));
        let is_foreign = spoken.is_some_and(|spoken| !index.speaks(spoken));
        let language = spoken.filter(|_| !is_foreign).unwrap_or(index.main_language);
        let text = meant(index, language, question);
        let reads = language.has_meaning() && index.has_vectors();
        Query {
            stems: index.tokens.stems(language, &text),
            asked: encoder.filter(|_| reads).map(|it| it.question(&text)),
            text,
            language,
            is_foreign,
        }
    }
}

/// Openings of a message that goes on from what was said.
const LEADS_ON: [&str; 21] = [
    "and",
    "or",
    "but",
    "what about",
    "how about",
    "what if",
    "same for",
    "same with",
    "also for",
    "only for",
    "und",
    "oder",
    "was ist mit",
    "wie ist es mit",
    "auch",
    "et",
    "en",
    "ou",
    "qué tal",
    "och",
    "og",
];
/// Words that stand for something that was named before.
const POINTS_BACK: [&str; 22] = [
    "it", "that", "this", "them", "those", "these", "one", "ones", "there", "they", "he", "she", "es", "das", "dies", "diese", "dieser",
    "dort", "damit", "davon", "dafür", "so",
];

/// "And for Excel?" means the question before, for Excel; after a section was chosen, it is about that section.
fn meant(index: &Index, language: Language, question: &Question) -> String {
    let stems = |text: &str| index.tokens.stems(language, text);
    if !follows(&tokens(&question.text), stems(&question.text).len()) {
        return question.text.clone();
    }
    let topic = question.topic.as_deref().and_then(|section| index.place_of(section)).map(|place| index.name_of(place));
    let before = || question.earlier.iter().rev().find(|earlier| stems(earlier).len() > 1).cloned();
    match topic.or_else(before).or_else(|| question.earlier.last().cloned()) {
        Some(context) => format!("{context} {}", question.text),
        None => question.text.clone(),
    }
}

/// Whether a message with so many telling words only makes sense after another.
fn follows(words: &[String], n_telling: usize) -> bool {
    let text = format!("{} ", words.join(" "));
    let leads_on = LEADS_ON.iter().any(|start| text.starts_with(&format!("{start} ")));
    let points_back = words.iter().any(|word| POINTS_BACK.contains(&word.as_str()));
    (leads_on && n_telling <= 4) || (points_back && n_telling <= 2 && words.len() <= 9) || n_telling == 0
}
