//! Strangers that a story speaks to: servers of mail and of the web, browsers.
#![allow(dead_code, clippy::allow_attributes, reason = "each story uses its part")]

pub mod browser;
pub mod catcher;
pub mod imap;
pub mod site;
pub mod smtp;
