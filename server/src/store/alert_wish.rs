//! Which alerts members want over which channel, and when not.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    alert::Preferences,
    id::{AccountId, WorkspaceId},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// What a member wants.
pub async fn read(db: &Db, workspace: &WorkspaceId, account: &AccountId) -> Result<Preferences> {
    let text = "select body from alert_preference where workspace_id = $1 and account_id = $2";
    let row: Option<(String,)> = db.maybe(sql(text).bind(workspace).bind(account)).await?;
    Ok(row.map(|(body,)| serde_json::from_str(&body)).transpose()?.unwrap_or_default())
}

/// What all members want who have said so.
pub async fn all(tx: &mut Tx, workspace: &WorkspaceId) -> Result<BTreeMap<AccountId, Preferences>> {
    let rows: Vec<(String, String)> =
        tx.all(sql("select account_id, body from alert_preference where workspace_id = $1").bind(workspace)).await?;
    let mut all = BTreeMap::new();
    for (account, body) in rows {
        if let Some(account) = AccountId::parse(&account) {
            all.insert(account, serde_json::from_str(&body)?);
        }
    }
    Ok(all)
}

/// Writes what a member wants.
pub async fn save(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, it: &Preferences, now: Timestamp) -> Result<()> {
    let text = "insert into alert_preference (workspace_id, account_id, body, changed_at) values ($1, $2, $3, $4)
                on conflict (workspace_id, account_id) do update set body = excluded.body, changed_at = excluded.changed_at";
    tx.run(sql(text).bind(workspace).bind(account).bind(serde_json::to_string(it)?).bind(now)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::Error, store::test::each};
    use app::domain::alert::{Channel, Kind, Wish};

    #[tokio::test]
    async fn a_member_is_told_as_they_want_in_each_workspace() {
        for world in each().await {
            let mut wanted = Preferences::default();
            wanted.set(Wish::of(Kind::Message).with(Channel::Sound, false));
            let (home, foreign, me, copy) = (world.workspace.clone(), world.foreign.clone(), world.account.clone(), wanted.clone());
            let saved = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    save(tx, &home, &me, &Preferences::default(), Timestamp(1)).await?;
                    save(tx, &home, &me, &copy, Timestamp(2)).await?;
                    Ok((all(tx, &home).await?, all(tx, &foreign).await?))
                })
            });
            let expected = BTreeMap::from([(world.account.clone(), wanted.clone())]);
            assert_eq!(saved.await.expect("writes"), (expected, BTreeMap::new()));
            assert_eq!(read(&world.db, &world.workspace, &world.account).await.expect("reads"), wanted);
            assert_eq!(read(&world.db, &world.foreign, &world.account).await.expect("reads"), Preferences::default());
        }
    }
}
