//! The open pages of members: who can see or hear an alert.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    alert::{Permission, Seat},
    id::{AccountId, WorkspaceId},
    time::Timestamp,
};

#[derive(sqlx::FromRow)]
struct Row {
    account_id: String,
    page: String,
    is_visible: bool,
    desktop: String,
    is_audible: bool,
    lang: String,
}

impl Row {
    fn seat(self) -> Option<(AccountId, Seat)> {
        let desktop = Permission::named(&self.desktop);
        let seat = Seat { page: self.page, is_visible: self.is_visible, desktop, is_audible: self.is_audible, lang: self.lang };
        Some((AccountId::parse(&self.account_id)?, seat))
    }
}

/// Says that a member's page is open.
pub async fn touch(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, it: &Seat, now: Timestamp) -> Result<()> {
    let text = "insert into seat (workspace_id, account_id, page, seen_at, is_visible, desktop, is_audible, lang)
                values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (account_id, page) do update set workspace_id = excluded.workspace_id, seen_at = excluded.seen_at,
                is_visible = excluded.is_visible, desktop = excluded.desktop, is_audible = excluded.is_audible, lang = excluded.lang";
    let row = sql(text).bind(workspace).bind(account).bind(it.page.as_str()).bind(now).bind(it.is_visible);
    tx.run(row.bind(it.desktop.key()).bind(it.is_audible).bind(it.lang.as_str())).await?;
    Ok(())
}

/// The pages of a workspace's members that said so since `since`, the latest first.
pub async fn since(tx: &mut Tx, workspace: &WorkspaceId, since: Timestamp) -> Result<Vec<(AccountId, Seat)>> {
    let text = "select account_id, page, is_visible, desktop, is_audible, lang from seat
                where workspace_id = $1 and seen_at > $2 order by seen_at desc, page";
    let rows: Vec<Row> = tx.all(sql(text).bind(workspace).bind(since)).await?;
    Ok(rows.into_iter().filter_map(Row::seat).collect())
}

/// The language that a member last read us in; nothing where they never did.
pub async fn lang(db: &Db, workspace: &WorkspaceId, account: &AccountId) -> Result<Option<String>> {
    let text = "select lang from seat where workspace_id = $1 and account_id = $2 order by seen_at desc limit 1";
    let row: Option<(String,)> = db.maybe(sql(text).bind(workspace).bind(account)).await?;
    Ok(row.map(|(lang,)| lang))
}

/// Forgets pages that were last there before then. Names no workspace: it is the instance's housekeeping.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.run(sql("delete from seat where seen_at < $1").bind(before)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{db::Error, store::test::each};

    #[tokio::test]
    async fn a_page_is_there_until_it_falls_silent() {
        for world in each().await {
            let (home, foreign, me) = (world.workspace.clone(), world.foreign.clone(), world.account.clone());
            let seat = |page: &str, is_visible| Seat {
                page: page.to_owned(),
                is_visible,
                desktop: Permission::Denied,
                is_audible: true,
                lang: "de".to_owned(),
            };
            let story = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    touch(tx, &home, &me, &seat("one", true), Timestamp(10)).await?;
                    touch(tx, &home, &me, &seat("two", true), Timestamp(20)).await?;
                    touch(tx, &home, &me, &seat("one", false), Timestamp(30)).await?;
                    let there = super::since(tx, &home, Timestamp(20)).await?;
                    assert_eq!(super::since(tx, &foreign, Timestamp(0)).await?, vec![]);
                    assert_eq!(super::since(tx, &home, Timestamp(19)).await?.len(), 2);
                    Ok((there, sweep(tx, Timestamp(30)).await?))
                })
            });
            let (there, n_swept) = story.await.expect("writes");
            assert_eq!(
                (there, n_swept),
                (
                    vec![(
                        world.account.clone(),
                        Seat {
                            page: "one".to_owned(),
                            is_visible: false,
                            desktop: Permission::Denied,
                            is_audible: true,
                            lang: "de".to_owned()
                        }
                    )],
                    1
                )
            );
            assert_eq!(lang(&world.db, &world.workspace, &world.account).await.expect("reads").as_deref(), Some("de"));
            assert_eq!(lang(&world.db, &world.foreign, &world.account).await.expect("reads"), None);
        }
    }
}
