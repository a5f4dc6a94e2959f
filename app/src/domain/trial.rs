//! Questions whose answers an owner checks: what is expected, and what came of it.

use super::{handoff::Reason, time::Timestamp, turn::Fate};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// What a question should lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Expect {
    /// An answer from one of these pages, and words in it that fit the pattern, where there is one.
    Answer { pages: Vec<String>, pattern: Option<String> },
    /// An answer from one of these pages, or the offer of one.
    Offer { pages: Vec<String> },
    /// No answer: a person.
    HandOver,
}

impl Expect {
    /// The pages that are right; none where no page is.
    pub fn pages(&self) -> &[String] {
        match self {
            Self::Answer { pages, .. } | Self::Offer { pages } => pages,
            Self::HandOver => &[],
        }
    }
}

/// What came of a question when it was last run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Ran {
    pub at: Timestamp,
    pub fate: Fate,
    /// The pages that it answered from, or offered.
    pub pages: Vec<String>,
    /// Why a person was brought in.
    pub why: Option<Reason>,
    /// What was wrong with it; nothing where it passed.
    pub missed: Option<Missed>,
}

/// Why a question fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// It should have answered, and didn't.
    NotAnswered,
    /// It should have answered, and only offered pages.
    OnlyOffered,
    /// It answered from another page, or offered others.
    OtherPage,
    /// Its answer lacks the words that were expected.
    OtherWords,
    /// It should have brought a person, and answered or offered pages.
    NotHandedOver,
    /// It couldn't be run.
    Broken,
}
