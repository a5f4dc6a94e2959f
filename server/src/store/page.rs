//! The pages of a source: when each was looked at, what was found, whether it is searched.

use crate::db::{Db, Result, Tx, sql};
use app::{
    api::knowledge::{PageLine, Trouble, Wanted},
    domain::{
        id::{DocumentId, SourceId, WorkspaceId},
        rich::Href,
        time::Timestamp,
    },
};

/// So many pages are listed at once.
pub const AT_ONCE: i64 = 100;

/// What is known of a page before it is looked at again.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Known {
    pub path: String,
    pub url: String,
    pub etag: String,
    pub modified: String,
    pub hash: String,
    pub links: String,
    /// Whether a version of it is searched.
    pub is_read: bool,
}

/// What was found when a page was read.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub path: String,
    pub place: i64,
    pub url: String,
    pub title: String,
    pub etag: String,
    pub modified: String,
    pub hash: String,
    pub links: String,
    pub raw: String,
}

/// What is known of the pages of a source, in its order.
pub async fn known(db: &Db, workspace: &WorkspaceId, source: &SourceId) -> Result<Vec<Known>> {
    let text = "select p.path, p.url, p.etag, p.modified, p.hash, p.links, coalesce(d.is_current, false) as is_read
                from page p left join document d on d.id = p.document_id
                where p.workspace_id = $1 and p.source_id = $2 order by p.place, p.path";
    db.all(sql(text).bind(workspace).bind(source)).await
}

/// Keeps what was read of a page: its document is `document`. It is on where it is new, and stays as it was switched.
pub async fn read(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    source: &SourceId,
    it: &Found,
    document: &DocumentId,
    now: Timestamp,
) -> Result<u64> {
    let text = "insert into page (workspace_id, source_id, path, place, url, title, is_on, checked_at, changed_at, trouble, etag, modified, hash, links, raw, document_id)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $8, '', $9, $10, $11, $12, $13, $14)
                on conflict (source_id, path) do update set place = excluded.place, url = excluded.url, title = excluded.title,
                checked_at = excluded.checked_at,
                changed_at = case when page.document_id = excluded.document_id and page.raw = excluded.raw then page.changed_at else excluded.changed_at end,
                trouble = '', etag = excluded.etag, modified = excluded.modified, hash = excluded.hash, links = excluded.links,
                raw = excluded.raw, document_id = excluded.document_id";
    let row = sql(text)
        .bind(workspace)
        .bind(source)
        .bind(it.path.as_str())
        .bind(it.place)
        .bind(it.url.as_str())
        .bind(it.title.as_str())
        .bind(true)
        .bind(now)
        .bind(it.etag.as_str())
        .bind(it.modified.as_str())
        .bind(it.hash.as_str())
        .bind(it.links.as_str())
        .bind(it.raw.as_str())
        .bind(document);
    tx.run(row).await
}

/// Notes that a page is as it was.
pub async fn same(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, path: &str, now: Timestamp) -> Result<u64> {
    let text = "update page set checked_at = $4, trouble = '' where workspace_id = $1 and source_id = $2 and path = $3";
    tx.run(sql(text).bind(workspace).bind(source).bind(path).bind(now)).await
}

/// Notes why a page couldn't be read. What was read before stays.
pub async fn failed(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    source: &SourceId,
    (path, url): (&str, &str),
    why: &Trouble,
    now: Timestamp,
) -> Result<u64> {
    let text = "insert into page (workspace_id, source_id, path, place, url, title, is_on, checked_at, changed_at, trouble, etag, modified, hash, links, raw, document_id)
                values ($1, $2, $3, 0, $4, '', $5, $6, $6, $7, '', '', '', '', '', null)
                on conflict (source_id, path) do update set checked_at = excluded.checked_at, trouble = excluded.trouble, etag = '', modified = '', hash = ''";
    let row = sql(text).bind(workspace).bind(source).bind(path).bind(url).bind(true).bind(now).bind(serde_json::to_string(why)?);
    tx.run(row).await
}

/// Says whether a page is searched.
pub async fn switch(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, path: &str, is_on: bool) -> Result<u64> {
    let text = "update page set is_on = $4 where workspace_id = $1 and source_id = $2 and path = $3";
    tx.run(sql(text).bind(workspace).bind(source).bind(path).bind(is_on)).await
}

/// Forgets a page; the versions that were read of it stay, for receipts.
pub async fn forget(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId, path: &str) -> Result<u64> {
    tx.run(sql("delete from page where workspace_id = $1 and source_id = $2 and path = $3").bind(workspace).bind(source).bind(path)).await
}

/// What somebody typed, as (path, title, raw), in the source's order.
pub async fn raws(db: &Db, workspace: &WorkspaceId, source: &SourceId) -> Result<Vec<(String, String, String)>> {
    let text = "select path, title, raw from page where workspace_id = $1 and source_id = $2 order by place, path";
    db.all(sql(text).bind(workspace).bind(source)).await
}

/// Why the first page that couldn't be read couldn't.
pub async fn first_trouble(tx: &mut Tx, workspace: &WorkspaceId, source: &SourceId) -> Result<Option<Trouble>> {
    let text = "select trouble from page where workspace_id = $1 and source_id = $2 and trouble <> '' order by place, path limit 1";
    let row: Option<(String,)> = tx.maybe(sql(text).bind(workspace).bind(source)).await?;
    Ok(row.map(|(trouble,)| serde_json::from_str(&trouble)).transpose()?)
}

#[derive(sqlx::FromRow)]
struct Row {
    path: String,
    title: String,
    url: String,
    is_on: bool,
    checked_at: i64,
    changed_at: i64,
    trouble: String,
    document_id: Option<String>,
    n_passages: i64,
    n_answers: i64,
}

impl Row {
    fn line(self) -> Result<PageLine> {
        Ok(PageLine {
            document: self.document_id.as_deref().and_then(DocumentId::parse),
            path: self.path,
            title: self.title,
            href: Href::parse(&self.url),
            is_on: self.is_on,
            n_passages: self.n_passages.cast_unsigned(),
            n_answers: self.n_answers.cast_unsigned(),
            checked_at: Timestamp(self.checked_at),
            changed_at: Timestamp(self.changed_at),
            trouble: if self.trouble.is_empty() { None } else { Some(serde_json::from_str(&self.trouble)?) },
        })
    }
}

const FIT: &str = " from page p left join document d on d.id = p.document_id and d.is_current
    where p.workspace_id = {} and p.source_id = {} and (lower(p.title) like {} escape '!' or lower(p.path) like {} escape '!' or lower(p.url) like {} escape '!')
    and (p.trouble <> '' or not {})";

/// How many pages of a source fit, and a stretch of them, in the source's order.
pub async fn lines(db: &Db, workspace: &WorkspaceId, source: &SourceId, wanted: &Wanted) -> Result<(u64, Vec<PageLine>)> {
    let words = wanted.words.trim().to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let words = format!("%{words}%");
    let fit = || {
        [workspace.into(), source.into(), words.as_str().into(), words.as_str().into(), words.as_str().into(), wanted.only_failed.into()]
    };
    let (n,): (i64,) = db.one(sql("select count(*)").push(FIT, fit())).await?;
    let text = "select p.path, p.title, p.url, p.is_on, p.checked_at, p.changed_at, p.trouble, p.document_id,
        (select count(*) from passage x where x.document_id = d.id) as n_passages,
        (select cast(coalesce(sum(v.n_answers), 0) as bigint) from document v where v.source_id = p.source_id and v.path = p.path) as n_answers";
    let stretch =
        sql(text).push(FIT, fit()).push(" order by p.place, p.path limit {} offset {}", [AT_ONCE.into(), i64::from(wanted.skip).into()]);
    let rows: Vec<Row> = db.all(stretch).await?;
    Ok((n.cast_unsigned(), rows.into_iter().map(Row::line).collect::<Result<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        store::{
            knowledge::{self, NewDocument},
            test::{World, each},
        },
    };

    fn found(path: &str, title: &str, place: i64) -> Found {
        Found { path: path.to_owned(), title: title.to_owned(), place, url: format!("https://x.test{path}"), ..Found::default() }
    }

    #[tokio::test]
    async fn pages_are_listed_switched_and_forgotten_by_their_own_workspace() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            let (home, abroad, assistant) = (workspace.clone(), foreign.clone(), profile.id.clone());
            let source = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        let id = knowledge::source(tx, &home, &assistant, &chance::source(Timestamp(1)), "site", "", Timestamp(1)).await?;
                        for (path, title, place) in [("/b", "Second 100%", 2), ("/a", "First_one", 1)] {
                            let new = NewDocument {
                                id: chance::document(Timestamp(1)),
                                path: path.to_owned(),
                                version: "1".to_owned(),
                                title: title.to_owned(),
                                passages: Vec::new(),
                            };
                            let document = knowledge::publish(tx, &home, &id, &new, Timestamp(1)).await?;
                            read(tx, &home, &id, &found(path, title, place), &document, Timestamp(1)).await?;
                            read(tx, &home, &id, &found(path, title, place), &document, Timestamp(4)).await?;
                        }
                        assert_eq!(same(tx, &abroad, &id, "/a", Timestamp(9)).await?, 0);
                        assert_eq!(switch(tx, &abroad, &id, "/a", false).await?, 0);
                        assert_eq!(forget(tx, &abroad, &id, "/a").await?, 0);
                        assert_eq!(switch(tx, &home, &id, "/a", false).await?, 1);
                        assert_eq!(first_trouble(tx, &home, &id).await?, None);
                        failed(tx, &home, &id, ("/b", "https://x.test/b"), &Trouble::Robots, Timestamp(5)).await?;
                        failed(tx, &home, &id, ("/c", "https://x.test/c"), &Trouble::Empty, Timestamp(5)).await?;
                        assert_eq!(first_trouble(tx, &home, &id).await?, Some(Trouble::Empty));
                        assert_eq!(first_trouble(tx, &abroad, &id).await?, None);
                        assert_eq!(same(tx, &home, &id, "/a", Timestamp(9)).await?, 1);
                        Ok(id)
                    })
                })
                .await
                .expect("writes");
            let paths = async |wanted: Wanted| {
                let (n, lines) = lines(&db, &workspace, &source, &wanted).await.expect("reads");
                (n, lines.into_iter().map(|line| line.path).collect::<Vec<_>>().join(" "))
            };
            let words = |words: &str| Wanted { words: words.to_owned(), ..Wanted::default() };
            assert_eq!(paths(Wanted::default()).await, (3, "/c /a /b".to_owned()));
            assert_eq!(paths(Wanted { only_failed: true, ..Wanted::default() }).await, (2, "/c /b".to_owned()));
            assert_eq!(paths(Wanted { skip: 2, ..Wanted::default() }).await, (3, "/b".to_owned()));
            assert_eq!(
                (paths(words("FIRST_")).await.0, paths(words("100%")).await.0, paths(words("%")).await.0, paths(words("x.test/a")).await.0),
                (1, 1, 1, 1)
            );
            let (_, all) = lines(&db, &workspace, &source, &Wanted::default()).await.expect("reads");
            assert_eq!((all[1].is_on, all[1].checked_at, all[1].changed_at), (false, Timestamp(9), Timestamp(1)));
            assert!(all[2].document.is_some() && all[2].trouble == Some(Trouble::Robots) && all[0].document.is_none());
            assert_eq!(lines(&db, &foreign, &source, &Wanted::default()).await.expect("reads"), (0, vec![]));
            let kept = known(&db, &workspace, &source).await.expect("reads");
            assert_eq!(
                kept.iter().map(|it| (it.path.as_str(), it.is_read)).collect::<Vec<_>>(),
                [("/c", false), ("/a", true), ("/b", true)]
            );
            assert_eq!(known(&db, &foreign, &source).await.expect("reads"), vec![]);
            assert_eq!(raws(&db, &workspace, &source).await.expect("reads").len(), 3);
            assert_eq!(raws(&db, &foreign, &source).await.expect("reads").len(), 0);
        }
    }
}
