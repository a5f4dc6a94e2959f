//! The orderly end: one word, heard by the accept loop, the streams and the workers.

use tokio::sync::watch;

/// Waits until `stop` turns true. Gives nothing back: what the channel lends can't be held across an await.
pub async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Whoever could say it is gone only when the program ends.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Whether `stop` is true, or nobody is left who could say so.
pub fn is_over(stop: &watch::Receiver<bool>) -> bool {
    *stop.borrow() || stop.has_changed().is_err()
}
