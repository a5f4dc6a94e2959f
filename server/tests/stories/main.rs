//! Stories through the whole router, on both engines: a file for each promise that must hold. One program, so that what they share is built once.

mod peer;
mod world;

mod alerts;
mod bursts;
mod composer;
mod contradictions;
mod durable;
mod files;
mod identity;
mod knowledge;
mod ladder;
mod languages;
mod lease;
mod mail;
mod merge;
mod model;
mod model_faults;
mod model_settings;
mod once;
mod presence;
mod promises;
mod races;
mod receipts;
mod refetch;
mod resume;
mod search;
mod settings;
mod sign_in;
mod sources;
mod tenancy;
mod thread;
mod trials;
mod views;
mod widget;
