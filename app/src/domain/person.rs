//! Who takes part in a conversation, and who does what.

use super::{
    id::{AccountId, AssistantId, VisitorId},
    text::Name,
};
use serde::{Deserialize, Serialize};

/// The customer in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    pub id: VisitorId,
    pub name: Option<Name>,
}

impl Visitor {
    /// What the inbox calls them: the name they gave, or "Visitor" and a short id.
    pub fn label(&self) -> String {
        match &self.name {
            Some(name) => name.as_str().to_owned(),
            None => format!("Visitor {}", self.id.short()),
        }
    }
}

/// A member, seen from a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    pub id: AccountId,
    pub name: Name,
}

/// The AI that answers on one site, as a conversation names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assistant {
    pub id: AssistantId,
    pub name: Name,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Author {
    Visitor,
    Agent(Agent),
    Assistant,
}

impl Author {
    /// The agent, where it was one.
    pub fn agent(&self) -> Option<&Agent> {
        match self {
            Self::Agent(agent) => Some(agent),
            _ => None,
        }
    }
}
