//! The thread as the visitor sees it, and how an entry changes it.

use super::{Entry, Shown};
use crate::domain::id::Seq;

/// What an entry is, by the tag that it has in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Mine,
    Answer,
    Reply,
    HandedOff,
    Joined,
    HandedBack,
    Closed,
    Reopened,
    Named,
    Mailed,
    Clock,
    Rated,
    Asked,
    FilledIn,
}

impl Is {
    /// What has this tag; nothing for one that a newer server writes.
    pub fn of(tag: &str) -> Option<Self> {
        const TAGS: &[(&str, Is)] = &[
            ("mine", Is::Mine),
            ("answer", Is::Answer),
            ("reply", Is::Reply),
            ("handed_off", Is::HandedOff),
            ("joined", Is::Joined),
            ("handed_back", Is::HandedBack),
            ("closed", Is::Closed),
            ("reopened", Is::Reopened),
            ("named", Is::Named),
            ("mailed", Is::Mailed),
            ("clock", Is::Clock),
            ("rated", Is::Rated),
            ("asked", Is::Asked),
            ("filled_in", Is::FilledIn),
        ];
        TAGS.iter().find(|(known, _)| *known == tag).map(|(_, is)| *is)
    }
}

/// What folding has to know of an entry: typed as here, or still as it came over the wire, as in the widget.
pub trait Line {
    fn seq(&self) -> Seq;
    fn is(&self) -> Is;
    /// The id of the visitor's words, who replied or joined, the name that was given, what was filled in; empty for what has none of these.
    fn word(&self) -> &str;
    /// Until when the AI stays silent, of an entry that tells it; else 0.
    fn moment(&self) -> i64;
}

impl Line for Entry {
    fn seq(&self) -> Seq {
        self.seq
    }

    fn is(&self) -> Is {
        match self.what {
            Shown::Mine { .. } => Is::Mine,
            Shown::Answer { .. } => Is::Answer,
            Shown::Reply { .. } => Is::Reply,
            Shown::HandedOff { .. } => Is::HandedOff,
            Shown::Joined { .. } => Is::Joined,
            Shown::HandedBack => Is::HandedBack,
            Shown::Closed => Is::Closed,
            Shown::Reopened => Is::Reopened,
            Shown::Named { .. } => Is::Named,
            Shown::Mailed { .. } => Is::Mailed,
            Shown::Clock { .. } => Is::Clock,
            Shown::Rated { .. } => Is::Rated,
            Shown::Asked { .. } => Is::Asked,
            Shown::FilledIn { .. } => Is::FilledIn,
        }
    }

    fn word(&self) -> &str {
        match &self.what {
            Shown::Mine { id: word, .. }
            | Shown::Reply { by: word, .. }
            | Shown::Joined { by: word }
            | Shown::Named { name: word }
            | Shown::Mailed { email: word }
            | Shown::FilledIn { said: word } => word,
            _ => "",
        }
    }

    fn moment(&self) -> i64 {
        match self.what {
            Shown::Clock { until } => until,
            _ => 0,
        }
    }
}

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
#[derive(Debug, Clone, PartialEq)]
pub struct Talk<E = Entry> {
    pub entries: Vec<E>,
    pub speaker: Speaker,
    pub is_closed: bool,
    /// The visitor's last words have had no reply yet.
    pub awaits_reply: bool,
    /// The name that the visitor gave.
    pub name: String,
    /// The e-mail address that the visitor gave.
    pub email: String,
    /// Until when the AI stays silent though a person has it, in milliseconds since 1970; 0: its clock stands.
    pub silent_until: i64,
    /// The last number that was folded in.
    pub seq: Seq,
}

impl<E> Default for Talk<E> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            speaker: Speaker::Assistant,
            is_closed: false,
            awaits_reply: false,
            name: String::new(),
            email: String::new(),
            silent_until: 0,
            seq: 0,
        }
    }
}

impl<E: Line> Talk<E> {
    /// Folds one entry in; says whether it was new.
    pub fn apply(&mut self, entry: E) -> bool {
        entry.seq() > self.seq && self.place(entry)
    }

    /// Puts an entry where its number belongs, for a reply to a request may overtake the stream; says whether it was new.
    pub fn place(&mut self, entry: E) -> bool {
        let at = self.entries.iter().position(|it| it.seq() >= entry.seq()).unwrap_or(self.entries.len());
        if self.entries.get(at).is_some_and(|it| it.seq() == entry.seq()) {
            return false;
        }
        self.seq = self.seq.max(entry.seq());
        self.entries.insert(at, entry);
        // What follows from the entries is told in their order, so it is told again from the first.
        let entries = std::mem::take(&mut self.entries);
        (self.speaker, self.is_closed, self.awaits_reply, self.silent_until) = Default::default();
        entries.iter().for_each(|entry| self.follow(entry));
        self.entries = entries;
        true
    }

    fn follow(&mut self, entry: &E) {
        match entry.is() {
            Is::Mine => self.awaits_reply = true,
            Is::Answer | Is::Reply => self.awaits_reply = false,
            Is::HandedOff => self.speak(Speaker::Queue),
            Is::Joined => self.speak(Speaker::Person(entry.word().to_owned())),
            Is::HandedBack => self.speak(Speaker::Assistant),
            Is::Clock => self.silent_until = entry.moment(),
            Is::Closed => {
                self.speak(Speaker::Assistant);
                self.is_closed = true;
                self.awaits_reply = false;
            }
            Is::Reopened => self.is_closed = false,
            Is::Named => entry.word().clone_into(&mut self.name),
            Is::Mailed => entry.word().clone_into(&mut self.email),
            Is::Rated | Is::Asked | Is::FilledIn => {}
        }
    }

    fn speak(&mut self, speaker: Speaker) {
        self.speaker = speaker;
        self.silent_until = 0;
    }

    /// Whether the message with this id has arrived.
    pub fn has(&self, id: &str) -> bool {
        self.entries.iter().any(|entry| entry.is() == Is::Mine && entry.word() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(seq: Seq, what: Shown) -> Entry {
        Entry { seq, at: 0, what }
    }

    #[test]
    fn an_entry_is_known_by_its_tag() {
        let text = || "x".to_owned();
        let all = [
            Shown::Mine { id: text(), text: text(), files: vec![] },
            Shown::Answer { kind: crate::domain::answer::Kind::Courtesy, parts: vec![], sources: vec![] },
            Shown::Reply { by: text(), body: vec![], files: vec![] },
            Shown::HandedOff {
                why: crate::domain::handoff::Reason::AskedForPerson,
                opens_at: 0,
                up_to_ms: 0,
                is_deserted: false,
                email_helps_at: 0,
            },
            Shown::Joined { by: text() },
            Shown::HandedBack,
            Shown::Closed,
            Shown::Reopened,
            Shown::Named { name: text() },
            Shown::Mailed { email: text() },
            Shown::Clock { until: 1 },
            Shown::Rated { answer: 1, is_helpful: true },
            Shown::Asked { fields: vec![] },
            Shown::FilledIn { said: text() },
        ];
        for what in all {
            let tag = serde_json::to_value(&what).expect("writes")["is"].as_str().map(str::to_owned);
            assert_eq!(Is::of(&tag.expect("has a tag")), Some(entry(1, what).is()));
        }
        assert_eq!(Is::of("sung"), None);
    }

    #[test]
    fn a_frame_that_arrives_twice_is_shown_once() {
        let mut talk = Talk::default();
        let mine = entry(3, Shown::Mine { id: "m1".to_owned(), text: "hi".to_owned(), files: vec![] });
        assert!(talk.apply(mine.clone()));
        assert!(!talk.apply(mine));
        assert_eq!((talk.entries.len(), talk.has("m1"), talk.awaits_reply), (1, true, true));
    }

    #[test]
    fn an_entry_that_was_overtaken_is_put_where_it_belongs() {
        let mut talk = Talk::default();
        let steps = [
            (7, Shown::Mine { id: "m1".to_owned(), text: "hi".to_owned(), files: vec![] }),
            (6, Shown::Joined { by: "Ana".to_owned() }),
            (5, Shown::HandedBack),
        ];
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
            (
                Shown::HandedOff {
                    why: crate::domain::handoff::Reason::AskedForPerson,
                    opens_at: 0,
                    up_to_ms: 0,
                    is_deserted: false,
                    email_helps_at: 0,
                },
                Speaker::Queue,
            ),
            (Shown::Joined { by: by() }, Speaker::Person(by())),
            (Shown::HandedBack, Speaker::Assistant),
        ];
        for (seq, (what, speaker)) in (1..).zip(steps) {
            talk.apply(entry(seq, what));
            assert_eq!(talk.speaker, speaker);
        }
    }
}
