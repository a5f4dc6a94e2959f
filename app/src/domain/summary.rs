//! What an agent who takes over needs to know, read off a thread: what was asked, what the assistant said and from which
//! pages, what the visitor already gave, why a person is wanted. No model, and no language: the inbox puts it into words.

mod gist;

pub use gist::{Gist, Point, Retold, to_retell};

use super::{
    answer::{Answer, Citation, Kind, Retrieved},
    case::lower,
    conversation::Conversation,
    event::{Event, What},
    file::File,
    handoff::{Cause, Reason},
    id::{MessageId, Seq},
    person::Author,
    rich::Href,
    signal::Mood,
    text::{Body, Email, Name},
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Two questions that share this much of their letter triples are one.
const SAME: f32 = 0.6;
/// So many of the pages that the assistant had found are named where it gave up.
const MOST_FOUND: usize = 3;
/// So many are kept of each of what was given.
const MOST_GIVEN: usize = 10;

/// The current segment of a thread in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Summary {
    /// What the visitor asked, the core of it first, then in order. Greetings aren't in it.
    pub asked: Vec<Asked>,
    /// What the assistant said, in order, courtesies left out.
    pub told: Vec<Told>,
    /// The pages that it had found when it gave up, best first.
    pub found: Vec<Page>,
    pub given: Given,
    /// Why a person was wanted last, and since when.
    pub why: Option<Cause>,
    pub handed_over_at: Option<Timestamp>,
    /// The last mood that showed.
    pub mood: Option<Mood>,
    /// Since when nobody has answered.
    pub waiting_since: Option<Timestamp>,
    /// The same in a language model's words.
    #[serde(default)]
    pub retold: Retold,
}

/// Something that was asked, once or several times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Asked {
    /// Its first message.
    pub id: MessageId,
    pub seq: Seq,
    pub at: Timestamp,
    /// The first words of its longest wording, on one line.
    pub text: String,
    pub n_times: u32,
    /// Whether the docs' own words followed, at least once.
    pub was_answered: bool,
}

/// One turn of the assistant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Told {
    pub id: MessageId,
    pub seq: Seq,
    pub kind: Kind,
    pub text: String,
    pub pages: Vec<Page>,
}

/// A page, or a section of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Page {
    pub title: String,
    /// Empty for the page's lead.
    pub section: String,
    pub href: Option<Href>,
}

/// What the visitor needn't be asked again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Given {
    pub name: Option<Name>,
    /// The page that they last wrote from.
    pub page: Option<String>,
    /// The address that they left, and those that they wrote, in order, each once.
    pub emails: Vec<String>,
    /// What looks like the number of an order, invoice or ticket.
    pub references: Vec<String>,
    pub links: Vec<Href>,
    /// What they filled in: the name of each field, and what it says.
    pub attributes: Vec<(String, String)>,
    /// The names of the files that they sent, in order, each once.
    pub files: Vec<String>,
}

impl Summary {
    /// What it is about: the question that was asked most often, or at most length.
    pub fn core(&self) -> Option<&Asked> {
        self.asked.first()
    }

    /// How long the visitor has waited, in milliseconds; 0 where nobody waits.
    pub fn waits_ms(&self, now: Timestamp) -> i64 {
        self.waiting_since.map_or(0, |since| now.0.saturating_sub(since.0).max(0))
    }
}

/// The summary of the segment that `now` is in. `events` are the thread's, in order; `mood` reads the mood off a message.
pub fn summary(now: &Conversation, events: &[Event], mood: &dyn Fn(&str) -> Option<Mood>) -> Summary {
    let events = segment(events);
    let said: Vec<&Body> =
        events.iter().filter_map(|event| if let What::Said { body, .. } = &event.what { Some(body) } else { None }).collect();
    let handed_over = events
        .iter()
        .rev()
        .find_map(|event| if let What::HandedOff { cause, receipt, .. } = &event.what { Some((event.at, cause, receipt)) } else { None });
    let found = handed_over.and_then(|(.., receipt)| receipt.as_ref()).map_or(Vec::new(), |receipt| found(&receipt.passages));
    Summary {
        asked: asked(events),
        told: events.iter().filter_map(told).collect(),
        found,
        given: given(now, events, &said),
        why: handed_over.map(|(_, cause, _)| cause).or(now.flag.as_ref()).cloned(),
        handed_over_at: handed_over.map(|(at, ..)| at),
        mood: said.iter().rev().find_map(|body| mood(&body.text)),
        waiting_since: now.waiting_since,
        retold: Retold::No,
    }
}

/// The events since it was last reopened.
fn segment(events: &[Event]) -> &[Event] {
    let start = events.iter().rposition(|event| matches!(event.what, What::Reopened { .. })).map_or(0, |at| at + 1);
    &events[start..]
}

/// A message of the visitor, and what became of it.
struct Message<'a> {
    event: &'a Event,
    id: &'a MessageId,
    body: &'a Body,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// Nothing yet, or a person, or "not in the docs".
    Open,
    Answered,
    /// It only asked for a person.
    AskedForPerson,
    /// It was a greeting or thanks.
    Courtesy,
}

fn messages(events: &[Event]) -> Vec<Message<'_>> {
    let mut messages: Vec<Message> = Vec::new();
    let mut n_settled = 0;
    for event in events {
        let fate = match &event.what {
            What::Said { id, body, .. } => {
                messages.push(Message { event, id, body, fate: Fate::Open });
                continue;
            }
            What::Answered { answer, .. } if answer.kind == Kind::Courtesy => Fate::Courtesy,
            What::Answered { answer, .. } if answer.kind == Kind::Grounded => Fate::Answered,
            What::HandedOff { cause, .. } if cause.why == Reason::AskedForPerson && event.by == Author::Assistant => Fate::AskedForPerson,
            What::Answered { .. } | What::HandedOff { .. } | What::Replied { .. } => Fate::Open,
            _ => continue,
        };
        for message in &mut messages[n_settled..] {
            message.fate = fate;
        }
        n_settled = messages.len();
    }
    messages
}

fn asked(events: &[Event]) -> Vec<Asked> {
    let messages = messages(events);
    let has_question = messages.iter().any(|message| matches!(message.fate, Fate::Open | Fate::Answered));
    let counts = |message: &&Message| message.fate != Fate::Courtesy && (message.fate != Fate::AskedForPerson || !has_question);
    let mut asked: Vec<(Asked, Vec<BTreeSet<[char; 3]>>)> = Vec::new();
    for message in messages.iter().filter(counts) {
        let letters = triples(&message.body.text);
        let same = asked.iter_mut().find(|(_, wordings)| wordings.iter().any(|wording| share(wording, &letters) >= SAME));
        let was_answered = message.fate == Fate::Answered;
        match same {
            Some((question, wordings)) => {
                question.n_times += 1;
                question.was_answered |= was_answered;
                if wordings.iter().all(|wording| wording.len() < letters.len()) {
                    question.text = message.body.preview();
                }
                wordings.push(letters);
            }
            None => {
                let event = message.event;
                let question =
                    Asked { id: message.id.clone(), seq: event.seq, at: event.at, text: message.body.preview(), n_times: 1, was_answered };
                asked.push((question, vec![letters]));
            }
        }
    }
    // What was asked again goes first, then what is open, then what was asked most often, then what says most, then what came first.
    let weight = |(question, wordings): &(Asked, Vec<BTreeSet<[char; 3]>>)| {
        let most = wordings.iter().map(BTreeSet::len).max().unwrap_or(0);
        (question.n_times > 1, !question.was_answered, question.n_times, most, u64::MAX - question.seq)
    };
    if let Some(core) = (0..asked.len()).max_by_key(|at| weight(&asked[*at])) {
        asked[..=core].rotate_right(1);
    }
    asked.into_iter().map(|(question, _)| question).collect()
}

/// The triples of neighbouring letters, case and marks aside: alike in every language.
fn triples(text: &str) -> BTreeSet<[char; 3]> {
    let text = lower(text);
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let letters: Vec<char> = words.flat_map(|word| [' '].into_iter().chain(word.chars())).chain([' ']).collect();
    letters.windows(3).map(|three| [three[0], three[1], three[2]]).collect()
}

/// The share of two sets that is in both (Jaccard).
fn share(a: &BTreeSet<[char; 3]>, b: &BTreeSet<[char; 3]>) -> f32 {
    let all = a.union(b).count();
    if all == 0 { 0.0 } else { a.intersection(b).count() as f32 / all as f32 }
}

fn told(event: &Event) -> Option<Told> {
    let What::Answered { id, answer } = &event.what else { return None };
    let it = Told { id: id.clone(), seq: event.seq, kind: answer.kind, text: answer.preview(), pages: pages(answer) };
    (answer.kind != Kind::Courtesy).then_some(it)
}

/// The pages that an answer cites, each once.
fn pages(answer: &Answer) -> Vec<Page> {
    let page = |citation: &Citation| Page { title: citation.title.clone(), section: citation.section.clone(), href: citation.href.clone() };
    once(answer.citations.iter().map(page))
}

fn found(passages: &[Retrieved]) -> Vec<Page> {
    let page = |passage: &Retrieved| Page { title: passage.title.clone(), section: passage.section.clone(), href: passage.href.clone() };
    let mut pages = once(passages.iter().map(page));
    pages.truncate(MOST_FOUND);
    pages
}

fn once<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    items.fold(Vec::new(), |mut kept, item| {
        if !kept.contains(&item) {
            kept.push(item);
        }
        kept
    })
}

fn given(now: &Conversation, events: &[Event], said: &[&Body]) -> Given {
    let left = now.visitor.email.iter().map(|it| it.as_str().to_owned());
    let words = || said.iter().flat_map(|body| body.text.split_whitespace());
    let bare = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '/' | '+')).to_owned();
    let is_link = |word: &str| word.contains("://");
    let mut given = Given {
        name: now.visitor.name.clone(),
        page: now.page.clone(),
        emails: once(left.chain(words().map(bare).filter_map(|word| email(&word)))),
        references: once(words().filter(|word| !is_link(word)).map(bare).filter(|word| is_reference(word))),
        links: once(
            words().filter(|word| is_link(word)).filter_map(|word| Href::parse(word.trim_end_matches(['.', ',', '!', '?', ')', ';']))),
        ),
        attributes: now.attributes.iter().filter(|(_, it)| it.is_captured).map(|(name, it)| (name.clone(), it.value.clone())).collect(),
        files: once(events.iter().flat_map(files).map(|file| file.name.clone())),
    };
    given.attributes.truncate(MOST_GIVEN);
    given.files.truncate(MOST_GIVEN);
    given.emails.truncate(MOST_GIVEN);
    given.references.truncate(MOST_GIVEN);
    given.links.truncate(MOST_GIVEN);
    given
}

/// The files that the visitor sent with a message.
fn files(event: &Event) -> &[File] {
    match &event.what {
        What::Said { files, .. } => files,
        _ => &[],
    }
}

/// An address with a dot in its host.
fn email(word: &str) -> Option<String> {
    let email = Email::parse(word).ok()?;
    let has_dot = email.as_str().split_once('@').is_some_and(|(_, host)| host.contains('.'));
    has_dot.then(|| email.as_str().to_owned())
}

/// "#1042", "INV-2024-17", "00123842"; not a year, a sum, a date, a telephone or card number.
fn is_reference(word: &str) -> bool {
    let code = word.strip_prefix('#').unwrap_or(word);
    let n_digits = code.chars().filter(char::is_ascii_digit).count();
    let is_code = code.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
    let has_letter = code.chars().any(char::is_alphabetic);
    let is_marked = word.starts_with('#') && !has_letter;
    let is_mixed = has_letter && n_digits >= 3 && code.chars().any(|c| c.is_uppercase() || matches!(c, '-' | '_'));
    let is_long = code.chars().all(|c| c.is_ascii_digit()) && (5..=12).contains(&n_digits);
    is_code && n_digits > 0 && (is_marked || is_mixed || is_long)
}

#[cfg(test)]
mod tests;
