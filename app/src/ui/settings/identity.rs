//! How visitors come to each assistant: the identity secret, the sites that the widget may stand on, what they are asked.

use super::{
    examples::examples,
    fields::fields,
    form::{Form, Went, part, saved_part, saving, wrong_with},
};
use crate::{
    api::settings::{Change, DoorShown, Shown},
    domain::id::AssistantId,
    ui::{
        effect::still,
        kit::{copy::to_copy, whose},
        words::{faults, identity as words},
    },
};
use leptos::prelude::*;

/// The door of the assistant that is chosen. The others stay as they are, what was typed there included.
pub(super) fn section(doors: Vec<DoorShown>) -> AnyView {
    let all: Vec<_> = doors.iter().map(|it| (it.assistant.id.clone(), it.assistant.name.as_str().to_owned())).collect();
    let chosen = whose::one_of(all.iter().map(|(id, _)| id.clone()).collect());
    let shown = doors
        .into_iter()
        .map(|it| {
            let id = it.assistant.id.clone();
            let own = id.clone();
            let is_hidden = move || still(&chosen).as_ref() != Some(&own);
            let parts = view! { {secret(&it)} {sites(&id, it.sites)} {fields(&id, it.fields)} };
            view! { <div class="door" hidden=is_hidden>{parts}</div> }
        })
        .collect_view();
    view! { {whose::links(all, chosen, None)} {shown} }.into_any()
}

/// This assistant's door in an answer.
pub(super) fn door_in(shown: Shown, id: &AssistantId) -> Option<DoorShown> {
    match shown {
        Shown::Identity { doors } => doors.into_iter().find(|it| it.assistant.id == *id),
        _ => None,
    }
}

/// The secret: made, shown once, replaced.
fn secret(it: &DoorShown) -> AnyView {
    let id = StoredValue::new(it.assistant.id.clone());
    let went = RwSignal::new(Went::Calm);
    let (has_secret, is_asked) = (RwSignal::new(it.has_secret), RwSignal::new(false));
    // Never kept in the browser: only what the answer brought, as long as the page is open.
    let fresh = RwSignal::new(None::<String>);
    let make = move || {
        saving(went, Change::NewSecret { assistant: id.get_value() }, move |shown| {
            let Some(door) = id.with_value(|id| door_in(shown, id)) else { return };
            has_secret.try_set(door.has_secret);
            fresh.try_set(door.secret);
            is_asked.try_set(false);
        });
    };
    let told = move || match still(&fresh) {
        Some(secret) => view! { {to_copy(&secret)} <p class="hint">{words::copy_now()}</p> }.into_any(),
        None => view! { <p class="quiet">{if still(&has_secret) { words::has_secret() } else { words::no_secret() }}</p> }.into_any(),
    };
    let body = view! {
        <dl class="facts">
            <div><dt>{words::public_key()}</dt><dd><code dir="ltr">{it.public_key.clone()}</code></dd></div>
        </dl>
        <div role="group" aria-label=words::secret()>
            <p class="field-label">{words::secret()}</p>
            <div role="status">{told}</div>
            {buttons(has_secret, is_asked, make)}
            {move || match still(&went) {
                Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }),
                _ => None,
            }}
        </div>
        {examples(&it.public_key)}
    };
    part(words::proven(), words::proven_hint(), body.into_any())
}

/// To make the first is safe; to replace one is asked once more.
fn buttons(has_secret: RwSignal<bool>, is_asked: RwSignal<bool>, make: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let shown = move || match (still(&has_secret), still(&is_asked)) {
        (false, _) => view! { <button type="button" class="button" on:click=move |_| make()>{words::make_secret()}</button> }.into_any(),
        (true, false) => {
            view! { <button type="button" class="button" on:click=move |_| is_asked.set(true)>{words::renew_secret()}</button> }.into_any()
        }
        (true, true) => view! {
            <div class="sure" role="group">
                <p>{words::renew_sure()}</p>
                <button type="button" class="button button-danger" on:click=move |_| make()>{words::renew_now()}</button>
                <button type="button" class="button button-quiet" on:click=move |_| is_asked.set(false)>{words::keep_secret()}</button>
            </div>
        }
        .into_any(),
    };
    shown.into_any()
}

fn sites(id: &AssistantId, sites: Vec<String>) -> AnyView {
    let form = Form::of(&["settings-sites-", id.as_str()].concat(), sites);
    let id = StoredValue::new(id.clone());
    let wrong = wrong_with(form.went, "sites");
    let body = view! {
        <label class="field">
            <span class="field-label">{words::sites_label()}</span>
            <textarea
                class="input wordings"
                rows="3"
                dir="ltr"
                spellcheck="false"
                aria-invalid=move || still(&wrong).map(|_| "true")
                prop:value=move || form.with(|it| it.join("\n"))
                on:input=move |event| form.draft.set(event_target_value(&event).split('\n').map(str::to_owned).collect())
            ></textarea>
        </label>
        <p class="hint">{words::sites_empty()}</p>
        {move || still(&wrong).map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
    };
    let save = move || {
        // A line that was left empty names no site.
        form.draft.update(|it| it.retain(|site| !site.trim().is_empty()));
        let change = Change::Sites { assistant: id.get_value(), sites: form.draft.get_untracked() };
        form.save(change, move |shown| Some(id.with_value(|id| door_in(shown, id))?.sites));
    };
    saved_part(words::sites(), words::sites_hint(), form, &["sites"], body.into_any(), save)
}
