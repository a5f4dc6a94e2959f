//! What the assistants know: sources, the pages that were read of them, and what becomes of each.

use super::Caller;
use crate::domain::{
    fault::Fault,
    id::{AssistantId, DocumentId, SourceId},
    rich::{Block, Href},
    time::Timestamp,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about knowledge. Any member may read and change it.
#[async_trait::async_trait]
pub trait KnowledgeDesk: Send + Sync {
    /// The assistants and the sources of each.
    async fn knowledge(&self, me: &Caller) -> Result<Vec<Bookcase>, Fault>;
    /// A source and a stretch of its pages.
    async fn source(&self, me: &Caller, id: &SourceId, wanted: Wanted) -> Result<SourceShown, Fault>;
    /// A page as it was read.
    async fn document(&self, me: &Caller, id: &DocumentId) -> Result<DocumentShown, Fault>;
    /// Adds a source; its reading begins at once.
    async fn add_source(&self, me: &Caller, assistant: &AssistantId, draft: Draft) -> Result<SourceLine, Fault>;
    /// Changes a source. It is read anew where that needs it.
    async fn change_source(&self, me: &Caller, id: &SourceId, change: SourceChange) -> Result<SourceLine, Fault>;
    /// Takes a source away: nothing is answered from it any more. Receipts keep what they were made of.
    async fn remove_source(&self, me: &Caller, id: &SourceId) -> Result<(), Fault>;
    /// What a list of pairs would add.
    async fn preview_pairs(&self, me: &Caller, source: Option<SourceId>, csv: &str) -> Result<PairsPreview, Fault>;
    /// The pairs of a source, in its order.
    async fn pairs(&self, me: &Caller, id: &SourceId) -> Result<Vec<Pair>, Fault>;
}

/// An assistant and its sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Bookcase {
    pub assistant: AssistantId,
    pub name: String,
    /// In the order in which they were added.
    pub sources: Vec<SourceLine>,
    pub n_passages: u64,
    /// Of them, those that are searched by meaning as well as by words.
    pub n_encoded: u64,
    pub has_model: bool,
}

/// A source as a line of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct SourceLine {
    pub id: SourceId,
    pub assistant: AssistantId,
    pub name: String,
    pub what: Origin,
    pub schedule: Schedule,
    pub is_on: bool,
    pub state: State,
    /// Pages that are searched now.
    pub n_pages: u64,
    /// Pages that couldn't be read when they were last looked at.
    pub n_failed: u64,
    pub n_passages: u64,
    /// Answers that rested on it.
    pub n_answers: u64,
    /// When it was last looked at from end to end; 0 where it never was.
    pub checked_at: Timestamp,
    /// When anything in it last changed.
    pub changed_at: Timestamp,
    /// When it is looked at next, by its schedule.
    pub next_at: Option<Timestamp>,
}

/// Where a source's pages come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Origin {
    /// Every page that can be reached from `url` by links, and what its sitemaps list.
    Website { url: String, limits: Limits },
    /// The pages that a sitemap lists.
    Sitemap { url: String, limits: Limits },
    /// Uploaded files.
    Files,
    /// Questions and answers that somebody wrote.
    Pairs,
    /// Pasted text.
    Text,
    /// A folder on the server, read by `baton ingest`.
    Folder,
}

/// How far a crawl goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Limits {
    /// Patterns of paths (`/help/*`); with none, everything below the address.
    pub include: Vec<String>,
    pub exclude: Vec<String>,
    pub most_pages: u32,
    /// Links away from the address.
    pub most_depth: u32,
    /// Pages that ask not to be indexed are read as well.
    #[serde(default)]
    pub reads_noindex: bool,
}

/// When a source is looked at again by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    #[default]
    Never,
    Hourly,
    Daily,
    Weekly,
}

/// What is happening with a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum State {
    /// Waits for its turn.
    Waiting,
    /// Is being read: so many pages were found, read and failed until now.
    Reading { n_found: u64, n_read: u64, n_failed: u64 },
    /// Was read; nothing is under way.
    Ready,
    /// Some of it couldn't be read, or a limit was reached.
    Partial { why: Trouble },
    /// Nothing of it could be read. What was read before is still searched.
    Failed { why: Trouble },
}

/// Why a page or a source couldn't be read, as the owner can mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Trouble {
    /// The address leads nowhere, or into a private network.
    Address { say: String },
    /// It doesn't answer, or too slowly.
    Unreachable { say: String },
    /// It answered with a status that isn't success.
    Status { code: u16 },
    /// robots.txt keeps us out.
    Robots,
    /// The page asks not to be indexed, and its owner hasn't said that such pages are read.
    NoIndex,
    /// Not a kind of file that can be read.
    Kind { found: String },
    /// Larger than is read, before or after unpacking.
    TooLarge { most: u64 },
    /// The file is broken, or its reader took too long.
    Unreadable { say: String },
    /// There were no words in it: often a page that is drawn by scripts.
    Empty,
    /// More pages than the limit.
    TooMany { most: u32 },
    /// Somebody stopped it.
    Stopped,
}

/// Which pages of a source are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Wanted {
    /// Words in the title or the address.
    pub words: String,
    pub only_failed: bool,
    /// From this one on, of all that fit.
    pub skip: u32,
}

/// A source and a stretch of its pages: at most 100.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct SourceShown {
    pub source: SourceLine,
    /// Pages that fit what was wanted.
    pub n_fit: u64,
    pub pages: Vec<PageLine>,
}

/// A page as a line of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct PageLine {
    /// What was read last; nothing where it never could be read.
    pub document: Option<DocumentId>,
    /// Its name within the source.
    pub path: String,
    pub title: String,
    pub href: Option<Href>,
    pub is_on: bool,
    pub n_passages: u64,
    pub n_answers: u64,
    /// When it was last looked at.
    pub checked_at: Timestamp,
    /// When what was read last changed.
    pub changed_at: Timestamp,
    /// Why it couldn't be read when it was last looked at. What was read before is searched on.
    pub trouble: Option<Trouble>,
}

/// A page as it was read: what is searched, and how it is cut.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct DocumentShown {
    pub id: DocumentId,
    pub source: SourceId,
    pub source_name: String,
    pub path: String,
    pub title: String,
    pub href: Option<Href>,
    /// This version is the one that is searched now.
    pub is_current: bool,
    pub version: String,
    pub read_at: Timestamp,
    pub n_answers: u64,
    /// In reading order.
    pub passages: Vec<PassageShown>,
    /// Other versions that are kept, newest first.
    pub versions: Vec<VersionLine>,
}

/// A passage as it is shown in an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct PassageShown {
    pub heading: String,
    pub href: Option<Href>,
    pub blocks: Vec<Block>,
    pub is_encoded: bool,
}

/// A version of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct VersionLine {
    pub document: DocumentId,
    pub version: String,
    pub read_at: Timestamp,
}

/// A source that somebody adds. Files are added by `POST /knowledge/files`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Draft {
    Website { url: String, limits: Limits, schedule: Schedule },
    Sitemap { url: String, limits: Limits, schedule: Schedule },
    Files { name: String },
    Pairs { name: String, pairs: Vec<Pair> },
    Text { name: String, text: String },
}

/// A question and its answer. The answer is Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Pair {
    pub question: String,
    pub answer: String,
}

/// What becomes of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SourceChange {
    Rename {
        name: String,
    },
    /// Whether anything of it is searched.
    Switch {
        is_on: bool,
    },
    /// Whether a page of it is searched.
    SwitchPage {
        path: String,
        is_on: bool,
    },
    /// Takes a page of files, pairs or text away.
    RemovePage {
        path: String,
    },
    Schedule {
        schedule: Schedule,
    },
    Limits {
        limits: Limits,
    },
    /// Looks at it again, now.
    Refresh,
    /// Stops reading; what was read stays.
    Stop,
    /// These instead of all its pairs.
    Pairs {
        pairs: Vec<Pair>,
    },
    /// These besides the pairs that it has; a question that it has gets the new answer.
    AddPairs {
        pairs: Vec<Pair>,
    },
    Text {
        text: String,
    },
}

/// What a list of pairs would add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct PairsPreview {
    pub new: Vec<Pair>,
    /// Questions that are there already, with the answer that they have and the one that they would get.
    pub changed: Vec<(Pair, String)>,
    /// The same question and answer: nothing would change.
    pub n_same: u64,
    /// Lines that can't be used: number from 1, and why.
    pub wrong: Vec<(u64, String)>,
}

/// The assistants and their sources.
#[server(prefix = "/api/app", endpoint = "knowledge", protocol = crate::wire::Wire)]
pub async fn read_knowledge() -> Result<Vec<Bookcase>, Fault> {
    let it = super::enter()?;
    it.desk.knowledge(&it.me).await
}

/// A source and some of its pages.
#[server(prefix = "/api/app", endpoint = "source", protocol = crate::wire::Wire)]
pub async fn read_source(id: SourceId, wanted: Wanted) -> Result<SourceShown, Fault> {
    let it = super::enter()?;
    it.desk.source(&it.me, &id, wanted).await
}

/// A page as it was read.
#[server(prefix = "/api/app", endpoint = "document", protocol = crate::wire::Wire)]
pub async fn read_document(id: DocumentId) -> Result<DocumentShown, Fault> {
    let it = super::enter()?;
    it.desk.document(&it.me, &id).await
}

/// Adds a source.
#[server(prefix = "/api/app", endpoint = "add_source", protocol = crate::wire::Wire)]
pub async fn add_source(assistant: AssistantId, draft: Draft) -> Result<SourceLine, Fault> {
    let it = super::enter()?;
    it.desk.add_source(&it.me, &assistant, draft).await
}

/// Changes a source.
#[server(prefix = "/api/app", endpoint = "change_source", protocol = crate::wire::Wire)]
pub async fn change_source(id: SourceId, change: SourceChange) -> Result<SourceLine, Fault> {
    let it = super::enter()?;
    it.desk.change_source(&it.me, &id, change).await
}

/// Takes a source away.
#[server(prefix = "/api/app", endpoint = "remove_source", protocol = crate::wire::Wire)]
pub async fn remove_source(id: SourceId) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.remove_source(&it.me, &id).await
}

/// What a list of pairs would add.
#[server(prefix = "/api/app", endpoint = "preview_pairs", protocol = crate::wire::Wire)]
pub async fn preview_pairs(source: Option<SourceId>, csv: String) -> Result<PairsPreview, Fault> {
    let it = super::enter()?;
    it.desk.preview_pairs(&it.me, source, &csv).await
}

/// The pairs of a source.
#[server(prefix = "/api/app", endpoint = "pairs", protocol = crate::wire::Wire)]
pub async fn read_pairs(id: SourceId) -> Result<Vec<Pair>, Fault> {
    let it = super::enter()?;
    it.desk.pairs(&it.me, &id).await
}
