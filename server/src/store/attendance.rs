//! Who of the team is there: has a page of the inbox open, and didn't say that they are away.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AccountId, WorkspaceId},
    time::Timestamp,
};

/// A page of a member is open, and counts as open until `until`.
pub async fn attend(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, until: Timestamp) -> Result<()> {
    let text = "insert into attendance (workspace_id, account_id, is_away, until) values ($1, $2, false, $3)
                on conflict (workspace_id, account_id) do update set until = excluded.until";
    tx.run(sql(text).bind(workspace).bind(account).bind(until)).await?;
    Ok(())
}

/// A member is away whatever is open, or is there again.
pub async fn set_away(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, is_away: bool) -> Result<()> {
    let text = "insert into attendance (workspace_id, account_id, is_away, until) values ($1, $2, $3, 0)
                on conflict (workspace_id, account_id) do update set is_away = excluded.is_away";
    tx.run(sql(text).bind(workspace).bind(account).bind(is_away)).await?;
    Ok(())
}

/// Whether a member said that they are away.
pub async fn is_away(db: &Db, workspace: &WorkspaceId, account: &AccountId) -> Result<bool> {
    let text = "select is_away from attendance where workspace_id = $1 and account_id = $2";
    let row: Option<(bool,)> = db.maybe(sql(text).bind(workspace).bind(account)).await?;
    Ok(row.is_some_and(|(is_away,)| is_away))
}

/// Who said that they are away.
pub async fn away(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Vec<AccountId>> {
    let text = "select account_id from attendance where workspace_id = $1 and is_away = true order by account_id";
    let rows: Vec<(String,)> = tx.all(sql(text).bind(workspace)).await?;
    Ok(rows.into_iter().filter_map(|(id,)| AccountId::parse(&id)).collect())
}

/// Who is there at `now`.
pub async fn there(db: &Db, workspace: &WorkspaceId, now: Timestamp) -> Result<Vec<AccountId>> {
    let text = "select account_id from attendance where workspace_id = $1 and is_away = false and until > $2 order by account_id";
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(now)).await?;
    Ok(rows.into_iter().filter_map(|(id,)| AccountId::parse(&id)).collect())
}

/// How many are there at `now`.
pub async fn n_there(tx: &mut Tx, workspace: &WorkspaceId, now: Timestamp) -> Result<u32> {
    let text = "select count(*) from attendance where workspace_id = $1 and is_away = false and until > $2";
    let (n,): (i64,) = tx.one(sql(text).bind(workspace).bind(now)).await?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::{World, each};

    async fn seen(world: &World, workspace: &WorkspaceId, now: i64) -> (bool, Vec<AccountId>, u32) {
        let is_away = is_away(&world.db, workspace, &world.account).await.expect("reads");
        let there = there(&world.db, workspace, Timestamp(now)).await.expect("reads");
        let wall = workspace.clone();
        let n = world.db.write::<_, crate::db::Error, _>(move |tx| Box::pin(async move { n_there(tx, &wall, Timestamp(now)).await }));
        (is_away, there, n.await.expect("reads"))
    }

    /// A page says that it is open until then; or its member says whether they are away.
    async fn say(world: &World, until: Option<i64>, away: Option<bool>) {
        let (home, me) = (world.workspace.clone(), world.account.clone());
        let done = world.db.write::<_, crate::db::Error, _>(move |tx| {
            Box::pin(async move {
                if let Some(until) = until {
                    attend(tx, &home, &me, Timestamp(until)).await?;
                }
                if let Some(is_away) = away {
                    set_away(tx, &home, &me, is_away).await?;
                }
                Ok(())
            })
        });
        done.await.expect("writes");
    }

    #[tokio::test]
    async fn a_member_is_there_while_a_page_is_open_and_they_are_not_away() {
        for world in each().await {
            let me = vec![world.account.clone()];
            assert_eq!(seen(&world, &world.workspace, 1).await, (false, vec![], 0), "nobody has come yet");
            say(&world, Some(20), None).await;
            say(&world, Some(30), None).await;
            assert_eq!(seen(&world, &world.workspace, 29).await, (false, me.clone(), 1));
            assert_eq!(seen(&world, &world.workspace, 30).await, (false, vec![], 0), "no page is open any more");
            assert_eq!(seen(&world, &world.foreign, 29).await, (false, vec![], 0));
            say(&world, None, Some(true)).await;
            say(&world, Some(40), None).await;
            assert_eq!(seen(&world, &world.workspace, 39).await, (true, vec![], 0), "an open page makes nobody available");
            let (home, foreign) = (world.workspace.clone(), world.foreign.clone());
            let gone = world.db.write::<_, crate::db::Error, _>(move |tx| {
                Box::pin(async move { Ok((away(tx, &home).await?, away(tx, &foreign).await?)) })
            });
            assert_eq!(gone.await.expect("writes"), (me.clone(), vec![]));
            say(&world, None, Some(false)).await;
            assert_eq!(seen(&world, &world.workspace, 39).await, (false, me, 1));
        }
    }
}
