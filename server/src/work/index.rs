//! Takes up what another process read in, and encodes new passages, one assistant after another, on threads that no live answer waits for.

use super::IDLE;
use crate::{
    desk::Desk,
    stop::{is_over, stopped},
    store,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// What another process took in is found within this.
const LOOK: Duration = Duration::from_secs(10);

pub(super) async fn run(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = encode_all(&desk, &stop).await {
            tracing::error!(%error, "Passages could not be encoded; trying again");
        }
        tokio::select! {
            () = desk.library.changed() => {}
            () = tokio::time::sleep(LOOK) => {}
            () = stopped(&mut stop) => return,
        }
        // Several changes in a row are one round.
        tokio::time::sleep(IDLE / 10).await;
    }
}

async fn encode_all(desk: &Desk, stop: &watch::Receiver<bool>) -> crate::db::Result<()> {
    for profile in store::assistant::all(&desk.db).await? {
        if is_over(stop) {
            return Ok(());
        }
        desk.library.catch_up(&desk.db, &profile).await?;
        let n = desk.library.encode(&desk.db, &profile).await?;
        if n > 0 {
            tracing::info!(assistant.id = %profile.id, n_passages = n, "Encoded {n} passages: questions are searched by meaning now");
        }
    }
    Ok(())
}
