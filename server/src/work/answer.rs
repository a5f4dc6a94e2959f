//! Answers questions: the job that was written with the question, so that a crash strands nobody.

use super::{HOLD_MS, IDLE};
use crate::{
    chance,
    desk::{Desk, Failure},
    react::Job,
    stop::stopped,
    store::{self, job::Claimed},
};
use anyhow::Context;
use app::domain::id::WorkspaceId;
use futures::FutureExt;
use std::sync::Arc;
use tokio::sync::watch;

/// After so many tries a person is asked instead.
const MOST_TRIES: i64 = 3;

pub(super) async fn run(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    loop {
        // Asked for before looking: a job that is written in between still rings.
        let rung = desk.jobs.notified();
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
    Ok(desk.db.write(move |tx| async move { store::job::claim(tx, "answer", now, now.plus(HOLD_MS)).await }.boxed()).await?)
}

async fn work(desk: &Desk, job: &Claimed) {
    let done = match take(desk, job).await {
        Ok(()) => finish(desk, job).await,
        Err(failure) => try_later(desk, job, failure).await,
    };
    if let Err(failure) = done {
        failure.told(desk.clock.now());
    }
}

async fn take(desk: &Desk, job: &Claimed) -> Result<(), Failure> {
    let Job::Answer { conversation, epoch } = serde_json::from_str(&job.payload).context("reading an answer job")? else { return Ok(()) };
    let workspace = WorkspaceId::parse(&job.workspace_id).context("a job names its workspace")?;
    if job.attempts > MOST_TRIES {
        return desk.give_up_turn(&workspace, &conversation, epoch, &job.id).await;
    }
    desk.take_turn(&workspace, &conversation, epoch, &job.id).await
}

async fn finish(desk: &Desk, job: &Claimed) -> Result<(), Failure> {
    let (id, fence) = (job.id.clone(), job.fence);
    desk.db.write(move |tx| async move { store::job::finish(tx, &id, fence).await }.boxed()).await?;
    Ok(())
}

/// Soon again, a little later each time; the last try gives the conversation to people.
async fn try_later(desk: &Desk, job: &Claimed, failure: Failure) -> Result<(), Failure> {
    let now = desk.clock.now();
    let why = failure.told(now).to_string();
    let (id, fence) = (job.id.clone(), job.fence);
    let due = now.plus(job.attempts * 500 + chance::jitter(250));
    desk.db.write(move |tx| async move { store::job::retry(tx, &id, fence, due, &why).await }.boxed()).await?;
    Ok(())
}
