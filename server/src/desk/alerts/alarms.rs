//! The alarms that an event sets and takes away: a ladder while somebody waits, what was promised, the target.

use crate::{
    db::Tx,
    desk::Result,
    hours::Schedule,
    react::alert::ladder::{Ladder, ladder},
    store::{
        self,
        alarm::{self, LADDER, Of, PROMISE, TARGET},
    },
};
use app::domain::{
    conversation::Conversation,
    event::{Event, What},
    handoff::Holder,
    hours::Hours,
    id::WorkspaceId,
    ladder::Rung,
    settings::Promptness,
};

/// Sets and takes away what `events` call for, which brought the conversation to where it is.
pub(in crate::desk) async fn keep_alarms(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, events: &[Event]) -> Result<()> {
    let of = |kind, key| Of { conversation: &it.id, kind, key };
    for event in events {
        match &event.what {
            What::Promised { promise } => {
                alarm::set(tx, workspace, of(PROMISE, promise.id.as_str()), event.seq, event.at, promise.due).await?;
            }
            What::PromiseMoved { promise } => {
                // One that has gone off already goes off again.
                let of = of(PROMISE, promise.id.as_str());
                alarm::end(tx, workspace, of).await?;
                alarm::set(tx, workspace, of, event.seq, event.at, promise.due).await?;
            }
            What::Merged { .. } => alarm::end_all(tx, workspace, &it.id).await?,
            What::PromiseSettled { id, .. } => alarm::end(tx, workspace, of(PROMISE, id.as_str())).await?,
            _ => {}
        }
    }
    if events.iter().any(|event| moves(it, event)) {
        keep_ladder(tx, workspace, it, ladder(it, events)).await?;
        keep_target(tx, workspace, it).await?;
    }
    Ok(())
}

/// The ladder of who waits for an answer of ours.
async fn keep_ladder(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, does: Ladder) -> Result<()> {
    let of = Of { conversation: &it.id, kind: LADDER, key: "" };
    match does {
        Ladder::Stays => {}
        Ladder::Ends => alarm::end(tx, workspace, of).await?,
        Ladder::Begins { seq, since } => alarm::set(tx, workspace, of, seq, since, since).await?,
        Ladder::Again { seq, since } => {
            let times: app::domain::ladder::Ladder = store::setting::load(tx, workspace).await?;
            let whole_ms = i64::from(times.after(Rung::Webhook)) * 1_000;
            alarm::again(tx, workspace, of, seq, since, since.plus(-whole_ms)).await?;
        }
    }
    Ok(())
}

/// Whether an event may begin or end a wait for a person.
fn moves(it: &Conversation, event: &Event) -> bool {
    match &event.what {
        What::Said { .. } => it.holder != Holder::Assistant,
        What::FilledIn { is_skipped, .. } => !is_skipped && it.holder.agent().is_some(),
        What::HandedOff { .. }
        | What::Flagged { .. }
        | What::TookOver { .. }
        | What::Replied { .. }
        | What::HandedBack { .. }
        | What::Closed { .. }
        | What::Reopened { .. }
        | What::Snoozed { .. }
        | What::Woke
        | What::MarkedSpam { .. }
        | What::Blocked { .. }
        | What::Absorbed { .. } => true,
        _ => false,
    }
}

/// The alarm of the workspace's target: it goes off when whoever waits for a person has waited that long.
async fn keep_target(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation) -> Result<()> {
    let of = Of { conversation: &it.id, kind: TARGET, key: "" };
    let Some(since) = it.waiting_since.filter(|_| it.needs_person()) else {
        return Ok(alarm::end(tx, workspace, of).await?);
    };
    let promptness: Promptness = store::setting::load(tx, workspace).await?;
    let Some(minutes) = promptness.target_minutes else { return Ok(alarm::end(tx, workspace, of).await?) };
    let hours: Hours = store::setting::load(tx, workspace).await?;
    let due = Schedule::new(hours)?.after_open_ms(since, i64::from(minutes) * 60_000);
    match due {
        Some(due) => Ok(alarm::set(tx, workspace, of, it.seq, since, due).await?),
        None => Ok(alarm::end(tx, workspace, of).await?),
    }
}
