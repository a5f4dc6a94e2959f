//! What can be pressed.

use crate::ui::{
    effect::still,
    keys::table::{Act, Marks},
};
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

/// What a press does.
pub struct Press(Box<dyn Fn() + Send + Sync>);

impl<F: Fn() + Send + Sync + 'static> From<F> for Press {
    fn from(press: F) -> Self {
        Self(Box::new(press))
    }
}

/// A button with words. It isn't `disabled` while busy, so that the focus stays where it is. `act`: whose keys press it.
#[component]
pub fn Button(
    #[prop(optional)] weight: Weight,
    #[prop(optional, into)] is_busy: Signal<bool>,
    #[prop(optional_no_strip)] act: Option<Act>,
    #[prop(into)] on_press: Press,
    children: Children,
) -> impl IntoView {
    let press = move |_: MouseEvent| {
        if !is_busy.get_untracked() {
            (on_press.0)();
        }
    };
    let marks = Marks::of(act);
    view! {
        <button
            type="button"
            class=weight.class()
            data-act=marks.hook()
            aria-keyshortcuts=move || marks.spoken()
            title=move || marks.title()
            aria-disabled=move || still(&is_busy).then_some("true")
            on:click=press
        >
            {children()}
        </button>
    }
}
