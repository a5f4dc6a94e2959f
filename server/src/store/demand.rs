//! What visitors ask, for who looks back over it: the conversations of late, and what happened in each.

use crate::db::{Db, Result, Value, sql};
use app::domain::{
    event::Event,
    id::{AssistantId, ConversationId, WorkspaceId},
    time::Timestamp,
};

/// The conversations, with this assistant or with any, in which something happened since then, the latest first, at most `limit`.
pub async fn lately(
    db: &Db,
    workspace: &WorkspaceId,
    of: Option<&AssistantId>,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<ConversationId>> {
    let text = "select id from conversation where workspace_id = $1 and changed_at >= $2 and ($3 = '' or assistant = $3)
                order by changed_at desc, id desc limit $4";
    let of = of.map_or("", AssistantId::as_str);
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(since).bind(of).bind(limit)).await?;
    Ok(rows.into_iter().filter_map(|(id,)| ConversationId::parse(&id)).collect())
}

/// All that happened in these conversations, one conversation after another, each in order.
pub async fn stories(db: &Db, workspace: &WorkspaceId, conversations: &[ConversationId]) -> Result<Vec<Event>> {
    if conversations.is_empty() {
        return Ok(Vec::new());
    }
    let text = "select body from event where workspace_id = $1 and conversation_id in (";
    let asked = sql(text).bind(workspace).push_list(conversations.iter().map(Value::from)).push(") order by conversation_id, seq", []);
    let rows: Vec<(String,)> = db.all(asked).await?;
    Ok(rows.into_iter().map(|(body,)| serde_json::from_str(&body)).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        db::Error,
        store::{event::append, test::each},
    };
    use app::domain::{
        event::What,
        id::{MessageId, Seq},
        person::Author,
        text::Body,
    };

    fn said(conversation: &ConversationId, seq: Seq) -> Event {
        let id = MessageId::parse(&format!("message-{seq}")).expect("fits");
        let what = What::Said { id, body: Body::plain("where are my invoices?").expect("fits"), page: None, files: Vec::new() };
        Event { seq, conversation: conversation.clone(), at: Timestamp(seq.cast_signed()), by: Author::Visitor, what }
    }

    #[tokio::test]
    async fn the_conversations_of_late_are_read_whole_by_their_own_workspace() {
        for world in each().await {
            let (old, one, other) =
                (world.conversation(Timestamp(10)).await, world.conversation(Timestamp(20)).await, world.conversation(Timestamp(30)).await);
            let events = vec![said(&one.id, 1), said(&other.id, 2), said(&one.id, 3), said(&old.id, 4)];
            let (workspace, copy) = (world.workspace.clone(), events.clone());
            let write = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    for event in &copy {
                        append(tx, &workspace, event).await?;
                    }
                    Ok(())
                })
            });
            write.await.expect("writes");
            let late = lately(&world.db, &world.workspace, None, Timestamp(20), 9).await.expect("reads");
            assert_eq!(late, vec![other.id.clone(), one.id.clone()]);
            assert_eq!(lately(&world.db, &world.workspace, None, Timestamp(0), 1).await.expect("reads"), vec![other.id.clone()]);
            assert_eq!(lately(&world.db, &world.foreign, None, Timestamp(0), 9).await.expect("reads"), vec![]);
            let (ours, elsewhere) = (Some(&world.profile.id), chance::assistant(Timestamp(1)));
            assert_eq!(lately(&world.db, &world.workspace, ours, Timestamp(20), 9).await.expect("reads"), late);
            assert_eq!(lately(&world.db, &world.workspace, Some(&elsewhere), Timestamp(0), 9).await.expect("reads"), vec![]);
            let read = stories(&world.db, &world.workspace, &late).await.expect("reads");
            let whole: Vec<Vec<Seq>> =
                read.chunk_by(|a, b| a.conversation == b.conversation).map(|it| it.iter().map(|event| event.seq).collect()).collect();
            assert!(whole.len() == 2 && whole.contains(&vec![1, 3]) && whole.contains(&vec![2]), "{whole:?}");
            assert_eq!(stories(&world.db, &world.foreign, &late).await.expect("reads"), vec![]);
            assert_eq!(stories(&world.db, &world.workspace, &[]).await.expect("reads"), vec![]);
        }
    }
}
