//! The palette: every action, page and conversation, by a few letters of its name.

pub mod entries;
pub mod score;

use super::{
    browser,
    inbox::{
        log::focused_line,
        open::{OpenNow, Opened},
    },
    keys::{Keys, sheet::strokes},
    kit::{
        mark::{Icon, Mark},
        window::{Shown, bare_window},
    },
    words::{palette as words, thread},
};
use crate::{
    api::{
        search::search,
        views::{Choices, read_choices, read_views},
    },
    domain::{id::Seq, search::Query, view::SavedView},
};
use entries::{Deed, Entry, Then, entries, found, new_tag};
use leptos::{ev, html, prelude::*, task::spawn_local};
use score::ranked;
use std::time::Duration;

/// So many actions and pages are offered, and so many conversations.
const MOST: usize = 30;
const MOST_FOUND: usize = 8;
/// So many are remembered.
const MOST_RECENT: usize = 8;
/// So long after the last letter conversations are looked for, and from so many letters on.
const PAUSE: Duration = Duration::from_millis(150);
const FEWEST: usize = 2;
/// Where this browser keeps what was used. Conversations are people's, and are remembered by the page alone.
const RECENT: &str = "palette";
/// The id of the list.
const LIST: &str = "palette-list";

#[derive(Debug, Clone, Copy)]
struct Palette {
    keys: Keys,
    open: OpenNow,
    /// What was open when it was last opened, and how often that was.
    opened: RwSignal<(Option<Opened>, u32)>,
    /// The line of the thread that had the focus then.
    line: StoredValue<Option<Seq>>,
    typed: RwSignal<String>,
    /// The one that Enter takes.
    at: RwSignal<usize>,
    choices: RwSignal<Choices>,
    saved: RwSignal<Vec<SavedView>>,
    found: RwSignal<Vec<Entry>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// The keys of what was used, the last first, and the conversations among them.
    recent: RwSignal<Vec<String>>,
    visited: RwSignal<Vec<Entry>>,
    field: NodeRef<html::Input>,
}

/// The palette, where it is asked for.
pub fn palette(keys: Keys) -> AnyView {
    let it = Palette {
        keys,
        open: expect_context(),
        opened: RwSignal::new((None, 0)),
        line: StoredValue::new(None),
        typed: RwSignal::new(String::new()),
        at: RwSignal::new(0),
        choices: RwSignal::new(Choices::default()),
        saved: RwSignal::new(Vec::new()),
        found: RwSignal::new(Vec::new()),
        timer: StoredValue::new(None),
        recent: RwSignal::new(Vec::new()),
        visited: RwSignal::new(Vec::new()),
        field: NodeRef::new(),
    };
    let all = Memo::new(move |_| it.choices.with(|choices| it.saved.with(|saved| it.entries(choices, saved))));
    let offered = Memo::new(move |_| it.offered(&all.read()));
    bare_window(keys.shows_palette, "palette", words::commands(), move |shown| it.view(shown, offered))
}

impl Palette {
    fn view(self, shown: Shown, offered: Memo<Vec<Entry>>) -> AnyView {
        self.begin();
        let choose = move |it: &Entry| self.choose(it, shown);
        let on_key = move |event: ev::KeyboardEvent| {
            let n = offered.with_untracked(Vec::len);
            let command_k = (event.ctrl_key() || event.meta_key()) && event.key() == "k";
            if event.is_composing() {
                return;
            }
            match event.key().as_str() {
                _ if command_k => shown.close(),
                "ArrowDown" | "ArrowUp" | "PageDown" | "PageUp" => self.at.set(moved(&event.key(), self.at.get_untracked(), n)),
                "Enter" => {
                    if let Some(it) = offered.with_untracked(|all| all.get(self.at.get_untracked()).cloned()) {
                        choose(&it);
                    }
                }
                _ => return,
            }
            event.prevent_default();
            browser::reveal(&option_id(self.at.get_untracked()));
        };
        let on_input = move |event: ev::Event| self.type_in(event_target_value(&event));
        let row = move |(nth, it): (usize, Entry)| self.row(nth, it, shown);
        view! {
            <div class="palette-line">
                <Icon mark=Mark::Search/>
                <input
                    class="palette-field"
                    type="text"
                    role="combobox"
                    dir="auto"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-label=words::what()
                    placeholder=words::hint()
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls=LIST
                    aria-activedescendant=move || offered.with(|all| (!all.is_empty()).then(|| option_id(self.at.get())))
                    node_ref=self.field
                    prop:value=self.typed
                    on:input=on_input
                    on:keydown=on_key
                />
            </div>
            <ul id=LIST class="palette-list" role="listbox" aria-label=words::fitting()>
                {move || offered.get().into_iter().enumerate().map(row).collect_view()}
            </ul>
            <p class="palette-says" role="status">
                {move || offered.with(|all| if all.is_empty() { words::none().to_owned() } else { words::n_fitting(all.len() as u64) })}
            </p>
        }
        .into_any()
    }

    /// Everything but what is found by searching.
    fn entries(self, choices: &Choices, saved: &[SavedView]) -> Vec<Entry> {
        entries(self.opened.get().0, self.line.get_value(), choices, saved)
    }

    /// What is known anew each time it opens.
    fn begin(self) {
        self.line.set_value(focused_line());
        self.opened.update(|it| *it = (self.open.get(), it.1 + 1));
        self.typed.set(String::new());
        self.at.set(0);
        self.found.set(Vec::new());
        self.recent.set(browser::remembered(RECENT).unwrap_or_default().lines().map(str::to_owned).collect());
        spawn_local(async move {
            // What can't be read now isn't offered; the rest is.
            if let Ok(choices) = read_choices().await {
                self.choices.try_set(choices);
            }
            if let Ok(views) = read_views(Vec::new()).await {
                self.saved.try_set(views.saved);
            }
        });
    }

    fn type_in(self, text: String) {
        self.at.set(0);
        self.typed.set(text.clone());
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        if text.trim().chars().count() < FEWEST || Query::parse(&text).wrong().is_some() {
            self.found.set(Vec::new());
            return;
        }
        let look = move || {
            spawn_local(async move {
                // What can't be looked for now is looked for with the next letter.
                if let Ok(read) = search(text.clone()).await
                    && self.typed.try_with_untracked(|typed| *typed == text) == Some(true)
                {
                    self.found.try_set(read.it.hits.iter().take(MOST_FOUND).map(found).collect());
                }
            });
        };
        self.timer.set_value(set_timeout_with_handle(look, PAUSE).ok());
    }

    fn offered(self, all: &[Entry]) -> Vec<Entry> {
        let typed = self.typed.get();
        let is_empty = typed.trim().is_empty();
        let recent = self.recent.get();
        let visited = self.visited.get();
        let known = || all.iter().chain(visited.iter());
        let fits_now = |it: &Entry| !is_empty || !it.is_deep || recent.contains(&it.key);
        let texts: Vec<String> = known().map(|it| format!("{} {}", it.label, it.hint)).collect();
        let pairs = known().map(|it| it.key.as_str()).zip(texts.iter().map(String::as_str));
        let places = ranked(&typed, pairs, &recent);
        let found = self.found.get();
        let is_new = |it: &Entry| !found.iter().any(|other| other.key == it.key);
        let mut offered: Vec<Entry> =
            places.into_iter().filter_map(|at| known().nth(at)).filter(|it| fits_now(it) && is_new(it)).take(MOST).cloned().collect();
        offered.extend(self.opened.get().0.and_then(|_| self.choices.with(|choices| new_tag(&typed, choices))));
        offered.extend(found);
        offered
    }

    fn row(self, nth: usize, it: Entry, shown: Shown) -> AnyView {
        let chosen = it.clone();
        let is_at = move || self.at.get() == nth;
        view! {
            <li
                id=option_id(nth)
                class="palette-row"
                role="option"
                aria-selected=move || if is_at() { "true" } else { "false" }
                // The field keeps the focus.
                on:mousedown=move |event| event.prevent_default()
                on:pointermove=move |_| if self.at.get_untracked() != nth { self.at.set(nth) }
                on:click=move |_| self.choose(&chosen, shown)
            >
                <Icon mark=it.mark/>
                <span class="palette-name" dir="auto">{it.label}</span>
                " "
                <span class="palette-hint" dir="auto">{it.hint}</span>
                {it.act.map(|act| view! { <span class="palette-keys">{strokes(act.shortcut().strokes)}</span> })}
            </li>
        }
        .into_any()
    }

    fn choose(self, it: &Entry, shown: Shown) {
        if let Deed::Type(text) = &it.deed {
            self.type_in(text.clone());
            if let Some(field) = self.field.get_untracked() {
                // A field that can't take the focus has its text all the same.
                let _ = field.focus();
            }
            return;
        }
        self.remember(it);
        shown.close();
        let (deed, keys, opened) = (it.deed.clone(), self.keys, self.opened.get_untracked().0);
        // Only now is the focus back where it was; what follows may move it.
        request_animation_frame(move || match deed {
            Deed::Act(act) => keys.perform(act),
            Deed::Go(path) => keys.go(&path),
            Deed::Do(command) => {
                if let Some(Opened { acts, .. }) = opened {
                    acts.run(command, || {});
                }
            }
            Deed::Copy(path) => {
                browser::copy(&format!("{}{path}", browser::origin()));
                if let Some(Opened { acts, .. }) = opened {
                    acts.undo.tell(thread::link_copied().to_owned());
                }
            }
            Deed::Remind(seq) => {
                if let Some(Opened { open, .. }) = opened {
                    open.remind().begin_with(open, seq);
                }
            }
            Deed::Press(selector) => browser::press_any(selector),
            Deed::Through(door, then) => {
                browser::press_any(door);
                request_animation_frame(move || match then {
                    Then::Focus(selector) => browser::focus(selector),
                    Then::Press(selector) => browser::press_any(selector),
                });
            }
            Deed::Type(_) => {}
        });
    }

    fn remember(self, it: &Entry) {
        let is_persons = it.key.starts_with("conversation ");
        if is_persons {
            self.visited.update(|all| {
                all.retain(|other| other.key != it.key);
                all.insert(0, it.clone());
                all.truncate(MOST_RECENT);
            });
            return;
        }
        self.recent.update(|all| {
            all.retain(|other| *other != it.key);
            all.insert(0, it.key.clone());
            all.truncate(MOST_RECENT);
        });
        browser::remember(RECENT, &self.recent.with_untracked(|all| all.join("\n")));
    }
}

fn option_id(nth: usize) -> String {
    format!("{}-{nth}", LIST)
}

/// Where a key leads in a list of `n`: round at its ends by one, and to its ends by a page.
pub fn moved(key: &str, at: usize, n: usize) -> usize {
    let last = n.saturating_sub(1);
    match key {
        _ if n == 0 => 0,
        "ArrowDown" => (at + 1) % n,
        "ArrowUp" => (at + last) % n,
        "PageDown" => (at + 8).min(last),
        "PageUp" => at.saturating_sub(8),
        _ => at.min(last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_and_pages_stop_at_the_ends() {
        for (key, at, n, then) in [
            ("ArrowDown", 0, 3, 1),
            ("ArrowDown", 2, 3, 0),
            ("ArrowUp", 0, 3, 2),
            ("ArrowUp", 2, 3, 1),
            ("PageDown", 1, 3, 2),
            ("PageDown", 1, 30, 9),
            ("PageUp", 9, 30, 1),
            ("PageUp", 3, 30, 0),
            ("ArrowDown", 0, 0, 0),
        ] {
            assert_eq!(moved(key, at, n), then, "{key} at {at} of {n}");
        }
    }
}
