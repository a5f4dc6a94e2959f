//! Forgets what has run out, once an hour.

use crate::{desk::Desk, stop::stopped};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

const EVERY: Duration = Duration::from_secs(3600);

pub(super) async fn run(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    loop {
        for swept in [
            desk.sweep_sessions().await,
            desk.sweep_visitors().await,
            desk.sweep_mails().await,
            desk.sweep_presence().await,
            desk.sweep_alerts().await,
        ] {
            if let Err(failure) = swept {
                failure.told(desk.clock.now());
            }
        }
        if let Err(failure) = desk.sweep_files().await {
            failure.told(desk.clock.now());
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stopped(&mut stop) => return,
        }
    }
}
