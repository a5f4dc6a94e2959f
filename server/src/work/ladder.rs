//! Alarms that go off, and what rings outside of the pages.

use super::{IDLE, jobs::Kind};
use crate::{
    desk::{Desk, Failure, Next},
    react::Job,
    stop::stopped,
    store::job::Claimed,
};
use anyhow::Context;
use app::domain::{id::WorkspaceId, time::Timestamp};
use std::sync::Arc;
use tokio::sync::{Notify, watch};

/// A ringing whose use case breaks so often is given up; the ladder has gone on long before.
const MOST_TRIES: i64 = 20;
const BROKEN_MS: i64 = 15_000;

/// Lets alarms go off when they are due.
pub(super) async fn watch(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(failure) = desk.go_off().await {
            failure.told(desk.clock.now());
        }
        tokio::select! {
            () = tokio::time::sleep(IDLE) => {}
            () = stopped(&mut stop) => return,
        }
    }
}

/// What rings.
pub(super) struct Rings;

impl Kind for Rings {
    const NAME: &'static str = "ring";

    fn bell(desk: &Desk) -> &Notify {
        &desk.rings
    }

    async fn take(desk: &Desk, workspace: &WorkspaceId, job: &Claimed) -> Result<Next, Failure> {
        match serde_json::from_str(&job.payload).context("reading a ringing's job")? {
            Job::Ring { ring } => desk.ring(workspace, &ring, job.attempts).await,
            _ => Ok(Next::Done),
        }
    }

    fn broken(job: &Claimed, now: Timestamp) -> Next {
        if job.attempts >= MOST_TRIES { Next::Done } else { Next::Again { due: now.plus(BROKEN_MS) } }
    }
}
