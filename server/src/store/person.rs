//! Conversations with the same person: who answered a mail from the same address, or was proven to have it.

use crate::db::{Db, Result, Value, sql};
use app::domain::{
    conversation::Conversation,
    event::Event,
    id::{ConversationId, WorkspaceId},
};

/// Other conversations with the person of this one, the latest first.
pub async fn others(db: &Db, workspace: &WorkspaceId, id: &ConversationId, limit: i64) -> Result<Vec<Conversation>> {
    let text = "with own as (
                  select address from mailbox where workspace_id = $1 and conversation_id = $2 and confirmed_at > 0
                  union
                  select i.email as address from visitor_identity i join conversation c on c.visitor_id = i.visitor_id
                  where c.workspace_id = $1 and c.id = $2 and i.workspace_id = $1 and i.email <> ''
                )
                select c.state from conversation c where c.workspace_id = $1 and c.id <> $2 and (
                  c.id in (select m.conversation_id from mailbox m join own on own.address = m.address
                           where m.workspace_id = $1 and m.confirmed_at > 0)
                  or c.visitor_id in (select i.visitor_id from visitor_identity i join own on own.address = i.email where i.workspace_id = $1)
                ) order by c.changed_at desc, c.id limit $3";
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(id).bind(limit)).await?;
    Ok(rows.into_iter().map(|(state,)| serde_json::from_str(&state)).collect::<Result<_, _>>()?)
}

/// The first message of each of these conversations.
pub async fn first_messages(db: &Db, workspace: &WorkspaceId, of: &[ConversationId]) -> Result<Vec<Event>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let text = "select body from event where workspace_id = $1 and seq in (select min(seq) from event
                where workspace_id = $1 and message_id is not null and conversation_id in (";
    let asked = sql(text).bind(workspace).push_list(of.iter().map(Value::from)).push(") group by conversation_id)", []);
    let rows: Vec<(String,)> = db.all(asked).await?;
    Ok(rows.into_iter().map(|(body,)| serde_json::from_str(&body)).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{
        identity::{Named, name},
        mailbox::{Mark, hold, mark},
        test::{World, each},
    };
    use app::domain::{event::What, id::MessageId, person::Author, text::Body, time::Timestamp};

    const MARA: &str = "mara@x.test";

    /// A conversation whose address is given, and confirmed or not.
    async fn mailed(world: &World, at: i64, is_confirmed: bool) -> ConversationId {
        let it = world.conversation(Timestamp(at)).await;
        let (home, id) = (world.workspace.clone(), it.id.clone());
        let write = world.db.write::<_, crate::db::Error, _>(move |tx| {
            Box::pin(async move {
                hold(tx, &home, &id, MARA, "").await?;
                if is_confirmed {
                    mark(tx, &home, &id, MARA, Mark::Confirmed, Timestamp(5)).await?;
                }
                Ok(())
            })
        });
        write.await.expect("writes");
        it.id
    }

    async fn proven(world: &World, at: i64, subject: &'static str) -> ConversationId {
        let it = world.conversation(Timestamp(at)).await;
        let (home, assistant, visitor) = (world.workspace.clone(), world.profile.id.clone(), it.visitor.id.clone());
        let write = world.db.write::<_, crate::db::Error, _>(move |tx| {
            Box::pin(async move { name(tx, &home, Named { assistant: &assistant, subject, email: MARA }, &visitor, Timestamp(5)).await })
        });
        write.await.expect("writes");
        it.id
    }

    #[tokio::test]
    async fn the_same_person_is_who_has_the_same_address_for_sure() {
        for world in each().await {
            let (claimed, early, late) = (mailed(&world, 10, false).await, mailed(&world, 20, true).await, mailed(&world, 30, true).await);
            let verified = proven(&world, 40, "user-7").await;
            world.conversation(Timestamp(50)).await;
            let found = |workspace: &WorkspaceId, id: &ConversationId, limit| {
                let (db, workspace, id) = (world.db.clone(), workspace.clone(), id.clone());
                async move { others(&db, &workspace, &id, limit).await.expect("reads").into_iter().map(|it| it.id).collect::<Vec<_>>() }
            };
            assert_eq!(found(&world.workspace, &early, 9).await, [verified.clone(), late.clone()]);
            assert_eq!(found(&world.workspace, &verified, 9).await, [late.clone(), early.clone()]);
            assert_eq!(found(&world.workspace, &verified, 1).await, [late]);
            assert_eq!(found(&world.workspace, &claimed, 9).await, [], "who only claims an address reads nothing by it");
            assert_eq!(found(&world.foreign, &early, 9).await, []);
        }
    }

    #[tokio::test]
    async fn the_first_words_are_those_of_each_conversation() {
        for world in each().await {
            let (one, two) = (world.conversation(Timestamp(1)).await.id, world.conversation(Timestamp(2)).await.id);
            let said = |of: &ConversationId, seq: u64| {
                let id = MessageId::parse(&format!("message-{seq}")).expect("fits");
                let what = What::Said { id, body: Body::plain("hello").expect("fits"), page: None, files: Vec::new() };
                Event { seq, conversation: of.clone(), at: Timestamp(1), by: Author::Visitor, what }
            };
            let begun = Event { what: What::Woke, ..said(&one, 1) };
            let (home, events) = (world.workspace.clone(), [begun, said(&one, 2), said(&two, 3), said(&one, 4)]);
            let write = world.db.write::<_, crate::db::Error, _>(move |tx| {
                Box::pin(async move {
                    for event in &events {
                        crate::store::event::append(tx, &home, event).await?;
                    }
                    Ok(())
                })
            });
            write.await.expect("writes");
            let of = [one, two];
            let mut found = first_messages(&world.db, &world.workspace, &of).await.expect("reads");
            found.sort_by_key(|event| event.seq);
            assert_eq!(found.iter().map(|event| event.seq).collect::<Vec<_>>(), [2, 3]);
            assert_eq!(first_messages(&world.db, &world.foreign, &of).await.expect("reads"), []);
            assert_eq!(first_messages(&world.db, &world.workspace, &[]).await.expect("reads"), []);
        }
    }
}
