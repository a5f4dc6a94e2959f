//! What wakes by itself. Each worker takes one kind of job; slow kinds have workers of their own.

mod answer;
mod clock;
mod gist;
mod index;
mod jobs;
mod ladder;
mod mail;
mod search;
mod sources;
mod sweep;
mod trials;

pub use mail::read_mailbox;

use crate::{db, desk::Desk, store};
use futures::FutureExt;
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, task::JoinSet};

/// How long an idle worker waits before it looks again: for jobs that come due, and for what another node wrote.
const IDLE: Duration = Duration::from_secs(1);
/// Questions are answered by so many workers side by side: more than there are models asked at once, so that a slow model
/// keeps nobody from the built-in engine.
const N_ANSWERERS: usize = 12;
/// So many conversations are summed up side by side: most models asked at once are for visitors.
const N_SUMMERS: usize = 2;
/// So many mails are handed over side by side: one slow server doesn't stop the rest.
const N_POSTMEN: usize = 2;
/// So many sources are read side by side: one that is large, or slow, keeps nobody else's from being read.
const N_READERS: usize = 3;
/// So many ring side by side: one silent device doesn't hold up the others.
const N_RINGERS: usize = 2;

/// The workers, until `stop` turns true; each finishes what it has in hand first.
pub async fn run(desk: Arc<Desk>, stop: watch::Receiver<bool>) {
    if let Err(error) = free_jobs(&desk).await {
        tracing::error!(%error, "Jobs of the last run could not be freed; they run when their time is up");
    }
    if let Err(failure) = desk.free_sources().await {
        failure.told(desk.clock.now());
    }
    let mut workers = JoinSet::new();
    jobs::spawn::<answer::Answers>(N_ANSWERERS, &desk, &stop, &mut workers);
    jobs::spawn::<mail::Mails>(N_POSTMEN, &desk, &stop, &mut workers);
    jobs::spawn::<ladder::Rings>(N_RINGERS, &desk, &stop, &mut workers);
    jobs::spawn::<trials::Trials>(1, &desk, &stop, &mut workers);
    jobs::spawn::<gist::Gists>(N_SUMMERS, &desk, &stop, &mut workers);
    workers.spawn(trials::watch(Arc::clone(&desk), stop.clone()));
    workers.spawn(ladder::watch(Arc::clone(&desk), stop.clone()));
    workers.spawn(clock::run(Arc::clone(&desk), stop.clone()));
    workers.spawn(index::run(Arc::clone(&desk), stop.clone()));
    workers.spawn(search::run(Arc::clone(&desk), stop.clone()));
    for _ in 0..N_READERS {
        workers.spawn(sources::run(Arc::clone(&desk), stop.clone()));
    }
    workers.spawn(sweep::run(desk, stop));
    while workers.join_next().await.is_some() {}
}

/// A SQLite file has one process: what an earlier one held is held by nobody.
async fn free_jobs(desk: &Desk) -> db::Result<()> {
    if matches!(desk.db, db::Db::Sqlite(_)) {
        desk.db.write(|tx| store::job::free_all(tx).boxed()).await?;
    }
    Ok(())
}
