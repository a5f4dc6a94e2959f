//! What the AI said, what it rests on, and why it said it.

use crate::{
    domain::answer::{Answer, Citation, Kind, Part, Receipt, Retrieved},
    ui::kit::{
        mark::{Icon, Mark},
        rich::{away, blocks, blocks_ending},
    },
};
use leptos::prelude::*;

/// One turn of the AI.
pub fn answer_view(answer: &Answer) -> AnyView {
    view! {
        <div class="bubble ai">
            <div dir="auto">{words(answer)}</div>
            {(!answer.citations.is_empty()).then(|| sources(&answer.citations))}
            {why(&answer.receipt)}
        </div>
    }
    .into_any()
}

fn words(answer: &Answer) -> AnyView {
    match answer.kind {
        Kind::Grounded | Kind::Courtesy => parts(&answer.parts),
        Kind::Suggestion => view! { <p class="rich">"Not sure, so it asked: is it one of these?"</p> }.into_any(),
        Kind::NotCovered => view! { <p class="rich">"Said that this isn't in the docs, and offered a person."</p> }.into_any(),
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
    view! { <ul class="sources" role="list" aria-label="Sources">{chips}</ul> }.into_any()
}

/// The receipt: how the passages were found, how sure it was, and what was weighed.
pub fn why(receipt: &Receipt) -> AnyView {
    let gates = receipt
        .gates
        .iter()
        .filter(|gate| gate.name != "confidence")
        .map(|gate| view! { <div><dt>{in_words(&gate.name)}</dt><dd>{figure(gate.value)}</dd></div> })
        .collect_view();
    view! {
        <details class="why">
            <summary>"Why"</summary>
            <dl class="facts">
                <div class="facts-wide"><dt>"Searched for"</dt><dd dir="auto">{receipt.question.clone()}</dd></div>
                <div><dt>"Engine"</dt><dd>{receipt.engine.clone()}</dd></div>
                <div><dt>"Confidence"</dt><dd>{format!("{:.2}", receipt.confidence)}</dd></div>
                <div><dt>"Took"</dt><dd>{format!("{} ms", receipt.ms)}</dd></div>
            </dl>
            {(!receipt.passages.is_empty()).then(|| weighed(&receipt.passages))}
            {(!receipt.gates.is_empty()).then(|| view! {
                <details class="figures">
                    <summary>"All figures"</summary>
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
                    <td>{it.used.map(|n| view! { <span class="number">{n}</span><span class="unseen">" used"</span> })}</td>
                    <td>{away(&it.href, passage_name(it))}</td>
                    <td class="figure">{format!("{:.2}", it.score)}</td>
                    <td class="figure">{it.version.chars().take(8).collect::<String>()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="weighed" tabindex="0" role="group" aria-label="Passages that were weighed">
            <table>
                <thead>
                    <tr><th scope="col">"Used"</th><th scope="col">"Passage"</th><th scope="col">"Score"</th><th scope="col">"Version"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A figure to two digits; one that rounds to nothing has no sign.
fn figure(value: f32) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// A figure's name as a person reads it: `answer_from` is "Answer from".
fn in_words(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn passage_name(it: &Retrieved) -> String {
    if it.section.is_empty() { it.title.clone() } else { format!("{} › {}", it.title, it.section) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_sign() {
        assert_eq!([-0.001, 0.0, -1.5, 0.256].map(figure), ["0.00", "0.00", "-1.50", "0.26"]);
    }

    #[test]
    fn the_names_of_figures_are_words() {
        for (name, told) in [("answer_from", "Answer from"), ("Lead", "Lead"), ("", "")] {
            assert_eq!(in_words(name), told);
        }
    }
}
