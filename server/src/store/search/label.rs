//! What conversations are known by: names, short ids. Each word leads to its conversations.

use super::{Text, list, listed, read_all as read};
use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    conversation::Conversation,
    id::{ConversationId, Seq, WorkspaceId},
};
use std::collections::BTreeSet;

/// Labels a conversation with these words, and no longer with those.
pub async fn change(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    conversation: &ConversationId,
    before: &BTreeSet<Vec<u8>>,
    after: &BTreeSet<Vec<u8>>,
) -> Result<()> {
    for word in before.difference(after) {
        let text = "delete from search_label where workspace_id = $1 and word = $2 and conversation_id = $3";
        tx.run(sql(text).bind(workspace).bind(word.clone()).bind(conversation)).await?;
    }
    for word in after.difference(before) {
        let text = "insert into search_label (workspace_id, word, conversation_id) values ($1, $2, $3) on conflict do nothing";
        tx.run(sql(text).bind(workspace).bind(word.clone()).bind(conversation)).await?;
    }
    Ok(())
}

/// Forgets all labels of a conversation.
pub async fn forget(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId) -> Result<()> {
    tx.run(sql("delete from search_label where workspace_id = $1 and conversation_id = $2").bind(workspace).bind(conversation)).await?;
    Ok(())
}

/// The next conversations after the id `after`, in the order of their ids.
pub async fn after(tx: &mut Tx, workspace: &WorkspaceId, after: &str, limit: i64) -> Result<Vec<Conversation>> {
    let text = "select state from conversation where workspace_id = $1 and id > $2 order by id limit $3";
    read(tx.all(sql(text).bind(workspace).bind(after).bind(limit)).await?)
}

/// The newest conversations that have a label from `from` on, before `to`.
pub async fn conversations(db: &Db, workspace: &WorkspaceId, (from, to): (&[u8], &[u8]), limit: i64) -> Result<Vec<ConversationId>> {
    let text = "select distinct conversation_id from search_label where workspace_id = $1 and word >= $2 and word < $3
                order by conversation_id desc limit $4";
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(from.to_vec()).bind(to.to_vec()).bind(limit)).await?;
    Ok(rows.into_iter().filter_map(|(id,)| ConversationId::parse(&id)).collect())
}

/// The numbers of the events of up to [`super::LIST`] conversations, the newest `limit`.
pub async fn events(db: &Db, workspace: &WorkspaceId, conversations: &[ConversationId], limit: i64) -> Result<Vec<Seq>> {
    static TEXT: Text = Text::new(|| {
        let ids = list(3);
        format!("select seq from event where workspace_id = $1 and conversation_id in ({ids}) order by seq desc limit $2")
    });
    let Some(ask) = listed(sql(&TEXT).bind(workspace).bind(limit), conversations, |id| id.into()) else { return Ok(Vec::new()) };
    let rows: Vec<(i64,)> = db.all(ask).await?;
    Ok(rows.into_iter().map(|(seq,)| seq.cast_unsigned()).collect())
}
