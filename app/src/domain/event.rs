//! All that can have happened to a conversation. An event carries all that its readers need.

use super::{
    answer::{Answer, Receipt},
    conversation::Conversation,
    file::File,
    form::Field,
    handoff::{Cause, Lease, Outlook, Seal},
    id::{ConversationId, MessageId, PromiseId, Seq},
    label::{Attribute, Lead, Priority, Promise, Tag, Team},
    person::{Agent, Assistant, Author, Identity, Visit, Visitor},
    text::{Body, Email, Name},
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One entry of a workspace's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Event {
    pub seq: Seq,
    pub conversation: ConversationId,
    pub at: Timestamp,
    pub by: Author,
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum What {
    /// The visitor's first word opened the conversation.
    Started {
        assistant: Assistant,
        visitor: Visitor,
    },
    /// What the visitor's browser tells about them has changed.
    Visited {
        visit: Visit,
    },
    /// The visitor wrote.
    Said {
        id: MessageId,
        body: Body,
        page: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<File>,
    },
    /// The site proved who the visitor is.
    Identified {
        identity: Identity,
    },
    /// The visitor gave a name.
    Introduced {
        name: Name,
    },
    /// The visitor gave an e-mail address.
    LeftEmail {
        email: Email,
    },
    /// Attributes were set; an empty value took one away.
    Described {
        attributes: BTreeMap<String, Attribute>,
    },
    /// The visitor has seen the thread up to this number.
    Saw {
        up_to: Seq,
    },
    /// The visitor said whether an answer helped; the latest word on an answer counts.
    Rated {
        answer: Seq,
        is_helpful: bool,
    },
    /// The visitor is asked this while they wait for a person.
    Asked {
        fields: Vec<Field>,
    },
    /// The visitor answered it, or skipped it. A file's name is its attribute's value; files stand in the order of their attributes.
    FilledIn {
        attributes: BTreeMap<String, Attribute>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<File>,
        is_skipped: bool,
    },
    /// The assistant answered, suggested, declined or greeted.
    Answered {
        id: MessageId,
        answer: Box<Answer>,
    },
    /// A person should look; the AI goes on.
    Flagged {
        cause: Cause,
    },
    /// It needs a person; nobody speaks until one comes.
    /// Where the assistant gave up, its receipt says what it had found.
    HandedOff {
        #[serde(flatten)]
        cause: Cause,
        receipt: Option<Box<Receipt>>,
        #[serde(default)]
        outlook: Option<Outlook>,
    },
    /// An agent (`by`) took it; the AI is silent for a lease of so many milliseconds.
    TookOver {
        lease_ms: i64,
    },
    /// The AI's clock was started, stopped or set.
    Leased {
        lease: Lease,
    },
    /// An agent keeps the AI away until then.
    Held {
        until: Timestamp,
    },
    /// An agent wrote to the visitor.
    Replied {
        id: MessageId,
        body: Body,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<File>,
    },
    /// An agent wrote to the team.
    Noted {
        id: MessageId,
        body: Body,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<File>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<Agent>,
    },
    /// An agent let the AI answer again, or (by the clock) the lease ran out.
    HandedBack {
        seal: Option<Seal>,
    },
    Closed {
        seal: Option<Seal>,
    },
    /// It was closed and goes on, in this segment.
    Reopened {
        segment: u32,
    },
    Snoozed {
        until: Timestamp,
    },
    /// A snooze is over, or the visitor wrote.
    Woke,
    Assigned {
        to: Option<Agent>,
    },
    Routed {
        team: Option<Team>,
    },
    Tagged {
        tag: Tag,
    },
    Untagged {
        tag: Tag,
    },
    Prioritised {
        priority: Priority,
    },
    /// The team says how far the visitor has come towards being a customer.
    LeadSet {
        lead: Lead,
    },
    MarkedSpam {
        is_spam: bool,
    },
    Blocked {
        is_blocked: bool,
    },
    Promised {
        promise: Promise,
    },
    /// A promise is due and hasn't been kept yet: whoever made it is reminded.
    PromiseDue {
        promise: Promise,
    },
    /// What was promised is due at another time, which it says.
    PromiseMoved {
        promise: Promise,
    },
    PromiseSettled {
        id: PromiseId,
        is_kept: bool,
    },
    /// Another conversation is with the same person.
    Linked {
        other: ConversationId,
        label: String,
    },
    /// It goes on in another conversation, and is closed for good.
    Merged {
        into: ConversationId,
        label: String,
    },
    /// Another conversation goes on in this one: how it stood (`from`), and what happened in it, in order.
    Absorbed {
        from: Box<Conversation>,
        history: Vec<Event>,
    },
}

impl What {
    /// The id of the message that it carries.
    pub const fn message_id(&self) -> Option<&MessageId> {
        match self {
            Self::Said { id, .. } | Self::Answered { id, .. } | Self::Replied { id, .. } | Self::Noted { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Whether the thread shows a line for it: clocks, marks of what was read and what browsers tell have places of their own.
    pub const fn has_line(&self) -> bool {
        !matches!(self, Self::Visited { .. } | Self::Identified { .. } | Self::Described { .. } | Self::Saw { .. } | Self::Leased { .. })
    }

    /// The words that it carries, as they were typed.
    pub const fn body(&self) -> Option<&Body> {
        match self {
            Self::Said { body, .. } | Self::Replied { body, .. } | Self::Noted { body, .. } => Some(body),
            _ => None,
        }
    }

    /// The files that it brings.
    pub fn files(&self) -> &[File] {
        match self {
            Self::Said { files, .. } | Self::Replied { files, .. } | Self::Noted { files, .. } | Self::FilledIn { files, .. } => files,
            _ => &[],
        }
    }
}
