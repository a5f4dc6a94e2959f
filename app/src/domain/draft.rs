//! What a member is writing in a conversation.

use super::id::MessageId;
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// For whom one writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Reply,
    Note,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 2] = [Self::Reply, Self::Note];

    /// Its name in the store.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
        }
    }
}

/// A text that isn't sent yet. It knows under which id it will be, so that two tabs which both send it send it once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Draft {
    pub mode: Mode,
    pub message: MessageId,
    pub text: String,
}
