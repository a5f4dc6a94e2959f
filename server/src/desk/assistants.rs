//! The assistants of a workspace: made, given a face, switched off and on.

use super::{Desk, Failure, Result};
use crate::{
    chance, db,
    store::{self, assistant::Profile},
};
use app::{
    api::settings::{AssistantShown, Shown},
    domain::{
        face::{Face, snippet},
        fault::Fault,
        id::{AssistantId, WorkspaceId},
        text::Name,
        time::Timestamp,
    },
};
use futures::FutureExt;

/// A workspace may have so many.
const MOST: usize = 100;

/// What a new visitor is told where an assistant is switched off.
pub(super) fn switched_off() -> Fault {
    Fault::not_allowed("This chat is switched off at the moment.")
}

/// A new assistant with this face.
pub(super) fn fresh(workspace: &WorkspaceId, face: Face, now: Timestamp) -> Result<Profile, Fault> {
    let Face { name, tagline, greeting, starters, accent } = face.checked()?;
    Ok(Profile {
        id: chance::assistant(now),
        workspace: workspace.clone(),
        public_key: chance::id(now),
        name: Name::parse(&name)?,
        tagline,
        greeting,
        starters,
        accent,
        is_on: true,
        is_embedded: false,
    })
}

impl Desk {
    /// The assistants as who sets them up sees them.
    pub(super) async fn assistants_shown(&self, workspace: &WorkspaceId) -> Result<Shown> {
        let home = self.post().public_url.clone();
        let tallies = store::assistant::tallies(&self.db, workspace).await?;
        let shown = |it: Profile| {
            let tally = tallies.iter().find(|tally| tally.id == it.id);
            let (n_sources, n_open) = tally.map_or((0, 0), |tally| (tally.n_sources, tally.n_open));
            let snippet = snippet(&home, &it.public_key, &it.accent);
            AssistantShown { face: it.face(), id: it.id, is_on: it.is_on, snippet, n_sources, n_open }
        };
        let all = store::assistant::of_workspace(&self.db, workspace).await?;
        Ok(Shown::Assistants { assistants: all.into_iter().map(shown).collect() })
    }

    /// Makes an assistant; it answers as soon as it has docs.
    ///
    /// # Errors
    /// `Invalid` for a face that can't be kept, a name that is taken, or one assistant too many.
    pub async fn create_assistant(&self, workspace: &WorkspaceId, face: Face) -> Result<Profile> {
        let now = self.clock.now();
        let profile = fresh(workspace, face, now)?;
        let copy = profile.clone();
        let made = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                // Two who make one at once take turns.
                store::workspace::lock(tx, &copy.workspace).await?;
                let all = store::assistant::of_workspace_in(tx, &copy.workspace).await?;
                if all.len() >= MOST {
                    return Err(Fault::invalid("name", &format!("There can be {MOST} assistants.")).into());
                }
                may_be_called(&copy, &all)?;
                Ok(store::assistant::add(tx, &copy, now).await?)
            }
            .boxed()
        });
        made.await?;
        self.library.refresh(&self.db, &profile).await?;
        Ok(profile)
    }

    /// Makes an assistant, or gives one another face.
    pub(super) async fn save_assistant(&self, workspace: &WorkspaceId, id: Option<AssistantId>, face: Face) -> Result<()> {
        match id {
            Some(id) => self.paint(workspace, id, face).await,
            None => self.create_assistant(workspace, face).await.map(drop),
        }
    }

    async fn paint(&self, workspace: &WorkspaceId, id: AssistantId, face: Face) -> Result<()> {
        let (wall, now) = (workspace.clone(), self.clock.now());
        let painted = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                store::workspace::lock(tx, &wall).await?;
                let all = store::assistant::of_workspace_in(tx, &wall).await?;
                if all.iter().all(|it| it.id != id) {
                    return Err(Fault::NotFound.into());
                }
                let it = Profile { id, ..fresh(&wall, face, now)? };
                may_be_called(&it, &all)?;
                store::assistant::set_face(tx, &it).await?;
                Ok(())
            }
            .boxed()
        });
        painted.await
    }

    /// Switches an assistant off or on.
    pub(super) async fn switch_assistant(&self, workspace: &WorkspaceId, id: AssistantId, is_on: bool) -> Result<()> {
        let wall = workspace.clone();
        let switched = self.db.write(move |tx| async move { store::assistant::switch(tx, &wall, &id, is_on).await }.boxed());
        if switched.await? == 0 { Err(Fault::NotFound.into()) } else { Ok(()) }
    }

    /// Whether an assistant is switched off.
    pub(super) async fn is_off(&self, id: &AssistantId) -> Result<bool> {
        Ok(store::assistant::by_id(&self.db, id).await?.is_some_and(|it| !it.is_on))
    }

    /// Notes that an assistant's widget is shown in a page. Where that can't be noted, it is shown all the same.
    pub async fn note_embedded(&self, profile: &Profile) {
        if profile.is_embedded {
            return;
        }
        let (wall, id, now) = (profile.workspace.clone(), profile.id.clone(), self.clock.now());
        let noted =
            self.db.write::<_, db::Error, _>(move |tx| async move { store::assistant::embedded(tx, &wall, &id, now).await }.boxed());
        if let Err(error) = noted.await {
            tracing::warn!(%error, assistant.id = %profile.id, "That a widget was shown couldn't be noted");
        }
    }
}

/// Two of one name couldn't be told apart.
fn may_be_called(it: &Profile, all: &[Profile]) -> Result<(), Fault> {
    let is_taken = |other: &&Profile| other.id != it.id && other.name.as_str().eq_ignore_ascii_case(it.name.as_str());
    match all.iter().find(is_taken) {
        Some(_) => Err(Fault::invalid("name", "Another assistant has this name. Choose another one.")),
        None => Ok(()),
    }
}
