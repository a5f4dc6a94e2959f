//! What stands where there is nothing, nothing yet, or something went wrong.

use super::{
    button::{Button, Press},
    mark::{Icon, Mark},
};
use crate::ui::words::common as words;
use leptos::prelude::*;

/// Nothing is here: what will be, and the next step.
#[component]
pub fn Empty(mark: Mark, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-mark"><Icon mark=mark/></span>
            <h2 class="empty-title">{title}</h2>
            <div class="empty-words">{children()}</div>
        </div>
    }
}

/// It couldn't be read: what happened, and a way to try again.
#[component]
pub fn Trouble(say: String, #[prop(into)] on_retry: Press) -> impl IntoView {
    view! {
        <div class="empty" role="alert">
            <span class="empty-mark"><Icon mark=Mark::Warn/></span>
            <p class="empty-words">{say}</p>
            <Button on_press=on_retry>{words::retry()}</Button>
        </div>
    }
}

/// The shape of what comes, in `n` bars. It shows itself only where the wait is felt.
#[component]
pub fn Skeleton(n: usize, shape: &'static str) -> impl IntoView {
    view! {
        <div class=format!("skeleton {shape}") role="status">
            <span class="unseen">{words::loading()}</span>
            {(0..n).map(|_| view! { <span class="skeleton-bar"></span> }).collect_view()}
        </div>
    }
}
