//! How strangers come to an assistant: the secret of its site, where its widget may stand, what they are asked.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    form::Field,
    id::{AssistantId, WorkspaceId},
};

/// An assistant's door. One that nobody has set is open to any site and asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Door {
    /// The secret that the site signs with, sealed: see [`crate::secret::Keys::seal`]. Empty: there is none.
    pub secret: String,
    /// The sites that the widget may stand on; none named: any.
    pub sites: Vec<String>,
    pub fields: Vec<Field>,
}

/// The door of an assistant.
pub async fn read(db: &Db, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<Door> {
    let text = "select secret, sites, fields from assistant_door where workspace_id = $1 and assistant_id = $2";
    let row: Option<(String, String, String)> = db.maybe(sql(text).bind(workspace).bind(assistant)).await?;
    let Some((secret, sites, fields)) = row else { return Ok(Door::default()) };
    Ok(Door { secret, sites: serde_json::from_str(&sites)?, fields: serde_json::from_str(&fields)? })
}

/// What an assistant asks visitors.
pub async fn fields(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<Vec<Field>> {
    let text = "select fields from assistant_door where workspace_id = $1 and assistant_id = $2";
    let row: Option<(String,)> = tx.maybe(sql(text).bind(workspace).bind(assistant)).await?;
    Ok(row.map(|(text,)| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
}

/// Gives an assistant another secret; how many have it now: 0 where it isn't this workspace's.
pub async fn set_secret(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, sealed: &str) -> Result<u64> {
    make(tx, workspace, assistant).await?;
    let text = "update assistant_door set secret = $3 where workspace_id = $1 and assistant_id = $2";
    tx.run(sql(text).bind(workspace).bind(assistant).bind(sealed)).await
}

/// Says where an assistant's widget may stand.
pub async fn set_sites(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, sites: &[String]) -> Result<u64> {
    make(tx, workspace, assistant).await?;
    let text = "update assistant_door set sites = $3 where workspace_id = $1 and assistant_id = $2";
    tx.run(sql(text).bind(workspace).bind(assistant).bind(serde_json::to_string(sites)?)).await
}

/// Says what an assistant asks visitors.
pub async fn set_fields(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, fields: &[Field]) -> Result<u64> {
    make(tx, workspace, assistant).await?;
    let text = "update assistant_door set fields = $3 where workspace_id = $1 and assistant_id = $2";
    tx.run(sql(text).bind(workspace).bind(assistant).bind(serde_json::to_string(fields)?)).await
}

/// A door for an assistant of this workspace, or the one that is there.
async fn make(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<()> {
    let text = "insert into assistant_door (assistant_id, workspace_id, secret, sites, fields)
                select id, workspace_id, '', '[]', '[]' from assistant where workspace_id = $1 and id = $2
                on conflict (assistant_id) do nothing";
    tx.run(sql(text).bind(workspace).bind(assistant)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::{World, each};

    #[tokio::test]
    async fn a_door_is_open_until_its_own_workspace_sets_it() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            assert_eq!(read(&db, &workspace, &profile.id).await.expect("reads"), Door::default());
            let door = Door {
                secret: "sealed".to_owned(),
                sites: vec!["https://shop.test".to_owned()],
                fields: vec![Field { label: "Company".to_owned(), ..Field::default() }],
            };
            let (home, abroad, id, copy) = (workspace.clone(), foreign.clone(), profile.id.clone(), door.clone());
            let n = db
                .write::<_, crate::db::Error, _>(move |tx| {
                    Box::pin(async move {
                        let foreign = [
                            set_secret(tx, &abroad, &id, "theirs").await?,
                            set_sites(tx, &abroad, &id, &[]).await?,
                            set_fields(tx, &abroad, &id, &[]).await?,
                        ];
                        let own = [
                            set_secret(tx, &home, &id, &copy.secret).await?,
                            set_sites(tx, &home, &id, &copy.sites).await?,
                            set_fields(tx, &home, &id, &copy.fields).await?,
                        ];
                        let asked = [fields(tx, &home, &id).await?, fields(tx, &abroad, &id).await?];
                        Ok((foreign, own, asked))
                    })
                })
                .await
                .expect("writes");
            assert_eq!(n, ([0; 3], [1; 3], [door.fields.clone(), Vec::new()]));
            assert_eq!(read(&db, &workspace, &profile.id).await.expect("reads"), door);
            assert_eq!(read(&db, &foreign, &profile.id).await.expect("reads"), Door::default());
        }
    }
}
