//! What is known about the conversation and its visitor. Nothing here is made up.

mod before;
mod context;
mod lead;
mod mail;
mod marks;
mod promises;
mod visitor;

use super::{DetailsShown, holder::Acts, open::Open, row::reason_of, shelf::Shelf};
use crate::ui::effect::memo;
use crate::{
    domain::{
        answer::Citation,
        conversation::Conversation,
        event::{Event, What},
        handoff::Holder,
    },
    ui::{
        inbox::moments::told,
        kit::{
            mark::{Icon, Mark},
            rich::away,
            time::{Zone, brief},
        },
        words::{common, details as words, number, reasons},
    },
};
use leptos::prelude::*;

/// The column of details.
pub fn details(open: Open, acts: Acts) -> AnyView {
    let DetailsShown(shown) = expect_context();
    let used = memo(move |_| open.thread.with(|it| sources_of(&it.events)));
    view! {
        <section class="details" aria-label=common::details()>
            <header class="details-head">
                <button type="button" class="icon-button details-hide" aria-label=words::back_to_thread() on:click=move |_| shown.set(false)>
                    <Icon mark=Mark::Back/>
                </button>
                <h2>{common::details()}</h2>
            </header>
            {visitor::visitor(open)}
            {lead::lead(open, acts)}
            {mail::mail(open)}
            {context::context(open)}
            <h3>{words::tags()}</h3>
            {marks::tags(open, acts)}
            {promises::promises(open, acts)}
            {conversation(open)}
            {handed_over(open)}
            {before::before(open)}
            <h3>{words::docs_used()}</h3>
            {move || used.with(|used| docs(used))}
        </section>
    }
    .into_any()
}

/// A fact that may be missing, told anew only when it changes.
fn fact(open: Open, name: &'static str, of: impl Fn(&Conversation) -> Option<String> + Send + Sync + 'static) -> AnyView {
    told_as(open, name, Box::new(of))
}

type Fact = Box<dyn Fn(&Conversation) -> Option<String> + Send + Sync>;

fn told_as(open: Open, name: &'static str, of: Fact) -> AnyView {
    let value = memo(move |_| open.conversation.with(&of));
    (move || value.get().map(|value| view! { <div><dt>{name}</dt><dd dir="auto">{value}</dd></div> })).into_any()
}

fn conversation(open: Open) -> AnyView {
    let shelf = expect_context::<Shelf>();
    view! {
        <h3>{common::conversation()}</h3>
        <dl class="facts">
            {fact(open, words::status(), |it| Some(status(it)))}
            {fact(open, words::holder(), |it| Some(holder(it)))}
            {fact(open, words::reason(), |it| reason_of(it).map(|why| reasons::label(why).to_owned()))}
            {fact(open, words::assignee(), |it| it.assignee.as_ref().map(|it| it.name.as_str().to_owned()))}
            {fact(open, words::team(), |it| it.team.as_ref().map(|it| it.name.as_str().to_owned()))}
            {fact(open, words::priority(), |it| Some(common::priority(it.priority).to_owned()))}
            {fact(open, words::segment(), |it| (it.segment > 1).then(|| number(it.segment.into())))}
            {fact(open, words::assistant(), move |it| Some(shelf.assistant(&it.assistant)))}
        </dl>
    }
    .into_any()
}

fn status(it: &Conversation) -> String {
    let status = if it.is_snoozed() {
        words::snoozed()
    } else if it.is_open() {
        common::open()
    } else {
        common::closed()
    };
    let marks = [it.is_spam.then(words::spam), it.is_blocked.then(words::blocked)];
    [Some(status)].into_iter().chain(marks).flatten().collect::<Vec<_>>().join(" · ")
}

fn holder(it: &Conversation) -> String {
    match &it.holder {
        _ if !it.is_open() => words::nobody().to_owned(),
        Holder::Assistant => common::the_ai().to_owned(),
        Holder::Queue { .. } => words::queue().to_owned(),
        Holder::Agent { agent, .. } => agent.name.as_str().to_owned(),
    }
}

/// What brought a person in, what the visitor was told to expect, and what the last person settled.
fn handed_over(open: Open) -> AnyView {
    let zone = expect_context::<Zone>();
    let has_any = memo(move |_| open.conversation.with(|it| it.handoff.is_some() || it.seal.is_some()));
    let facts = move || {
        view! {
            <h3>{words::handover()}</h3>
            <dl class="facts">
                {fact(open, words::reason(), |it| Some(reasons::told(&it.handoff.as_ref()?.cause)))}
                {fact(open, words::since(), move |it| Some(told(it.handoff.as_ref()?.at, open.now.get_untracked(), zone)))}
                {fact(open, words::told_visitor(), move |it| {
                    let outlook = it.handoff.as_ref()?.outlook?;
                    match (outlook.opens_at, outlook.up_to_ms) {
                        (Some(at), _) => Some(words::team_back(&told(at, open.now.get_untracked(), zone))),
                        (None, Some(ms)) => Some(words::up_to(&brief(ms.max(0).unsigned_abs() / 1_000))),
                        (None, None) => None,
                    }
                })}
                {fact(open, words::settled(), |it| it.seal.as_ref().filter(|it| !it.settled.is_empty()).map(|it| it.settled.clone()))}
                {fact(open, words::settled_by(), |it| it.seal.as_ref().map(|it| it.by.name.as_str().to_owned()))}
            </dl>
        }
    };
    (move || has_any.get().then(facts)).into_any()
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
            if !sources
                .iter()
                .any(|known| known.href == citation.href && known.title == citation.title && known.section == citation.section)
            {
                sources.push(citation.clone());
            }
        }
    }
    sources
}
