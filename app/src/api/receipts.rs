//! Why the assistant said what it said: what it had read, and what it would say today.

use super::Caller;
use crate::domain::{
    fault::Fault,
    id::{ConversationId, PassageId, Seq},
    piece::Piece,
    rich::{Block, Href},
    time::Timestamp,
    turn::{Fate, Turn},
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about receipts.
#[async_trait::async_trait]
pub trait ReceiptDesk: Send + Sync {
    /// The passages that a turn of the assistant weighed, in their order, as they were then.
    async fn receipt(&self, me: &Caller, conversation: &ConversationId, seq: Seq) -> Result<Vec<Kept>, Fault>;
    /// The same question, asked of what is searched today. Nothing is said, and nothing is kept.
    async fn replay(&self, me: &Caller, conversation: &ConversationId, seq: Seq) -> Result<Replay, Fault>;
}

/// A passage as it was when it was weighed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Kept {
    pub passage: PassageId,
    pub blocks: Vec<Block>,
    /// When this version of its page was read.
    pub read_at: Timestamp,
    pub now: Standing,
}

/// What became of a passage since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    /// It reads the same today.
    Same,
    /// Its section reads otherwise today.
    Changed { words: Vec<Piece> },
    /// Its section isn't searched any more.
    Gone,
    /// It wasn't there, or wasn't found, then.
    New,
}

/// A turn beside what it would be today.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Replay {
    pub then: Turn,
    pub today: Turn,
    pub verdict: Compared,
    /// What was said laid over what would be said.
    pub words: Vec<Piece>,
    /// The passages that either of them rests on, and those that changed meanwhile.
    pub passages: Vec<Moved>,
}

/// How today's turn compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Compared {
    Same,
    /// The same kind of turn, in other words.
    OtherWords,
    /// Another kind of turn.
    Otherwise {
        fate: Fate,
    },
}

/// A passage of either turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Moved {
    pub title: String,
    pub section: String,
    /// Nothing where its page isn't on the web.
    pub href: Option<Href>,
    pub was_used: bool,
    pub is_used: bool,
    pub standing: Standing,
}

/// The passages that a turn of the assistant weighed.
#[server(prefix = "/api/app", endpoint = "receipt", protocol = crate::wire::Wire)]
pub async fn read_receipt(conversation: ConversationId, seq: Seq) -> Result<Vec<Kept>, Fault> {
    let it = super::enter()?;
    it.desk.receipt(&it.me, &conversation, seq).await
}

/// What the assistant would say today.
#[server(prefix = "/api/app", endpoint = "replay", protocol = crate::wire::Wire)]
pub async fn ask_today(conversation: ConversationId, seq: Seq) -> Result<Replay, Fault> {
    let it = super::enter()?;
    it.desk.replay(&it.me, &conversation, seq).await
}
