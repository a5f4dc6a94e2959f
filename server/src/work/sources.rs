//! Reads the sources that wait or are due, a few side by side: however large a site is, no live answer waits for it, and no
//! other source for long.

use super::IDLE;
use crate::{
    desk::Desk,
    stop::{is_over, stopped},
};
use std::sync::Arc;
use tokio::sync::watch;

pub(super) async fn run(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
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
