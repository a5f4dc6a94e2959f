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
        self.seq = entry.seq;
        self.follow(&entry.what);
        self.entries.push(entry);
        true
    }

    /// Puts an entry where its number belongs, for a reply to a request may overtake the stream; says whether it was new.
    pub fn place(&mut self, entry: Entry) -> bool {
        let Err(at) = self.entries.binary_search_by_key(&entry.seq, |it| it.seq) else { return false };
        self.seq = self.seq.max(entry.seq);
        self.entries.insert(at, entry);
        // What follows from the entries is told in their order, so it is told again from the first.
        let entries = std::mem::take(&mut self.entries);
        (self.speaker, self.is_closed, self.awaits_reply) = Default::default();
        entries.iter().for_each(|entry| self.follow(&entry.what));
        self.entries = entries;
        true
    }

    fn follow(&mut self, what: &Shown) {
        match what {
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
            Shown::Named { name } => self.name.clone_from(name),
        }
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
    fn an_entry_that_was_overtaken_is_put_where_it_belongs() {
        let mut talk = Talk::default();
        let steps = [(7, Shown::Mine { id: "m1".to_owned(), text: "hi".to_owned() }), (6, Shown::Joined { by: "Ana".to_owned() }), (5, Shown::HandedBack)];
        for (seq, what) in steps {
            assert!(talk.place(entry(seq, what.clone())));
            assert!(!talk.place(entry(seq, what)));
        }
        let seqs: Vec<Seq> = talk.entries.iter().map(|entry| entry.seq).collect();
        assert_eq!((seqs, talk.seq, talk.awaits_reply, talk.speaker), (vec![5, 6, 7], 7, true, Speaker::Person("Ana".to_owned())));
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
