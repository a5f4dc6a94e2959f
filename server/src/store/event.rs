//! The log.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    event::Event,
    id::{ConversationId, MessageId, Seq, WorkspaceId},
    inbox::Frame,
};

/// Appends an event; its number must be the next one.
pub async fn append(tx: &mut Tx, workspace: &WorkspaceId, event: &Event) -> Result<()> {
    let text = "insert into event (workspace_id, seq, conversation_id, message_id, body) values ($1, $2, $3, $4, $5)";
    let message = event.what.message_id().map(|id| id.as_str().to_owned());
    tx.run(sql(text).bind(workspace).bind(event.seq).bind(&event.conversation).bind(message).bind(serde_json::to_string(event)?)).await?;
    Ok(())
}

/// The event that brought a message, where it has arrived before.
pub async fn of_message(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, message: &MessageId) -> Result<Option<Event>> {
    let text = "select body from event where workspace_id = $1 and conversation_id = $2 and message_id = $3";
    let row: Option<(String,)> = tx.maybe(sql(text).bind(workspace).bind(conversation).bind(message)).await?;
    Ok(row.map(|(body,)| serde_json::from_str(&body)).transpose()?)
}

/// The events of a conversation after `after`, in order.
pub async fn of_conversation(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId, after: Seq) -> Result<Vec<Event>> {
    let text = "select body from event where workspace_id = $1 and conversation_id = $2 and seq > $3 order by seq";
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(conversation).bind(after)).await?;
    Ok(rows.into_iter().map(|(body,)| serde_json::from_str(&body)).collect::<Result<_, _>>()?)
}

/// The first events of a conversation, at most `limit`, for who is about to change another one.
pub async fn story(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, limit: i64) -> Result<Vec<Event>> {
    let text = "select body from event where workspace_id = $1 and conversation_id = $2 order by seq limit $3";
    let rows: Vec<(String,)> = tx.all(sql(text).bind(workspace).bind(conversation).bind(limit)).await?;
    Ok(rows.into_iter().map(|(body,)| serde_json::from_str(&body)).collect::<Result<_, _>>()?)
}

/// The latest events of a conversation, at most `limit`, in order, for who is about to change it.
pub async fn recent(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, limit: i64) -> Result<Vec<Event>> {
    let text = "select body from event where workspace_id = $1 and conversation_id = $2 order by seq desc limit $3";
    let rows: Vec<(String,)> = tx.all(sql(text).bind(workspace).bind(conversation).bind(limit)).await?;
    Ok(rows.into_iter().rev().map(|(body,)| serde_json::from_str(&body)).collect::<Result<_, _>>()?)
}

/// The latest events of a conversation before `before`, at most `limit`, in order.
pub async fn latest(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId, before: Seq, limit: i64) -> Result<Vec<Event>> {
    let text = "select body from event where workspace_id = $1 and conversation_id = $2 and seq < $3 order by seq desc limit $4";
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(conversation).bind(before).bind(limit)).await?;
    Ok(rows.into_iter().rev().map(|(body,)| serde_json::from_str(&body)).collect::<Result<_, _>>()?)
}

/// The next events of a conversation after `after`, at most `limit`, in order.
pub async fn following(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId, after: Seq, limit: i64) -> Result<Vec<Event>> {
    let text = "select body from event where workspace_id = $1 and conversation_id = $2 and seq > $3 order by seq limit $4";
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(conversation).bind(after).bind(limit)).await?;
    Ok(rows.into_iter().map(|(body,)| serde_json::from_str(&body)).collect::<Result<_, _>>()?)
}

/// The latest events of a workspace that brought a message, before `before`, at most `limit`, the latest first.
pub async fn messages(db: &Db, workspace: &WorkspaceId, before: Seq, limit: i64) -> Result<Vec<Event>> {
    let text = "select body from event where workspace_id = $1 and seq < $2 and message_id is not null order by seq desc limit $3";
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(before).bind(limit)).await?;
    Ok(rows.into_iter().map(|(body,)| serde_json::from_str(&body)).collect::<Result<_, _>>()?)
}

/// The next events of a workspace after `after`, at most `limit`, each with its conversation as it stands now.
pub async fn after(db: &Db, workspace: &WorkspaceId, after: Seq, limit: i64) -> Result<Vec<Frame>> {
    let text = "select e.body, c.state from event e join conversation c on c.id = e.conversation_id
                where e.workspace_id = $1 and e.seq > $2 order by e.seq limit $3";
    let rows: Vec<(String, String)> = db.all(sql(text).bind(workspace).bind(after).bind(limit)).await?;
    rows.into_iter()
        .map(|(body, state)| Ok(Frame { event: serde_json::from_str(&body)?, conversation: serde_json::from_str(&state)? }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::each;
    use app::domain::{event::What, person::Author, text::Body, time::Timestamp};

    fn said(conversation: &ConversationId, seq: Seq) -> Event {
        let id = MessageId::parse(&format!("message-{seq}")).expect("fits");
        let what = What::Said { id, body: Body::plain("hello").expect("fits"), page: None, files: Vec::new() };
        Event { seq, conversation: conversation.clone(), at: Timestamp(seq.cast_signed()), by: Author::Visitor, what }
    }

    #[tokio::test]
    async fn the_log_is_read_in_order_by_its_own_workspace() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let events: Vec<Event> = (1..=3).map(|seq| said(&it.id, seq)).collect();
            let (workspace, foreign, copy, id) = (world.workspace.clone(), world.foreign.clone(), events.clone(), it.id.clone());
            let found = world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        for event in &copy {
                            append(tx, &workspace, event).await?;
                        }
                        let message = MessageId::parse("message-2").expect("fits");
                        assert_eq!(story(tx, &workspace, &id, 2).await?, copy[..2]);
                        assert_eq!(story(tx, &foreign, &id, 2).await?, vec![]);
                        assert_eq!(recent(tx, &workspace, &id, 2).await?, copy[1..]);
                        assert_eq!(recent(tx, &foreign, &id, 2).await?, vec![]);
                        Ok((of_message(tx, &workspace, &id, &message).await?, of_message(tx, &foreign, &id, &message).await?))
                    })
                })
                .await
                .expect("writes");
            assert_eq!(found, (Some(events[1].clone()), None));
            let read = of_conversation(&world.db, &world.workspace, &it.id, 1).await.expect("reads");
            assert_eq!(read, events[1..]);
            assert_eq!(of_conversation(&world.db, &world.foreign, &it.id, 0).await.expect("reads"), vec![]);
            let seqs = |events: Vec<Event>| events.into_iter().map(|event| event.seq).collect::<Vec<_>>();
            assert_eq!(seqs(latest(&world.db, &world.workspace, &it.id, 9, 2).await.expect("reads")), vec![2, 3]);
            assert_eq!(seqs(latest(&world.db, &world.workspace, &it.id, 3, 9).await.expect("reads")), vec![1, 2]);
            assert_eq!(seqs(messages(&world.db, &world.workspace, 3, 1).await.expect("reads")), vec![2]);
            assert_eq!(seqs(messages(&world.db, &world.workspace, 9, 9).await.expect("reads")), vec![3, 2, 1]);
            assert_eq!(messages(&world.db, &world.foreign, 9, 9).await.expect("reads"), vec![]);
            assert_eq!(latest(&world.db, &world.foreign, &it.id, 9, 9).await.expect("reads"), vec![]);
            assert_eq!(seqs(following(&world.db, &world.workspace, &it.id, 1, 9).await.expect("reads")), vec![2, 3]);
            assert_eq!(seqs(following(&world.db, &world.workspace, &it.id, 0, 1).await.expect("reads")), vec![1]);
            assert_eq!(following(&world.db, &world.foreign, &it.id, 0, 9).await.expect("reads"), vec![]);
            let frames = after(&world.db, &world.workspace, 0, 2).await.expect("reads");
            assert_eq!(frames.iter().map(|frame| frame.event.seq).collect::<Vec<_>>(), vec![1, 2]);
            assert_eq!(frames[0].conversation, it);
            assert_eq!(after(&world.db, &world.foreign, 0, 9).await.expect("reads"), vec![]);
        }
    }

    #[tokio::test]
    async fn a_message_can_be_stored_once() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (one, mut two) = (said(&it.id, 1), said(&it.id, 1));
            two.seq = 2;
            let workspace = world.workspace.clone();
            let twice = world
                .db
                .write::<(), crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        append(tx, &workspace, &one).await?;
                        append(tx, &workspace, &two).await
                    })
                })
                .await;
            assert!(twice.is_err());
            assert_eq!(after(&world.db, &world.workspace, 0, 9).await.expect("reads"), vec![], "nothing of it stands");
        }
    }
}
