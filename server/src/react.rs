//! What an event calls for. Pure: conversations and events in, jobs out.

pub mod promise;

use app::domain::{
    conversation::Conversation,
    event::{Event, What},
    handoff::Holder,
    id::ConversationId,
};
use serde::{Deserialize, Serialize};

/// Something to be done after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Job {
    /// The assistant's turn, as the conversation stood at `epoch`.
    Answer { conversation: ConversationId, epoch: u64 },
}

impl Job {
    /// Which queue it waits in: slow kinds never stand before an answer.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "answer",
        }
    }
}

/// What `events` call for, which brought the conversation to where it is `now`.
pub fn jobs(now: &Conversation, events: &[Event]) -> Vec<Job> {
    let asks = events.iter().any(|event| matches!(event.what, What::Said { .. } | What::HandedBack { .. }));
    let its_turn = now.is_open() && now.holder == Holder::Assistant && now.waiting_since.is_some();
    if asks && its_turn { vec![Job::Answer { conversation: now.id.clone(), epoch: now.epoch }] } else { Vec::new() }
}
