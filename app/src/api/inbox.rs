//! The shared inbox: list, open, act.

use super::Caller;
use crate::domain::{
    command::Command,
    conversation::Conversation,
    fault::Fault,
    id::ConversationId,
    inbox::{Folder, Frame, Inbox},
    thread::Thread,
    time::Timestamp,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about the inbox.
#[async_trait::async_trait]
pub trait InboxDesk: Send + Sync {
    /// The first page of a folder: who needs a person first, then the latest.
    async fn inbox(&self, me: &Caller, folder: Folder) -> Result<Inbox, Fault>;
    /// Rows that changed before `before`'s last change, latest first, and whether more follow.
    async fn older(&self, me: &Caller, folder: Folder, before: &Conversation) -> Result<(Vec<Conversation>, bool), Fault>;
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

/// The first page of a folder.
#[server(prefix = "/api/app", endpoint = "inbox", input = crate::wire::Asked, output = crate::wire::Told)]
pub async fn list_inbox(folder: Folder) -> Result<ReadAt<Inbox>, Fault> {
    let here = super::enter()?;
    Ok(ReadAt { now: here.desk.now(), lacks_model: here.desk.lacks_model(), it: here.desk.inbox(&here.me, folder).await? })
}

/// The page after `before`; whether more follow.
#[server(prefix = "/api/app", endpoint = "older", input = crate::wire::Asked, output = crate::wire::Told)]
pub async fn list_older(folder: Folder, before: Conversation) -> Result<(Vec<Conversation>, bool), Fault> {
    let it = super::enter()?;
    it.desk.older(&it.me, folder, &before).await
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
