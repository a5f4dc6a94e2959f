//! Logs: one line each, searchable, without anyone's words in them.

use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging to standard error; `RUST_LOG` chooses what.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,leptos=warn"));
    // What is said to a mailbox holds its password: not even who asks for everything gets to see that.
    let filter = filter.add_directive("async_imap=info".parse().expect("is a directive"));
    fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
