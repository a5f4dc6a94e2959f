//! The schema's history. One folder of SQL; `{bytes}` stands for the one type whose name differs.

use super::{Db, Error, Result, dialect, sql};
use futures::FutureExt;

/// Name and text, oldest first. A migration that was released is never changed.
const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_workspace", include_str!("../../migrations/0001_workspace.sql")),
    ("0002_account", include_str!("../../migrations/0002_account.sql")),
    ("0003_conversation", include_str!("../../migrations/0003_conversation.sql")),
    ("0004_knowledge", include_str!("../../migrations/0004_knowledge.sql")),
    ("0005_job", include_str!("../../migrations/0005_job.sql")),
    ("0006_team", include_str!("../../migrations/0006_team.sql")),
    ("0020_search", include_str!("../../migrations/0020_search.sql")),
    ("0021_mail", include_str!("../../migrations/0021_mail.sql")),
    ("0022_view", include_str!("../../migrations/0022_view.sql")),
    ("0023_composer", include_str!("../../migrations/0023_composer.sql")),
    ("0025_wait", include_str!("../../migrations/0025_wait.sql")),
    ("0028_near", include_str!("../../migrations/0028_near.sql")),
    ("0029_alert", include_str!("../../migrations/0029_alert.sql")),
    ("0030_promise", include_str!("../../migrations/0030_promise.sql")),
    ("0032_merge", include_str!("../../migrations/0032_merge.sql")),
    ("0035_mail_of_replies", include_str!("../../migrations/0035_mail_of_replies.sql")),
    ("0036_identity", include_str!("../../migrations/0036_identity.sql")),
    ("0040_source", include_str!("../../migrations/0040_source.sql")),
    ("0044_model", include_str!("../../migrations/0044_model.sql")),
    ("0047_test_question", include_str!("../../migrations/0047_test_question.sql")),
    ("0048_contradiction", include_str!("../../migrations/0048_contradiction.sql")),
    ("0049_test_by_hand", include_str!("../../migrations/0049_test_by_hand.sql")),
    ("0050_assistant_off", include_str!("../../migrations/0050_assistant_off.sql")),
    ("0052_gist", include_str!("../../migrations/0052_gist.sql")),
    ("0053_lead", include_str!("../../migrations/0053_lead.sql")),
];

/// Brings the schema up to date; a program that is older than the schema refuses.
pub(super) async fn run(db: &Db) -> Result<()> {
    let bytes = dialect::bytes(db);
    db.write(move |tx| {
        async move {
            tx.run(sql("create table if not exists migration (name text primary key)")).await?;
            // Two nodes that start together take turns from here on.
            tx.run(sql("insert into migration (name) values ('lock') on conflict (name) do update set name = excluded.name")).await?;
            let done: Vec<(String,)> = tx.all(sql("select name from migration where name <> 'lock'")).await?;
            if let Some((unknown,)) = done.iter().find(|(name,)| MIGRATIONS.iter().all(|(known, _)| known != name)) {
                return Err(Error::Newer(unknown.clone()));
            }
            for (name, text) in MIGRATIONS.iter().filter(|(name, _)| done.iter().all(|(known,)| known != name)) {
                tx.script(&text.replace("{bytes}", bytes)).await?;
                tx.run(sql("insert into migration (name) values ($1)").bind(*name)).await?;
            }
            Ok(())
        }
        .boxed()
    })
    .await
}

#[cfg(test)]
mod tests {
    use crate::db::{Db, sql, test::both};

    async fn columns(db: &Db) -> Vec<(String, String)> {
        match db {
            Db::Sqlite(_) => db.all(sql(
                "select m.name, p.name from sqlite_master m join pragma_table_info(m.name) p where m.type = 'table' and m.name not like 'sqlite_%' order by 1, 2",
            )),
            Db::Postgres(_) => db.all(sql(
                "select table_name::text, column_name::text from information_schema.columns where table_schema = current_schema() order by 1, 2",
            )),
        }
        .await
        .expect("reads")
    }

    #[tokio::test]
    async fn both_engines_end_with_the_same_tables_and_columns() {
        let dbs = both().await;
        let mut seen = Vec::new();
        for db in &dbs {
            seen.push(columns(db).await);
        }
        assert!(seen[0].len() > 40);
        seen.windows(2).for_each(|pair| assert_eq!(pair[0], pair[1]));
    }

    #[tokio::test]
    async fn a_schema_from_the_future_is_refused() {
        for db in both().await {
            db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move { tx.run(sql("insert into migration (name) values ('9999_future')")).await })
            })
            .await
            .expect("writes");
            let refused = super::run(&db).await.expect_err("is newer");
            assert!(refused.to_string().contains("9999_future"), "{refused}");
        }
    }
}
