//! The program `baton`: HTTP, the desk, the answering engine, the store, the workers.
//!
//! Who may import whom: main → http, work → desk → { answer, ingest, store, outside, hub } → db.
//! `react`, `answer` and `ingest` are pure; `store` never decides; `http` alone knows headers and statuses.

pub mod answer;
pub mod assets;
pub mod chance;
pub mod clock;
pub mod command;
pub mod config;
pub mod db;
pub mod demo;
pub mod desk;
pub mod eval;
pub mod files;
pub mod hours;
pub mod http;
pub mod hub;
pub mod identity;
pub mod ingest;
pub mod library;
pub mod mail;
pub mod markdown;
pub mod outside;
pub mod quiet;
pub mod react;
pub mod reading;
pub mod search;
pub mod secret;
pub mod stop;
pub mod store;
pub mod telemetry;
pub mod wait;
pub mod work;
