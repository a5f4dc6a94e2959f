//! What a visitor who has to wait for a person is told, and how long they did wait.

use super::Result;
use crate::{
    db::Tx,
    hours::Schedule,
    store,
    wait::{End, Queue, Wait, estimate},
};
use app::domain::{
    conversation::Conversation,
    event::{Event, What},
    handoff::Outlook,
    hours::Hours,
    id::WorkspaceId,
    settings::Promptness,
    time::Timestamp,
};

/// So many of the latest waits are asked for an estimate.
const HISTORY: i64 = 500;
/// An estimate beyond this is no help: the visitor is asked for an address instead.
const LONGEST_TOLD_MS: i64 = 4 * 3_600_000;

/// What a visitor who begins to wait now can expect: when the team is back, or how long it takes while it is there.
pub(super) async fn outlook(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, now: Timestamp) -> Result<Outlook> {
    let schedule = schedule(tx, workspace).await?;
    let promptness: Promptness = store::setting::load(tx, workspace).await?;
    let lacks_email = it.visitor.email.is_none();
    if !schedule.is_open(now) {
        let email_helps_at = lacks_email.then_some(now);
        return Ok(Outlook { opens_at: schedule.opens_next(now), up_to_ms: None, is_deserted: false, email_helps_at });
    }
    let history = store::wait::latest(tx, workspace, HISTORY).await?;
    let queue = queue(tx, workspace, &schedule, now).await?;
    let up_to_ms = estimate(&history, queue, now).map(|it| it.up_to_ms);
    let patience_ms = i64::from(promptness.email_after_minutes) * 60_000;
    let is_long = up_to_ms.is_some_and(|ms| ms > patience_ms);
    let is_deserted = queue.n_online == 0;
    // Whoever is there may not come all the same: then it helps later.
    let helps_at = if is_long || is_deserted { now } else { now.plus(patience_ms) };
    let up_to_ms = up_to_ms.filter(|ms| *ms <= LONGEST_TOLD_MS);
    Ok(Outlook { opens_at: None, up_to_ms, is_deserted, email_helps_at: lacks_email.then_some(helps_at) })
}

/// Keeps how long visitors wait, from what has just happened to `it`. What spam and blocked visitors want is no wait.
pub(super) async fn keep_waits(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, events: &[Event]) -> Result<()> {
    let counts = !it.is_spam && !it.is_blocked;
    for event in events {
        match &event.what {
            What::HandedOff { outlook, .. } if counts => {
                let schedule = schedule(tx, workspace).await?;
                // Who writes at night waits for the morning: that is told by the hours, and teaches nothing about the day.
                if schedule.is_open(event.at) {
                    let queue = queue(tx, workspace, &schedule, event.at).await?;
                    let promised_ms = outlook.and_then(|it| it.up_to_ms);
                    let wait = Wait { began: event.at, end: End::Waiting, queue, promised_ms };
                    store::wait::begin(tx, workspace, &event.conversation, &wait).await?;
                }
            }
            What::Replied { .. } => store::wait::end(tx, workspace, &event.conversation, event.at, true).await?,
            What::HandedBack { .. } | What::Closed { .. } | What::Merged { .. } => {
                store::wait::end(tx, workspace, &event.conversation, event.at, false).await?;
            }
            What::MarkedSpam { is_spam: true } | What::Blocked { is_blocked: true } => {
                store::wait::forget(tx, workspace, &event.conversation).await?;
            }
            _ => {}
        }
    }
    Ok(())
}

async fn schedule(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Schedule> {
    let hours: Hours = store::setting::load(tx, workspace).await?;
    Ok(Schedule::new(hours)?)
}

async fn queue(tx: &mut Tx, workspace: &WorkspaceId, schedule: &Schedule, now: Timestamp) -> Result<Queue> {
    let (n_waiting, n_online) = store::wait::queue(tx, workspace, now).await?;
    let local = schedule.local(now);
    let hour_of_week = i32::from(local.weekday().to_monday_zero_offset()) * 24 + i32::from(local.hour());
    Ok(Queue { hour_of_week: u8::try_from(hour_of_week).unwrap_or(0), n_waiting, n_online })
}
