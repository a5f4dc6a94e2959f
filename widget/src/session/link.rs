//! The connection: it starts, listens, notices that it broke, and comes back by number.

use super::{Effect, Session, Slot, Timer};
use crate::{client::Reply, entry::Entry, tree::Tree, words};
use app::talk::Talk;

/// Where the connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Link {
    /// Nobody has asked for it yet.
    #[default]
    New,
    /// `start` is under way.
    Starting,
    /// The stream was asked for.
    Listening,
    Live,
    /// A retry is due; `true`: from the start, `false`: only the stream.
    Down(bool),
    /// Let go, for the tab is in the background.
    Asleep,
    /// The server won't have us.
    Refused,
}

/// The stream's comments keep coming; when nothing came for this long, it is dead.
const SILENCE: u32 = 40_000;
/// A shorter break isn't worth a word.
const LOST_AFTER: u32 = 2_000;
/// Who is near says so again and again; after this they are gone.
const NEAR_FOR: u32 = 12_000;
/// A tab in the background keeps its stream for this long.
const IDLE_AFTER: u32 = 60_000;

impl Session {
    pub(super) fn start(&mut self) {
        self.link = Link::Starting;
        let request = self.starting();
        self.post(request);
        self.todo.push(Effect::Wake(Timer::Lost, LOST_AFTER));
    }

    pub(super) fn ensure_started(&mut self) {
        // What was refused may be granted by now: whoever opens the chat again, or asks again, finds out.
        if matches!(self.link, Link::New | Link::Refused) {
            self.start();
        }
    }

    pub(super) fn started(&mut self, reply: &Reply<'_>) {
        match reply.status {
            200..300 if !reply.body.text("token").is_empty() => self.welcomed(reply.body),
            401 if !self.token.is_empty() => self.forget(),
            // The site's token proves nothing: the visitor goes on as who they were.
            _ if reply.is_refused() && self.is_proving => {
                self.has_to_prove();
                self.start();
            }
            _ if reply.is_refused() => {
                self.link = Link::Refused;
                self.outbox.fail_rest();
                let detail = reply.detail();
                self.trouble = if detail.is_empty() { words::unavailable!().to_owned() } else { detail };
            }
            _ => self.down(true, reply.wait),
        }
    }

    fn welcomed(&mut self, welcome: Tree<'_>) {
        if welcome.text("token") != self.token {
            self.token = welcome.text("token").to_owned();
            self.todo.push(Effect::Keep(Slot::Token, self.token.clone()));
        }
        if self.has_to_prove() {
            return self.start();
        }
        self.ahead = welcome.number("now").wrapping_sub(self.now);
        self.name = welcome.text("name").to_owned();
        self.welcome = welcome.0.to_owned();
        self.talk = Talk::default();
        self.get_ahead(welcome);
        self.talk.name = welcome.text("visitor").to_owned();
        self.reached = self.talk.seq.max(welcome.number("seq"));
        self.trouble.clear();
        self.is_lost = false;
        self.listen();
        self.wish();
        self.outbox.retry_all();
        self.pump();
    }

    fn listen(&mut self) {
        self.link = Link::Listening;
        self.todo.push(Effect::Listen { after: self.reached, token: self.token.clone() });
        self.todo.push(Effect::Wake(Timer::Silence, SILENCE));
    }

    /// The token isn't good any more: a new visitor begins. At once the first time, with pauses if that goes on.
    pub(super) fn forget(&mut self) {
        self.token.clear();
        self.todo.push(Effect::Keep(Slot::Token, String::new()));
        self.todo.push(Effect::Hush);
        match self.tries {
            0 => {
                self.tries = 1;
                self.start();
            }
            _ => self.down(true, 0),
        }
    }

    /// The stream said something: frames, each with `event` and `data`; none at all when it has just opened or is kept alive.
    pub fn heard(&mut self, frames: Tree<'_>) {
        self.is_lost = false;
        self.todo.push(Effect::Wake(Timer::Silence, SILENCE));
        if std::mem::replace(&mut self.link, Link::Live) == Link::Listening {
            // What was told while the line was bad may have been lost.
            self.told = 0;
            self.outbox.retry_all();
            self.pump();
        } else {
            self.tries = 0;
        }
        for (_, frame) in frames.items() {
            let data = frame.get("data");
            match (frame.text("event"), Entry::read(data)) {
                ("reset", _) => {
                    self.todo.push(Effect::Hush);
                    return self.start();
                }
                ("near", _) => {
                    data.0.clone_into(&mut self.near);
                    self.todo.push(Effect::Wake(Timer::Near, NEAR_FOR));
                }
                ("speech", entry) => self.speech = entry,
                (_, Some(entry)) => self.arrived(entry),
                _ => {}
            }
        }
        self.settle();
    }

    /// The stream ended, or never began.
    pub fn ended(&mut self, reply: &Reply<'_>) {
        match reply.status {
            401 => self.forget(),
            // Nothing wrong on our side, or something that time heals.
            0 | 200..300 | 429 | 500.. => self.down(false, reply.wait),
            _ => self.down(true, reply.wait),
        }
    }

    pub(super) fn silent(&mut self) {
        self.todo.push(Effect::Hush);
        // A stream that never said a word may be held up on the way: starting afresh at least brings the thread.
        self.down(self.link == Link::Listening, 0);
    }

    fn down(&mut self, afresh: bool, wait: u32) {
        if !self.is_lost {
            self.todo.push(Effect::Wake(Timer::Lost, LOST_AFTER));
        }
        self.link = Link::Down(afresh);
        self.todo.push(match wait {
            0 => Effect::BackOff(self.tries),
            seconds => Effect::Wake(Timer::Retry, seconds.min(600) * 1_000),
        });
        self.tries += 1;
    }

    /// Comes back, where it was away.
    pub(super) fn reconnect(&mut self) {
        match self.link {
            Link::Down(true) => self.start(),
            Link::Down(false) | Link::Asleep => self.listen(),
            _ => {}
        }
    }

    /// The browser says whether there is a network.
    pub fn online(&mut self, is_online: bool) {
        self.is_online = is_online;
        if is_online {
            self.tries = 0;
            self.reconnect();
            self.outbox.retry_all();
            self.pump();
        }
    }

    pub(super) fn idle(&mut self) {
        if self.is_hidden && matches!(self.link, Link::Live | Link::Listening) {
            self.link = Link::Asleep;
            self.todo.push(Effect::Hush);
        }
    }

    /// The panel was opened or closed.
    pub fn open(&mut self, is_open: bool) {
        self.is_open = is_open;
        if is_open {
            self.ensure_started();
        }
        self.settle();
    }

    /// The tab went to the background or came back.
    pub fn hide(&mut self, is_hidden: bool) {
        self.is_hidden = is_hidden;
        if is_hidden {
            self.todo.push(Effect::Wake(Timer::Idle, IDLE_AFTER));
        } else if self.link == Link::Asleep {
            self.reconnect();
        }
        self.settle();
    }
}
