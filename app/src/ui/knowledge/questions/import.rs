//! Test questions from a list: one JSON object per line.

use super::Page;
use crate::{
    api::trials::{Imported, import_tests},
    domain::fault::Fault,
    ui::{
        effect::spawn_local,
        kit::button::{Button, Weight},
        knowledge::trial::choose_assistant,
        words::{faults, number, trials as words},
    },
};
use leptos::prelude::*;

/// The form, and what came of it.
pub fn importer(page: Page) -> AnyView {
    let assistants = page.tests.with_untracked(|tests| tests.assistants.clone());
    let chosen = RwSignal::new(page.whose.chosen.get_untracked().or_else(|| assistants.first().map(|it| it.id.clone())));
    let (lines, may_offer, is_busy) = (RwSignal::new(String::new()), RwSignal::new(true), RwSignal::new(false));
    let came: RwSignal<Option<Result<Imported, Fault>>> = RwSignal::new(None);
    let send = move || {
        let Some(assistant) = chosen.get_untracked() else { return };
        is_busy.set(true);
        let (text, may_offer) = (lines.get_untracked(), may_offer.get_untracked());
        spawn_local(async move {
            let told = import_tests(assistant, text, may_offer).await;
            is_busy.try_set(false);
            if let Ok(it) = &told {
                page.tests.try_set(it.tests.clone());
                lines.try_set(String::new());
            }
            came.try_set(Some(told));
        });
    };
    let shown = move || {
        came.try_get().flatten().map(|came| match came {
            Ok(it) => imported(&it),
            Err(fault) => view! { <p class="wrong">{faults::say(&fault)}</p> }.into_any(),
        })
    };
    view! {
        <div class="know-form" role="group" aria-label=words::import()>
            {(assistants.len() > 1).then(|| choose_assistant(&assistants, chosen))}
            <label class="field">
                <span class="field-label">{words::import_lines()}</span>
                <textarea class="input questions-lines" rows="6" dir="ltr" spellcheck="false" prop:value=lines on:input:target=move |event| lines.set(event.target().value())></textarea>
                <span class="hint">{words::import_hint()}</span>
            </label>
            <label class="choice">
                <input type="checkbox" checked=true prop:checked=may_offer on:change:target=move |event| may_offer.set(event.target().checked())/>
                <span>{words::import_may_offer()}</span>
            </label>
            <div role="status">{shown}</div>
            <div class="know-steps">
                <Button weight=Weight::Primary is_busy=is_busy on_press=send>{words::import()}</Button>
                <Button weight=Weight::Quiet on_press=move || page.is_importing.set(false)>{words::cancel()}</Button>
            </div>
        </div>
    }
    .into_any()
}

fn imported(it: &Imported) -> AnyView {
    let same = (it.n_same > 0).then(|| words::imported_same(it.n_same));
    let wrong = it.wrong.iter().map(|(n, why)| view! { <li>{words::wrong_line(&number(*n), words::wrong(*why))}</li> }).collect_view();
    view! {
        <p>{words::imported(it.n_new)} " " {same}</p>
        {(!it.wrong.is_empty()).then(|| view! { <ul class="wrong" role="list">{wrong}</ul> })}
    }
    .into_any()
}
