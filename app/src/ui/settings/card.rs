//! The context card: where the owner's own system is asked about a visitor.

use super::form::{Form, Line, line, part, saved_part, wrong_with};
use crate::{
    api::settings::{CardDraft, Change, Shown, try_card},
    domain::{
        card::{CardSource, EXAMPLE, Looked, PLACES},
        fault::Fault,
    },
    ui::{
        effect::still,
        kit::{button::Button, card::looked},
        words::{card, faults, settings as words},
    },
};
use leptos::{prelude::*, task::spawn_local};

pub(super) fn section(source: CardSource, has_secret: bool) -> AnyView {
    let form = Form::of("settings-card", source);
    // Never kept in the browser: only what stands in the field right now.
    let secret = RwSignal::new(None::<String>);
    let has_secret = RwSignal::new(has_secret);
    let draft = move || CardDraft { source: form.draft.get_untracked(), secret: secret.get_untracked() };
    let body = view! {
        {line(
            Line { kind: "url", ..Line::text(words::card_url(), "url", words::card_url_hint()) },
            form.went,
            move || form.with(|it| it.url.clone()),
            move |text| form.draft.update(|it| it.url = text),
        )}
        <p class="hint">
            {words::card_places()} " "
            {PLACES.map(|place| view! { <code>{["{", place, "}"].concat()}</code> " " }).collect_view()}
            <code>"{attribute.plan}"</code>
        </p>
        {line(
            Line::text(words::card_header(), "header", words::card_header_hint()),
            form.went,
            move || form.with(|it| it.header.clone()),
            move |text| form.draft.update(|it| it.header = text),
        )}
        {move || form.with(|it| !it.header.trim().is_empty()).then(|| secret_line(form, secret, has_secret))}
    };
    let save = move || {
        let taken = move |shown| match shown {
            Shown::Card { source, has_secret: has } => {
                has_secret.try_set(has);
                secret.try_set(None);
                Some(source)
            }
            _ => None,
        };
        form.save(Change::Card { draft: draft() }, taken);
    };
    let saved = saved_part(words::card_title(), words::card_hint(), form, &["url", "header", "secret"], body.into_any(), save);
    view! { {saved} {test(draft)} {shape()} }.into_any()
}

/// The header's value: it can be given, not read.
fn secret_line(form: Form<CardSource>, secret: RwSignal<Option<String>>, has_secret: RwSignal<bool>) -> AnyView {
    let wrong = wrong_with(form.went, "secret");
    let is_kept = move || still(&has_secret) && secret.try_with(Option::is_none) == Some(true);
    let hint = move || if is_kept() { words::secret_kept() } else { words::secret_hint() };
    view! {
        <div class="field">
            <label class="field">
                <span class="field-label">{words::secret()}</span>
                <input
                    class="input"
                    type="password"
                    autocomplete="new-password"
                    placeholder=move || if is_kept() { "••••••••" } else { "" }
                    prop:value=move || secret.get().unwrap_or_default()
                    aria-describedby="secret-told"
                    aria-invalid=move || still(&wrong).map(|_| "true")
                    on:input=move |event| secret.set(Some(event_target_value(&event)).filter(|it| !it.is_empty()))
                />
            </label>
            <div id="secret-told">
                <p class="hint">{hint}</p>
                {move || still(&wrong).map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
            </div>
        </div>
    }
    .into_any()
}

/// The card as it would be for a visitor of this address; nothing needs to be saved for it.
fn test(draft: impl Fn() -> CardDraft + Copy + Send + Sync + 'static) -> AnyView {
    let email = RwSignal::new("ana@example.com".to_owned());
    let is_busy = RwSignal::new(false);
    let told = RwSignal::new(None::<Result<Looked, Fault>>);
    let ask = move || {
        is_busy.set(true);
        told.set(None);
        let (draft, email) = (draft(), email.get_untracked());
        spawn_local(async move {
            let came = try_card(draft, email).await;
            is_busy.try_set(false);
            told.try_set(Some(came));
        });
    };
    let answer = move || match still(&told) {
        None if still(&is_busy) => view! { <p class="quiet">{card::looking()}</p> }.into_any(),
        None => ().into_any(),
        Some(Ok(it)) => looked(&it),
        Some(Err(fault)) => view! { <p class="wrong">{faults::say(&fault)}</p> }.into_any(),
    };
    let body = view! {
        <div class="card-test">
            <label class="field">
                <span class="field-label">{words::test_email()}</span>
                <input class="input" type="email" autocomplete="off" prop:value=email on:input=move |event| email.set(event_target_value(&event))/>
            </label>
            <Button is_busy=is_busy on_press=ask>{words::test()}</Button>
        </div>
        <div class="card-told" role="status" aria-label=card::context()>{answer}</div>
    };
    part(words::test_title(), words::test_hint(), body.into_any())
}

fn shape() -> AnyView {
    let body = view! {
        <pre class="shape" dir="ltr" tabindex="0">{EXAMPLE}</pre>
        <p class="hint">{words::shape_else()}</p>
    };
    part(words::shape(), words::shape_hint(), body.into_any())
}
