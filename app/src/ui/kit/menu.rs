//! A button that opens a small panel: choices, or a line to fill in.

use super::mark::{Icon, Mark};
use crate::ui::browser;
use crate::ui::effect::effect;
use leptos::{ev, html, prelude::*};

/// What a menu's button looks like.
#[derive(Debug, Clone, Copy)]
pub enum Face {
    /// The words of the menu and an arrow.
    Words,
    /// A sign; the words are its name.
    Sign(Mark),
}

/// A menu that is open or not.
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    is_open: RwSignal<bool>,
    button: NodeRef<html::Button>,
}

impl Opened {
    /// Closes it; the focus goes back to where it came from.
    pub fn close(self) {
        self.is_open.try_set(false);
        if let Some(button) = self.button.try_get_untracked().flatten() {
            // A button that is gone needs no focus.
            let _ = button.focus();
        }
    }
}

/// A menu. Escape, a press outside or another focus closes it; arrows go through its buttons.
pub fn menu(label: &'static str, face: Face, panel: impl Fn(Opened) -> AnyView + Send + Sync + 'static) -> AnyView {
    opening(label, face, Box::new(panel))
}

fn opening(label: &'static str, face: Face, panel: Box<dyn Fn(Opened) -> AnyView + Send + Sync>) -> AnyView {
    let opened = Opened { is_open: RwSignal::new(false), button: NodeRef::new() };
    let is_open = opened.is_open;
    let root = NodeRef::<html::Div>::new();
    effect(move || {
        if !is_open.get() {
            return;
        }
        let leave = move |target| {
            if root.get_untracked().is_some_and(|root| !browser::is_within(target, &root)) {
                is_open.set(false);
            }
        };
        let presses = window_event_listener(ev::pointerdown, move |event| leave(event.target()));
        let moves = window_event_listener(ev::focusin, move |event| leave(event.target()));
        on_cleanup(move || {
            presses.remove();
            moves.remove();
        });
    });
    let on_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Escape" if is_open.get_untracked() => {
            event.stop_propagation();
            opened.close();
        }
        "ArrowDown" if !browser::is_typing() => step(&event, is_open, 1),
        "ArrowUp" if !browser::is_typing() => step(&event, is_open, -1),
        _ => {}
    };
    let (class, inner) = match face {
        Face::Words => ("button menu-words", view! { {label} <Icon mark=Mark::Caret/> }.into_any()),
        Face::Sign(mark) => ("icon-button", view! { <Icon mark/> }.into_any()),
    };
    let name = matches!(face, Face::Sign(_)).then_some(label);
    view! {
        <div class="menu" node_ref=root on:keydown=on_key>
            <button
                type="button"
                class=class
                aria-label=name
                title=name
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                node_ref=opened.button
                on:click=move |_| is_open.update(|it| *it = !*it)
            >
                {inner}
            </button>
            {move || is_open.get().then(|| view! { <div class="menu-panel" role="group" aria-label=label>{panel(opened)}</div> })}
        </div>
    }
    .into_any()
}

fn step(event: &ev::KeyboardEvent, is_open: RwSignal<bool>, by: i32) {
    event.prevent_default();
    if is_open.get_untracked() {
        browser::step(".menu-panel button", by);
    } else {
        is_open.set(true);
    }
}

/// One choice of a menu; `is_on` where it is how things are.
pub fn item(label: String, is_on: bool, on_press: impl Fn() + 'static) -> AnyView {
    pressed(label, is_on, Box::new(on_press))
}

fn pressed(label: String, is_on: bool, on_press: Box<dyn Fn()>) -> AnyView {
    view! {
        <button type="button" class="menu-item" aria-pressed=is_on.then_some("true") on:click=move |_| on_press()>
            {label}
        </button>
    }
    .into_any()
}

/// A line to fill in within a menu: `kind` is that of an input; what was filled in comes trimmed.
pub fn line(label: &'static str, kind: &'static str, button: &'static str, on_submit: impl Fn(String) + 'static) -> AnyView {
    filled(label, kind, button, Box::new(on_submit))
}

fn filled(label: &'static str, kind: &'static str, button: &'static str, on_submit: Box<dyn Fn(String)>) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(input) = node.get() {
            // Only an input that is gone can't take the focus.
            let _ = input.focus();
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        on_submit(node.get_untracked().map(|it| it.value().trim().to_owned()).unwrap_or_default());
    };
    view! {
        <form class="menu-line" on:submit=submit>
            <label>
                <span>{label}</span>
                <input class="input" type=kind dir="auto" node_ref=node/>
            </label>
            <button type="submit" class="button">{button}</button>
        </form>
    }
    .into_any()
}
