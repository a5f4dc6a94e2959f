//! What is read off a thread for its agents: what it is about, and what a reply promises.

use super::Caller;
use crate::domain::{fault::Fault, id::ConversationId, summary::Summary, time::Timestamp};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about what was said.
#[async_trait::async_trait]
pub trait SummaryDesk: Send + Sync {
    /// The current segment of a conversation in short.
    async fn summary(&self, me: &Caller, id: &ConversationId) -> Result<Summary, Fault>;
    /// What `text` promises, and until when; its writer's clock is `minutes_east` ahead of UTC.
    fn pledges(&self, text: &str, minutes_east: i64) -> Vec<Pledge>;
}

/// Something that a reply promises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Pledge {
    /// The words that promise it.
    pub what: String,
    pub due: Timestamp,
}

/// The current segment of a conversation in short.
#[server(prefix = "/api/app", endpoint = "summary", protocol = crate::wire::Wire)]
pub async fn read_summary(id: ConversationId) -> Result<Summary, Fault> {
    let it = super::enter()?;
    it.desk.summary(&it.me, &id).await
}

/// What `text` promises.
#[server(prefix = "/api/app", endpoint = "pledges", protocol = crate::wire::Wire)]
pub async fn find_pledges(text: String, minutes_east: i64) -> Result<Vec<Pledge>, Fault> {
    Ok(super::enter()?.desk.pledges(&text, minutes_east))
}
