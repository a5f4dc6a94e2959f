//! Buttons that put a text into the clipboard, and say so.

use crate::ui::{
    browser,
    effect::still,
    kit::mark::{Icon, Mark},
    words::{common as words, identity},
};
use leptos::prelude::*;
use std::time::Duration;

/// So long it says that it was copied.
const COPIED: Duration = Duration::from_secs(2);

/// The button, with `label` on it.
pub fn copier(label: &'static str, text: String) -> AnyView {
    let is_copied = RwSignal::new(false);
    let press = move |_| {
        browser::copy(&text);
        is_copied.set(true);
        set_timeout(
            move || {
                is_copied.try_set(false);
            },
            COPIED,
        );
    };
    view! {
        <button type="button" class="button" on:click=press>
            <Icon mark=Mark::Link/>
            {label}
        </button>
        <span class="quiet" role="status">{move || if is_copied.get() { words::copied() } else { "" }}</span>
    }
    .into_any()
}

/// A text that is there to be copied, with the button beside it.
pub fn to_copy(text: &str) -> AnyView {
    let is_copied = RwSignal::new(false);
    let kept = StoredValue::new(text.to_owned());
    let copy = move |_| {
        kept.with_value(|text| browser::copy(text));
        is_copied.set(true);
    };
    view! {
        <div class="to-copy">
            <pre class="shape" dir="ltr" tabindex="0">{text.to_owned()}</pre>
            <button type="button" class="button button-quiet" on:click=copy>
                {move || if still(&is_copied) { identity::copied() } else { identity::copy() }}
            </button>
        </div>
    }
    .into_any()
}
