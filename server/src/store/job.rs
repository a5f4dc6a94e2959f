//! What is to be done: written with the change that asks for it, claimed by one worker at a time.
//! Workers serve all workspaces, so claiming names none; a job names its own.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{id::WorkspaceId, time::Timestamp};

/// A job that a worker holds.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Claimed {
    pub id: String,
    pub workspace_id: String,
    pub payload: String,
    /// Rises with each claim; finishing asks for it.
    pub fence: i64,
    /// Which try this is, from 1.
    pub attempts: i64,
}

/// Adds a job that is due at `due`.
pub async fn add(tx: &mut Tx, id: &str, workspace: &WorkspaceId, kind: &str, payload: String, due: Timestamp) -> Result<()> {
    let text = "insert into job (id, workspace_id, kind, payload, due_at, claimed_until, fence, attempts, failed) values ($1, $2, $3, $4, $5, 0, 0, 0, '')";
    tx.run(sql(text).bind(id).bind(workspace).bind(kind).bind(payload).bind(due)).await?;
    Ok(())
}

/// The job of this kind that is due longest, held until `until`. Names no workspace: a worker serves them all.
pub async fn claim(tx: &mut Tx, kind: &str, now: Timestamp, until: Timestamp) -> Result<Option<Claimed>> {
    // The outer condition repeats the inner one: two nodes may pick the same row, and only the re-check stops the second.
    let text = "update job set claimed_until = $3, fence = fence + 1, attempts = attempts + 1
                where id = (select id from job where kind = $1 and due_at <= $2 and claimed_until <= $2 order by due_at, id limit 1)
                and claimed_until <= $2 returning id, workspace_id, payload, fence, attempts";
    tx.maybe(sql(text).bind(kind).bind(now).bind(until)).await
}

/// Forgets a job that was done, where its worker still holds it; how many (0 or 1). Names no workspace: the fence is the proof.
pub async fn finish(tx: &mut Tx, id: &str, fence: i64) -> Result<u64> {
    tx.run(sql("delete from job where id = $1 and fence = $2").bind(id).bind(fence)).await
}

/// Frees a job for another try at `due`, with the reason why this one failed. Names no workspace: as [`finish`].
pub async fn retry(tx: &mut Tx, id: &str, fence: i64, due: Timestamp, why: &str) -> Result<u64> {
    let text = "update job set claimed_until = 0, due_at = $3, failed = $4 where id = $1 and fence = $2";
    tx.run(sql(text).bind(id).bind(fence).bind(due).bind(why)).await
}

/// Puts a job back until `due`, as if it had not been tried. Names no workspace: as [`finish`].
pub async fn postpone(tx: &mut Tx, id: &str, fence: i64, due: Timestamp) -> Result<u64> {
    let text = "update job set claimed_until = 0, due_at = $3, attempts = attempts - 1 where id = $1 and fence = $2";
    tx.run(sql(text).bind(id).bind(fence).bind(due)).await
}

/// When the next job of a kind that nobody holds at `now` is due. Names no workspace: as [`claim`].
pub async fn next_due(db: &Db, kind: &str, now: Timestamp) -> Result<Option<Timestamp>> {
    let (due,): (Option<i64>,) =
        db.one(sql("select min(due_at) from job where kind = $1 and claimed_until <= $2").bind(kind).bind(now)).await?;
    Ok(due.map(Timestamp))
}

/// Frees what a process that is gone held. Only where no other process can hold any: SQLite, at the start.
pub async fn free_all(tx: &mut Tx) -> Result<u64> {
    tx.run(sql("update job set claimed_until = 0 where claimed_until <> 0")).await
}

/// How many jobs of a kind wait or are under way. Names no workspace: it is the instance's own figure.
pub async fn n_open(db: &Db, kind: &str) -> Result<u64> {
    let (n,): (i64,) = db.one(sql("select count(*) from job where kind = $1").bind(kind)).await?;
    Ok(n.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::{World, each};

    #[tokio::test]
    async fn a_job_is_held_by_one_worker_until_its_time_is_up() {
        for World { db, workspace, .. } in each().await {
            let home = workspace.clone();
            let story = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        add(tx, "later", &home, "answer", "b".to_owned(), Timestamp(20)).await?;
                        add(tx, "first", &home, "answer", "a".to_owned(), Timestamp(10)).await?;
                        let one = claim(tx, "answer", Timestamp(15), Timestamp(100)).await?.expect("is due");
                        assert_eq!((one.id.as_str(), one.payload.as_str(), one.attempts), ("first", "a", 1));
                        assert_eq!(claim(tx, "answer", Timestamp(15), Timestamp(100)).await?, None);
                        assert_eq!(claim(tx, "index", Timestamp(15), Timestamp(100)).await?, None);
                        // Its worker died: another takes over, and the first can't finish it any more.
                        let two = claim(tx, "answer", Timestamp(100), Timestamp(200)).await?.expect("ran out");
                        assert_eq!((two.id.as_str(), two.attempts), ("first", 2));
                        assert_eq!(finish(tx, "first", one.fence).await?, 0);
                        assert_eq!(retry(tx, "first", two.fence, Timestamp(300), "stalled").await?, 1);
                        let later = claim(tx, "answer", Timestamp(150), Timestamp(200)).await?.expect("waits");
                        assert_eq!((later.id.as_str(), later.attempts), ("later", 1));
                        assert_eq!(postpone(tx, "later", later.fence, Timestamp(160)).await?, 1);
                        let later = claim(tx, "answer", Timestamp(160), Timestamp(200)).await?.expect("is due again");
                        assert_eq!((later.id.as_str(), later.attempts), ("later", 1), "looking was no try");
                        assert_eq!(free_all(tx).await?, 1);
                        let again = claim(tx, "answer", Timestamp(300), Timestamp(400)).await?.expect("is due");
                        finish(tx, &again.id, again.fence).await
                    })
                })
                .await
                .expect("writes");
            assert_eq!((story, n_open(&db, "answer").await.expect("reads")), (1, 1));
            let next = async |kind| next_due(&db, kind, Timestamp(500)).await.expect("reads");
            assert_eq!((next("answer").await, next("index").await), (Some(Timestamp(300)), None));
        }
    }
}
