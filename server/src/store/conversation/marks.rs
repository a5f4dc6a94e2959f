//! What views ask of a conversation, in columns and tables of their own.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    conversation::Conversation,
    id::WorkspaceId,
    view::{self, HolderKind, Stage},
};
use futures::FutureExt;

/// So many conversations are brought up to date at once.
const AT_ONCE: i64 = 200;

/// Writes what views ask of a conversation.
pub(super) async fn save(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation) -> Result<()> {
    let marks = serde_json::to_string(&(&it.tags, &it.attributes, &it.mentioned))?;
    let known: Option<(String,)> =
        tx.maybe(sql("select marks from conversation where workspace_id = $1 and id = $2").bind(workspace).bind(&it.id)).await?;
    let has_changed = known.is_some_and(|(known,)| known != marks);
    let text = "update conversation set stage = $3, holder = $4, assignee = $5, team = $6, assistant = $7, reason = $8, language = $9,
                opened_at = $10, said = $11, urgency = $12, rank = $13, waits = $14, latest = $15, marks = $16, lead = $17
                where workspace_id = $1 and id = $2";
    let row = sql(text)
        .bind(workspace)
        .bind(&it.id)
        .bind(Stage::of(it).name())
        .bind(HolderKind::of(&it.holder).name())
        .bind(it.assignee.as_ref().map_or("", |agent| agent.id.as_str()))
        .bind(it.team.as_ref().map_or("", |team| team.id.as_str()))
        .bind(&it.assistant.id)
        .bind(view::reason_of(it).map_or_else(String::new, |why| format!("{why:?}")))
        .bind(view::language_of(it))
        .bind(it.opened_at)
        .bind(it.said)
        .bind(view::urgency(it))
        .bind(view::rank(it))
        .bind(view::waits(it))
        .bind(view::latest(it))
        .bind(marks)
        .bind(it.lead_state().name());
    tx.run(row).await?;
    if has_changed {
        tag(tx, workspace, it).await?;
        describe(tx, workspace, it).await?;
        mention(tx, workspace, it).await?;
    }
    Ok(())
}

async fn tag(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation) -> Result<()> {
    tx.run(sql("delete from conversation_tag where workspace_id = $1 and conversation_id = $2").bind(workspace).bind(&it.id)).await?;
    for tagged in &it.tags {
        let text = "insert into conversation_tag (conversation_id, workspace_id, tag) values ($1, $2, $3) on conflict do nothing";
        tx.run(sql(text).bind(&it.id).bind(workspace).bind(tagged.tag.as_str())).await?;
    }
    Ok(())
}

async fn describe(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation) -> Result<()> {
    tx.run(sql("delete from conversation_attribute where workspace_id = $1 and conversation_id = $2").bind(workspace).bind(&it.id)).await?;
    for (name, attribute) in &it.attributes {
        let text = "insert into conversation_attribute (conversation_id, workspace_id, name, value) values ($1, $2, $3, $4)";
        tx.run(sql(text).bind(&it.id).bind(workspace).bind(name.as_str()).bind(attribute.value.as_str())).await?;
    }
    Ok(())
}

async fn mention(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation) -> Result<()> {
    tx.run(sql("delete from conversation_mention where workspace_id = $1 and conversation_id = $2").bind(workspace).bind(&it.id)).await?;
    for account in &it.mentioned {
        let text =
            "insert into conversation_mention (conversation_id, workspace_id, account_id) values ($1, $2, $3) on conflict do nothing";
        tx.run(sql(text).bind(&it.id).bind(workspace).bind(account)).await?;
    }
    Ok(())
}

/// Brings conversations up to date that an older program wrote; how many. Names no workspace: it is the instance's housekeeping.
pub async fn write_missing(db: &Db) -> Result<usize> {
    let mut n = 0;
    loop {
        let rows: Vec<(String, String)> =
            db.all(sql("select workspace_id, state from conversation where stage = '' limit $1").bind(AT_ONCE)).await?;
        if rows.is_empty() {
            return Ok(n);
        }
        n += rows.len();
        db.write::<_, crate::db::Error, _>(move |tx| async move { write_all(tx, rows).await }.boxed()).await?;
    }
}

async fn write_all(tx: &mut Tx, rows: Vec<(String, String)>) -> Result<()> {
    for (workspace, state) in rows {
        let it: Conversation = serde_json::from_str(&state)?;
        if let Some(workspace) = WorkspaceId::parse(&workspace) {
            save(tx, &workspace, &it).await?;
        }
    }
    Ok(())
}
