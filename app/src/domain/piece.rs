//! Two texts laid over each other, in stretches.

use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A stretch of two texts laid over each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Piece {
    pub of: Side,
    pub text: String,
}

/// In which of two texts a stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Both,
    Before,
    After,
}
