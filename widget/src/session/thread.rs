//! The thread: what arrived, what is ahead of the stream, what is unread, who waits for whom.

use super::{DOTS_AFTER, Dots, Effect, Notice, Session, Slot, Timer};
use crate::{
    client::Request,
    entry::Entry,
    tree::{Tree, number},
};
use app::talk::{Is, Speaker};

/// A message counts as seen after this: a glance in passing is none.
const SEEN_AFTER: u32 = 1_000;

impl Session {
    /// The stream brought an entry.
    pub(super) fn arrived(&mut self, entry: Entry) {
        if entry.seq > self.reached {
            self.reached = entry.seq;
            if entry.is_message() {
                self.todo.push(Effect::Tell(Notice::Message));
            } else if entry.is == Is::HandedOff {
                self.todo.push(Effect::Tell(Notice::HandOff));
            }
            self.talk.place(entry);
        }
    }

    /// A reply brought entries: shown now, but the stream has the last word on what came before them.
    pub(super) fn get_ahead(&mut self, body: Tree<'_>) {
        for (_, entry) in body.get("entries").items() {
            if let Some(entry) = Entry::read(entry) {
                self.talk.place(entry);
            }
        }
    }

    /// What follows from the thread as it stands now.
    pub(super) fn settle(&mut self) {
        let talk = &self.talk;
        let n_letters = self.outbox.letters.len();
        self.outbox.settle(&|id| talk.has(id));
        if self.outbox.letters.len() != n_letters {
            self.todo.push(Effect::Keep(Slot::Outbox, self.outbox.kept()));
        }
        self.settle_dots();
        self.settle_unread();
        let has_talk = !self.talk.entries.is_empty() && !self.talk.is_closed;
        if self.is_welcome() && has_talk != self.has_talk {
            self.has_talk = has_talk;
            self.todo.push(Effect::Tell(Notice::Talk(has_talk)));
        }
    }

    fn settle_dots(&mut self) {
        let talk = &self.talk;
        let waits = talk.speaker == Speaker::Assistant && talk.awaits_reply && self.outbox.letters.is_empty();
        match (waits, self.dots) {
            (false, _) => {
                self.dots = Dots::Off;
                self.speech = None;
            }
            (true, Dots::Off) => {
                self.dots = Dots::Soon;
                self.todo.push(Effect::Wake(Timer::Dots, DOTS_AFTER));
            }
            _ => {}
        }
    }

    fn settle_unread(&mut self) {
        let talk = &self.talk;
        if self.is_watched() && talk.seq > self.seen {
            self.seen = talk.seq;
            self.todo.push(Effect::Keep(Slot::Seen, digits(self.seen)));
        }
        if self.is_watched() && self.last_message() > self.told {
            self.todo.push(Effect::Wake(Timer::Seen, SEEN_AFTER));
        }
        let is_new = |entry: &&Entry| entry.seq > self.seen && entry.is_message();
        let unread = talk.entries.iter().filter(is_new).count();
        if unread != self.unread {
            self.unread = unread;
            self.todo.push(Effect::Tell(Notice::Unread(unread)));
        }
    }

    /// Whether the thread is before the visitor's eyes.
    fn is_watched(&self) -> bool {
        self.is_open && !self.is_hidden
    }

    /// The number of the last message to the visitor.
    fn last_message(&self) -> u64 {
        self.talk.entries.iter().rfind(|it| it.is_message()).map_or(0, |it| it.seq)
    }

    /// The team is told what was seen, where it still is before the visitor's eyes.
    pub(super) fn tell_seen(&mut self) {
        let last = self.last_message();
        if self.is_watched() && last > self.told {
            self.told = last;
            self.post(Request::new("seen", &["seq\u{2}", &digits(last)]));
        }
    }

    /// Another tab has seen the thread up to this number.
    pub fn seen_elsewhere(&mut self, seen: &str) {
        self.seen = self.seen.max(number(seen));
        self.settle();
    }
}

/// The number in decimal; `to_string` would bring all of formatting into the bundle.
pub fn digits(number: u64) -> String {
    let mut out = if number < 10 { String::new() } else { digits(number / 10) };
    let digit = (number % 10) as usize;
    out.push_str("0123456789".get(digit..=digit).unwrap_or_default());
    out
}
