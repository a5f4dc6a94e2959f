//! What the visitor writes, until it is a letter; and that they are at it.

use super::{Dots, Effect, Link, Session, Timer};
use crate::client::Request;

/// Who types nothing for this long has stopped.
const STOPPED_AFTER: u32 = 5_000;

impl Session {
    /// The visitor sends what they wrote, with the ends trimmed, and files: a list of `app::talk::Attached` as they were told.
    /// Says whether there was anything to send.
    pub fn say(&mut self, id: &str, text: &str, files: &str) -> bool {
        if text.is_empty() && files.is_empty() {
            return false;
        }
        self.outbox.add(id, text, files);
        self.stops_typing();
        self.outbox.retry_all();
        self.dots = Dots::Off;
        self.ensure_started();
        self.pump();
        true
    }

    /// The visitor tries a message again.
    pub fn retry(&mut self, id: &str) {
        self.outbox.retry(id);
        self.ensure_started();
        self.pump();
    }

    /// The visitor takes a message that was refused back into the composer.
    pub fn edit(&mut self, id: &str) {
        for letter in self.outbox.letters.iter().filter(|it| it.id == id) {
            self.todo.push(Effect::Fill(letter.text.clone(), letter.files.clone()));
        }
        self.outbox.settle(&|it| it == id);
        self.pump();
    }

    /// The visitor types; the page says so every two seconds at the most, with what stands there.
    pub fn types(&mut self, text: &str) {
        if text.is_empty() {
            self.stops_typing();
        } else if self.link == Link::Live {
            self.is_typing = true;
            self.tell_typing("true", if self.shares_draft() { text } else { "" });
            self.todo.push(Effect::Wake(Timer::Typing, STOPPED_AFTER));
        }
    }

    /// Whether the team reads along: the visitor is told.
    pub fn shares_draft(&self) -> bool {
        self.welcome().text("shares_draft") == "true"
    }

    pub(super) fn stops_typing(&mut self) {
        if std::mem::take(&mut self.is_typing) {
            self.tell_typing("false", "");
        }
    }

    fn tell_typing(&mut self, is_typing: &str, draft: &str) {
        self.post(Request::new("typing", &["is_typing\u{2}", is_typing, "draft", draft]));
    }
}
