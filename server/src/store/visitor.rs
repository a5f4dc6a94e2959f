//! Visitors: a row from the first word on, or from the first that is known of them.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AssistantId, VisitorId, WorkspaceId},
    label::Attribute,
    person::{Identity, Visitor},
    text::{Email, Name},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of a visitor before the first word. From then on their conversation has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    pub name: Option<Name>,
    pub email: Option<Email>,
    pub identity: Option<Identity>,
    pub attributes: BTreeMap<String, Attribute>,
    /// Stands for the network address that the e-mail address was given from.
    pub giver: String,
    /// What is asked before the first message was answered.
    pub has_filled: bool,
}

impl Known {
    /// The visitor as their conversation begins with them.
    pub fn visitor(self, id: VisitorId) -> (Visitor, BTreeMap<String, Attribute>) {
        let mut visitor = Visitor { name: self.name, email: self.email, ..Visitor::unknown(id) };
        if let Some(identity) = self.identity {
            visitor.prove(identity);
        }
        (visitor, self.attributes)
    }
}

/// Adds a visitor, or leaves the one that is there.
pub async fn meet(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, id: &VisitorId, now: Timestamp) -> Result<()> {
    let text = "insert into visitor (id, workspace_id, assistant_id, created_at) values ($1, $2, $3, $4) on conflict (id) do nothing";
    tx.run(sql(text).bind(id).bind(workspace).bind(assistant).bind(now)).await?;
    Ok(())
}

const KNOWN: &str = "select profile from visitor where workspace_id = $1 and id = $2 and profile <> ''";

/// What is known of a visitor before the first word, for who is about to change it.
pub async fn load(tx: &mut Tx, workspace: &WorkspaceId, id: &VisitorId) -> Result<Known> {
    parsed(tx.maybe(sql(KNOWN).bind(workspace).bind(id)).await?)
}

/// What is known of a visitor before the first word.
pub async fn read(db: &Db, workspace: &WorkspaceId, id: &VisitorId) -> Result<Known> {
    parsed(db.maybe(sql(KNOWN).bind(workspace).bind(id)).await?)
}

/// Writes what is known of a visitor.
pub async fn save(tx: &mut Tx, workspace: &WorkspaceId, id: &VisitorId, known: &Known) -> Result<u64> {
    let text = "update visitor set profile = $3 where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(serde_json::to_string(known)?)).await
}

fn parsed(row: Option<(String,)>) -> Result<Known> {
    Ok(row.map(|(text,)| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        store::test::{World, each},
    };

    #[tokio::test]
    async fn a_visitor_is_met_once() {
        for World { db, workspace, profile, .. } in each().await {
            let id = chance::visitor(Timestamp(1));
            let who = id.clone();
            db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    meet(tx, &workspace, &profile.id, &who, Timestamp(1)).await?;
                    meet(tx, &workspace, &profile.id, &who, Timestamp(2)).await
                })
            })
            .await
            .expect("writes");
            let rows: Vec<(i64,)> = db.all(sql("select created_at from visitor where id = $1").bind(&id)).await.expect("reads");
            assert_eq!(rows, vec![(1,)]);
        }
    }

    #[tokio::test]
    async fn what_is_known_of_a_visitor_is_their_workspaces_alone() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            let id = chance::visitor(Timestamp(1));
            let known = Known { name: Name::parse("Mara").ok(), has_filled: true, ..Known::default() };
            let (home, abroad, who, copy) = (workspace.clone(), foreign.clone(), id.clone(), known.clone());
            let seen = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        meet(tx, &home, &profile.id, &who, Timestamp(1)).await?;
                        let before = load(tx, &home, &who).await?;
                        let n = [save(tx, &abroad, &who, &copy).await?, save(tx, &home, &who, &copy).await?];
                        Ok((before, n, load(tx, &home, &who).await?))
                    })
                })
                .await
                .expect("writes");
            assert_eq!(seen, (Known::default(), [0, 1], known.clone()));
            assert_eq!(read(&db, &workspace, &id).await.expect("reads"), known);
            assert_eq!(read(&db, &foreign, &id).await.expect("reads"), Known::default());
        }
    }
}
