//! What members promised visitors and still owe.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    conversation::Conversation,
    id::{AccountId, ConversationId, PromiseId, Seq, WorkspaceId},
    label::Promise,
    time::Timestamp,
};

/// Notes what the event `seq` promised.
pub async fn note(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, it: &Promise, seq: Seq) -> Result<()> {
    let text = "insert into promise (id, workspace_id, conversation_id, account_id, due_at, seq, promise)
                values ($1, $2, $3, $4, $5, $6, $7)
                on conflict (conversation_id, id) do update set due_at = excluded.due_at, seq = excluded.seq, promise = excluded.promise
                where promise.workspace_id = excluded.workspace_id";
    let row =
        sql(text).bind(&it.id).bind(workspace).bind(conversation).bind(&it.by.id).bind(it.due).bind(seq).bind(serde_json::to_string(it)?);
    tx.run(row).await?;
    Ok(())
}

/// It is due at another time. What it follows stays.
pub async fn put_off(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, it: &Promise) -> Result<()> {
    let text = "update promise set due_at = $4, promise = $5 where workspace_id = $1 and conversation_id = $2 and id = $3";
    tx.run(sql(text).bind(workspace).bind(conversation).bind(&it.id).bind(it.due).bind(serde_json::to_string(it)?)).await?;
    Ok(())
}

/// It isn't owed any more.
pub async fn settle(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, id: &PromiseId) -> Result<()> {
    let text = "delete from promise where workspace_id = $1 and conversation_id = $2 and id = $3";
    tx.run(sql(text).bind(workspace).bind(conversation).bind(id)).await?;
    Ok(())
}

/// What was owed in a conversation isn't any more: it goes on elsewhere.
pub async fn settle_all(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId) -> Result<()> {
    tx.run(sql("delete from promise where workspace_id = $1 and conversation_id = $2").bind(workspace).bind(conversation)).await?;
    Ok(())
}

/// What is owed, the soonest first, each with the number of the event that noted it and its conversation.
pub async fn owed(db: &Db, workspace: &WorkspaceId, limit: i64) -> Result<Vec<(Seq, Promise, Conversation)>> {
    let text = "select p.seq, p.promise, c.state from promise p join conversation c on c.id = p.conversation_id
                where p.workspace_id = $1 and c.workspace_id = $1 order by p.due_at, p.id limit $2";
    let rows: Vec<(i64, String, String)> = db.all(sql(text).bind(workspace).bind(limit)).await?;
    rows.into_iter()
        .map(|(seq, promise, state)| Ok((seq.cast_unsigned(), serde_json::from_str(&promise)?, serde_json::from_str(&state)?)))
        .collect()
}

/// How many of a member's promises are due by then.
pub async fn n_due(db: &Db, workspace: &WorkspaceId, account: &AccountId, by: Timestamp) -> Result<u64> {
    let text = "select count(*) from promise where workspace_id = $1 and account_id = $2 and due_at <= $3";
    let (n,): (i64,) = db.one(sql(text).bind(workspace).bind(account).bind(by)).await?;
    Ok(n.cast_unsigned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        db::Error,
        store::test::{World, each},
    };
    use app::domain::{person::Agent, text::Name};

    fn promise(world: &World, id: &str, due: i64) -> Promise {
        let by = Agent { id: world.account.clone(), name: Name::parse("Ana").expect("fits") };
        let id = PromiseId::parse(id).expect("an id");
        Promise { id, what: "a refund by Friday".to_owned(), due: Timestamp(due), by, is_due: false, about: None }
    }

    async fn notes(world: &World, workspace: &WorkspaceId, it: &Conversation, promise: &Promise, seq: Seq) {
        let (workspace, id, copy) = (workspace.clone(), it.id.clone(), promise.clone());
        let noted = world.db.write::<_, Error, _>(move |tx| Box::pin(async move { note(tx, &workspace, &id, &copy, seq).await }));
        noted.await.expect("writes");
    }

    async fn settles(world: &World, workspace: &WorkspaceId, it: &Conversation, id: &PromiseId) {
        let (workspace, conversation, id) = (workspace.clone(), it.id.clone(), id.clone());
        let settled = world.db.write::<_, Error, _>(|tx| Box::pin(async move { settle(tx, &workspace, &conversation, &id).await }));
        settled.await.expect("writes");
    }

    #[tokio::test]
    async fn what_is_owed_is_listed_by_when_it_is_due_until_it_is_settled() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (late, soon) = (promise(&world, "late", 90), promise(&world, "soon", 40));
            notes(&world, &world.workspace, &it, &late, 3).await;
            notes(&world, &world.workspace, &it, &soon, 4).await;
            let listed = || async { owed(&world.db, &world.workspace, 10).await.expect("reads") };
            assert_eq!(listed().await, vec![(4, soon.clone(), it.clone()), (3, late.clone(), it.clone())]);
            assert_eq!(owed(&world.db, &world.workspace, 1).await.expect("reads").len(), 1);
            assert_eq!(owed(&world.db, &world.foreign, 10).await.expect("reads"), vec![]);
            settles(&world, &world.foreign, &it, &soon.id).await;
            assert_eq!(listed().await.len(), 2, "a foreign workspace settles nothing");
            settles(&world, &world.workspace, &it, &soon.id).await;
            assert_eq!(listed().await, vec![(3, late.clone(), it.clone())]);
            let again = Promise { due: Timestamp(50), ..late };
            notes(&world, &world.foreign, &it, &again, 8).await;
            assert_eq!(listed().await[0].0, 3, "a foreign workspace changes nothing");
            notes(&world, &world.workspace, &it, &again, 9).await;
            assert_eq!(listed().await, vec![(9, again, it)]);
        }
    }

    #[tokio::test]
    async fn what_is_put_off_is_due_later_and_follows_what_it_followed() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (first, second) = (promise(&world, "first", 40), promise(&world, "second", 90));
            notes(&world, &world.workspace, &it, &first, 3).await;
            notes(&world, &world.workspace, &it, &second, 4).await;
            let later = Promise { due: Timestamp(95), ..first.clone() };
            for (workspace, listed) in [(&world.foreign, [(3_u64, &first), (4, &second)]), (&world.workspace, [(4, &second), (3, &later)])]
            {
                let (wall, conversation, copy) = (workspace.clone(), it.id.clone(), later.clone());
                let moved = world.db.write::<_, Error, _>(|tx| Box::pin(async move { put_off(tx, &wall, &conversation, &copy).await }));
                moved.await.expect("writes");
                let owed = owed(&world.db, &world.workspace, 10).await.expect("reads");
                assert_eq!(owed.iter().map(|(seq, promise, _)| (*seq, promise)).collect::<Vec<_>>(), listed);
            }
            let due = n_due(&world.db, &world.workspace, &world.account, Timestamp(94)).await.expect("reads");
            assert_eq!(due, 1, "the count goes by the new time");
        }
    }

    #[tokio::test]
    async fn a_member_has_so_many_due_by_then() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            notes(&world, &world.workspace, &it, &promise(&world, "soon", 40), 3).await;
            notes(&world, &world.workspace, &it, &promise(&world, "late", 90), 4).await;
            let n = |workspace: &WorkspaceId, by| {
                let (db, me, workspace) = (&world.db, &world.account, workspace.clone());
                async move { n_due(db, &workspace, me, Timestamp(by)).await.expect("reads") }
            };
            assert_eq!((n(&world.workspace, 39).await, n(&world.workspace, 40).await, n(&world.workspace, 90).await), (0, 1, 2));
            assert_eq!(n(&world.foreign, 90).await, 0);
        }
    }
}
