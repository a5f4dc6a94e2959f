//! Asking the server, in the browser.

use super::unreadable;
use crate::{domain::fault::Fault, read::read};
use gloo_net::http::Request;
use send_wrapper::SendWrapper;
use std::pin::Pin;
use web_sys::AbortController;

/// Sends `question` to `path`: the text of the answer, or the fault that came in its place. Dropped, it no longer asks.
pub fn ask(path: String, question: String) -> Pin<Box<dyn Future<Output = Result<String, Fault>> + Send>> {
    // A page has one thread, so nothing is ever sent to another.
    Box::pin(SendWrapper::new(fetch(path, question)))
}

async fn fetch(path: String, question: String) -> Result<String, Fault> {
    let offline = |_| Fault::Offline;
    let asking = Asking(AbortController::new().ok());
    let signal = asking.0.as_ref().map(AbortController::signal);
    let request = Request::post(&path)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .abort_signal(signal.as_ref())
        .body(question)
        .map_err(offline)?;
    let response = request.send().await.map_err(offline)?;
    let answer = response.text().await.map_err(offline)?;
    asking.end();
    if response.status() < 400 { Ok(answer) } else { Err(read(&answer).unwrap_or_else(unreadable)) }
}

/// A request under way: whoever no longer waits for it stops it.
struct Asking(Option<AbortController>);

impl Asking {
    fn end(mut self) {
        self.0 = None;
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        if let Some(it) = &self.0 {
            it.abort();
        }
    }
}
