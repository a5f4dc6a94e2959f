//! Browsers that take pushes, each for one member.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AccountId, WorkspaceId},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// A browser that takes pushes.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Device {
    pub id: String,
    pub account_id: String,
    pub name: String,
    pub lang: String,
    /// Where its maker takes pushes for it.
    pub endpoint: String,
    /// Its public key, and the secret that it shares with us (RFC 8291), both in base64url.
    pub p256dh: String,
    pub auth: String,
    pub added_at: i64,
    pub worked_at: i64,
    pub failed: String,
}

/// Adds a device; one of the same endpoint is it anew, for whom it is now.
pub async fn save(tx: &mut Tx, workspace: &WorkspaceId, it: &Device) -> Result<()> {
    let text = "insert into device (id, workspace_id, account_id, name, lang, endpoint, p256dh, auth, added_at, worked_at, failed)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '')
                on conflict (endpoint) do update set workspace_id = excluded.workspace_id, account_id = excluded.account_id,
                name = excluded.name, lang = excluded.lang, p256dh = excluded.p256dh, auth = excluded.auth, failed = ''";
    let row = sql(text).bind(it.id.as_str()).bind(workspace).bind(it.account_id.as_str()).bind(it.name.as_str()).bind(it.lang.as_str());
    tx.run(row.bind(it.endpoint.as_str()).bind(it.p256dh.as_str()).bind(it.auth.as_str()).bind(it.added_at)).await?;
    Ok(())
}

/// A member's devices, the oldest first.
pub async fn of_member(db: &Db, workspace: &WorkspaceId, account: &AccountId) -> Result<Vec<Device>> {
    let text = "select id, account_id, name, lang, endpoint, p256dh, auth, added_at, worked_at, failed from device
                where workspace_id = $1 and account_id = $2 order by added_at, id";
    db.all(sql(text).bind(workspace).bind(account)).await
}

/// The same, for who decides about them.
pub async fn ids_of_member(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId) -> Result<Vec<String>> {
    let text = "select id from device where workspace_id = $1 and account_id = $2 order by added_at, id";
    let rows: Vec<(String,)> = tx.all(sql(text).bind(workspace).bind(account)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// One device.
pub async fn by_id(db: &Db, workspace: &WorkspaceId, id: &str) -> Result<Option<Device>> {
    let text = "select id, account_id, name, lang, endpoint, p256dh, auth, added_at, worked_at, failed from device
                where workspace_id = $1 and id = $2";
    db.maybe(sql(text).bind(workspace).bind(id)).await
}

/// How many devices each member has; who has none isn't named.
pub async fn counts(tx: &mut Tx, workspace: &WorkspaceId) -> Result<BTreeMap<AccountId, usize>> {
    let text = "select account_id, count(*) from device where workspace_id = $1 group by account_id";
    let rows: Vec<(String, i64)> = tx.all(sql(text).bind(workspace)).await?;
    Ok(rows.into_iter().filter_map(|(id, n)| Some((AccountId::parse(&id)?, usize::try_from(n).ok()?))).collect())
}

/// Says that a push was taken for it (`why` empty), or why not.
pub async fn tried(tx: &mut Tx, workspace: &WorkspaceId, id: &str, why: &str, now: Timestamp) -> Result<()> {
    let text =
        "update device set failed = $3, worked_at = case when $3 = '' then $4 else worked_at end where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(why).bind(now)).await?;
    Ok(())
}

/// Takes a device away; of a member's own, or whosever it is where its maker says that it is gone.
pub async fn remove(tx: &mut Tx, workspace: &WorkspaceId, owner: Option<&AccountId>, id: &str) -> Result<u64> {
    let text = "delete from device where workspace_id = $1 and id = $2 and ($3 = '' or account_id = $3)";
    tx.run(sql(text).bind(workspace).bind(id).bind(owner.map_or("", AccountId::as_str))).await
}

/// The key of that name that this instance made for itself. Names no workspace: it is the instance's.
pub async fn instance_key(db: &Db, name: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = db.maybe(sql("select body from instance_key where name = $1").bind(name)).await?;
    Ok(row.map(|(body,)| body))
}

/// Keeps a key, where none of that name is there yet. Names no workspace: it is the instance's.
pub async fn keep_instance_key(tx: &mut Tx, name: &str, body: &str) -> Result<()> {
    tx.run(sql("insert into instance_key (name, body) values ($1, $2) on conflict (name) do nothing").bind(name).bind(body)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chance, db::Error, store::test::each};

    #[tokio::test]
    async fn a_device_is_its_members_until_it_is_taken_away() {
        for world in each().await {
            let device = Device {
                id: "device-1".to_owned(),
                account_id: world.account.to_string(),
                name: "Chrome, Linux".to_owned(),
                lang: "en".to_owned(),
                endpoint: "https://push.test/1".to_owned(),
                p256dh: "key".to_owned(),
                auth: "auth".to_owned(),
                added_at: 1,
                worked_at: 0,
                failed: String::new(),
            };
            let (home, foreign, me, copy) = (world.workspace.clone(), world.foreign.clone(), world.account.clone(), device.clone());
            let story = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    save(tx, &home, &copy).await?;
                    save(tx, &home, &Device { id: "device-2".to_owned(), name: "Chrome again".to_owned(), ..copy }).await?;
                    tried(tx, &home, "device-1", "refused", Timestamp(5)).await?;
                    tried(tx, &foreign, "device-1", "", Timestamp(6)).await?;
                    assert_eq!(ids_of_member(tx, &home, &me).await?, vec!["device-1".to_owned()]);
                    assert!(ids_of_member(tx, &foreign, &me).await?.is_empty() && counts(tx, &foreign).await?.is_empty());
                    assert_eq!(counts(tx, &home).await?, BTreeMap::from([(me.clone(), 1)]));
                    let stranger = chance::account(Timestamp(9));
                    Ok(remove(tx, &foreign, None, "device-1").await? + remove(tx, &home, Some(&stranger), "device-1").await?)
                })
            });
            assert_eq!(story.await.expect("writes"), 0);
            let expected = Device { name: "Chrome again".to_owned(), failed: "refused".to_owned(), ..device };
            assert_eq!(of_member(&world.db, &world.workspace, &world.account).await.expect("reads"), vec![expected.clone()]);
            assert_eq!(of_member(&world.db, &world.foreign, &world.account).await.expect("reads"), vec![]);
            assert_eq!(by_id(&world.db, &world.workspace, "device-1").await.expect("reads"), Some(expected));
            assert_eq!(by_id(&world.db, &world.foreign, "device-1").await.expect("reads"), None);
            let (home, me) = (world.workspace.clone(), world.account.clone());
            let gone = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    tried(tx, &home, "device-1", "", Timestamp(7)).await?;
                    remove(tx, &home, Some(&me), "device-1").await
                })
            });
            assert_eq!(gone.await.expect("writes"), 1);
        }
    }

    #[tokio::test]
    async fn a_key_of_the_instance_is_made_once() {
        for world in each().await {
            let kept = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    keep_instance_key(tx, "push", "first").await?;
                    keep_instance_key(tx, "push", "second").await
                })
            });
            kept.await.expect("writes");
            assert_eq!(instance_key(&world.db, "push").await.expect("reads").as_deref(), Some("first"));
            assert_eq!(instance_key(&world.db, "other").await.expect("reads"), None);
        }
    }
}
