//! Sessions. The cookie's token is never stored, only its hash.

use crate::db::{Db, Result, Tx, sql};
use app::{
    api::Caller,
    domain::{
        id::{AccountId, WorkspaceId},
        text::Name,
        time::Timestamp,
    },
};

#[derive(sqlx::FromRow)]
struct Row {
    workspace_id: String,
    workspace_name: String,
    account_id: String,
    name: String,
}

/// Opens a session for a member of a workspace.
pub async fn open(tx: &mut Tx, hash: &str, workspace: &WorkspaceId, account: &AccountId, now: Timestamp, until: Timestamp) -> Result<()> {
    let text = "insert into session (token, account_id, workspace_id, created_at, expires_at) values ($1, $2, $3, $4, $5)";
    tx.run(sql(text).bind(hash).bind(account).bind(workspace).bind(now).bind(until)).await?;
    Ok(())
}

/// Who the bearer of a session is, while it lasts and they are still a member. Names no workspace: the session does.
pub async fn caller(db: &Db, hash: &str, now: Timestamp) -> Result<Option<Caller>> {
    let text = "select s.workspace_id, w.name as workspace_name, s.account_id, a.name from session s
                join workspace w on w.id = s.workspace_id join account a on a.id = s.account_id
                join member m on m.workspace_id = s.workspace_id and m.account_id = s.account_id
                where s.token = $1 and s.expires_at > $2";
    let row: Option<Row> = db.maybe(sql(text).bind(hash).bind(now)).await?;
    Ok(row.and_then(|row| {
        Some(Caller {
            workspace: WorkspaceId::parse(&row.workspace_id)?,
            workspace_name: row.workspace_name,
            account: AccountId::parse(&row.account_id)?,
            name: Name::parse(&row.name).ok()?,
        })
    }))
}

/// Ends a session. Names no workspace: whoever holds the token may end it.
pub async fn close(tx: &mut Tx, hash: &str) -> Result<()> {
    tx.run(sql("delete from session where token = $1").bind(hash)).await?;
    Ok(())
}

/// Ends every session of an address, as after a change of password. Names no workspace: a login is the person's.
pub async fn close_all(tx: &mut Tx, email: &str) -> Result<()> {
    tx.run(sql("delete from session where account_id in (select id from account where email = $1)").bind(email)).await?;
    Ok(())
}

/// Forgets sessions that have run out. Names no workspace: it sweeps them all.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.run(sql("delete from session where expires_at <= $1").bind(now)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::{World, each};

    #[tokio::test]
    async fn a_session_lasts_until_it_ends_or_runs_out() {
        for World { db, workspace, account, .. } in each().await {
            let (home, who) = (workspace.clone(), account.clone());
            db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    for (hash, until) in [("one", 100), ("two", 100), ("three", 200), ("four", 50)] {
                        open(tx, hash, &home, &who, Timestamp(0), Timestamp(until)).await?;
                    }
                    close(tx, "two").await?;
                    sweep(tx, Timestamp(60)).await
                })
            })
            .await
            .map(|swept| assert_eq!(swept, 1))
            .expect("writes");
            let name = |hash: &'static str, now| {
                let db = db.clone();
                async move { caller(&db, hash, Timestamp(now)).await.expect("reads").map(|it| it.account) }
            };
            assert_eq!(name("one", 99).await, Some(account.clone()));
            assert_eq!(name("one", 100).await, None);
            assert_eq!(name("two", 1).await, None);
            assert_eq!(name("three", 199).await, Some(account.clone()));
            assert_eq!(name("no such", 1).await, None);
            db.write::<_, crate::db::Error, _>(|tx| Box::pin(async move { close_all(tx, "ana@example.com").await })).await.expect("writes");
            assert_eq!(name("three", 1).await, None);
        }
    }
}
