//! How far a new workspace is on its way to the first answer.

use super::{Desk, Result};
use crate::store;
use app::{
    api::{
        Caller,
        setup::{Setup, SetupDesk},
    },
    domain::{face::snippet, fault::Fault, id::WorkspaceId},
};

#[async_trait::async_trait]
impl SetupDesk for Desk {
    async fn setup(&self, me: &Caller) -> Result<Setup, Fault> {
        self.read_setup(&me.workspace).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn read_setup(&self, workspace: &WorkspaceId) -> Result<Setup> {
        let assistants = store::assistant::of_workspace(&self.db, workspace).await?;
        let has_asked = store::setup::has_asked(&self.db, workspace).await?;
        let first = assistants.iter().find(|it| it.is_on);
        Ok(Setup {
            has_docs: store::setup::has_docs(&self.db, workspace).await?,
            // Who has written was shown it somewhere.
            is_embedded: has_asked || assistants.iter().any(|it| it.is_embedded),
            has_asked,
            assistant: first.map(|it| it.id.clone()),
            snippet: first.map(|it| snippet(&self.post().public_url, &it.public_key, &it.accent)),
        })
    }
}
