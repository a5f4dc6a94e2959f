//! Conversations as they stand: the fold of their events, kept so that no list needs to fold.

mod list;
mod marks;

pub use list::{Asked, attributes_in_use, counts, first_waiting, page, tags_in_use};
pub use marks::write_missing;

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    conversation::Conversation,
    id::{ConversationId, VisitorId, WorkspaceId},
    time::Timestamp,
    view,
};

/// One conversation is merged after the other at most so often: none leads back to itself, so there is an end.
const MOST_MERGES: usize = 100;

/// Writes a conversation as it now stands.
pub async fn save(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation) -> Result<()> {
    let text = "insert into conversation (id, workspace_id, visitor_id, is_open, needs_person, waiting_since, changed_at, due_at, is_watched, merged_into, state)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                on conflict (id) do update set is_open = excluded.is_open, needs_person = excluded.needs_person,
                waiting_since = excluded.waiting_since, changed_at = excluded.changed_at, due_at = excluded.due_at,
                is_watched = excluded.is_watched, merged_into = excluded.merged_into, state = excluded.state
                where conversation.workspace_id = excluded.workspace_id";
    let row = sql(text)
        .bind(&it.id)
        .bind(workspace)
        .bind(&it.visitor.id)
        .bind(it.is_open())
        .bind(it.needs_person())
        .bind(view::waits(it))
        .bind(it.changed_at)
        .bind(it.due_at().map_or(0, |at| at.0))
        .bind(it.holder.lease().is_some_and(|lease| lease.is_watched))
        .bind(it.merged_into.as_ref().map_or("", ConversationId::as_str))
        .bind(serde_json::to_string(it)?);
    if tx.run(row).await? > 0 {
        marks::save(tx, workspace, it).await?;
    }
    Ok(())
}

/// One conversation, for who is about to change it.
pub async fn load(tx: &mut Tx, workspace: &WorkspaceId, id: &ConversationId) -> Result<Option<Conversation>> {
    let row = tx.maybe(sql("select state from conversation where workspace_id = $1 and id = $2").bind(workspace).bind(id)).await?;
    read(row)
}

/// The conversation of a visitor, for who is about to change it: where it was merged, the one that goes on.
pub async fn load_of_visitor(tx: &mut Tx, workspace: &WorkspaceId, visitor: &VisitorId) -> Result<Option<Conversation>> {
    let row =
        tx.maybe(sql("select state from conversation where workspace_id = $1 and visitor_id = $2").bind(workspace).bind(visitor)).await?;
    let mut it: Option<Conversation> = read(row)?;
    for _ in 0..MOST_MERGES {
        let Some(into) = it.as_ref().and_then(|it| it.merged_into.clone()) else { break };
        it = load(tx, workspace, &into).await?;
    }
    Ok(it)
}

/// One conversation.
pub async fn by_id(db: &Db, workspace: &WorkspaceId, id: &ConversationId) -> Result<Option<Conversation>> {
    let row = db.maybe(sql("select state from conversation where workspace_id = $1 and id = $2").bind(workspace).bind(id)).await?;
    read(row)
}

/// The conversation of a visitor: where it was merged, the one that goes on.
pub async fn of_visitor(db: &Db, workspace: &WorkspaceId, visitor: &VisitorId) -> Result<Option<Conversation>> {
    let row =
        db.maybe(sql("select state from conversation where workspace_id = $1 and visitor_id = $2").bind(workspace).bind(visitor)).await?;
    match read(row)? {
        Some(it) => Ok(Some(onward(db, workspace, it).await?)),
        None => Ok(None),
    }
}

/// Where a conversation goes on: in itself, unless it was merged.
pub async fn onward(db: &Db, workspace: &WorkspaceId, mut it: Conversation) -> Result<Conversation> {
    for _ in 0..MOST_MERGES {
        let Some(into) = it.merged_into.clone() else { break };
        let Some(next) = by_id(db, workspace, &into).await? else { break };
        it = next;
    }
    Ok(it)
}

/// What was merged into `from` goes on in `into` from now on.
pub async fn merged_on(tx: &mut Tx, workspace: &WorkspaceId, from: &ConversationId, into: &ConversationId) -> Result<()> {
    let text = "update conversation set merged_into = $3 where workspace_id = $1 and merged_into = $2";
    tx.run(sql(text).bind(workspace).bind(from).bind(into)).await?;
    Ok(())
}

/// What the clock has to look at by `now`: leases and holds that ran out, snoozes that are over, and what nobody looks at
/// any more. Names no workspace: the clock serves them all.
pub async fn due(db: &Db, now: Timestamp, limit: i64) -> Result<Vec<(WorkspaceId, ConversationId)>> {
    let text = "select c.workspace_id, c.id from conversation c where c.due_at between 1 and $1
                or (c.is_watched = true and not exists (select 1 from presence p where p.conversation_id = c.id and p.until > $1))
                order by c.due_at limit $2";
    let rows: Vec<(String, String)> = db.all(sql(text).bind(now).bind(limit)).await?;
    Ok(rows.into_iter().filter_map(|(workspace, id)| Some((WorkspaceId::parse(&workspace)?, ConversationId::parse(&id)?))).collect())
}

fn read(row: Option<(String,)>) -> Result<Option<Conversation>> {
    Ok(row.map(|(state,)| serde_json::from_str(&state)).transpose()?)
}

fn read_all(rows: Vec<(String,)>) -> Result<Vec<Conversation>> {
    Ok(rows.into_iter().map(|(state,)| serde_json::from_str(&state)).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::{World, each};
    use app::domain::{
        conversation::Status,
        handoff::{Holder, Lease},
        near::Doing,
        person::Agent,
        text::Name,
    };

    /// Saves a conversation that was last changed at `at` and is bent into shape by `bend`.
    async fn saved(world: &World, at: i64, bend: impl FnOnce(&mut Conversation)) -> Conversation {
        let mut it = world.conversation(Timestamp(at)).await;
        bend(&mut it);
        let (workspace, copy) = (world.workspace.clone(), it.clone());
        world.db.write::<_, crate::db::Error, _>(|tx| Box::pin(async move { save(tx, &workspace, &copy).await })).await.expect("writes");
        it
    }

    #[tokio::test]
    async fn a_conversation_is_found_by_its_own_workspace_alone() {
        for world in each().await {
            let it = saved(&world, 60, |_| {}).await;
            assert_eq!(by_id(&world.db, &world.workspace, &it.id).await.expect("reads"), Some(it.clone()));
            assert_eq!(by_id(&world.db, &world.foreign, &it.id).await.expect("reads"), None);
            assert_eq!(of_visitor(&world.db, &world.workspace, &it.visitor.id).await.expect("reads"), Some(it.clone()));
            assert_eq!(of_visitor(&world.db, &world.foreign, &it.visitor.id).await.expect("reads"), None);
        }
    }

    #[tokio::test]
    async fn a_merged_conversation_leads_to_the_one_that_goes_on() {
        for world in each().await {
            let last = saved(&world, 60, |_| {}).await;
            let middle = saved(&world, 50, |it| it.merged_into = Some(last.id.clone())).await;
            let first = saved(&world, 40, |it| it.merged_into = Some(middle.id.clone())).await;
            let (home, foreign) = (world.workspace.clone(), world.foreign.clone());
            let found = of_visitor(&world.db, &home, &first.visitor.id).await.expect("reads").map(|it| it.id);
            assert_eq!(found.as_ref(), Some(&last.id));
            assert_eq!(onward(&world.db, &home, first.clone()).await.expect("reads").id, last.id);
            assert_eq!(onward(&world.db, &foreign, first.clone()).await.expect("reads").id, first.id, "it knows no such place");
            let (wall, visitor, from, into) = (home.clone(), first.visitor.id.clone(), middle.id.clone(), last.id.clone());
            let loaded = world.db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    merged_on(tx, &foreign, &from, &into).await?;
                    merged_on(tx, &wall, &from, &into).await?;
                    load_of_visitor(tx, &wall, &visitor).await
                })
            });
            assert_eq!(loaded.await.expect("writes").map(|it| it.id), Some(last.id));
        }
    }

    #[tokio::test]
    async fn the_clock_finds_what_is_due_and_what_nobody_looks_at_any_more() {
        for world in each().await {
            let agent = || Agent { id: world.account.clone(), name: Name::parse("Ana").expect("fits") };
            let held = |lease| Holder::Agent { agent: agent(), since: Timestamp(1), lease };
            let snoozed = saved(&world, 5, |it| it.status = Status::Snoozed { until: Timestamp(50) }).await;
            let leased = saved(&world, 5, |it| it.holder = held(Lease::new(20).settled(Timestamp(10), false))).await;
            let watched = saved(&world, 5, |it| it.holder = held(Lease { is_watched: true, ..Lease::new(20) })).await;
            saved(&world, 5, |_| {}).await;
            let (home, who, id) = (world.workspace.clone(), world.account.clone(), watched.id.clone());
            let look = world.db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    crate::store::presence::touch(tx, &home, &who, &id, &Doing::default(), Timestamp(1), Timestamp(40)).await
                })
            });
            look.await.expect("writes");
            let at = |now| {
                let db = &world.db;
                async move { due(db, Timestamp(now), 10).await.expect("reads").into_iter().map(|(_, id)| id).collect::<Vec<_>>() }
            };
            assert_eq!(at(29).await, vec![]);
            assert_eq!(at(30).await, vec![leased.id.clone()]);
            assert_eq!(at(50).await, vec![watched.id, leased.id, snoozed.id]);
        }
    }

    #[tokio::test]
    async fn who_changes_a_conversation_reads_it_in_the_same_transaction() {
        for world in each().await {
            let it = saved(&world, 5, |_| {}).await;
            let (workspace, foreign, copy) = (world.workspace.clone(), world.foreign.clone(), it.clone());
            let seen = world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        // A foreign workspace can't overwrite it, and finds nothing.
                        save(tx, &foreign, &Conversation { segment: 9, ..copy.clone() }).await?;
                        Ok((
                            load(tx, &workspace, &copy.id).await?,
                            load_of_visitor(tx, &workspace, &copy.visitor.id).await?,
                            load(tx, &foreign, &copy.id).await?,
                            load_of_visitor(tx, &foreign, &copy.visitor.id).await?,
                        ))
                    })
                })
                .await
                .expect("writes");
            assert_eq!(seen, (Some(it.clone()), Some(it), None, None));
        }
    }
}
