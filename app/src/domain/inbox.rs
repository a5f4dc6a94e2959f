//! The list that agents look at: which conversations, in what order, and how an event changes it.

use super::{
    conversation::Conversation,
    event::Event,
    id::{ConversationId, Seq},
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, collections::BTreeMap};

/// Which part of the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Folder {
    #[default]
    Open,
    Closed,
}

impl Folder {
    /// Whether `conversation` is in it.
    pub const fn holds(self, conversation: &Conversation) -> bool {
        conversation.is_open() == matches!(self, Self::Open)
    }
}

/// One frame of the team's stream: what happened, and the conversation as it now stands, so that a list that
/// doesn't hold it yet needs to ask nobody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Frame {
    pub event: Event,
    pub conversation: Conversation,
}

/// A folder as it stands at `seq`. Rows beyond the loaded page may exist (`has_more`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Inbox {
    pub folder: Folder,
    pub rows: BTreeMap<ConversationId, Conversation>,
    pub n_open: u64,
    pub n_closed: u64,
    pub has_more: bool,
    pub seq: Seq,
}

impl Inbox {
    /// Folds one frame in; one that was folded in before changes nothing.
    pub fn apply(&mut self, frame: &Frame) {
        if frame.event.seq <= self.seq {
            return;
        }
        self.seq = frame.event.seq;
        self.count(&frame.event);
        let id = &frame.event.conversation;
        match self.rows.get_mut(id) {
            Some(row) => row.apply(&frame.event),
            None => {
                self.rows.insert(id.clone(), frame.conversation.clone());
            }
        }
        if self.rows.get(id).is_some_and(|row| !self.folder.holds(row)) {
            self.rows.remove(id);
        }
    }

    fn count(&mut self, event: &Event) {
        use super::event::What;
        match event.what {
            What::Started { .. } => self.n_open += 1,
            What::Reopened { .. } => {
                self.n_open += 1;
                self.n_closed = self.n_closed.saturating_sub(1);
            }
            What::Closed { .. } => {
                self.n_closed += 1;
                self.n_open = self.n_open.saturating_sub(1);
            }
            _ => {}
        }
    }

    /// The rows as they are shown: who waits for a person first, the longest on top; then who is flagged; then the latest.
    pub fn sorted(&self) -> Vec<&Conversation> {
        let mut rows: Vec<&Conversation> = self.rows.values().collect();
        rows.sort_by_key(|row| order(row));
        rows
    }

    /// How many of the loaded rows need a person.
    pub fn n_needing(&self) -> usize {
        self.rows.values().filter(|row| row.needs_person()).count()
    }
}

/// The sort key of a row: who waits for a person, the longest on top; then what a person should look at; then the rest.
fn order(row: &Conversation) -> (u8, i64, Reverse<i64>, &ConversationId) {
    let (tier, waiting) = match (row.needs_person(), row.waiting_since) {
        (true, Some(since)) => (0, since.0),
        (true, None) => (1, 0),
        (false, _) => (2, 0),
    };
    (tier, waiting, Reverse(row.changed_at.0), &row.id)
}
