//! Why the AI did what it did: for the thread, and for trials.

pub mod replay;

use super::{
    kit::{
        mark::{Icon, Mark},
        rich::{away, blocks},
        time::{Zone, exact, rfc3339},
    },
    words::{answer as words, decimal, faults, receipt as told},
};
use crate::{
    api::receipts::{Kept, Standing},
    domain::{
        answer::{Receipt, Retrieved},
        fault::Fault,
        id::DocumentId,
        piece::{Piece, Side},
        rich::Href,
        turn::{Check, Turn},
    },
};
use leptos::prelude::*;

/// The stored passages once they were asked for; none for a trial, which weighs what is there now.
pub type Stored = Signal<Option<Result<Vec<Kept>, Fault>>>;

/// All that a receipt tells of a turn.
pub fn receipt_view(turn: &Turn, stored: Stored) -> AnyView {
    let receipt = turn.receipt().cloned();
    let steps = steps(&turn.checks());
    view! {
        {steps}
        {receipt.map(|receipt| found(&receipt, stored))}
    }
    .into_any()
}

/// The steps on the way; the one that decided is marked.
fn steps(checks: &[Check]) -> AnyView {
    if checks.is_empty() {
        return ().into_any();
    }
    let rows = checks
        .iter()
        .map(|check| {
            let mark = if check.decides { Mark::Flag } else { Mark::Down };
            view! {
                <li class="step" class:step-decides=check.decides>
                    <Icon mark/>
                    <span>{told::check(check)} {check.decides.then(|| view! { " " <em class="badge">{told::decided()}</em> })}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="steps" role="list" aria-label=told::steps()>{rows}</ol> }.into_any()
}

/// What was found, and how.
fn found(receipt: &Receipt, stored: Stored) -> AnyView {
    let gates = receipt
        .gates
        .iter()
        .filter(|gate| gate.name != "confidence")
        .map(|gate| view! { <div><dt>{words::figure(&gate.name)}</dt><dd>{decimal(gate.value)}</dd></div> })
        .collect_view();
    view! {
        <dl class="facts">
            <div class="facts-wide"><dt>{words::searched_for()}</dt><dd dir="auto">{receipt.question.clone()}</dd></div>
            <div><dt>{words::engine()}</dt><dd>{receipt.engine.clone()}</dd></div>
            <div><dt>{words::confidence()}</dt><dd>{decimal(receipt.confidence)}</dd></div>
            <div><dt>{words::took()}</dt><dd>{words::milliseconds(receipt.ms.into())}</dd></div>
            {receipt.model.as_ref().map(told::used).map(|(figures, ended)| view! {
                <div class="facts-wide"><dt>{told::model()}</dt><dd dir="auto">{figures} <br/> {ended}</dd></div>
            })}
        </dl>
        {(!receipt.passages.is_empty()).then(|| weighed(&receipt.passages, stored))}
        {(!receipt.gates.is_empty()).then(|| view! {
            <details class="figures">
                <summary>{words::all_figures()}</summary>
                <dl class="facts">{gates}</dl>
            </details>
        })}
    }
    .into_any()
}

fn weighed(passages: &[Retrieved], stored: Stored) -> AnyView {
    let rows = passages
        .iter()
        .map(|it| {
            let passage = it.passage.clone();
            let kept = Memo::new(move |_| match stored.get() {
                Some(Ok(all)) => Some(all.into_iter().find(|kept| kept.passage == passage)),
                _ => None,
            });
            view! {
                <tr>
                    <td>{it.used.map(|n| view! { <span class="number">{n}</span><span class="unseen">" " {words::is_used()}</span> })}</td>
                    <td>
                        {to_page(it.href.as_ref(), Some(&it.document), passage_name(&it.title, &it.section))}
                        {move || kept.get().map(|kept| kept.map_or_else(|| view! { <p class="hint">{told::not_kept()}</p> }.into_any(), |kept| kept_view(&kept)))}
                    </td>
                    <td class="figure">{decimal(it.score)}</td>
                    <td class="figure">{it.version.chars().take(8).collect::<String>()}</td>
                </tr>
            }
        })
        .collect_view();
    let wrong = move || match stored.get() {
        Some(Err(fault)) => Some(view! { <p class="wrong" role="alert">{told::kept_failed(&faults::say(&fault))}</p> }),
        _ => None,
    };
    view! {
        <div class="weighed" tabindex="0" role="group" aria-label=words::weighed()>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words::used()}</th>
                        <th scope="col">{words::passage()}</th>
                        <th scope="col">{words::score()}</th>
                        <th scope="col">{words::version()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {wrong}
    }
    .into_any()
}

/// A passage as it was read then, and what became of it.
fn kept_view(it: &Kept) -> AnyView {
    let (zone, at) = (expect_context::<Zone>(), it.read_at);
    let changed = match &it.now {
        Standing::Changed { words } => {
            Some(view! { <p class="kept-change"><strong>{told::what_changed()}</strong> " " {pieces(words)}</p> })
        }
        _ => None,
    };
    view! {
        {standing_badge(&it.now)}
        <details class="kept">
            <summary>{told::as_read()} " " <time class="time" datetime=rfc3339(at)>{move || exact(at, zone)}</time></summary>
            <div class="kept-text rich" dir="auto">{blocks(&it.blocks)}</div>
            {changed}
        </details>
    }
    .into_any()
}

/// What became of a passage, in a word.
pub fn standing_badge(it: &Standing) -> AnyView {
    let (class, says) = match it {
        Standing::Same => ("badge", told::same_text()),
        Standing::Changed { .. } => ("badge badge-needs", told::changed_text()),
        Standing::Gone => ("badge badge-breach", told::gone_text()),
        Standing::New => ("badge badge-ai", told::new_text()),
    };
    view! { <span class=class>{says}</span> }.into_any()
}

/// Two texts laid over each other. What is gone and what is new is told in words, too.
pub fn pieces(of: &[Piece]) -> AnyView {
    let piece = |it: &Piece| match it.of {
        Side::Both => it.text.clone().into_any(),
        Side::Before => {
            view! { <del><span class="unseen">"[" {told::left_out()} ": "</span>{it.text.clone()}<span class="unseen">"]"</span></del> }
                .into_any()
        }
        Side::After => {
            view! { <ins><span class="unseen">"[" {told::added()} ": "</span>{it.text.clone()}<span class="unseen">"]"</span></ins> }
                .into_any()
        }
    };
    view! { <span class="pieces" dir="auto">{of.iter().map(piece).collect_view()}</span> }.into_any()
}

/// The way to a page: to where it stands on the web, else to what was read of it.
pub fn to_page(href: Option<&Href>, document: Option<&DocumentId>, words: impl IntoView + 'static) -> AnyView {
    let Some(document) = document.filter(|_| href.is_none()) else { return away(href, words) };
    let preview = ["/knowledge/page/", document.as_str()].concat();
    view! { <a href=preview>{words.into_view()}</a> }.into_any()
}

/// What a passage is called: its page, and its heading in it.
pub fn passage_name(title: &str, section: &str) -> String {
    if section.is_empty() { title.to_owned() } else { format!("{title} › {section}") }
}
