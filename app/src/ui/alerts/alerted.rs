//! Who was alerted by a handoff, when, and what came of it: read when somebody opens it in the thread.

use super::sentence::{channel, why};
use crate::{
    api::alerts::{Alerted, Ringing, read_alerted},
    domain::{
        alert::Channel,
        id::{ConversationId, Seq},
        time::Timestamp,
    },
    ui::{
        kit::time::Clock,
        words::{alerts as words, common, faults},
    },
};
use leptos::{html, prelude::*, task::spawn_local};

type Read = Option<Result<Vec<Alerted>, String>>;

/// A line that opens.
pub fn alerted(conversation: ConversationId, seq: Seq) -> AnyView {
    let node = NodeRef::<html::Details>::new();
    let read = RwSignal::new(None::<Result<Vec<Alerted>, String>>);
    let toggle = move |_| {
        if node.get_untracked().is_some_and(|it| it.open()) {
            let conversation = conversation.clone();
            spawn_local(async move {
                let it = read_alerted(conversation, seq).await.map_err(|fault| faults::say(&fault));
                read.try_set(Some(it));
            });
        }
    };
    view! {
        <details class="alerted" node_ref=node on:toggle=toggle>
            <summary>{words::who_was_alerted()}</summary>
            {move || shown(read.get())}
        </details>
    }
    .into_any()
}

fn shown(read: Read) -> AnyView {
    match read {
        None => view! { <p class="quiet">{common::loading()}</p> }.into_any(),
        Some(Err(say)) => view! { <p class="wrong" role="alert">{say}</p> }.into_any(),
        Some(Ok(all)) if all.is_empty() => view! { <p class="quiet">{words::nobody_alerted()}</p> }.into_any(),
        Some(Ok(all)) => {
            let people = all.into_iter().map(person).collect_view();
            view! { <ul class="alerted-list" role="list" aria-label=words::who_was_alerted()>{people}</ul> }.into_any()
        }
    }
}

fn person(it: Alerted) -> AnyView {
    let bell = it.who.is_some().then(|| Ringing {
        channel: Channel::Screen,
        device: None,
        raised_at: it.raised_at,
        sent_at: None,
        shown_at: it.shown_at,
        opened_at: it.opened_at,
        failed: String::new(),
    });
    let name = it.who.map_or_else(|| words::everybody().to_owned(), |it| it.name.as_str().to_owned());
    // The bell is told of once: its own ringing knows less than the alert.
    let others = it.rings.into_iter().filter(|ring| bell.is_none() || ring.channel != Channel::Screen).collect::<Vec<_>>();
    let rings = bell.iter().chain(&others).map(ring).collect_view();
    view! { <li><strong dir="auto">{name}</strong> <ul role="list">{rings}</ul></li> }.into_any()
}

fn ring(it: &Ringing) -> AnyView {
    let step = |says: &'static str, at: Option<Timestamp>| at.map(|at| view! { <span>{says} " " <Clock at/></span> });
    let failed = (!it.failed.is_empty()).then(|| view! { <span class="quiet">{why(&it.failed)}</span> });
    view! {
        <li>
            <span class="alerted-over">{channel(it.channel)}</span>
            {step(words::raised(), Some(it.raised_at))}
            {step(words::sent(), it.sent_at)}
            {step(words::shown(), it.shown_at)}
            {step(words::opened(), it.opened_at)}
            {failed}
        </li>
    }
    .into_any()
}
