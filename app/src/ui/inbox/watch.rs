//! The page says that somebody looks, and what they write: every five seconds while the tab is seen, and within a second
//! of each change. So the AI's clock stands, and colleagues see it.

use super::{draft::Draft, open::Open};
use crate::ui::effect::{effect, memo, spawn_local};
use crate::{
    api::presence::{LOOK_AWAY, look},
    domain::{draft::Mode, id::ConversationId, near::Doing, time::Timestamp},
    ui::browser,
};
use leptos::prelude::*;
use std::time::Duration;

/// Well within the time after which the server takes us for gone.
const AGAIN: Duration = Duration::from_secs(5);
/// Whoever typed within so many milliseconds types.
const TYPED: i64 = 5_000;
/// What is written is said at most this often, in milliseconds.
const PAUSE: i64 = 1_000;

/// What the page has said, and when.
#[derive(Debug, Clone, Copy)]
struct Saying {
    open: Open,
    draft: Draft,
    state: StoredValue<State>,
}

#[derive(Debug, Default)]
struct State {
    typed_at: Timestamp,
    said_at: Timestamp,
    is_due: bool,
}

impl Saying {
    fn now(self) {
        let here = self.open.thread.try_with_untracked(|it| it.conversation.id.clone()).filter(|_| browser::is_visible());
        let (Some(id), Some(mode)) = (here, self.draft.mode.try_get_untracked()) else { return };
        let draft = untrack(|| self.draft.text(mode));
        let now = browser::now();
        let types = self.state.try_update_value(|it| {
            (it.said_at, it.is_due) = (now, false);
            now.0 - it.typed_at.0 < TYPED
        });
        let doing = Doing { is_typing: types == Some(true) && !draft.trim().is_empty(), mode, draft }.cut();
        spawn_local(async move {
            // What can't be said now is said again in five seconds.
            let _ = look(id, doing).await;
        });
    }

    fn soon(self) {
        let now = browser::now();
        let wait = self.state.try_update_value(|it| {
            let wait = (it.said_at.0 + PAUSE - now.0).clamp(0, PAUSE);
            (!std::mem::replace(&mut it.is_due, true)).then_some(wait)
        });
        if let Some(wait) = wait.flatten() {
            set_timeout(move || self.now(), Duration::from_millis(wait.unsigned_abs()));
        }
    }

    /// The text of a mode has changed, or the mode has.
    fn heard(self, before: Option<(Mode, Option<String>)>, now: &(Mode, Option<String>)) {
        let Some(before) = before.filter(|before| before != now) else { return };
        // What another page wrote, or what was kept, comes into a field that nobody types in.
        if before.0 == now.0 && browser::is_typing() {
            self.state.try_update_value(|it| it.typed_at = browser::now());
        }
        self.soon();
    }
}

/// Watches a conversation until the owner of this call ends.
pub fn watch(open: Open, draft: Draft) {
    let saying = Saying { open, draft, state: StoredValue::new(State::default()) };
    Effect::new(move |before: Option<(Mode, Option<String>)>| {
        let now = (draft.mode.get(), draft.shown());
        saying.heard(before, &now);
        now
    });
    // A person's turn that begins, or that the server believes to be unwatched, is looked at from the first second on.
    let is_unwatched = memo(move |_| open.conversation.with(|it| it.holder.lease().is_some_and(|lease| !lease.is_watched)));
    effect(move || {
        if is_unwatched.get() {
            saying.now();
        }
    });
    effect(move || {
        let id = open.id();
        saying.now();
        let again = set_interval_with_handle(move || saying.now(), AGAIN).ok();
        let seen = window_event_listener_untyped("visibilitychange", {
            let id = id.clone();
            move |_| if browser::is_visible() { saying.now() } else { turn_away(&id) }
        });
        let closed = window_event_listener_untyped("pagehide", {
            let id = id.clone();
            move |_| turn_away(&id)
        });
        on_cleanup(move || {
            turn_away(&id);
            seen.remove();
            closed.remove();
            again.into_iter().for_each(|it| it.clear());
        });
    });
}

fn turn_away(id: &ConversationId) {
    browser::beacon(LOOK_AWAY, &format!("{{\"id\":\"{id}\"}}"));
}
