//! Sums conversations up for who takes them over, where there is a language model.

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

pub(super) struct Gists;

impl Kind for Gists {
    const NAME: &'static str = "gist";

    fn bell(desk: &Desk) -> &Notify {
        &desk.gists
    }

    async fn take(desk: &Desk, workspace: &WorkspaceId, job: &Claimed) -> Result<Next, Failure> {
        let Job::SumUp { conversation, up_to } = serde_json::from_str(&job.payload).context("reading a job to sum up")? else {
            return Ok(Next::Done);
        };
        desk.sum_up(workspace, &conversation, up_to, job.attempts).await
    }

    fn broken(job: &Claimed, now: Timestamp) -> Next {
        Next::Again { due: now.plus(job.attempts * 1_000 + chance::jitter(500)) }
    }
}
