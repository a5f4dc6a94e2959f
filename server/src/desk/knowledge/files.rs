//! Files that somebody uploads, and how any file becomes a document.

use crate::{
    chance, db,
    desk::{Desk, Result, files::clean_name},
    ingest::{
        self, Document,
        file::{self, Kind},
        markdown, pdf,
    },
    quiet::quietly,
    reading::Text,
    store::{self, page::Found, source::NewSource},
};
use app::{
    api::{
        Caller,
        knowledge::{Origin, Schedule, SourceLine, State, Trouble},
    },
    domain::{
        fault::Fault,
        file::empty,
        id::{AssistantId, SourceId, WorkspaceId},
        time::Timestamp,
    },
};
use futures::FutureExt;

/// What is read of a file, as text.
const MOST_TEXT: usize = 4 << 20;
/// The source of files that name none.
const NAME: &str = "Files";

impl Desk {
    /// Takes in a file for an assistant, into a source of files; without one into a source named "Files".
    /// A file of a name that is there takes its place.
    ///
    /// # Errors
    /// `NotFound` where assistant or source aren't this workspace's; `Invalid` for an empty file.
    /// A file that can't be read is kept as a page with its trouble.
    pub async fn add_knowledge_file(
        &self,
        me: &Caller,
        assistant: &AssistantId,
        source: Option<&SourceId>,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<SourceLine> {
        let workspace = &me.workspace;
        self.own_assistant(workspace, assistant).await?;
        if bytes.is_empty() {
            return Err(empty().into());
        }
        let name = clean_name(name);
        let source = match source {
            Some(id) => self.source_of_files(workspace, assistant, id).await?,
            None => self.usual_files(workspace, assistant).await?,
        };
        let read = match Kind::of_file(&name, &bytes) {
            Ok(kind) => self.document_of(kind, &name, bytes, "", "").await,
            Err(found) => Err(Trouble::Kind { found }),
        };
        match read {
            Ok(document) => drop(self.keep_pages(workspace, &source, vec![(document, Found::default())]).await?),
            Err(trouble) => self.note_trouble(workspace, &source, &name, &trouble).await?,
        }
        self.settle_files(workspace, &source).await?;
        self.index_anew(workspace, assistant).await?;
        self.line_of(workspace, &source).await
    }

    async fn source_of_files(&self, workspace: &WorkspaceId, assistant: &AssistantId, id: &SourceId) -> Result<SourceId> {
        let line = self.own_source(workspace, id).await?.line;
        if line.what == Origin::Files && line.assistant == *assistant { Ok(line.id) } else { Err(Fault::NotFound.into()) }
    }

    async fn usual_files(&self, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<SourceId> {
        let sources = store::source::of_workspace(&self.db, workspace).await?;
        let known =
            sources.into_iter().map(|it| it.line).find(|it| it.what == Origin::Files && it.assistant == *assistant && it.name == NAME);
        if let Some(known) = known {
            return Ok(known.id);
        }
        let now = self.clock.now();
        let new = NewSource {
            id: chance::source(now),
            assistant: assistant.clone(),
            name: NAME.to_owned(),
            what: Origin::Files,
            schedule: Schedule::Never,
            state: State::Ready,
            due_at: Timestamp(0),
        };
        self.add_named(workspace, new).await
    }

    async fn note_trouble(&self, workspace: &WorkspaceId, source: &SourceId, name: &str, trouble: &Trouble) -> Result<()> {
        let (wall, id, name, trouble, now) = (workspace.clone(), source.clone(), name.to_owned(), trouble.clone(), self.clock.now());
        self.db.write(move |tx| async move { store::page::failed(tx, &wall, &id, (&name, ""), &trouble, now).await }.boxed()).await?;
        Ok(())
    }

    /// What becomes of a source of files is what its files are.
    pub(super) async fn settle_files(&self, workspace: &WorkspaceId, source: &SourceId) -> Result<()> {
        let (wall, id, now) = (workspace.clone(), source.clone(), self.clock.now());
        let settled = self.db.write::<_, db::Error, _>(move |tx| {
            async move {
                let state = match store::page::first_trouble(tx, &wall, &id).await? {
                    Some(why) => State::Partial { why },
                    None => State::Ready,
                };
                store::source::put(tx, &wall, &id, &state, Timestamp(0)).await?;
                store::source::checked(tx, &wall, &id, now).await
            }
            .boxed()
        });
        settled.await?;
        Ok(())
    }

    /// A file as a document called `path`, at `url` where it is on the web.
    pub(super) async fn document_of(&self, kind: Kind, path: &str, bytes: Vec<u8>, media: &str, url: &str) -> Result<Document, Trouble> {
        let text = match kind {
            Kind::Pdf | Kind::Word => Some(self.readers().read(kind, bytes.clone()).await?),
            _ if bytes.len() > MOST_TEXT && kind != Kind::Html => return Err(Trouble::TooLarge { most: MOST_TEXT as u64 }),
            _ => None,
        };
        let (path, media, url) = (path.to_owned(), media.to_owned(), url.to_owned());
        let made = move || match text {
            Some(Text::Pages(pages)) => Some(pdf::document(&path, &file::title(&path), &pages, &url)),
            Some(Text::Markdown(text)) => Some(file::titled(Document { url, ..markdown::as_it_is(&path, &text, "") }, &file::title(&path))),
            None => file::document(kind, &path, &bytes, &media).map(|it| Document { url, ..it }),
        };
        let document = quietly(made).await.flatten();
        fit(document.ok_or_else(|| Trouble::Unreadable { say: "its text can't be taken apart".to_owned() })?)
    }
}

/// A document that has words, and not too many.
pub(super) fn fit(document: Document) -> Result<Document, Trouble> {
    let n: usize = document.sections.iter().map(|section| section.markdown.len()).sum();
    match n {
        0 => Err(Trouble::Empty),
        n if n > MOST_TEXT => Err(Trouble::TooLarge { most: MOST_TEXT as u64 }),
        _ if document.sections.iter().all(|section| ingest::plain(&section.markdown).is_empty()) => Err(Trouble::Empty),
        _ => Ok(document),
    }
}
