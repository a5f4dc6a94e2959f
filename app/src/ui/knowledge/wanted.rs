//! What a test question should lead to, as it is filled in.

use crate::{
    domain::{
        fault::Fault,
        trial::Expect,
        turn::{Fate, Turn},
    },
    ui::{
        effect::{follow, still, still_with},
        kit::button::{Button, Weight},
        words::{faults, trials as words},
    },
};
use leptos::prelude::*;
use std::sync::Arc;

/// What kind of turn is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Answer,
    Offer,
    Person,
}

const KINDS: [Kind; 3] = [Kind::Answer, Kind::Offer, Kind::Person];

/// What is expected, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    kind: Kind,
    pages: String,
    pattern: String,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { kind: Kind::Offer, pages: String::new(), pattern: String::new() }
    }
}

impl Wanted {
    /// As it was saved.
    pub fn of(expects: &Expect) -> Self {
        let pages = expects.pages().join(", ");
        match expects {
            Expect::Answer { pattern, .. } => Self { kind: Kind::Answer, pages, pattern: pattern.clone().unwrap_or_default() },
            Expect::Offer { .. } => Self { kind: Kind::Offer, pages, pattern: String::new() },
            Expect::HandOver => Self { kind: Kind::Person, pages, pattern: String::new() },
        }
    }

    /// That it does again what it did.
    pub fn again(turn: &Turn) -> Self {
        let kind = match turn.fate() {
            Fate::Answers => Kind::Answer,
            Fate::Suggests => Kind::Offer,
            Fate::HandsOver | Fate::Declines | Fate::Greets => Kind::Person,
        };
        Self { kind, pages: turn.pages().first().copied().unwrap_or_default().to_owned(), pattern: String::new() }
    }

    /// What was filled in.
    pub fn expects(&self) -> Expect {
        let pages = self.pages.split(',').map(|page| page.trim().to_owned()).filter(|page| !page.is_empty()).collect();
        let pattern = Some(self.pattern.trim().to_owned()).filter(|it| !it.is_empty());
        match self.kind {
            Kind::Answer => Expect::Answer { pages, pattern },
            Kind::Offer => Expect::Offer { pages },
            Kind::Person => Expect::HandOver,
        }
    }
}

/// The fields. `name` sets the choices of several forms on a page apart.
pub fn fields(wanted: RwSignal<Wanted>, name: &str) -> AnyView {
    let name: Arc<str> = name.into();
    let choice = |kind: Kind| {
        let is_on = move || still_with(&wanted, |it| it.kind == kind);
        let says = match kind {
            Kind::Answer => words::expect_answer(),
            Kind::Offer => words::expect_offer(),
            Kind::Person => words::expect_person(),
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=format!("expected-{name}")
                    checked=untrack(is_on)
                    prop:checked=is_on
                    on:change=move |_| wanted.update(|it| it.kind = kind)
                />
                <span>{says}</span>
            </label>
        }
        .into_any()
    };
    let page = move || {
        still_with(&wanted, |it| it.kind != Kind::Person).then(|| {
            text(words::pages(), words::pages_hint(), wanted.with_untracked(|it| it.pages.clone()), move |typed| {
                wanted.update(|it| it.pages = typed);
            })
        })
    };
    let pattern = move || {
        still_with(&wanted, |it| it.kind == Kind::Answer).then(|| {
            text(words::pattern(), words::pattern_hint(), wanted.with_untracked(|it| it.pattern.clone()), move |typed| {
                wanted.update(|it| it.pattern = typed);
            })
        })
    };
    let (page, pattern) = (by_kind(wanted, page), by_kind(wanted, pattern));
    view! {
        <fieldset class="expected">
            <legend class="field-label">{words::expected()}</legend>
            <div class="choices">{KINDS.map(choice).collect_view()}</div>
        </fieldset>
        <div class="expected-fields">{page} {pattern}</div>
    }
    .into_any()
}

/// A part that is drawn anew only where the kind of turn changes, so that typing doesn't lose its field.
fn by_kind(wanted: RwSignal<Wanted>, draw: impl Fn() -> Option<AnyView> + Copy + Send + Sync + 'static) -> AnyView {
    let kind = Memo::new(move |_| wanted.try_with(|it| it.kind));
    view! {
        {move || {
            follow(&kind);
            untrack(draw)
        }}
    }
    .into_any()
}

/// A line to fill in, with what it is good for.
fn text(label: &'static str, hint: &'static str, value: String, on_type: impl Fn(String) + 'static) -> AnyView {
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            <input class="input" type="text" dir="auto" autocomplete="off" value=value on:input=move |event| on_type(event_target_value(&event))/>
            <span class="hint">{hint}</span>
        </label>
    }
    .into_any()
}

/// Save, cancel, and what was wrong.
pub fn steps(
    wrong: RwSignal<Option<Fault>>,
    is_busy: RwSignal<bool>,
    on_save: impl Fn() + Send + Sync + 'static,
    on_cancel: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    view! {
        <p class="wrong" role="alert">{move || still(&wrong).map(|fault| faults::say(&fault))}</p>
        <div class="know-steps">
            <Button weight=Weight::Primary is_busy=is_busy on_press=on_save>{words::save()}</Button>
            <Button weight=Weight::Quiet on_press=on_cancel>{words::cancel()}</Button>
        </div>
    }
    .into_any()
}
