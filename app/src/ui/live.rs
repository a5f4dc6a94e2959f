//! One event stream per tab, folded into what is on the screen.
//!
//! A frame is heard by all who follow. Whoever begins to follow first hears the latest frames again, so that nothing is
//! lost between the moment when something was read and the moment when it is shown; folding is idempotent by number.

#[cfg(feature = "hydrate")]
mod stream;
#[cfg(not(feature = "hydrate"))]
#[path = "live/absent.rs"]
mod stream;

use crate::domain::{
    id::{ConversationId, Seq},
    inbox::Frame,
    near::Near,
};
use crate::ui::effect::effect;
use leptos::prelude::*;
use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

/// This many frames are kept for those who follow late.
const REMEMBERED: usize = 500;

/// How the tab stands with the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    Fine,
    /// No stream for a while; it is being tried again.
    Lost,
    SignedOut,
}

/// What a follower hears.
#[derive(Debug, Clone, Copy)]
pub enum News<'a> {
    Frame(&'a Frame),
    /// Too much was missed: read again.
    StartAfresh,
}

type Ear = Arc<dyn Fn(News<'_>) + Send + Sync>;

/// The tab's stream.
#[derive(Debug, Clone, Copy)]
pub struct Live {
    state: StoredValue<State>,
    link: RwSignal<Link>,
    /// Who is near which conversation, as the stream told it last.
    near: RwSignal<BTreeMap<ConversationId, Near>>,
}

#[derive(Default)]
struct State {
    recent: VecDeque<Frame>,
    ears: Vec<(u64, Ear)>,
    n_ears: u64,
    /// What was read lies at this number or later: where the stream starts, and how far it has come.
    seq: Option<Seq>,
    is_open: bool,
    is_connected: bool,
    n_failures: u32,
}

impl Live {
    /// A stream that opens with its first follower and closes with the owner of this call.
    pub fn new() -> Self {
        on_cleanup(stream::close);
        Self { state: StoredValue::new(State::default()), link: RwSignal::new(Link::Fine), near: RwSignal::default() }
    }

    /// How the tab stands with the server.
    pub fn link(self) -> Link {
        self.link.get()
    }

    /// Hears the latest frames and then all that come, until the owner of this call ends. `seq`: where it was read.
    pub fn follow(self, seq: Seq, ear: impl Fn(News<'_>) + Send + Sync + 'static) {
        self.recent().iter().for_each(|frame| ear(News::Frame(frame)));
        let ticket = self.register(seq, Arc::new(ear));
        on_cleanup(move || {
            self.state.try_update_value(|it| it.ears.retain(|(other, _)| *other != ticket));
        });
        effect(move || self.open());
    }

    /// What the server answered to our own command. It counts where it follows on what we know; else the stream brings it.
    pub fn answered(self, frames: &[Frame]) {
        for frame in frames {
            if self.seq().is_some_and(|seq| frame.event.seq == seq + 1) {
                self.receive(frame);
            }
        }
    }

    /// Who else is near a conversation; nothing where nobody is.
    pub fn near(self, id: &ConversationId) -> Option<Near> {
        self.near.try_with(|all| all.get(id).cloned()).flatten()
    }

    /// Nobody is signed in any more.
    pub fn sign_out(self) {
        self.link.try_set(Link::SignedOut);
    }

    /// The last number of the log that has come.
    pub fn reached(self) -> Option<Seq> {
        self.seq()
    }

    fn register(self, seq: Seq, ear: Ear) -> u64 {
        self.state
            .try_update_value(|it| {
                if !it.is_open {
                    it.seq = Some(it.seq.map_or(seq, |known| known.min(seq)));
                }
                it.n_ears += 1;
                it.ears.push((it.n_ears, ear));
                it.n_ears
            })
            .unwrap_or_default()
    }

    fn open(self) {
        let opens = self.state.try_update_value(|it| !std::mem::replace(&mut it.is_open, true)).unwrap_or(false);
        if opens {
            stream::open(self, self.seq().unwrap_or_default());
        }
    }

    fn receive(self, frame: &Frame) {
        self.state.try_update_value(|it| {
            it.seq = it.seq.max(Some(frame.event.seq));
            it.recent.push_back(frame.clone());
            let n_stale = it.recent.len().saturating_sub(REMEMBERED);
            it.recent.drain(..n_stale);
        });
        self.tell(News::Frame(frame));
    }

    fn start_afresh(self, seq: Option<Seq>) {
        self.state.try_update_value(|it| {
            it.recent.clear();
            it.seq = seq.or(it.seq);
        });
        self.tell(News::StartAfresh);
    }

    fn tell(self, news: News<'_>) {
        let ears: Vec<Ear> = self.state.try_with_value(|it| it.ears.iter().map(|(_, ear)| ear.clone()).collect()).unwrap_or_default();
        ears.iter().for_each(|ear| ear(news));
    }

    /// The latest frames, for those who read anew.
    pub fn recent(self) -> Vec<Frame> {
        self.state.try_with_value(|it| it.recent.iter().cloned().collect()).unwrap_or_default()
    }

    fn seq(self) -> Option<Seq> {
        self.state.try_with_value(|it| it.seq).flatten()
    }

    fn whispered(self, near: Near) {
        self.near
            .try_update(|all| if near.is_nobody() { all.remove(&near.conversation) } else { all.insert(near.conversation.clone(), near) });
    }

    /// Who is near is told anew by each stream, and isn't known without one.
    fn forget_near(self) {
        self.near.try_maybe_update(|all| {
            let was_known = !all.is_empty();
            all.clear();
            (was_known, ())
        });
    }

    fn connected(self) {
        self.forget_near();
        self.state.try_update_value(|it| {
            it.is_connected = true;
            it.n_failures = 0;
        });
        self.link.try_set(Link::Fine);
    }

    /// Notes a failure, and says how many there were in a row.
    fn failed(self) -> u32 {
        self.state
            .try_update_value(|it| {
                it.is_connected = false;
                it.n_failures += 1;
                it.n_failures
            })
            .unwrap_or(1)
    }

    /// Says that the link is lost where it still is.
    fn still_lost(self) {
        let is_lost = self.state.try_with_value(|it| !it.is_connected).unwrap_or(false);
        if is_lost && self.link.try_get_untracked() == Some(Link::Fine) {
            self.link.try_set(Link::Lost);
            self.forget_near();
        }
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("seq", &self.seq).field("is_open", &self.is_open).finish_non_exhaustive()
    }
}
