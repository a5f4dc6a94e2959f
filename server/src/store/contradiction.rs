//! Passages that contradict each other, and what the owner said of each pair.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AssistantId, ContradictionId, WorkspaceId},
    time::Timestamp,
};

/// A pair as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub id: ContradictionId,
    pub one: Says,
    pub other: Says,
}

/// A sentence of a passage, word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Says {
    pub section: String,
    pub passage: String,
    pub sentence: String,
}

/// A pair, with the pages that its passages are on.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub assistant_id: String,
    pub state: String,
    pub found_at: i64,
    pub settled_at: i64,
    pub settled_by: String,
    pub one_section: String,
    pub one_says: String,
    pub one_title: String,
    pub one_heading: String,
    pub one_url: String,
    pub one_markdown: String,
    pub other_section: String,
    pub other_says: String,
    pub other_title: String,
    pub other_heading: String,
    pub other_url: String,
    pub other_markdown: String,
}

/// Keeps what was found in an assistant's docs just now: pairs that are known keep what was said of them, and others that
/// aren't found any more count no longer. How many are new.
pub async fn keep(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, found: &[Found], now: Timestamp) -> Result<u64> {
    let before = "update contradiction set is_found = $3 where workspace_id = $1 and assistant_id = $2";
    tx.run(sql(before).bind(workspace).bind(assistant).bind(false)).await?;
    let mut n_new = 0;
    for it in found {
        let (at,) = note(tx, workspace, assistant, it, now).await?;
        n_new += u64::from(at == now.0);
    }
    Ok(n_new)
}

async fn note(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, it: &Found, now: Timestamp) -> Result<(i64,)> {
    let text = "insert into contradiction (id, workspace_id, assistant_id, one_section, one_passage, one_says, other_section, other_passage,
                other_says, state, is_found, found_at, settled_at, settled_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, 0, '')
                on conflict (id) do update set one_passage = excluded.one_passage, other_passage = excluded.other_passage,
                is_found = excluded.is_found returning found_at";
    let row = sql(text)
        .bind(&it.id)
        .bind(workspace)
        .bind(assistant)
        .bind(it.one.section.as_str())
        .bind(it.one.passage.as_str())
        .bind(it.one.sentence.as_str())
        .bind(it.other.section.as_str())
        .bind(it.other.passage.as_str())
        .bind(it.other.sentence.as_str());
    tx.one(row.bind(true).bind(now)).await
}

/// The pairs that are in the docs today, and those of which one side is left out: the open ones first, then by when they were found.
pub async fn all(db: &Db, workspace: &WorkspaceId) -> Result<Vec<Row>> {
    let text = "select c.id, c.assistant_id, c.state, c.found_at, c.settled_at, c.settled_by,
                c.one_section, c.one_says, a.title as one_title, a.heading as one_heading, a.url as one_url, a.markdown as one_markdown,
                c.other_section, c.other_says, b.title as other_title, b.heading as other_heading, b.url as other_url, b.markdown as other_markdown
                from contradiction c join passage a on a.id = c.one_passage join passage b on b.id = c.other_passage
                where c.workspace_id = $1 and (c.is_found = $2 or c.state in ('one', 'other')) order by case when c.state = 'open' then 0 else 1 end, c.found_at, c.id";
    db.all(sql(text).bind(workspace).bind(true)).await
}

/// How many pairs wait for the owner's word.
pub async fn n_open(db: &Db, workspace: &WorkspaceId) -> Result<u64> {
    let text = "select count(*) from contradiction where workspace_id = $1 and state = 'open' and is_found = $2";
    let (n,): (i64,) = db.one(sql(text).bind(workspace).bind(true)).await?;
    Ok(n.cast_unsigned())
}

/// Keeps what the owner says of a pair; whose it is, or nothing where there is no such pair.
pub async fn settle(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: &ContradictionId,
    state: &str,
    by: &str,
    now: Timestamp,
) -> Result<Option<AssistantId>> {
    let text =
        "update contradiction set state = $3, settled_by = $4, settled_at = $5 where workspace_id = $1 and id = $2 returning assistant_id";
    let row: Option<(String,)> = tx.maybe(sql(text).bind(workspace).bind(id).bind(state).bind(by).bind(now)).await?;
    Ok(row.and_then(|(id,)| AssistantId::parse(&id)))
}

/// The sections of each open pair, for who is about to answer from one.
pub async fn disputed(db: &Db, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<Vec<(String, String)>> {
    let text = "select one_section, other_section from contradiction
                where workspace_id = $1 and assistant_id = $2 and state = 'open' and is_found = $3 order by id";
    db.all(sql(text).bind(workspace).bind(assistant).bind(true)).await
}

/// Section and sentence of what the owner said is wrong: a passage that still holds it isn't searched.
pub async fn left_out(db: &Db, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<Vec<(String, String)>> {
    let text = "select case when state = 'one' then other_section else one_section end as section,
                case when state = 'one' then other_says else one_says end as says
                from contradiction where workspace_id = $1 and assistant_id = $2 and state in ('one', 'other') order by id";
    db.all(sql(text).bind(workspace).bind(assistant)).await
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

    fn says(passage: &NewPassage) -> Says {
        Says { section: passage.section_id.clone(), passage: passage.id.to_string(), sentence: passage.text.clone() }
    }

    fn passage(section: &str, text: &str) -> NewPassage {
        NewPassage {
            id: chance::passage(Timestamp(1)),
            section_id: section.to_owned(),
            heading: String::new(),
            url: format!("https://x.test/{section}"),
            text: text.to_owned(),
            markdown: text.to_owned(),
            embed_text: String::new(),
            embed_heading: String::new(),
        }
    }

    #[tokio::test]
    async fn a_pair_is_kept_with_what_was_said_of_it_until_a_sentence_changes() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            let passages = vec![passage("refunds", "14 days."), passage("returns", "30 days.")];
            let found = Found { id: ContradictionId::parse("pair-1").expect("an id"), one: says(&passages[0]), other: says(&passages[1]) };
            let document = NewDocument {
                id: chance::document(Timestamp(1)),
                path: "p".to_owned(),
                version: "v".to_owned(),
                title: "T".to_owned(),
                passages,
            };
            let (home, abroad, assistant, it) = (workspace.clone(), foreign.clone(), profile.id.clone(), found.clone());
            let write = db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    let source =
                        knowledge::source(tx, &home, &assistant, &chance::source(Timestamp(1)), "docs", "https://x.test", Timestamp(1))
                            .await?;
                    knowledge::publish(tx, &home, &source, &document, Timestamp(1)).await?;
                    let n = keep(tx, &home, &assistant, std::slice::from_ref(&it), Timestamp(3)).await?;
                    let again = keep(tx, &home, &assistant, std::slice::from_ref(&it), Timestamp(4)).await?;
                    assert_eq!(settle(tx, &abroad, &it.id, "one", "Eve", Timestamp(5)).await?, None);
                    Ok((n, again))
                })
            });
            assert_eq!(write.await.expect("writes"), (1, 0), "what is known isn't new");
            let pair = ("refunds".to_owned(), "returns".to_owned());
            assert_eq!(disputed(&db, &workspace, &profile.id).await.expect("reads"), vec![pair]);
            assert_eq!(disputed(&db, &foreign, &profile.id).await.expect("reads"), vec![]);
            assert_eq!((n_open(&db, &workspace).await.expect("reads"), n_open(&db, &foreign).await.expect("reads")), (1, 0));
            assert_eq!(left_out(&db, &workspace, &profile.id).await.expect("reads"), vec![]);
            let (home, id, assistant) = (workspace.clone(), found.id.clone(), profile.id.clone());
            let settled = db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    let whose = settle(tx, &home, &id, "one", "Ana", Timestamp(6)).await?;
                    keep(tx, &home, &assistant, &[found], Timestamp(7)).await?;
                    Ok(whose)
                })
            });
            assert_eq!(settled.await.expect("writes"), Some(profile.id.clone()));
            let wrong = ("returns".to_owned(), "30 days.".to_owned());
            assert_eq!(left_out(&db, &workspace, &profile.id).await.expect("reads"), vec![wrong]);
            assert_eq!(left_out(&db, &foreign, &profile.id).await.expect("reads"), vec![]);
            let rows = all(&db, &workspace).await.expect("reads");
            assert_eq!(
                rows.iter().map(|row| (row.state.as_str(), row.settled_by.as_str(), row.other_title.as_str())).collect::<Vec<_>>(),
                vec![("one", "Ana", "T")]
            );
            assert_eq!(all(&db, &foreign).await.expect("reads"), vec![]);
            let (home, assistant) = (workspace.clone(), profile.id.clone());
            db.write::<_, Error, _>(|tx| Box::pin(async move { keep(tx, &home, &assistant, &[], Timestamp(8)).await }))
                .await
                .expect("writes");
            assert_eq!(all(&db, &workspace).await.expect("reads").len(), 1, "what is left out can be taken in again");
            let (home, id) = (workspace.clone(), ContradictionId::parse("pair-1").expect("an id"));
            let reopened = db.write::<_, Error, _>(|tx| Box::pin(async move { settle(tx, &home, &id, "open", "Ana", Timestamp(9)).await }));
            reopened.await.expect("writes");
            assert_eq!(all(&db, &workspace).await.expect("reads"), vec![], "it isn't in the docs any more");
        }
    }
}
