//! Strangers that a story speaks to: servers of mail and of the web, browsers.

pub mod browser;
pub mod catcher;
pub mod imap;
pub mod site;
pub mod provider;
pub mod smtp;
