//! The rows of a view. What a filter asks becomes fixed pieces of text and values; nothing that anyone typed becomes text.

use super::read_all;
use crate::db::{Db, Result, Sql, Tx, Value, sql};
use app::domain::{
    conversation::Conversation,
    id::{AccountId, ConversationId, WorkspaceId},
    time::Timestamp,
    view::{Assignee, Filter, HolderKind, Key, Sort, since},
};

/// A filter with all that it takes to answer it: where, for whom, when.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub workspace: &'a WorkspaceId,
    pub me: &'a AccountId,
    pub filter: &'a Filter,
    pub now: Timestamp,
}

/// The rows of a view after `after` in this order, at most `limit`.
pub async fn page(db: &Db, asked: Asked<'_>, sort: Sort, after: Option<&Key>, limit: i64) -> Result<Vec<Conversation>> {
    let mut text = matching(sql("select c.state from conversation c where "), asked);
    if let Some(after) = after {
        text = beyond(text, sort, after);
    }
    let rows = db.all(text.push(order(sort), []).push(" limit {}", [limit.into()])).await?;
    read_all(rows)
}

/// How many conversations each of these views holds.
pub async fn counts(db: &Db, workspace: &WorkspaceId, me: &AccountId, filters: &[Filter], now: Timestamp) -> Result<Vec<u64>> {
    let mut text = sql("");
    for (nth, filter) in (0_i64..).zip(filters) {
        let union = if nth == 0 { "" } else { " union all " };
        text = text.push(union, []).push("select cast({} as bigint) as nth, count(*) as n from conversation c where ", [nth.into()]);
        text = matching(text, Asked { workspace, me, filter, now });
    }
    if filters.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, i64)> = db.all(text.push(" order by nth", [])).await?;
    Ok(rows.into_iter().map(|(_, n)| n.cast_unsigned()).collect())
}

/// Of those in a view who need a person and whom nobody holds, the one who is first in line.
pub async fn first_waiting(tx: &mut Tx, asked: Asked<'_>) -> Result<Option<ConversationId>> {
    let text = matching(sql("select c.id from conversation c where "), asked)
        .push(" and c.stage = 'open' and c.needs_person = {} and c.holder <> {}", [true.into(), HolderKind::Agent.name().into()])
        .push(" and (c.assignee = '' or c.assignee = {})", [asked.me.into()]);
    let row: Option<(String,)> = tx.maybe(text.push(order(Sort::Waiting), []).push(" limit 1", [])).await?;
    Ok(row.and_then(|(id,)| ConversationId::parse(&id)))
}

/// The tags that conversations of a workspace have, the most frequent first.
pub async fn tags_in_use(db: &Db, workspace: &WorkspaceId, limit: i64) -> Result<Vec<String>> {
    let text = "select tag from conversation_tag where workspace_id = $1 group by tag order by count(*) desc, tag limit $2";
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(limit)).await?;
    Ok(rows.into_iter().map(|(tag,)| tag).collect())
}

/// The names of attributes that conversations of a workspace have.
pub async fn attributes_in_use(db: &Db, workspace: &WorkspaceId, limit: i64) -> Result<Vec<String>> {
    let text = "select distinct name from conversation_attribute where workspace_id = $1 order by name limit $2";
    let rows: Vec<(String,)> = db.all(sql(text).bind(workspace).bind(limit)).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

const fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::Waiting => " order by c.rank, c.waits, c.latest, c.id",
        Sort::Newest => " order by c.latest, c.id",
        Sort::Oldest => " order by c.changed_at, c.id",
        Sort::Priority => " order by c.urgency, c.rank, c.waits, c.latest, c.id",
    }
}

/// What comes after a place in this order: [`Sort::key`]'s figures, by their columns.
fn beyond(text: Sql, sort: Sort, after: &Key) -> Sql {
    let (piece, n) = match sort {
        Sort::Waiting => (" and (c.rank, c.waits, c.latest, c.id) > ({}, {}, {}, {})", 3),
        Sort::Newest => (" and (c.latest, c.id) > ({}, {})", 1),
        Sort::Oldest => (" and (c.changed_at, c.id) > ({}, {})", 1),
        Sort::Priority => (" and (c.urgency, c.rank, c.waits, c.latest, c.id) > ({}, {}, {}, {}, {})", 4),
    };
    let figures = [after.a, after.b, after.c, after.d].into_iter().take(n).map(Value::from);
    text.push(piece, figures.chain([Value::from(&after.id)]))
}

/// Adds what holds for exactly the conversations that [`Filter::holds`].
fn matching(text: Sql, asked: Asked<'_>) -> Sql {
    let Asked { workspace, me, filter, now } = asked;
    let mut text = text.push("c.workspace_id = {}", [workspace.into()]);
    text = one_of(text, " and c.stage in (", filter.stages.iter().map(|it| it.name().into()));
    text = one_of(text, " and c.urgency in (", filter.priorities.iter().map(|it| (3 - it.rank()).into()));
    text = one_of(text, " and c.lead in (", filter.leads.iter().map(|it| it.name().into()));
    text = one_of(text, " and c.reason in (", filter.reasons.iter().map(|why| format!("{why:?}").into()));
    let holder = filter.holder.map(|kind| kind.name().into());
    text = maybe(text, " and c.holder = {}", holder);
    text = maybe(text, " and c.needs_person = {}", filter.needs_person.map(Value::from));
    let assignee = filter.assignee.as_ref().map(|it| match it {
        Assignee::Me => me.into(),
        Assignee::Nobody => "".into(),
        Assignee::Member { id } => id.into(),
    });
    text = maybe(text, " and c.assignee = {}", assignee);
    text = maybe(text, " and c.team = {}", filter.team.as_ref().map(Value::from));
    text = maybe(text, " and c.assistant = {}", filter.assistant.as_ref().map(Value::from));
    text = maybe(text, " and c.language = {}", filter.language.as_deref().map(Value::from));
    text = maybe(text, " and c.changed_at >= {}", filter.changed_within.map(|hours| since(now, hours).into()));
    text = maybe(text, " and c.opened_at >= {}", filter.opened_within.map(|hours| since(now, hours).into()));
    for (name, value) in &filter.attributes {
        let piece = " and exists (select 1 from conversation_attribute a where a.conversation_id = c.id and a.name = {} and a.value = {})";
        text = text.push(piece, [name.as_str().into(), value.as_str().into()]);
    }
    text = tagged(text, filter);
    if filter.mentions_me {
        let piece = " and exists (select 1 from conversation_mention m where m.conversation_id = c.id and m.account_id = {})";
        text = text.push(piece, [me.into()]);
    }
    if filter.is_unread {
        let piece = " and c.stage in ('open', 'snoozed') and c.said > coalesce(
                     (select r.seq from read_mark r where r.account_id = {} and r.conversation_id = c.id), 0)";
        text = text.push(piece, [me.into()]);
    }
    text
}

fn tagged(mut text: Sql, filter: &Filter) -> Sql {
    let tags = filter.tags.iter().map(|tag| Value::from(tag.as_str()));
    if !filter.has_all_tags && !filter.tags.is_empty() {
        text = text.push(" and exists (select 1 from conversation_tag t where t.conversation_id = c.id and t.tag in (", []);
        return text.push_list(tags).push("))", []);
    }
    for tag in tags {
        text = text.push(" and exists (select 1 from conversation_tag t where t.conversation_id = c.id and t.tag = {})", [tag]);
    }
    text
}

/// Adds `piece` where there is a value for it.
fn maybe(text: Sql, piece: &'static str, value: Option<Value>) -> Sql {
    match value {
        Some(value) => text.push(piece, [value]),
        None => text,
    }
}

/// Adds `piece`, a list and a bracket where the list isn't empty.
fn one_of(text: Sql, piece: &'static str, values: impl ExactSizeIterator<Item = Value>) -> Sql {
    if values.len() == 0 { text } else { text.push(piece, []).push_list(values).push(")", []) }
}

#[cfg(test)]
mod tests;
