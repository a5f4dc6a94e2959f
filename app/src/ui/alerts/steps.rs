//! The team's ladder: whom a waiting visitor alerts, and when, while nobody comes. And where its last rung leads.

use super::page::{Went, went};
use crate::{
    api::alerts::save_ladder,
    domain::ladder::{Ladder, Rung},
    ui::words::{alerts as words, faults},
};
use leptos::{ev, prelude::*, task::spawn_local};

/// The ladder, to be read and changed.
pub fn steps(ladder: Ladder, secret: String, has_mailer: bool) -> AnyView {
    let state = RwSignal::new(Went::Calm);
    let it = RwSignal::new(ladder);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let wanted = it.get_untracked();
        spawn_local(async move {
            let went = match save_ladder(wanted).await {
                Ok(saved) => {
                    it.try_set(saved);
                    Went::Saved
                }
                Err(fault) => Went::Wrong(faults::say(&fault)),
            };
            state.try_set(went);
        });
    };
    let rows = Rung::ALL.map(|rung| step(rung, it)).collect_view();
    let minutes = move || it.with(|it| it.unseen_minutes.to_string());
    let set_minutes = move |event| it.update(|it| it.unseen_minutes = number_in(&event_target_value(&event)));
    let at_night = move || it.with(|it| it.rings_at_night);
    let set_night = move |event| it.update(|it| it.rings_at_night = event_target_checked(&event));
    let address = move || it.with(|it| it.webhook.clone().unwrap_or_default());
    let set_address = move |event| it.update(|it| it.webhook = Some(event_target_value(&event)));
    view! {
        <p class="telling-hint">{words::ladder_hint()}</p>
        <form class="telling-form" novalidate on:submit=save>
            <ol class="telling-steps">{rows}</ol>
            {(!has_mailer).then(|| view! { <p class="telling-hint">{words::no_mail_server()}</p> })}
            <label class="field">
                <span class="field-label">{words::webhook_address()}</span>
                <input class="input" type="url" autocomplete="off" value=untrack(address) prop:value=address on:input=set_address/>
            </label>
            <p class="telling-hint">{words::webhook_hint()} " " <code class="telling-secret" dir="ltr">{secret}</code></p>
            <label class="field">
                <span class="field-label">{words::unseen_after()}</span>
                <input class="input telling-short" type="number" min="1" value=untrack(minutes) prop:value=minutes on:input=set_minutes/>
            </label>
            <label class="telling-tick">
                <input type="checkbox" checked=untrack(at_night) prop:checked=at_night on:change=set_night/>
                <span>{words::at_night()}</span>
            </label>
            <button type="submit" class="button button-primary">{words::save_ladder()}</button>
            {went(state)}
        </form>
    }
    .into_any()
}

fn step(rung: Rung, it: RwSignal<Ladder>) -> AnyView {
    let name = match rung {
        Rung::First => words::rung_first(),
        Rung::All => words::rung_all(),
        Rung::Push => words::rung_push(),
        Rung::Mail => words::rung_mail(),
        Rung::Webhook => words::rung_webhook(),
    };
    let seconds = move || it.with(|it| it.after(rung).to_string());
    let set = move |event| {
        let seconds = number_in(&event_target_value(&event));
        it.update(|it| match rung {
            Rung::First => {}
            Rung::All => it.all_after = seconds,
            Rung::Push => it.push_after = seconds,
            Rung::Mail => it.mail_after = seconds,
            Rung::Webhook => it.webhook_after = seconds,
        });
    };
    let when = match rung {
        Rung::First => view! { <span class="telling-when">{words::at_once()}</span> }.into_any(),
        _ => view! {
            <label class="telling-when">
                <span class="unseen">{name}</span>
                <input class="input telling-short" type="number" min="0" value=untrack(seconds) prop:value=seconds on:input=set/>
                <span>{words::seconds()}</span>
            </label>
        }
        .into_any(),
    };
    view! { <li><span>{name}</span>{when}</li> }.into_any()
}

fn number_in(text: &str) -> u32 {
    text.trim().parse().unwrap_or_default()
}
