//! The public protocol of the widget: requests, replies, frames.
//!
//! These types can't represent a note, a receipt, an agent's id or who else is looking: what a visitor must
//! not see has no field to travel in. The server writes them with serde. The widget draws straight from what its
//! browser parsed, by the names of the fields; a test over there holds the two together, shape by shape.

mod fold;

pub use fold::{Is, Line, Speaker, Talk};

use crate::domain::{
    answer::{Citation, Kind},
    event::{Event, What},
    file::File,
    form::{Field, FieldKind, in_line},
    handoff::Reason,
    id::Seq,
    person::Author,
    rich::{Block, Href},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `POST /api/widget/v1/start`: the widget was opened. A token that was given before comes as `Authorization: Bearer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// The public key of the assistant.
    pub assistant: String,
    /// Who the site says the visitor is: a JSON Web Token that its server signed with the assistant's identity secret (HS256;
    /// `aud` the public key, `sub`, `exp`, and `name`, `email` and attributes where they are known). May be missing.
    #[serde(default)]
    pub identity: Option<String>,
}

/// The reply to [`Start`]: who answers here, and the thread so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// Proves who the visitor is from now on. Never shown, never in an address.
    pub token: String,
    /// The assistant's name.
    pub name: String,
    /// One line on who answers, under the name.
    pub tagline: String,
    /// The first words in an empty thread.
    pub greeting: String,
    /// Questions that a first click can ask; may be empty.
    pub starters: Vec<String>,
    /// The name that the visitor gave, or empty.
    pub visitor: String,
    /// The team reads along while the visitor types: the owner's choice, and the visitor is told.
    #[serde(default)]
    pub shares_draft: bool,
    /// What is asked before the first message wasn't answered yet.
    #[serde(default)]
    pub asks: bool,
    /// The server's clock, in milliseconds since 1970: what is told in its time is measured by it.
    #[serde(default)]
    pub now: i64,
    /// The number that `entries` reach up to.
    pub seq: Seq,
    pub entries: Vec<Entry>,
}

/// `POST /api/widget/v1/messages`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// Made by the widget: a retried send with the same id is one message.
    pub id: String,
    /// May be missing beside files.
    #[serde(default)]
    pub body: String,
    /// The address of the page that the widget is on, without what stands after `?`; may be missing.
    #[serde(default)]
    pub page: Option<String>,
    /// The ids of files that were sent before.
    #[serde(default)]
    pub files: Vec<String>,
    /// Where the visitor came from to the site, without what stands after `?`; may be missing.
    #[serde(default)]
    pub referrer: Option<String>,
    /// The browser's language, such as `de-AT`; may be missing.
    #[serde(default)]
    pub language: Option<String>,
    /// The browser's time zone, such as `Europe/Berlin`; may be missing.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The browser in words. It isn't sent: the server reads it off the request.
    #[serde(skip)]
    pub browser: Option<String>,
}

/// `POST /api/widget/v1/person`; the body may be missing altogether.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ask {
    /// Why the page asks for a person, for the team; empty where the visitor does.
    pub reason: String,
}

/// `POST /api/widget/v1/form`: what is asked before the first message, by the labels of its fields.
/// `POST /api/widget/v1/details`: what is asked while the visitor waits ([`Shown::Asked`]); nothing at all: they skip it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FillIn {
    pub fields: BTreeMap<String, String>,
    /// The ids of files that were sent before, by the labels of their fields; may be missing.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

/// `POST /api/widget/v1/logout`, answered with 204: the visitor leaves this browser. The token comes as `Authorization: Bearer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogOut {
    /// The public key of the assistant.
    pub assistant: String,
}

/// `POST /api/widget/v1/name`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Introduce {
    pub name: String,
}

/// `POST /api/widget/v1/email`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaveEmail {
    pub email: String,
}

/// `POST /api/widget/v1/seen`, answered with 204: the visitor had the thread before their eyes up to this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    pub seq: Seq,
}

/// `POST /api/widget/v1/rating`: whether the answer of this number helped. Said again, it replaces what was said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub answer: Seq,
    pub is_helpful: bool,
}

/// `POST /api/widget/v1/typing`, answered with 204: at most every two seconds while the visitor types, and once when they stop.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typing {
    pub is_typing: bool,
    /// What stands in their composer, at most [`LONGEST_DRAFT`] characters; only where [`Welcome::shares_draft`].
    #[serde(default)]
    pub draft: Option<String>,
}

/// So many characters of what a visitor types are shown to the team.
pub const LONGEST_DRAFT: usize = 500;

/// A frame of the stream that is called `near`: who of the team has the thread before their eyes; `null`: nobody any more.
/// It has no number, for it isn't in the log. What wasn't said again for twelve seconds isn't so any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// Their name, as visitors read it.
    pub name: String,
    pub is_typing: bool,
}

// A frame of the stream that is called `speech` is an [`Entry`] without a number (0), of the kind [`Shown::Answer`]: what the
// assistant is about to say, as far as it is written and checked. It isn't in the log: the next entry takes its place.

/// The reply to a request that changes something: what it led to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entries {
    pub entries: Vec<Entry>,
}

/// One thing that a visitor sees in the thread. A frame of the stream holds one, its `id` the same number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub seq: Seq,
    /// Milliseconds since 1970.
    pub at: i64,
    pub what: Shown,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Shown {
    /// The visitor's own words.
    Mine {
        id: String,
        text: String,
        files: Vec<Attached>,
    },
    /// The assistant's turn.
    Answer {
        kind: Kind,
        parts: Vec<Shard>,
        sources: Vec<Source>,
    },
    /// A person's words.
    Reply {
        by: String,
        body: Vec<Block>,
        files: Vec<Attached>,
    },
    /// A person was asked for.
    HandedOff {
        why: Reason,
        /// When the team is back, in milliseconds since 1970; 0 while it is there.
        opens_at: i64,
        /// Nine of ten waits end within so many milliseconds; 0 where nobody knows.
        up_to_ms: i64,
        /// Nobody of the team is there.
        is_deserted: bool,
        /// From when on an e-mail address would help, in milliseconds since 1970; 0 where it wouldn't.
        email_helps_at: i64,
    },
    /// A person took it.
    Joined {
        by: String,
    },
    /// The AI stays silent until then, in milliseconds since 1970; 0: as long as the person is there.
    Clock {
        until: i64,
    },
    /// The AI answers again.
    HandedBack,
    Closed,
    Reopened,
    /// The visitor said whether the answer of this number helped.
    Rated {
        answer: Seq,
        is_helpful: bool,
    },
    /// The visitor is asked this while they wait for a person, until they answer or skip it.
    Asked {
        fields: Vec<Question>,
    },
    /// They did; what they said, in one line.
    FilledIn {
        said: String,
    },
    /// The visitor gave this name.
    Named {
        name: String,
    },
    /// The visitor gave this e-mail address.
    Mailed {
        email: String,
    },
}

/// One thing that a visitor is asked while they wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub label: String,
    pub kind: FieldKind,
    /// What can be chosen; of a choice alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

/// A piece of an answer, and the number of the source that it rests on (0: none).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    pub body: Vec<Block>,
    pub cites: u32,
}

/// A file in the thread.
///
/// How a visitor sends one: `POST /api/widget/v1/files?name=screenshot.png` with the visitor's token as
/// `Authorization: Bearer`, the bytes as the body (at most [`crate::domain::file::LARGEST_OF_VISITOR`]). The reply is an
/// [`Attached`], whose `id` goes into [`Say::files`]. It answers 413 for a larger file, 422 for an empty one or an
/// oversized picture, 429 after too many. A file that no message brought is gone after a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    pub id: String,
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// Where this visitor's browser finds it, signed, for a day: an `<img>` can't send a token. A stale one answers 404; a
    /// reload brings a fresh one. Only PNG, JPEG, GIF and WebP are shown as pictures, the rest is downloaded.
    pub url: String,
    /// Of a picture, in pixels; 0 for anything else.
    pub width: u32,
    pub height: u32,
}

/// A file as its visitor sees it. The server, which has the key, signs its address.
pub fn attached(file: &File) -> Attached {
    Attached {
        id: file.id.to_string(),
        name: file.name.clone(),
        size: file.bytes,
        url: String::new(),
        width: file.width.unwrap_or(0),
        height: file.height.unwrap_or(0),
    }
}

/// Where an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub n: u32,
    pub title: String,
    pub section: String,
    /// Left out where the page isn't on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<Href>,
    /// Its own words, where an answer rests on a page that can't be opened; else left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
}

impl Entry {
    /// The files that it brings, for who signs their addresses.
    pub fn files_mut(&mut self) -> &mut [Attached] {
        match &mut self.what {
            Shown::Mine { files, .. } | Shown::Reply { files, .. } => files,
            _ => &mut [],
        }
    }
}

/// What the visitor sees of a whole log, in order. Of a conversation that went on in this one that is what was said in it.
pub fn shown_all<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = events.into_iter().flat_map(|event| shown(event).into_iter().chain(history(event))).collect();
    entries.sort_by_key(|entry| entry.seq);
    entries
}

/// What was said in a conversation that goes on here since `event`.
fn history(event: &Event) -> Vec<Entry> {
    let What::Absorbed { history, .. } = &event.what else { return Vec::new() };
    let mut said = shown_all(history);
    said.retain(|entry| matches!(entry.what, Shown::Mine { .. } | Shown::Answer { .. } | Shown::Reply { .. }));
    said
}

fn source(it: &Citation, kind: Kind) -> Source {
    let quote = if kind == Kind::Grounded && it.href.is_none() { it.quote.clone() } else { String::new() };
    Source { n: it.n, title: it.title.clone(), section: it.section.clone(), href: it.href.clone(), quote }
}

/// Whether the thread is another one for its visitor since `event`: it is to be read afresh.
pub const fn begins_afresh(event: &Event) -> bool {
    matches!(event.what, What::Merged { .. } | What::Absorbed { .. })
}

/// What the visitor sees of `event`; nothing where it is the team's own business.
pub fn shown(event: &Event) -> Option<Entry> {
    let by = || match &event.by {
        Author::Agent(agent) => agent.name.as_str().to_owned(),
        _ => String::new(),
    };
    let what = match &event.what {
        What::Said { id, body, files, .. } => {
            Shown::Mine { id: id.to_string(), text: body.text.clone(), files: files.iter().map(attached).collect() }
        }
        What::Answered { answer, .. } => Shown::Answer {
            kind: answer.kind,
            parts: answer.parts.iter().map(|part| Shard { body: part.body.blocks.clone(), cites: part.cites.unwrap_or(0) }).collect(),
            sources: answer.citations.iter().map(|it| source(it, answer.kind)).collect(),
        },
        What::Replied { body, files, .. } => {
            Shown::Reply { by: by(), body: body.blocks.clone(), files: files.iter().map(attached).collect() }
        }
        What::HandedOff { cause, outlook, .. } => {
            let outlook = outlook.unwrap_or_default();
            Shown::HandedOff {
                why: cause.why.public(),
                opens_at: outlook.opens_at.map_or(0, |at| at.0),
                up_to_ms: outlook.up_to_ms.unwrap_or(0),
                is_deserted: outlook.is_deserted,
                email_helps_at: outlook.email_helps_at.map_or(0, |at| at.0),
            }
        }
        What::TookOver { .. } => Shown::Joined { by: by() },
        What::Leased { lease } => Shown::Clock { until: lease.runs_out_at().map_or(0, |at| at.0) },
        What::HandedBack { .. } => Shown::HandedBack,
        What::Closed { .. } => Shown::Closed,
        What::Reopened { .. } => Shown::Reopened,
        What::Introduced { name } => Shown::Named { name: name.as_str().to_owned() },
        What::LeftEmail { email } => Shown::Mailed { email: email.as_str().to_owned() },
        What::Rated { answer, is_helpful } => Shown::Rated { answer: *answer, is_helpful: *is_helpful },
        What::Asked { fields } => Shown::Asked { fields: fields.iter().map(question).collect() },
        What::FilledIn { attributes, .. } => Shown::FilledIn { said: in_line(attributes) },
        What::Started { .. }
        | What::Visited { .. }
        | What::Identified { .. }
        | What::Described { .. }
        | What::Saw { .. }
        | What::Flagged { .. }
        | What::Held { .. }
        | What::Noted { .. }
        | What::Snoozed { .. }
        | What::Woke
        | What::Assigned { .. }
        | What::Routed { .. }
        | What::Tagged { .. }
        | What::Untagged { .. }
        | What::Prioritised { .. }
        | What::LeadSet { .. }
        | What::MarkedSpam { .. }
        | What::Blocked { .. }
        | What::Promised { .. }
        | What::PromiseDue { .. }
        | What::PromiseMoved { .. }
        | What::PromiseSettled { .. }
        | What::Linked { .. }
        | What::Merged { .. }
        | What::Absorbed { .. } => return None,
    };
    Some(Entry { seq: event.seq, at: event.at.0, what })
}

fn question(field: &Field) -> Question {
    Question { label: field.label.clone(), kind: field.kind, choices: field.choices.clone() }
}
