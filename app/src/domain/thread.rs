//! One conversation with all that happened in it, as an agent reads it.

use super::{conversation::Conversation, event::Event, id::Seq};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A conversation and its events in order. `seq` is the number of the workspace's log that it was read at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Thread {
    pub conversation: Conversation,
    pub events: Vec<Event>,
    pub seq: Seq,
}

impl Thread {
    /// Folds one event of the workspace in; others' events and ones that were folded in before change nothing but `seq`.
    pub fn apply(&mut self, event: &Event) {
        if event.seq <= self.seq {
            return;
        }
        self.seq = event.seq;
        if event.conversation == self.conversation.id {
            self.conversation.apply(event);
            self.events.push(event.clone());
        }
    }
}
