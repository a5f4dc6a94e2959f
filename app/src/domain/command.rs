//! All that anyone can ask of a conversation.

use super::{
    answer::{Answer, Receipt},
    handoff::Reason,
    id::{MessageId, Seq},
    person::Agent,
    text::{Body, Name},
};
use serde::{Deserialize, Serialize};

/// Who asks. The door fills it in from the session or token; a client can't claim it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Visitor,
    Agent(Agent),
    Assistant,
}

/// A wish. [`super::decide::decide`] grants or refuses it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// The visitor writes. `page`: where on the site they are.
    Say { id: MessageId, body: Body, page: Option<String> },
    /// The visitor presses "Talk to a person".
    AskForPerson,
    /// The visitor gives a name.
    Introduce { name: Name },
    /// The assistant's turn, written while the conversation was at `epoch`.
    Answer { id: MessageId, epoch: u64, answer: Box<Answer> },
    /// The assistant passes the conversation on, as it stood at `epoch`.
    HandOff { epoch: u64, why: Reason, receipt: Option<Box<Receipt>> },
    /// An agent writes to the visitor, having seen the log up to `seen`.
    Reply { id: MessageId, body: Body, seen: Option<Seq> },
    /// An agent writes to the team.
    Note { id: MessageId, body: Body },
    /// An agent takes what waits in the queue.
    Claim,
    /// An agent takes it from whoever holds it.
    TakeOver,
    /// An agent lets the AI answer again.
    HandBack,
    /// An agent is done.
    Close,
}

/// The kinds of command, for tests that must cover each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandKind {
    Say,
    AskForPerson,
    Introduce,
    Answer,
    HandOff,
    Reply,
    Note,
    Claim,
    TakeOver,
    HandBack,
    Close,
}

impl Command {
    /// Which kind of command this is.
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Say { .. } => CommandKind::Say,
            Self::AskForPerson => CommandKind::AskForPerson,
            Self::Introduce { .. } => CommandKind::Introduce,
            Self::Answer { .. } => CommandKind::Answer,
            Self::HandOff { .. } => CommandKind::HandOff,
            Self::Reply { .. } => CommandKind::Reply,
            Self::Note { .. } => CommandKind::Note,
            Self::Claim => CommandKind::Claim,
            Self::TakeOver => CommandKind::TakeOver,
            Self::HandBack => CommandKind::HandBack,
            Self::Close => CommandKind::Close,
        }
    }

    /// The id of the message that it carries: a retried send with the same id is one message.
    pub const fn message_id(&self) -> Option<&MessageId> {
        match self {
            Self::Say { id, .. } | Self::Answer { id, .. } | Self::Reply { id, .. } | Self::Note { id, .. } => Some(id),
            _ => None,
        }
    }
}

impl CommandKind {
    /// The next kind, so that a walk from [`CommandKind::FIRST`] meets them all: the match fails to build when one is missing.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Say => Some(Self::AskForPerson),
            Self::AskForPerson => Some(Self::Introduce),
            Self::Introduce => Some(Self::Answer),
            Self::Answer => Some(Self::HandOff),
            Self::HandOff => Some(Self::Reply),
            Self::Reply => Some(Self::Note),
            Self::Note => Some(Self::Claim),
            Self::Claim => Some(Self::TakeOver),
            Self::TakeOver => Some(Self::HandBack),
            Self::HandBack => Some(Self::Close),
            Self::Close => None,
        }
    }

    /// Where a walk over all kinds starts.
    pub const FIRST: Self = Self::Say;

    /// Every kind, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::successors(Some(Self::FIRST), |kind| kind.next())
    }
}
