//! What isn't in the log and is live all the same: who looks at which conversation, who types, and what.
//!
//! The tables are the truth, as they are for events: a commit only wakes the workspace's tail, which reads who is near and
//! hands out the picture as it stands. A listener is never behind, for it wants the latest picture alone; and what
//! nobody says again disappears by its own end, without anyone's doing.

use crate::{
    clock::Clock,
    db::Db,
    store::{self, presence::Picture},
};
use app::domain::{
    id::{AccountId, ConversationId, WorkspaceId},
    near::Near,
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::{Notify, watch};

/// What ends by itself is noticed within this, and so is a wake-up that was lost.
const POLL: Duration = Duration::from_secs(1);
/// So long whispers are gathered before they are told: a room full of people who type is read ten times a second, not a hundred.
const GATHER: Duration = Duration::from_millis(100);

/// The tails of all workspaces in which somebody listens.
#[derive(Debug)]
pub(super) struct Whispers {
    db: Db,
    clock: Arc<dyn Clock>,
    tails: Mutex<HashMap<WorkspaceId, Arc<Tail>>>,
}

#[derive(Debug)]
struct Tail {
    wake: Notify,
    picture: watch::Sender<Arc<Picture>>,
}

/// Who is near the conversations of a workspace, as it changes.
#[derive(Debug)]
pub struct Nearby(watch::Receiver<Arc<Picture>>);

impl Nearby {
    /// Waits for a change. Where no picture comes any more it waits for ever: whoever listens has other reasons to end.
    pub async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// The latest picture.
    pub fn look(&mut self) -> Arc<Picture> {
        Arc::clone(&self.0.borrow_and_update())
    }
}

/// What one member hears: each conversation anew when something there changed for them.
#[derive(Debug)]
pub struct Ear {
    nearby: Nearby,
    me: AccountId,
    told: BTreeMap<ConversationId, Near>,
    /// Not told yet, next one last.
    due: Vec<Near>,
}

impl Ear {
    /// The ear of a member.
    pub const fn of(me: AccountId, nearby: Nearby) -> Self {
        Self { nearby, me, told: BTreeMap::new(), due: Vec::new() }
    }

    /// Who is near a conversation, whenever that changes.
    pub async fn next(&mut self) -> Near {
        loop {
            if let Some(near) = self.due.pop() {
                return near;
            }
            self.nearby.changed().await;
            self.compare();
        }
    }

    fn compare(&mut self) {
        let picture = self.nearby.look();
        let now: BTreeMap<_, _> =
            picture.values().map(|it| it.told_to(&self.me)).filter(|it| !it.is_nobody()).map(|it| (it.conversation.clone(), it)).collect();
        let gone = self.told.keys().filter(|id| !now.contains_key(*id)).cloned().map(Near::nobody);
        let new = now.values().filter(|it| self.told.get(&it.conversation) != Some(it)).cloned();
        self.due = gone.chain(new).collect();
        self.told = now;
    }
}

impl Whispers {
    pub(super) fn new(db: Db, clock: Arc<dyn Clock>) -> Arc<Self> {
        Arc::new(Self { db, clock, tails: Mutex::default() })
    }

    pub(super) fn wake(&self, workspace: &WorkspaceId) {
        if let Some(tail) = self.lock().get(workspace) {
            tail.wake.notify_one();
        }
    }

    pub(super) fn listen(self: &Arc<Self>, workspace: &WorkspaceId) -> Nearby {
        let mut tails = self.lock();
        let tail = tails.entry(workspace.clone()).or_insert_with(|| {
            let tail = Arc::new(Tail { wake: Notify::new(), picture: watch::channel(Arc::default()).0 });
            tokio::spawn(follow(Arc::clone(self), workspace.clone(), Arc::clone(&tail)));
            tail
        });
        let mut picture = tail.picture.subscribe();
        // What is known already is news to who comes now.
        picture.mark_changed();
        Nearby(picture)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<WorkspaceId, Arc<Tail>>> {
        // A panic while the map was held leaves it whole: nothing is done to it in steps.
        self.tails.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the tail where nobody listens any more; says whether it did.
    fn end(&self, workspace: &WorkspaceId, tail: &Tail) -> bool {
        let mut tails = self.lock();
        let idle = tail.picture.receiver_count() == 0;
        if idle {
            tails.remove(workspace);
        }
        idle
    }
}

/// Reads who is near in a workspace, for as long as somebody listens.
async fn follow(whispers: Arc<Whispers>, workspace: WorkspaceId, tail: Arc<Tail>) {
    loop {
        match store::presence::picture(&whispers.db, &workspace, whispers.clock.now()).await {
            Ok(picture) => {
                tail.picture.send_if_modified(|known| {
                    let is_new = **known != picture;
                    if is_new {
                        *known = Arc::new(picture);
                    }
                    is_new
                });
            }
            Err(error) => tracing::warn!(%error, workspace.id = %workspace, "Who is near can't be read; its listeners wait"),
        }
        let woken = tokio::time::timeout(POLL, tail.wake.notified()).await;
        if woken.is_err() && whispers.end(&workspace, &tail) {
            return;
        }
        if woken.is_ok() {
            tokio::time::sleep(GATHER).await;
        }
    }
}
