//! What of an event is found: its words, and marks that say who wrote it, when, and what it brings along.

use super::{
    postings::{Posting, write_docs, write_places},
    words::{folded, words},
};
use app::domain::{
    answer::{Answer, Citation},
    event::{Event, What},
    id::Seq,
    person::{Author, Visitor},
    rich::plain,
    search::Day,
    text::Body,
};
use std::collections::{BTreeMap, BTreeSet};

/// Marks stand in the index like words, behind a byte that no word begins with.
const MARK: u8 = 1;

/// The mark of everything that the team wrote to itself.
pub(super) fn note_mark() -> Vec<u8> {
    mark(b'k', "note")
}

/// The mark of what this kind of author wrote: `visitor`, `ai` or `agent`.
pub(super) fn author_mark(kind: &str) -> Vec<u8> {
    mark(b'k', kind)
}

/// The mark of what agents wrote who have this word in their name.
pub(super) fn name_mark(word: &str) -> Vec<u8> {
    mark(b'n', word)
}

/// The mark of a day; days sort as time goes.
pub(super) fn day_mark(Day(day): Day) -> Vec<u8> {
    mark(b'd', &format!("{:06}", day.max(0)))
}

/// The mark of what has a link in it.
pub(super) fn link_mark() -> Vec<u8> {
    mark(b'h', "link")
}

/// Whether a word of the index is a mark.
pub(super) fn is_mark(word: &[u8]) -> bool {
    word.first() == Some(&MARK)
}

fn mark(kind: u8, text: &str) -> Vec<u8> {
    let mut it = vec![MARK, kind];
    it.extend_from_slice(text.as_bytes());
    it
}

/// An event that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub seq: Seq,
    /// What is searched and shown, without its form.
    pub text: String,
    marks: Vec<Vec<u8>>,
}

impl Document {
    /// The document that an event makes; nothing where it says nothing.
    pub fn of(event: &Event) -> Option<Self> {
        let text = shown(&event.what)?;
        let mut marks = vec![day_mark(Day::of(event.at))];
        match &event.by {
            Author::Visitor => marks.push(author_mark("visitor")),
            Author::Assistant => marks.push(author_mark("ai")),
            Author::Agent(agent) => {
                marks.push(author_mark("agent"));
                marks.extend(folded(agent.name.as_str()).collect::<BTreeSet<_>>().iter().map(|word| name_mark(word)));
            }
        }
        if matches!(event.what, What::Noted { .. }) {
            marks.push(note_mark());
        }
        if has_link(&event.what, &text) {
            marks.push(link_mark());
        }
        Some(Self { seq: event.seq, text, marks })
    }
}

/// The words of an event as plain text; nothing where it has none.
pub fn shown(what: &What) -> Option<String> {
    match what {
        What::Said { body, .. } => Some(body.text.clone()),
        What::Replied { body, .. } | What::Noted { body, .. } => Some(without_form(body)),
        What::Answered { answer, .. } => Some(answered(answer)).filter(|text| !text.is_empty()),
        _ => None,
    }
}

fn without_form(body: &Body) -> String {
    if body.blocks.is_empty() { body.text.clone() } else { plain(&body.blocks) }
}

fn answered(answer: &Answer) -> String {
    let parts = answer.parts.iter().map(|part| without_form(&part.body));
    let offered = answer.citations.iter().filter(|_| answer.parts.is_empty()).map(Citation::heading).map(str::to_owned);
    parts.chain(offered).collect::<Vec<_>>().join(" ")
}

fn has_link(what: &What, text: &str) -> bool {
    let cites = matches!(what, What::Answered { answer, .. } if !answer.citations.is_empty());
    let typed = match what {
        What::Replied { body, .. } | What::Noted { body, .. } => body.text.as_str(),
        _ => text,
    };
    cites || typed.contains("https://") || typed.contains("http://")
}

/// The words by which a conversation itself is found: the visitor's name and short id.
pub fn label_words(visitor: &Visitor) -> BTreeSet<Vec<u8>> {
    let name = visitor.name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
    folded(&name).chain(folded(&visitor.id.short())).map(String::into_bytes).collect()
}

/// A segment while it is made.
#[derive(Debug, Default)]
pub struct Build {
    words: BTreeMap<Vec<u8>, Standing>,
}

/// Where a word stands.
#[derive(Debug, Default)]
struct Standing {
    docs: Vec<Seq>,
    places: Vec<Vec<u64>>,
}

impl Build {
    /// Takes in a document; they come in the order of the log.
    pub fn add(&mut self, it: &Document) {
        let mut places: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for (place, word) in words(&it.text).into_iter().enumerate() {
            places.entry(word.text).or_default().push(place as u64);
        }
        for (word, places) in places {
            let stands = self.words.entry(word.into_bytes()).or_default();
            stands.docs.push(it.seq);
            stands.places.push(places);
        }
        for mark in &it.marks {
            self.words.entry(mark.clone()).or_default().docs.push(it.seq);
        }
    }

    /// The segment's words, sorted.
    pub fn postings(self) -> Vec<Posting> {
        let posting = |(word, it): (_, Standing)| Posting { word, docs: write_docs(&it.docs), places: write_places(&it.places) };
        self.words.into_iter().map(posting).collect()
    }
}
