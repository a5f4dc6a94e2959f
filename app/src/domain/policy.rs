//! What a workspace wants to happen: when the AI suggests a person and when it hands over, and for how long it stays silent.

use super::{
    handoff::{Outlook, Reason},
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What follows from a reason to bring a person in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nothing.
    Off,
    /// The conversation is flagged; the AI goes on.
    Suggest,
    /// It goes to people, and the AI is silent.
    HandOff,
}

/// What decides about who speaks. Good as it comes: nothing has to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Policy {
    /// How long the AI stays silent after a person spoke, in minutes.
    pub lease_minutes: u32,
    /// Where the owner wants another step than [`Policy::usual`].
    pub steps: BTreeMap<Reason, Step>,
}

/// The longest lease: a week, in minutes.
pub const LONGEST_LEASE: u32 = 7 * 24 * 60;

impl Default for Policy {
    fn default() -> Self {
        Self { lease_minutes: 15, steps: BTreeMap::new() }
    }
}

impl Policy {
    /// What follows where the owner said nothing.
    pub const fn usual(why: Reason) -> Step {
        match why {
            Reason::LowConfidence => Step::Suggest,
            _ => Step::HandOff,
        }
    }

    /// Whether the owner may choose what follows: who asks for a person gets one, and nobody is left with an assistant that failed.
    pub const fn is_free(why: Reason) -> bool {
        !matches!(why, Reason::AskedForPerson | Reason::AssistantFailed | Reason::AgentPulled)
    }

    /// What follows from `why`.
    pub fn step(&self, why: Reason) -> Step {
        let chosen = self.steps.get(&why).copied().filter(|_| Self::is_free(why));
        chosen.unwrap_or(Self::usual(why))
    }

    /// The whole lease in milliseconds.
    pub fn lease_ms(&self) -> i64 {
        i64::from(self.lease_minutes.clamp(1, LONGEST_LEASE)) * 60_000
    }
}

/// What `decide` has to know beside the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scene {
    pub at: Timestamp,
    pub policy: Policy,
    /// What a visitor who has to wait can be told.
    pub outlook: Option<Outlook>,
}
