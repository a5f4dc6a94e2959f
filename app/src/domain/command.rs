//! All that anyone can ask of a conversation.

use super::{
    answer::{Answer, Receipt},
    file::File,
    handoff::Cause,
    id::{ConversationId, MessageId, PromiseId, Seq},
    label::{Attribute, Lead, Priority, Promise, Tag, Team},
    person::{Agent, Author, Identity, Visit},
    text::{Body, Email, Name},
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who asks. The door fills it in from the session or token; a client can't claim it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Visitor,
    Agent(Agent),
    Assistant,
    Clock,
    /// One of the owner's rules or actions.
    Rule(Name),
}

impl Actor {
    /// The author of what they do.
    pub fn author(&self) -> Author {
        match self {
            Self::Visitor => Author::Visitor,
            Self::Agent(agent) => Author::Agent(agent.clone()),
            Self::Assistant => Author::Assistant,
            Self::Clock => Author::Clock,
            Self::Rule(name) => Author::Rule { name: name.clone() },
        }
    }
}

/// What follows a reply, in the same step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Then {
    #[default]
    Stay,
    Close,
    Snooze {
        until: Timestamp,
    },
}

/// A wish. [`super::decide::decide`] grants or refuses it.
///
/// Blocks of a body, and all of a file, an agent or a team but the id, are the server's to fill in: a client isn't believed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// The visitor writes. `page`: where on the site they are.
    Say {
        id: MessageId,
        body: Body,
        page: Option<String>,
        #[serde(default)]
        visit: Option<Visit>,
        #[serde(default)]
        files: Vec<File>,
    },
    /// The visitor presses "Talk to a person".
    AskForPerson,
    /// The page that the visitor is on asks for a person, and says why.
    CallPerson {
        reason: String,
    },
    /// The site has proven who the visitor is.
    Identify {
        identity: Identity,
    },
    /// The visitor gives a name.
    Introduce {
        name: Name,
    },
    /// The visitor gives an e-mail address.
    LeaveEmail {
        email: Email,
    },
    /// The site, or a form, says something about the visitor. An empty value takes it away.
    Describe {
        attributes: BTreeMap<String, Attribute>,
    },
    /// The visitor has seen the thread up to this number.
    See {
        up_to: Seq,
    },
    /// The visitor says whether an answer, known by its number, helped. They may change their mind.
    Rate {
        answer: Seq,
        is_helpful: bool,
    },
    /// The visitor answers what they are asked while they wait, texts and files by the labels of the fields; nothing: they skip it.
    FillIn {
        given: BTreeMap<String, String>,
        #[serde(default)]
        files: BTreeMap<String, File>,
    },

    /// The assistant's turn, written while the conversation was at `epoch`. `flag`: what a person should look at all the same.
    Answer {
        id: MessageId,
        epoch: u64,
        answer: Box<Answer>,
        flag: Option<Cause>,
    },
    /// The assistant passes the conversation on, as it stood at `epoch`. `id`: of what it says instead, where a person has settled this before.
    HandOff {
        id: MessageId,
        epoch: u64,
        cause: Cause,
        receipt: Option<Box<Receipt>>,
    },

    /// An agent writes to the visitor, having seen the log up to `seen` when they began. Their screen shows it up to `shown` now,
    /// as it is sent: what the visitor wrote while they were typing is before their eyes, and stops nothing.
    Reply {
        id: MessageId,
        body: Body,
        seen: Option<Seq>,
        #[serde(default)]
        shown: Option<Seq>,
        #[serde(default)]
        files: Vec<File>,
        #[serde(default)]
        then: Then,
    },
    /// An agent writes to the team, and calls some of them.
    Note {
        id: MessageId,
        body: Body,
        #[serde(default)]
        files: Vec<File>,
        #[serde(default)]
        mentions: Vec<Agent>,
    },
    /// An agent takes what waits in the queue.
    Claim,
    /// An agent takes it from whoever holds it.
    TakeOver,
    /// An agent looks at it or types in it: the AI's clock stands.
    Watch,
    /// An agent keeps the AI away until then; where no moment is named, for as long as the policy says.
    Hold {
        #[serde(default)]
        until: Option<Timestamp>,
    },
    /// An agent lets the AI answer again, and may say what was settled.
    HandBack {
        settled: Option<String>,
    },
    /// An agent is done.
    Close,
    /// An agent opens what is closed or put away. `cause`: why a person is still wanted, where one is.
    Reopen {
        cause: Option<Cause>,
    },
    /// An agent puts it away until then, or until the visitor writes.
    Snooze {
        until: Timestamp,
    },
    /// An agent gives it to a member, or to nobody.
    Assign {
        to: Option<Agent>,
    },
    /// An agent gives it to a team, or to none.
    Route {
        team: Option<Team>,
    },
    Tag {
        tag: Tag,
    },
    Untag {
        tag: Tag,
    },
    Prioritise {
        priority: Priority,
    },
    /// An agent says how far the visitor has come towards being a customer.
    SetLead {
        lead: Lead,
    },
    /// Spam is closed and shown nowhere else; the AI doesn't answer it.
    MarkSpam {
        is_spam: bool,
    },
    /// What a blocked visitor writes is refused.
    Block {
        is_blocked: bool,
    },
    /// An agent notes what they promised the visitor.
    Promise {
        promise: Promise,
    },
    /// What was promised is due at another time.
    MovePromise {
        id: PromiseId,
        due: Timestamp,
    },
    /// It was kept, or isn't owed any more.
    SettlePromise {
        id: PromiseId,
        is_kept: bool,
    },
    /// An agent says that another conversation is with the same person. Both then show it.
    Link {
        other: ConversationId,
        label: String,
    },
    /// An agent says that another conversation is with the same person, and that this one goes on there: it is closed for good, its
    /// messages can be read in the other, and its visitor's widget shows that one from now on.
    Merge {
        into: ConversationId,
        label: String,
    },

    /// Time has passed: a lease ran out, a hold or a snooze is over, nobody looks any more (`is_watched` false).
    Tick {
        is_watched: bool,
    },
}

/// The kinds of command, for tests that must cover each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CommandKind {
    Say,
    AskForPerson,
    CallPerson,
    Identify,
    Introduce,
    LeaveEmail,
    Describe,
    See,
    Rate,
    FillIn,
    Answer,
    HandOff,
    Reply,
    Note,
    Claim,
    TakeOver,
    Watch,
    Hold,
    HandBack,
    Close,
    Reopen,
    Snooze,
    Assign,
    Route,
    Tag,
    Untag,
    Prioritise,
    SetLead,
    MarkSpam,
    Block,
    Promise,
    MovePromise,
    SettlePromise,
    Link,
    Merge,
    Tick,
}

impl Command {
    /// Which kind of command this is.
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Say { .. } => CommandKind::Say,
            Self::AskForPerson => CommandKind::AskForPerson,
            Self::CallPerson { .. } => CommandKind::CallPerson,
            Self::Identify { .. } => CommandKind::Identify,
            Self::Introduce { .. } => CommandKind::Introduce,
            Self::LeaveEmail { .. } => CommandKind::LeaveEmail,
            Self::Describe { .. } => CommandKind::Describe,
            Self::See { .. } => CommandKind::See,
            Self::Rate { .. } => CommandKind::Rate,
            Self::FillIn { .. } => CommandKind::FillIn,
            Self::Answer { .. } => CommandKind::Answer,
            Self::HandOff { .. } => CommandKind::HandOff,
            Self::Reply { .. } => CommandKind::Reply,
            Self::Note { .. } => CommandKind::Note,
            Self::Claim => CommandKind::Claim,
            Self::TakeOver => CommandKind::TakeOver,
            Self::Watch => CommandKind::Watch,
            Self::Hold { .. } => CommandKind::Hold,
            Self::HandBack { .. } => CommandKind::HandBack,
            Self::Close => CommandKind::Close,
            Self::Reopen { .. } => CommandKind::Reopen,
            Self::Snooze { .. } => CommandKind::Snooze,
            Self::Assign { .. } => CommandKind::Assign,
            Self::Route { .. } => CommandKind::Route,
            Self::Tag { .. } => CommandKind::Tag,
            Self::Untag { .. } => CommandKind::Untag,
            Self::Prioritise { .. } => CommandKind::Prioritise,
            Self::SetLead { .. } => CommandKind::SetLead,
            Self::MarkSpam { .. } => CommandKind::MarkSpam,
            Self::Block { .. } => CommandKind::Block,
            Self::Promise { .. } => CommandKind::Promise,
            Self::MovePromise { .. } => CommandKind::MovePromise,
            Self::SettlePromise { .. } => CommandKind::SettlePromise,
            Self::Link { .. } => CommandKind::Link,
            Self::Merge { .. } => CommandKind::Merge,
            Self::Tick { .. } => CommandKind::Tick,
        }
    }

    /// The id of the message that it carries: a retried send with the same id is one message.
    pub const fn message_id(&self) -> Option<&MessageId> {
        match self {
            Self::Say { id, .. } | Self::Answer { id, .. } | Self::HandOff { id, .. } | Self::Reply { id, .. } | Self::Note { id, .. } => {
                Some(id)
            }
            _ => None,
        }
    }
}

impl CommandKind {
    /// Every kind, in the order in which they are declared.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::successors(Some(Self::Say), |kind| kind.next())
    }

    /// The next kind, so that a walk from the first meets them all: the match fails to build when one is missing.
    const fn next(self) -> Option<Self> {
        Some(match self {
            Self::Say => Self::AskForPerson,
            Self::AskForPerson => Self::CallPerson,
            Self::CallPerson => Self::Identify,
            Self::Identify => Self::Introduce,
            Self::Introduce => Self::LeaveEmail,
            Self::LeaveEmail => Self::Describe,
            Self::Describe => Self::See,
            Self::See => Self::Rate,
            Self::Rate => Self::FillIn,
            Self::FillIn => Self::Answer,
            Self::Answer => Self::HandOff,
            Self::HandOff => Self::Reply,
            Self::Reply => Self::Note,
            Self::Note => Self::Claim,
            Self::Claim => Self::TakeOver,
            Self::TakeOver => Self::Watch,
            Self::Watch => Self::Hold,
            Self::Hold => Self::HandBack,
            Self::HandBack => Self::Close,
            Self::Close => Self::Reopen,
            Self::Reopen => Self::Snooze,
            Self::Snooze => Self::Assign,
            Self::Assign => Self::Route,
            Self::Route => Self::Tag,
            Self::Tag => Self::Untag,
            Self::Untag => Self::Prioritise,
            Self::Prioritise => Self::SetLead,
            Self::SetLead => Self::MarkSpam,
            Self::MarkSpam => Self::Block,
            Self::Block => Self::Promise,
            Self::Promise => Self::MovePromise,
            Self::MovePromise => Self::SettlePromise,
            Self::SettlePromise => Self::Link,
            Self::Link => Self::Merge,
            Self::Merge => Self::Tick,
            Self::Tick => return None,
        })
    }
}
