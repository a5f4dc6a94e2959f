//! What members are writing.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    draft::{Draft, Mode},
    id::{AccountId, ConversationId, MessageId, WorkspaceId},
    time::Timestamp,
};

/// Keeps a draft in the place of the one before.
pub async fn save(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    account: &AccountId,
    conversation: &ConversationId,
    it: &Draft,
    now: Timestamp,
) -> Result<()> {
    let text = "insert into draft (workspace_id, account_id, conversation_id, mode, message_id, body, changed_at)
                select $1, $2, id, $4, $5, $6, $7 from conversation where workspace_id = $1 and id = $3
                on conflict (conversation_id, account_id, mode) do update
                set message_id = excluded.message_id, body = excluded.body, changed_at = excluded.changed_at";
    let row = sql(text).bind(workspace).bind(account).bind(conversation).bind(it.mode.key());
    tx.run(row.bind(&it.message).bind(it.text.as_str()).bind(now)).await?;
    Ok(())
}

/// Forgets the draft of one mode.
pub async fn forget(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, conversation: &ConversationId, mode: Mode) -> Result<()> {
    let text = "delete from draft where workspace_id = $1 and account_id = $2 and conversation_id = $3 and mode = $4";
    tx.run(sql(text).bind(workspace).bind(account).bind(conversation).bind(mode.key())).await?;
    Ok(())
}

/// Forgets the draft of a message that was sent.
pub async fn sent(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    account: &AccountId,
    conversation: &ConversationId,
    message: &MessageId,
) -> Result<()> {
    let text = "delete from draft where workspace_id = $1 and account_id = $2 and conversation_id = $3 and message_id = $4";
    tx.run(sql(text).bind(workspace).bind(account).bind(conversation).bind(message)).await?;
    Ok(())
}

/// What a member is writing in a conversation.
pub async fn all(db: &Db, workspace: &WorkspaceId, account: &AccountId, conversation: &ConversationId) -> Result<Vec<Draft>> {
    let text = "select mode, message_id, body from draft
                where workspace_id = $1 and account_id = $2 and conversation_id = $3 order by mode desc";
    let rows: Vec<(String, String, String)> = db.all(sql(text).bind(workspace).bind(account).bind(conversation)).await?;
    let draft = |(mode, message, text): (String, String, String)| {
        let mode = Mode::ALL.into_iter().find(|it| it.key() == mode)?;
        Some(Draft { mode, message: MessageId::parse(&message)?, text })
    };
    Ok(rows.into_iter().filter_map(draft).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::Error, store::test::each};

    #[tokio::test]
    async fn a_draft_is_its_writers_and_ends_when_it_is_sent() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (home, foreign, me, id) = (world.workspace.clone(), world.foreign.clone(), world.account.clone(), it.id.clone());
            let draft = |mode, message: &str, text: &str| {
                let message = MessageId::parse(message).expect("an id");
                Draft { mode, message, text: text.to_owned() }
            };
            let (reply, note) = (draft(Mode::Reply, "message-1", "Hello"), draft(Mode::Note, "message-2", "psst"));
            let wanted = vec![reply.clone(), note.clone()];
            let done = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    save(tx, &home, &me, &id, &Draft { text: "Hel".to_owned(), ..reply.clone() }, Timestamp(1)).await?;
                    save(tx, &home, &me, &id, &reply, Timestamp(2)).await?;
                    save(tx, &home, &me, &id, &note, Timestamp(2)).await?;
                    save(tx, &foreign, &me, &id, &Draft { text: "theirs".to_owned(), ..reply.clone() }, Timestamp(3)).await?;
                    sent(tx, &foreign, &me, &id, &reply.message).await?;
                    forget(tx, &foreign, &me, &id, Mode::Note).await
                })
            });
            done.await.expect("writes");
            let read = |wall| all(&world.db, wall, &world.account, &it.id);
            assert_eq!(read(&world.workspace).await.expect("reads"), wanted);
            assert_eq!(read(&world.foreign).await.expect("reads"), vec![]);
            let (home, me, id) = (world.workspace.clone(), world.account.clone(), it.id.clone());
            let done = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    sent(tx, &home, &me, &id, &MessageId::parse("message-1").expect("an id")).await?;
                    forget(tx, &home, &me, &id, Mode::Note).await
                })
            });
            done.await.expect("writes");
            assert_eq!(read(&world.workspace).await.expect("reads"), vec![]);
        }
    }
}
