//! Mail servers of the test's own, as small as they can be: they speak the protocol over a real connection.
#![allow(dead_code, clippy::allow_attributes, reason = "each story uses its part")]

pub mod imap;
pub mod smtp;
