//! The shared inbox: list, open, act.

use super::Caller;
use crate::domain::{
    command::Command,
    fault::Fault,
    id::{ConversationId, Seq},
    inbox::{Frame, Listed, Page},
    summary::Summary,
    thread::{Before, Earlier, Later, Thread},
    time::Timestamp,
    view::{Filter, Key, Sort, ViewKey},
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about the inbox.
#[async_trait::async_trait]
pub trait InboxDesk: Send + Sync {
    /// A view with its first page.
    async fn inbox(&self, me: &Caller, view: ViewKey, sort: Option<Sort>) -> Result<Listed, Fault>;
    /// The rows of a view after a place in its order.
    async fn more(&self, me: &Caller, filter: Filter, sort: Sort, after: &Key) -> Result<Page, Fault>;
    /// One conversation with the latest of what happened.
    async fn thread(&self, me: &Caller, id: &ConversationId) -> Result<Thread, Fault>;
    /// The same, or a stretch of it around the event `at` where that lies further back.
    async fn thread_at(&self, me: &Caller, id: &ConversationId, at: Seq) -> Result<Thread, Fault>;
    /// What happened right before the event `before`.
    async fn earlier(&self, me: &Caller, id: &ConversationId, before: Seq) -> Result<Earlier, Fault>;
    /// What there was before with the same person, the latest first.
    async fn before(&self, me: &Caller, id: &ConversationId) -> Result<Vec<Before>, Fault>;
    /// What happened right after the event `after`.
    async fn later(&self, me: &Caller, id: &ConversationId, after: Seq) -> Result<Later, Fault>;
    /// Does to a conversation what an agent may: the frames that it led to, none where it was already so.
    async fn act(&self, me: &Caller, id: &ConversationId, command: Command) -> Result<Vec<Frame>, Fault>;
    /// The server's clock: waits are counted against it, so that both sides draw the same.
    fn now(&self) -> Timestamp;
    /// Whether the embedding model is missing, so that questions are searched by words alone.
    fn lacks_model(&self) -> bool;
}

/// What was read, and when by the server's clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct ReadAt<T> {
    pub now: Timestamp,
    /// The embedding model is missing: the team is told.
    pub lacks_model: bool,
    pub it: T,
}

/// All that the page of a conversation is drawn from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Opening {
    pub thread: Thread,
    /// What who takes over needs to know; nothing while the assistant speaks.
    pub summary: Option<Summary>,
}

/// A view with its first page; in the view's own order where `sort` doesn't say another.
#[server(prefix = "/api/app", endpoint = "inbox", protocol = crate::wire::Wire)]
pub async fn list_inbox(view: ViewKey, sort: Option<Sort>) -> Result<ReadAt<Listed>, Fault> {
    let here = super::enter()?;
    Ok(ReadAt { now: here.desk.now(), lacks_model: here.desk.lacks_model(), it: here.desk.inbox(&here.me, view, sort).await? })
}

/// The page of a view after a place in its order.
#[server(prefix = "/api/app", endpoint = "more", protocol = crate::wire::Wire)]
pub async fn list_more(filter: Filter, sort: Sort, after: Key) -> Result<Page, Fault> {
    let it = super::enter()?;
    it.desk.more(&it.me, filter, sort, &after).await
}

/// One conversation with the latest of what happened; with `at`, what lies around that event.
#[server(prefix = "/api/app", endpoint = "thread", protocol = crate::wire::Wire)]
pub async fn read_thread(id: ConversationId, at: Option<Seq>) -> Result<ReadAt<Thread>, Fault> {
    let here = super::enter()?;
    let it = match at {
        Some(at) => here.desk.thread_at(&here.me, &id, at).await?,
        None => here.desk.thread(&here.me, &id).await?,
    };
    Ok(ReadAt { now: here.desk.now(), lacks_model: here.desk.lacks_model(), it })
}

/// The page of a conversation; with `at`, what lies around that event.
#[server(prefix = "/api/app", endpoint = "open", protocol = crate::wire::Wire)]
pub async fn open_thread(id: ConversationId, at: Option<Seq>) -> Result<ReadAt<Opening>, Fault> {
    let here = super::enter()?;
    let ReadAt { now, lacks_model, it: thread } = read_thread(id.clone(), at).await?;
    let summary = match needs_summary(&thread) {
        // Without it the thread itself still says it all.
        true => here.desk.summary(&here.me, &id).await.ok(),
        false => None,
    };
    Ok(ReadAt { now, lacks_model, it: Opening { thread, summary } })
}

#[cfg(feature = "ssr")]
fn needs_summary(thread: &Thread) -> bool {
    thread.conversation.is_open() && thread.conversation.holder != crate::domain::handoff::Holder::Assistant
}

/// What happened right before the event `before`.
#[server(prefix = "/api/app", endpoint = "earlier", protocol = crate::wire::Wire)]
pub async fn read_earlier(id: ConversationId, before: Seq) -> Result<Earlier, Fault> {
    let it = super::enter()?;
    it.desk.earlier(&it.me, &id, before).await
}

/// What there was before with the same person.
#[server(prefix = "/api/app", endpoint = "before", protocol = crate::wire::Wire)]
pub async fn read_before(id: ConversationId) -> Result<Vec<Before>, Fault> {
    let it = super::enter()?;
    it.desk.before(&it.me, &id).await
}

/// What happened right after the event `after`.
#[server(prefix = "/api/app", endpoint = "later", protocol = crate::wire::Wire)]
pub async fn read_later(id: ConversationId, after: Seq) -> Result<Later, Fault> {
    let it = super::enter()?;
    it.desk.later(&it.me, &id, after).await
}

/// Does to a conversation what an agent may.
#[server(prefix = "/api/app", endpoint = "act", protocol = crate::wire::Wire)]
pub async fn act(id: ConversationId, command: Command) -> Result<Vec<Frame>, Fault> {
    let it = super::enter()?;
    it.desk.act(&it.me, &id, command).await
}
