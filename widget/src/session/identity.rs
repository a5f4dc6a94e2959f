//! Who the visitor is: the site's word for it, what it says about them, what they filled in, and that they left.

use super::{Effect, Link, Notice, Reply, Session, Slot, Timer, Wish};
use crate::{
    client::{Request, listed},
    words,
};

impl Session {
    /// The site says who the visitor is, in a token that it signed. It goes with the next start, which is now.
    pub fn identify(&mut self, token: &str) {
        token.clone_into(&mut self.proof);
        self.is_proving = false;
        if self.link != Link::Starting {
            self.todo.push(Effect::Hush);
            self.start();
        }
    }

    /// The request that starts, with the site's token where there is one.
    pub(super) fn starting(&mut self) -> Request {
        let mut request = Request::new("start", &["assistant", &self.key]);
        self.is_proving = !self.proof.is_empty();
        if self.is_proving {
            request.fields.push_str(&listed(&["identity", &self.proof]));
        }
        request
    }

    /// Whether the site's token is still to be told.
    pub(super) fn has_to_prove(&mut self) -> bool {
        if std::mem::take(&mut self.is_proving) {
            self.proof.clear();
        }
        !self.proof.is_empty()
    }

    /// The site's token proves nothing: who builds the site is told why, and the visitor goes on as who they were.
    pub(super) fn unproven(&mut self, reply: &Reply<'_>) {
        self.has_to_prove();
        self.todo.push(Effect::Warn(reply.detail()));
        self.start();
    }

    /// The site says something about the visitor: a JSON object.
    pub fn describe(&mut self, about: &str) {
        about.clone_into(&mut self.about);
        self.tell_about();
    }

    pub(super) fn tell_about(&mut self) {
        if !self.about.is_empty() && self.is_welcome() {
            self.post(Request::new("attributes", &["attributes\u{2}", &self.about]));
        }
    }

    /// What was said about the visitor was taken, or refused in words, or is told again.
    pub(super) fn told_about(&mut self, reply: &Reply<'_>) {
        if reply.is_refused() {
            self.todo.push(Effect::Warn(reply.detail()));
        } else if !reply.is_ok() {
            self.todo.push(Effect::Wake(Timer::About, reply.wait.max(5) * 1_000));
        }
    }

    /// Whether what the owner wants to know first is still to be filled in.
    pub fn asks(&self) -> bool {
        self.welcome().text("asks") == "true" && self.form != Wish::Asked && self.talk.entries.is_empty()
    }

    /// The visitor has filled it in: a JSON object.
    pub fn fill_in(&mut self, fields: &str) {
        fields.clone_into(&mut self.fields);
        self.ensure_started();
        self.send_form();
    }

    pub(super) fn send_form(&mut self) {
        if !self.fields.is_empty() && self.is_welcome() {
            let fields = std::mem::take(&mut self.fields);
            self.post(Request::new("form", &["fields\u{2}", &fields]));
        }
    }

    pub(super) fn filled_in(&mut self, reply: &Reply<'_>) {
        self.trouble.clear();
        if reply.is_ok() {
            self.form = Wish::Asked;
        } else {
            let detail = reply.detail();
            self.trouble = if detail.is_empty() { words::failed!().to_owned() } else { detail };
        }
    }

    /// The visitor leaves this browser: nothing of them stays, and the next one is somebody new.
    pub fn log_out(&mut self) {
        self.post(Request::new("logout", &["assistant", &self.key]));
        let mut todo = self.todo();
        todo.extend([Slot::Token, Slot::Seen, Slot::Later, Slot::Outbox].map(|slot| Effect::Keep(slot, String::new())));
        todo.extend([Effect::Hush, Effect::Tell(Notice::Unread(0)), Effect::Tell(Notice::Talk(false))]);
        let (key, name) = (std::mem::take(&mut self.key), std::mem::take(&mut self.name));
        *self = Self { key, name, todo, now: self.now, is_online: self.is_online, is_hidden: self.is_hidden, ..Self::default() };
    }
}
