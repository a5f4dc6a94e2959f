//! Speaking to strangers: over the web through one client, which refuses private addresses; by mail to the operator's server.

pub mod address;
pub mod card;
pub mod client;
pub mod fetch;
pub mod imap;
pub mod mail;
pub mod model;
pub mod push;
pub mod webhook;

pub use client::{Outbound, Refused};
pub use imap::ImapBox;
pub use mail::{Mailer, Outgoing, Sending};
