//! The few differences between the engines, one function each, both arms in sight.

use super::{Db, Result, Tx, sql};
use app::domain::id::{Seq, WorkspaceId};

/// The name of the type for bytes, which is the one word in the migrations that differs.
pub(super) const fn bytes(db: &Db) -> &'static str {
    match db {
        Db::Sqlite(_) => "blob",
        Db::Postgres(_) => "bytea",
    }
}

/// The channel on which PostgreSQL wakes other nodes.
pub const CHANNEL: &str = "baton_event";

/// Tells other nodes, at commit, that the log of `workspace` has reached `seq`. SQLite has no other nodes.
///
/// # Errors
/// Where the engine refuses.
pub async fn notify(tx: &mut Tx, workspace: &WorkspaceId, seq: Seq) -> Result<()> {
    match tx {
        Tx::Sqlite(_) => Ok(()),
        Tx::Postgres(_) => {
            let say = format!("{workspace}:{seq}");
            tx.all::<(Option<String>,)>(sql("select pg_notify($1, $2)::text").bind(CHANNEL).bind(say)).await?;
            Ok(())
        }
    }
}
