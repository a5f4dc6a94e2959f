//! What is looked up while somebody types: canned replies after `/`, colleagues after `@`.

use super::{
    canned::{CannedReplies, for_this},
    caret::{Looking, Search, byte_at, replaced, search, units_at},
    draft::{Draft, Mode},
    mention::fits,
    outbox::Outbox,
};
use crate::ui::effect::spawn_local;
use crate::{
    api::composer::list_callable,
    domain::canned::unfilled,
    ui::{
        browser,
        words::{canned as canned_words, composer as words},
    },
};
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// So many are offered at once.
const MOST: usize = 8;

/// One that fits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Found {
    label: String,
    hint: String,
    put: String,
}

/// The list over the field.
#[derive(Debug, Clone, Copy)]
pub struct Lookup {
    search: RwSignal<Option<Search>>,
    at: RwSignal<usize>,
    draft: Draft,
    outbox: Outbox,
    node: NodeRef<html::Textarea>,
    replies: CannedReplies,
}

impl Lookup {
    /// The id of the list.
    pub const LIST: &'static str = "lookup";

    pub fn new(draft: Draft, outbox: Outbox, node: NodeRef<html::Textarea>, replies: CannedReplies) -> Self {
        Self { search: RwSignal::new(None), at: RwSignal::new(0), draft, outbox, node, replies }
    }

    /// Looks at what stands before the caret.
    pub fn look(self) {
        let Some(field) = self.node.get_untracked() else { return };
        let is_note = self.draft.mode.get_untracked() == Mode::Note;
        let text = field.value();
        let found = search(&text, byte_at(&text, browser::caret(&field)), is_note);
        match found.as_ref().map(|it| &it.looking) {
            Some(Looking::Canned) => self.replies.ask(),
            Some(Looking::Member) => self.ask_members(),
            None => {}
        }
        if self.search.try_with_untracked(|it| *it != found) == Some(true) {
            self.at.set(0);
            self.search.set(found);
        }
    }

    pub fn close(self) {
        // Told by a field that is being taken away, too: what nobody hears any more isn't news.
        if self.search.try_with_untracked(Option::is_some) == Some(true) {
            self.search.set(None);
        }
    }

    /// Takes a key that is the list's; says whether it did.
    pub fn on_key(self, event: &KeyboardEvent) -> bool {
        if event.is_composing() || self.search.with_untracked(Option::is_none) {
            return false;
        }
        let found = untrack(move || self.found());
        let n = found.len();
        match event.key().as_str() {
            "Escape" => self.close(),
            _ if n == 0 => return false,
            "ArrowDown" => self.at.update(|at| *at = (*at + 1) % n),
            "ArrowUp" => self.at.update(|at| *at = (*at + n - 1) % n),
            "Enter" | "Tab" if !event.shift_key() && !event.ctrl_key() && !event.meta_key() => {
                if let Some(it) = found.get(self.at.get_untracked()) {
                    self.choose(it);
                }
            }
            _ => return false,
        }
        true
    }

    /// The id of the one that Enter takes.
    pub fn active(self) -> Option<String> {
        self.search.with(Option::is_some).then(|| format!("{}-{}", Self::LIST, self.at.get()))
    }

    /// Puts a text where the caret stands.
    pub fn put(self, text: &str) {
        let Some(field) = self.node.get_untracked() else { return };
        let at = byte_at(&field.value(), browser::caret(&field));
        self.replace(at, at, text);
    }

    /// Marks the first variable that wasn't filled in.
    pub fn mark_unfilled(self) {
        let text = untrack(|| self.draft.text(self.draft.mode.get()));
        if let (Some(field), Some(variable)) = (self.node.get_untracked(), unfilled(&text).first())
            && let Some(at) = text.find(variable)
        {
            browser::mark_text(&field, units_at(&text, at), units_at(&text, at + variable.len()));
        }
    }

    /// The list, where something is being looked up.
    pub fn view(self) -> AnyView {
        let row = move |(nth, it): (usize, Found)| {
            let chosen = it.clone();
            view! {
                <li
                    id=format!("{}-{nth}", Self::LIST)
                    class="found"
                    role="option"
                    aria-selected=move || if self.at.get() == nth { "true" } else { "false" }
                    // Before the field loses the focus, and the list with it.
                    on:mousedown=move |event| {
                        event.prevent_default();
                        self.choose(&chosen);
                    }
                >
                    <span class="found-name" dir="auto">{it.label}</span>
                    <span class="found-hint" dir="auto">{it.hint}</span>
                </li>
            }
        };
        let rows = move || {
            let found = self.found();
            let is_none = found.is_empty();
            (
                found.into_iter().enumerate().map(row).collect_view(),
                is_none.then(|| view! { <li class="found-none">{words::nothing_fits()}</li> }),
            )
        };
        let name = move || match self.search.get().map(|it| it.looking) {
            Some(Looking::Member) => words::colleagues(),
            _ => canned_words::canned(),
        };
        view! {
            <ul id=Self::LIST class="popup lookup" role="listbox" aria-label=name hidden=move || self.search.with(Option::is_none)>{rows}</ul>
        }
        .into_any()
    }

    fn found(self) -> Vec<Found> {
        let Some(search) = self.search.get() else { return Vec::new() };
        let mut found: Vec<(u8, Found)> = match search.looking {
            Looking::Canned => self.replies.all.with(|all| {
                let one = |it: &crate::domain::canned::Canned| {
                    let found = Found { label: format!("/{}", it.shortcut), hint: it.title.clone(), put: it.body.clone() };
                    Some((it.fits(&search.typed)?, found))
                };
                all.iter().filter_map(one).collect()
            }),
            Looking::Member => self.outbox.members.with(|all| {
                let one = |it: &crate::domain::person::Agent| {
                    let name = it.name.as_str();
                    let found = Found { label: name.to_owned(), hint: String::new(), put: format!("@{name} ") };
                    Some((fits(it, &search.typed)?, found))
                };
                all.iter().filter_map(one).collect()
            }),
        };
        found.sort_by_key(|(fit, _)| *fit);
        found.into_iter().take(MOST).map(|(_, it)| it).collect()
    }

    fn choose(self, it: &Found) {
        let (Some(search), Some(field)) = (self.search.get_untracked(), self.node.get_untracked()) else { return };
        let put = match search.looking {
            Looking::Canned => for_this(&it.put, self.outbox.open),
            Looking::Member => it.put.clone(),
        };
        let caret = byte_at(&field.value(), browser::caret(&field));
        self.replace(search.from, caret, &put);
        self.close();
        if search.looking == Looking::Canned {
            self.mark_unfilled();
        }
    }

    fn replace(self, from: usize, to: usize, put: &str) {
        let Some(field) = self.node.get_untracked() else { return };
        let (text, after) = replaced(&field.value(), from, to, put);
        field.set_value(&text);
        let caret = units_at(&text, after);
        self.draft.write(self.draft.mode.get_untracked(), text);
        browser::mark_text(&field, caret, caret);
    }

    fn ask_members(self) {
        if self.outbox.members.with_untracked(Vec::is_empty) {
            spawn_local(async move {
                // Whoever can't be read now is looked up again with the next letter.
                if let Ok(members) = list_callable().await {
                    self.outbox.members.try_set(members);
                }
            });
        }
    }
}
