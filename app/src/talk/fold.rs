//! The thread as the visitor sees it, and how an entry changes it.

use super::{Entry, Shown};
use crate::domain::id::Seq;

/// Who speaks now, as the visitor is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Speaker {
    #[default]
    Assistant,
    /// A person was asked for and will come.
    Queue,
    /// A person, by name.
    Person(String),
}

/// The visitor's thread, folded from its entries.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Talk {
    pub entries: Vec<Entry>,
    pub speaker: Speaker,
    pub is_closed: bool,
    /// The visitor's last words have had no reply yet.
    pub awaits_reply: bool,
    /// The name that the visitor gave.
    pub name: String,
    /// The last number that was folded in.
    pub seq: Seq,
}

impl Talk {
    /// Folds one entry in; says whether it was new.
    pub fn apply(&mut self, entry: Entry) -> bool {
        if entry.seq <= self.seq {
            return false;
        }
        match &entry.what {
            Shown::Mine { .. } => self.awaits_reply = true,
            Shown::Answer { .. } | Shown::Reply { .. } => self.awaits_reply = false,
            Shown::HandedOff { .. } => self.speaker = Speaker::Queue,
            Shown::Joined { by } => self.speaker = Speaker::Person(by.clone()),
            Shown::HandedBack => self.speaker = Speaker::Assistant,
            Shown::Closed => {
                self.speaker = Speaker::Assistant;
                self.is_closed = true;
                self.awaits_reply = false;
            }
            Shown::Reopened => self.is_closed = false,
            Shown::Named { name } => self.name = name.clone(),
        }
        self.seq = entry.seq;
        self.entries.push(entry);
        true
    }

    /// Whether the message with this id has arrived.
    pub fn has(&self, id: &str) -> bool {
        self.entries.iter().any(|entry| matches!(&entry.what, Shown::Mine { id: known, .. } if known == id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: Seq, what: Shown) -> Entry {
        Entry { seq, at: 0, what }
    }

    #[test]
    fn a_frame_that_arrives_twice_is_shown_once() {
        let mut talk = Talk::default();
        let mine = entry(3, Shown::Mine { id: "m1".to_owned(), text: "hi".to_owned() });
        assert!(talk.apply(mine.clone()));
        assert!(!talk.apply(mine));
        assert_eq!((talk.entries.len(), talk.has("m1"), talk.awaits_reply), (1, true, true));
    }

    #[test]
    fn the_visitor_is_told_who_speaks() {
        let mut talk = Talk::default();
        let by = || "Ana".to_owned();
        let steps = [
            (Shown::HandedOff { why: crate::domain::handoff::Reason::AskedForPerson }, Speaker::Queue),
            (Shown::Joined { by: by() }, Speaker::Person(by())),
            (Shown::HandedBack, Speaker::Assistant),
        ];
        for (seq, (what, speaker)) in (1..).zip(steps) {
            talk.apply(entry(seq, what));
            assert_eq!(talk.speaker, speaker);
        }
    }
}
