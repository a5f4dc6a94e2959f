//! Databases for tests: a fresh SQLite file, and a fresh schema of the PostgreSQL at `TEST_POSTGRES_URL`.

use super::Db;
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A fresh database of each engine. Without `TEST_POSTGRES_URL` only SQLite, and it says so; `make test` always sets it.
///
/// # Panics
/// Where one can't be made: a test can't go on without.
#[expect(clippy::disallowed_methods, reason = "a test's own setting")]
pub async fn both() -> Vec<Db> {
    let mut dbs = vec![sqlite().await];
    match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => dbs.push(postgres(&url).await),
        Err(_) => eprintln!("SKIPPED ON POSTGRESQL: TEST_POSTGRES_URL is not set"),
    }
    dbs
}

/// A fresh SQLite file, kept until the process ends.
pub async fn sqlite() -> Db {
    let dir = tempfile::tempdir().expect("a folder for the test's database").keep();
    Db::open(&format!("sqlite:{}", dir.join("test.db").display())).await.expect("SQLite opens")
}

async fn postgres(url: &str) -> Db {
    let schema = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let admin = sqlx::PgPool::connect(url).await.expect("PostgreSQL answers at TEST_POSTGRES_URL");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create schema {schema}"))).execute(&admin).await.expect("makes a schema");
    admin.close().await;
    let joint = if url.contains('?') { '&' } else { '?' };
    Db::open(&format!("{url}{joint}options=-csearch_path%3D{schema}")).await.expect("PostgreSQL opens")
}
