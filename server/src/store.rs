//! All SQL. A function here is a name, a text and its values, and says in one line what it gives back.
//!
//! It never decides. Reading takes `&Db`, writing `&mut Tx`; every one names its workspace or says why not.

pub mod account;
pub mod alarm;
pub mod alert;
pub mod alert_wish;
pub mod assistant;
pub mod attendance;
pub mod canned;
pub mod contradiction;
pub mod conversation;
pub mod demand;
pub mod device;
pub mod door;
pub mod draft;
pub mod event;
pub mod file;
pub mod gist;
pub mod identity;
pub mod job;
pub mod knowledge;
pub mod mail;
pub mod mailbox;
pub mod model_spend;
pub mod page;
pub mod person;
pub mod presence;
pub mod promise;
pub mod receipt;
pub mod ring;
pub mod search;
pub mod seat;
pub mod session;
pub mod setting;
pub mod setup;
pub mod source;
pub mod team;
pub mod test_question;
pub mod view;
pub mod visitor;
pub mod wait;
pub mod workspace;

#[cfg(test)]
pub(crate) mod test;
