//! A file that somebody attached.

use super::id::FileId;
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A message may bring so many files.
pub const MOST_FILES: usize = 10;

/// A file that was uploaded before the message that brings it. A client sends it back as it got it; only its id is believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct File {
    pub id: FileId,
    /// As its owner called it, without a path.
    pub name: String,
    /// Its media type, as we found it.
    pub media: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Of a picture, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

impl File {
    /// Whether it can be shown as a picture.
    pub fn is_picture(&self) -> bool {
        self.width.is_some() && self.media.starts_with("image/")
    }
}
