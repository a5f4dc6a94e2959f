//! Speaking to strangers: all of it through one client, which refuses private addresses.

pub mod address;
pub mod client;

pub use client::{Outbound, Refused};
