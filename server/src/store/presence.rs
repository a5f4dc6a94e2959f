//! Who of the team looks at which conversation. It ends by itself, so that a tab that died is no ghost.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AccountId, ConversationId, WorkspaceId},
    time::Timestamp,
};

/// Says that a member looks at a conversation, or types in it, until `until`.
pub async fn touch(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    account: &AccountId,
    conversation: &ConversationId,
    is_typing: bool,
    until: Timestamp,
) -> Result<()> {
    let text = "insert into presence (workspace_id, account_id, conversation_id, is_typing, until)
                select $1, $2, id, $4, $5 from conversation where workspace_id = $1 and id = $3
                on conflict (conversation_id, account_id) do update set is_typing = excluded.is_typing, until = excluded.until";
    tx.run(sql(text).bind(workspace).bind(account).bind(conversation).bind(is_typing).bind(until)).await?;
    Ok(())
}

/// A member has turned away from a conversation.
pub async fn leave(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, conversation: &ConversationId) -> Result<()> {
    let text = "delete from presence where workspace_id = $1 and account_id = $2 and conversation_id = $3";
    tx.run(sql(text).bind(workspace).bind(account).bind(conversation)).await?;
    Ok(())
}

/// Forgets who hasn't said so again by `now`; how many. Names no workspace: it is the instance's housekeeping.
pub async fn expire(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.run(sql("delete from presence where until <= $1").bind(now)).await
}

/// Whether somebody looks at a conversation at `now`.
pub async fn is_watched(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, now: Timestamp) -> Result<bool> {
    let text = "select count(*) from presence where workspace_id = $1 and conversation_id = $2 and until > $3";
    let (n,): (i64,) = tx.one(sql(text).bind(workspace).bind(conversation).bind(now)).await?;
    Ok(n > 0)
}

/// Who looks at what in a workspace at `now`: conversation, member, whether they type.
pub async fn all(db: &Db, workspace: &WorkspaceId, now: Timestamp) -> Result<Vec<(ConversationId, AccountId, bool)>> {
    let text = "select conversation_id, account_id, is_typing from presence where workspace_id = $1 and until > $2
                order by conversation_id, account_id";
    let rows: Vec<(String, String, bool)> = db.all(sql(text).bind(workspace).bind(now)).await?;
    Ok(rows.into_iter().filter_map(|(it, who, types)| Some((ConversationId::parse(&it)?, AccountId::parse(&who)?, types))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::each;

    #[tokio::test]
    async fn who_looks_is_known_until_they_leave_or_fall_silent() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let saved = it.clone();
            let (home, foreign) = (world.workspace.clone(), world.foreign.clone());
            let who = world.account.clone();
            let me = who.clone();
            let seen = world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        crate::store::conversation::save(tx, &home, &saved).await?;
                        touch(tx, &home, &me, &saved.id, false, Timestamp(30)).await?;
                        touch(tx, &foreign, &me, &saved.id, true, Timestamp(90)).await?;
                        touch(tx, &home, &me, &saved.id, true, Timestamp(40)).await?;
                        let seen = [
                            is_watched(tx, &home, &saved.id, Timestamp(39)).await?,
                            is_watched(tx, &home, &saved.id, Timestamp(40)).await?,
                            is_watched(tx, &foreign, &saved.id, Timestamp(1)).await?,
                        ];
                        leave(tx, &foreign, &me, &saved.id).await?;
                        Ok(seen)
                    })
                })
                .await
                .expect("writes");
            assert_eq!(seen, [true, false, false]);
            assert_eq!(all(&world.db, &world.workspace, Timestamp(39)).await.expect("reads"), vec![(it.id.clone(), who.clone(), true)]);
            assert_eq!(all(&world.db, &world.foreign, Timestamp(39)).await.expect("reads"), vec![]);
            let (home, id) = (world.workspace.clone(), it.id.clone());
            let n_left = world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        assert_eq!(expire(tx, Timestamp(39)).await?, 0);
                        touch(tx, &home, &who, &id, false, Timestamp(50)).await?;
                        leave(tx, &home, &who, &id).await?;
                        touch(tx, &home, &who, &id, false, Timestamp(60)).await?;
                        expire(tx, Timestamp(60)).await
                    })
                })
                .await
                .expect("writes");
            assert_eq!(n_left, 1);
            assert_eq!(all(&world.db, &world.workspace, Timestamp(1)).await.expect("reads"), vec![]);
        }
    }
}
