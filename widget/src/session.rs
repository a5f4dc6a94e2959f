//! One visitor's chat: told what happened, it changes itself and says what to do next.
//!
//! The stream is the one truth of the thread. What a reply to a request brings is shown at once, but
//! doesn't count as reached: an entry of somebody else may still be under
//! way with a smaller one.

mod composer;
mod identity;
mod link;
mod thread;

use crate::{
    client::{Reply, Request},
    entry::Entry,
    outbox::Outbox,
    tree::{Tree, number},
};
use app::talk::{Is, Speaker, Talk};
pub use link::Link;
pub use thread::digits;

/// What the world is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send it, with this token where there is one.
    Post { request: Request, token: String },
    /// Put a message back into the composer: its words, and its files as a list of `app::talk::Attached`.
    Fill(String, String),
    /// Listen to the stream after the number; ends the one before.
    Listen { after: u64, token: String },
    /// Stop listening.
    Hush,
    /// Call `tick` once after so many milliseconds; a second call replaces the first.
    Wake(Timer, u32),
    /// Call `tick(Timer::Retry)` after the pause that fits this many tries.
    BackOff(u32),
    /// Keep the text for later visits; empty: forget it.
    Keep(Slot, String),
    /// Tell the page that the widget is on.
    Tell(Notice),
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// The next try of a broken connection.
    Retry,
    /// The stream said nothing for too long.
    Silence,
    /// The connection is away long enough to say so.
    Lost,
    /// The reply takes long enough to show that it is being made.
    Dots,
    /// The pause that the server asked for is over.
    Resend,
    /// The tab is in the background for long enough to let go of the stream.
    Idle,
    /// The visitor typed nothing more for a while.
    Typing,
    /// Nothing was said any more of who is near.
    Near,
    /// A message was before the visitor's eyes for long enough.
    Seen,
}

/// What outlives a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    Token,
    /// The last number that the visitor has seen.
    Seen,
    /// The visitor would rather not say who they are.
    Later,
    /// Messages on their way; for this tab only.
    Outbox,
}

/// What the host page hears; never a word of what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    Unread(usize),
    /// Somebody wrote to the visitor.
    Message,
    /// A person was asked for.
    HandOff,
    /// Whether there is a thread to come back to.
    Talk(bool),
}

/// The waiting for a reply, as the visitor sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dots {
    #[default]
    Off,
    /// Waiting, but not yet for long.
    Soon,
    On,
    /// Shown for so long that they would be a lie.
    Spent,
}

/// A wish beside the messages: nothing asked, under way, or failed with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Wish {
    #[default]
    Idle,
    Asked,
    Failed(String),
}

/// What is known when the page is loaded.
#[derive(Debug, Clone, Copy, Default)]
pub struct Memory<'m> {
    pub token: &'m str,
    pub seen: &'m str,
    pub later: &'m str,
    pub outbox: &'m str,
}

#[derive(Debug, Default)]
pub struct Session {
    key: String,
    token: String,
    /// The assistant's name.
    pub name: String,
    /// What the server said at the start, about the assistant too.
    welcome: String,
    /// The thread as it is shown.
    pub talk: Talk<Entry>,
    /// The number that the stream has reached; what replies brought may lie ahead of it.
    reached: u64,
    /// The browser's clock, in milliseconds since 1970, and how far the server's is ahead of it.
    pub now: u64,
    ahead: u64,
    pub outbox: Outbox,
    pub link: Link,
    tries: u32,
    pub is_online: bool,
    /// The connection is away for long enough to say so.
    pub is_lost: bool,
    /// The server won't have us, and says why.
    pub trouble: String,
    is_open: bool,
    is_hidden: bool,
    seen: u64,
    /// The last message of which the team was told that it was seen.
    told: u64,
    unread: usize,
    has_talk: bool,
    pub dots: Dots,
    pub person: Wish,
    reason: String,
    /// The name or the e-mail address that is asked for.
    pub naming: Wish,
    /// The visitor would rather not say who they are.
    pub is_later: bool,
    /// The site's token that says who the visitor is; whether the start under way tells it.
    proof: String,
    is_proving: bool,
    /// Whether what the owner asks first was filled in.
    form: Wish,
    /// What the owner asks while they wait.
    pub giving: Wish,
    is_typing: bool,
    /// An `app::talk::Near`; empty: nobody.
    near: String,
    /// What the assistant is about to say.
    pub speech: Option<Entry>,
    todo: Vec<Effect>,
}

/// Three dots are shown for a reply that takes longer than this, and for no longer than that.
const DOTS_AFTER: u32 = 300;
const DOTS_FOR: u32 = 60_000;

impl Session {
    /// The chat with the assistant of this public key.
    pub fn new(key: &str, name: &str, memory: Memory<'_>) -> Self {
        let mut it = Self::default();
        it.begin(key, name, memory);
        it
    }

    /// The page is there, with what it remembers. A returning visitor is connected at once.
    pub fn begin(&mut self, key: &str, name: &str, memory: Memory<'_>) {
        key.clone_into(&mut self.key);
        name.clone_into(&mut self.name);
        memory.token.clone_into(&mut self.token);
        self.outbox.restore(memory.outbox);
        self.seen = number(memory.seen);
        self.is_later = !memory.later.is_empty();
        self.is_online = true;
        if !self.token.is_empty() {
            self.start();
        }
    }

    /// What is to be done since the last call.
    pub fn todo(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.todo)
    }

    /// An `app::talk::Welcome`, empty at first.
    pub fn welcome(&self) -> Tree<'_> {
        Tree(&self.welcome)
    }

    /// Whether the thread is there to be shown, empty or not.
    pub fn is_welcome(&self) -> bool {
        !matches!(self.link, Link::New | Link::Starting)
    }

    /// Who of the team is near: an `app::talk::Near`, or empty.
    pub fn near(&self) -> Tree<'_> {
        Tree(&self.near)
    }

    /// The time by the server's clock, in milliseconds since 1970.
    pub fn time(&self) -> u64 {
        self.now.wrapping_add(self.ahead)
    }

    /// The visitor asks for a person, or the page does, and may say why.
    pub fn ask_for_person(&mut self, reason: &str) {
        self.ensure_started();
        reason.clone_into(&mut self.reason);
        if self.person != Wish::Asked && self.talk.speaker == Speaker::Assistant {
            self.person = Wish::Asked;
            self.wish();
        }
    }

    /// The visitor says that an answer helped, or takes that back.
    pub fn rate(&mut self, answer: &str) {
        let is_helpful = if self.has_helped(number(answer)) { "false" } else { "true" };
        self.post(Request::new("rating", &["answer\u{2}", answer, "is_helpful\u{2}", is_helpful]));
    }

    /// Whether the visitor's last word on an answer was that it helped.
    pub fn has_helped(&self, answer: u64) -> bool {
        let word = self.talk.entries.iter().rfind(|it| it.is == Is::Rated && it.what().number("answer") == answer);
        word.is_some_and(|it| it.what().text("is_helpful") == "true")
    }

    /// The visitor says who they are; `what`: name or email.
    pub fn introduce(&mut self, what: &'static str, words: &str) {
        if !words.is_empty() && self.naming != Wish::Asked {
            self.naming = Wish::Asked;
            self.post(Request::new(what, &[what, words]));
        }
    }

    /// The visitor would rather not say who they are: they are asked no more.
    pub fn later(&mut self) {
        self.is_later = true;
        self.todo.push(Effect::Keep(Slot::Later, "1".to_owned()));
    }

    /// What was asked for before there was a token.
    fn wish(&mut self) {
        if self.person == Wish::Asked && !self.token.is_empty() {
            self.post(match self.reason.as_str() {
                "" => Request::new("person", &[]),
                reason => Request::new("person", &["reason", reason]),
            });
        }
    }

    fn post(&mut self, request: Request) {
        self.todo.push(Effect::Post { request, token: self.token.clone() });
    }

    /// Sends the next letter, once we may.
    fn pump(&mut self) {
        if !self.token.is_empty() && self.link != Link::Starting && self.is_online {
            let next = self.outbox.take_next();
            next.into_iter().for_each(|request| self.post(request));
        }
        self.todo.push(Effect::Keep(Slot::Outbox, self.outbox.kept()));
        self.settle();
    }

    /// The reply to the request with this path.
    pub fn replied(&mut self, path: &str, reply: &Reply<'_>) {
        if path == "start" {
            self.started(reply);
            return;
        }
        if reply.is_ok() {
            self.get_ahead(reply.body);
        }
        match path {
            "messages" => {
                if let Some(pause) = self.outbox.answered(reply) {
                    self.todo.push(Effect::Wake(Timer::Resend, pause * 1_000));
                }
            }
            "person" => self.person = granted(reply),
            "form" => self.filled_in(reply),
            "details" => self.giving = granted(reply),
            "name" | "email" => self.naming = granted(reply),
            _ => {}
        }
        if reply.status == 401 {
            self.forget();
        }
        self.pump();
    }

    /// A timer has run out.
    pub fn tick(&mut self, timer: Timer) {
        match timer {
            Timer::Retry => self.reconnect(),
            Timer::Silence => self.silent(),
            Timer::Lost => self.is_lost = self.link != Link::Live,
            Timer::Idle => self.idle(),
            Timer::Typing => self.stops_typing(),
            Timer::Near => self.near.clear(),
            Timer::Seen => self.tell_seen(),
            Timer::Resend => {
                self.outbox.resume();
                self.pump();
            }
            Timer::Dots => match self.dots {
                Dots::Soon => {
                    self.dots = Dots::On;
                    self.todo.push(Effect::Wake(Timer::Dots, DOTS_FOR));
                }
                Dots::On => self.dots = Dots::Spent,
                Dots::Off | Dots::Spent => {}
            },
        }
    }
}

fn granted(reply: &Reply<'_>) -> Wish {
    if reply.is_ok() { Wish::Idle } else { Wish::Failed(reply.detail()) }
}

#[cfg(test)]
mod tests;
