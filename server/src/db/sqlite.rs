//! SQLite: one file, one writer, a pool of readers. Works that wait together share one commit, and so one fsync.

use super::{Error, Result, Tx};
use futures::{FutureExt, future::BoxFuture};
use sqlx::{
    ConnectOptions, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    panic::AssertUnwindSafe,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};

/// So many works share a commit at most: what one of them waits for stays short.
const LARGEST_BATCH: usize = 64;

/// Rows that wait at most between a connection and whoever reads them.
const ROWS_AT_ONCE: usize = 1024;

/// Told whether the commit stood.
type Deliver = Box<dyn FnOnce(Result<(), String>) + Send>;
/// A work in the queue: runs, then says whether its savepoint stands and how to deliver its result.
type Work = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, (bool, Deliver)> + Send>;

/// An open SQLite database.
#[derive(Clone, Debug)]
pub struct Sqlite {
    readers: SqlitePool,
    queue: mpsc::Sender<Work>,
    /// How often a commit went to disk since the start.
    n_commits: Arc<AtomicU64>,
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
            .busy_timeout(Duration::from_secs(5))
            // Each row crosses from the connection's own thread: a page of a list should do so in one go.
            .row_buffer_size(ROWS_AT_ONCE);
        let writer = options.connect().await?;
        let readers = SqlitePoolOptions::new().max_connections(8).connect_with(options.pragma("query_only", "on")).await?;
        let (queue, works) = mpsc::channel(1024);
        let n_commits = Arc::new(AtomicU64::new(0));
        tokio::spawn(write_all(Tx::Sqlite(writer), works, Arc::clone(&n_commits)));
        Ok(Self { readers, queue, n_commits })
    }

    /// How often a commit went to disk since the start.
    pub fn n_commits(&self) -> u64 {
        self.n_commits.load(Ordering::Relaxed)
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
async fn write_all(mut tx: Tx, mut works: mpsc::Receiver<Work>, n_commits: Arc<AtomicU64>) {
    while let Some(first) = works.recv().await {
        let mut batch = vec![first];
        while batch.len() < LARGEST_BATCH
            && let Ok(next) = works.try_recv()
        {
            batch.push(next);
        }
        write_batch(&mut tx, batch).await;
        n_commits.fetch_add(1, Ordering::Relaxed);
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

#[cfg(test)]
mod tests {
    use crate::db::{Db, Error, Sql, sql, test::sqlite};

    async fn run(db: &Db, statement: Sql) -> Result<u64, Error> {
        db.write(|tx| Box::pin(async move { tx.run(statement).await })).await
    }

    fn commits(db: &Db) -> u64 {
        match db {
            Db::Sqlite(sqlite) => sqlite.n_commits(),
            Db::Postgres(_) => 0,
        }
    }

    #[tokio::test]
    async fn a_commit_is_flushed_to_disk_before_it_is_acknowledged() {
        let db = sqlite().await;
        let (full, mode): (i64, String) = db
            .write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    let (full,): (i64,) = tx.one(sql("pragma synchronous")).await?;
                    let (mode,): (String,) = tx.one(sql("pragma journal_mode")).await?;
                    Ok((full, mode))
                })
            })
            .await
            .expect("reads");
        assert_eq!((full, mode.as_str()), (2, "wal"), "2 is FULL: the log is flushed at each commit");
    }

    #[tokio::test]
    async fn writers_that_wait_together_share_a_commit_and_a_failure_is_its_own() {
        let db = sqlite().await;
        run(&db, sql("create table t (n bigint primary key)")).await.expect("makes it");
        let before = commits(&db);
        let writes = (0..100).map(|n| run(&db, sql("insert into t (n) values ($1)").bind(i64::from(n / 2))));
        let done = futures::future::join_all(writes).await;
        // Each number came twice: the first stands, the second breaks the key, and takes nobody along.
        assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 50);
        let (n,): (i64,) = db.one(sql("select count(*) from t")).await.expect("reads");
        assert_eq!(n, 50);
        assert!(commits(&db) - before <= 10, "{} commits for 100 writers", commits(&db) - before);
    }

    #[tokio::test]
    async fn a_work_that_panics_is_undone_and_the_writer_goes_on() {
        let db = sqlite().await;
        run(&db, sql("create table t (n bigint)")).await.expect("makes it");
        let broken = db.write::<(), Error, _>(|tx| {
            Box::pin(async move {
                tx.run(sql("insert into t (n) values (1)")).await?;
                panic!("in the middle")
            })
        });
        assert!(broken.await.is_err());
        run(&db, sql("insert into t (n) values (2)")).await.expect("goes on");
        let rows: Vec<(i64,)> = db.all(sql("select n from t")).await.expect("reads");
        assert_eq!(rows, [(2,)]);
    }
}
