//! The editor of what is asked before the first message.

use super::{
    form::{Form, adder, saved_part, small, tick, wrong_with},
    identity::door_in,
};
use crate::{
    api::settings::Change,
    domain::{
        form::{Field, FieldKind},
        id::AssistantId,
    },
    ui::{
        kit::{keyed::keyed, mark::Mark},
        words::identity as words,
    },
};
use leptos::prelude::*;

pub(super) fn fields(id: &AssistantId, fields: Vec<Field>) -> AnyView {
    let form = Form::of(&["settings-fields-", id.as_str()].concat(), fields);
    let id = StoredValue::new(id.clone());
    let n = Memo::new(move |_| form.draft.with(Vec::len));
    let wrong = wrong_with(form.went, "fields");
    let body = view! {
        <ul class="set-rows" role="list">{keyed(move || (0..n.get()).collect(), ToString::to_string, move |at| row(form, at))}</ul>
        {adder(words::add_field(), move || form.draft.update(|it| it.push(Field::default())))}
        {move || wrong.get().map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
    };
    let save = move || {
        let change = Change::Fields { assistant: id.get_value(), fields: form.draft.get_untracked() };
        form.save(change, move |shown| Some(id.with_value(|id| door_in(shown, id))?.fields));
    };
    saved_part(words::form(), words::form_hint(), form, &["fields"], body.into_any(), save)
}

fn row(form: Form<Vec<Field>>, at: usize) -> AnyView {
    let label = move || form.draft.with(|it| it.get(at).map(|field| field.label.clone()).unwrap_or_default());
    let kind = Memo::new(move |_| form.draft.with(|it| it.get(at).map(|field| field.kind).unwrap_or_default()));
    let change = move |how: &dyn Fn(&mut Field)| form.draft.update(|it| it.get_mut(at).into_iter().for_each(how));
    let remove = move || {
        form.draft.update(|it| {
            if at < it.len() {
                it.remove(at);
            }
        });
    };
    let kinds = FieldKind::ALL
        .map(|it| view! { <option value=it.name() selected=move || kind.get() == it>{words::kind_of(it)}</option> })
        .collect_view();
    let choose = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        let chosen = FieldKind::ALL.into_iter().find(|it| it.name() == name).unwrap_or_default();
        change(&|field| field.kind = chosen);
    };
    let is_required = move || form.draft.with(|it| it.get(at).is_some_and(|field| field.is_required));
    view! {
        <li>
            <div class="row-line">
                <input
                    class="input"
                    type="text"
                    dir="auto"
                    maxlength="40"
                    autocomplete="off"
                    aria-label=words::label()
                    value=untrack(label)
                    prop:value=label
                    on:input=move |event| { let typed = event_target_value(&event); change(&|field| field.label.clone_from(&typed)); }
                />
                <select class="chooser button" aria-label=words::kind() on:change=choose>{kinds}</select>
                {tick(words::required().to_owned(), is_required, move |is_on| change(&|field| field.is_required = is_on))}
                {small(Mark::Cross, words::remove_field().to_owned(), remove)}
            </div>
            {move || (kind.get() == FieldKind::Choice).then(|| choices(form, at))}
        </li>
    }
    .into_any()
}

fn choices(form: Form<Vec<Field>>, at: usize) -> AnyView {
    let text = move || form.draft.with(|it| it.get(at).map(|field| field.choices.join("\n")).unwrap_or_default());
    let on_type = move |event: leptos::ev::Event| {
        let lines: Vec<String> = event_target_value(&event).split('\n').map(str::to_owned).collect();
        form.draft.update(|it| it.get_mut(at).into_iter().for_each(|field| field.choices.clone_from(&lines)));
    };
    view! {
        <label class="field">
            <span class="field-label">{words::choices()}</span>
            <textarea class="input wordings" rows="3" dir="auto" prop:value=text on:input=on_type></textarea>
        </label>
    }
    .into_any()
}
