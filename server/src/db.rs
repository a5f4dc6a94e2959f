//! The database: one text of SQL, two engines, chosen by the URL.
//!
//! The portable dialect, by which every statement in `store` is written:
//! 1. Columns are text, bigint, boolean, double precision, and bytes for what no query looks into.
//!    Ids are ULIDs as text, made by us; times are unix milliseconds, handed in by the clock, never `now()`.
//! 2. JSON is text that is read by serde and never queried into. What is queried has a column of its own.
//! 3. `on conflict … do update`, `returning`, `$n`, CTEs, `case`, `coalesce`, `limit` and window functions run on both.
//! 4. No arrays, `any()`, `ilike`, `greatest`, intervals, `for update`, data-modifying CTEs, `||` on null.
//! 5. A lock is taken by writing: `update workspace set seq = seq where id = $1 returning seq`.
//! 6. Every statement names its workspace, or its comment says why it needn't.
//! 7. What can't be said portably is one function in `dialect.rs`.

mod sql;
mod sqlite;
mod tx;
mod migrate;
pub mod dialect;
#[cfg(test)]
pub mod test;

pub use sql::{Record, Sql, Value, sql};
pub use tx::Tx;

use futures::future::BoxFuture;
use sqlx::{
    PgPool, Postgres,
    postgres::{PgArguments, PgPoolOptions},
    sqlite::SqliteArguments,
};
use std::path::Path;

/// A failure of the database. `Busy` and `Full` pass; the rest is a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database can't take it now: {0}")]
    Unavailable(String),
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    #[error("what is stored can't be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("the schema of the database is newer than this program (it has migration {0}); start the newer program")]
    Newer(String),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The open database. Which engine it is, is a fact of configuration, never of the code that asks.
#[derive(Clone, Debug)]
pub enum Db {
    Sqlite(sqlite::Sqlite),
    Postgres(PgPool),
}

impl Db {
    /// Opens the database at `url` (`sqlite:PATH` or `postgres://…`) and brings its schema up to date.
    ///
    /// # Errors
    /// Where it can't be reached, is no database, or was written by a newer program.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let db = match url.strip_prefix("sqlite:") {
            Some(path) => Self::Sqlite(sqlite::Sqlite::open(Path::new(path)).await?),
            None => Self::Postgres(PgPoolOptions::new().max_connections(16).connect(url).await?),
        };
        migrate::run(&db).await?;
        Ok(db)
    }

    /// Does `work` in a transaction that is on disk when this returns; undone where it fails.
    ///
    /// On SQLite, works that wait at the same moment share one commit, each in a savepoint of its own.
    ///
    /// # Errors
    /// What `work` gives, or [`Error`] where the commit fails: then nothing of it happened.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        match self {
            Self::Sqlite(sqlite) => sqlite.write(work).await,
            Self::Postgres(pool) => {
                let mut tx = Tx::Postgres(pool.begin().await.map_err(Error::from)?);
                let done = work(&mut tx).await?;
                tx.commit().await?;
                Ok(done)
            }
        }
    }

    /// All rows of a statement that only reads.
    ///
    /// # Errors
    /// [`Error::Sql`] where the engine refuses.
    pub async fn all<T: Record>(&self, sql: Sql) -> Result<Vec<T>> {
        Ok(match self {
            Self::Sqlite(sqlite) => {
                sqlx::query_as_with::<sqlx::Sqlite, T, _>(sql.text(), sql.arguments::<SqliteArguments>()?)
                    .fetch_all(sqlite.reader())
                    .await?
            }
            Self::Postgres(pool) => {
                sqlx::query_as_with::<Postgres, T, _>(sql.text(), sql.arguments::<PgArguments>()?).fetch_all(pool).await?
            }
        })
    }

    /// The one row of a statement that only reads, where there is one.
    ///
    /// # Errors
    /// As [`Db::all`].
    pub async fn maybe<T: Record>(&self, sql: Sql) -> Result<Option<T>> {
        Ok(self.all(sql).await?.into_iter().next())
    }

    /// The one row of a statement that always has one.
    ///
    /// # Errors
    /// As [`Db::all`], and where there is none.
    pub async fn one<T: Record>(&self, sql: Sql) -> Result<T> {
        self.maybe(sql).await?.ok_or(Error::Sql(sqlx::Error::RowNotFound))
    }

    /// The engine's name, for logs and reports.
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Closes all connections; what was acknowledged is on disk already.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => sqlite.reader().close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
