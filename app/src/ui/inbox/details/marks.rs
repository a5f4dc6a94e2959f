//! The tags of a conversation: add, remove.

use crate::ui::effect::{effect, memo};
use crate::{
    domain::{command::Command, label::Tag},
    ui::{
        inbox::{holder::Acts, open::Open},
        kit::{
            keyed::keyed,
            mark::{Icon, Mark},
        },
        words::{details as words, faults},
    },
};
use leptos::{ev, html, prelude::*};

pub(super) fn tags(open: Open, acts: Acts) -> AnyView {
    let tags = memo(move |_| open.conversation.with(|it| it.tags.clone()));
    let is_adding = RwSignal::new(false);
    let chip = move |tag: Tag| {
        let name = tag.as_str().to_owned();
        let remove = move |_| acts.run(Command::Untag { tag: tag.clone() }, || {});
        view! {
            <li class="tag-chip">
                <span dir="auto">{name.clone()}</span>
                <button type="button" class="tag-remove" aria-label=words::remove_tag(&name) title=words::remove_tag(&name) on:click=remove>
                    <Icon mark=Mark::Cross/>
                </button>
            </li>
        }
    };
    view! {
        <div class="tag-row">
            <ul class="tag-chips" role="list" aria-label=words::tags()>
                {keyed(move || tags.get(), |it| it.tag.as_str().to_owned(), move |it| chip(it.tag))}
            </ul>
            {move || if is_adding.get() { field(acts, is_adding) } else { adder(is_adding) }}
        </div>
    }
    .into_any()
}

fn adder(is_adding: RwSignal<bool>) -> AnyView {
    view! {
        <button type="button" class="button button-quiet tag-add" on:click=move |_| is_adding.set(true)>
            <Icon mark=Mark::Tag/>
            {words::add_tag()}
        </button>
    }
    .into_any()
}

/// Stays for the next tag; Escape, or leaving it empty, puts it away.
fn field(acts: Acts, is_adding: RwSignal<bool>) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(input) = node.get() {
            // Only an input that is gone can't take the focus.
            let _ = input.focus();
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = node.get_untracked() else { return };
        match Tag::parse(&input.value()) {
            Ok(tag) => acts.run(Command::Tag { tag }, move || input.set_value("")),
            Err(fault) => acts.fail(faults::say(&fault)),
        }
    };
    let leave = move |_| {
        if node.get_untracked().is_some_and(|input| input.value().trim().is_empty()) {
            is_adding.set(false);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            is_adding.set(false);
        }
    };
    view! {
        <form class="tag-form" on:submit=submit>
            <input class="input" type="text" maxlength="40" dir="auto" autocomplete="off" aria-label=words::tag() placeholder=words::tag() node_ref=node on:blur=leave on:keydown=on_key/>
        </form>
    }
    .into_any()
}
