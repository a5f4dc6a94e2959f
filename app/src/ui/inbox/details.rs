//! What is known about the conversation. Nothing here is made up.

use super::{DetailsShown, open::Open, row::reason_of};
use crate::{
    domain::{
        answer::Citation,
        conversation::Conversation,
        event::{Event, What},
        handoff::Holder,
    },
    ui::kit::{
        mark::{Icon, Mark},
        rich::away,
        time::Moment,
    },
    ui::words::{common, details as words, number, reasons},
};
use leptos::prelude::*;

/// The column of details.
#[component]
pub fn Details(open: Open) -> impl IntoView {
    let DetailsShown(shown) = expect_context();
    let it = open.conversation;
    let fact = move |of: fn(&Conversation) -> Option<String>| Memo::new(move |_| it.with(of));
    let opened_at = Memo::new(move |_| it.with(|it| it.opened_at));
    let used = Memo::new(move |_| open.thread.with(|it| sources_of(&it.events)));
    view! {
        <section class="details" aria-label=common::details()>
            <header class="details-head">
                <button type="button" class="icon-button details-hide" aria-label=words::back_to_thread() on:click=move |_| shown.set(false)>
                    <Icon mark=Mark::Back/>
                </button>
                <h2>{common::details()}</h2>
            </header>
            <h3>{words::visitor()}</h3>
            <dl class="facts">
                <Fact name=words::name() value=fact(|it| Some(common::visitor(&it.visitor)))/>
                <div><dt>{words::first_seen()}</dt><dd><Moment at=opened_at now=open.now/></dd></div>
                <Fact name=words::last_page() value=fact(|it| it.page.clone())/>
            </dl>
            <h3>{common::conversation()}</h3>
            <dl class="facts">
                <Fact name=words::status() value=fact(|it| Some(if it.is_open() { common::open() } else { common::closed() }.to_owned()))/>
                <Fact name=words::holder() value=fact(holder)/>
                <Fact name=words::reason() value=fact(|it| reason_of(it).map(|why| reasons::label(why).to_owned()))/>
                <Fact name=words::segment() value=fact(|it| (it.segment > 1).then(|| number(it.segment.into())))/>
                <Fact name=words::assistant() value=fact(|it| Some(it.assistant.name.as_str().to_owned()))/>
            </dl>
            <h3>{words::docs_used()}</h3>
            {move || used.with(|used| docs(used))}
        </section>
    }
}

/// A name and its value; nothing where there is none.
#[component]
fn Fact(name: &'static str, value: Memo<Option<String>>) -> impl IntoView {
    move || value.get().map(|value| view! { <div><dt>{name}</dt><dd dir="auto">{value}</dd></div> })
}

#[expect(clippy::unnecessary_wraps, reason = "one of several facts, of which some are missing")]
fn holder(it: &Conversation) -> Option<String> {
    Some(match &it.holder {
        _ if !it.is_open() => words::nobody().to_owned(),
        Holder::Assistant => common::the_ai().to_owned(),
        Holder::Queue { .. } => words::queue().to_owned(),
        Holder::Agent { agent, .. } => agent.name.as_str().to_owned(),
    })
}

fn docs(used: &[Citation]) -> AnyView {
    if used.is_empty() {
        return view! { <p class="quiet">{words::none_so_far()}</p> }.into_any();
    }
    let items = used
        .iter()
        .map(|it| {
            view! {
                <li>
                    {away(&it.href, it.heading().to_owned())}
                    {(!it.section.is_empty()).then(|| view! { <span class="quiet">{it.title.clone()}</span> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="docs" role="list">{items}</ul> }.into_any()
}

/// Every passage that an answer rested on, once, in the order of first use.
fn sources_of(events: &[Event]) -> Vec<Citation> {
    let mut sources: Vec<Citation> = Vec::new();
    for event in events {
        let What::Answered { answer, .. } = &event.what else { continue };
        for citation in &answer.citations {
            if !sources.iter().any(|known| known.href == citation.href && known.section == citation.section) {
                sources.push(citation.clone());
            }
        }
    }
    sources
}
