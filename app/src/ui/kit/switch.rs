//! What is on or off, at once.

use crate::ui::effect::still;
use leptos::prelude::*;

/// A switch. `label` names what it switches; it isn't seen.
pub fn switch(label: Signal<String>, is_on: Signal<bool>, flip: impl Fn(bool) + 'static) -> AnyView {
    let flip: Box<dyn Fn(bool)> = Box::new(flip);
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-label=label
            aria-checked=move || if still(&is_on) { "true" } else { "false" }
            on:click=move |_| flip(!is_on.get_untracked())
        >
            <span class="switch-knob"></span>
        </button>
    }
    .into_any()
}
