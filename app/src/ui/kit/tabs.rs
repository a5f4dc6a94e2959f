//! Links that choose one of a few views of the same thing. They work without script.

use crate::ui::words::number;
use leptos::prelude::*;

/// One of them, with how many it holds.
#[component]
pub fn TabLink(
    href: &'static str,
    label: &'static str,
    #[prop(into)] count: Signal<u64>,
    #[prop(into)] is_current: Signal<bool>,
) -> impl IntoView {
    view! {
        <a class="tab" href=href aria-current=move || is_current.get().then_some("true")>
            {label}
            " "
            <span class="count">{move || number(count.get())}</span>
        </a>
    }
}
