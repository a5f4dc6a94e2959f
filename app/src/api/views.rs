//! The views of the inbox: which there are, how many are in each, and what is done to several conversations at once.

use super::Caller;
use crate::domain::{
    command::Command,
    fault::Fault,
    id::{ConversationId, Seq, ViewId},
    inbox::Frame,
    label::{Tag, Team},
    person::{Agent, Assistant},
    text::Name,
    view::{Filter, SavedView, Sort},
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many conversations may be named in one call.
pub const MOST_AT_ONCE: usize = 500;

/// What the desk answers about views.
#[async_trait::async_trait]
pub trait ViewDesk: Send + Sync {
    /// The saved views, how many are in each view, and how far these conversations were read.
    async fn views(&self, me: &Caller, reads_of: &[ConversationId]) -> Result<Views, Fault>;
    /// What a filter can ask for in this workspace.
    async fn choices(&self, me: &Caller) -> Result<Choices, Fault>;
    /// Adds a view, or changes one (`id`).
    async fn save_view(&self, me: &Caller, id: Option<ViewId>, draft: ViewDraft) -> Result<SavedView, Fault>;
    /// Takes a view away.
    async fn remove_view(&self, me: &Caller, id: &ViewId) -> Result<(), Fault>;
    /// Says that a conversation was read up to `seq`.
    async fn mark_read(&self, me: &Caller, id: &ConversationId, seq: Seq) -> Result<(), Fault>;
    /// Takes the one who is first in line in a view; nothing where nobody waits in it.
    async fn claim_next(&self, me: &Caller, filter: Filter) -> Result<Option<Vec<Frame>>, Fault>;
    /// Does something to each of several conversations; what came of each.
    async fn act_many(&self, me: &Caller, acts: Vec<Act>) -> Result<Vec<Outcome>, Fault>;
}

/// The saved views and the figures beside all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Views {
    pub saved: Vec<SavedView>,
    /// How many conversations are in a view, by its name in an address.
    pub counts: BTreeMap<String, u64>,
    /// How far the conversations that were asked for were read.
    pub reads: BTreeMap<ConversationId, Seq>,
    /// The assistants as they are called now; where there are several, conversations are told apart by them.
    #[serde(default)]
    pub assistants: Vec<Assistant>,
    /// The number of the log that it was read at.
    pub seq: Seq,
}

/// What a filter can ask for in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Choices {
    pub members: Vec<Agent>,
    pub teams: Vec<Team>,
    pub assistants: Vec<Assistant>,
    /// Those in use, the most frequent first.
    pub tags: Vec<Tag>,
    /// The names of attributes in use.
    pub attributes: Vec<String>,
}

/// A view as somebody wants it saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct ViewDraft {
    pub name: Name,
    pub filter: Filter,
    pub sort: Sort,
    pub is_shared: bool,
}

/// Something to be done to one of several conversations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Act {
    pub id: ConversationId,
    pub command: Command,
}

/// What came of it: the frames that it led to, or why not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Outcome {
    pub id: ConversationId,
    pub frames: Vec<Frame>,
    pub fault: Option<Fault>,
}

/// The saved views, how many are in each view, and how far these conversations were read.
#[server(prefix = "/api/app", endpoint = "views", protocol = crate::wire::Wire)]
pub async fn read_views(reads_of: Vec<ConversationId>) -> Result<Views, Fault> {
    let it = super::enter()?;
    it.desk.views(&it.me, &reads_of).await
}

/// What a filter can ask for.
#[server(prefix = "/api/app", endpoint = "choices", protocol = crate::wire::Wire)]
pub async fn read_choices() -> Result<Choices, Fault> {
    let it = super::enter()?;
    it.desk.choices(&it.me).await
}

/// Adds a view, or changes one.
#[server(prefix = "/api/app", endpoint = "save_view", protocol = crate::wire::Wire)]
pub async fn save_view(id: Option<ViewId>, draft: ViewDraft) -> Result<SavedView, Fault> {
    let it = super::enter()?;
    it.desk.save_view(&it.me, id, draft).await
}

/// Takes a view away.
#[server(prefix = "/api/app", endpoint = "remove_view", protocol = crate::wire::Wire)]
pub async fn remove_view(id: ViewId) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.remove_view(&it.me, &id).await
}

/// Says that a conversation was read up to `seq`.
#[server(prefix = "/api/app", endpoint = "mark_read", protocol = crate::wire::Wire)]
pub async fn mark_read(id: ConversationId, seq: Seq) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.mark_read(&it.me, &id, seq).await
}

/// Takes the one who is first in line in a view.
#[server(prefix = "/api/app", endpoint = "claim_next", protocol = crate::wire::Wire)]
pub async fn claim_next(filter: Filter) -> Result<Option<Vec<Frame>>, Fault> {
    let it = super::enter()?;
    it.desk.claim_next(&it.me, filter).await
}

/// Does something to each of several conversations.
#[server(prefix = "/api/app", endpoint = "act_many", protocol = crate::wire::Wire)]
pub async fn act_many(acts: Vec<Act>) -> Result<Vec<Outcome>, Fault> {
    let it = super::enter()?;
    it.desk.act_many(&it.me, acts).await
}
