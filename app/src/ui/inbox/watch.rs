//! The page says that somebody looks, so that the AI's clock stands: every ten seconds while the tab is seen.

use super::{draft::Draft, open::Open};
use crate::ui::effect::{effect, memo, spawn_local};
use crate::{
    api::presence::{LOOK_AWAY, look},
    domain::{id::ConversationId, time::Timestamp},
    ui::browser,
};
use leptos::prelude::*;
use std::time::Duration;

/// Well within the time after which the server takes us for gone.
const AGAIN: Duration = Duration::from_secs(10);
/// Whoever typed within so many milliseconds types.
const TYPED: i64 = 10_000;

/// Watches a conversation until the owner of this call ends.
pub fn watch(open: Open, draft: Draft) {
    let typed_at = StoredValue::new(Timestamp::default());
    Effect::new(move |before: Option<Option<String>>| {
        let text = draft.shown();
        if before.flatten().is_some_and(|before| text.as_ref() != Some(&before)) {
            typed_at.set_value(browser::now());
        }
        text
    });
    let say = move || {
        let Some(id) = open.thread.try_with_untracked(|it| it.conversation.id.clone()).filter(|_| browser::is_visible()) else { return };
        let is_typing = typed_at.try_with_value(|it| browser::now().0 - it.0 < TYPED).unwrap_or(false);
        spawn_local(async move {
            // What can't be said now is said again in ten seconds.
            let _ = look(id, is_typing).await;
        });
    };
    // A person's turn that begins, or that the server believes to be unwatched, is looked at from the first second on.
    let is_unwatched = memo(move |_| open.conversation.with(|it| it.holder.lease().is_some_and(|lease| !lease.is_watched)));
    effect(move || {
        if is_unwatched.get() {
            say();
        }
    });
    effect(move || {
        let id = open.id();
        say();
        let again = set_interval_with_handle(say, AGAIN).ok();
        let seen = window_event_listener_untyped("visibilitychange", {
            let id = id.clone();
            move |_| if browser::is_visible() { say() } else { turn_away(&id) }
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
