//! Use cases. Each reads as its sentence: load, decide, append, react, commit, publish.
//!
//! No SQL, no status codes, no formatting here; time comes from the clock, ids from `chance`.

mod act;
mod alerts;
mod answering;
mod asked;
mod assistants;
mod clock;
mod composer;
mod contradictions;
mod demand;
mod dry;
mod door;
mod earlier;
mod files;
mod gist;
mod identity;
mod inbound;
mod inbox;
pub mod indexing;
mod knowledge;
mod presence;
mod listen;
mod outlook;
mod patience;
mod mails;
mod model;
mod near;
mod post;
mod promises;
mod receipts;
mod routing;
mod search;
mod session;
mod settings;
mod setup;
mod speech;
mod summary;
mod views;
mod trials;
mod visit;
mod wording;

pub use alerts::{MAIL_MS, PUSH_MS, SEATED_MS};
pub use clock::{ATTENDANCE_MS, PRESENCE_MS, TYPING_MS};
pub use inbound::{LinkPage, Outcome, Wish};
pub use knowledge::{Ingested, Manner, Upload};
pub use near::VisitorNear;
pub use patience::Patience;
pub use post::{Next, Post, ToMember};
pub use session::{NewUser, SignedIn};
pub use speech::VisitorSpeech;
pub use trials::DELAY_MS as TRIAL_DELAY_MS;
pub use visit::{Coming, Guest};

use crate::{
    clock::Clock,
    db,
    db::Db,
    files::Vault,
    hub::Hub,
    library::Library,
    outside::{Outbound, model::Model, push::PushKey},
    reading::Readers,
    secret::Keys,
};
use app::domain::fault::Fault;
use std::sync::{Arc, OnceLock};
use tokio::sync::{Notify, Semaphore};

/// What every use case works with.
#[derive(Debug)]
pub struct Desk {
    pub db: Db,
    pub hub: Arc<Hub>,
    pub clock: Arc<dyn Clock>,
    pub keys: Keys,
    pub library: Arc<Library>,
    /// The bytes of what people attached.
    pub files: Vault,
    /// Rung when jobs were written.
    pub jobs: Notify,
    /// Rung when mails were written.
    pub mail_jobs: Notify,
    /// Rung when an alert is to ring outside of the pages.
    pub rings: Notify,
    /// Rung when test questions are to be run.
    pub trials: Notify,
    /// Rung when a conversation is to be summed up.
    pub gists: Notify,
    /// Rung when a source waits to be read.
    pub sources: Notify,
    /// How websites are read, once that is settled.
    manner: OnceLock<Manner>,
    /// How fast each host is asked.
    pace: Arc<knowledge::Pace>,
    /// Who reads files for us, once that is settled.
    readers: Arc<OnceLock<Readers>>,
    /// How long the assistant waits for the rest of a burst; it doesn't before that is settled.
    patience: OnceLock<Patience>,
    /// How mail goes out and comes in, once that is settled.
    post: OnceLock<Arc<Post>>,
    /// How we reach other systems, once that is settled.
    outbound: OnceLock<Outbound>,
    /// The model that answers where a workspace hasn't chosen otherwise, once that is settled.
    usual_model: OnceLock<Model>,
    /// How models have done lately.
    models: model::Models,
    /// What proves our pushes, once it was needed.
    push_key: OnceLock<Arc<PushKey>>,
    /// What workspaces listen for, read.
    attic: listen::Attic,
    /// The cards that were looked up lately.
    cards: settings::Cards,
    /// How many were in each view when it was counted last.
    figures: views::Figures,
    /// Passwords are hashed one or two at a time: each takes 19 MB and tens of milliseconds.
    hashing: Semaphore,
}

impl Desk {
    /// A desk over an open database.
    pub fn new(db: Db, clock: Arc<dyn Clock>, keys: Keys, library: Library) -> Arc<Self> {
        let hub = Hub::new(db.clone(), Arc::clone(&clock));
        Arc::new(Self {
            db,
            hub,
            clock,
            keys,
            library: Arc::new(library),
            files: Vault::default(),
            jobs: Notify::new(),
            mail_jobs: Notify::new(),
            rings: Notify::new(),
            trials: Notify::new(),
            gists: Notify::new(),
            sources: Notify::new(),
            manner: OnceLock::new(),
            pace: Arc::default(),
            readers: Arc::default(),
            patience: OnceLock::new(),
            post: OnceLock::new(),
            outbound: OnceLock::new(),
            usual_model: OnceLock::new(),
            models: model::Models::default(),
            push_key: OnceLock::new(),
            attic: listen::Attic::default(),
            cards: settings::Cards::default(),
            figures: views::Figures::default(),
            hashing: Semaphore::new(2),
        })
    }
}

impl Desk {
    /// The same desk with another clock: for what is told of the past.
    pub fn at(&self, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self {
            db: self.db.clone(),
            hub: Arc::clone(&self.hub),
            clock,
            keys: self.keys.clone(),
            library: Arc::clone(&self.library),
            files: self.files.clone(),
            jobs: Notify::new(),
            mail_jobs: Notify::new(),
            rings: Notify::new(),
            trials: Notify::new(),
            gists: Notify::new(),
            sources: Notify::new(),
            manner: self.manner.clone(),
            pace: Arc::clone(&self.pace),
            readers: Arc::clone(&self.readers),
            patience: self.patience.clone(),
            post: self.post.clone(),
            outbound: self.outbound.clone(),
            usual_model: self.usual_model.clone(),
            models: model::Models::default(),
            push_key: self.push_key.clone(),
            attic: listen::Attic::default(),
            cards: settings::Cards::default(),
            figures: views::Figures::default(),
            hashing: Semaphore::new(2),
        })
    }

    /// Says how mail goes out and comes in; the first time counts.
    pub fn open_post(&self, post: Post) {
        self.post.get_or_init(|| Arc::new(post));
    }

    /// Says which private networks may be reached as well; the first time counts.
    pub fn open_outbound(&self, outbound: Outbound) {
        self.outbound.get_or_init(|| outbound);
    }

    /// Says how websites are read; the first time counts.
    pub fn open_manner(&self, manner: Manner) {
        self.manner.get_or_init(|| manner);
    }

    fn manner(&self) -> Manner {
        self.manner.get().copied().unwrap_or_default()
    }

    /// Says who reads files for us; the first time counts.
    pub fn open_readers(&self, readers: Readers) {
        self.readers.get_or_init(|| readers);
    }

    /// Who reads files for us. Where nobody said, children of this very program.
    fn readers(&self) -> &Readers {
        self.readers.get_or_init(Readers::default)
    }

    /// How we reach other systems. Where nobody said, private networks are out of reach.
    fn outbound(&self) -> Outbound {
        self.outbound.get().cloned().unwrap_or_default()
    }

    /// How mail goes out and comes in. Where nobody said, mails are kept and none comes in.
    pub fn post(&self) -> Arc<Post> {
        self.post.get().cloned().unwrap_or_default()
    }
}

/// Why a use case failed: a fault that its caller hears, or a cause that the log hears, once, at the edge.
#[derive(Debug)]
pub enum Failure {
    Fault(Fault),
    Broken(anyhow::Error),
}

/// What a use case gives.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        match error {
            db::Error::Unavailable(why) => {
                tracing::error!(why, "The database can't take a write");
                Self::Fault(Fault::Unavailable)
            }
            other => Self::Broken(other.into()),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Broken(error)
    }
}

/// For command lines: what was refused or broke, in words.
impl From<Failure> for anyhow::Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Fault(fault) => fault.into(),
            Failure::Broken(error) => error,
        }
    }
}

impl Failure {
    /// What its caller may be told. What broke is logged under an id, which is all that is told of it.
    pub fn told(self, now: app::domain::time::Timestamp) -> Fault {
        match self {
            Self::Fault(fault) => fault,
            Self::Broken(error) => {
                let id = crate::chance::id(now);
                tracing::error!(failure.id = %id, "{error:#}");
                Fault::Broken { id }
            }
        }
    }
}
