//! Saved views of the inbox, and how far each member has read.

use crate::db::{Db, Result, Tx, Value, sql};
use app::domain::{
    id::{AccountId, ConversationId, Seq, ViewId, WorkspaceId},
    text::Name,
    time::Timestamp,
    view::{SavedView, Sort},
};
use std::collections::BTreeMap;

type Row = (String, String, String, String, bool, String);

const COLUMNS: &str = "select id, name, filter, sort, is_shared, account_id from saved_view
                       where workspace_id = $1 and (is_shared = true or account_id = $2) order by lower(name), id";
const ONE: &str = "select id, name, filter, sort, is_shared, account_id from saved_view
                   where workspace_id = $1 and (is_shared = true or account_id = $2) and id = $3";

/// The views that a member sees: their own and those that are shared, by name.
pub async fn all(db: &Db, workspace: &WorkspaceId, me: &AccountId) -> Result<Vec<SavedView>> {
    let rows: Vec<Row> = db.all(sql(COLUMNS).bind(workspace).bind(me)).await?;
    rows.into_iter().filter_map(|row| read(row).transpose()).collect()
}

/// One view, where a member sees it.
pub async fn one(db: &Db, workspace: &WorkspaceId, me: &AccountId, id: &ViewId) -> Result<Option<SavedView>> {
    let row: Option<Row> = db.maybe(sql(ONE).bind(workspace).bind(me).bind(id)).await?;
    row.map_or(Ok(None), read)
}

/// Adds a view, or changes one that is the owner's own or shared; whether there was such a one to change.
pub async fn save(tx: &mut Tx, workspace: &WorkspaceId, it: &SavedView, now: Timestamp) -> Result<bool> {
    let text = "insert into saved_view (id, workspace_id, account_id, name, filter, sort, is_shared, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (id) do update set name = excluded.name, filter = excluded.filter, sort = excluded.sort,
                is_shared = excluded.is_shared
                where saved_view.workspace_id = excluded.workspace_id
                and (saved_view.account_id = excluded.account_id or (saved_view.is_shared = true and excluded.is_shared = true))";
    let row = sql(text)
        .bind(&it.id)
        .bind(workspace)
        .bind(&it.owner)
        .bind(it.name.as_str())
        .bind(serde_json::to_string(&it.filter)?)
        .bind(it.sort.name())
        .bind(it.is_shared)
        .bind(now);
    Ok(tx.run(row).await? > 0)
}

/// Takes a view away that is the member's own or shared; whether there was one.
pub async fn remove(tx: &mut Tx, workspace: &WorkspaceId, me: &AccountId, id: &ViewId) -> Result<bool> {
    let text = "delete from saved_view where workspace_id = $1 and (is_shared = true or account_id = $2) and id = $3";
    Ok(tx.run(sql(text).bind(workspace).bind(me).bind(id)).await? > 0)
}

fn read(row: Row) -> Result<Option<SavedView>> {
    let (id, name, filter, sort, is_shared, owner) = row;
    let (Some(id), Ok(name), Some(owner)) = (ViewId::parse(&id), Name::parse(&name), AccountId::parse(&owner)) else { return Ok(None) };
    Ok(Some(SavedView { id, name, filter: serde_json::from_str(&filter)?, sort: Sort::named(&sort), is_shared, owner }))
}

/// Says that a member has read a conversation up to `seq`; it never goes back.
pub async fn mark_read(tx: &mut Tx, workspace: &WorkspaceId, me: &AccountId, id: &ConversationId, seq: Seq) -> Result<()> {
    let text = "insert into read_mark (account_id, conversation_id, workspace_id, seq)
                select $2, c.id, c.workspace_id, $4 from conversation c where c.workspace_id = $1 and c.id = $3
                on conflict (account_id, conversation_id) do update set seq = excluded.seq where read_mark.seq < excluded.seq";
    tx.run(sql(text).bind(workspace).bind(me).bind(id).bind(seq)).await?;
    Ok(())
}

/// How far a member has read these conversations; what they haven't read at all is missing.
pub async fn reads(db: &Db, workspace: &WorkspaceId, me: &AccountId, ids: &[ConversationId]) -> Result<BTreeMap<ConversationId, Seq>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let text = sql("select conversation_id, seq from read_mark where workspace_id = $1 and account_id = $2 and conversation_id in (");
    let text = text.bind(workspace).bind(me).push_list(ids.iter().map(Value::from)).push(")", []);
    let rows: Vec<(String, i64)> = db.all(text).await?;
    Ok(rows.into_iter().filter_map(|(id, seq)| Some((ConversationId::parse(&id)?, seq.cast_unsigned()))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        db::Error,
        store::test::{World, each},
    };
    use app::domain::{label::Tag, view::Filter};

    async fn saves(world: &World, workspace: &WorkspaceId, it: &SavedView) -> bool {
        let (workspace, copy) = (workspace.clone(), it.clone());
        let saved = world.db.write::<_, Error, _>(|tx| Box::pin(async move { save(tx, &workspace, &copy, Timestamp(1)).await }));
        saved.await.expect("writes")
    }

    async fn removes(world: &World, workspace: &WorkspaceId, me: &AccountId, id: &ViewId) -> bool {
        let (workspace, me, id) = (workspace.clone(), me.clone(), id.clone());
        let removed = world.db.write::<_, Error, _>(|tx| Box::pin(async move { remove(tx, &workspace, &me, &id).await }));
        removed.await.expect("writes")
    }

    #[tokio::test]
    async fn a_view_is_its_owners_until_it_is_shared_and_never_another_workspaces() {
        for world in each().await {
            let (me, other) = (world.account.clone(), chance::account(Timestamp(5)));
            let (copy, id) = (other.clone(), chance::view(Timestamp(2)));
            let made = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    let (email, name) = (app::domain::text::Email::parse("ben@x.test").expect("fits"), Name::parse("Ben").expect("fits"));
                    crate::store::account::add(tx, &copy, &email, &name, "hash".to_owned(), Timestamp(1)).await
                })
            });
            made.await.expect("writes");
            let filter = Filter { tags: vec![Tag::parse("billing").expect("a tag")], ..Filter::default() };
            let name = Name::parse("Bills").expect("fits");
            let own = SavedView { id: id.clone(), name, filter, sort: Sort::Oldest, is_shared: false, owner: me.clone() };
            assert!(saves(&world, &world.workspace, &own).await);
            let seen_by = |workspace: &WorkspaceId, who: &AccountId| {
                let (db, workspace, who, id) = (&world.db, workspace.clone(), who.clone(), id.clone());
                async move {
                    let listed = all(db, &workspace, &who).await.expect("reads");
                    assert_eq!(one(db, &workspace, &who, &id).await.expect("reads"), listed.first().cloned());
                    listed
                }
            };
            assert_eq!(seen_by(&world.workspace, &me).await, vec![own.clone()]);
            assert_eq!(seen_by(&world.workspace, &other).await, vec![]);
            assert_eq!(seen_by(&world.foreign, &me).await, vec![]);
            let stolen = SavedView { owner: other.clone(), is_shared: true, ..own.clone() };
            assert!(!saves(&world, &world.workspace, &stolen).await, "a private view is changed by its owner alone");
            assert!(!saves(&world, &world.foreign, &own).await);
            let shared = SavedView { is_shared: true, name: Name::parse("All bills").expect("fits"), ..own.clone() };
            assert!(saves(&world, &world.workspace, &shared).await);
            assert_eq!(seen_by(&world.workspace, &other).await, vec![shared]);
            assert!(!removes(&world, &world.foreign, &me, &id).await);
            assert!(removes(&world, &world.workspace, &other, &id).await, "what is shared is everybody's");
            assert_eq!(seen_by(&world.workspace, &me).await, vec![]);
        }
    }

    #[tokio::test]
    async fn a_reading_mark_never_goes_back_and_is_ones_own() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (home, foreign, me, id) = (world.workspace.clone(), world.foreign.clone(), world.account.clone(), it.id.clone());
            let marked = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    mark_read(tx, &foreign, &me, &id, 9).await?;
                    mark_read(tx, &home, &me, &id, 5).await?;
                    mark_read(tx, &home, &me, &id, 3).await
                })
            });
            marked.await.expect("writes");
            let ids = [it.id.clone(), chance::conversation(Timestamp(3))];
            let own = reads(&world.db, &world.workspace, &world.account, &ids).await.expect("reads");
            assert_eq!(own, BTreeMap::from([(it.id, 5)]));
            assert_eq!(reads(&world.db, &world.foreign, &world.account, &ids).await.expect("reads"), BTreeMap::new());
            assert_eq!(reads(&world.db, &world.workspace, &chance::account(Timestamp(1)), &ids).await.expect("reads"), BTreeMap::new());
            assert_eq!(reads(&world.db, &world.workspace, &world.account, &[]).await.expect("reads"), BTreeMap::new());
        }
    }
}
