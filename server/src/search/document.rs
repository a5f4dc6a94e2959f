//! What of an event is found: its words, and marks that say who wrote it, when, and what it brings along.

use super::{
    postings::{Posting, write_docs, write_places},
    words::{folded, words},
};
use app::domain::{
    answer::{Answer, Citation},
    conversation::Conversation,
    event::{Event, What},
    form::in_line,
    id::Seq,
    label::Tag,
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

/// The mark of what brings a `link` or a `file`.
pub(super) fn brings_mark(what: &str) -> Vec<u8> {
    mark(b'h', what)
}

/// The label of a conversation that has this tag.
pub fn tag_label(tag: &Tag) -> Vec<u8> {
    mark(b't', tag.as_str())
}

/// The label of a conversation whose visitor has an e-mail address, or its host, that begins so.
pub fn email_label(start: &str) -> Vec<u8> {
    mark(b'm', &start.to_lowercase())
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
            Author::Clock | Author::Rule { .. } => {}
            Author::Agent(agent) => {
                marks.push(author_mark("agent"));
                marks.extend(folded(agent.name.as_str()).collect::<BTreeSet<_>>().iter().map(|word| name_mark(word)));
            }
        }
        if matches!(event.what, What::Noted { .. }) {
            marks.push(note_mark());
        }
        if has_link(&event.what, &text) {
            marks.push(brings_mark("link"));
        }
        if !event.what.files().is_empty() {
            marks.push(brings_mark("file"));
        }
        Some(Self { seq: event.seq, text, marks })
    }
}

/// The words of an event as plain text, and the names of its files; nothing where it has none.
pub fn shown(what: &What) -> Option<String> {
    let words = match what {
        What::Said { body, .. } => body.text.clone(),
        What::Replied { body, .. } | What::Noted { body, .. } => without_form(body),
        What::Answered { answer, .. } => answered(answer),
        // A file's name is in there.
        What::FilledIn { attributes, .. } => return Some(in_line(attributes)).filter(|text| !text.is_empty()),
        _ => return None,
    };
    let files = what.files().iter().map(|file| file.name.clone());
    let all: Vec<String> = std::iter::once(words).chain(files).filter(|text| !text.is_empty()).collect();
    (!all.is_empty()).then(|| all.join(" · "))
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

/// The words by which a conversation itself is found, whatever is said in it: the visitor's name, short id and e-mail
/// address, its tags and its attributes.
pub fn label_words(it: &Conversation) -> BTreeSet<Vec<u8>> {
    let Visitor { id, name, email, identity } = &it.visitor;
    let mut labels = BTreeSet::new();
    let mut add = |text: &str| labels.extend(folded(text).map(String::into_bytes));
    add(&id.short());
    name.iter().for_each(|name| add(name.as_str()));
    identity.iter().for_each(|identity| add(&identity.subject));
    it.tags.iter().for_each(|tagged| add(tagged.tag.as_str()));
    for (key, attribute) in &it.attributes {
        add(key);
        add(&attribute.value);
    }
    if let Some((local, host)) = email.as_ref().and_then(|email| email.as_str().split_once('@')) {
        add(local);
        // Half the world has an address that ends on .com: it is found by the host as a whole.
        add(host.rsplit_once('.').map_or(host, |(host, _)| host));
        labels.insert(email_label(host));
        labels.insert(email_label(&format!("{local}@{host}")));
    }
    labels.extend(it.tags.iter().map(|tagged| tag_label(&tagged.tag)));
    labels
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
