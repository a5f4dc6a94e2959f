//! Sources, documents at their versions, passages and what the model made of them.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AssistantId, DocumentId, PassageId, SourceId, WorkspaceId},
    time::Timestamp,
};

/// A passage as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub document_id: String,
    /// The version of the document.
    pub version: String,
    /// The document's path.
    pub page: String,
    /// `page#anchor`.
    pub section_id: String,
    pub title: String,
    pub heading: String,
    pub url: String,
    pub text: String,
    pub markdown: String,
    pub embed_text: String,
    pub embed_heading: String,
    /// What the model made of it; absent until it was computed.
    pub encoding: Option<Vec<u8>>,
}

/// A new version of a document.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub id: DocumentId,
    pub path: String,
    pub version: String,
    pub title: String,
    pub passages: Vec<NewPassage>,
}

/// A passage of it, in reading order.
#[derive(Debug, Clone)]
pub struct NewPassage {
    pub id: PassageId,
    pub section_id: String,
    pub heading: String,
    pub url: String,
    pub text: String,
    pub markdown: String,
    pub embed_text: String,
    pub embed_heading: String,
}

/// The source of this name, made where it is missing; its base address becomes `base_url`.
pub async fn source(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    assistant: &AssistantId,
    new: &SourceId,
    name: &str,
    base_url: &str,
    now: Timestamp,
) -> Result<SourceId> {
    let text =
        "insert into source (id, workspace_id, assistant_id, name, base_url, created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $6)
                on conflict (assistant_id, name) do update set base_url = excluded.base_url returning id";
    let (id,): (String,) = tx.one(sql(text).bind(new).bind(workspace).bind(assistant).bind(name).bind(base_url).bind(now)).await?;
    Ok(SourceId::parse(&id).unwrap_or_else(|| new.clone()))
}

/// Notes that what is searched of a source has changed.
pub async fn touch(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, now: Timestamp) -> Result<u64> {
    tx.run(sql("update source set changed_at = $3 where workspace_id = $1 and id = $2").bind(workspace).bind(source).bind(now)).await
}

/// Notes that what is searched of all sources of an assistant has changed.
pub async fn touch_all(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, now: Timestamp) -> Result<u64> {
    let text = "update source set changed_at = $3 where workspace_id = $1 and assistant_id = $2";
    tx.run(sql(text).bind(workspace).bind(assistant).bind(now)).await
}

/// When what an assistant answers from last changed; 0 where it has no source.
pub async fn changed_at(db: &Db, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<Timestamp> {
    let text = "select coalesce(max(changed_at), 0) from source where workspace_id = $1 and assistant_id = $2";
    let (at,): (i64,) = db.one(sql(text).bind(workspace).bind(assistant)).await?;
    Ok(Timestamp(at))
}

/// Path and version of the documents of a source that are searched now.
pub async fn current(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId) -> Result<Vec<(String, String)>> {
    let text = "select path, version from document where workspace_id = $1 and source_id = $2 and is_current = $3";
    tx.all(sql(text).bind(workspace).bind(source).bind(true)).await
}

/// Stops searching a document of a source; its versions stay, for receipts.
pub async fn retire(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, path: &str) -> Result<u64> {
    let text = "update document set is_current = $4 where workspace_id = $1 and source_id = $2 and path = $3 and is_current = $5";
    tx.run(sql(text).bind(workspace).bind(source).bind(path).bind(false).bind(true)).await
}

/// Makes this version of a document the one that is searched. A version that was read before is taken up again.
pub async fn publish(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, new: &NewDocument, now: Timestamp) -> Result<()> {
    let text = "insert into document (id, workspace_id, source_id, path, version, title, is_current, read_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (source_id, path, version) do update set is_current = excluded.is_current returning id";
    let row = sql(text)
        .bind(&new.id)
        .bind(workspace)
        .bind(source)
        .bind(new.path.as_str())
        .bind(new.version.as_str())
        .bind(new.title.as_str())
        .bind(true)
        .bind(now);
    let (id,): (String,) = tx.one(row).await?;
    if id != new.id.as_str() {
        return Ok(());
    }
    for (place, passage) in (0_i64..).zip(&new.passages) {
        add_passage(tx, workspace, new, place, passage).await?;
    }
    Ok(())
}

async fn add_passage(tx: &mut Tx, workspace: &WorkspaceId, document: &NewDocument, place: i64, it: &NewPassage) -> Result<()> {
    let text = "insert into passage (id, workspace_id, document_id, place, section_id, title, heading, url, text, markdown, embed_text, embed_heading, encoding)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, null)";
    let row = sql(text)
        .bind(&it.id)
        .bind(workspace)
        .bind(&document.id)
        .bind(place)
        .bind(it.section_id.as_str())
        .bind(document.title.as_str())
        .bind(it.heading.as_str())
        .bind(it.url.as_str())
        .bind(it.text.as_str())
        .bind(it.markdown.as_str())
        .bind(it.embed_text.as_str())
        .bind(it.embed_heading.as_str());
    tx.run(row).await?;
    Ok(())
}

/// The passages that an assistant answers from, in reading order.
pub async fn passages(db: &Db, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<Vec<Row>> {
    let text = "select p.id, p.document_id, d.version, d.path as page, p.section_id, p.title, p.heading, p.url, p.text, p.markdown,
                p.embed_text, p.embed_heading, p.encoding
                from passage p join document d on d.id = p.document_id join source s on s.id = d.source_id
                where p.workspace_id = $1 and s.assistant_id = $2 and d.is_current = $3 order by d.path, d.id, p.place";
    db.all(sql(text).bind(workspace).bind(assistant).bind(true)).await
}

/// Keeps what the model made of a passage.
pub async fn set_encoding(tx: &mut Tx, workspace: &WorkspaceId, passage: &str, encoding: Vec<u8>) -> Result<u64> {
    let text = "update passage set encoding = $3 where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(passage).bind(encoding)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        store::test::{World, each},
    };

    fn document(path: &str, version: &str) -> NewDocument {
        let passage = NewPassage {
            id: chance::passage(Timestamp(1)),
            section_id: path.to_owned(),
            heading: String::new(),
            url: format!("https://x.test/{path}"),
            text: version.to_owned(),
            markdown: version.to_owned(),
            embed_text: version.to_owned(),
            embed_heading: String::new(),
        };
        NewDocument {
            id: chance::document(Timestamp(1)),
            path: path.to_owned(),
            version: version.to_owned(),
            title: "T".to_owned(),
            passages: vec![passage],
        }
    }

    #[tokio::test]
    async fn only_the_current_version_is_searched_and_old_ones_stay() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            let (home, abroad, assistant) = (workspace.clone(), foreign.clone(), profile.id.clone());
            let kept = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        let new = chance::source(Timestamp(1));
                        let id = source(tx, &home, &assistant, &new, "docs", "https://x.test", Timestamp(1)).await?;
                        assert_eq!(
                            source(tx, &home, &assistant, &chance::source(Timestamp(2)), "docs", "https://y.test", Timestamp(2)).await?,
                            id
                        );
                        for (path, version) in [("a", "a1"), ("b", "b1")] {
                            publish(tx, &home, &id, &document(path, version), Timestamp(1)).await?;
                        }
                        assert_eq!(retire(tx, &abroad, &id, "a").await?, 0, "a foreign workspace changes nothing");
                        retire(tx, &home, &id, "a").await?;
                        publish(tx, &home, &id, &document("a", "a2"), Timestamp(2)).await?;
                        retire(tx, &home, &id, "b").await?;
                        touch(tx, &home, &id, Timestamp(7)).await?;
                        assert_eq!(touch(tx, &abroad, &id, Timestamp(9)).await?, 0);
                        assert_eq!(touch_all(tx, &abroad, &assistant, Timestamp(9)).await?, 0);
                        assert_eq!(touch_all(tx, &home, &assistant, Timestamp(7)).await?, 1);
                        publish(tx, &home, &id, &document("b", "b1"), Timestamp(3)).await?; // As it was: taken up again.
                        current(tx, &home, &id).await
                    })
                })
                .await
                .expect("writes");
            let pairs: Vec<(&str, &str)> = kept.iter().map(|(path, version)| (path.as_str(), version.as_str())).collect();
            assert!(pairs.contains(&("a", "a2")) && pairs.contains(&("b", "b1")) && pairs.len() == 2, "{pairs:?}");
            assert_eq!(changed_at(&db, &workspace, &profile.id).await.expect("reads"), Timestamp(7));
            assert_eq!(changed_at(&db, &foreign, &profile.id).await.expect("reads"), Timestamp(0));
            let rows = passages(&db, &workspace, &profile.id).await.expect("reads");
            assert_eq!(rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), vec!["a2", "b1"]);
            assert_eq!(passages(&db, &foreign, &profile.id).await.expect("reads"), vec![]);
            let (id, home, abroad) = (rows[0].id.clone(), workspace.clone(), foreign.clone());
            let n = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        assert_eq!(set_encoding(tx, &abroad, &id, vec![9]).await?, 0);
                        set_encoding(tx, &home, &id, vec![0, 255, 1]).await
                    })
                })
                .await
                .expect("writes");
            assert_eq!(n, 1);
            assert_eq!(passages(&db, &workspace, &profile.id).await.expect("reads")[0].encoding, Some(vec![0, 255, 1]));
        }
    }
}
