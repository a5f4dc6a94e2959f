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

/// The channels on which PostgreSQL wakes other nodes: the log of a workspace has grown; who is near has changed.
pub const CHANNEL: &str = "baton_event";
pub const NEAR: &str = "baton_near";

/// Tells other nodes, at commit, that the log of `workspace` has reached `seq`. SQLite has no other nodes.
///
/// # Errors
/// Where the engine refuses.
pub async fn notify(tx: &mut Tx, workspace: &WorkspaceId, seq: Seq) -> Result<()> {
    say(tx, CHANNEL, format!("{workspace}:{seq}")).await
}

/// Tells other nodes, at commit, that somebody in `workspace` came near a conversation, left it, or types there.
///
/// # Errors
/// Where the engine refuses.
pub async fn notify_near(tx: &mut Tx, workspace: &WorkspaceId) -> Result<()> {
    say(tx, NEAR, workspace.to_string()).await
}

async fn say(tx: &mut Tx, channel: &'static str, what: String) -> Result<()> {
    match tx {
        Tx::Sqlite(_) => Ok(()),
        Tx::Postgres(_) => {
            tx.all::<(Option<String>,)>(sql("select pg_notify($1, $2)::text").bind(channel).bind(what)).await?;
            Ok(())
        }
    }
}
