//! The order of a list. The store keeps the same figures in columns and sorts by them.

use crate::domain::{conversation::Conversation, id::ConversationId};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Who waits for a person: the urgent above, of those the longest wait on top; then who is flagged; then the latest.
    #[default]
    Waiting,
    /// What happened last.
    Newest,
    /// What lies longest.
    Oldest,
    /// The urgent first, each priority in the order of [`Sort::Waiting`].
    Priority,
}

/// Where a row stands: the smaller, the further up. The id makes it a place of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
pub struct Key {
    pub a: i64,
    pub b: i64,
    pub c: i64,
    pub d: i64,
    pub id: ConversationId,
}

impl Sort {
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Newest, Self::Oldest, Self::Priority];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Priority => "priority",
        }
    }

    /// The order of this name; [`Sort::Waiting`] for any other.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.name() == name).unwrap_or_default()
    }

    /// Where a conversation stands.
    pub fn key(self, it: &Conversation) -> Key {
        let [a, b, c, d] = match self {
            Self::Waiting => [rank(it), waits(it), latest(it), 0],
            Self::Newest => [latest(it), 0, 0, 0],
            Self::Oldest => [it.changed_at.0, 0, 0, 0],
            Self::Priority => [urgency(it), rank(it), waits(it), latest(it)],
        };
        Key { a, b, c, d, id: it.id.clone() }
    }
}

/// 0 for the most urgent.
pub const fn urgency(it: &Conversation) -> i64 {
    3 - it.priority.rank()
}

/// 0 to 3 for who waits for a person, 4 to 7 for who is flagged, 8 for the others.
pub const fn rank(it: &Conversation) -> i64 {
    match (it.needs_person(), it.waiting_since) {
        (true, Some(_)) => urgency(it),
        (true, None) => 4 + urgency(it),
        (false, _) => 8,
    }
}

/// Since when who needs a person waits; 0 for the others.
pub fn waits(it: &Conversation) -> i64 {
    it.waiting_since.filter(|_| it.needs_person()).map_or(0, |since| since.0)
}

/// The smaller, the later it changed.
pub const fn latest(it: &Conversation) -> i64 {
    -it.changed_at.0
}
