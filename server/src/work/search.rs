//! Keeps the index of the log up. Nothing waits for it: what isn't indexed yet is searched in the log itself.

use crate::{desk::Desk, stop::stopped};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

const LOOK: Duration = Duration::from_secs(2);

pub(super) async fn run(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    loop {
        match desk.index_all().await {
            Ok(0) => {}
            Ok(n) => tracing::debug!(n_segments = n, "Indexed the log in {n} segments"),
            Err(failure) => {
                failure.told(desk.clock.now());
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = stopped(&mut stop) => return,
        }
    }
}
