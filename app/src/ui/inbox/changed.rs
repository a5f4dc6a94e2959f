//! What a colleague did while one was writing, shown before it is sent all the same.

use super::outbox::Outbox;
use crate::{
    domain::{
        command::Then,
        event::{Event, What},
        file,
        form::in_line,
        id::Seq,
    },
    ui::words::{common, composer as words, thread as done},
};
use leptos::prelude::*;

/// The lines since the sender last looked, and the way to send it now.
pub fn changed_view(outbox: Outbox, go: impl Fn(Then) + Copy + Send + Sync + 'static) -> AnyView {
    let lines = move |seen: Seq| {
        let me = outbox.open.me().id;
        let is_theirs = |event: &&Event| event.seq > seen && event.by.agent().is_none_or(|by| by.id != me);
        outbox.open.thread.with(|it| it.events.iter().filter(is_theirs).filter_map(line).collect::<Vec<_>>())
    };
    view! {
        {move || outbox.changed.get().map(|seen| view! {
            <div class="changed" role="region" aria-label=words::meanwhile()>
                <p class="changed-title">{words::meanwhile()}</p>
                <ul role="list">{lines(seen).into_iter().map(|line| view! { <li dir="auto">{line}</li> }).collect_view()}</ul>
                <button type="button" class="button" on:click=move |_| go(Then::Stay)>{words::send_anyway()}</button>
            </div>
        })}
    }
    .into_any()
}

/// Who did what, in one line; nothing for what doesn't matter to who writes.
fn line(event: &Event) -> Option<String> {
    let who = common::author(&event.by);
    Some(match &event.what {
        What::Said { body, files, .. } | What::Replied { body, files, .. } | What::Noted { body, files, .. } => {
            words::wrote(&who, &file::preview(body, files))
        }
        What::FilledIn { attributes, is_skipped: false, .. } if attributes.is_empty() => done::answered_form().to_owned(),
        What::FilledIn { attributes, is_skipped: false, .. } => done::filled_in(&in_line(attributes)),
        What::TookOver { .. } => done::took_over(&who),
        What::HandedBack { .. } => done::handed_back(&who),
        What::Closed { .. } => done::closed(&who),
        What::Snoozed { .. } => done::snoozed(&who),
        What::Assigned { to: Some(to) } => done::assigned(&who, to.name.as_str()),
        What::Assigned { to: None } => done::unassigned(&who),
        _ => return None,
    })
}
