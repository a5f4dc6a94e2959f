//! Adding a test question, or changing one.

use super::Page;
use crate::{
    api::trials::{TestDraft, TestQuestion, save_test},
    ui::{
        effect::spawn_local,
        knowledge::{
            trial::choose_assistant,
            wanted::{self, Wanted},
        },
        words::trials as words,
    },
};
use leptos::prelude::*;

/// The form; for a new question where there is none yet.
pub fn editor(page: Page, it: Option<&TestQuestion>) -> AnyView {
    let assistants = page.tests.with_untracked(|tests| tests.assistants.clone());
    let first = page.whose.chosen.get_untracked().or_else(|| assistants.first().map(|it| it.id.clone()));
    let id = it.map(|it| it.id.clone());
    let chosen = RwSignal::new(it.map(|it| it.assistant.clone()).or(first));
    let question = RwSignal::new(it.map(|it| it.question.clone()).unwrap_or_default());
    let wanted = RwSignal::new(it.map(|it| Wanted::of(&it.expects)).unwrap_or_default());
    let (wrong, is_busy) = (RwSignal::new(None), RwSignal::new(false));
    let close = move || {
        page.edited.set(None);
        page.is_adding.set(false);
    };
    let name = id.as_ref().map_or_else(|| "new".to_owned(), ToString::to_string);
    let save = move || {
        let Some(assistant) = chosen.get_untracked() else { return };
        let draft = TestDraft { id: id.clone(), assistant, question: question.get_untracked(), expects: wanted.get_untracked().expects() };
        is_busy.set(true);
        spawn_local(async move {
            let came = save_test(draft).await;
            is_busy.try_set(false);
            match came {
                Ok(tests) => {
                    page.edited.try_set(None);
                    page.is_adding.try_set(false);
                    page.tests.try_set(tests);
                }
                Err(fault) => {
                    wrong.try_set(Some(fault));
                }
            }
        });
    };
    view! {
        <div class="know-form" role="group" aria-label=words::question()>
            {(assistants.len() > 1).then(|| choose_assistant(&assistants, chosen))}
            <label class="field">
                <span class="field-label">{words::question()}</span>
                <input
                    class="input"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="4000"
                    value=question.get_untracked()
                    prop:value=question
                    on:input=move |event| question.set(event_target_value(&event))
                />
            </label>
            {wanted::fields(wanted, &name)}
            {wanted::steps(wrong, is_busy, save, close)}
        </div>
    }
    .into_any()
}
