//! What is open and visible is read: its mark moves along with what comes, for this member alone.

use super::{Chosen, open::OpenNow, shelf::Shelf};
use crate::ui::effect::{effect, follow};
use crate::{
    api::views::mark_read,
    domain::{
        event::What,
        id::{ConversationId, Seq},
    },
    ui::{
        browser,
        live::{Live, News},
    },
};
use leptos::{ev, prelude::*, task::spawn_local};

/// The last conversation that was read, and up to where.
#[derive(Debug, Clone, Copy)]
pub struct Reading(pub RwSignal<Option<(ConversationId, Seq)>>);

/// Marks what is chosen as read, now and as it goes on, while the page is visible.
pub fn read_along(live: Live, shelf: Shelf, seq: Seq) -> Reading {
    let Chosen(chosen) = expect_context();
    let reading = RwSignal::new(None);
    let open = expect_context::<OpenNow>();
    let mark = move || match (chosen.try_get_untracked().flatten(), live.reached()) {
        (Some(id), Some(seq)) if browser::is_visible() && open.is(&id) => note(reading, shelf, id, seq),
        _ => {}
    };
    effect(move || {
        follow(&chosen);
        open.track();
        // Not before the thread is here: it tells how far it was read until now. It is read at this number or later.
        mark();
    });
    live.follow(seq, move |news| {
        if let News::Frame(frame) = news
            && matches!(frame.event.what, What::Said { .. } | What::FilledIn { .. })
            && chosen.try_with_untracked(|it| it.as_ref() == Some(&frame.event.conversation)) == Some(true)
        {
            // Once the frame is folded, its number is the one that was reached.
            set_timeout(mark, std::time::Duration::ZERO);
        }
    });
    effect(move || {
        let back = window_event_listener(ev::visibilitychange, move |_| mark());
        on_cleanup(move || back.remove());
    });
    Reading(reading)
}

fn note(reading: RwSignal<Option<(ConversationId, Seq)>>, shelf: Shelf, id: ConversationId, seq: Seq) {
    reading.try_set(Some((id.clone(), seq)));
    spawn_local(async move {
        // Where it can't be kept, the next message or visit marks it.
        if mark_read(id, seq).await.is_ok() {
            shelf.refresh();
        }
    });
}
