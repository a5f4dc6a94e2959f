//! A window over the page. The browser keeps the focus in it, closes it on Escape, and gives the focus back.

use super::mark::{Icon, Mark};
use crate::ui::{effect::effect, words::common};
use leptos::{ev, html, prelude::*};
use std::sync::Arc;

/// A window that is open.
#[derive(Debug, Clone, Copy)]
pub struct Shown(NodeRef<html::Dialog>);

impl Shown {
    /// Closes it; the focus goes back to where it was.
    pub fn close(self) {
        if let Some(window) = self.0.try_get_untracked().flatten() {
            window.close();
        }
    }
}

/// A window with a head, while `is_open`. A press beside it closes it.
pub fn window(
    is_open: RwSignal<bool>,
    class: &'static str,
    label: &'static str,
    inside: impl Fn(Shown) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    bare_window(is_open, class, label, move |shown| {
        view! {
            <header class="dialog-head">
                <h2>{label}</h2>
                <button type="button" class="icon-button" aria-label=common::close() on:click=move |_| shown.close()>
                    <Icon mark=Mark::Cross/>
                </button>
            </header>
            {inside(shown)}
        }
        .into_any()
    })
}

/// The same without a head.
pub fn bare_window(
    is_open: RwSignal<bool>,
    class: &'static str,
    label: &'static str,
    inside: impl Fn(Shown) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    while_open(is_open, class, label, Arc::new(inside))
}

type Inside = Arc<dyn Fn(Shown) -> AnyView + Send + Sync>;

fn while_open(is_open: RwSignal<bool>, class: &'static str, label: &'static str, inside: Inside) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    effect(move || {
        if let Some(window) = node.get().filter(|it| !it.open()) {
            // Only a window that is open already can't be opened.
            let _ = window.show_modal();
        }
    });
    (move || is_open.get().then(|| dialog(is_open, class, label, node, &inside))).into_any()
}

// A function of its own, so that its code needn't come before the page is alive.
#[inline(never)]
fn dialog(is_open: RwSignal<bool>, class: &'static str, label: &'static str, node: NodeRef<html::Dialog>, inside: &Inside) -> AnyView {
    let on_click = move |event: ev::MouseEvent| {
        let is_ground = node.get_untracked().is_some_and(|it| event.target().as_ref() == Some(it.as_ref()));
        if is_ground {
            Shown(node).close();
        }
    };
    view! {
        <dialog class=format!("dialog {class}") aria-label=label node_ref=node on:close=move |_| is_open.set(false) on:click=on_click>
            <div class="dialog-body">{inside(Shown(node))}</div>
        </dialog>
    }
    .into_any()
}
