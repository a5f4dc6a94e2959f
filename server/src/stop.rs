//! The orderly end: one word, heard by the accept loop, the streams and the workers.

use tokio::sync::watch;

/// Waits until `stop` turns true. Gives nothing back: what the channel lends can't be held across an await.
pub async fn stopped(stop: &mut watch::Receiver<bool>) {
    // The sender is gone only when the program ends.
    let _ = stop.wait_for(|stop| *stop).await;
}
