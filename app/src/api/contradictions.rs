//! Passages that contradict each other, side by side.

use super::Caller;
use crate::domain::{
    fault::Fault,
    id::{AssistantId, ContradictionId},
    piece::Piece,
    rich::{Block, Href},
    time::Timestamp,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about contradictions. Any member may settle them.
#[async_trait::async_trait]
pub trait ContradictionDesk: Send + Sync {
    /// All pairs: the open ones first.
    async fn contradictions(&self, me: &Caller) -> Result<Vec<Contradiction>, Fault>;
    /// Says which of a pair is right; all pairs as they stand then.
    async fn settle(&self, me: &Caller, id: &ContradictionId, verdict: Verdict) -> Result<Vec<Contradiction>, Fault>;
}

/// Two passages that contradict each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Contradiction {
    pub id: ContradictionId,
    pub assistant: AssistantId,
    pub verdict: Verdict,
    pub found_at: Timestamp,
    pub settled_at: Timestamp,
    /// Who said so; empty while it is open.
    pub settled_by: String,
    pub one: Voice,
    pub other: Voice,
    /// The first sentence laid over the second.
    pub words: Vec<Piece>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Voice {
    pub title: String,
    pub section: String,
    pub href: Option<Href>,
    /// The whole passage.
    pub blocks: Vec<Block>,
}

/// What the owner says of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing yet: who asks about it gets a person.
    Open,
    /// The first is right; the other is no longer used.
    One,
    /// The other is right; the first is no longer used.
    Other,
    /// Both are right: they speak of different things.
    Both,
}

impl Verdict {
    /// Its name in the store.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::One => "one",
            Self::Other => "other",
            Self::Both => "both",
        }
    }

    /// The verdict of that name; open where there is none.
    pub fn named(key: &str) -> Self {
        [Self::One, Self::Other, Self::Both].into_iter().find(|it| it.key() == key).unwrap_or(Self::Open)
    }
}

/// All pairs.
#[server(prefix = "/api/app", endpoint = "contradictions", protocol = crate::wire::Wire)]
pub async fn read_contradictions() -> Result<Vec<Contradiction>, Fault> {
    let it = super::enter()?;
    it.desk.contradictions(&it.me).await
}

/// Says which of a pair is right.
#[server(prefix = "/api/app", endpoint = "settle_contradiction", protocol = crate::wire::Wire)]
pub async fn settle(id: ContradictionId, verdict: Verdict) -> Result<Vec<Contradiction>, Fault> {
    let it = super::enter()?;
    it.desk.settle(&it.me, &id, verdict).await
}
