//! What a search reads besides the index: the tail of the log, the conversations of events, and their words.

use super::{Text, list, listed, read_all as read};
use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    conversation::Conversation,
    event::Event,
    id::{ConversationId, Seq, WorkspaceId},
    time::Timestamp,
};

/// The events after `after`, the newest `limit` of them, newest first.
pub async fn tail(db: &Db, workspace: &WorkspaceId, after: Seq, limit: i64) -> Result<Vec<Event>> {
    let text = "select body from event where workspace_id = $1 and seq > $2 order by seq desc limit $3";
    read(db.all(sql(text).bind(workspace).bind(after).bind(limit)).await?)
}

/// The events after `after` up to `limit` of them, oldest first: what is indexed.
pub async fn stretch(db: &Db, workspace: &WorkspaceId, after: Seq, limit: i64) -> Result<Vec<Event>> {
    let text = "select body from event where workspace_id = $1 and seq > $2 order by seq limit $3";
    read(db.all(sql(text).bind(workspace).bind(after).bind(limit)).await?)
}

/// All events of a conversation, for who is about to erase them.
pub async fn all_of(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId) -> Result<Vec<Event>> {
    let text = "select body from event where workspace_id = $1 and conversation_id = $2 order by seq";
    read(tx.all(sql(text).bind(workspace).bind(conversation)).await?)
}

/// These events, up to [`super::LIST`], in no order; those that are gone are missing.
pub async fn events(db: &Db, workspace: &WorkspaceId, seqs: &[Seq]) -> Result<Vec<Event>> {
    static TEXT: Text = Text::new(|| format!("select body from event where workspace_id = $1 and seq in ({})", list(2)));
    match listed(sql(&TEXT).bind(workspace), seqs, |seq| (*seq).into()) {
        Some(ask) => read(db.all(ask).await?),
        None => Ok(Vec::new()),
    }
}

/// In which conversations these events happened, up to [`super::LIST`].
pub async fn places(db: &Db, workspace: &WorkspaceId, seqs: &[Seq]) -> Result<Vec<(Seq, ConversationId)>> {
    static TEXT: Text = Text::new(|| format!("select seq, conversation_id from event where workspace_id = $1 and seq in ({})", list(2)));
    let Some(ask) = listed(sql(&TEXT).bind(workspace), seqs, |seq| (*seq).into()) else {
        return Ok(Vec::new());
    };
    let rows: Vec<(i64, String)> = db.all(ask).await?;
    Ok(rows.into_iter().filter_map(|(seq, id)| Some((seq.cast_unsigned(), ConversationId::parse(&id)?))).collect())
}

/// These conversations, up to [`super::LIST`], in no order.
pub async fn conversations(db: &Db, workspace: &WorkspaceId, ids: &[ConversationId]) -> Result<Vec<Conversation>> {
    static TEXT: Text = Text::new(|| format!("select state from conversation where workspace_id = $1 and id in ({})", list(2)));
    match listed(sql(&TEXT).bind(workspace), ids, |id| id.into()) {
        Some(ask) => read(db.all(ask).await?),
        None => Ok(Vec::new()),
    }
}

/// Conversations whose own id or whose visitor's begins with `start`, at most `limit`.
pub async fn by_id(db: &Db, workspace: &WorkspaceId, start: &str, limit: i64) -> Result<Vec<Conversation>> {
    // `z` comes last among what our ids are made of, in every collation.
    let end = format!("{start}{}", "z".repeat(32));
    let mut all = Vec::new();
    for text in [
        "select state from conversation where workspace_id = $1 and id >= $2 and id <= $3 order by id limit $4",
        "select state from conversation where workspace_id = $1 and visitor_id >= $2 and visitor_id <= $3 order by visitor_id limit $4",
    ] {
        all.extend(read(db.all(sql(text).bind(workspace).bind(start).bind(end.as_str()).bind(limit)).await?)?);
    }
    Ok(all)
}

/// The conversations that changed last before `before`, latest first.
pub async fn latest(
    db: &Db,
    workspace: &WorkspaceId,
    before: Option<(Timestamp, &ConversationId)>,
    limit: i64,
) -> Result<Vec<Conversation>> {
    let ask = match before {
        None => sql("select state from conversation where workspace_id = $1 order by changed_at desc, id desc limit $2").bind(workspace),
        Some((at, id)) => {
            let text = "select state from conversation where workspace_id = $1 and changed_at <= $2 and (changed_at < $2 or id < $3)
                        order by changed_at desc, id desc limit $4";
            sql(text).bind(workspace).bind(at).bind(id)
        }
    };
    read(db.all(ask.bind(limit)).await?)
}
