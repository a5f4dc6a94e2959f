//! How long visitors waited for a person.

use crate::{
    db::{Db, Result, Tx, sql},
    wait::{End, Queue, Wait},
};
use app::domain::{
    id::{ConversationId, WorkspaceId},
    time::Timestamp,
};

#[derive(sqlx::FromRow)]
struct Row {
    began_at: i64,
    ended_at: i64,
    is_answered: bool,
    hour_of_week: i64,
    n_waiting: i64,
    n_online: i64,
    promised_ms: i64,
}

impl Row {
    fn wait(self) -> Wait {
        let ended = Timestamp(self.ended_at);
        let end = match self.ended_at {
            0 => End::Waiting,
            _ if self.is_answered => End::Answered(ended),
            _ => End::Left(ended),
        };
        let small = |n: i64| u32::try_from(n).unwrap_or(0);
        let hour_of_week = u8::try_from(self.hour_of_week).unwrap_or(0);
        let queue = Queue { hour_of_week, n_waiting: small(self.n_waiting), n_online: small(self.n_online) };
        Wait { began: Timestamp(self.began_at), end, queue, promised_ms: Some(self.promised_ms).filter(|ms| *ms > 0) }
    }
}

/// A visitor begins to wait.
pub async fn begin(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, it: &Wait) -> Result<()> {
    let text =
        "insert into wait (workspace_id, conversation_id, began_at, ended_at, is_answered, hour_of_week, n_waiting, n_online, promised_ms)
                values ($1, $2, $3, 0, false, $4, $5, $6, $7) on conflict do nothing";
    let row = sql(text)
        .bind(workspace)
        .bind(conversation)
        .bind(it.began)
        .bind(i64::from(it.queue.hour_of_week))
        .bind(i64::from(it.queue.n_waiting))
        .bind(i64::from(it.queue.n_online))
        .bind(it.promised_ms.unwrap_or(0));
    tx.run(row).await?;
    Ok(())
}

/// A visitor's wait is over, by a person's word or without one.
pub async fn end(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, now: Timestamp, is_answered: bool) -> Result<()> {
    let text = "update wait set ended_at = $3, is_answered = $4 where workspace_id = $1 and conversation_id = $2 and ended_at = 0";
    tx.run(sql(text).bind(workspace).bind(conversation).bind(now).bind(is_answered)).await?;
    Ok(())
}

/// Forgets the wait that goes on in a conversation: it wasn't a customer's.
pub async fn forget(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId) -> Result<()> {
    let text = "delete from wait where workspace_id = $1 and conversation_id = $2 and ended_at = 0";
    tx.run(sql(text).bind(workspace).bind(conversation)).await?;
    Ok(())
}

const LATEST: &str = "select began_at, ended_at, is_answered, hour_of_week, n_waiting, n_online, promised_ms from wait
                      where workspace_id = $1 order by began_at desc limit $2";

/// The latest waits, for who is about to promise something.
pub async fn latest(tx: &mut Tx, workspace: &WorkspaceId, limit: i64) -> Result<Vec<Wait>> {
    let rows: Vec<Row> = tx.all(sql(LATEST).bind(workspace).bind(limit)).await?;
    Ok(rows.into_iter().map(Row::wait).collect())
}

/// The latest waits.
pub async fn read(db: &Db, workspace: &WorkspaceId, limit: i64) -> Result<Vec<Wait>> {
    let rows: Vec<Row> = db.all(sql(LATEST).bind(workspace).bind(limit)).await?;
    Ok(rows.into_iter().map(Row::wait).collect())
}

/// How many wait at this moment, and how many of the team are there.
pub async fn queue(tx: &mut Tx, workspace: &WorkspaceId, now: Timestamp) -> Result<(u32, u32)> {
    let (waiting,): (i64,) = tx.one(sql("select count(*) from wait where workspace_id = $1 and ended_at = 0").bind(workspace)).await?;
    Ok((u32::try_from(waiting).unwrap_or(u32::MAX), super::attendance::n_there(tx, workspace, now).await?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::each;

    fn wait(began: i64) -> Wait {
        let queue = Queue { hour_of_week: 33, n_waiting: 2, n_online: 1 };
        Wait { began: Timestamp(began), end: End::Waiting, queue, promised_ms: Some(60_000) }
    }

    #[tokio::test]
    async fn a_wait_is_kept_from_its_beginning_to_its_end() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (home, foreign, id) = (world.workspace.clone(), world.foreign.clone(), it.id.clone());
            let seen = world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        begin(tx, &home, &id, &wait(10)).await?;
                        begin(tx, &home, &id, &wait(10)).await?;
                        let during = queue(tx, &home, Timestamp(11)).await?;
                        end(tx, &foreign, &id, Timestamp(12), false).await?;
                        end(tx, &home, &id, Timestamp(15), true).await?;
                        end(tx, &home, &id, Timestamp(19), false).await?;
                        begin(tx, &home, &id, &wait(17)).await?;
                        forget(tx, &home, &id).await?;
                        begin(tx, &home, &id, &wait(20)).await?;
                        forget(tx, &foreign, &id).await?;
                        Ok((during, queue(tx, &foreign, Timestamp(21)).await?, latest(tx, &foreign, 9).await?, latest(tx, &home, 9).await?))
                    })
                })
                .await
                .expect("writes");
            let answered = Wait { end: End::Answered(Timestamp(15)), ..wait(10) };
            assert_eq!(seen, ((1, 0), (0, 0), vec![], vec![wait(20), answered]));
            assert_eq!(read(&world.db, &world.workspace, 1).await.expect("reads"), vec![wait(20)]);
            assert_eq!(read(&world.db, &world.foreign, 9).await.expect("reads"), vec![]);
        }
    }
}
