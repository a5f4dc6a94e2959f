//! What the visitor has written and the server hasn't taken yet: sent one by one, in order, each under the
//! id that it was given when it was written, so that a second try can't become a second message.

use crate::{
    client::{Reply, Request},
    tree::Tree,
};

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub id: String,
    pub text: String,
    /// A list of `app::talk::Attached`, as they were told.
    pub files: String,
    pub state: State,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its turn comes.
    Waiting,
    Sending,
    /// Taken; its echo is still to come.
    Taken,
    /// The server asked for a pause before the next try.
    Paused,
    /// It didn't get through; the next connection tries again.
    Failed(String),
    /// The server said no; only the visitor can change that.
    Refused(String),
}

/// Longer pauses are told instead of waited for.
const LONGEST_PAUSE: u32 = 30;

#[derive(Debug, Default)]
pub struct Outbox {
    pub letters: Vec<Letter>,
}

impl Outbox {
    /// Adds the letters that [`Outbox::kept`] wrote before a reload.
    pub fn restore(&mut self, kept: &str) {
        for (id, it) in Tree(kept).items() {
            self.add(id, it.text("text"), it.text("files"));
        }
    }

    /// All letters as a [`Tree`], to outlive a reload.
    pub fn kept(&self) -> String {
        let mut out = String::new();
        for letter in &self.letters {
            let mut it = String::new();
            item(&mut it, "text", &letter.text);
            item(&mut it, "files", &letter.files);
            item(&mut out, &letter.id, &it);
        }
        out
    }

    pub fn add(&mut self, id: &str, text: &str, files: &str) {
        self.letters.push(Letter { id: id.to_owned(), text: text.to_owned(), files: files.to_owned(), state: State::Waiting });
    }

    /// The next request, where none is under way.
    pub fn take_next(&mut self) -> Option<Request> {
        if self.letters.iter().any(|it| matches!(it.state, State::Sending | State::Paused)) {
            return None;
        }
        let letter = self.letters.iter_mut().find(|it| it.state == State::Waiting)?;
        letter.state = State::Sending;
        Some(Request::new("messages", &["id", &letter.id, "body", &letter.text, "files\u{2}", &ids(&letter.files)]))
    }

    /// What `reply` means for the letter under way; gives the seconds of a pause before the next try.
    pub fn answered(&mut self, reply: &Reply<'_>) -> Option<u32> {
        let letter = self.letters.iter_mut().find(|it| it.state == State::Sending)?;
        letter.state = match reply.status {
            200..300 => State::Taken,
            401 => State::Waiting,
            429 if (1..=LONGEST_PAUSE).contains(&reply.wait) => State::Paused,
            _ if reply.is_refused() || reply.status == 429 => State::Refused(reply.detail()),
            _ => State::Failed(reply.detail()),
        };
        match letter.state {
            State::Paused => return Some(reply.wait),
            // Order is kept: what was written later doesn't overtake what got stuck.
            State::Failed(_) => self.fail_rest(),
            _ => {}
        }
        None
    }

    /// Nothing of what waits gets through.
    pub fn fail_rest(&mut self) {
        let rest = self.letters.iter_mut().filter(|it| it.state == State::Waiting);
        rest.for_each(|it| it.state = State::Failed(String::new()));
    }

    /// Puts what didn't get through back in line.
    pub fn retry_all(&mut self) {
        let stuck = self.letters.iter_mut().filter(|it| matches!(it.state, State::Failed(_)));
        stuck.for_each(|it| it.state = State::Waiting);
    }

    /// The pause is over.
    pub fn resume(&mut self) {
        let paused = self.letters.iter_mut().filter(|it| it.state == State::Paused);
        paused.for_each(|it| it.state = State::Waiting);
    }

    /// The visitor asks for another try of one letter.
    pub fn retry(&mut self, id: &str) {
        if let Some(letter) = self.letters.iter_mut().find(|it| it.id == id) {
            letter.state = State::Waiting;
        }
        self.retry_all();
    }

    /// Drops the letters that have arrived.
    pub fn settle(&mut self, has: &dyn Fn(&str) -> bool) {
        self.letters.retain(|it| !has(&it.id));
    }
}

/// Writes a field of a [`Tree`].
pub fn item(out: &mut String, name: &str, value: &str) {
    out.push('\u{1}');
    out.push_str(name);
    out.push('\u{2}');
    out.push_str(value);
    out.push('\u{3}');
}

/// The ids of these files as JSON: they are letters and digits. Nothing where there are none.
fn ids(files: &str) -> String {
    let mut out = String::new();
    for (_, file) in Tree(files).items() {
        out.push_str(if out.is_empty() { "[\"" } else { "\",\"" });
        out.push_str(file.text("id"));
    }
    if !out.is_empty() {
        out.push_str("\"]");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::told;

    fn reply(status: u32, wait: u32) -> Reply<'static> {
        Reply { status, wait, body: Default::default() }
    }

    fn id(request: Option<Request>) -> Option<String> {
        request?.fields.split('\u{1}').nth(1).map(str::to_owned)
    }

    fn two() -> Outbox {
        let mut outbox = Outbox::default();
        outbox.add("m1", "one", "");
        outbox.add("m2", "two \"words\"\nand a line", &told(&serde_json::json!([{ "id": "f1" }, { "id": "f2" }])));
        outbox
    }

    #[test]
    fn letters_go_one_by_one_in_order() {
        let mut outbox = two();
        assert_eq!(id(outbox.take_next()), Some("m1".to_owned()));
        assert_eq!(outbox.take_next(), None);
        outbox.answered(&reply(200, 0));
        assert_eq!(id(outbox.take_next()), Some("m2".to_owned()));
    }

    #[test]
    fn a_second_try_has_the_same_id_and_keeps_the_order() {
        let mut outbox = two();
        outbox.take_next();
        outbox.answered(&reply(0, 0));
        assert_eq!(outbox.take_next(), None);
        outbox.retry("m2");
        assert_eq!(id(outbox.take_next()), Some("m1".to_owned()));
    }

    #[test]
    fn what_the_server_refused_stays_and_the_next_goes_on() {
        let mut outbox = two();
        outbox.take_next();
        outbox.answered(&reply(422, 0));
        assert_eq!(outbox.letters[0].state, State::Refused(String::new()));
        outbox.retry_all();
        assert_eq!(id(outbox.take_next()), Some("m2".to_owned()));
    }

    #[test]
    fn a_short_pause_is_waited_for_and_a_long_one_is_told() {
        let mut outbox = two();
        outbox.take_next();
        assert_eq!(outbox.answered(&reply(429, 7)), Some(7));
        outbox.retry_all();
        assert_eq!(outbox.take_next(), None);
        outbox.resume();
        outbox.take_next();
        assert_eq!(outbox.answered(&reply(429, 600)), None);
        assert_eq!(outbox.letters[0].state, State::Refused(String::new()));
    }

    #[test]
    fn a_letter_brings_its_files() {
        let mut outbox = two();
        outbox.take_next();
        outbox.answered(&reply(200, 0));
        let fields = outbox.take_next().expect("a request").fields;
        assert!(fields.ends_with("files\u{2}\u{1}[\"f1\",\"f2\"]\u{1}"), "{fields:?}");
    }

    #[test]
    fn a_reload_loses_nothing() {
        let restored = |kept: &str| {
            let mut outbox = Outbox::default();
            outbox.restore(kept);
            outbox.letters
        };
        assert_eq!(restored(&two().kept()), two().letters);
        assert_eq!(restored(""), vec![]);
    }
}
