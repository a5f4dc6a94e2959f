//! Alerts are rows, written in the transaction of the event that calls for them: who reads the event finds them.

use super::climb::PUSH_MS;
use crate::{
    chance,
    db::{Result, Tx},
    react::alert::{Raised, Staff, alerts, calls},
    store::{
        self,
        alarm::{self, ALERT, Of},
        alert::New,
    },
};
use app::domain::{
    alert::Kind,
    conversation::Conversation,
    event::Event,
    id::{AlertId, WorkspaceId},
    time::Timestamp,
};

/// Raises what `events` call for.
pub(in crate::desk) async fn raise(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    it: &Conversation,
    events: &[Event],
    now: Timestamp,
) -> Result<()> {
    if !calls(it, events) {
        return Ok(());
    }
    let staff = staff(tx, workspace).await?;
    for raised in alerts(it, events, &staff) {
        keep(tx, workspace, it, raised, now).await?;
    }
    Ok(())
}

/// Who there is to alert.
pub(super) async fn staff(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Staff> {
    let members = store::account::member_ids(tx, workspace).await?;
    Ok(Staff { members, teams: store::team::all_in(tx, workspace).await? })
}

/// Writes an alert down, where it isn't there yet; which one it is.
pub(super) async fn keep(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, raised: Raised, now: Timestamp) -> Result<AlertId> {
    let Raised { account, seq, kind, told } = raised;
    let new = New { id: chance::alert(now), account, conversation: Some(it.id.clone()), seq, kind, told };
    if !store::alert::raise(tx, workspace, &new, now).await? {
        return Ok(store::alert::known(tx, workspace, &new).await?.unwrap_or(new.id));
    }
    if kind == Kind::Message {
        store::alert::supersede(tx, workspace, &new, now).await?;
    }
    // Whoever waits climbs a ladder; all else is a matter of the one who is told.
    if kind != Kind::NeedsPerson {
        let of = Of { conversation: &it.id, kind: ALERT, key: new.id.as_str() };
        alarm::set(tx, workspace, of, seq, now, now.plus(PUSH_MS)).await?;
    }
    Ok(new.id)
}
