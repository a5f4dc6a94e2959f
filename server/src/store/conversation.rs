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

/// Writes a conversation as it now stands.
pub async fn save(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation) -> Result<()> {
    let text = "insert into conversation (id, workspace_id, visitor_id, is_open, needs_person, waiting_since, changed_at, due_at, is_watched, state)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                on conflict (id) do update set is_open = excluded.is_open, needs_person = excluded.needs_person,
                waiting_since = excluded.waiting_since, changed_at = excluded.changed_at, due_at = excluded.due_at,
                is_watched = excluded.is_watched, state = excluded.state
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

/// The conversation of a visitor, for who is about to change it.
pub async fn load_of_visitor(tx: &mut Tx, workspace: &WorkspaceId, visitor: &VisitorId) -> Result<Option<Conversation>> {
    let row =
        tx.maybe(sql("select state from conversation where workspace_id = $1 and visitor_id = $2").bind(workspace).bind(visitor)).await?;
    read(row)
}

/// One conversation.
pub async fn by_id(db: &Db, workspace: &WorkspaceId, id: &ConversationId) -> Result<Option<Conversation>> {
    let row = db.maybe(sql("select state from conversation where workspace_id = $1 and id = $2").bind(workspace).bind(id)).await?;
    read(row)
}

/// The conversation of a visitor.
pub async fn of_visitor(db: &Db, workspace: &WorkspaceId, visitor: &VisitorId) -> Result<Option<Conversation>> {
    let row =
        db.maybe(sql("select state from conversation where workspace_id = $1 and visitor_id = $2").bind(workspace).bind(visitor)).await?;
    read(row)
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
