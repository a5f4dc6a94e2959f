//! The conversations' clock: leases and holds that run out, snoozes that are over, agents who turned away.

use super::IDLE;
use crate::{desk::Desk, stop::stopped};
use std::sync::Arc;
use tokio::sync::watch;

pub(super) async fn run(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(failure) = desk.tick().await {
            failure.told(desk.clock.now());
        }
        tokio::select! {
            () = tokio::time::sleep(IDLE) => {}
            () = stopped(&mut stop) => return,
        }
    }
}
