//! What every worker does with its kind of jobs: takes one, has it done, and finishes it or leaves it for later.

use super::IDLE;
use crate::{
    desk::{Desk, Failure, Next},
    stop::{is_over, stopped},
    store::{self, job::Claimed},
};
use anyhow::Context;
use app::domain::{id::WorkspaceId, time::Timestamp};
use futures::FutureExt;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, Notify, watch},
    task::JoinSet,
};

/// A kind of job.
pub(super) trait Kind {
    /// Its name in the store.
    const NAME: &'static str;
    /// A worker holds a job this long, in milliseconds; then another may take it.
    const HOLD_MS: i64 = 30_000;

    /// What rings when a job was written.
    fn bell(desk: &Desk) -> &Notify;

    /// Does a job.
    fn take(desk: &Desk, workspace: &WorkspaceId, job: &Claimed) -> impl Future<Output = Result<Next, Failure>> + Send;

    /// What follows where that broke at `now`.
    fn broken(job: &Claimed, now: Timestamp) -> Next;
}

/// So many workers of one kind of jobs, until `stop` turns true. One of those who have nothing to do looks for what comes, and
/// the others wait for it: idle workers cost the database no more than one does.
pub(super) fn spawn<K: Kind + 'static>(n: usize, desk: &Arc<Desk>, stop: &watch::Receiver<bool>, workers: &mut JoinSet<()>) {
    let lookout = Arc::new(Mutex::new(()));
    for _ in 0..n {
        workers.spawn(run::<K>(Arc::clone(desk), stop.clone(), Arc::clone(&lookout)));
    }
}

async fn run<K: Kind>(desk: Arc<Desk>, mut stop: watch::Receiver<bool>, lookout: Arc<Mutex<()>>) {
    loop {
        let looking = tokio::select! {
            looking = lookout.lock() => looking,
            () = stopped(&mut stop) => return,
        };
        // Asked for before looking: a job that is written in between still rings.
        let rung = K::bell(&desk).notified();
        tokio::pin!(rung);
        rung.as_mut().enable();
        match claim::<K>(&desk).await {
            Ok(Some(job)) => {
                drop(looking);
                work::<K>(&desk, &job).await;
            }
            Ok(None) => tokio::select! {
                () = rung => {}
                () = nap::<K>(&desk) => {}
                () = stopped(&mut stop) => {}
            },
            Err(failure) => {
                failure.told(desk.clock.now());
                tokio::time::sleep(IDLE).await;
            }
        }
        if is_over(&stop) {
            return;
        }
    }
}

/// Until the next job is due, as far as it is known, and at most for a while: another node may write one.
async fn nap<K: Kind>(desk: &Desk) {
    let next = store::job::next_due(&desk.db, K::NAME, desk.clock.now()).await.unwrap_or_default();
    let left = next.map_or(IDLE, |due| Duration::from_millis(due.0.saturating_sub(desk.clock.now().0).max(1).unsigned_abs()));
    tokio::time::sleep(left.min(IDLE)).await;
}

async fn claim<K: Kind>(desk: &Desk) -> Result<Option<Claimed>, Failure> {
    let now = desk.clock.now();
    Ok(desk.db.write(move |tx| async move { store::job::claim(tx, K::NAME, now, now.plus(K::HOLD_MS)).await }.boxed()).await?)
}

async fn work<K: Kind>(desk: &Desk, job: &Claimed) {
    let (next, why) = match take::<K>(desk, job).await {
        Ok(next) => (next, String::new()),
        Err(failure) => {
            let now = desk.clock.now();
            let why = failure.told(now).to_string();
            (K::broken(job, now), why)
        }
    };
    if let Err(failure) = put_down(desk, job, next, why).await {
        failure.told(desk.clock.now());
    }
}

async fn take<K: Kind>(desk: &Desk, job: &Claimed) -> Result<Next, Failure> {
    let workspace = WorkspaceId::parse(&job.workspace_id).context("a job names its workspace")?;
    K::take(desk, &workspace, job).await
}

async fn put_down(desk: &Desk, job: &Claimed, next: Next, why: String) -> Result<(), Failure> {
    let (id, fence) = (job.id.clone(), job.fence);
    match next {
        Next::Done => desk.db.write(move |tx| async move { store::job::finish(tx, &id, fence).await }.boxed()).await?,
        Next::Wait { due } => desk.db.write(move |tx| async move { store::job::postpone(tx, &id, fence, due).await }.boxed()).await?,
        Next::Again { due } => desk.db.write(move |tx| async move { store::job::retry(tx, &id, fence, due, &why).await }.boxed()).await?,
    };
    Ok(())
}
