//! How far a workspace is on its way to the first answer.

use crate::db::{Db, Result, sql};
use app::domain::id::WorkspaceId;

/// Whether there is a page to answer from.
pub async fn has_docs(db: &Db, workspace: &WorkspaceId) -> Result<bool> {
    let text = "select count(*) from source s where s.workspace_id = $1 and s.is_on = $2 and s.removed_at = 0 and exists (
                  select 1 from document d join page g on g.source_id = d.source_id and g.path = d.path
                  where d.source_id = s.id and d.is_current = $2 and g.is_on = $2)";
    let (n,): (i64,) = db.one(sql(text).bind(workspace).bind(true)).await?;
    Ok(n > 0)
}

/// Whether a visitor has ever written.
pub async fn has_asked(db: &Db, workspace: &WorkspaceId) -> Result<bool> {
    let text = "select count(*) from (select id from conversation where workspace_id = $1 limit 1) as first";
    let (n,): (i64,) = db.one(sql(text).bind(workspace)).await?;
    Ok(n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        store::{
            knowledge::{self, NewDocument},
            page::{self, Found},
            test::each,
        },
    };
    use app::domain::time::Timestamp;

    #[tokio::test]
    async fn each_step_is_seen_within_its_own_workspace() {
        for world in each().await {
            let (db, home, foreign) = (&world.db, &world.workspace, &world.foreign);
            let seen = async |workspace: &WorkspaceId| {
                (has_docs(db, workspace).await.expect("reads"), has_asked(db, workspace).await.expect("reads"))
            };
            assert_eq!(seen(home).await, (false, false));
            let (wall, assistant, now) = (home.clone(), world.profile.id.clone(), Timestamp(1));
            let source = db.write::<_, crate::db::Error, _>(move |tx| {
                Box::pin(async move {
                    let id = knowledge::source(tx, &wall, &assistant, &chance::source(now), "docs", "", now).await?;
                    let document = NewDocument {
                        id: chance::document(now),
                        path: "a".to_owned(),
                        version: "1".to_owned(),
                        title: "A".to_owned(),
                        passages: Vec::new(),
                    };
                    let document = knowledge::publish(tx, &wall, &id, &document, now).await?;
                    page::read(tx, &wall, &id, &Found { path: "a".to_owned(), ..Found::default() }, &document, now).await?;
                    Ok(id)
                })
            });
            let source = source.await.expect("writes");
            assert_eq!(seen(home).await, (true, false));
            world.conversation(Timestamp(5)).await;
            assert_eq!(seen(home).await, (true, true));
            assert_eq!(seen(foreign).await, (false, false));
            let wall = home.clone();
            let switched = db.write::<_, crate::db::Error, _>(move |tx| {
                Box::pin(async move { crate::store::source::switch(tx, &wall, &source, false).await })
            });
            switched.await.expect("writes");
            assert_eq!(seen(home).await, (false, true), "what is off isn't answered from");
        }
    }
}
