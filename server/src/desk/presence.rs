//! What pages say of who looks where, and who of the team there is.

use super::{Desk, Result};
use crate::{hours::Schedule, store};
use app::{
    api::{
        Caller,
        presence::{Colleagues, Here, PresenceDesk},
    },
    domain::{
        fault::Fault,
        hours::Hours,
        id::{ConversationId, WorkspaceId},
        near::{Doing, Sharing},
        settings::Promptness,
        target::{Opening, Target},
    },
};
use futures::FutureExt;

/// A page counts waits by the hours of so many milliseconds before and after now: by then it has been loaded anew.
const AROUND: i64 = 45 * 24 * 3_600_000;

#[async_trait::async_trait]
impl PresenceDesk for Desk {
    async fn looks_at(&self, me: &Caller, id: &ConversationId, doing: Doing) -> Result<(), Fault> {
        self.look(&me.workspace, me.agent(), id, doing).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn looks_away(&self, me: &Caller, id: &ConversationId) -> Result<(), Fault> {
        self.look_away(&me.workspace, &me.account, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn colleagues(&self, me: &Caller) -> Result<Colleagues, Fault> {
        self.read_colleagues(me).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn here(&self, me: &Caller) -> Result<Here, Fault> {
        self.read_here(me).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn set_away(&self, me: &Caller, is_away: bool) -> Result<(), Fault> {
        self.write_away(me, is_away).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn read_colleagues(&self, me: &Caller) -> Result<Colleagues> {
        let members = store::account::members(&self.db, &me.workspace).await?;
        let teams = store::team::all(&self.db, &me.workspace).await?;
        let there = store::attendance::there(&self.db, &me.workspace, self.clock.now()).await?;
        Ok(Colleagues { members, teams: teams.into_iter().map(|(team, _)| team).collect(), there })
    }

    async fn read_here(&self, me: &Caller) -> Result<Here> {
        let is_away = store::attendance::is_away(&self.db, &me.workspace, &me.account).await?;
        let there = store::attendance::there(&self.db, &me.workspace, self.clock.now()).await?;
        Ok(Here { is_away, target: self.target(&me.workspace).await?, there })
    }

    /// The response target of a workspace with the open spans around now; nothing where there is none.
    async fn target(&self, workspace: &WorkspaceId) -> Result<Option<Target>> {
        let promptness: Promptness = store::setting::read(&self.db, workspace).await?;
        let Some(minutes) = promptness.target_minutes else { return Ok(None) };
        let hours: Hours = store::setting::read(&self.db, workspace).await?;
        let now = self.clock.now();
        let spans = Schedule::new(hours)?.open_between(now.plus(-AROUND), now.plus(AROUND));
        let open = spans.into_iter().map(|(from, to)| Opening { from, to }).collect();
        Ok(Some(Target { ms: i64::from(minutes) * 60_000, open }))
    }

    async fn write_away(&self, me: &Caller, is_away: bool) -> Result<()> {
        let (wall, who) = (me.workspace.clone(), me.account.clone());
        Ok(self.db.write(move |tx| async move { store::attendance::set_away(tx, &wall, &who, is_away).await }.boxed()).await?)
    }

    /// What the team is shown of visitors beyond what they send.
    pub(super) async fn read_sharing(&self, workspace: &WorkspaceId) -> Result<Sharing> {
        Ok(store::setting::read(&self.db, workspace).await?)
    }
}
