//! The tags of a conversation: add, remove.

use crate::ui::effect::{effect, memo};
use crate::{
    api::views::read_choices,
    domain::{command::Command, label::Tag},
    ui::{
        inbox::{holder::Acts, open::Open},
        keys::table::{Act, Marks},
        kit::{
            keyed::keyed,
            mark::{Icon, Mark},
        },
        palette::{moved, score::ranked},
        words::{details as words, faults},
    },
};
use leptos::{ev, html, prelude::*, task::spawn_local};

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
            {move || if is_adding.get() { field(open, acts, is_adding) } else { adder(is_adding) }}
        </div>
    }
    .into_any()
}

fn adder(is_adding: RwSignal<bool>) -> AnyView {
    let marks = Marks::of(Some(Act::Tag));
    view! {
        <button
            type="button"
            class="button button-quiet tag-add"
            data-act=marks.hook()
            aria-keyshortcuts=move || marks.spoken()
            title=move || marks.title()
            on:click=move |_| is_adding.set(true)
        >
            <Icon mark=Mark::Tag/>
            {words::add_tag()}
        </button>
    }
    .into_any()
}

/// Tags of the workspace that are offered at once.
const MOST: usize = 8;
/// The id of the list of them.
const LIST: &str = "known-tags";

/// The tags that the workspace knows and that fit what was typed; those that the conversation has already aren't offered.
fn fitting(known: &[Tag], typed: &str, has: impl Fn(&Tag) -> bool) -> Vec<Tag> {
    let all = known.iter().map(|it| (it.as_str(), it.as_str()));
    ranked(typed, all, &[]).into_iter().map(|at| known[at].clone()).filter(|it| !has(it)).take(MOST).collect()
}

/// Stays for the next tag; Escape, or leaving it empty, puts it away. What the workspace knows is offered while one types.
fn field(open: Open, acts: Acts, is_adding: RwSignal<bool>) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let known = RwSignal::new(Vec::<Tag>::new());
    let typed = RwSignal::new(String::new());
    // Nothing is chosen until an arrow was pressed: Enter adds what was typed.
    let at = RwSignal::new(None::<usize>);
    effect(move || {
        if let Some(input) = node.get() {
            // Only an input that is gone can't take the focus.
            let _ = input.focus();
        }
        spawn_local(async move {
            // Tags that can't be read now aren't offered; any can be typed.
            if let Ok(choices) = read_choices().await {
                known.try_set(choices.tags);
            }
        });
    });
    let offered = Memo::new(move |_| open.conversation.with(|it| known.with(|known| fitting(known, &typed.get(), |tag| it.has_tag(tag)))));
    let add = move |tag: Tag| {
        typed.set(String::new());
        at.set(None);
        acts.run(Command::Tag { tag }, || {});
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let chosen = at.get_untracked().and_then(|at| offered.with_untracked(|all| all.get(at).cloned()));
        match chosen.map_or_else(|| Tag::parse(&typed.get_untracked()), Ok) {
            Ok(tag) => add(tag),
            Err(fault) => acts.fail(faults::say(&fault)),
        }
    };
    let leave = move |_| {
        // It is left as well when it is taken away: then there is nothing to look at any more.
        if typed.try_with_untracked(|it| it.trim().is_empty()) == Some(true) {
            is_adding.try_set(false);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        _ if event.is_composing() => {}
        "Escape" => {
            event.stop_propagation();
            is_adding.set(false);
        }
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            let key = event.key();
            let n = offered.with_untracked(Vec::len);
            let next = match at.get_untracked() {
                Some(at) => moved(&key, at, n),
                None if key == "ArrowDown" => 0,
                None => n.saturating_sub(1),
            };
            at.set((n > 0).then_some(next));
        }
        _ => {}
    };
    let option = move |(nth, tag): (usize, Tag)| {
        let name = tag.as_str().to_owned();
        view! {
            <li
                id=option_id(nth)
                class="found"
                role="option"
                dir="auto"
                aria-selected=move || if at.get() == Some(nth) { "true" } else { "false" }
                // Before the field loses the focus, and the list with it.
                on:mousedown=move |event| {
                    event.prevent_default();
                    add(tag.clone());
                }
            >
                {name}
            </li>
        }
    };
    view! {
        <form class="tag-form" on:submit=submit>
            <input
                class="input"
                type="text"
                role="combobox"
                maxlength="40"
                dir="auto"
                autocomplete="off"
                aria-label=words::tag()
                placeholder=words::tag()
                aria-autocomplete="list"
                aria-controls=LIST
                aria-expanded=move || if offered.with(Vec::is_empty) { "false" } else { "true" }
                aria-activedescendant=move || at.get().map(option_id)
                node_ref=node
                prop:value=typed
                on:input=move |event| {
                    at.set(None);
                    typed.set(event_target_value(&event));
                }
                on:blur=leave
                on:keydown=on_key
            />
            <ul id=LIST class="popup tag-list" role="listbox" aria-label=words::known_tags() hidden=move || offered.with(Vec::is_empty)>
                {move || offered.get().into_iter().enumerate().map(option).collect_view()}
            </ul>
        </form>
    }
    .into_any()
}

fn option_id(nth: usize) -> String {
    format!("{}-{nth}", LIST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tags_are_offered_by_how_well_they_fit_and_once() {
        let known: Vec<Tag> = ["shipping", "billing", "bill gates", "vip"].into_iter().map(|it| Tag::parse(it).expect("a tag")).collect();
        let offered =
            |typed: &str| fitting(&known, typed, |tag| tag.as_str() == "vip").iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(offered("bil"), ["billing", "bill gates"]);
        assert_eq!(offered("bill"), ["bill gates", "billing"], "a whole word first");
        assert_eq!(offered(""), ["shipping", "billing", "bill gates"]);
        assert_eq!(offered("vip"), Vec::<String>::new(), "what it has already isn't offered");
    }
}
