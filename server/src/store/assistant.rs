//! The assistants of a workspace.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    face::Face,
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
    /// New visitors can begin a conversation with it, and it answers.
    pub is_on: bool,
    /// Its widget was shown in a page.
    pub is_embedded: bool,
}

impl Profile {
    /// The assistant as a conversation names it.
    pub fn assistant(&self) -> Assistant {
        Assistant { id: self.id.clone(), name: self.name.clone() }
    }

    /// What visitors see of it.
    pub fn face(&self) -> Face {
        Face {
            name: self.name.as_str().to_owned(),
            tagline: self.tagline.clone(),
            greeting: self.greeting.clone(),
            starters: self.starters.clone(),
            accent: self.accent.clone(),
        }
    }
}

/// How much there is of an assistant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub id: AssistantId,
    pub n_sources: u64,
    /// Conversations that are open.
    pub n_open: u64,
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
    is_on: bool,
    embedded_at: i64,
}

const ROWS: &str = "select id, workspace_id, public_key, name, tagline, greeting, starters, accent, is_on, embedded_at from assistant";

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
            is_on: self.is_on,
            is_embedded: self.embedded_at > 0,
        })
    }
}

/// Adds an assistant.
pub async fn add(tx: &mut Tx, it: &Profile, now: Timestamp) -> Result<()> {
    let text = "insert into assistant (id, workspace_id, public_key, name, tagline, greeting, starters, accent, is_on, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let row = sql(text)
        .bind(&it.id)
        .bind(&it.workspace)
        .bind(it.public_key.as_str())
        .bind(it.name.as_str())
        .bind(it.tagline.as_str())
        .bind(it.greeting.as_str())
        .bind(serde_json::to_string(&it.starters)?)
        .bind(it.accent.as_str())
        .bind(it.is_on)
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

/// Switches an assistant off or on; how many were: 0 where it isn't this workspace's.
pub async fn switch(tx: &mut Tx, workspace: &WorkspaceId, id: &AssistantId, is_on: bool) -> Result<u64> {
    let text = "update assistant set is_on = $3 where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(is_on)).await
}

/// Notes that an assistant's widget was shown in a page; only the first time counts.
pub async fn embedded(tx: &mut Tx, workspace: &WorkspaceId, id: &AssistantId, now: Timestamp) -> Result<u64> {
    let text = "update assistant set embedded_at = $3 where workspace_id = $1 and id = $2 and embedded_at = 0";
    tx.run(sql(text).bind(workspace).bind(id).bind(now)).await
}

/// The assistant of this public key. Names no workspace: the key says which.
pub async fn by_key(db: &Db, key: &str) -> Result<Option<Profile>> {
    Ok(db.maybe::<Row>(sql(ROWS).push(" where public_key = {}", [key.into()])).await?.and_then(Row::profile))
}

/// The assistant of this id. Names no workspace: a visitor's signed token carries the id, and the row says which.
pub async fn by_id(db: &Db, id: &AssistantId) -> Result<Option<Profile>> {
    Ok(db.maybe::<Row>(sql(ROWS).push(" where id = {}", [id.into()])).await?.and_then(Row::profile))
}

/// The assistants of a workspace, oldest first.
pub async fn of_workspace(db: &Db, workspace: &WorkspaceId) -> Result<Vec<Profile>> {
    let text = sql(ROWS).push(" where workspace_id = {} order by id", [workspace.into()]);
    Ok(db.all::<Row>(text).await?.into_iter().filter_map(Row::profile).collect())
}

/// The same, for who decides about them.
pub async fn of_workspace_in(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Vec<Profile>> {
    let text = sql(ROWS).push(" where workspace_id = {} order by id", [workspace.into()]);
    Ok(tx.all::<Row>(text).await?.into_iter().filter_map(Row::profile).collect())
}

/// How much there is of each assistant of a workspace, oldest first.
pub async fn tallies(db: &Db, workspace: &WorkspaceId) -> Result<Vec<Tally>> {
    let text = "select a.id,
                  (select count(*) from source s where s.workspace_id = a.workspace_id and s.assistant_id = a.id and s.removed_at = 0),
                  (select count(*) from conversation c where c.workspace_id = a.workspace_id and c.assistant = a.id and c.stage = 'open')
                from assistant a where a.workspace_id = $1 order by a.id";
    let rows: Vec<(String, i64, i64)> = db.all(sql(text).bind(workspace)).await?;
    let tally = |(id, n_sources, n_open): (String, i64, i64)| {
        Some(Tally { id: AssistantId::parse(&id)?, n_sources: n_sources.cast_unsigned(), n_open: n_open.cast_unsigned() })
    };
    Ok(rows.into_iter().filter_map(tally).collect())
}

/// Every assistant of the instance, for the indexer. Names no workspace: it serves them all.
pub async fn all(db: &Db) -> Result<Vec<Profile>> {
    Ok(db.all::<Row>(sql(ROWS).push(" order by id", [])).await?.into_iter().filter_map(Row::profile).collect())
}

#[cfg(test)]
mod tests {
    use crate::store::test::{World, each};
    use app::domain::time::Timestamp;

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

    #[tokio::test]
    async fn an_assistant_is_switched_by_its_own_workspace_and_was_embedded_once() {
        for World { db, workspace, profile, foreign, .. } in each().await {
            let (home, id) = (workspace.clone(), profile.id.clone());
            let n = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        let foreign =
                            [super::switch(tx, &foreign, &id, false).await?, super::embedded(tx, &foreign, &id, Timestamp(7)).await?];
                        let own = [
                            super::switch(tx, &home, &id, false).await?,
                            super::embedded(tx, &home, &id, Timestamp(7)).await?,
                            super::embedded(tx, &home, &id, Timestamp(8)).await?,
                        ];
                        Ok((foreign, own, super::of_workspace_in(tx, &home).await?))
                    })
                })
                .await
                .expect("writes");
            let switched = super::Profile { is_on: false, is_embedded: true, ..profile.clone() };
            assert_eq!(n, ([0, 0], [1, 1, 0], vec![switched.clone()]));
            assert_eq!(super::by_id(&db, &profile.id).await.expect("reads"), Some(switched));
        }
    }

    #[tokio::test]
    async fn what_there_is_of_an_assistant_is_counted_within_its_workspace() {
        for world in each().await {
            let World { db, workspace, profile, foreign, .. } = &world;
            let tally = |n_sources, n_open| vec![super::Tally { id: profile.id.clone(), n_sources, n_open }];
            assert_eq!(super::tallies(db, workspace).await.expect("reads"), tally(0, 0));
            world.conversation(Timestamp(5)).await;
            let (home, id) = (workspace.clone(), profile.id.clone());
            db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    let source = crate::chance::source(Timestamp(5));
                    crate::store::knowledge::source(tx, &home, &id, &source, "docs", "https://help.test", Timestamp(5)).await
                })
            })
            .await
            .expect("writes");
            assert_eq!(super::tallies(db, workspace).await.expect("reads"), tally(1, 1));
            assert_eq!(super::tallies(db, foreign).await.expect("reads"), vec![]);
        }
    }
}
