//! Everything that a person may be told has gone wrong, each with a sentence that says what to do.

use super::conversation::Did;
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A refusal or a failure as its reader meets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// No such thing, or not yours: the two answer alike.
    NotFound,
    /// Nobody is signed in.
    SignedOut,
    /// Signed in, but this is not theirs to do.
    NotAllowed { say: String },
    /// Wrong input in one field.
    Invalid { field: String, say: String },
    /// Somebody was quicker; who, and what they did.
    Changed { by: String, did: Did },
    /// The assistant's turn is over: a person spoke or the holder changed meanwhile.
    Stale,
    /// Too many requests; come back in so many seconds.
    TooMany { seconds: u64 },
    /// More bytes than we take.
    TooLarge,
    /// We can't do it just now, and nothing was lost.
    Unavailable,
    /// The network between us failed; nothing is known to be lost.
    Offline,
    /// Something broke on our side; the id finds it in the log.
    Broken { id: String },
}

impl Fault {
    /// Wrong input in `field`, and what to do about it.
    pub fn invalid(field: &str, say: &str) -> Self {
        Self::Invalid { field: field.to_owned(), say: say.to_owned() }
    }

    /// What a blocked visitor is told.
    pub fn ended() -> Self {
        Self::not_allowed("The team has ended this conversation.")
    }

    /// Not theirs to do, and why.
    pub fn not_allowed(say: &str) -> Self {
        Self::NotAllowed { say: say.to_owned() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("There is nothing here, or it isn't yours to see."),
            Self::SignedOut => f.write_str("You are signed out. Sign in again; what you typed is kept."),
            Self::NotAllowed { say } | Self::Invalid { say, .. } => f.write_str(say),
            Self::Changed { by, did: Did::Claimed } => write!(f, "{by} has already taken this one."),
            Self::Changed { by, did } => write!(f, "{by} {} while you were writing. Look, then send again.", did.label()),
            Self::Stale => f.write_str("The conversation has moved on."),
            Self::TooMany { seconds } => write!(f, "That was a lot at once. Try again in {seconds} s."),
            Self::TooLarge => f.write_str("That is larger than we can take."),
            Self::Unavailable => f.write_str("We can't save that right now. Nothing is lost: try again in a moment."),
            Self::Offline => f.write_str("No connection. Nothing is lost: try again in a moment."),
            Self::Broken { id } => write!(f, "Something broke on our side. Try again; if it stays, tell us this number: {id}."),
        }
    }
}

impl std::error::Error for Fault {}
