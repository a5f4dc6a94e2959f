//! Where one writes: drafts, canned replies, a look at the formatted text, and a draft by the assistant.

use super::Caller;
use crate::domain::{
    answer::Citation,
    canned::Canned,
    draft::Draft,
    fault::Fault,
    id::{CannedId, ConversationId},
    person::Agent,
    rich::Block,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about writing.
#[async_trait::async_trait]
pub trait ComposerDesk: Send + Sync {
    /// Markdown as it will be drawn.
    fn preview(&self, text: &str) -> Vec<Block>;
    /// What the caller was writing in a conversation, on whichever device.
    async fn drafts(&self, me: &Caller, id: &ConversationId) -> Result<Vec<Draft>, Fault>;
    /// Keeps what the caller writes; an empty text is forgotten, and so is one that was sent meanwhile.
    async fn keep_draft(&self, me: &Caller, id: &ConversationId, draft: Draft) -> Result<(), Fault>;
    /// The workspace's canned replies, by shortcut.
    async fn canned(&self, me: &Caller) -> Result<Vec<Canned>, Fault>;
    /// Adds or changes a canned reply.
    async fn save_canned(&self, me: &Caller, it: Canned) -> Result<(), Fault>;
    /// Takes a canned reply away.
    async fn remove_canned(&self, me: &Caller, id: &CannedId) -> Result<(), Fault>;
    /// Who can be called in a note.
    async fn members(&self, me: &Caller) -> Result<Vec<Agent>, Fault>;
    /// What the assistant would answer to the visitor's open question; nothing is said. Nothing where the docs don't tell.
    async fn suggest(&self, me: &Caller, id: &ConversationId) -> Result<Option<Suggestion>, Fault>;
}

/// A reply that the assistant drafted, for a person to edit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Suggestion {
    /// Markdown.
    pub text: String,
    /// What it rests on.
    pub sources: Vec<Citation>,
}

/// Markdown as it will be drawn.
#[server(prefix = "/api/app", endpoint = "preview", protocol = crate::wire::Wire)]
pub async fn preview(text: String) -> Result<Vec<Block>, Fault> {
    Ok(super::enter()?.desk.preview(&text))
}

/// What the caller was writing in a conversation.
#[server(prefix = "/api/app", endpoint = "drafts", protocol = crate::wire::Wire)]
pub async fn read_drafts(id: ConversationId) -> Result<Vec<Draft>, Fault> {
    let it = super::enter()?;
    it.desk.drafts(&it.me, &id).await
}

/// Keeps what the caller writes.
#[server(prefix = "/api/app", endpoint = "keep_draft", protocol = crate::wire::Wire)]
pub async fn keep_draft(id: ConversationId, draft: Draft) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.keep_draft(&it.me, &id, draft).await
}

/// The workspace's canned replies.
#[server(prefix = "/api/app", endpoint = "canned", protocol = crate::wire::Wire)]
pub async fn list_canned() -> Result<Vec<Canned>, Fault> {
    let it = super::enter()?;
    it.desk.canned(&it.me).await
}

/// Adds or changes a canned reply.
#[server(prefix = "/api/app", endpoint = "save_canned", protocol = crate::wire::Wire)]
pub async fn save_canned(canned: Canned) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.save_canned(&it.me, canned).await
}

/// Takes a canned reply away.
#[server(prefix = "/api/app", endpoint = "remove_canned", protocol = crate::wire::Wire)]
pub async fn remove_canned(id: CannedId) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.remove_canned(&it.me, &id).await
}

/// Who can be called in a note.
#[server(prefix = "/api/app", endpoint = "callable", protocol = crate::wire::Wire)]
pub async fn list_callable() -> Result<Vec<Agent>, Fault> {
    let it = super::enter()?;
    it.desk.members(&it.me).await
}

/// What the assistant would answer.
#[server(prefix = "/api/app", endpoint = "suggest", protocol = crate::wire::Wire)]
pub async fn suggest(id: ConversationId) -> Result<Option<Suggestion>, Fault> {
    let it = super::enter()?;
    it.desk.suggest(&it.me, &id).await
}
