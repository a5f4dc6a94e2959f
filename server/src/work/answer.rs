//! Answers questions: the job that was written with the question, so that a crash strands nobody.

use super::jobs::Kind;
use crate::{
    chance,
    desk::{Desk, Failure, Next},
    react::Job,
    store::job::Claimed,
};
use anyhow::Context;
use app::domain::{id::WorkspaceId, time::Timestamp};
use tokio::sync::Notify;

/// After so many tries a person is asked instead.
const MOST_TRIES: i64 = 3;

pub(super) struct Answers;

impl Kind for Answers {
    const NAME: &'static str = "answer";

    fn bell(desk: &Desk) -> &Notify {
        &desk.jobs
    }

    async fn take(desk: &Desk, workspace: &WorkspaceId, job: &Claimed) -> Result<Next, Failure> {
        let Job::Answer { conversation, epoch } = serde_json::from_str(&job.payload).context("reading an answer job")? else {
            return Ok(Next::Done);
        };
        if let Some(due) = desk.turn_due(workspace, &conversation, epoch).await? {
            return Ok(Next::Wait { due });
        }
        if job.attempts > MOST_TRIES {
            desk.give_up_turn(workspace, &conversation, epoch, &job.id).await?;
        } else {
            desk.take_turn(workspace, &conversation, epoch, &job.id).await?;
        }
        Ok(Next::Done)
    }

    /// Soon again, a little later each time; the last try gives the conversation to people.
    fn broken(job: &Claimed, now: Timestamp) -> Next {
        Next::Again { due: now.plus(job.attempts * 500 + chance::jitter(250)) }
    }
}
