//! The list that agents look at: the rows of a view as far as they were read, and how an event changes them.

use super::{
    conversation::Conversation,
    event::Event,
    id::{AccountId, ConversationId, Seq},
    time::Timestamp,
    view::{Filter, Key, Sort, is_unread},
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One frame of the team's stream: what happened, and the conversation as it now stands, so that a list that
/// doesn't hold it yet needs to ask nobody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Frame {
    pub event: Event,
    pub conversation: Conversation,
}

/// Rows of a view in its order, as they stood at `seq` or later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Page {
    pub rows: Vec<Conversation>,
    /// How far whoever asks has read them; what isn't named, not at all.
    pub reads: BTreeMap<ConversationId, Seq>,
    pub has_more: bool,
    pub seq: Seq,
}

/// A view with its first page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Listed {
    pub me: AccountId,
    pub filter: Filter,
    pub sort: Sort,
    pub page: Page,
}

/// The rows of a view from the first on, as they stand at `seq`. Where more follow, it knows up to where it has them all.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbox {
    pub me: AccountId,
    pub filter: Filter,
    pub sort: Sort,
    pub seq: Seq,
    rows: BTreeMap<ConversationId, Conversation>,
    reads: BTreeMap<ConversationId, Seq>,
    /// The keys of `rows`, sorted.
    order: Vec<Key>,
    /// Rows beyond it aren't read yet; nothing where all are.
    end: Option<Key>,
}

impl Inbox {
    /// The view as it was read.
    pub fn of(listed: Listed) -> Self {
        let Listed { me, filter, sort, page } = listed;
        let mut it = Self { me, filter, sort, seq: page.seq, rows: BTreeMap::new(), reads: BTreeMap::new(), order: vec![], end: None };
        it.take(page);
        it
    }

    /// Folds one frame in; one that was folded in before changes nothing.
    pub fn apply(&mut self, frame: &Frame) {
        if frame.event.seq > self.seq {
            self.seq = frame.event.seq;
            self.fold(frame);
        }
    }

    /// Adds the page that was read after [`Inbox::end`]. `recent`: frames that may have come meanwhile.
    pub fn append(&mut self, page: Page, recent: &[Frame]) {
        self.take(page);
        // A row that changed while it was beyond our end was left out: it is brought up to date.
        for frame in recent {
            if frame.event.seq <= self.seq {
                self.fold(frame);
            }
        }
    }

    /// The last place up to which all rows are here; nothing where none is missing.
    pub const fn end(&self) -> Option<&Key> {
        self.end.as_ref()
    }

    /// How many rows are here.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The conversation of a row.
    pub fn row(&self, id: &ConversationId) -> Option<&Conversation> {
        self.rows.get(id)
    }

    /// The rows in their order.
    pub fn sorted(&self) -> Vec<&Conversation> {
        self.order.iter().filter_map(|key| self.rows.get(&key.id)).collect()
    }

    /// The id at each place, in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &ConversationId> {
        self.order.iter().map(|key| &key.id)
    }

    /// The place of a row, from 0.
    pub fn place(&self, id: &ConversationId) -> Option<usize> {
        self.order.binary_search(&self.sort.key(self.rows.get(id)?)).ok()
    }

    /// How many of the rows need a person.
    pub fn n_needing(&self) -> usize {
        self.rows.values().filter(|row| row.needs_person()).count()
    }

    /// Whether whoever looks hasn't read a row's last message.
    pub fn is_unread(&self, id: &ConversationId) -> bool {
        self.rows.get(id).is_some_and(|row| is_unread(row, self.reads.get(id).copied()))
    }

    /// Rows of which it isn't known how far they were read: they came by a frame.
    pub fn unknown(&self) -> Vec<ConversationId> {
        self.rows.values().filter(|row| row.said > 0 && !self.reads.contains_key(&row.id)).map(|row| row.id.clone()).collect()
    }

    /// Whoever looks has read a conversation up to `seq`.
    pub fn read(&mut self, id: &ConversationId, seq: Seq, now: Timestamp) {
        let mark = self.reads.entry(id.clone()).or_default();
        *mark = seq.max(*mark);
        if let Some(row) = self.rows.get(id).cloned() {
            self.put(row, now);
        }
    }

    /// Learns how far rows were read.
    pub fn learn(&mut self, reads: &BTreeMap<ConversationId, Seq>, now: Timestamp) {
        for (id, seq) in reads {
            if !self.reads.contains_key(id) && self.rows.contains_key(id) {
                self.read(id, *seq, now);
            }
        }
    }

    /// Lets go of rows that time has taken out of the view.
    pub fn pass(&mut self, now: Timestamp) {
        if self.filter.watches_time() {
            let rows: Vec<Conversation> = self.rows.values().cloned().collect();
            rows.into_iter().for_each(|row| self.put(row, now));
        }
    }

    fn take(&mut self, page: Page) {
        let last = page.rows.last().map(|row| self.sort.key(row));
        self.end = if page.has_more { last } else { None };
        for row in page.rows {
            // One that a frame brought meanwhile is newer than what was read.
            if self.rows.get(&row.id).is_none_or(|known| known.seq < row.seq) {
                self.remove(&row.id);
                self.insert(row);
            }
        }
        for (id, seq) in page.reads {
            let mark = self.reads.entry(id).or_default();
            *mark = seq.max(*mark);
        }
    }

    fn fold(&mut self, frame: &Frame) {
        let row = match self.rows.get(&frame.event.conversation) {
            Some(known) => {
                let mut row = known.clone();
                row.apply(&frame.event);
                row
            }
            None => frame.conversation.clone(),
        };
        self.put(row, frame.event.at);
    }

    /// Puts a row where it belongs now, if anywhere.
    fn put(&mut self, row: Conversation, now: Timestamp) {
        self.remove(&row.id);
        let read = self.reads.get(&row.id).copied();
        let is_near = self.end.as_ref().is_none_or(|end| self.sort.key(&row) <= *end);
        if is_near && self.filter.holds(&row, &self.me, read, now) {
            self.insert(row);
        }
    }

    fn insert(&mut self, row: Conversation) {
        let key = self.sort.key(&row);
        if let Err(place) = self.order.binary_search(&key) {
            self.order.insert(place, key);
        }
        self.rows.insert(row.id.clone(), row);
    }

    fn remove(&mut self, id: &ConversationId) {
        let Some(row) = self.rows.remove(id) else { return };
        if let Ok(place) = self.order.binary_search(&self.sort.key(&row)) {
            self.order.remove(place);
        }
    }
}
