//! When the AI suggests a person and when it hands over, and how long it stays silent.

use super::form::{Form, Line, line, number_in, saved_part, typed};
use crate::{
    api::settings::{Change, Shown},
    domain::{
        handoff::Reason,
        policy::{Policy, Step},
    },
    ui::words::{reasons, settings as words},
};
use leptos::prelude::*;

const STEPS: [Step; 3] = [Step::Off, Step::Suggest, Step::HandOff];

pub(super) fn section(policy: Policy) -> AnyView {
    let form = Form::of("settings-handoff", policy);
    let free = Reason::ALL.into_iter().filter(|why| Policy::is_free(*why)).map(|why| trigger(form, why)).collect_view();
    let fixed = [Reason::AskedForPerson, Reason::Contradiction, Reason::AssistantFailed, Reason::SwitchedOff].map(always).collect_view();
    let body = view! {
        <div class="triggers">{free}{fixed}</div>
        <h3>{words::silence()}</h3>
        <div class="fields">
            {line(
                Line::minutes(words::lease(), "lease_minutes", words::lease_hint()),
                form.went,
                move || typed(form.with(|it| it.lease_minutes)),
                move |text| form.draft.update(|it| it.lease_minutes = number_in(&text)),
            )}
            {line(
                Line::minutes(words::hold(), "hold_minutes", words::hold_hint()),
                form.went,
                move || typed(form.with(|it| it.hold_minutes)),
                move |text| form.draft.update(|it| it.hold_minutes = number_in(&text)),
            )}
        </div>
    };
    let save = move || {
        let taken = |shown| match shown {
            Shown::Handoff { policy } => Some(policy),
            _ => None,
        };
        form.save(Change::Handoff { policy: form.draft.get_untracked() }, taken);
    };
    saved_part(words::when_person(), words::when_person_hint(), form, &["lease_minutes", "hold_minutes"], body.into_any(), save)
}

/// A trigger with the three things that can follow.
fn trigger(form: Form<Policy>, why: Reason) -> AnyView {
    let choice = |step: Step| {
        let is_on = move || form.draft.try_with(|it| it.step(why)) == Some(step);
        let choose = move |_| form.draft.update(|it| set(it, why, step));
        view! {
            <label class="segment">
                <input type="radio" name=format!("step-{}", why as u8) checked=untrack(is_on) prop:checked=is_on on:change=choose/>
                <span>{words::step(step)}</span>
            </label>
        }
        .into_any()
    };
    let label = reasons::label(why);
    view! {
        <div class="trigger">
            <div>
                <p class="trigger-name">{label}</p>
                <p class="hint">{words::explain(why)}</p>
            </div>
            <div class="segments" role="radiogroup" aria-label=label>{STEPS.map(choice).collect_view()}</div>
        </div>
    }
    .into_any()
}

/// What is usual isn't kept, so that a draft that is back where it began is no change.
fn set(policy: &mut Policy, why: Reason, step: Step) {
    if step == Policy::usual(why) {
        policy.steps.remove(&why);
    } else {
        policy.steps.insert(why, step);
    }
}

/// A trigger that nobody can turn off.
fn always(why: Reason) -> AnyView {
    view! {
        <div class="trigger">
            <div>
                <p class="trigger-name">{reasons::label(why)}</p>
                <p class="hint">{words::explain(why)}</p>
            </div>
            <p class="trigger-fixed">{words::always()}</p>
        </div>
    }
    .into_any()
}
