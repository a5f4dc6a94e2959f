//! What a workspace wants: each section as JSON, as it comes where nobody has set it.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{card::CardSource, id::WorkspaceId, model::ModelWish, time::Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A part of the settings that is kept as one.
pub trait Section: Serialize + DeserializeOwned + Default + Send {
    /// Its name in the store.
    const NAME: &'static str;
}

impl Section for app::domain::policy::Policy {
    const NAME: &'static str = "policy";
}

impl Section for app::domain::hours::Hours {
    const NAME: &'static str = "hours";
}

impl Section for app::domain::settings::Listening {
    const NAME: &'static str = "listening";
}

impl Section for app::domain::settings::Promptness {
    const NAME: &'static str = "promptness";
}

impl Section for app::domain::settings::Allowance {
    const NAME: &'static str = "allowance";
}

impl Section for app::domain::near::Sharing {
    const NAME: &'static str = "sharing";
}

impl Section for app::domain::ladder::Ladder {
    const NAME: &'static str = "ladder";
}

impl Section for app::domain::routing::Routing {
    const NAME: &'static str = "routing";
}

const READ: &str = "select body from setting where workspace_id = $1 and section = $2";

/// The owner's own system that fills a card, and the secret that it wants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptCard {
    pub source: CardSource,
    /// The header's value, sealed: see [`crate::secret::Keys::seal`].
    pub secret: Option<String>,
}

/// The model that a workspace wants, and the key to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptModel {
    pub wish: ModelWish,
    /// Sealed: see [`crate::secret::Keys::seal`].
    pub key: Option<String>,
    /// To whom the key may be told, as [`ModelWish::origin`] names it.
    pub key_for: String,
}

impl Section for KeptModel {
    const NAME: &'static str = "model";
}

impl Section for KeptCard {
    const NAME: &'static str = "card";
}

/// A section, for who decides by it.
pub async fn load<S: Section>(tx: &mut Tx, workspace: &WorkspaceId) -> Result<S> {
    parsed(tx.maybe(sql(READ).bind(workspace).bind(S::NAME)).await?)
}

/// A section.
pub async fn read<S: Section>(db: &Db, workspace: &WorkspaceId) -> Result<S> {
    parsed(db.maybe(sql(READ).bind(workspace).bind(S::NAME)).await?)
}

/// A section as it is written; nothing where nobody has set it.
pub async fn text<S: Section>(db: &Db, workspace: &WorkspaceId) -> Result<Option<String>> {
    let row: Option<(String,)> = db.maybe(sql(READ).bind(workspace).bind(S::NAME)).await?;
    Ok(row.map(|(body,)| body))
}

/// Writes a section.
pub async fn save<S: Section>(tx: &mut Tx, workspace: &WorkspaceId, it: &S, now: Timestamp) -> Result<()> {
    let text = "insert into setting (workspace_id, section, body, changed_at) values ($1, $2, $3, $4)
                on conflict (workspace_id, section) do update set body = excluded.body, changed_at = excluded.changed_at";
    tx.run(sql(text).bind(workspace).bind(S::NAME).bind(serde_json::to_string(it)?).bind(now)).await?;
    Ok(())
}

fn parsed<S: Section>(row: Option<(String,)>) -> Result<S> {
    Ok(row.map(|(body,)| serde_json::from_str(&body)).transpose()?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::each;
    use app::domain::policy::Policy;

    #[tokio::test]
    async fn a_section_is_as_it_comes_until_somebody_sets_it() {
        for world in each().await {
            let read_both = || async {
                let own: Policy = read(&world.db, &world.workspace).await.expect("reads");
                let foreign: Policy = read(&world.db, &world.foreign).await.expect("reads");
                (own.lease_minutes, foreign.lease_minutes)
            };
            assert_eq!(read_both().await, (15, 15));
            assert_eq!(text::<Policy>(&world.db, &world.workspace).await.expect("reads"), None);
            for minutes in [30, 45] {
                let workspace = world.workspace.clone();
                let policy = Policy { lease_minutes: minutes, ..Policy::default() };
                let loaded = world
                    .db
                    .write::<_, crate::db::Error, _>(|tx| {
                        Box::pin(async move {
                            save(tx, &workspace, &policy, Timestamp(1)).await?;
                            load::<Policy>(tx, &workspace).await
                        })
                    })
                    .await
                    .expect("writes");
                assert_eq!(loaded.lease_minutes, minutes);
                let written = text::<Policy>(&world.db, &world.workspace).await.expect("reads").expect("is set");
                assert!(written.contains(&format!("\"lease_minutes\":{minutes}")), "{written}");
                assert_eq!(text::<Policy>(&world.db, &world.foreign).await.expect("reads"), None);
                assert_eq!(read_both().await, (i64::from(minutes).try_into().expect("small"), 15));
            }
        }
    }
}
