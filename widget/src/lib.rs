//! The chat that runs in a frame on customers' sites.
//!
//! [`session::Session`] is told what happened and says what to do next; [`view`] says how that looks.
//! Both are pure. `door` is where they meet the browser, through the few words of `host.js`.

pub mod client;
pub mod entry;
pub mod happening;
pub mod live;
pub mod outbox;
pub mod session;
pub mod tree;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod door;
