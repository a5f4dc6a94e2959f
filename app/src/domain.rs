//! What is true with no clock, disk or network, and what both sides of the wire must agree on.
//!
//! Anyone issues a [`command::Command`]; [`decide::decide`] turns it into [`event::What`] or refuses
//! with a [`fault::Fault`]; [`conversation::Conversation::apply`] folds events into what is seen.
//! Nothing in here awaits, and time, chance and identity come in as arguments.

pub mod id;
pub mod time;
pub mod hours;
pub mod rich;
pub mod case;
pub mod text;
pub mod fault;
pub mod person;
pub mod face;
pub mod answer;
pub mod file;
pub mod form;
pub mod site;
pub mod draft;
pub mod canned;
pub mod card;
pub mod model;
pub mod label;
pub mod handoff;
pub mod policy;
pub mod settings;
pub mod signal;
pub mod command;
pub mod event;
pub mod conversation;
pub mod near;
pub mod decide;
pub mod wait;
pub mod target;
pub mod view;
pub mod routing;
pub mod inbox;
pub mod search;
pub mod summary;
pub mod thread;
pub mod turn;
pub mod piece;
pub mod trial;
pub mod demand;
pub mod alert;
pub mod ladder;
