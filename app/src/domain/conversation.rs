//! The one thread of a visitor as it stands. How an event changes it is in [`fold`]; server and inbox share both.

mod fold;

use super::{
    event::{Event, What},
    form::Form,
    handoff::{Cause, Handoff, Holder, Reason, Seal},
    id::{AccountId, ConversationId, Seq},
    label::{Attribute, Lead, LeadMark, Priority, Promise, Tag, Tagged, Team},
    person::{Agent, Assistant, Author, Visit, Visitor},
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A conversation as a list shows it and as `decide` needs it: the fold of its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Conversation {
    pub id: ConversationId,
    pub assistant: Assistant,
    pub visitor: Visitor,
    pub status: Status,
    pub holder: Holder,
    /// Rises whenever the holder changes or a person speaks: what the assistant began before is void.
    pub epoch: u64,
    /// "A person should look", while the AI still holds it.
    pub flag: Option<Cause>,
    /// What brought a person in, last in this segment.
    #[serde(default)]
    pub handoff: Option<Handoff>,
    /// What the visitor is, or was, asked while they wait in this segment, and the files that they have given in any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// What the last person's turn left behind.
    #[serde(default)]
    pub seal: Option<Seal>,
    /// Since when the visitor waits for somebody.
    pub waiting_since: Option<Timestamp>,
    /// The last message that the visitor may see.
    pub last: Option<Last>,
    /// The number of the visitor's last message, or of what they filled in since for who holds it; 0 before the first.
    #[serde(default)]
    pub said: Seq,
    /// What the visitor asked since the last reply, folded for comparison: the beginning of it, for it goes with every row.
    #[serde(default)]
    pub asked: String,
    /// How often the visitor has written in this segment since a person last answered.
    #[serde(default)]
    pub turns: u32,
    /// The latest answers from the docs, oldest first, and what the visitor said of each.
    #[serde(default)]
    pub ratings: Vec<Rating>,
    /// How far the visitor has seen the thread.
    #[serde(default)]
    pub seen: Seq,
    /// The last thing that an agent did, for "… meanwhile".
    pub moved: Option<Move>,
    #[serde(default)]
    pub assignee: Option<Agent>,
    #[serde(default)]
    pub team: Option<Team>,
    /// A person chose its team: the owner's rules leave it there, until a visitor opens it again.
    #[serde(default)]
    pub keeps_team: bool,
    #[serde(default)]
    pub tags: Vec<Tagged>,
    #[serde(default)]
    pub priority: Priority,
    #[serde(default)]
    pub is_spam: bool,
    #[serde(default)]
    pub is_blocked: bool,
    /// Who was called in a note of this segment.
    #[serde(default)]
    pub mentioned: Vec<AccountId>,
    /// What is still owed.
    #[serde(default)]
    pub promises: Vec<Promise>,
    #[serde(default)]
    pub attributes: BTreeMap<String, Attribute>,
    /// How far the visitor has come towards being a customer, once the team has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<LeadMark>,
    #[serde(default)]
    pub visit: Visit,
    /// Other conversations with the same person, each with a label.
    #[serde(default)]
    pub links: BTreeMap<ConversationId, String>,
    /// The conversation that it goes on in: then it is closed for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<ConversationId>,
    /// Rises when a closed conversation goes on.
    pub segment: u32,
    /// The page that the visitor last wrote from.
    pub page: Option<String>,
    pub opened_at: Timestamp,
    pub changed_at: Timestamp,
    /// The number of the last event; 0 before the first.
    pub seq: Seq,
}

/// An answer from the docs, by its number, and whether the visitor said that it helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Rating {
    pub answer: Seq,
    pub is_helpful: Option<bool>,
}

/// Whether it is still going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    /// Put away until then, or until the visitor writes.
    Snoozed {
        until: Timestamp,
    },
    Closed,
}

/// The last message, in few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Last {
    pub by: Author,
    pub preview: String,
    pub at: Timestamp,
}

/// What an agent did last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Move {
    pub seq: Seq,
    pub agent: Agent,
    pub did: Did,
}

/// What a colleague or the visitor did, in the words of "… meanwhile".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Did {
    Replied,
    Noted,
    TookOver,
    /// Was quicker to take what waited.
    Claimed,
    HandedBack,
    Closed,
    /// Gave it to somebody, or took it from them.
    Assigned,
    Snoozed,
    /// Brought another conversation in, or took this one into another.
    Merged,
    /// The visitor wrote.
    Wrote,
}

impl Did {
    /// In words that follow a name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Replied => "replied",
            Self::Noted => "left a note",
            Self::TookOver => "took this over",
            Self::Claimed => "took this",
            Self::HandedBack => "handed this back to the AI",
            Self::Closed => "closed this",
            Self::Assigned => "assigned this",
            Self::Snoozed => "snoozed this",
            Self::Merged => "merged this with another conversation",
            Self::Wrote => "wrote",
        }
    }
}

impl Conversation {
    /// A conversation in which nothing has happened yet.
    pub fn unborn(id: ConversationId, assistant: Assistant, visitor: Visitor, now: Timestamp) -> Self {
        Self {
            id,
            assistant,
            visitor,
            status: Status::Open,
            holder: Holder::Assistant,
            epoch: 0,
            flag: None,
            handoff: None,
            form: None,
            seal: None,
            waiting_since: None,
            last: None,
            said: 0,
            asked: String::new(),
            turns: 0,
            ratings: Vec::new(),
            seen: 0,
            moved: None,
            assignee: None,
            team: None,
            keeps_team: false,
            tags: Vec::new(),
            priority: Priority::Normal,
            is_spam: false,
            is_blocked: false,
            mentioned: Vec::new(),
            promises: Vec::new(),
            attributes: BTreeMap::new(),
            lead: None,
            visit: Visit::default(),
            links: BTreeMap::new(),
            merged_into: None,
            segment: 1,
            page: None,
            opened_at: now,
            changed_at: now,
            seq: 0,
        }
    }

    /// The conversation that `event` opened; nothing where it didn't open one.
    pub fn opened_by(event: &Event) -> Option<Self> {
        let What::Started { assistant, visitor } = &event.what else { return None };
        let mut it = Self::unborn(event.conversation.clone(), assistant.clone(), visitor.clone(), event.at);
        it.apply(event);
        Some(it)
    }

    /// Whether it goes on: it may be snoozed, but it isn't closed.
    pub const fn is_open(&self) -> bool {
        !matches!(self.status, Status::Closed)
    }

    pub const fn is_snoozed(&self) -> bool {
        matches!(self.status, Status::Snoozed { .. })
    }

    /// Until when it is put away; nothing where it isn't.
    pub const fn away_until(&self) -> Option<Timestamp> {
        match self.status {
            Status::Snoozed { until } => Some(until),
            Status::Open | Status::Closed => None,
        }
    }

    /// Whether somebody of the team should look: it waits in the queue, its agent owes a reply, or it is flagged.
    pub const fn needs_person(&self) -> bool {
        let owed = match self.holder {
            Holder::Queue { .. } => true,
            Holder::Agent { .. } => self.waiting_since.is_some(),
            Holder::Assistant => self.flag.is_some(),
        };
        matches!(self.status, Status::Open) && !self.is_spam && owed
    }

    /// Whether the visitor is owed an answer by people, now: they wait in the queue, or the agent who holds it hasn't answered
    /// their words. As long as this is so, a ladder of alerts runs. What spam and blocked visitors want calls nobody.
    pub const fn is_owed_by_people(&self) -> bool {
        let owed = match self.holder {
            Holder::Queue { .. } => true,
            Holder::Agent { .. } => self.waiting_since.is_some(),
            Holder::Assistant => false,
        };
        matches!(self.status, Status::Open) && !self.is_spam && !self.is_blocked && owed
    }

    /// Whether a person has shown, or was noted to show, anger in this segment.
    pub fn is_frustrated(&self) -> bool {
        let angry = |cause: &Cause| cause.why == Reason::Frustrated;
        self.flag.as_ref().is_some_and(angry) || self.handoff.as_ref().is_some_and(|it| angry(&it.cause))
    }

    /// When the clock has to do something to it next: a lease or a hold runs out, a snooze is over, a promise is due.
    pub fn due_at(&self) -> Option<Timestamp> {
        let snooze = self.away_until();
        let lease = self.holder.lease().and_then(|lease| lease.runs_out_at().or(lease.held_until));
        let promises = self.promises.iter().filter(|it| !it.is_due).map(|it| it.due);
        [snooze, lease].into_iter().flatten().chain(promises).min()
    }

    /// Whether something that was promised is due.
    pub fn has_due_promise(&self) -> bool {
        self.promises.iter().any(|it| it.is_due)
    }

    /// Whether an answer helped, where the visitor has said so.
    pub fn rating(&self, answer: Seq) -> Option<bool> {
        self.ratings.iter().find(|it| it.answer == answer).and_then(|it| it.is_helpful)
    }

    /// How far the visitor has come towards being a customer.
    pub fn lead_state(&self) -> Lead {
        self.lead.as_ref().map_or(Lead::None, |it| it.lead)
    }

    pub fn has_tag(&self, tag: &Tag) -> bool {
        self.tags.iter().any(|it| it.tag == *tag)
    }
}
