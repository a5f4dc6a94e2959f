//! One conversation with what happened in it, as an agent reads it: the latest of it, and the rest as one goes back.

use super::{
    conversation::{Conversation, Status},
    event::{Event, What},
    id::{ConversationId, Seq},
    person::Visitor,
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A conversation and its events in order. `seq` is the number of the workspace's log that it was read at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Thread {
    /// As it stands after all of its events, those included that aren't here.
    pub conversation: Conversation,
    /// The latest events without a gap.
    pub events: Vec<Event>,
    /// Whether earlier ones aren't here.
    pub has_more: bool,
    pub seq: Seq,
    /// How far whoever asks had read it before; 0: not at all.
    #[serde(default)]
    pub read_to: Seq,
}

/// Events that come right before others, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Earlier {
    pub events: Vec<Event>,
    /// Whether still earlier ones aren't here.
    pub has_more: bool,
}

/// Something that was before with the same person: an earlier segment of the conversation, or another conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Before {
    pub conversation: ConversationId,
    /// Of a segment: the number that it begins with.
    pub from: Option<Seq>,
    pub visitor: Visitor,
    /// When it began.
    pub at: Timestamp,
    pub status: Status,
    /// The first words in it.
    pub words: String,
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

    /// The number of the first message of the visitor that whoever asks hadn't read; nothing where they had read all, or nothing.
    pub fn first_unread(&self) -> Option<Seq> {
        let is_new = |event: &&Event| event.seq > self.read_to && matches!(event.what, What::Said { .. });
        self.events.iter().find(is_new).filter(|_| self.read_to > 0).map(|event| event.seq)
    }

    /// The number of the first event that is here; 0 where there is none.
    pub fn first(&self) -> Seq {
        self.events.first().map_or(0, |event| event.seq)
    }

    /// Puts what came before the first event in front of it; what is here already changes nothing.
    pub fn go_back(&mut self, earlier: Earlier) {
        let first = self.first();
        let mut events = earlier.events;
        events.retain(|event| event.seq < first);
        events.append(&mut self.events);
        self.events = events;
        self.has_more = earlier.has_more;
    }

    /// The event with this number, where it is here.
    pub fn event(&self, seq: Seq) -> Option<&Event> {
        self.events.get(self.events.binary_search_by_key(&seq, |event| event.seq).ok()?)
    }
}
