//! Who of the team there is, and who looks where.

use super::Caller;
use crate::domain::{fault::Fault, id::ConversationId, label::Team, person::Agent};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about the team.
#[async_trait::async_trait]
pub trait PresenceDesk: Send + Sync {
    /// The caller looks at a conversation, or types in it; said again every few seconds. The AI's clock stands meanwhile.
    async fn looks_at(&self, me: &Caller, id: &ConversationId, is_typing: bool) -> Result<(), Fault>;
    /// The caller has turned away from it.
    async fn looks_away(&self, me: &Caller, id: &ConversationId) -> Result<(), Fault>;
    /// To whom a conversation can be given.
    async fn colleagues(&self, me: &Caller) -> Result<Colleagues, Fault>;
}

/// To whom a conversation can be given, each by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Colleagues {
    pub members: Vec<Agent>,
    pub teams: Vec<Team>,
}

/// Where a page that is being closed says that it looks away: with a beacon, for nothing else is sent any more.
pub const LOOK_AWAY: &str = "/api/app/look_away";

/// The caller looks at a conversation, or types in it.
#[server(prefix = "/api/app", endpoint = "look", protocol = crate::wire::Wire)]
pub async fn look(id: ConversationId, is_typing: bool) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.looks_at(&it.me, &id, is_typing).await
}

/// The caller has turned away from a conversation.
#[server(prefix = "/api/app", endpoint = "look_away", protocol = crate::wire::Wire)]
pub async fn look_away(id: ConversationId) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.looks_away(&it.me, &id).await
}

/// To whom a conversation can be given.
#[server(prefix = "/api/app", endpoint = "colleagues", protocol = crate::wire::Wire)]
pub async fn list_colleagues() -> Result<Colleagues, Fault> {
    let it = super::enter()?;
    it.desk.colleagues(&it.me).await
}
