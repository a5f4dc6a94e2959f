//! What assistants answer from, held in memory: one index per assistant, made anew when its documents change.
//!
//! Questions and indexing have an encoder each, so that a live answer never waits for a document.

use crate::{
    answer::{self, Encoder, Encoding, Index, Indexed, Question, Verdict, cluster::Encode, encoding::dot},
    db::{Db, Result},
    ingest::Passage,
    quiet::{give_way, quietly},
    store::{self, assistant::Profile, knowledge::Row},
};
use app::domain::{id::AssistantId, time::Timestamp};
use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};
use tokio::sync::{Mutex, Notify};

/// Passages whose encodings are kept in one transaction.
const KEPT_AT_ONCE: usize = 16;
/// Vectors of wordings that are kept in memory: some 6 MB.
const MOST_WORDINGS: usize = 4_000;

/// The indexes, and the model where there is one.
pub struct Library {
    shelves: RwLock<HashMap<AssistantId, Arc<Shelf>>>,
    encoders: Option<Encoders>,
    /// One index is made at a time.
    making: Mutex<()>,
    /// Rung when an index was made of passages that aren't all encoded.
    todo: Notify,
    /// Assistants whose index was made anew, as complete as it gets, until somebody asks.
    settled: std::sync::Mutex<HashSet<AssistantId>>,
    news: Notify,
    /// Vectors of what visitors asked, as far as they were needed lately, and whose turn it is to need them.
    wordings: std::sync::Mutex<HashMap<String, Arc<[f32]>>>,
    comparing: Mutex<()>,
}

struct Encoders {
    questions: Arc<Encoder>,
    documents: Arc<Encoder>,
}

/// What one assistant answers from.
pub struct Shelf {
    index: Index,
    /// The stored passages, in the index's order.
    pub rows: Vec<Row>,
    /// Passages that the owner said are wrong: they aren't searched.
    pub left_out: Vec<Row>,
    /// When what it was made of last changed.
    made_of: Timestamp,
}

impl Shelf {
    /// A shelf of these passages, but for those that hold a sentence that the owner said is wrong.
    fn of(rows: Vec<Row>, wrong: &[(String, String)], made_of: Timestamp) -> Self {
        let is_wrong = |row: &Row| wrong.iter().any(|(section, says)| row.section_id == *section && row.text.contains(says.as_str()));
        let (left_out, rows): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(is_wrong);
        Self { index: Index::build(rows.iter().map(indexed).collect()), rows, left_out, made_of }
    }

    /// What it answers from, as a mark that differs wherever answers may.
    pub fn mark(&self) -> String {
        format!("{}:{}", self.made_of.0, self.index.has_vectors())
    }
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Library").field("model", &self.has_model()).finish_non_exhaustive()
    }
}

impl Library {
    /// A library that searches by meaning where `model` is the file of the model, and by words alone where it is missing.
    ///
    /// # Errors
    /// Where the file is there but isn't the model.
    pub fn open(model: Option<&Path>) -> anyhow::Result<Self> {
        let load = |path| -> anyhow::Result<Encoders> {
            Ok(Encoders { questions: Arc::new(Encoder::load(path)?), documents: Arc::new(quiet(path)?) })
        };
        Ok(Self {
            shelves: RwLock::default(),
            encoders: model.map(load).transpose()?,
            making: Mutex::default(),
            todo: Notify::new(),
            settled: std::sync::Mutex::default(),
            news: Notify::new(),
            wordings: std::sync::Mutex::default(),
            comparing: Mutex::default(),
        })
    }

    /// Makes the index anew where what it was made of has changed since, as by `baton ingest` in another process.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn catch_up(&self, db: &Db, profile: &Profile) -> Result<()> {
        let known = self.shelf(&profile.id).map_or(Timestamp(0), |shelf| shelf.made_of);
        let changed = store::knowledge::changed_at(db, &profile.workspace, &profile.id).await?;
        if changed > known { self.refresh(db, profile).await } else { Ok(()) }
    }

    /// Waits until there is something to encode.
    pub async fn changed(&self) {
        self.todo.notified().await;
    }

    /// Waits until indexes were made anew, as complete as they get; whose.
    pub async fn settled(&self) -> HashSet<AssistantId> {
        loop {
            let whose = std::mem::take(&mut *self.settled.lock().unwrap_or_else(PoisonError::into_inner));
            if !whose.is_empty() {
                return whose;
            }
            self.news.notified().await;
        }
    }

    fn tell(&self, assistant: &AssistantId) {
        self.settled.lock().unwrap_or_else(PoisonError::into_inner).insert(assistant.clone());
        self.news.notify_one();
    }

    /// Whether questions of this assistant are searched by meaning now.
    pub fn is_encoded(&self, assistant: &AssistantId) -> bool {
        self.shelf(assistant).is_some_and(|shelf| shelf.index.has_vectors())
    }

    /// Whether questions can be searched by meaning.
    pub const fn has_model(&self) -> bool {
        self.encoders.is_some()
    }

    /// What an assistant answers from; empty before its first document.
    pub fn shelf(&self, assistant: &AssistantId) -> Option<Arc<Shelf>> {
        self.shelves.read().unwrap_or_else(PoisonError::into_inner).get(assistant).cloned()
    }

    /// Decides what to do about a question. Takes tens of milliseconds of a core: never on an async thread.
    pub fn verdict(&self, shelf: &Shelf, question: &Question) -> Verdict {
        let encoder = self.encoders.as_ref().map(|encoders| encoders.questions.as_ref());
        answer::verdict(&shelf.index, encoder, question)
    }

    /// How near two texts are by their vectors; nothing without a model. As slow as [`Library::verdict`].
    pub fn nearness(&self, one: &str, other: &str) -> Option<f32> {
        let encoder = &self.encoders.as_ref()?.questions;
        Some(dot(&encoder.vector(one), &encoder.vector(other)))
    }

    /// Does slow work that compares texts, one such work at a time, on a thread that gives way to those of questions. `work`
    /// gets the way from a text to its vector, where there is a model. Nothing where it broke down.
    pub async fn compare<T: Send + 'static>(self: &Arc<Self>, work: impl FnOnce(Encode<'_>) -> T + Send + 'static) -> Option<T> {
        let _turn = self.comparing.lock().await;
        let library = Arc::clone(self);
        quietly(move || work(&|text| library.vector(text))).await
    }

    /// The vector of a text, encoded unless it was lately.
    fn vector(&self, text: &str) -> Option<Arc<[f32]>> {
        let encoders = self.encoders.as_ref()?;
        let known = self.wordings.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        if known.is_some() {
            return known;
        }
        let vector: Arc<[f32]> = encoders.documents.vector(text).into();
        let mut wordings = self.wordings.lock().unwrap_or_else(PoisonError::into_inner);
        if wordings.len() >= MOST_WORDINGS {
            wordings.clear();
        }
        wordings.insert(text.to_owned(), Arc::clone(&vector));
        Some(vector)
    }

    /// Makes the index of an assistant anew from what is stored. Passages without an encoding are searched by words
    /// until [`Library::encode`] has been through.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn refresh(&self, db: &Db, profile: &Profile) -> Result<()> {
        self.make(db, profile).await?;
        if self.has_model() && !self.is_encoded(&profile.id) {
            self.todo.notify_one();
        } else {
            self.tell(&profile.id);
        }
        Ok(())
    }

    async fn make(&self, db: &Db, profile: &Profile) -> Result<()> {
        let _turn = self.making.lock().await;
        let made_of = store::knowledge::changed_at(db, &profile.workspace, &profile.id).await?;
        let wrong = store::contradiction::left_out(db, &profile.workspace, &profile.id).await?;
        let rows = store::knowledge::passages(db, &profile.workspace, &profile.id).await?;
        let made = tokio::task::spawn_blocking(move || Shelf::of(rows, &wrong, made_of)).await;
        match made {
            Ok(shelf) => {
                self.shelves.write().unwrap_or_else(PoisonError::into_inner).insert(profile.id.clone(), Arc::new(shelf));
            }
            Err(error) => tracing::error!(%error, assistant.id = %profile.id, "An index could not be made; the old one stays"),
        }
        Ok(())
    }

    /// Encodes what isn't yet, keeps it, and makes the index anew; how many passages. Slow: for a worker of its own.
    ///
    /// # Errors
    /// Where the database fails; what was encoded until then is kept.
    pub async fn encode(&self, db: &Db, profile: &Profile) -> Result<usize> {
        let Some(encoders) = &self.encoders else { return Ok(0) };
        let Some(shelf) = self.shelf(&profile.id) else { return Ok(0) };
        let missing: Vec<&Row> = shelf.rows.iter().filter(|row| encoding(row).is_none()).collect();
        for some in missing.chunks(KEPT_AT_ONCE) {
            let some: Vec<Row> = some.iter().map(|row| (*row).clone()).collect();
            keep(db, profile, encoded(Arc::clone(&encoders.documents), some).await).await?;
        }
        if !missing.is_empty() {
            // Rings no bell: a passage that the model can't encode is tried again only when something changed.
            self.make(db, profile).await?;
            self.tell(&profile.id);
        }
        Ok(missing.len())
    }
}

/// A model whose threads give way to those of questions.
fn quiet(path: &Path) -> anyhow::Result<Encoder> {
    let load = || {
        give_way();
        Encoder::load(path)
    };
    let loaded = std::thread::scope(|scope| scope.spawn(load).join());
    Ok(loaded.map_err(|_| anyhow::anyhow!("loading the model broke down"))??)
}

/// The bytes of each passage's encoding, made one after another on a thread for slow work.
async fn encoded(encoder: Arc<Encoder>, rows: Vec<Row>) -> Vec<(String, Vec<u8>)> {
    let work = move || rows.into_iter().map(|row| (row.id.clone(), encoder.passage(&passage(&row)).to_bytes())).collect();
    // A panic in the model's code encodes nothing: the passages stay searchable by words.
    quietly(work).await.unwrap_or_default()
}

async fn keep(db: &Db, profile: &Profile, encodings: Vec<(String, Vec<u8>)>) -> Result<()> {
    let workspace = profile.workspace.clone();
    db.write(move |tx| {
        Box::pin(async move {
            for (id, bytes) in encodings {
                store::knowledge::set_encoding(tx, &workspace, &id, bytes).await?;
            }
            Ok(())
        })
    })
    .await
}

fn encoding(row: &Row) -> Option<Encoding> {
    row.encoding.as_deref().and_then(Encoding::from_bytes)
}

fn indexed(row: &Row) -> Indexed {
    Indexed {
        id: row.id.clone(),
        page: row.page.clone(),
        section: row.section_id.clone(),
        title: row.title.clone(),
        heading: row.heading.clone(),
        url: row.url.clone(),
        text: row.text.clone(),
        markdown: row.markdown.clone(),
        encoding: encoding(row),
    }
}

fn passage(row: &Row) -> Passage {
    Passage {
        section: 0,
        ordinal: 0,
        text: row.text.clone(),
        markdown: row.markdown.clone(),
        embed_text: row.embed_text.clone(),
        embed_heading: row.embed_heading.clone(),
    }
}
