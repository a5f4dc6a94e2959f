//! How visitors come to the assistants of a workspace: the identity secret, the sites, what they are asked.

use super::{Desk, Failure, Result};
use crate::{
    secret,
    store::{self, door::Door},
};
use app::{
    api::settings::{DoorShown, Shown},
    domain::{
        fault::Fault,
        form::{self, Field},
        id::{AssistantId, WorkspaceId},
        site,
    },
};
use futures::FutureExt;

impl Desk {
    /// The door of an assistant.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn door(&self, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<Door> {
        Ok(store::door::read(&self.db, workspace, assistant).await?)
    }

    /// Every assistant's door; `fresh`: the secret that was just made, which is shown this once.
    pub(super) async fn doors(&self, workspace: &WorkspaceId, fresh: Option<(AssistantId, String)>) -> Result<Shown> {
        let mut doors = Vec::new();
        for profile in store::assistant::of_workspace(&self.db, workspace).await? {
            let Door { secret, sites, fields } = self.door(workspace, &profile.id).await?;
            let shown = fresh.as_ref().filter(|(of, _)| *of == profile.id).map(|(_, secret)| secret.clone());
            let (assistant, public_key) = (profile.assistant(), profile.public_key);
            doors.push(DoorShown { assistant, public_key, has_secret: !secret.is_empty(), secret: shown, sites, fields });
        }
        Ok(Shown::Identity { doors })
    }

    /// Makes an identity secret, and shows it this once.
    pub(super) async fn renew_secret(&self, workspace: &WorkspaceId, assistant: AssistantId) -> Result<Shown> {
        let secret = secret::session_token();
        let (wall, id, sealed) = (workspace.clone(), assistant.clone(), self.keys.seal(workspace, &secret)?);
        let set =
            self.db.write::<_, Failure, _>(move |tx| async move { known(store::door::set_secret(tx, &wall, &id, &sealed).await?) }.boxed());
        set.await?;
        self.doors(workspace, Some((assistant, secret))).await
    }

    /// Says on which sites an assistant's widget may stand.
    pub(super) async fn set_sites(&self, workspace: &WorkspaceId, assistant: &AssistantId, sites: &[String]) -> Result<()> {
        let (wall, id, sites) = (workspace.clone(), assistant.clone(), site::checked(sites)?);
        let set =
            self.db.write::<_, Failure, _>(move |tx| async move { known(store::door::set_sites(tx, &wall, &id, &sites).await?) }.boxed());
        set.await
    }

    /// Says what an assistant asks visitors.
    pub(super) async fn set_fields(&self, workspace: &WorkspaceId, assistant: &AssistantId, fields: Vec<Field>) -> Result<()> {
        let (wall, id, fields) = (workspace.clone(), assistant.clone(), form::checked(&fields)?);
        let set =
            self.db.write::<_, Failure, _>(move |tx| async move { known(store::door::set_fields(tx, &wall, &id, &fields).await?) }.boxed());
        set.await
    }
}

/// Whether there was such an assistant; a foreign one isn't.
fn known(n: u64) -> Result<()> {
    if n == 0 { Err(Fault::NotFound.into()) } else { Ok(()) }
}
