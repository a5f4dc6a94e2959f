//! Workspaces, and the number that their logs have reached.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{Seq, WorkspaceId},
    time::Timestamp,
};

/// Adds a workspace whose log is empty.
pub async fn add(tx: &mut Tx, id: &WorkspaceId, name: &str, now: Timestamp) -> Result<()> {
    tx.run(sql("insert into workspace (id, name, seq, created_at) values ($1, $2, 0, $3)").bind(id).bind(name).bind(now)).await?;
    Ok(())
}

/// The oldest workspace of this name. Names no workspace: it finds one.
pub async fn by_name(db: &Db, name: &str) -> Result<Option<WorkspaceId>> {
    let row: Option<(String,)> = db.maybe(sql("select id from workspace where name = $1 order by id limit 1").bind(name)).await?;
    Ok(row.and_then(|(id,)| WorkspaceId::parse(&id)))
}

/// What a workspace is called.
pub async fn name(db: &Db, id: &WorkspaceId) -> Result<String> {
    let (name,): (String,) = db.one(sql("select name from workspace where id = $1").bind(id)).await?;
    Ok(name)
}

/// Takes the lock on the log of a workspace until the transaction ends; the number of its last event.
pub async fn lock(tx: &mut Tx, id: &WorkspaceId) -> Result<Seq> {
    let (seq,): (i64,) = tx.one(sql("update workspace set seq = seq where id = $1 returning seq").bind(id)).await?;
    Ok(seq.cast_unsigned())
}

/// Says that the log now reaches up to `seq`. Only for who holds the lock.
pub async fn advance(tx: &mut Tx, id: &WorkspaceId, seq: Seq) -> Result<()> {
    tx.run(sql("update workspace set seq = $2 where id = $1").bind(id).bind(seq)).await?;
    Ok(())
}

/// The number of the last event of a workspace.
pub async fn seq(db: &Db, id: &WorkspaceId) -> Result<Seq> {
    let (seq,): (i64,) = db.one(sql("select seq from workspace where id = $1").bind(id)).await?;
    Ok(seq.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use crate::store::test::{World, each};

    #[tokio::test]
    async fn the_log_of_a_new_workspace_is_empty_and_advances() {
        for World { db, workspace, .. } in each().await {
            assert_eq!(super::seq(&db, &workspace).await.expect("reads"), 0);
            assert_eq!(super::by_name(&db, "Test").await.expect("reads"), Some(workspace.clone()));
            assert_eq!(super::name(&db, &workspace).await.expect("reads"), "Test");
            assert_eq!(super::by_name(&db, "Nobody").await.expect("reads"), None);
            let id = workspace.clone();
            let seen = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        let seen = super::lock(tx, &id).await?;
                        super::advance(tx, &id, seen + 3).await?;
                        super::lock(tx, &id).await
                    })
                })
                .await
                .expect("writes");
            assert_eq!((seen, super::seq(&db, &workspace).await.expect("reads")), (3, 3));
        }
    }
}
