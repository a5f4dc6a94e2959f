//! The assistants of a workspace.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AssistantId, WorkspaceId},
    person::Assistant,
    text::Name,
    time::Timestamp,
};

/// An assistant as its owner set it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub id: AssistantId,
    pub workspace: WorkspaceId,
    /// What a site's snippet names it by; not a secret.
    pub public_key: String,
    pub name: Name,
    pub tagline: String,
    pub greeting: String,
    pub starters: Vec<String>,
    /// A CSS colour.
    pub accent: String,
}

impl Profile {
    /// The assistant as a conversation names it.
    pub fn assistant(&self) -> Assistant {
        Assistant { id: self.id.clone(), name: self.name.clone() }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    workspace_id: String,
    public_key: String,
    name: String,
    tagline: String,
    greeting: String,
    starters: String,
    accent: String,
}

impl Row {
    fn profile(self) -> Option<Profile> {
        Some(Profile {
            id: AssistantId::parse(&self.id)?,
            workspace: WorkspaceId::parse(&self.workspace_id)?,
            public_key: self.public_key,
            name: Name::parse(&self.name).ok()?,
            tagline: self.tagline,
            greeting: self.greeting,
            starters: serde_json::from_str(&self.starters).ok()?,
            accent: self.accent,
        })
    }
}

/// Adds an assistant.
pub async fn add(tx: &mut Tx, it: &Profile, now: Timestamp) -> Result<()> {
    let text = "insert into assistant (id, workspace_id, public_key, name, tagline, greeting, starters, accent, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let row = sql(text)
        .bind(&it.id)
        .bind(&it.workspace)
        .bind(it.public_key.as_str())
        .bind(it.name.as_str())
        .bind(it.tagline.as_str())
        .bind(it.greeting.as_str())
        .bind(serde_json::to_string(&it.starters)?)
        .bind(it.accent.as_str())
        .bind(now);
    tx.run(row).await?;
    Ok(())
}

/// Gives an assistant another face: its name, its words and its colour.
pub async fn set_face(tx: &mut Tx, it: &Profile) -> Result<u64> {
    let text =
        "update assistant set name = $3, tagline = $4, greeting = $5, starters = $6, accent = $7 where workspace_id = $1 and id = $2";
    let row = sql(text)
        .bind(&it.workspace)
        .bind(&it.id)
        .bind(it.name.as_str())
        .bind(it.tagline.as_str())
        .bind(it.greeting.as_str())
        .bind(serde_json::to_string(&it.starters)?)
        .bind(it.accent.as_str());
    tx.run(row).await
}

/// The assistant of this public key. Names no workspace: the key says which.
pub async fn by_key(db: &Db, key: &str) -> Result<Option<Profile>> {
    let text = "select id, workspace_id, public_key, name, tagline, greeting, starters, accent from assistant where public_key = $1";
    Ok(db.maybe::<Row>(sql(text).bind(key)).await?.and_then(Row::profile))
}

/// The assistant of this id. Names no workspace: a visitor's signed token carries the id, and the row says which.
pub async fn by_id(db: &Db, id: &AssistantId) -> Result<Option<Profile>> {
    let text = "select id, workspace_id, public_key, name, tagline, greeting, starters, accent from assistant where id = $1";
    Ok(db.maybe::<Row>(sql(text).bind(id)).await?.and_then(Row::profile))
}

/// The assistants of a workspace, oldest first.
pub async fn of_workspace(db: &Db, workspace: &WorkspaceId) -> Result<Vec<Profile>> {
    let text =
        "select id, workspace_id, public_key, name, tagline, greeting, starters, accent from assistant where workspace_id = $1 order by id";
    Ok(db.all::<Row>(sql(text).bind(workspace)).await?.into_iter().filter_map(Row::profile).collect())
}

/// Every assistant of the instance, for the indexer. Names no workspace: it serves them all.
pub async fn all(db: &Db) -> Result<Vec<Profile>> {
    let text = "select id, workspace_id, public_key, name, tagline, greeting, starters, accent from assistant order by id";
    Ok(db.all::<Row>(sql(text)).await?.into_iter().filter_map(Row::profile).collect())
}

#[cfg(test)]
mod tests {
    use crate::store::test::{World, each};

    #[tokio::test]
    async fn an_assistant_is_found_by_key_by_id_and_by_its_workspace_alone() {
        for World { db, workspace, profile, foreign, .. } in each().await {
            assert_eq!(super::by_key(&db, &profile.public_key).await.expect("reads"), Some(profile.clone()));
            assert_eq!(super::by_id(&db, &profile.id).await.expect("reads"), Some(profile.clone()));
            assert_eq!(super::by_key(&db, "nothing").await.expect("reads"), None);
            assert_eq!(super::of_workspace(&db, &workspace).await.expect("reads"), vec![profile.clone()]);
            assert_eq!(super::of_workspace(&db, &foreign).await.expect("reads"), vec![]);
            assert_eq!(super::all(&db).await.expect("reads").len(), 1);
            let repainted = super::Profile { accent: "#123".to_owned(), starters: Vec::new(), ..profile.clone() };
            let abroad = super::Profile { workspace: foreign, ..repainted.clone() };
            let copy = repainted.clone();
            let n = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move { Ok((super::set_face(tx, &abroad).await?, super::set_face(tx, &copy).await?)) })
                })
                .await
                .expect("writes");
            assert_eq!(n, (0, 1));
            assert_eq!(super::by_id(&db, &profile.id).await.expect("reads"), Some(repainted));
        }
    }
}
