//! The shared inbox: list, open, act.

use super::Caller;
use crate::domain::{
    command::Command,
    fault::Fault,
    id::ConversationId,
    inbox::{Frame, Listed, Page},
    thread::Thread,
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
    /// One conversation with all that happened.
    async fn thread(&self, me: &Caller, id: &ConversationId) -> Result<Thread, Fault>;
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

/// A view with its first page; in the view's own order where `sort` doesn't say another.
#[server(prefix = "/api/app", endpoint = "inbox", input = crate::wire::Asked, output = crate::wire::Told)]
pub async fn list_inbox(view: ViewKey, sort: Option<Sort>) -> Result<ReadAt<Listed>, Fault> {
    let here = super::enter()?;
    Ok(ReadAt { now: here.desk.now(), lacks_model: here.desk.lacks_model(), it: here.desk.inbox(&here.me, view, sort).await? })
}

/// The page of a view after a place in its order.
#[server(prefix = "/api/app", endpoint = "more", input = crate::wire::Asked, output = crate::wire::Told)]
pub async fn list_more(filter: Filter, sort: Sort, after: Key) -> Result<Page, Fault> {
    let it = super::enter()?;
    it.desk.more(&it.me, filter, sort, &after).await
}

/// One conversation with all that happened.
#[server(prefix = "/api/app", endpoint = "thread", input = crate::wire::Asked, output = crate::wire::Told)]
pub async fn read_thread(id: ConversationId) -> Result<ReadAt<Thread>, Fault> {
    let here = super::enter()?;
    Ok(ReadAt { now: here.desk.now(), lacks_model: here.desk.lacks_model(), it: here.desk.thread(&here.me, &id).await? })
}

/// Does to a conversation what an agent may.
#[server(prefix = "/api/app", endpoint = "act", input = crate::wire::Asked, output = crate::wire::Told)]
pub async fn act(id: ConversationId, command: Command) -> Result<Vec<Frame>, Fault> {
    let it = super::enter()?;
    it.desk.act(&it.me, &id, command).await
}
