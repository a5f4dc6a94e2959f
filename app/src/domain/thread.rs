//! One conversation with what happened in it, as an agent reads it: the latest of it, or a stretch around a place, and the rest
//! as one goes back or on.

use super::{
    conversation::{Conversation, Status},
    event::Event,
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
    /// A stretch of events without a gap: the latest, where `has_later` doesn't say otherwise.
    pub events: Vec<Event>,
    /// Whether earlier ones aren't here.
    pub has_more: bool,
    /// Whether later ones aren't here.
    #[serde(default)]
    pub has_later: bool,
    pub seq: Seq,
    /// The number of the first message of the visitor that whoever asks hadn't read, here or not; nothing where they had read all,
    /// or nothing.
    #[serde(default)]
    pub first_new: Option<Seq>,
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

/// Events that come right after others, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Later {
    pub events: Vec<Event>,
    /// Whether still later ones aren't here.
    pub has_more: bool,
}

impl Thread {
    /// Folds one event of the workspace in; others' events and ones that were folded in before change nothing but `seq`. Where the
    /// latest events aren't here, this one isn't either: it comes as one goes on.
    pub fn apply(&mut self, event: &Event) {
        if event.seq <= self.seq {
            return;
        }
        self.seq = event.seq;
        if event.conversation == self.conversation.id {
            self.conversation.apply(event);
            self.join(event);
        }
    }

    /// Puts an event behind those that are here, where it follows on them and isn't here yet.
    pub fn join(&mut self, event: &Event) {
        if !self.has_later && event.conversation == self.conversation.id && event.seq > self.last() {
            self.events.push(event.clone());
        }
    }

    /// The number of the first event that is here; 0 where there is none.
    pub fn first(&self) -> Seq {
        self.events.first().map_or(0, |event| event.seq)
    }

    /// The number of the last event that is here; 0 where there is none.
    pub fn last(&self) -> Seq {
        self.events.last().map_or(0, |event| event.seq)
    }

    /// Whether the event of that number lies within what is here.
    pub fn spans(&self, seq: Seq) -> bool {
        (self.first()..=self.last()).contains(&seq)
    }

    /// Puts what came after the last event behind it; what is here already changes nothing.
    pub fn go_on(&mut self, later: Later) {
        let last = self.last();
        self.events.extend(later.events.into_iter().filter(|event| event.seq > last));
        self.has_later = later.has_more;
    }

    /// The same thread, read again: what was here before it stays, where no gap lies between.
    pub fn renew(&mut self, read: Self) {
        let before = std::mem::replace(self, read);
        self.first_new = before.first_new;
        if before.first() < self.first() && self.first() <= before.last() {
            self.go_back(Earlier { events: before.events, has_more: before.has_more });
        }
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
