//! What an assistant is about to say, while a model still writes. It is in no log, and nobody who comes later hears it: the
//! whole answer follows, or somebody else speaks.

use app::{
    domain::id::{Seq, VisitorId, WorkspaceId},
    talk::Shard,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::broadcast;

/// Who falls this far behind misses some: each speech holds all that was said before.
const BUFFERED: usize = 64;

/// An answer as far as it is written and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speech {
    /// Whose conversation it is.
    pub visitor: VisitorId,
    /// It answers what the log holds up to here. Whatever follows in the thread is the end of it.
    pub after: Seq,
    pub parts: Vec<Shard>,
}

/// Who listens in each workspace.
#[derive(Debug, Default)]
pub(super) struct Speeches(Mutex<HashMap<WorkspaceId, broadcast::Sender<Arc<Speech>>>>);

impl Speeches {
    pub(super) fn tell(&self, workspace: &WorkspaceId, speech: Speech) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listeners) = all.get(workspace)
            && listeners.send(Arc::new(speech)).is_err()
        {
            // The last one has left.
            all.remove(workspace);
        }
    }

    pub(super) fn listen(&self, workspace: &WorkspaceId) -> broadcast::Receiver<Arc<Speech>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(workspace.clone()).or_insert_with(|| broadcast::channel(BUFFERED).0).subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_listens_hears_their_workspace_and_nobody_else_is_kept() {
        let all = Speeches::default();
        let (home, other) = (WorkspaceId::parse("home").expect("fits"), WorkspaceId::parse("other").expect("fits"));
        let speech = Speech { visitor: VisitorId::parse("visitor").expect("fits"), after: 1, parts: Vec::new() };
        let (mut here, mut there) = (all.listen(&home), all.listen(&other));
        all.tell(&home, speech.clone());
        assert_eq!(here.try_recv().map(|it| it.after), Ok(1));
        assert!(there.try_recv().is_err());
        drop(here);
        all.tell(&home, speech);
        assert_eq!(all.0.lock().expect("whole").len(), 1);
    }
}
