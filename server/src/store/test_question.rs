//! Questions whose answers are checked, and what came of each when it was last run.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AssistantId, TestQuestionId, WorkspaceId},
    time::Timestamp,
    trial::{Expect, Ran},
};

/// A question as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: TestQuestionId,
    pub assistant: AssistantId,
    pub question: String,
    pub expects: Expect,
    /// It is to be run from then on; 0 where nothing is to do.
    pub wanted_at: Timestamp,
    /// Whether a person asked for that; else a change did.
    pub is_by_hand: bool,
    /// Since when it fails that passed before; 0 where it doesn't.
    pub broken_at: Timestamp,
    pub ran: Option<Ran>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    assistant_id: String,
    question: String,
    expects: String,
    wanted_at: i64,
    is_by_hand: bool,
    broken_at: i64,
    ran: String,
}

impl Row {
    fn kept(self) -> Result<Option<Kept>> {
        let (Some(id), Some(assistant)) = (TestQuestionId::parse(&self.id), AssistantId::parse(&self.assistant_id)) else {
            return Ok(None);
        };
        let ran = if self.ran.is_empty() { None } else { Some(serde_json::from_str(&self.ran)?) };
        Ok(Some(Kept {
            id,
            assistant,
            question: self.question,
            expects: serde_json::from_str(&self.expects)?,
            wanted_at: Timestamp(self.wanted_at),
            is_by_hand: self.is_by_hand,
            broken_at: Timestamp(self.broken_at),
            ran,
        }))
    }
}

/// Who asks for a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// A person, by hand.
    Person,
    /// A change of docs or settings. Where a person has asked for it before, and it hasn't been run, it stays theirs.
    Change,
}

/// Adds a question, or changes it: then it counts as never run. It is to be run from `now` on, by hand.
pub async fn save(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: &TestQuestionId,
    assistant: &AssistantId,
    question: &str,
    expects: &Expect,
    now: Timestamp,
) -> Result<u64> {
    let text =
        "insert into test_question (id, workspace_id, assistant_id, question, expects, created_at, wanted_at, is_by_hand, broken_at, ran, ran_on)
                values ($1, $2, $3, $4, $5, $6, $6, $7, 0, '', '')
                on conflict (id) do update set assistant_id = excluded.assistant_id, question = excluded.question,
                expects = excluded.expects, wanted_at = excluded.wanted_at, is_by_hand = excluded.is_by_hand, broken_at = 0, ran = '', ran_on = ''
                where test_question.workspace_id = excluded.workspace_id";
    let row = sql(text).bind(id).bind(workspace).bind(assistant).bind(question).bind(serde_json::to_string(expects)?).bind(now).bind(true);
    tx.run(row).await
}

/// Takes a question away.
pub async fn remove(tx: &mut Tx, workspace: &WorkspaceId, id: &TestQuestionId) -> Result<u64> {
    tx.run(sql("delete from test_question where workspace_id = $1 and id = $2").bind(workspace).bind(id)).await
}

/// All questions of a workspace, in the order in which they were added.
pub async fn all(db: &Db, workspace: &WorkspaceId) -> Result<Vec<Kept>> {
    let text = "select id, assistant_id, question, expects, wanted_at, is_by_hand, broken_at, ran from test_question where workspace_id = $1 order by id";
    kept(db.all(sql(text).bind(workspace)).await?)
}

/// How many questions a workspace has.
pub async fn count(tx: &mut Tx, workspace: &WorkspaceId) -> Result<u64> {
    let (n,): (i64,) = tx.one(sql("select count(*) from test_question where workspace_id = $1").bind(workspace)).await?;
    Ok(n.cast_unsigned())
}

/// How many questions fail that passed before.
pub async fn n_broken(db: &Db, workspace: &WorkspaceId) -> Result<u64> {
    let text = "select count(*) from test_question where workspace_id = $1 and broken_at > 0";
    let (n,): (i64,) = db.one(sql(text).bind(workspace)).await?;
    Ok(n.cast_unsigned())
}

/// Asks for a run of one question, or of all; how many.
pub async fn want(tx: &mut Tx, workspace: &WorkspaceId, only: Option<&TestQuestionId>, asker: Asker, from: Timestamp) -> Result<u64> {
    let text = "update test_question set wanted_at = $2, is_by_hand = ($3 or (is_by_hand and wanted_at > 0)) where workspace_id = $1";
    let all = sql(text).bind(workspace).bind(from).bind(asker == Asker::Person);
    tx.run(match only {
        Some(id) => all.push(" and id = {}", [id.into()]),
        None => all,
    })
    .await
}

/// Asks, because of a change, for a run of an assistant's questions that were last answered from something else than `on`; how many.
pub async fn want_on(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, on: &str, from: Timestamp) -> Result<u64> {
    let text = "update test_question set wanted_at = $4, is_by_hand = (is_by_hand and wanted_at > 0)
                where workspace_id = $1 and assistant_id = $2 and ran_on <> $3";
    tx.run(sql(text).bind(workspace).bind(assistant).bind(on).bind(from)).await
}

/// The question that is to be run at `now` and waits longest.
pub async fn next(db: &Db, workspace: &WorkspaceId, now: Timestamp) -> Result<Option<Kept>> {
    let text = "select id, assistant_id, question, expects, wanted_at, is_by_hand, broken_at, ran from test_question
                where workspace_id = $1 and wanted_at > 0 and wanted_at <= $2 order by wanted_at, id limit 1";
    let row: Option<Row> = db.maybe(sql(text).bind(workspace).bind(now)).await?;
    Ok(row.map(Row::kept).transpose()?.flatten())
}

/// Keeps what came of a run that was wanted at `wanted_at`. Where it was wanted anew meanwhile, it stays wanted.
pub async fn note(tx: &mut Tx, workspace: &WorkspaceId, it: &Kept, ran: &Ran, on: &str, broken_at: Timestamp) -> Result<()> {
    let text = "update test_question set ran = $3, ran_on = $4, broken_at = $5,
                wanted_at = case when wanted_at = $6 then 0 else wanted_at end where workspace_id = $1 and id = $2";
    let row = sql(text).bind(workspace).bind(&it.id).bind(serde_json::to_string(ran)?).bind(on).bind(broken_at).bind(it.wanted_at);
    tx.run(row).await?;
    Ok(())
}

fn kept(rows: Vec<Row>) -> Result<Vec<Kept>> {
    let mut all = Vec::new();
    for row in rows {
        all.extend(row.kept()?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        db::Error,
        store::test::{World, each},
    };
    use app::domain::turn::Fate;

    #[tokio::test]
    async fn a_question_is_run_when_it_is_wanted_and_stays_its_workspaces() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            let (id, home, abroad, assistant) =
                (chance::test_question(Timestamp(1)), workspace.clone(), foreign.clone(), profile.id.clone());
            let copy = id.clone();
            let write = db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    save(tx, &home, &copy, &assistant, "how?", &Expect::HandOver, Timestamp(5)).await?;
                    assert_eq!(save(tx, &abroad, &copy, &assistant, "theirs", &Expect::HandOver, Timestamp(6)).await?, 0);
                    assert_eq!(remove(tx, &abroad, &copy).await?, 0);
                    assert_eq!(want(tx, &abroad, None, Asker::Person, Timestamp(9)).await?, 0);
                    assert_eq!(want_on(tx, &abroad, &assistant, "new", Timestamp(9)).await?, 0);
                    Ok((count(tx, &home).await?, count(tx, &abroad).await?))
                })
            });
            assert_eq!(write.await.expect("writes"), (1, 0));
            assert_eq!(next(&db, &workspace, Timestamp(4)).await.expect("reads"), None, "not yet");
            assert_eq!(next(&db, &foreign, Timestamp(9)).await.expect("reads"), None);
            let it = next(&db, &workspace, Timestamp(5)).await.expect("reads").expect("is wanted");
            let ran = Ran { at: Timestamp(6), fate: Fate::HandsOver, pages: vec!["a".to_owned()], why: None, missed: None };
            let (home, abroad, ran_copy, assistant) = (workspace.clone(), foreign.clone(), ran.clone(), profile.id.clone());
            let write = db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    note(tx, &abroad, &it, &ran_copy, "docs", Timestamp(0)).await?;
                    want(tx, &home, Some(&it.id), Asker::Change, Timestamp(7)).await?;
                    note(tx, &home, &it, &ran_copy, "docs", Timestamp(6)).await?;
                    assert_eq!(want_on(tx, &home, &assistant, "docs", Timestamp(9)).await?, 0, "answered from the same");
                    want_on(tx, &home, &assistant, "others", Timestamp(8)).await
                })
            });
            assert_eq!(write.await.expect("writes"), 1);
            let all = all(&db, &workspace).await.expect("reads");
            assert_eq!((all[0].ran.as_ref(), all[0].wanted_at, all[0].broken_at), (Some(&ran), Timestamp(8), Timestamp(6)));
            assert_eq!((n_broken(&db, &workspace).await.expect("reads"), n_broken(&db, &foreign).await.expect("reads")), (1, 0));
            assert_eq!(super::all(&db, &foreign).await.expect("reads"), vec![]);
            let home = workspace.clone();
            db.write::<_, Error, _>(|tx| Box::pin(async move { remove(tx, &home, &id).await })).await.expect("writes");
            assert_eq!(super::all(&db, &workspace).await.expect("reads"), vec![]);
        }
    }

    #[tokio::test]
    async fn a_run_that_a_person_asked_for_stays_theirs_until_it_was_run() {
        for World { db, workspace, profile, .. } in each().await {
            let (id, home, assistant) = (chance::test_question(Timestamp(1)), workspace.clone(), profile.id.clone());
            let write = db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    save(tx, &home, &id, &assistant, "how?", &Expect::HandOver, Timestamp(5)).await?;
                    want(tx, &home, None, Asker::Change, Timestamp(6)).await
                })
            });
            write.await.expect("writes");
            let it = next(&db, &workspace, Timestamp(6)).await.expect("reads").expect("is wanted");
            assert!(it.is_by_hand);
            let ran = Ran { at: Timestamp(6), fate: Fate::HandsOver, pages: Vec::new(), why: None, missed: None };
            let home = workspace.clone();
            let write = db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    note(tx, &home, &it, &ran, "docs", Timestamp(0)).await?;
                    want_on(tx, &home, &it.assistant, "others", Timestamp(7)).await
                })
            });
            write.await.expect("writes");
            assert!(!next(&db, &workspace, Timestamp(7)).await.expect("reads").expect("is wanted").is_by_hand);
            let home = workspace.clone();
            let write = db.write::<_, Error, _>(|tx| Box::pin(async move { want(tx, &home, None, Asker::Person, Timestamp(8)).await }));
            write.await.expect("writes");
            assert!(next(&db, &workspace, Timestamp(8)).await.expect("reads").expect("is wanted").is_by_hand);
        }
    }
}
