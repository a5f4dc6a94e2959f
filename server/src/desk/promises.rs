//! What the team promised visitors: kept in a list of its own, from the events that note, move and settle it.

use super::{Desk, Result};
use crate::{db::Tx, hours::Schedule, store};
use app::{
    api::{
        Caller,
        promises::{Owed, PromiseDesk},
    },
    domain::{
        event::{Event, What},
        fault::Fault,
        hours::Hours,
        id::WorkspaceId,
    },
};
use jiff::civil::time;

/// So many are listed.
const MOST: i64 = 500;

#[async_trait::async_trait]
impl PromiseDesk for Desk {
    async fn owed(&self, me: &Caller) -> Result<Vec<Owed>, Fault> {
        self.read_owed(me).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn read_owed(&self, me: &Caller) -> Result<Vec<Owed>> {
        let owed = store::promise::owed(&self.db, &me.workspace, MOST).await?;
        Ok(owed.into_iter().map(|(seq, promise, it)| Owed { promise, conversation: it.id, visitor: it.visitor, seq }).collect())
    }

    /// How many promises of the caller are overdue, or due before the day ends on the team's clock.
    pub(super) async fn n_promises_due(&self, me: &Caller) -> Result<u64> {
        let hours: Hours = store::setting::read(&self.db, &me.workspace).await?;
        let schedule = Schedule::new(hours)?;
        let today = schedule.local(self.clock.now()).date();
        let midnight = schedule.moment(today.to_datetime(time(23, 59, 59, 0)));
        Ok(store::promise::n_due(&self.db, &me.workspace, &me.account, midnight).await?)
    }
}

/// Keeps the list of what is owed, from what has just happened.
pub(super) async fn keep_promises(tx: &mut Tx, workspace: &WorkspaceId, events: &[Event]) -> Result<()> {
    for event in events {
        match &event.what {
            What::Promised { promise } => store::promise::note(tx, workspace, &event.conversation, promise, event.seq).await?,
            What::PromiseMoved { promise } => store::promise::put_off(tx, workspace, &event.conversation, promise).await?,
            What::PromiseSettled { id, .. } => store::promise::settle(tx, workspace, &event.conversation, id).await?,
            What::Merged { .. } => store::promise::settle_all(tx, workspace, &event.conversation).await?,
            _ => {}
        }
    }
    Ok(())
}
