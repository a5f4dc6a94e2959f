//! Sources, documents at their versions, passages and what the model made of them.

use crate::db::{Db, Result, Tx, Value, sql};
use app::{
    api::knowledge::Origin,
    domain::{
        id::{AssistantId, DocumentId, PassageId, SourceId, WorkspaceId},
        time::Timestamp,
    },
};
use std::collections::BTreeSet;

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
    /// Where its source's pages come from, as the source keeps it.
    pub origin: String,
}

impl Row {
    /// Whether the owner gave us its words themselves. What was read on a website, strangers may have written.
    pub fn is_own(&self) -> bool {
        matches!(serde_json::from_str::<Origin>(&self.origin), Ok(Origin::Files | Origin::Pairs | Origin::Text | Origin::Folder))
    }
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
                on conflict (assistant_id, name) where removed_at = 0 do update set base_url = excluded.base_url returning id";
    let (id,): (String,) = tx.one(sql(text).bind(new).bind(workspace).bind(assistant).bind(name).bind(base_url).bind(now)).await?;
    Ok(SourceId::parse(&id).unwrap_or_else(|| new.clone()))
}

/// Notes that what was read of a source has changed.
pub async fn touch(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, now: Timestamp) -> Result<u64> {
    stir(tx, workspace, source, now).await?;
    tx.run(sql("update source set changed_at = $3 where workspace_id = $1 and id = $2").bind(workspace).bind(source).bind(now)).await
}

/// Notes that what is searched of all sources of an assistant has changed, later than any change before.
pub async fn stir_all(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, now: Timestamp) -> Result<u64> {
    let text = "update source set touched_at = (select case when max(o.touched_at) >= $3 then max(o.touched_at) + 1 else $3 end
                from source o where o.assistant_id = $2) where workspace_id = $1 and assistant_id = $2";
    tx.run(sql(text).bind(workspace).bind(assistant).bind(now)).await
}

/// Notes that what is searched of a source has changed, later than any change of that assistant's before.
pub async fn stir(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, now: Timestamp) -> Result<u64> {
    let text = "update source set touched_at = (select case when max(o.touched_at) >= $3 then max(o.touched_at) + 1 else $3 end
                from source o where o.assistant_id = source.assistant_id) where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(source).bind(now)).await
}

/// When what an assistant answers from last changed; 0 where it has no source.
pub async fn changed_at(db: &Db, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<Timestamp> {
    let text = "select coalesce(max(touched_at), 0) from source where workspace_id = $1 and assistant_id = $2";
    let (at,): (i64,) = db.one(sql(text).bind(workspace).bind(assistant)).await?;
    Ok(Timestamp(at))
}

/// Path, id and version of the documents of a source that are searched now.
pub async fn current(db: &Db, workspace: &WorkspaceId, source: &SourceId) -> Result<Vec<(String, String, String)>> {
    let text = "select path, id, version from document where workspace_id = $1 and source_id = $2 and is_current = $3";
    db.all(sql(text).bind(workspace).bind(source).bind(true)).await
}

/// Id and version of a page's document that is searched now.
pub async fn current_of(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, path: &str) -> Result<Option<(String, String)>> {
    let text = "select id, version from document where workspace_id = $1 and source_id = $2 and path = $3 and is_current = $4";
    tx.maybe(sql(text).bind(workspace).bind(source).bind(path).bind(true)).await
}

/// Stops searching a document of a source; its versions stay, for receipts.
pub async fn retire(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, path: &str) -> Result<u64> {
    let text = "update document set is_current = $4 where workspace_id = $1 and source_id = $2 and path = $3 and is_current = $5";
    tx.run(sql(text).bind(workspace).bind(source).bind(path).bind(false).bind(true)).await
}

/// Makes this version of a document the one that is searched, and gives its id. A version that was read before is taken up again.
pub async fn publish(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, new: &NewDocument, now: Timestamp) -> Result<DocumentId> {
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
    if let Some(known) = DocumentId::parse(&id).filter(|known| *known != new.id) {
        return Ok(known);
    }
    for (place, passage) in (0_i64..).zip(&new.passages) {
        add_passage(tx, workspace, source, new, place, passage).await?;
    }
    Ok(new.id.clone())
}

/// A passage that stood in another version of the page keeps what the model made of it.
async fn add_passage(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    source: &SourceId,
    document: &NewDocument,
    place: i64,
    it: &NewPassage,
) -> Result<()> {
    let text = "insert into passage (id, workspace_id, document_id, place, section_id, title, heading, url, text, markdown, embed_text, embed_heading, encoding)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, (select o.encoding from passage o join document d on d.id = o.document_id
                where d.source_id = $13 and d.path = $14 and o.embed_text = $11 and o.embed_heading = $12 and o.encoding is not null limit 1))";
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
        .bind(it.embed_heading.as_str())
        .bind(source)
        .bind(document.path.as_str());
    tx.run(row).await?;
    Ok(())
}

/// The passages that an assistant answers from, in reading order.
pub async fn passages(db: &Db, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<Vec<Row>> {
    let text = "select p.id, p.document_id, d.version, d.path as page, p.section_id, p.title, p.heading, p.url, p.text, p.markdown,
                p.embed_text, p.embed_heading, p.encoding, s.origin
                from passage p join document d on d.id = p.document_id join source s on s.id = d.source_id
                join page g on g.source_id = d.source_id and g.path = d.path
                where p.workspace_id = $1 and s.assistant_id = $2 and d.is_current = $3 and g.is_on = $3 and s.is_on = $3 and s.removed_at = 0
                order by d.path, d.id, p.place";
    db.all(sql(text).bind(workspace).bind(assistant).bind(true)).await
}

/// How many passages an assistant answers from, and how many of them the model has been through.
pub async fn n_passages(db: &Db, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<(u64, u64)> {
    let text = "select count(*), count(p.encoding) from passage p join document d on d.id = p.document_id join source s on s.id = d.source_id
                join page g on g.source_id = d.source_id and g.path = d.path
                where p.workspace_id = $1 and s.assistant_id = $2 and d.is_current = $3 and g.is_on = $3 and s.is_on = $3 and s.removed_at = 0";
    let (all, encoded): (i64, i64) = db.one(sql(text).bind(workspace).bind(assistant).bind(true)).await?;
    Ok((all.cast_unsigned(), encoded.cast_unsigned()))
}

/// Counts an answer for the documents that it rested on, and once for each of their sources.
pub async fn used(tx: &mut Tx, workspace: &WorkspaceId, documents: &BTreeSet<DocumentId>) -> Result<()> {
    if documents.is_empty() {
        return Ok(());
    }
    let ids = || documents.iter().map(Value::from);
    let text = "update document set n_answers = n_answers + 1 where workspace_id = $1 and id in (";
    tx.run(sql(text).bind(workspace).push_list(ids()).push(")", [])).await?;
    let text =
        "update source set n_answers = n_answers + 1 where workspace_id = $1 and id in (select source_id from document where id in (";
    tx.run(sql(text).bind(workspace).push_list(ids()).push("))", [])).await?;
    Ok(())
}

/// A document at one version, with what its page and its source are called.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Version {
    pub id: String,
    pub source_id: String,
    pub source_name: String,
    pub path: String,
    pub title: String,
    pub url: String,
    pub version: String,
    pub read_at: i64,
    pub n_answers: i64,
    /// Whether it is searched.
    pub is_searched: bool,
}

/// A document of this workspace, whether it is still searched or not.
pub async fn version(db: &Db, workspace: &WorkspaceId, document: &DocumentId) -> Result<Option<Version>> {
    let text =
        "select d.id, d.source_id, s.name as source_name, d.path, d.title, coalesce(g.url, '') as url, d.version, d.read_at, d.n_answers,
                (d.is_current and s.is_on and s.removed_at = 0 and coalesce(g.is_on, false)) as is_searched
                from document d join source s on s.id = d.source_id left join page g on g.source_id = d.source_id and g.path = d.path
                where d.workspace_id = $1 and d.id = $2";
    db.maybe(sql(text).bind(workspace).bind(document)).await
}

/// The other versions of a document's page as (document, version, when it was read), newest first.
pub async fn versions(db: &Db, workspace: &WorkspaceId, of: &Version) -> Result<Vec<(String, String, i64)>> {
    let text = "select id, version, read_at from document where workspace_id = $1 and source_id = $2 and path = $3 and id <> $4
                order by read_at desc, id desc limit 50";
    db.all(sql(text).bind(workspace).bind(of.source_id.as_str()).bind(of.path.as_str()).bind(of.id.as_str())).await
}

/// The passages of a document as (heading, url, markdown, whether the model has been through), in reading order.
pub async fn passages_of(db: &Db, workspace: &WorkspaceId, document: &str) -> Result<Vec<(String, String, String, bool)>> {
    let text =
        "select heading, url, markdown, encoding is not null from passage where workspace_id = $1 and document_id = $2 order by place";
    db.all(sql(text).bind(workspace).bind(document)).await
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

    /// Makes a version the one that is searched, and its page's.
    async fn put(tx: &mut Tx, home: &WorkspaceId, source: &SourceId, it: &NewDocument, now: Timestamp) -> Result<DocumentId> {
        let id = publish(tx, home, source, it, now).await?;
        let found = crate::store::page::Found { path: it.path.clone(), ..Default::default() };
        crate::store::page::read(tx, home, source, &found, &id, now).await?;
        Ok(id)
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
                            put(tx, &home, &id, &document(path, version), Timestamp(1)).await?;
                        }
                        assert_eq!(retire(tx, &abroad, &id, "a").await?, 0, "a foreign workspace changes nothing");
                        retire(tx, &home, &id, "a").await?;
                        put(tx, &home, &id, &document("a", "a2"), Timestamp(2)).await?;
                        retire(tx, &home, &id, "b").await?;
                        touch(tx, &home, &id, Timestamp(7)).await?;
                        assert_eq!(touch(tx, &abroad, &id, Timestamp(9)).await?, 0);
                        assert_eq!(stir_all(tx, &abroad, &assistant, Timestamp(9)).await?, 0);
                        put(tx, &home, &id, &document("b", "b1"), Timestamp(3)).await?; // As it was: taken up again.
                        Ok((current_of(tx, &home, &id, "a").await?, current_of(tx, &abroad, &id, "a").await?, id))
                    })
                })
                .await
                .expect("writes");
            let (of_a, of_foreign, source) = kept;
            assert!(of_a.is_some_and(|(_, version)| version == "a2") && of_foreign.is_none());
            let kept = current(&db, &workspace, &source).await.expect("reads");
            assert!(current(&db, &foreign, &source).await.expect("reads").is_empty());
            let pairs: Vec<(&str, &str)> = kept.iter().map(|(path, _, version)| (path.as_str(), version.as_str())).collect();
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
            assert_eq!(n_passages(&db, &workspace, &profile.id).await.expect("reads"), (2, 1));
            assert_eq!(n_passages(&db, &foreign, &profile.id).await.expect("reads"), (0, 0));
        }
    }

    #[tokio::test]
    async fn an_answer_is_counted_once_for_each_document_and_source() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            let (home, abroad, assistant) = (workspace.clone(), foreign.clone(), profile.id.clone());
            let ids = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        let id = source(tx, &home, &assistant, &chance::source(Timestamp(1)), "docs", "", Timestamp(1)).await?;
                        let old = put(tx, &home, &id, &document("a", "a1"), Timestamp(1)).await?;
                        let other = put(tx, &home, &id, &document("b", "b1"), Timestamp(1)).await?;
                        let both = BTreeSet::from([old.clone(), other]);
                        used(tx, &home, &both).await?;
                        used(tx, &home, &BTreeSet::from([old.clone()])).await?;
                        used(tx, &home, &BTreeSet::new()).await?;
                        used(tx, &abroad, &both).await?;
                        retire(tx, &home, &id, "a").await?;
                        let new = put(tx, &home, &id, &document("a", "a2"), Timestamp(2)).await?;
                        Ok((id, old, new))
                    })
                })
                .await
                .expect("writes");
            let (id, old, new) = ids;
            let it = version(&db, &workspace, &old).await.expect("reads").expect("stays");
            assert_eq!((it.n_answers, it.is_searched, it.source_name.as_str()), (2, false, "docs"));
            assert_eq!(version(&db, &foreign, &old).await.expect("reads"), None);
            let now = version(&db, &workspace, &new).await.expect("reads").expect("is there");
            assert!(now.is_searched && now.n_answers == 0);
            let others = versions(&db, &workspace, &now).await.expect("reads");
            assert_eq!(others.iter().map(|(id, ..)| id.as_str()).collect::<Vec<_>>(), [old.as_str()]);
            assert_eq!(passages_of(&db, &workspace, new.as_str()).await.expect("reads").len(), 1);
            assert_eq!(passages_of(&db, &foreign, new.as_str()).await.expect("reads").len(), 0);
            let line = crate::store::source::by_id(&db, &workspace, &id).await.expect("reads").expect("is there").line;
            assert_eq!((line.n_answers, line.n_pages, line.n_passages), (2, 2, 2));
        }
    }

    #[tokio::test]
    async fn a_passage_that_was_there_before_keeps_what_the_model_made_of_it() {
        for World { db, workspace, profile, .. } in each().await {
            let (home, assistant) = (workspace.clone(), profile.id.clone());
            db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    let id = source(tx, &home, &assistant, &chance::source(Timestamp(1)), "docs", "", Timestamp(1)).await?;
                    let first = document("a", "same");
                    put(tx, &home, &id, &first, Timestamp(1)).await?;
                    set_encoding(tx, &home, first.passages[0].id.as_str(), vec![1, 2]).await?;
                    retire(tx, &home, &id, "a").await?;
                    let second = NewDocument { version: "other".to_owned(), ..document("a", "same") };
                    put(tx, &home, &id, &second, Timestamp(2)).await
                })
            })
            .await
            .expect("writes");
            assert_eq!(n_passages(&db, &workspace, &profile.id).await.expect("reads"), (1, 1));
        }
    }
}
