//! Who speaks in a conversation, and why that changed.

use super::{person::Agent, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Who speaks now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Holder {
    /// The AI answers.
    Assistant,
    /// A person was asked for, and nobody has taken it yet.
    Queue { since: Timestamp, why: Reason },
    /// One person holds it; the AI is silent.
    Agent { agent: Agent, since: Timestamp },
}

impl Holder {
    /// The agent who holds it.
    pub fn agent(&self) -> Option<&Agent> {
        match self {
            Self::Agent { agent, .. } => Some(agent),
            _ => None,
        }
    }

    /// Whether `agent` holds it.
    pub fn is(&self, agent: &Agent) -> bool {
        self.agent().is_some_and(|holder| holder.id == agent.id)
    }
}

/// Why a person is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    AskedForPerson,
    NotInDocs,
    LowConfidence,
    /// About the customer's own account, which no document can answer.
    AccountQuestion,
    AssistantFailed,
}

impl Reason {
    /// Every reason there is.
    pub const ALL: [Self; 5] = [Self::AskedForPerson, Self::NotInDocs, Self::LowConfidence, Self::AccountQuestion, Self::AssistantFailed];

    /// The reason as the team reads it.
    pub fn label(self) -> &'static str {
        match self {
            Self::AskedForPerson => "Asked for a person",
            Self::NotInDocs => "Not in the docs",
            Self::LowConfidence => "Low confidence",
            Self::AccountQuestion => "About their account",
            Self::AssistantFailed => "Assistant failed",
        }
    }
}
