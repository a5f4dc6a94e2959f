//! Capital and small letters of all scripts.
//!
//! A browser knows them already, so that the inbox needn't bring the tables along: they weigh as much as a page.

#[cfg(feature = "hydrate")]
#[path = "case/here.rs"]
mod letters;
#[cfg(not(feature = "hydrate"))]
#[path = "case/there.rs"]
mod letters;

pub use letters::{lower, upper};
