//! What the owner's own system says of a visitor, as the team sees it.

use crate::{
    domain::card::{Card, Looked},
    ui::{kit::rich::away, words::card as words},
};
use leptos::prelude::*;

/// What came of asking, in a card or a sentence.
pub fn looked(it: &Looked) -> AnyView {
    match it {
        Looked::Off => view! { <p class="quiet">{words::off()}</p> }.into_any(),
        Looked::Lacks { place } => view! { <p class="quiet">{words::lacks(&words::place(place))}</p> }.into_any(),
        Looked::Unknown => view! { <p class="quiet">{words::unknown()}</p> }.into_any(),
        Looked::Found { card } => drawn(card),
        Looked::Failed { why } => view! { <p class="wrong">{words::failed(why)}</p> }.into_any(),
    }
}

fn drawn(card: &Card) -> AnyView {
    let rows = card
        .rows
        .iter()
        .map(|it| {
            let value = match &it.href {
                Some(href) => away(href, it.value.clone()),
                None => it.value.clone().into_any(),
            };
            view! { <div><dt dir="auto">{it.label.clone()}</dt><dd dir="auto">{value}</dd></div> }
        })
        .collect_view();
    let title = card.title.clone().map(|title| view! { <p class="card-title" dir="auto">{title}</p> });
    view! { {title} <dl class="facts">{rows}</dl> }.into_any()
}
