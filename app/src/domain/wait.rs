//! How long a visitor is told that a person may take. It is worked out by the server, from this inbox's own history.

use serde::{Deserialize, Serialize};

/// A wait as it is promised: "usually 4 minutes, at most 12".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// Half of all waits like this one are over by then, in milliseconds.
    pub typical_ms: i64,
    /// Nine in ten are, in milliseconds; the promise. Never less than `typical_ms`.
    pub up_to_ms: i64,
}
