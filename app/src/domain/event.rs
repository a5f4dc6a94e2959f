//! All that can have happened to a conversation. An event carries all that its readers need.

use super::{
    answer::{Answer, Receipt},
    handoff::Reason,
    id::{ConversationId, MessageId, Seq},
    person::{Assistant, Author, Visitor},
    text::{Body, Name},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// One entry of a workspace's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub seq: Seq,
    pub conversation: ConversationId,
    pub at: Timestamp,
    pub by: Author,
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum What {
    /// The visitor's first word opened the conversation.
    Started {
        assistant: Assistant,
        visitor: Visitor,
    },
    /// The visitor wrote.
    Said {
        id: MessageId,
        body: Body,
        page: Option<String>,
    },
    /// The visitor gave a name.
    Introduced {
        name: Name,
    },
    /// The assistant answered, suggested, declined or greeted.
    Answered {
        id: MessageId,
        answer: Box<Answer>,
    },
    /// It needs a person; nobody speaks until one comes.
    /// Where the assistant gave up, its receipt says what it had found.
    HandedOff {
        why: Reason,
        receipt: Option<Box<Receipt>>,
    },
    /// An agent (`by`) took it.
    TookOver,
    /// An agent wrote to the visitor.
    Replied {
        id: MessageId,
        body: Body,
    },
    /// An agent wrote to the team.
    Noted {
        id: MessageId,
        body: Body,
    },
    /// An agent let the AI answer again.
    HandedBack,
    Closed,
    /// It was closed and goes on, in this segment.
    Reopened {
        segment: u32,
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
}
