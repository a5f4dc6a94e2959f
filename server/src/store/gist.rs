//! What a language model made of a conversation: one for each, of its latest state, made by one at a time.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{ConversationId, Seq, WorkspaceId},
    summary::Gist,
    time::Timestamp,
};

/// How far a gist has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Making,
    Made(Gist),
    Failed,
}

/// A gist as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The number of the last message that it is made of.
    pub up_to: Seq,
    pub state: State,
    /// So long nobody else makes it, or tries again.
    pub until: Timestamp,
}

/// Claims to make the gist of a state until then; whether it is to be made: nobody has, nobody does now, and it hasn't just failed.
pub async fn claim(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    conversation: &ConversationId,
    up_to: Seq,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool> {
    let text = "insert into gist (conversation_id, workspace_id, up_to, state, body, until)
                select id, $1, $3, 'making', '', $5 from conversation where workspace_id = $1 and id = $2
                on conflict (conversation_id) do update
                set up_to = excluded.up_to, state = excluded.state, body = excluded.body, until = excluded.until
                where gist.up_to < excluded.up_to
                or (gist.up_to = excluded.up_to and gist.state <> 'made' and gist.until <= $4)";
    Ok(tx.run(sql(text).bind(workspace).bind(conversation).bind(up_to).bind(now).bind(until)).await? > 0)
}

/// Keeps what came of making the gist of a state: nothing, and not to be tried before then. One that was overtaken is dropped.
pub async fn keep(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    conversation: &ConversationId,
    up_to: Seq,
    made: Option<&Gist>,
    until: Timestamp,
) -> Result<()> {
    let (state, body) = match made {
        Some(gist) => ("made", serde_json::to_string(gist)?),
        None => ("failed", String::new()),
    };
    let text = "update gist set state = $4, body = $5, until = $6 where workspace_id = $1 and conversation_id = $2 and up_to = $3";
    tx.run(sql(text).bind(workspace).bind(conversation).bind(up_to).bind(state).bind(body).bind(until)).await?;
    Ok(())
}

/// The gist of a conversation, however far it has come.
pub async fn read(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId) -> Result<Option<Kept>> {
    let text = "select up_to, state, body, until from gist where workspace_id = $1 and conversation_id = $2";
    let row: Option<(i64, String, String, i64)> = db.maybe(sql(text).bind(workspace).bind(conversation)).await?;
    let kept = |(up_to, state, body, until): (i64, String, String, i64)| -> Result<Kept> {
        let state = match state.as_str() {
            "made" => State::Made(serde_json::from_str(&body)?),
            "making" => State::Making,
            _ => State::Failed,
        };
        Ok(Kept { up_to: up_to.cast_unsigned(), state, until: Timestamp(until) })
    };
    row.map(kept).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::Error, store::test::each};
    use app::domain::summary::Point;

    #[tokio::test]
    async fn a_gist_is_made_once_for_each_state_by_one_at_a_time() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let claim = async |of_foreign: bool, up_to: Seq, now: i64| {
                let wall = if of_foreign { world.foreign.clone() } else { world.workspace.clone() };
                let id = it.id.clone();
                let (now, until) = (Timestamp(now), Timestamp(now + 10));
                let done = world.db.write::<_, Error, _>(move |tx| Box::pin(async move { claim(tx, &wall, &id, up_to, now, until).await }));
                done.await.expect("writes")
            };
            let keep = async |up_to: Seq, made: Option<Gist>, until: i64| {
                let (wall, id) = (world.workspace.clone(), it.id.clone());
                let done = world.db.write::<_, Error, _>(move |tx| {
                    Box::pin(async move { keep(tx, &wall, &id, up_to, made.as_ref(), Timestamp(until)).await })
                });
                done.await.expect("writes");
            };
            let kept = async || read(&world.db, &world.workspace, &it.id).await.expect("reads");
            assert!(!claim(true, 5, 0).await && kept().await.is_none(), "a foreign workspace has no such conversation");
            assert!(claim(false, 5, 0).await && !claim(false, 5, 9).await, "one at a time");
            assert_eq!(kept().await, Some(Kept { up_to: 5, state: State::Making, until: Timestamp(10) }));
            assert!(claim(false, 5, 10).await, "who made it has died");
            keep(5, None, 90).await;
            assert!(!claim(false, 5, 89).await && claim(false, 5, 90).await, "what failed is left alone for a while");
            let gist = Gist { points: vec![Point { text: "They wait.".to_owned(), seq: 3 }], model: "openai:small".to_owned() };
            keep(5, Some(gist.clone()), 91).await;
            assert!(!claim(false, 5, 999).await && !claim(false, 4, 999).await, "made is made");
            assert_eq!(kept().await, Some(Kept { up_to: 5, state: State::Made(gist.clone()), until: Timestamp(91) }));
            assert_eq!(read(&world.db, &world.foreign, &it.id).await.expect("reads"), None);
            assert!(claim(false, 7, 999).await, "another state is another gist");
            keep(5, Some(gist), 1_000).await;
            assert_eq!(kept().await.map(|it| (it.up_to, it.state)), Some((7, State::Making)), "one that was overtaken is dropped");
        }
    }
}
