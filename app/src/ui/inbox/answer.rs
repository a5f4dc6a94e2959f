//! What the AI said, what it rests on, and why it said it.

use crate::{
    api::receipts::read_receipt,
    domain::{
        answer::{Answer, Citation, Kind, Part},
        event::Event,
        id::DocumentId,
        turn::Turn,
    },
    ui::{
        effect::{effect, spawn_local},
        kit::{
            mark::{Icon, Mark},
            rich::{blocks, blocks_ending},
        },
        receipt::{Stored, receipt_view, replay::replay_view, to_page},
        words::answer as words,
    },
};
use leptos::{html, prelude::*};

/// One turn of the AI, with what stands under it.
pub fn answer_view(answer: &Answer, under: AnyView) -> AnyView {
    view! {
        <div class="bubble ai">
            <div dir="auto">{said(answer)}</div>
            {(!answer.citations.is_empty()).then(|| sources(answer))}
            {under}
        </div>
    }
    .into_any()
}

fn said(answer: &Answer) -> AnyView {
    match answer.kind {
        Kind::Grounded | Kind::Courtesy => parts(&answer.parts),
        Kind::Suggestion if !answer.parts.is_empty() => parts(&answer.parts),
        Kind::Suggestion => view! { <p class="rich">{words::asked_which()}</p> }.into_any(),
        Kind::NotCovered => view! { <p class="rich">{words::said_not_covered()}</p> }.into_any(),
    }
}

/// The parts, each run of parts that rest on one passage followed by its number.
fn parts(parts: &[Part]) -> AnyView {
    let numbered = parts.iter().enumerate().map(|(nth, part)| {
        let is_last_of_its_passage = parts.get(nth + 1).is_none_or(|next| next.cites != part.cites);
        (part, part.cites.filter(|_| is_last_of_its_passage))
    });
    numbered
        .map(|(part, n)| {
            view! {
                <div class="part rich">
                    {match n {
                        Some(n) => blocks_ending(&part.body.blocks, view! { <sup class="number">{n}</sup> }.into_any()),
                        None => blocks(&part.body.blocks),
                    }}
                </div>
            }
        })
        .collect_view()
        .into_any()
}

/// The passages as chips that open to the passage's own words and the way to its page.
fn sources(answer: &Answer) -> AnyView {
    let chips = answer
        .citations
        .iter()
        .map(|it| {
            view! {
                <li class="source">
                    <details>
                        <summary>
                            <span class="number">{it.n}</span>
                            <span class="source-title">{it.heading().to_owned()}</span>
                        </summary>
                        <blockquote dir="auto">{it.quote.clone()}</blockquote>
                        <p class="source-page">{page(it, answer.document(it.n))}</p>
                    </details>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="sources" role="list" aria-label=words::sources()>{chips}</ul> }.into_any()
}

fn page(it: &Citation, document: Option<&DocumentId>) -> AnyView {
    let away = it.href.is_some().then(|| view! { <Icon mark=Mark::Away/> });
    to_page(it.href.as_ref(), document, view! { {it.title.clone()} {away} })
}

/// Why the AI did it. It is drawn, and what it had read fetched, when somebody looks.
pub fn why(event: &Event) -> AnyView {
    let event = event.clone();
    let stored = RwSignal::new(None);
    let (is_drawn, has_asked) = (RwSignal::new(false), StoredValue::new(false));
    let node = NodeRef::<html::Details>::new();
    let look = {
        let (conversation, seq) = (event.conversation.clone(), event.seq);
        move || {
            is_drawn.set(true);
            if has_asked.get_value() {
                return;
            }
            has_asked.set_value(true);
            let conversation = conversation.clone();
            spawn_local(async move {
                let read = read_receipt(conversation, seq).await;
                // What failed is asked for again when it is opened again.
                has_asked.try_set_value(read.is_ok());
                stored.try_set(Some(read));
            });
        }
    };
    effect({
        let look = look.clone();
        // Opened before the page was alive.
        move || {
            if node.get().is_some_and(|it| it.open()) {
                look();
            }
        }
    });
    view! {
        <details class="why" node_ref=node on:toggle=move |_| look()>
            <summary>{words::why()}</summary>
            {move || is_drawn.get().then(|| drawn(&event, stored.into()))}
        </details>
    }
    .into_any()
}

// A function of its own, so that its code needn't come before the page is alive.
#[inline(never)]
fn drawn(event: &Event, stored: Stored) -> AnyView {
    let receipt = receipt_view(&Turn::of([&event.what]), stored);
    view! { {receipt} {replay_view(event.conversation.clone(), event.seq)} }.into_any()
}
