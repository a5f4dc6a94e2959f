//! The server doesn't ask itself: where it draws a page, a server function runs at once.

use crate::domain::fault::Fault;

/// Nobody answers here.
pub async fn ask(_: String, _: String) -> Result<String, Fault> {
    Err(Fault::Unavailable)
}
