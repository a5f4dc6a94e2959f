//! Who of the team there is, who looks where, and how soon a person should answer.

use super::Caller;
use crate::domain::{
    fault::Fault,
    id::{AccountId, ConversationId},
    label::Team,
    near::Doing,
    person::Agent,
    target::Target,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about the team.
#[async_trait::async_trait]
pub trait PresenceDesk: Send + Sync {
    /// The caller looks at a conversation, and what they do there; said again every few seconds. The AI's clock stands meanwhile.
    async fn looks_at(&self, me: &Caller, id: &ConversationId, doing: Doing) -> Result<(), Fault>;
    /// The caller has turned away from it.
    async fn looks_away(&self, me: &Caller, id: &ConversationId) -> Result<(), Fault>;
    /// To whom a conversation can be given.
    async fn colleagues(&self, me: &Caller) -> Result<Colleagues, Fault>;
    /// Whether the caller is there for others, and the target that all are held to.
    async fn here(&self, me: &Caller) -> Result<Here, Fault>;
    /// The caller is away though a page is open, or is there again.
    async fn set_away(&self, me: &Caller, is_away: bool) -> Result<(), Fault>;
}

/// To whom a conversation can be given, each by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Colleagues {
    pub members: Vec<Agent>,
    pub teams: Vec<Team>,
    /// Who of the members is there at the moment.
    #[serde(default)]
    pub there: Vec<AccountId>,
}

/// How things stand for whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Here {
    /// They said that they are away.
    pub is_away: bool,
    /// Nothing where there is no response target.
    pub target: Option<Target>,
    /// Who of the team is there.
    #[serde(default)]
    pub there: Vec<AccountId>,
}

/// Where a page that is being closed says that it looks away: with a beacon, for nothing else is sent any more.
pub const LOOK_AWAY: &str = "/api/app/look_away";

/// The caller looks at a conversation, and what they do there.
#[server(prefix = "/api/app", endpoint = "look", protocol = crate::wire::Wire)]
pub async fn look(id: ConversationId, doing: Doing) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.looks_at(&it.me, &id, doing).await
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

/// Whether the caller is there for others, and the target that all are held to.
#[server(prefix = "/api/app", endpoint = "here", protocol = crate::wire::Wire)]
pub async fn read_here() -> Result<Here, Fault> {
    let it = super::enter()?;
    it.desk.here(&it.me).await
}

/// The caller is away though a page is open, or is there again.
#[server(prefix = "/api/app", endpoint = "away", protocol = crate::wire::Wire)]
pub async fn set_away(is_away: bool) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.set_away(&it.me, is_away).await
}
