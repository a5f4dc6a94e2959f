//! Logs: one line each, searchable, without anyone's words in them.

use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging to standard error; `RUST_LOG` chooses what.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,leptos=warn"));
    fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
