//! Search over conversations.

use super::Caller;
use crate::domain::{fault::Fault, search::Found};
use leptos::prelude::*;

/// What the desk answers to a search.
#[async_trait::async_trait]
pub trait SearchDesk: Send + Sync {
    /// The conversations that a text finds, the best first. `Invalid` where a filter can't mean what it says.
    async fn search(&self, me: &Caller, text: &str) -> Result<Found, Fault>;
}

/// The conversations that a text finds, and when by the server's clock.
#[server(prefix = "/api/app", endpoint = "search", protocol = crate::wire::Wire)]
pub async fn search(text: String) -> Result<super::inbox::ReadAt<Found>, Fault> {
    let here = super::enter()?;
    Ok(super::inbox::ReadAt { now: here.desk.now(), lacks_model: here.desk.lacks_model(), it: here.desk.search(&here.me, &text).await? })
}
