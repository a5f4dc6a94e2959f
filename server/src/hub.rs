//! Who listens to which workspace.
//!
//! The event table is the truth. A commit only wakes the workspace's tail, which reads what is new from the
//! table, in order, and hands it to all listeners: so that commits which return out of order, and commits of
//! other nodes, arrive exactly once and in their order. What isn't in the log is in [`whisper`], by the same pattern.

mod speech;
mod whisper;

pub use speech::Speech;
pub use whisper::{Ear, Nearby};

use crate::{
    clock::Clock,
    db::{Db, Result, dialect},
    store,
};
use app::domain::{
    id::{Seq, WorkspaceId},
    inbox::Frame,
};
use sqlx::postgres::PgListener;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::sync::{Notify, broadcast};

/// A listener that falls this many frames behind reads them from the table instead.
const BUFFERED: usize = 1024;
/// So many events are read at once.
const PAGE: i64 = 500;
/// A wake-up that was lost costs at most this.
const POLL: Duration = Duration::from_secs(1);

/// The tails of all workspaces that somebody listens to.
#[derive(Debug)]
pub struct Hub {
    db: Db,
    tails: Mutex<HashMap<WorkspaceId, Arc<Tail>>>,
    whispers: Arc<whisper::Whispers>,
    speeches: speech::Speeches,
}

#[derive(Debug)]
struct Tail {
    wake: Notify,
    frames: broadcast::Sender<Arc<Frame>>,
}

/// A place in a workspace's log from which every later event comes, once, in order.
#[derive(Debug)]
pub struct Listener {
    db: Db,
    workspace: WorkspaceId,
    frames: broadcast::Receiver<Arc<Frame>>,
    /// The last number that was handed out.
    at: Seq,
    /// Read from the table and not yet handed out, next one last.
    read: Vec<Arc<Frame>>,
    /// The table may hold more than what was read.
    behind: bool,
}

impl Hub {
    /// A hub over `db`. On PostgreSQL it also wakes for the commits of other nodes.
    pub fn new(db: Db, clock: Arc<dyn Clock>) -> Arc<Self> {
        let whispers = whisper::Whispers::new(db.clone(), clock);
        let hub = Arc::new(Self { db, tails: Mutex::default(), whispers, speeches: speech::Speeches::default() });
        if let Db::Postgres(pool) = &hub.db {
            tokio::spawn(listen_to_other_nodes(pool.clone(), Arc::clone(&hub)));
        }
        hub
    }

    /// Says that the log of `workspace` has grown.
    pub fn wake(&self, workspace: &WorkspaceId) {
        if let Some(tail) = self.lock().get(workspace) {
            tail.wake.notify_one();
        }
        // Who has sent something types no more.
        self.whisper(workspace);
    }

    /// Says that somebody in `workspace` came near a conversation, left it, or types there.
    pub fn whisper(&self, workspace: &WorkspaceId) {
        self.whispers.wake(workspace);
    }

    /// Who is near the conversations of `workspace`, now and from now on.
    pub fn overhear(&self, workspace: &WorkspaceId) -> Nearby {
        self.whispers.listen(workspace)
    }

    /// Says what an assistant is about to say. Only who listens on this node hears it: on others the whole answer comes.
    pub fn speak(&self, workspace: &WorkspaceId, speech: Speech) {
        self.speeches.tell(workspace, speech);
    }

    /// What assistants of `workspace` are about to say from now on.
    pub fn attend(&self, workspace: &WorkspaceId) -> broadcast::Receiver<Arc<Speech>> {
        self.speeches.listen(workspace)
    }

    /// Everything after `after`.
    ///
    /// # Errors
    /// Where the log can't be read.
    pub async fn listen(self: &Arc<Self>, workspace: &WorkspaceId, after: Seq) -> Result<Listener> {
        // Read before the subscription: the listener's own catching up starts later, so it covers all up to where the tail begins.
        let start = store::workspace::seq(&self.db, workspace).await?;
        let frames = self.subscribe(workspace, start);
        Ok(Listener { db: self.db.clone(), workspace: workspace.clone(), frames, at: after, read: Vec::new(), behind: true })
    }

    fn subscribe(self: &Arc<Self>, workspace: &WorkspaceId, start: Seq) -> broadcast::Receiver<Arc<Frame>> {
        let mut tails = self.lock();
        let tail = tails.entry(workspace.clone()).or_insert_with(|| {
            let tail = Arc::new(Tail { wake: Notify::new(), frames: broadcast::channel(BUFFERED).0 });
            tokio::spawn(follow(Arc::clone(self), workspace.clone(), Arc::clone(&tail), start));
            tail
        });
        tail.frames.subscribe()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<WorkspaceId, Arc<Tail>>> {
        // A panic while the map was held leaves it whole: nothing is done to it in steps.
        self.tails.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Ends the tail where nobody listens any more; says whether it did.
    fn end(&self, workspace: &WorkspaceId, tail: &Tail) -> bool {
        let mut tails = self.lock();
        let idle = tail.frames.receiver_count() == 0;
        if idle {
            tails.remove(workspace);
        }
        idle
    }
}

/// Reads what is new in a workspace's log after `at`, for as long as somebody listens.
async fn follow(hub: Arc<Hub>, workspace: WorkspaceId, tail: Arc<Tail>, mut at: Seq) {
    loop {
        if let Err(error) = hand_out(&hub.db, &workspace, &tail, &mut at).await {
            tracing::warn!(%error, workspace.id = %workspace, "The log can't be read; its listeners wait");
        }
        let woken = tokio::time::timeout(POLL, tail.wake.notified()).await;
        if woken.is_err() && hub.end(&workspace, &tail) {
            return;
        }
    }
}

/// Hands out all after `at`, and moves it along.
async fn hand_out(db: &Db, workspace: &WorkspaceId, tail: &Tail, at: &mut Seq) -> Result<()> {
    loop {
        let frames = store::event::after(db, workspace, *at, PAGE).await?;
        if frames.is_empty() {
            return Ok(());
        }
        for frame in frames {
            *at = frame.event.seq;
            // Nobody listening is fine.
            let _ = tail.frames.send(Arc::new(frame));
        }
    }
}

impl Listener {
    /// The next event, whenever it comes.
    ///
    /// # Errors
    /// Where the table can't be read. Asking again goes on where it stopped.
    pub async fn next(&mut self) -> Result<Arc<Frame>> {
        loop {
            if let Some(frame) = self.read.pop() {
                self.at = frame.event.seq;
                return Ok(frame);
            }
            if self.behind {
                self.catch_up().await?;
                continue;
            }
            match self.frames.recv().await {
                Ok(frame) if frame.event.seq == self.at + 1 => self.read.push(frame),
                // One that was read from the table already, or a gap that the table fills.
                Ok(frame) => self.behind = frame.event.seq > self.at,
                // Too slow for the buffer: the table has it all.
                Err(_) => self.behind = true,
            }
        }
    }

    async fn catch_up(&mut self) -> Result<()> {
        let frames = store::event::after(&self.db, &self.workspace, self.at, PAGE).await?;
        self.behind = frames.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
        self.read = frames.into_iter().rev().map(Arc::new).collect();
        Ok(())
    }
}

/// PostgreSQL only hints: a listener that lost its connection hears nothing, and the poll of each tail catches up.
async fn listen_to_other_nodes(pool: sqlx::PgPool, hub: Arc<Hub>) {
    loop {
        if let Err(error) = hear(&pool, &hub).await {
            tracing::warn!(%error, "Listening for other nodes failed; trying again");
        }
        tokio::time::sleep(POLL).await;
    }
}

async fn hear(pool: &sqlx::PgPool, hub: &Hub) -> std::result::Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen_all([dialect::CHANNEL, dialect::NEAR]).await?;
    loop {
        let said = listener.recv().await?;
        let Some(workspace) = said.payload().split(':').next().and_then(WorkspaceId::parse) else { continue };
        if said.channel() == dialect::NEAR {
            hub.whisper(&workspace);
        } else {
            hub.wake(&workspace);
        }
    }
}
