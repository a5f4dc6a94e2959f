//! A button that puts a text into the clipboard, and says so.

use crate::ui::{
    browser,
    kit::mark::{Icon, Mark},
    words::common as words,
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
