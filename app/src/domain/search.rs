//! What an agent looks for, and what was found. The text is parsed on both sides: the browser shows what was understood.
//!
//! `from:ana "exact words" before:2026-01-01 refund`: words that must all be in one message (a word counts as the beginning
//! of one), and filters. What looks like an operator but is none (`https://…`, `Error: 12:30`) is searched as words, because
//! that is what people paste. A known operator with a value that it can't have is told as wrong, and nothing is searched:
//! a filter that was dropped in silence would show what wasn't asked for.

mod parse;

use super::{
    conversation::Conversation,
    handoff::Reason,
    id::Seq,
    label::{Lead, Priority, Tag},
    person::Author,
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// So many words and filters are taken in; the rest of a pasted page isn't looked at.
pub const MOST_PARTS: usize = 16;
/// A word or value is cut to this many characters.
pub const LONGEST_PART: usize = 200;

/// A text as it was understood, part by part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    pub parts: Vec<Part>,
    /// There was more than [`MOST_PARTS`].
    pub is_cut: bool,
}

/// One part, and where in the text it stands (bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub range: Range<usize>,
    pub asked: Asked,
}

/// What a part asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A word or the beginning of one; never empty.
    Word(String),
    /// These words, one after the other; never empty.
    Phrase(String),
    Filter(Filter),
    /// A known operator that can't mean this: what to write instead.
    Wrong(String),
}

/// A condition on the message, the day, or the conversation that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    From(From),
    Note,
    Has(Has),
    Before(Day),
    After(Day),
    Is(Is),
    Holder(Holds),
    Assigned(Assigned),
    Team(String),
    Tag(Tag),
    Priority(Priority),
    /// How far the visitor has come towards being a customer.
    Lead(Lead),
    Assistant(String),
    /// Why a person is wanted, or was in this segment.
    Reason(Reason),
    /// The first part of the visitor's language, such as `de`.
    Language(String),
    /// What the site or a form says of the visitor: this attribute, with this value where one is named.
    Attribute {
        key: String,
        value: Option<String>,
    },
}

impl Filter {
    /// Whether it is asked of messages; the others are asked of the conversation as it stands.
    pub const fn is_of_messages(&self) -> bool {
        matches!(self, Self::From(_) | Self::Note | Self::Has(_) | Self::Before(_) | Self::After(_))
    }
}

/// Who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    Visitor,
    Assistant,
    Agent,
    Me,
    /// An agent or a visitor of this name.
    Named(String),
}

/// Who has the conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    Assistant,
    Queue,
    Me,
    Named(String),
}

/// Whose it is to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assigned {
    Nobody,
    Me,
    Named(String),
}

/// What a message brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    File,
    Link,
}

/// How a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// Neither snoozed nor closed, and no spam.
    Open,
    Snoozed,
    Closed,
    Spam,
    /// The visitor waits for somebody.
    Waiting,
}

/// A day of the calendar in UTC, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

impl Day {
    /// The day of `at`.
    pub const fn of(at: Timestamp) -> Self {
        Self(at.0.div_euclid(86_400_000))
    }
}

impl Query {
    /// Reads any text whatever; it never fails.
    pub fn parse(text: &str) -> Self {
        parse::query(text)
    }

    /// Whether there is nothing to look for.
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The filters, in order.
    pub fn filters(&self) -> impl Iterator<Item = &Filter> {
        self.parts.iter().filter_map(|part| match &part.asked {
            Asked::Filter(filter) => Some(filter),
            _ => None,
        })
    }

    /// What is wrong with it, where something is.
    pub fn wrong(&self) -> Option<&str> {
        self.parts.iter().find_map(|part| match &part.asked {
            Asked::Wrong(say) => Some(say.as_str()),
            _ => None,
        })
    }
}

/// What was found: the best conversations first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Read)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// Older or more conversations may match than are shown: another word narrows it down.
    pub has_more: bool,
    /// The index is still being made of what was written before: old messages may be missing.
    pub is_behind: bool,
}

/// A conversation that was found, and the best place in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Hit {
    pub conversation: Conversation,
    /// The message that was found; nothing where the conversation itself was, by a name or an id.
    pub message: Option<Place>,
    /// Who the visitor is, with what was found of it.
    pub name: Vec<Piece>,
    /// The words around what was found; the last ones where nothing of what was said was.
    pub snippet: Vec<Piece>,
}

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Place {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Author,
    pub is_note: bool,
}

/// A piece of plain text, and whether it is what was looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Piece {
    pub text: String,
    pub is_hit: bool,
}
