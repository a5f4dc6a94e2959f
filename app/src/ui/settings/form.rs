//! What all parts share: a draft beside what is saved, how saving went, and the fields.

use crate::{
    api::settings::{Change, Shown, change_settings},
    domain::fault::Fault,
    read::{Read, read},
    ui::{
        browser,
        effect::{effect, still},
        kit::mark::{Icon, Mark},
        words::{faults, settings as words},
    },
    write::write,
};
use leptos::{ev, prelude::*, task::spawn_local};
use serde::Serialize;

/// How saving went, or that nobody has tried.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Went {
    #[default]
    Calm,
    Busy,
    Saved,
    Wrong(Fault),
}

/// What is edited. What isn't saved yet outlives a reload of the page, and a save that failed.
#[derive(Debug)]
pub struct Form<T: Send + Sync + 'static> {
    pub draft: RwSignal<T>,
    pub saved: RwSignal<T>,
    pub went: RwSignal<Went>,
}

impl<T: Send + Sync> Clone for Form<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Form<T> {}

impl<T: Clone + PartialEq + Serialize + Read + Send + Sync> Form<T> {
    /// A form over what is saved. Unsaved changes are kept under `key` in this tab.
    pub fn of(key: &str, saved: T) -> Self {
        let key = key.to_owned();
        let form = Self { draft: RwSignal::new(saved.clone()), saved: RwSignal::new(saved), went: RwSignal::new(Went::Calm) };
        let is_restored = StoredValue::new(false);
        effect(move || {
            let is_changed = form.is_changed();
            if !is_restored.get_value() {
                is_restored.set_value(true);
                if let Some(draft) = browser::kept(&key).as_deref().and_then(read::<T>) {
                    return form.draft.set(draft);
                }
            }
            let text = if is_changed { form.draft.with_untracked(|it| write(it).unwrap_or_default()) } else { String::new() };
            browser::keep(&key, &text);
            if is_changed && form.went.with_untracked(|it| *it == Went::Saved) {
                form.went.set(Went::Calm);
            }
        });
        form
    }

    /// Whether there is something to save. A form that is gone, as it may be while the server still draws it, has nothing.
    pub fn is_changed(self) -> bool {
        self.draft.try_with(|draft| self.saved.try_with(|saved| draft != saved)).flatten().unwrap_or_default()
    }

    /// What `of` finds in the draft. A form that is gone has nothing in it.
    pub fn with<R: Default>(self, of: impl FnOnce(&T) -> R) -> R {
        self.draft.try_with(of).unwrap_or_default()
    }

    /// Takes the draft back to what is saved.
    pub fn discard(self) {
        if let Some(saved) = self.saved.try_get_untracked() {
            self.draft.try_set(saved);
            self.went.try_set(Went::Calm);
        }
    }

    /// Saves; `taken` finds in the answer what is saved now. What was typed meanwhile stays.
    pub fn save(self, change: Change, taken: impl FnOnce(Shown) -> Option<T> + 'static) {
        let sent = self.draft.get_untracked();
        saving(self.went, change, move |shown| {
            let Some(saved) = taken(shown) else { return };
            self.saved.try_set(saved.clone());
            if self.draft.try_with_untracked(|it| *it == sent) == Some(true) {
                self.draft.try_set(saved);
            }
        });
    }
}

/// Asks the server to change it, and says how that went.
pub fn saving(went: RwSignal<Went>, change: Change, then: impl FnOnce(Shown) + 'static) {
    if went.get_untracked() == Went::Busy {
        return;
    }
    went.set(Went::Busy);
    let then: Box<dyn FnOnce(Shown)> = Box::new(then);
    spawn_local(async move {
        let now = match change_settings(change).await {
            // Whoever asked has left the page: what shows it is gone.
            Ok(_) if went.is_disposed() => return,
            Ok(shown) => {
                then(shown);
                Went::Saved
            }
            Err(fault) => Went::Wrong(fault),
        };
        went.try_set(now);
    });
}

/// A part of a section, with its title and what it is good for.
pub fn part(title: &'static str, hint: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class="set-part" aria-label=title>
            <header>
                <h2>{title}</h2>
                <p class="quiet">{hint}</p>
            </header>
            {body}
        </section>
    }
    .into_any()
}

/// A part that is saved. `fields` are those that show by themselves what is wrong with them.
pub fn saved_part<T: Clone + PartialEq + Serialize + Read + Send + Sync>(
    title: &'static str,
    hint: &'static str,
    form: Form<T>,
    fields: &'static [&'static str],
    body: AnyView,
    save: impl Fn() + 'static,
) -> AnyView {
    let is_changed = Memo::new(move |_| form.is_changed());
    let foot = foot(form.went, is_changed, fields, Box::new(move || form.discard()));
    let save: Box<dyn Fn()> = Box::new(save);
    part(title, hint, sent_by(title, save, (body, foot).into_any()))
}

/// A form that Enter sends.
pub fn sent_by(title: impl Into<String>, send: Box<dyn Fn()>, body: AnyView) -> AnyView {
    sent(title.into(), send, body)
}

fn sent(title: String, send: Box<dyn Fn()>, body: AnyView) -> AnyView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! { <form class="set-form" aria-label=title novalidate on:submit=submit>{body}</form> }.into_any()
}

/// The button that saves, and how that went.
pub fn foot(
    went: RwSignal<Went>,
    is_changed: Memo<bool>,
    fields: &'static [&'static str],
    discard: Box<dyn Fn() + Send + Sync>,
) -> AnyView {
    let discard = StoredValue::new(discard);
    let told = move || match still(&went) {
        Went::Busy => view! { <span class="quiet">{words::saving()}</span> }.into_any(),
        Went::Saved if !still(&is_changed) => view! { <span class="went-well"><Icon mark=Mark::Check/> {words::saved()}</span> }.into_any(),
        _ if still(&is_changed) => view! { <span class="quiet">{words::unsaved()}</span> }.into_any(),
        _ => ().into_any(),
    };
    let wrong = move || match still(&went) {
        Went::Wrong(Fault::Invalid { field, .. }) if fields.contains(&field.as_str()) => None,
        Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }),
        _ => None,
    };
    let undo = move || {
        let press = move |_| discard.with_value(|discard| discard());
        still(&is_changed).then(|| view! { <button type="button" class="button button-quiet" on:click=press>{words::discard()}</button> })
    };
    view! {
        <div class="set-foot">
            <button
                type="submit"
                class="button"
                class=("button-primary", move || still(&is_changed))
                aria-disabled=move || (still(&went) == Went::Busy).then_some("true")
            >
                {words::save()}
            </button>
            {undo}
            <p class="went" role="status">{told}</p>
            {wrong}
        </div>
    }
    .into_any()
}

/// A line to fill in.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub label: &'static str,
    pub kind: &'static str,
    /// How a fault names it; also the start of its ids.
    pub field: &'static str,
    pub hint: &'static str,
    /// The list that it can be chosen from.
    pub list: Option<&'static str>,
    pub class: &'static str,
}

impl Line {
    pub const fn text(label: &'static str, field: &'static str, hint: &'static str) -> Self {
        Self { label, kind: "text", field, hint, list: None, class: "input" }
    }

    pub const fn minutes(label: &'static str, field: &'static str, hint: &'static str) -> Self {
        Self { kind: "number", class: "input input-short", ..Self::text(label, field, hint) }
    }
}

/// The line, with what is wrong with it below.
pub fn line(of: Line, went: RwSignal<Went>, get: impl Fn() -> String + Send + Sync + 'static, set: impl Fn(String) + 'static) -> AnyView {
    draw_line(of, went, Box::new(get), Box::new(set))
}

type Tells = Box<dyn Fn() -> String + Send + Sync>;
type Takes = Box<dyn Fn(String)>;

fn draw_line(of: Line, went: RwSignal<Went>, get: Tells, set: Takes) -> AnyView {
    let wrong = wrong_with(went, of.field);
    let first = untrack(&get);
    let told = format!("{}-told", of.field);
    let described_by = told.clone();
    view! {
        <div class="field">
            <label class="field">
                <span class="field-label">{of.label}</span>
                <input
                    class=of.class
                    type=of.kind
                    min=(of.kind == "number").then_some("1")
                    list=of.list
                    autocomplete="off"
                    dir="auto"
                    value=first
                    prop:value=get
                    aria-describedby=described_by
                    aria-invalid=move || still(&wrong).map(|_| "true")
                    on:input=move |event| set(event_target_value(&event))
                />
            </label>
            <div id=told>
                {(!of.hint.is_empty()).then(|| view! { <p class="hint">{of.hint}</p> })}
                {move || still(&wrong).map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
            </div>
        </div>
    }
    .into_any()
}

/// A text of several lines to fill in.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    pub label: &'static str,
    /// How a fault names it; also the start of its ids.
    pub field: &'static str,
    pub hint: &'static str,
    pub rows: u32,
}

impl Area {
    pub const fn of(label: &'static str, field: &'static str, hint: &'static str) -> Self {
        Self { label, field, hint, rows: 4 }
    }
}

/// The text, with what is wrong with it below.
pub fn area(of: Area, went: RwSignal<Went>, get: impl Fn() -> String + Send + Sync + 'static, set: impl Fn(String) + 'static) -> AnyView {
    draw_area(of, went, Box::new(get), Box::new(set))
}

fn draw_area(of: Area, went: RwSignal<Went>, get: Tells, set: Takes) -> AnyView {
    let wrong = wrong_with(went, of.field);
    let told = format!("{}-told", of.field);
    let described_by = told.clone();
    let first = untrack(&get);
    view! {
        <div class="field">
            <label class="field">
                <span class="field-label">{of.label}</span>
                <textarea
                    class="input input-area"
                    rows=of.rows.to_string()
                    dir="auto"
                    autocomplete="off"
                    prop:value=get
                    aria-describedby=described_by
                    aria-invalid=move || still(&wrong).map(|_| "true")
                    on:input=move |event| set(event_target_value(&event))
                >
                    {first}
                </textarea>
            </label>
            <div id=told>
                {(!of.hint.is_empty()).then(|| view! { <p class="hint">{of.hint}</p> })}
                {move || still(&wrong).map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
            </div>
        </div>
    }
    .into_any()
}

/// What is wrong with a field.
pub fn wrong_with(went: RwSignal<Went>, field: &'static str) -> Memo<Option<String>> {
    Memo::new(move |_| match went.try_get() {
        Some(Went::Wrong(fault)) => match &fault {
            Fault::Invalid { field: it, .. } if it == field => Some(faults::say(&fault)),
            _ => None,
        },
        _ => None,
    })
}

/// A number as it is typed; 0 stands for an empty line, which the server refuses where it needs one.
pub fn typed(n: u32) -> String {
    if n == 0 { String::new() } else { n.to_string() }
}

/// The number in what was typed; 0 where there is none.
pub fn number_in(text: &str) -> u32 {
    text.trim().parse().unwrap_or_default()
}

/// A box to tick.
pub fn tick(label: String, get: impl Fn() -> bool + Send + Sync + 'static, set: impl Fn(bool) + 'static) -> AnyView {
    draw_tick(label, Box::new(get), Box::new(set))
}

fn draw_tick(label: String, get: Box<dyn Fn() -> bool + Send + Sync>, set: Box<dyn Fn(bool)>) -> AnyView {
    let first = untrack(&get);
    view! {
        <label class="set-tick">
            <input type="checkbox" checked=first prop:checked=get on:change=move |event| set(event_target_checked(&event))/>
            <span dir="auto">{label}</span>
        </label>
    }
    .into_any()
}

/// A small button on a row.
pub fn small(mark: Mark, label: String, press: impl Fn() + 'static) -> AnyView {
    let press: Box<dyn Fn()> = Box::new(press);
    view! {
        <button type="button" class="icon-button" aria-label=label.clone() title=label on:click=move |_| press()>
            <Icon mark/>
        </button>
    }
    .into_any()
}

/// A button with a plus, which adds a row.
pub fn adder(label: &'static str, press: impl Fn() + 'static) -> AnyView {
    let press: Box<dyn Fn()> = Box::new(press);
    view! {
        <button type="button" class="button button-quiet adder" on:click=move |_| press()>
            <Icon mark=Mark::Plus/>
            {label}
        </button>
    }
    .into_any()
}
