//! Replies that are written once and used often.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    canned::Canned,
    id::{CannedId, WorkspaceId},
    time::Timestamp,
};

/// Adds a canned reply, or changes it.
pub async fn save(tx: &mut Tx, workspace: &WorkspaceId, it: &Canned, now: Timestamp) -> Result<()> {
    let text = "insert into canned (id, workspace_id, shortcut, title, body, changed_at) values ($1, $2, $3, $4, $5, $6)
                on conflict (id) do update set shortcut = excluded.shortcut, title = excluded.title, body = excluded.body,
                changed_at = excluded.changed_at where canned.workspace_id = excluded.workspace_id";
    let row = sql(text).bind(&it.id).bind(workspace).bind(it.shortcut.as_str()).bind(it.title.as_str()).bind(it.body.as_str());
    tx.run(row.bind(now)).await?;
    Ok(())
}

/// Whether another canned reply of the workspace has this shortcut.
pub async fn is_taken(tx: &mut Tx, workspace: &WorkspaceId, shortcut: &str, but: &CannedId) -> Result<bool> {
    let text = "select count(*) from canned where workspace_id = $1 and shortcut = $2 and id <> $3";
    let (n,): (i64,) = tx.one(sql(text).bind(workspace).bind(shortcut).bind(but)).await?;
    Ok(n > 0)
}

/// Takes a canned reply away.
pub async fn remove(tx: &mut Tx, workspace: &WorkspaceId, id: &CannedId) -> Result<()> {
    tx.run(sql("delete from canned where workspace_id = $1 and id = $2").bind(workspace).bind(id)).await?;
    Ok(())
}

/// All canned replies of a workspace, by shortcut.
pub async fn all(db: &Db, workspace: &WorkspaceId) -> Result<Vec<Canned>> {
    let text = "select id, shortcut, title, body from canned where workspace_id = $1 order by shortcut";
    let rows: Vec<(String, String, String, String)> = db.all(sql(text).bind(workspace)).await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, shortcut, title, body)| Some(Canned { id: CannedId::parse(&id)?, shortcut, title, body }))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::Error, store::test::each};

    #[tokio::test]
    async fn canned_replies_are_their_workspaces() {
        for world in each().await {
            let canned = |id: &str, shortcut: &str, body: &str| {
                let id = CannedId::parse(id).expect("an id");
                Canned { id, shortcut: shortcut.to_owned(), title: "T".to_owned(), body: body.to_owned() }
            };
            let (a, b) = (canned("canned-a", "refund", "Five days"), canned("canned-b", "bye", "Goodbye"));
            let (home, foreign, wanted) = (world.workspace.clone(), world.foreign.clone(), vec![b.clone(), a.clone()]);
            let taken = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    save(tx, &home, &Canned { body: "Four days".to_owned(), ..a.clone() }, Timestamp(1)).await?;
                    save(tx, &home, &a, Timestamp(2)).await?;
                    save(tx, &home, &b, Timestamp(2)).await?;
                    save(tx, &foreign, &Canned { body: "theirs".to_owned(), ..a.clone() }, Timestamp(3)).await?;
                    remove(tx, &foreign, &b.id).await?;
                    Ok([
                        is_taken(tx, &home, "refund", &b.id).await?,
                        is_taken(tx, &home, "refund", &a.id).await?,
                        is_taken(tx, &foreign, "refund", &b.id).await?,
                    ])
                })
            });
            assert_eq!(taken.await.expect("writes"), [true, false, false]);
            assert_eq!(all(&world.db, &world.workspace).await.expect("reads"), wanted);
            assert_eq!(all(&world.db, &world.foreign).await.expect("reads"), vec![]);
            let (home, id) = (world.workspace.clone(), wanted[0].id.clone());
            world.db.write::<_, Error, _>(|tx| Box::pin(async move { remove(tx, &home, &id).await })).await.expect("writes");
            assert_eq!(all(&world.db, &world.workspace).await.expect("reads"), wanted[1..]);
        }
    }
}
