//! The editor of what visitors are asked, and when.

use super::{
    form::{Form, adder, saved_part, small, tick, wrong_with},
    identity::door_in,
};
use crate::{
    api::settings::Change,
    domain::{
        form::{Field, FieldKind, Moment},
        handoff::Reason,
        id::AssistantId,
    },
    ui::{
        effect::still,
        kit::{keyed::keyed, mark::Mark, option::option},
        words::{identity as words, reasons as reason_words},
    },
};
use leptos::prelude::*;

pub(super) fn fields(id: &AssistantId, fields: Vec<Field>) -> AnyView {
    let form = Form::of(&["settings-fields-", id.as_str()].concat(), fields);
    let id = StoredValue::new(id.clone());
    let n = Memo::new(move |_| form.with(Vec::len));
    let wrong = wrong_with(form.went, "fields");
    let body = view! {
        <ul class="set-rows" role="list">{keyed(move || (0..still(&n)).collect(), ToString::to_string, move |at| row(form, at))}</ul>
        {adder(words::add_field(), move || form.draft.update(|it| it.push(Field::default())))}
        {move || still(&wrong).map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
    };
    let save = move || {
        let change = Change::Fields { assistant: id.get_value(), fields: form.draft.get_untracked() };
        form.save(change, move |shown| Some(id.with_value(|id| door_in(shown, id))?.fields));
    };
    saved_part(words::form(), words::form_hint(), form, &["fields"], body.into_any(), save)
}

fn row(form: Form<Vec<Field>>, at: usize) -> AnyView {
    let label = move || form.with(|it| it.get(at).map(|field| field.label.clone()).unwrap_or_default());
    let kind = Memo::new(move |_| form.with(|it| it.get(at).map(|field| field.kind).unwrap_or_default()));
    let change = move |how: &dyn Fn(&mut Field)| form.draft.update(|it| it.get_mut(at).into_iter().for_each(how));
    let remove = move || {
        form.draft.update(|it| {
            if at < it.len() {
                it.remove(at);
            }
        });
    };
    let kinds = FieldKind::ALL
        .map(|it| option((it.name().to_owned(), words::kind_of(it).to_owned()), move || still(&kind) == it, || false))
        .collect_view();
    let choose = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        let chosen = FieldKind::ALL.into_iter().find(|it| it.name() == name).unwrap_or_default();
        change(&|field| {
            field.kind = chosen;
            // There is no other moment for a file.
            if chosen == FieldKind::File {
                field.moment = Moment::Handoff;
            }
        });
    };
    let moment = Memo::new(move |_| form.with(|it| it.get(at).map(|field| field.moment).unwrap_or_default()));
    let moments = Moment::ALL
        .map(|it| {
            let is_out = move || it == Moment::First && still(&kind) == FieldKind::File;
            option((it.name().to_owned(), words::moment_of(it).to_owned()), move || still(&moment) == it, is_out)
        })
        .collect_view();
    let set_moment = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        let chosen = Moment::ALL.into_iter().find(|it| it.name() == name).unwrap_or_default();
        change(&|field| field.moment = chosen);
    };
    let is_required = move || form.with(|it| it.get(at).is_some_and(|field| field.is_required));
    view! {
        <li>
            <div class="row-line field-line">
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
                <select class="chooser button" aria-label=words::moment() on:change=set_moment>{moments}</select>
                {move || (still(&moment) == Moment::First).then(|| {
                    tick(words::required().to_owned(), is_required, move |is_on| change(&|field| field.is_required = is_on))
                })}
                {small(Mark::Cross, words::remove_field().to_owned(), remove)}
            </div>
            {move || (still(&kind) == FieldKind::Choice).then(|| choices(form, at))}
            {move || (still(&moment) == Moment::Handoff).then(|| reasons(form, at))}
        </li>
    }
    .into_any()
}

fn choices(form: Form<Vec<Field>>, at: usize) -> AnyView {
    let text = move || form.with(|it| it.get(at).map(|field| field.choices.join("\n")).unwrap_or_default());
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

/// For which reasons it is asked: none chosen, for any.
fn reasons(form: Form<Vec<Field>>, at: usize) -> AnyView {
    let n = move || form.with(|it| it.get(at).map_or(0, |field| field.reasons.len()));
    let told = move || match n() {
        0 => words::any_reason().to_owned(),
        n => words::some_reasons(n as u64),
    };
    // An agent who stepped in unasked asks by themselves.
    let ticks = Reason::ALL
        .into_iter()
        .filter(|why| *why != Reason::AgentPulled)
        .map(|why| {
            let is_on = move || form.with(|it| it.get(at).is_some_and(|field| field.reasons.contains(&why)));
            let set = move |is_on: bool| {
                form.draft.update(|it| {
                    if let Some(field) = it.get_mut(at) {
                        field.reasons.retain(|it| *it != why);
                        field.reasons.extend(is_on.then_some(why));
                    }
                });
            };
            tick(reason_words::label(why).to_owned(), is_on, set)
        })
        .collect_view();
    view! {
        <details class="field-reasons">
            <summary>{told}</summary>
            <div class="field-ticks">{ticks}</div>
        </details>
    }
    .into_any()
}
