//! What conversations are known by: names, short ids. Each word leads to its conversations.

use super::{Text, list, listed, read_all as read};
use crate::{
    db::{Db, Result, Tx, sql},
    search::Lookup,
};
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

/// So many words are looked up together.
pub const MOST: usize = 3;

/// The newest conversations that have a label in each of up to [`MOST`] ranges: from the first text on, before the second.
pub async fn conversations(db: &Db, workspace: &WorkspaceId, ranges: &[Lookup], limit: i64) -> Result<Vec<ConversationId>> {
    let text = match ranges {
        [] => return Ok(Vec::new()),
        [_] => {
            "select distinct conversation_id from search_label where workspace_id = $1 and word >= $3 and word < $4
             order by conversation_id desc limit $2"
        }
        [_, _] => {
            "select distinct conversation_id from search_label where workspace_id = $1 and word >= $3 and word < $4 and conversation_id in
             (select conversation_id from search_label where workspace_id = $1 and word >= $5 and word < $6)
             order by conversation_id desc limit $2"
        }
        _ => {
            "select distinct conversation_id from search_label where workspace_id = $1 and word >= $3 and word < $4 and conversation_id in
             (select conversation_id from search_label where workspace_id = $1 and word >= $5 and word < $6) and conversation_id in
             (select conversation_id from search_label where workspace_id = $1 and word >= $7 and word < $8)
             order by conversation_id desc limit $2"
        }
    };
    let ask = ranges.iter().take(MOST).fold(sql(text).bind(workspace).bind(limit), |ask, it| ask.bind(it.from.clone()).bind(it.to.clone()));
    let rows: Vec<(String,)> = db.all(ask).await?;
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
