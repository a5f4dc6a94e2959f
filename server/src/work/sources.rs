//! Reads the sources that wait or are due, one after another: however large a site is, no live answer waits for it.

use super::IDLE;
use crate::{
    desk::Desk,
    stop::{is_over, stopped},
};
use std::sync::Arc;
use tokio::sync::watch;

pub(super) async fn run(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    if let Err(failure) = desk.free_sources().await {
        failure.told(desk.clock.now());
    }
    while !is_over(&stop) {
        // Asked for before looking: a source that is added in between still rings.
        let rung = desk.sources.notified();
        tokio::pin!(rung);
        rung.as_mut().enable();
        match desk.read_a_source(&stop).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(failure) => {
                failure.told(desk.clock.now());
            }
        }
        tokio::select! {
            () = rung => {}
            () = tokio::time::sleep(IDLE) => {}
            () = stopped(&mut stop) => {}
        }
    }
}
