//! Visitors: a row from the first word on.

use crate::db::{Result, Tx, sql};
use app::domain::{
    id::{AssistantId, VisitorId, WorkspaceId},
    time::Timestamp,
};

/// Adds a visitor, or leaves the one that is there.
pub async fn meet(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, id: &VisitorId, now: Timestamp) -> Result<()> {
    let text = "insert into visitor (id, workspace_id, assistant_id, created_at) values ($1, $2, $3, $4) on conflict (id) do nothing";
    tx.run(sql(text).bind(id).bind(workspace).bind(assistant).bind(now)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{
        chance,
        db::sql,
        store::test::{World, each},
    };
    use app::domain::time::Timestamp;

    #[tokio::test]
    async fn a_visitor_is_met_once() {
        for World { db, workspace, profile, .. } in each().await {
            let id = chance::visitor(Timestamp(1));
            let who = id.clone();
            db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    super::meet(tx, &workspace, &profile.id, &who, Timestamp(1)).await?;
                    super::meet(tx, &workspace, &profile.id, &who, Timestamp(2)).await
                })
            })
            .await
            .expect("writes");
            let rows: Vec<(i64,)> = db.all(sql("select created_at from visitor where id = $1").bind(&id)).await.expect("reads");
            assert_eq!(rows, vec![(1,)]);
        }
    }
}
