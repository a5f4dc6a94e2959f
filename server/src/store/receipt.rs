//! What receipts were made of: passages at the version that was weighed, whatever became of their page.

use crate::db::{Db, Result, Value, sql};
use app::domain::id::{PassageId, WorkspaceId};

/// A passage as it was stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub section_id: String,
    pub text: String,
    pub markdown: String,
    /// When its version of the page was read.
    pub read_at: i64,
}

/// The passages of these ids that are the workspace's, in no order.
pub async fn passages(db: &Db, workspace: &WorkspaceId, ids: &[&PassageId]) -> Result<Vec<Row>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = "select p.id, p.section_id, p.text, p.markdown, d.read_at from passage p join document d on d.id = p.document_id
                where p.workspace_id = $1 and p.id in (";
    let asked = sql(text).bind(workspace).push_list(ids.iter().map(|id| Value::from(*id))).push(")", []);
    db.all(asked).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        db::Error,
        store::{
            knowledge::{self, NewDocument, NewPassage},
            test::{World, each},
        },
    };
    use app::domain::time::Timestamp;

    #[tokio::test]
    async fn a_passage_of_a_page_that_is_gone_is_still_read_by_its_own_workspace() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            let passage = NewPassage {
                id: chance::passage(Timestamp(1)),
                section_id: "refunds".to_owned(),
                heading: String::new(),
                url: "https://x.test/refunds".to_owned(),
                text: "Five days.".to_owned(),
                markdown: "Five **days**.".to_owned(),
                embed_text: String::new(),
                embed_heading: String::new(),
            };
            let id = passage.id.clone();
            let document = NewDocument {
                id: chance::document(Timestamp(1)),
                path: "refunds".to_owned(),
                version: "v1".to_owned(),
                title: "Refunds".to_owned(),
                passages: vec![passage],
            };
            let (home, assistant) = (workspace.clone(), profile.id.clone());
            let write = db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    let new = chance::source(Timestamp(1));
                    let source = knowledge::source(tx, &home, &assistant, &new, "docs", "https://x.test", Timestamp(1)).await?;
                    knowledge::publish(tx, &home, &source, &document, Timestamp(7)).await?;
                    knowledge::retire(tx, &home, &source, "refunds").await
                })
            });
            write.await.expect("writes");
            let unknown = chance::passage(Timestamp(2));
            let rows = passages(&db, &workspace, &[&unknown, &id]).await.expect("reads");
            assert_eq!(rows.iter().map(|row| (row.text.as_str(), row.read_at)).collect::<Vec<_>>(), vec![("Five days.", 7)]);
            assert_eq!(passages(&db, &foreign, &[&id]).await.expect("reads"), vec![]);
            assert_eq!(passages(&db, &workspace, &[]).await.expect("reads"), vec![]);
        }
    }
}
