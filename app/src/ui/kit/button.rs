//! What can be pressed.

use leptos::{ev::MouseEvent, prelude::*};

/// How loudly a button asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// The next step.
    Primary,
    #[default]
    Plain,
    /// On nothing but its word.
    Quiet,
}

impl Weight {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Plain => "button",
            Self::Quiet => "button button-quiet",
        }
    }
}

/// A button with words. It isn't `disabled` while busy, so that the focus stays where it is.
#[component]
pub fn Button(
    #[prop(optional)] weight: Weight,
    #[prop(optional, into)] is_busy: Signal<bool>,
    on_press: impl Fn() + Send + Sync + 'static,
    children: Children,
) -> impl IntoView {
    let press = move |_: MouseEvent| {
        if !is_busy.get_untracked() {
            on_press();
        }
    };
    view! {
        <button type="button" class=weight.class() aria-disabled=move || is_busy.get().then_some("true") on:click=press>
            {children()}
        </button>
    }
}
