//! What is read off a thread for its agents: what it is about, and what a reply promises.

use super::Caller;
use crate::domain::{
    fault::Fault,
    id::ConversationId,
    summary::{Gist, Summary},
    time::Timestamp,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about what was said.
#[async_trait::async_trait]
pub trait SummaryDesk: Send + Sync {
    /// The current segment of a conversation in short.
    async fn summary(&self, me: &Caller, id: &ConversationId) -> Result<Summary, Fault>;
    /// The same in a language model's words, once they are there; nothing where nothing comes of it.
    async fn gist(&self, me: &Caller, id: &ConversationId) -> Result<Option<Gist>, Fault>;
    /// What each of these promises, and until when; of the first [`MOST_SPOKEN`]. `is_of_ai`: the assistant said it, in our name.
    fn pledges(&self, said: &[Spoken], is_of_ai: bool) -> Vec<Vec<Pledge>>;
}

/// So many messages are looked through for promises at once.
pub const MOST_SPOKEN: usize = 10;

/// Words of ours, and when they were said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    pub text: String,
    pub at: Timestamp,
    /// How far the reader's clock was ahead of UTC then.
    pub minutes_east: i64,
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

/// The same in a language model's words, once they are there.
#[server(prefix = "/api/app", endpoint = "gist", protocol = crate::wire::Wire)]
pub async fn read_gist(id: ConversationId) -> Result<Option<Gist>, Fault> {
    let it = super::enter()?;
    it.desk.gist(&it.me, &id).await
}

/// What each of these promises.
#[server(prefix = "/api/app", endpoint = "pledges", protocol = crate::wire::Wire)]
pub async fn find_pledges(said: Vec<Spoken>, is_of_ai: bool) -> Result<Vec<Vec<Pledge>>, Fault> {
    Ok(super::enter()?.desk.pledges(&said, is_of_ai))
}
