//! What the assistants know: sources, their pages, and what becomes of each.

mod change;
mod crawl;
mod files;
mod intake;
mod pace;
mod pairs;
mod show;

pub use crawl::Manner;
pub use intake::{Ingested, Upload};
pub(super) use pace::Pace;

use super::{Desk, Failure, Result};
use crate::store::{self, assistant::Profile, source::Source};
use app::{
    api::{
        Caller,
        knowledge::{Bookcase, DocumentShown, Draft, KnowledgeDesk, Pair, PairsPreview, SourceChange, SourceLine, SourceShown, Wanted},
    },
    domain::{
        fault::Fault,
        id::{AssistantId, DocumentId, SourceId, WorkspaceId},
    },
};

#[async_trait::async_trait]
impl KnowledgeDesk for Desk {
    async fn knowledge(&self, me: &Caller) -> Result<Vec<Bookcase>, Fault> {
        self.bookcases(&me.workspace).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn source(&self, me: &Caller, id: &SourceId, wanted: Wanted) -> Result<SourceShown, Fault> {
        self.source_shown(&me.workspace, id, &wanted).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn document(&self, me: &Caller, id: &DocumentId) -> Result<DocumentShown, Fault> {
        self.document_shown(&me.workspace, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn add_source(&self, me: &Caller, assistant: &AssistantId, draft: Draft) -> Result<SourceLine, Fault> {
        self.add_drafted(&me.workspace, assistant, draft).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn change_source(&self, me: &Caller, id: &SourceId, change: SourceChange) -> Result<SourceLine, Fault> {
        self.change_knowledge(&me.workspace, id, change).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn remove_source(&self, me: &Caller, id: &SourceId) -> Result<(), Fault> {
        self.take_source_away(&me.workspace, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn preview_pairs(&self, me: &Caller, source: Option<SourceId>, csv: &str) -> Result<PairsPreview, Fault> {
        self.preview(&me.workspace, source.as_ref(), csv).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn pairs(&self, me: &Caller, id: &SourceId) -> Result<Vec<Pair>, Fault> {
        self.pairs_of(&me.workspace, id).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    /// An assistant of this workspace.
    pub(super) async fn own_assistant(&self, workspace: &WorkspaceId, id: &AssistantId) -> Result<Profile> {
        let found = store::assistant::by_id(&self.db, id).await?.filter(|it| it.workspace == *workspace);
        found.ok_or(Failure::Fault(Fault::NotFound))
    }

    /// A source of this workspace.
    async fn own_source(&self, workspace: &WorkspaceId, id: &SourceId) -> Result<Source> {
        store::source::by_id(&self.db, workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))
    }

    /// The index of an assistant follows what is stored: the next question is answered from it.
    async fn index_anew(&self, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<()> {
        let profile = self.own_assistant(workspace, assistant).await?;
        Ok(self.library.refresh(&self.db, &profile).await?)
    }
}
