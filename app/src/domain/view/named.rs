//! The views that the team names: those that are always there, and those that somebody saved.

use super::{Assignee, Filter, HolderKind, Sort, Stage};
use crate::domain::{
    id::{AccountId, ViewId},
    text::Name,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A view that is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum BuiltIn {
    /// Somebody of the team should look.
    NeedsPerson,
    /// Given to whoever looks.
    Mine,
    /// Needs a person, and nobody has taken it.
    Unassigned,
    /// What whoever looks hasn't read.
    Unread,
    /// Whoever looks is mentioned in a note.
    Mentions,
    /// The AI answers.
    AiHandled,
    #[default]
    Open,
    Snoozed,
    Closed,
    Spam,
}

impl BuiltIn {
    /// In the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::NeedsPerson,
        Self::Mine,
        Self::Unassigned,
        Self::Unread,
        Self::Mentions,
        Self::AiHandled,
        Self::Open,
        Self::Snoozed,
        Self::Closed,
        Self::Spam,
    ];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NeedsPerson => "needs-person",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Unread => "unread",
            Self::Mentions => "mentions",
            Self::AiHandled => "ai",
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
            Self::Spam => "spam",
        }
    }

    /// What is in it.
    pub fn filter(self) -> Filter {
        let open = Filter { stages: vec![Stage::Open], ..Filter::default() };
        match self {
            Self::NeedsPerson => Filter { needs_person: Some(true), ..open },
            Self::Mine => Filter { assignee: Some(Assignee::Me), ..open },
            Self::Unassigned => Filter { needs_person: Some(true), assignee: Some(Assignee::Nobody), ..open },
            Self::Unread => Filter { is_unread: true, ..open },
            Self::Mentions => Filter { stages: vec![Stage::Open, Stage::Snoozed], mentions_me: true, ..open },
            Self::AiHandled => Filter { holder: Some(HolderKind::Assistant), ..open },
            Self::Open => open,
            Self::Snoozed => Filter { stages: vec![Stage::Snoozed], ..open },
            Self::Closed => Filter { stages: vec![Stage::Closed], ..open },
            Self::Spam => Filter { stages: vec![Stage::Spam], ..open },
        }
    }
}

/// A view that somebody saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct SavedView {
    pub id: ViewId,
    pub name: Name,
    pub filter: Filter,
    pub sort: Sort,
    /// All members see it; else its owner alone.
    pub is_shared: bool,
    pub owner: AccountId,
}

/// Which view is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ViewKey {
    BuiltIn {
        view: BuiltIn,
    },
    Saved {
        id: ViewId,
    },
    /// One that nobody has saved.
    Asked {
        filter: Box<Filter>,
    },
}

impl Default for ViewKey {
    fn default() -> Self {
        BuiltIn::default().into()
    }
}

impl From<BuiltIn> for ViewKey {
    fn from(view: BuiltIn) -> Self {
        Self::BuiltIn { view }
    }
}

impl ViewKey {
    /// The view of this name in an address: one that is always there, or the id of a saved one.
    pub fn named(name: &str) -> Option<Self> {
        let built_in = BuiltIn::ALL.into_iter().find(|it| it.name() == name).map(Self::from);
        built_in.or_else(|| ViewId::parse(name).map(|id| Self::Saved { id }))
    }

    /// Its name in an address; nothing for one that nobody has saved.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::BuiltIn { view } => Some(view.name()),
            Self::Saved { id } => Some(id.as_str()),
            Self::Asked { .. } => None,
        }
    }
}
