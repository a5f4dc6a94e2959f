//! What time alone calls for: the next rung of a ladder, what comes due, an alert that nobody opens.
//! Workers serve all workspaces, so finding and claiming name none; an alarm names its own.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{ConversationId, Seq, WorkspaceId},
    time::Timestamp,
};

/// What an alarm is for.
pub const LADDER: &str = "ladder";
pub const TARGET: &str = "target";
pub const PROMISE: &str = "promise";
pub const ALERT: &str = "alert";
/// Due never again, and kept: its conversation still waits.
pub const NEVER: Timestamp = Timestamp(i64::MAX);

/// An alarm.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Alarm {
    pub workspace_id: String,
    pub conversation_id: String,
    pub kind: String,
    pub key: String,
    pub seq: i64,
    pub step: i64,
    pub since_at: i64,
    pub due_at: i64,
}

/// What an alarm is set for.
#[derive(Debug, Clone, Copy)]
pub struct Of<'a> {
    pub conversation: &'a ConversationId,
    pub kind: &'static str,
    /// Where a conversation may have several of a kind.
    pub key: &'a str,
}

/// Sets an alarm, from its first step on. One that runs since the same moment goes on as it was.
pub async fn set(tx: &mut Tx, workspace: &WorkspaceId, of: Of<'_>, seq: Seq, since: Timestamp, due: Timestamp) -> Result<()> {
    let text = "insert into alarm (workspace_id, conversation_id, kind, key, seq, step, since_at, due_at)
                select $1, id, $3, $4, $5, 0, $6, $7 from conversation where workspace_id = $1 and id = $2
                on conflict (conversation_id, kind, key) do update
                set seq = excluded.seq, step = 0, since_at = excluded.since_at, due_at = excluded.due_at
                where alarm.since_at <> excluded.since_at";
    let row = sql(text).bind(workspace).bind(of.conversation).bind(of.kind).bind(of.key);
    tx.run(row.bind(seq).bind(since).bind(due)).await?;
    Ok(())
}

/// Begins an alarm anew that has come to its end, where it began by `before`.
pub async fn again(tx: &mut Tx, workspace: &WorkspaceId, of: Of<'_>, seq: Seq, since: Timestamp, before: Timestamp) -> Result<()> {
    let text = "update alarm set seq = $5, step = 0, since_at = $6, due_at = $6
                where workspace_id = $1 and conversation_id = $2 and kind = $3 and key = $4 and due_at = $7 and since_at <= $8";
    let row = sql(text).bind(workspace).bind(of.conversation).bind(of.kind).bind(of.key);
    tx.run(row.bind(seq).bind(since).bind(NEVER).bind(before)).await?;
    Ok(())
}

/// Puts an alarm off until `due`, at the step where `it` was found. Names no workspace: as [`due`].
pub async fn put_off(tx: &mut Tx, it: &Alarm, due: Timestamp) -> Result<()> {
    let text = "update alarm set due_at = $6 where conversation_id = $1 and kind = $2 and key = $3 and step = $4 and since_at = $5";
    let row = sql(text).bind(it.conversation_id.as_str()).bind(it.kind.as_str()).bind(it.key.as_str());
    tx.run(row.bind(it.step).bind(it.since_at).bind(due)).await?;
    Ok(())
}

/// Takes an alarm away.
pub async fn end(tx: &mut Tx, workspace: &WorkspaceId, of: Of<'_>) -> Result<()> {
    let text = "delete from alarm where workspace_id = $1 and conversation_id = $2 and kind = $3 and key = $4";
    tx.run(sql(text).bind(workspace).bind(of.conversation).bind(of.kind).bind(of.key)).await?;
    Ok(())
}

/// Takes all alarms of a conversation away, but for the alerts that its members haven't opened.
pub async fn end_all(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId) -> Result<()> {
    let text = "delete from alarm where workspace_id = $1 and conversation_id = $2 and kind <> 'alert'";
    tx.run(sql(text).bind(workspace).bind(conversation)).await?;
    Ok(())
}

/// The alarms that are due at `now`, the oldest first. Names no workspace: a worker serves them all.
pub async fn due(db: &Db, now: Timestamp, limit: i64) -> Result<Vec<Alarm>> {
    let text = "select workspace_id, conversation_id, kind, key, seq, step, since_at, due_at from alarm
                where due_at <= $1 order by due_at, conversation_id, kind, key limit $2";
    db.all(sql(text).bind(now).bind(limit)).await
}

/// Goes on from the step that `it` was found at to the next, due at `due`; whether we were the first to. Names no workspace: as [`due`].
pub async fn step(tx: &mut Tx, it: &Alarm, due: Timestamp) -> Result<bool> {
    // Two nodes may find the same alarm: the second one's condition holds no longer.
    let text = "update alarm set step = step + 1, due_at = $6
                where conversation_id = $1 and kind = $2 and key = $3 and step = $4 and since_at = $5";
    let row = sql(text).bind(it.conversation_id.as_str()).bind(it.kind.as_str()).bind(it.key.as_str());
    Ok(tx.run(row.bind(it.step).bind(it.since_at).bind(due)).await? > 0)
}

/// Takes the lock on a conversation's ladder until the transaction ends; how many (0 or 1).
pub async fn lock(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, seq: Seq) -> Result<u64> {
    let text = "update alarm set step = step where workspace_id = $1 and conversation_id = $2 and kind = 'ladder' and seq = $3";
    tx.run(sql(text).bind(workspace).bind(conversation).bind(seq)).await
}

/// Makes a ladder's next rung due now, where it stands right above `step`; how many (0 or 1).
pub async fn hurry(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    conversation: &ConversationId,
    seq: Seq,
    step: i64,
    now: Timestamp,
) -> Result<u64> {
    let text = "update alarm set due_at = $6 where workspace_id = $1 and conversation_id = $2 and kind = 'ladder' and seq = $3
                and step = $4 and due_at > $6 and due_at < $5";
    let row = sql(text).bind(workspace).bind(conversation).bind(seq).bind(step + 1).bind(NEVER);
    tx.run(row.bind(now)).await
}

/// Who waits for people since before `before` with nobody of the team having opened an alert of it, or looking at it now.
pub async fn unseen(db: &Db, workspace: &WorkspaceId, before: Timestamp) -> Result<Vec<(ConversationId, Seq)>> {
    let text = "select l.conversation_id, l.seq from alarm l where l.workspace_id = $1 and l.kind = 'ladder' and l.since_at < $2
                and not exists (select 1 from alert a where a.conversation_id = l.conversation_id and a.seq = l.seq and a.opened_at > 0)
                and not exists (select 1 from conversation c where c.id = l.conversation_id and c.is_watched = true)
                order by l.since_at, l.conversation_id";
    let rows: Vec<(String, i64)> = db.all(sql(text).bind(workspace).bind(before)).await?;
    Ok(rows.into_iter().filter_map(|(id, seq)| Some((ConversationId::parse(&id)?, seq.cast_unsigned()))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::Error, store::test::each};

    #[tokio::test]
    async fn an_alarm_goes_off_step_by_step_for_one_node_alone() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await.id;
            let (home, foreign, id) = (world.workspace.clone(), world.foreign.clone(), it.clone());
            let set_up = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    let of = Of { conversation: &id, kind: LADDER, key: "" };
                    set(tx, &foreign, of, 1, Timestamp(10), Timestamp(10)).await?;
                    set(tx, &home, of, 7, Timestamp(10), Timestamp(20)).await?;
                    set(tx, &home, Of { kind: PROMISE, key: "promise-1", ..of }, 8, Timestamp(10), Timestamp(30)).await?;
                    end(tx, &foreign, of).await
                })
            });
            set_up.await.expect("writes");
            let due_at = |at| due(&world.db, Timestamp(at), 9);
            assert_eq!(due_at(19).await.expect("reads"), vec![]);
            let found = due_at(20).await.expect("reads");
            assert_eq!(found.iter().map(|it| (it.kind.as_str(), it.seq, it.step)).collect::<Vec<_>>(), vec![(LADDER, 7, 0)]);
            assert_eq!(unseen(&world.db, &world.workspace, Timestamp(11)).await.expect("reads"), vec![(it.clone(), 7)]);
            assert_eq!(unseen(&world.db, &world.workspace, Timestamp(10)).await.expect("reads"), vec![]);
            assert_eq!(unseen(&world.db, &world.foreign, Timestamp(11)).await.expect("reads"), vec![]);
            let (home, foreign, id, alarm) = (world.workspace.clone(), world.foreign.clone(), it.clone(), found[0].clone());
            let story = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    assert!(step(tx, &alarm, Timestamp(50)).await?);
                    assert!(!step(tx, &alarm, Timestamp(60)).await?, "somebody was first");
                    let of = Of { conversation: &id, kind: LADDER, key: "" };
                    set(tx, &home, of, 7, Timestamp(10), Timestamp(5)).await?;
                    let locked = (lock(tx, &foreign, &id, 7).await?, lock(tx, &home, &id, 8).await?, lock(tx, &home, &id, 7).await?);
                    assert_eq!(locked, (0, 0, 1));
                    assert_eq!(hurry(tx, &foreign, &id, 7, 0, Timestamp(25)).await?, 0);
                    assert_eq!(hurry(tx, &home, &id, 7, 1, Timestamp(25)).await?, 0, "another rung");
                    hurry(tx, &home, &id, 7, 0, Timestamp(25)).await
                })
            });
            assert_eq!(story.await.expect("writes"), 1);
            let found = due_at(25).await.expect("reads");
            assert_eq!(found.iter().map(|it| (it.step, it.due_at)).collect::<Vec<_>>(), vec![(1, 25)]);
            let (home, id) = (world.workspace.clone(), it.clone());
            let ended = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    let of = Of { conversation: &id, kind: LADDER, key: "" };
                    set(tx, &home, of, 9, Timestamp(40), Timestamp(40)).await?;
                    again(tx, &home, of, 10, Timestamp(60), Timestamp(99)).await?;
                    Ok(())
                })
            });
            ended.await.expect("writes");
            let ladder = due_at(40).await.expect("reads").into_iter().find(|it| it.kind == LADDER).expect("stands");
            assert_eq!((ladder.seq, ladder.step), (9, 0), "what isn't at its end goes on as it was");
            let (home, foreign, id) = (world.workspace.clone(), world.foreign.clone(), it.clone());
            let climbed = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    let of = Of { conversation: &id, kind: LADDER, key: "" };
                    put_off(tx, &ladder, Timestamp(45)).await?;
                    assert!(step(tx, &ladder, NEVER).await?);
                    again(tx, &home, of, 10, Timestamp(60), Timestamp(39)).await?;
                    again(tx, &foreign, of, 10, Timestamp(60), Timestamp(40)).await
                })
            });
            climbed.await.expect("writes");
            assert_eq!(due_at(99).await.expect("reads").len(), 1, "it began too short a while ago, and isn't a foreign workspace's");
            let (home, id) = (world.workspace.clone(), it.clone());
            let begun = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    again(tx, &home, Of { conversation: &id, kind: LADDER, key: "" }, 10, Timestamp(60), Timestamp(40)).await
                })
            });
            begun.await.expect("writes");
            let ladder = due_at(60).await.expect("reads").into_iter().find(|it| it.kind == LADDER).expect("began anew");
            assert_eq!((ladder.seq, ladder.step, ladder.since_at), (10, 0, 60));
            let put_off = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    put_off(tx, &ladder, Timestamp(70)).await?;
                    Ok(())
                })
            });
            put_off.await.expect("writes");
            assert_eq!(due_at(69).await.expect("reads").len(), 1);
            let (home, id) = (world.workspace.clone(), it.clone());
            let ended = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move { end(tx, &home, Of { conversation: &id, kind: LADDER, key: "" }).await })
            });
            ended.await.expect("writes");
            assert_eq!(due_at(99).await.expect("reads").len(), 1, "the promise alone");
            for (wall, n_left) in [(world.foreign.clone(), 1), (world.workspace.clone(), 0)] {
                let id = it.clone();
                let done = world.db.write::<_, Error, _>(move |tx| Box::pin(async move { end_all(tx, &wall, &id).await }));
                done.await.expect("writes");
                assert_eq!(due_at(99).await.expect("reads").len(), n_left);
            }
        }
    }
}
