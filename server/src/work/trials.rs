//! What follows when the docs have changed: contradictions are looked for, and test questions are run again. One worker,
//! one question at a time: live answers have workers of their own.

use super::jobs::Kind;
use crate::{
    desk::{Desk, Failure, Next},
    stop::stopped,
    store::job::Claimed,
};
use app::domain::{id::WorkspaceId, time::Timestamp};
use std::sync::Arc;
use tokio::sync::{Notify, watch};

const BROKEN_MS: i64 = 15_000;

/// Looks through what was indexed anew.
pub(super) async fn watch(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    loop {
        let whose = tokio::select! {
            whose = desk.library.settled() => whose,
            () = stopped(&mut stop) => return,
        };
        for assistant in whose {
            if let Err(failure) = desk.docs_changed(&assistant).await {
                failure.told(desk.clock.now());
            }
        }
    }
}

/// Test questions.
pub(super) struct Trials;

impl Kind for Trials {
    const NAME: &'static str = "trial";
    // A language model takes seconds for each.
    const HOLD_MS: i64 = 300_000;

    fn bell(desk: &Desk) -> &Notify {
        &desk.trials
    }

    async fn take(desk: &Desk, workspace: &WorkspaceId, _: &Claimed) -> Result<Next, Failure> {
        desk.run_some(workspace).await
    }

    fn broken(_: &Claimed, now: Timestamp) -> Next {
        Next::Again { due: now.plus(BROKEN_MS) }
    }
}
