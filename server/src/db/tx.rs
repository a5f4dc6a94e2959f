//! A transaction on either engine.

use super::{Error, Record, Result, Sql};
use sqlx::{Postgres, Sqlite, SqliteConnection, Transaction, postgres::PgArguments, sqlite::SqliteArguments};

/// What `Db::write` hands to its work. On SQLite it is the one writing connection.
#[derive(Debug)]
pub enum Tx {
    Sqlite(SqliteConnection),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// All rows that a statement gives back.
    ///
    /// # Errors
    /// [`Error::Sql`] where the engine refuses.
    pub async fn all<T: Record>(&mut self, sql: Sql) -> Result<Vec<T>> {
        Ok(match self {
            Self::Sqlite(tx) => sqlx::query_as_with::<Sqlite, T, _>(sql.text(), sql.arguments::<SqliteArguments>()?).fetch_all(tx).await?,
            Self::Postgres(tx) => {
                sqlx::query_as_with::<Postgres, T, _>(sql.text(), sql.arguments::<PgArguments>()?).fetch_all(&mut **tx).await?
            }
        })
    }

    /// The one row that a statement gives back, where there is one.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn maybe<T: Record>(&mut self, sql: Sql) -> Result<Option<T>> {
        Ok(self.all(sql).await?.into_iter().next())
    }

    /// The one row of a statement that always has one.
    ///
    /// # Errors
    /// As [`Tx::all`], and where there is none.
    pub async fn one<T: Record>(&mut self, sql: Sql) -> Result<T> {
        self.maybe(sql).await?.ok_or(Error::Sql(sqlx::Error::RowNotFound))
    }

    /// Runs a statement; how many rows it touched.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn run(&mut self, sql: Sql) -> Result<u64> {
        Ok(match self {
            Self::Sqlite(tx) => {
                sqlx::query_with::<Sqlite, _>(sql.text(), sql.arguments::<SqliteArguments>()?).execute(tx).await?.rows_affected()
            }
            Self::Postgres(tx) => {
                sqlx::query_with::<Postgres, _>(sql.text(), sql.arguments::<PgArguments>()?).execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    pub(super) async fn commit(self) -> Result<()> {
        match self {
            Self::Postgres(tx) => Ok(tx.commit().await?),
            Self::Sqlite(_) => Err(Error::Unavailable("the writer commits for SQLite".to_owned())),
        }
    }
}

impl Tx {
    /// Runs a text of several statements without values: a migration.
    pub(super) async fn script(&mut self, text: &str) -> Result<()> {
        let script = sqlx::AssertSqlSafe(text.to_owned());
        match self {
            Self::Sqlite(tx) => sqlx::raw_sql(script).execute(tx).await.map(drop)?,
            Self::Postgres(tx) => sqlx::raw_sql(script).execute(&mut **tx).await.map(drop)?,
        }
        Ok(())
    }
}
