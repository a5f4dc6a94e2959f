//! Alarms that go off, and what rings outside of the pages.

use super::{HOLD_MS, IDLE};
use crate::{
    desk::{Desk, Failure, Next},
    react::Job,
    stop::stopped,
    store::{self, job::Claimed},
};
use anyhow::Context;
use app::domain::{id::WorkspaceId, time::Timestamp};
use futures::FutureExt;
use std::sync::Arc;
use tokio::sync::watch;

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

/// Rings.
pub(super) async fn ring(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    loop {
        // Asked for before looking: a job that is written in between still rings.
        let rung = desk.rings.notified();
        tokio::pin!(rung);
        rung.as_mut().enable();
        match claim(&desk).await {
            Ok(Some(job)) => work(&desk, &job).await,
            Ok(None) => tokio::select! {
                () = rung => {}
                () = tokio::time::sleep(IDLE) => {}
                () = stopped(&mut stop) => {}
            },
            Err(failure) => {
                failure.told(desk.clock.now());
                tokio::time::sleep(IDLE).await;
            }
        }
        if *stop.borrow() {
            return;
        }
    }
}

async fn claim(desk: &Desk) -> Result<Option<Claimed>, Failure> {
    let now = desk.clock.now();
    Ok(desk.db.write(move |tx| async move { store::job::claim(tx, "ring", now, now.plus(HOLD_MS)).await }.boxed()).await?)
}

async fn work(desk: &Desk, job: &Claimed) {
    let done = match take(desk, job).await {
        Ok(Next::Done) => finish(desk, job).await,
        Ok(Next::Again { due }) => again(desk, job, due, String::new()).await,
        Err(failure) => {
            let now = desk.clock.now();
            let why = failure.told(now).to_string();
            if job.attempts >= MOST_TRIES { finish(desk, job).await } else { again(desk, job, now.plus(BROKEN_MS), why).await }
        }
    };
    if let Err(failure) = done {
        failure.told(desk.clock.now());
    }
}

async fn take(desk: &Desk, job: &Claimed) -> Result<Next, Failure> {
    let workspace = WorkspaceId::parse(&job.workspace_id).context("a job names its workspace")?;
    match serde_json::from_str(&job.payload).context("reading a ringing's job")? {
        Job::Ring { ring } => desk.ring(&workspace, &ring, job.attempts).await,
        _ => Ok(Next::Done),
    }
}

async fn finish(desk: &Desk, job: &Claimed) -> Result<(), Failure> {
    let (id, fence) = (job.id.clone(), job.fence);
    desk.db.write(move |tx| async move { store::job::finish(tx, &id, fence).await }.boxed()).await?;
    Ok(())
}

async fn again(desk: &Desk, job: &Claimed, due: Timestamp, why: String) -> Result<(), Failure> {
    let (id, fence) = (job.id.clone(), job.fence);
    desk.db.write(move |tx| async move { store::job::retry(tx, &id, fence, due, &why).await }.boxed()).await?;
    Ok(())
}
