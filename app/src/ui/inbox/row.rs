//! One row of the list: who needs what from whom, how long they wait, the last words, who holds it.

use super::Chosen;
use crate::{
    domain::{
        conversation::{Conversation, Last},
        handoff::{Holder, Reason},
        person::Author,
        time::Timestamp,
    },
    ui::kit::{
        mark::{Mark, Marked},
        time::{Ago, Waiting},
    },
    ui::words::{common, list as words, reasons},
};
use leptos::prelude::*;

/// The row of one conversation.
#[component]
pub fn Row(row: Memo<Conversation>, now: ReadSignal<Timestamp>) -> impl IntoView {
    let Chosen(chosen) = expect_context();
    let is_chosen = Memo::new(move |_| chosen.with(|chosen| row.with(|row| chosen.as_ref() == Some(&row.id))));
    let href = move || row.with(href);
    let mark = Memo::new(move |_| row.with(mark_of));
    let reason = Memo::new(move |_| row.with(reason_of));
    let waiting_since = Memo::new(move |_| row.with(|it| it.waiting_since.filter(|_| it.is_open())));
    let changed_at = Memo::new(move |_| row.with(|it| it.changed_at));
    let holder = Memo::new(move |_| row.with(|it| it.holder.agent().map(|agent| agent.name.clone())));
    view! {
        <li class="row" class=("row-needs", move || row.with(Conversation::needs_person))>
            <a class="row-link" href=href aria-current=move || is_chosen.get().then_some("page")>
                <span class="row-mark">
                    {move || {
                        let (mark, says) = mark.get();
                        view! { <Marked mark says/> }
                    }}
                </span>
                <span class="row-top">
                    <span class="row-name" dir="auto">{move || row.with(|it| common::visitor(&it.visitor))}</span>
                    {move || match waiting_since.get() {
                        Some(since) => view! { <Waiting since now/> }.into_any(),
                        None => view! { <Ago at=changed_at now/> }.into_any(),
                    }}
                </span>
                <span class="row-below">
                    {move || reason.get().map(|why| view! { <span class="row-reason">{reasons::label(why)}</span> })}
                    <span class="row-words" dir="auto">{move || row.with(|it| it.last.as_ref().map(last_words))}</span>
                    {move || holder.get().map(|name| view! {
                        <span class="row-holder"><span class="unseen">{words::held_by()} " "</span>{name.as_str().to_owned()}</span>
                    })}
                </span>
            </a>
        </li>
    }
}

/// Where it opens. A closed one stays beside the closed ones.
fn href(row: &Conversation) -> String {
    let folder = if row.is_open() { "" } else { "?view=closed" };
    format!("/inbox/{}{folder}", row.id)
}

/// Its sign, and the sign in words.
pub fn mark_of(row: &Conversation) -> (Mark, &'static str) {
    match row.holder {
        _ if !row.is_open() => (Mark::Check, common::closed()),
        _ if row.needs_person() => (Mark::Hand, common::needs_person()),
        Holder::Agent { .. } => (Mark::Face, words::person_holds()),
        Holder::Queue { .. } | Holder::Assistant => (Mark::Spark, common::ai_answers()),
    }
}

/// Why a person is wanted, where one is.
pub fn reason_of(row: &Conversation) -> Option<Reason> {
    match row.holder {
        Holder::Queue { why, .. } => Some(why),
        Holder::Assistant => row.flag.as_ref().map(|flag| flag.why),
        Holder::Agent { .. } => None,
    }
}

/// The last message with its author, where it wasn't the visitor.
fn last_words(last: &Last) -> String {
    match &last.by {
        Author::Visitor | Author::Clock | Author::Rule { .. } => last.preview.clone(),
        Author::Assistant => words::ai_said(&last.preview),
        Author::Agent(agent) => format!("{}: {}", agent.name.as_str(), last.preview),
    }
}
