//! How an owner's server signs a token, in the languages that most are written in.

use crate::ui::{
    effect::still,
    kit::copy::to_copy,
    words::{
        identity as words,
        signing::{EXAMPLES, IN_PAGE},
    },
};
use leptos::prelude::*;

pub(super) fn examples(public_key: &str) -> AnyView {
    let at = RwSignal::new(0_usize);
    let key = public_key.to_owned();
    let choices =
        EXAMPLES.iter().enumerate().map(|(nth, (name, _))| view! { <option value=nth.to_string()>{*name}</option> }).collect_view();
    let shown = move || EXAMPLES.get(still(&at)).map(|(_, lines)| to_copy(&lines.replace("KEY", &key)));
    view! {
        <details class="example">
            <summary>{words::example()}</summary>
            <select
                class="chooser button"
                aria-label=words::example_in()
                on:change=move |event| at.set(event_target_value(&event).parse().unwrap_or_default())
            >
                {choices}
            </select>
            {shown}
            <p class="hint">{words::in_page()}</p>
            {to_copy(IN_PAGE)}
        </details>
    }
    .into_any()
}
