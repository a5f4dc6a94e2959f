//! What the AI said, what it rests on, and why it said it.

use crate::{
    domain::answer::{Answer, Citation, Kind, Part, Receipt, Retrieved},
    ui::kit::{
        mark::{Icon, Mark},
        rich::{away, blocks, blocks_ending},
    },
    ui::words::{answer as words, decimal},
};
use leptos::prelude::*;

/// One turn of the AI.
pub fn answer_view(answer: &Answer) -> AnyView {
    view! {
        <div class="bubble ai">
            <div dir="auto">{said(answer)}</div>
            {(!answer.citations.is_empty()).then(|| sources(&answer.citations))}
            {why(&answer.receipt)}
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
fn sources(citations: &[Citation]) -> AnyView {
    let chips = citations
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
                        <p class="source-page">{away(&it.href, view! { {it.title.clone()} <Icon mark=Mark::Away/> })}</p>
                    </details>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="sources" role="list" aria-label=words::sources()>{chips}</ul> }.into_any()
}

/// The receipt: how the passages were found, how sure it was, and what was weighed.
pub fn why(receipt: &Receipt) -> AnyView {
    let gates = receipt
        .gates
        .iter()
        .filter(|gate| gate.name != "confidence")
        .map(|gate| view! { <div><dt>{words::figure(&gate.name)}</dt><dd>{decimal(gate.value)}</dd></div> })
        .collect_view();
    view! {
        <details class="why">
            <summary>{words::why()}</summary>
            <dl class="facts">
                <div class="facts-wide"><dt>{words::searched_for()}</dt><dd dir="auto">{receipt.question.clone()}</dd></div>
                <div><dt>{words::engine()}</dt><dd>{receipt.engine.clone()}</dd></div>
                <div><dt>{words::confidence()}</dt><dd>{decimal(receipt.confidence)}</dd></div>
                <div><dt>{words::took()}</dt><dd>{words::milliseconds(receipt.ms.into())}</dd></div>
            </dl>
            {(!receipt.passages.is_empty()).then(|| weighed(&receipt.passages))}
            {(!receipt.gates.is_empty()).then(|| view! {
                <details class="figures">
                    <summary>{words::all_figures()}</summary>
                    <dl class="facts">{gates}</dl>
                </details>
            })}
        </details>
    }
    .into_any()
}

fn weighed(passages: &[Retrieved]) -> AnyView {
    let rows = passages
        .iter()
        .map(|it| {
            view! {
                <tr>
                    <td>{it.used.map(|n| view! { <span class="number">{n}</span><span class="unseen">" " {words::is_used()}</span> })}</td>
                    <td>{away(&it.href, passage_name(it))}</td>
                    <td class="figure">{decimal(it.score)}</td>
                    <td class="figure">{it.version.chars().take(8).collect::<String>()}</td>
                </tr>
            }
        })
        .collect_view();
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
    }
    .into_any()
}

fn passage_name(it: &Retrieved) -> String {
    if it.section.is_empty() { it.title.clone() } else { format!("{} › {}", it.title, it.section) }
}
