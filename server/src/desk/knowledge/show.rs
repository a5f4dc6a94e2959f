//! What the assistants know, as it is shown.

use crate::{
    desk::{Desk, Failure, Result},
    markdown,
    store::{self, source::Source},
};
use anyhow::Context;
use app::{
    api::knowledge::{Bookcase, DocumentShown, PassageShown, SourceLine, SourceShown, State, VersionLine, Wanted},
    domain::{
        fault::Fault,
        id::{DocumentId, SourceId, WorkspaceId},
        rich::Href,
        time::Timestamp,
    },
};

impl Desk {
    pub(super) async fn bookcases(&self, workspace: &WorkspaceId) -> Result<Vec<Bookcase>> {
        let sources = store::source::of_workspace(&self.db, workspace).await?;
        let mut lines: Vec<SourceLine> = sources.into_iter().map(|it| self.line(it)).collect();
        let mut shown = Vec::new();
        for profile in store::assistant::of_workspace(&self.db, workspace).await? {
            let (n_passages, n_encoded) = store::knowledge::n_passages(&self.db, workspace, &profile.id).await?;
            let (own, rest) = lines.into_iter().partition(|line| line.assistant == profile.id);
            lines = rest;
            shown.push(Bookcase {
                assistant: profile.id,
                name: profile.name.as_str().to_owned(),
                sources: own,
                n_passages,
                n_encoded,
                has_model: self.library.has_model(),
            });
        }
        Ok(shown)
    }

    /// A source as a line. A reading that nobody holds any more is none: it waits for another worker.
    pub(super) fn line(&self, it: Source) -> SourceLine {
        let is_orphan = matches!(it.line.state, State::Reading { .. }) && it.claimed_until <= self.clock.now();
        if is_orphan { SourceLine { state: State::Waiting, ..it.line } } else { it.line }
    }

    /// A source as it stands now, as a line.
    pub(super) async fn line_of(&self, workspace: &WorkspaceId, id: &SourceId) -> Result<SourceLine> {
        Ok(self.line(self.own_source(workspace, id).await?))
    }

    pub(super) async fn source_shown(&self, workspace: &WorkspaceId, id: &SourceId, wanted: &Wanted) -> Result<SourceShown> {
        let source = self.line_of(workspace, id).await?;
        let (n_fit, pages) = store::page::lines(&self.db, workspace, id, wanted).await?;
        Ok(SourceShown { source, n_fit, pages })
    }

    pub(super) async fn document_shown(&self, workspace: &WorkspaceId, id: &DocumentId) -> Result<DocumentShown> {
        let it = store::knowledge::version(&self.db, workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let passages = store::knowledge::passages_of(&self.db, workspace, &it.id).await?;
        let versions = store::knowledge::versions(&self.db, workspace, &it).await?;
        let version = |(id, version, at): (String, String, i64)| {
            Some(VersionLine { document: DocumentId::parse(&id)?, version, read_at: Timestamp(at) })
        };
        let passage = |(heading, url, text, is_encoded): (String, String, String, bool)| PassageShown {
            heading,
            href: Href::parse(&url),
            blocks: markdown::blocks(&text),
            is_encoded,
        };
        Ok(DocumentShown {
            id: id.clone(),
            source: SourceId::parse(&it.source_id).context("a document names its source")?,
            source_name: it.source_name,
            path: it.path,
            title: it.title,
            href: Href::parse(&it.url),
            is_current: it.is_searched,
            version: it.version,
            read_at: Timestamp(it.read_at),
            n_answers: it.n_answers.cast_unsigned(),
            passages: passages.into_iter().map(passage).collect(),
            versions: versions.into_iter().filter_map(version).collect(),
        })
    }
}
