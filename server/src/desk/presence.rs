//! What pages say of who looks where, and who of the team there is.

use super::{Desk, Result};
use crate::store;
use app::{
    api::{
        Caller,
        presence::{Colleagues, PresenceDesk},
    },
    domain::{fault::Fault, id::ConversationId},
};

#[async_trait::async_trait]
impl PresenceDesk for Desk {
    async fn looks_at(&self, me: &Caller, id: &ConversationId, is_typing: bool) -> Result<(), Fault> {
        self.look(&me.workspace, me.agent(), id, is_typing).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn looks_away(&self, me: &Caller, id: &ConversationId) -> Result<(), Fault> {
        self.look_away(&me.workspace, &me.account, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn colleagues(&self, me: &Caller) -> Result<Colleagues, Fault> {
        self.read_colleagues(me).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn read_colleagues(&self, me: &Caller) -> Result<Colleagues> {
        let members = store::account::members(&self.db, &me.workspace).await?;
        let teams = store::team::all(&self.db, &me.workspace).await?;
        Ok(Colleagues { members, teams: teams.into_iter().map(|(team, _)| team).collect() })
    }
}
