//! Documents come in, change, go; the index follows.

use crate::{
    chance,
    db::{self, Tx},
    desk::{Desk, Failure, Result},
    ingest,
    store::{
        self,
        assistant::Profile,
        knowledge::{NewDocument, NewPassage},
        page::Found,
    },
};
use app::{
    api::knowledge::Origin,
    domain::{
        fault::Fault,
        id::{DocumentId, SourceId, WorkspaceId},
        time::Timestamp,
    },
};
use futures::FutureExt;
use std::collections::HashSet;

/// Pages of one transaction: whoever else wants to write waits no longer than for these.
const AT_ONCE: usize = 20;

/// Documents of one folder, as they were read just now.
#[derive(Debug)]
pub struct Upload {
    /// The source's name: the same name again replaces what it held.
    pub source: String,
    pub base_url: String,
    pub documents: Vec<ingest::Document>,
}

/// What an upload changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ingested {
    pub n_new: usize,
    pub n_same: usize,
    pub n_gone: usize,
}

impl Desk {
    /// Takes an upload in: only what changed is written; what is no longer there is no longer searched.
    /// The next question is answered from it, by words at once and by meaning as soon as the encoder is through.
    ///
    /// # Errors
    /// `Invalid` where the name is that of a source of another kind; where the database fails.
    pub async fn ingest(&self, profile: &Profile, upload: Upload) -> Result<Ingested> {
        let now = self.clock.now();
        let source = self.folder(profile, &upload, now).await?;
        let pages = upload.documents.into_iter().zip(0_i64..).map(|(document, place)| {
            let found = Found { place, url: document.url.clone(), ..Found::default() };
            (document, found)
        });
        let done = self.replace_pages(&profile.workspace, &source, pages.collect()).await?;
        self.library.refresh(&self.db, profile).await?;
        Ok(done)
    }

    /// The folder of this name, made where it is missing.
    async fn folder(&self, profile: &Profile, upload: &Upload, now: Timestamp) -> Result<SourceId> {
        let (it, name, base_url) = (profile.clone(), upload.source.clone(), upload.base_url.clone());
        let found = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                let known = store::source::by_name(tx, &it.workspace, &it.id, &name).await?;
                if known.is_some_and(|known| known.line.what != Origin::Folder) {
                    return Err(Fault::invalid("source", "There is a source of this name that isn't a folder. Give another name.").into());
                }
                Ok(store::knowledge::source(tx, &it.workspace, &it.id, &chance::source(now), &name, &base_url, now).await?)
            }
            .boxed()
        });
        found.await
    }

    /// These pages instead of all that a source had.
    pub(super) async fn replace_pages(
        &self,
        workspace: &WorkspaceId,
        source: &SourceId,
        pages: Vec<(ingest::Document, Found)>,
    ) -> Result<Ingested> {
        let names: HashSet<String> = pages.iter().map(|(document, _)| document.path.clone()).collect();
        let known = store::page::known(&self.db, workspace, source).await?;
        let gone: Vec<String> = known.into_iter().map(|page| page.path).filter(|path| !names.contains(path)).collect();
        let n = pages.len();
        let n_new = self.keep_pages(workspace, source, pages).await?;
        let n_gone = gone.len();
        self.drop_pages(workspace, source, gone, None).await?;
        let (wall, id, now) = (workspace.clone(), source.clone(), self.clock.now());
        self.db.write(move |tx| async move { store::source::checked(tx, &wall, &id, now).await }.boxed()).await?;
        Ok(Ingested { n_new, n_same: n - n_new, n_gone })
    }

    /// Takes in these pages besides those that a source has; how many of them are new or changed.
    pub(super) async fn keep_pages(
        &self,
        workspace: &WorkspaceId,
        source: &SourceId,
        pages: Vec<(ingest::Document, Found)>,
    ) -> Result<usize> {
        let now = self.clock.now();
        let mut n_new = 0;
        let mut pages = pages.into_iter().peekable();
        while pages.peek().is_some() {
            let some: Vec<_> = pages.by_ref().take(AT_ONCE).collect();
            let (wall, id) = (workspace.clone(), source.clone());
            let written = self.db.write::<_, db::Error, _>(move |tx| {
                async move {
                    let mut n_new = 0;
                    for (document, found) in some {
                        n_new += usize::from(keep(tx, &wall, &id, &document, found, now).await?);
                    }
                    if n_new > 0 {
                        store::knowledge::touch(tx, &wall, &id, now).await?;
                    }
                    Ok(n_new)
                }
                .boxed()
            });
            n_new += written.await?;
        }
        Ok(n_new)
    }

    /// Takes pages out of a source: they are no longer searched. `fence`: only while the reading of this number has its right;
    /// by then another one may have read them.
    pub(super) async fn drop_pages(
        &self,
        workspace: &WorkspaceId,
        source: &SourceId,
        paths: Vec<String>,
        fence: Option<i64>,
    ) -> Result<()> {
        let now = self.clock.now();
        for some in paths.chunks(AT_ONCE * 10) {
            let (wall, id, some) = (workspace.clone(), source.clone(), some.to_vec());
            let written = self.db.write::<_, db::Error, _>(move |tx| {
                async move {
                    if let Some(fence) = fence
                        && !store::source::is_held(tx, &wall, &id, fence).await?
                    {
                        return Ok(0);
                    }
                    for path in &some {
                        store::knowledge::retire(tx, &wall, &id, path).await?;
                        store::page::forget(tx, &wall, &id, path).await?;
                    }
                    store::knowledge::touch(tx, &wall, &id, now).await
                }
                .boxed()
            });
            written.await?;
        }
        Ok(())
    }
}

/// Keeps what was read of a page; whether anything in it has changed.
pub(super) async fn keep(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    source: &SourceId,
    document: &ingest::Document,
    found: Found,
    now: Timestamp,
) -> db::Result<bool> {
    let found = Found { path: document.path.clone(), title: document.title.clone(), ..found };
    let known = store::knowledge::current_of(tx, workspace, source, &document.path).await?;
    let version = document.kept_as();
    if let Some(id) = known.filter(|(_, known)| *known == version).and_then(|(id, _)| DocumentId::parse(&id)) {
        store::page::read(tx, workspace, source, &found, &id, now).await?;
        return Ok(false);
    }
    store::knowledge::retire(tx, workspace, source, &document.path).await?;
    let id = store::knowledge::publish(tx, workspace, source, &stored(document, now), now).await?;
    store::page::read(tx, workspace, source, &found, &id, now).await?;
    Ok(true)
}

fn stored(document: &ingest::Document, now: Timestamp) -> NewDocument {
    let passage = |it: ingest::Passage| {
        let section = &document.sections[it.section];
        NewPassage {
            id: chance::passage(now),
            section_id: document.id_of(section),
            heading: section.heading.clone(),
            url: document.url_of(section),
            text: it.text,
            markdown: it.markdown,
            embed_text: it.embed_text,
            embed_heading: it.embed_heading,
        }
    };
    NewDocument {
        id: chance::document(now),
        path: document.path.clone(),
        version: document.kept_as(),
        title: document.title.clone(),
        passages: ingest::passages(document).into_iter().map(passage).collect(),
    }
}
