//! Views of the inbox: a filter says what is in one. The store asks the same in SQL; a test holds the two together.

mod named;
mod sort;
mod undo;

pub use named::{BuiltIn, SavedView, ViewKey};
pub use sort::{Key, Sort, latest, rank, urgency, waits};
pub use undo::undoing;

use super::{
    conversation::{Conversation, Status},
    fault::Fault,
    handoff::{Holder, Reason},
    id::{AccountId, AssistantId, Seq, TeamId},
    label::{Lead, MOST_MARKS, Priority, Tag},
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;
/// The longest span that a filter can ask for, in hours: ten years.
const LONGEST_SPAN: u32 = 87_600;

/// Where a conversation is in its life. Spam is in no other place, whatever its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Open,
    Snoozed,
    Closed,
    Spam,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Open, Self::Snoozed, Self::Closed, Self::Spam];

    /// The stage of a conversation.
    pub const fn of(it: &Conversation) -> Self {
        match it.status {
            _ if it.is_spam => Self::Spam,
            Status::Open => Self::Open,
            Status::Snoozed { .. } => Self::Snoozed,
            Status::Closed => Self::Closed,
        }
    }

    /// How the store keeps it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
            Self::Spam => "spam",
        }
    }
}

/// Who speaks, whoever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    Assistant,
    Queue,
    Agent,
}

impl HolderKind {
    pub const ALL: [Self; 3] = [Self::Assistant, Self::Queue, Self::Agent];

    /// The kind of a holder.
    pub const fn of(it: &Holder) -> Self {
        match it {
            Holder::Assistant => Self::Assistant,
            Holder::Queue { .. } => Self::Queue,
            Holder::Agent { .. } => Self::Agent,
        }
    }

    /// How the store keeps it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assistant => "assistant",
            Self::Queue => "queue",
            Self::Agent => "agent",
        }
    }
}

/// To whom a conversation is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Assignee {
    /// Whoever looks.
    Me,
    Nobody,
    Member {
        id: AccountId,
    },
}

/// What is in a view: all that is asked for at once; what isn't asked for may be anything.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// One of these; any where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<HolderKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_person: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Assignee>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// One of these tags, or each of them (`has_all_tags`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "is_false")]
    pub has_all_tags: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assistant: Option<AssistantId>,
    /// One of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<Priority>,
    /// The visitor has come as far as one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<Lead>,
    /// The first part of the visitor's language, such as `de`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// A person is or was wanted for one of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Each of these, with exactly this value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// Something happened within so many hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_within: Option<u32>,
    /// It began within so many hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_within: Option<u32>,
    /// Whoever looks is mentioned in a note.
    #[serde(skip_serializing_if = "is_false")]
    pub mentions_me: bool,
    /// Whoever looks hasn't read the visitor's last message.
    #[serde(skip_serializing_if = "is_false")]
    pub is_unread: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_false(it: &bool) -> bool {
    !*it
}

impl Filter {
    /// The same filter, where it can be asked: its lists have an end, its language is the first part of a tag.
    ///
    /// # Errors
    /// `Fault::Invalid` where a list or a span is too long.
    pub fn checked(mut self) -> Result<Self, Fault> {
        if self.tags.len() > MOST_MARKS || self.attributes.len() > MOST_MARKS {
            return Err(Fault::invalid("filter", &format!("A view can ask for {MOST_MARKS} tags and {MOST_MARKS} attributes.")));
        }
        if [self.changed_within, self.opened_within].into_iter().flatten().any(|hours| hours == 0 || hours > LONGEST_SPAN) {
            return Err(Fault::invalid("filter", "Choose a time between an hour and ten years."));
        }
        self.stages.sort_unstable();
        self.stages.dedup();
        self.tags.dedup();
        self.priorities.sort_unstable();
        self.priorities.dedup();
        self.leads.sort_unstable();
        self.leads.dedup();
        self.reasons.sort_unstable();
        self.reasons.dedup();
        self.language = self.language.map(|it| primary(&it)).filter(|it| !it.is_empty());
        Ok(self)
    }

    /// Whether `it` is in the view of `me`, who has read it up to `read`.
    pub fn holds(&self, it: &Conversation, me: &AccountId, read: Option<Seq>, now: Timestamp) -> bool {
        self.holds_place(it, me) && self.holds_marks(it) && self.holds_time(it, now) && (!self.is_unread || is_unread(it, read))
    }

    /// Whether it holds others for each member who looks.
    pub const fn is_personal(&self) -> bool {
        self.mentions_me || self.is_unread || matches!(self.assignee, Some(Assignee::Me))
    }

    /// Whether time alone can make a row leave.
    pub const fn watches_time(&self) -> bool {
        self.changed_within.is_some() || self.opened_within.is_some()
    }

    fn holds_place(&self, it: &Conversation, me: &AccountId) -> bool {
        let assignee = it.assignee.as_ref().map(|agent| &agent.id);
        let is_given = match &self.assignee {
            None => true,
            Some(Assignee::Me) => assignee == Some(me),
            Some(Assignee::Nobody) => assignee.is_none(),
            Some(Assignee::Member { id }) => assignee == Some(id),
        };
        is_given
            && any_or_in(&self.stages, &Stage::of(it))
            && self.holder.is_none_or(|kind| kind == HolderKind::of(&it.holder))
            && self.needs_person.is_none_or(|needs| needs == it.needs_person())
            && self.team.as_ref().is_none_or(|team| it.team.as_ref().is_some_and(|its| its.id == *team))
            && self.assistant.as_ref().is_none_or(|id| it.assistant.id == *id)
            && (!self.mentions_me || it.mentioned.contains(me))
    }

    fn holds_marks(&self, it: &Conversation) -> bool {
        let has_tags = match self.has_all_tags {
            _ if self.tags.is_empty() => true,
            true => self.tags.iter().all(|tag| it.has_tag(tag)),
            false => self.tags.iter().any(|tag| it.has_tag(tag)),
        };
        has_tags
            && any_or_in(&self.priorities, &it.priority)
            && any_or_in(&self.leads, &it.lead_state())
            && (self.reasons.is_empty() || reason_of(it).is_some_and(|why| self.reasons.contains(&why)))
            && self.language.as_ref().is_none_or(|asked| *asked == language_of(it))
            && self.attributes.iter().all(|(key, value)| it.attributes.get(key).is_some_and(|its| its.value == *value))
    }

    fn holds_time(&self, it: &Conversation, now: Timestamp) -> bool {
        self.changed_within.is_none_or(|hours| it.changed_at >= since(now, hours))
            && self.opened_within.is_none_or(|hours| it.opened_at >= since(now, hours))
    }
}

fn any_or_in<T: PartialEq>(asked: &[T], it: &T) -> bool {
    asked.is_empty() || asked.contains(it)
}

/// The moment so many hours before `now`.
pub fn since(now: Timestamp, hours: u32) -> Timestamp {
    now.plus(-i64::from(hours) * HOUR)
}

/// Whether the visitor's last message is one that `me` hasn't read, who has read up to `read`. What is done with is read.
pub fn is_unread(it: &Conversation, read: Option<Seq>) -> bool {
    matches!(Stage::of(it), Stage::Open | Stage::Snoozed) && it.said > read.unwrap_or(0)
}

/// Why a person is wanted, or was in this segment.
pub fn reason_of(it: &Conversation) -> Option<Reason> {
    it.flag.as_ref().or(it.handoff.as_ref().map(|handoff| &handoff.cause)).map(|cause| cause.why)
}

/// The first part of the visitor's language, in lower case; empty where it isn't known.
pub fn language_of(it: &Conversation) -> String {
    it.visit.language.as_deref().map(primary).unwrap_or_default()
}

/// The first part of a language's tag, in lower case.
pub fn primary(tag: &str) -> String {
    tag.trim().split(['-', '_']).next().unwrap_or_default().chars().take(8).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
