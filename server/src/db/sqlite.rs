//! SQLite: one file, one writer, a pool of readers. Works that wait together share one commit, and so one fsync.

use super::{Error, Result, Tx};
use futures::{FutureExt, future::BoxFuture};
use sqlx::{
    ConnectOptions, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{panic::AssertUnwindSafe, path::Path, time::Duration};
use tokio::sync::{mpsc, oneshot};

/// So many works share a commit at most: what one of them waits for stays short.
const LARGEST_BATCH: usize = 64;

/// Told whether the commit stood.
type Deliver = Box<dyn FnOnce(Result<(), String>) + Send>;
/// A work in the queue: runs, then says whether its savepoint stands and how to deliver its result.
type Work = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, (bool, Deliver)> + Send>;

/// An open SQLite database.
#[derive(Clone, Debug)]
pub struct Sqlite {
    readers: SqlitePool,
    queue: mpsc::Sender<Work>,
}

impl Sqlite {
    /// Opens the file at `path`, made where it is missing.
    ///
    /// # Errors
    /// Where it can't be opened or is no database.
    pub(super) async fn open(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // Acknowledged means on disk: with `normal`, a power cut loses commits that were already answered.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let writer = options.connect().await?;
        let readers = SqlitePoolOptions::new().max_connections(8).connect_with(options.pragma("query_only", "on")).await?;
        let (queue, works) = mpsc::channel(1024);
        tokio::spawn(write_all(Tx::Sqlite(writer), works));
        Ok(Self { readers, queue })
    }

    pub(super) const fn reader(&self) -> &SqlitePool {
        &self.readers
    }

    pub(super) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel::<Result<T, E>>();
        let gone = || E::from(Error::Unavailable("the writer has stopped".to_owned()));
        self.queue.send(queued(work, tell)).await.map_err(|_| gone())?;
        told.await.map_err(|_| gone())?
    }
}

/// Wraps `work` so that its result is told only once the commit has stood or failed.
fn queued<T, E, F>(work: F, tell: oneshot::Sender<Result<T, E>>) -> Work
where
    T: Send + 'static,
    E: From<Error> + Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
{
    Box::new(move |tx| {
        Box::pin(async move {
            let done = AssertUnwindSafe(async { work(tx).await }).catch_unwind().await;
            let done = done.unwrap_or_else(|_| Err(E::from(Error::Unavailable("a statement's code panicked".to_owned()))));
            let stands = done.is_ok();
            let deliver: Deliver = Box::new(move |commit| {
                let told = match commit {
                    Err(why) if stands => Err(E::from(Error::Unavailable(why))),
                    _ => done,
                };
                // Who asked may have gone away; what was committed stays.
                let _ = tell.send(told);
            });
            (stands, deliver)
        })
    })
}

/// The writer: takes what waits, does it in one transaction, tells everyone.
async fn write_all(mut tx: Tx, mut works: mpsc::Receiver<Work>) {
    while let Some(first) = works.recv().await {
        let mut batch = vec![first];
        while batch.len() < LARGEST_BATCH && let Ok(next) = works.try_recv() {
            batch.push(next);
        }
        write_batch(&mut tx, batch).await;
    }
}

async fn write_batch(tx: &mut Tx, batch: Vec<Work>) {
    let mut delivers = Vec::with_capacity(batch.len());
    let mut done = say(tx, "begin immediate").await;
    for work in batch {
        if done.is_ok() {
            done = say(tx, "savepoint work").await;
        }
        if done.is_err() {
            // Nothing can be written now: the work is dropped, and who asked for it is told that the writer didn't do it.
            drop(work);
            continue;
        }
        let (stands, deliver) = work(tx).await;
        delivers.push(deliver);
        if !stands {
            done = say(tx, "rollback to work").await;
        }
        if done.is_ok() {
            done = say(tx, "release work").await;
        }
    }
    if done.is_ok() {
        done = say(tx, "commit").await;
    }
    if done.is_err() {
        // Where the engine has rolled back by itself already, this finds no transaction.
        let _ = say(tx, "rollback").await;
    }
    let told = done.map_err(|error| error.to_string());
    delivers.into_iter().for_each(|deliver| deliver(told.clone()));
}

async fn say(tx: &mut Tx, statement: &'static str) -> Result<()> {
    let Tx::Sqlite(connection) = tx else { return Err(Error::Unavailable("not SQLite".to_owned())) };
    execute(connection, statement).await
}

async fn execute(connection: &mut SqliteConnection, statement: &'static str) -> Result<()> {
    sqlx::query::<sqlx::Sqlite>(statement).execute(connection).await?;
    Ok(())
}
