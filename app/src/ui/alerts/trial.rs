//! "Ring all my devices": everything rings once, and each line says what came of it.

use super::{
    Alerts,
    sentence::{channel, why},
};
use crate::{
    api::alerts::{Ringing, read_ringings, ring_all},
    domain::{id::AlertId, time::Timestamp},
    ui::{
        browser,
        effect::effect,
        kit::{
            button::{Button, Weight},
            time::{Zone, exact},
        },
        words::{alerts as words, faults},
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// How often it is looked at what has come of it, and for how long.
const LOOK: Duration = Duration::from_secs(1);
const MOST_LOOKS: u32 = 180;

#[derive(Debug, Clone, Copy)]
struct Trial {
    alerts: Alerts,
    lines: RwSignal<Vec<Ringing>>,
    id: RwSignal<Option<AlertId>>,
    wrong: RwSignal<Option<String>>,
}

/// The button, and what came of pressing it.
pub fn trial(alerts: Alerts) -> AnyView {
    let trial = Trial { alerts, lines: RwSignal::new(Vec::new()), id: RwSignal::new(None), wrong: RwSignal::new(None) };
    let press = move || {
        browser::unlock_sound();
        spawn_local(start(trial));
    };
    effect(move || {
        let Some(id) = trial.id.get() else { return };
        let n_looks = StoredValue::new(0);
        let look = move || {
            if n_looks.try_update_value(|n| *n += 1).is_some() && n_looks.get_value() <= MOST_LOOKS {
                spawn_local(read(trial, id.clone()));
            }
        };
        look();
        let again = set_interval_with_handle(look, LOOK).ok();
        on_cleanup(move || again.into_iter().for_each(|it| it.clear()));
    });
    let lines = move || {
        let rows = trial.lines.with(|all| all.iter().map(line).collect_view());
        (!trial.lines.with(Vec::is_empty))
            .then(|| view! { <ul role="list" class="telling-trial" aria-label=words::self_test()>{rows}</ul> })
    };
    view! {
        <div class="telling-row">
            <p>{words::self_test_hint()}</p>
            <Button weight=Weight::Primary on_press=press>{words::ring_all()}</Button>
        </div>
        {move || trial.wrong.get().map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
        {lines}
    }
    .into_any()
}

async fn start(trial: Trial) {
    let Some(seat) = trial.alerts.seat() else { return };
    match ring_all(seat).await {
        Ok(id) => {
            trial.wrong.try_set(None);
            trial.id.try_set(Some(id));
            trial.alerts.refresh();
        }
        Err(fault) => drop(trial.wrong.try_set(Some(faults::say(&fault)))),
    }
}

async fn read(trial: Trial, id: AlertId) {
    // The next look asks again.
    if let Ok(lines) = read_ringings(id).await {
        trial.lines.try_set(lines);
    }
}

fn line(it: &Ringing) -> AnyView {
    let zone = expect_context::<Zone>();
    let name = match &it.device {
        Some(device) => words::of_device(channel(it.channel), device),
        None => channel(it.channel).to_owned(),
    };
    let step = |label: &'static str, at: Option<Timestamp>| {
        at.map(|at| view! { <span class="telling-step">{label} " " <span class="time">{move || time(at, zone)}</span></span> })
    };
    let failed = (!it.failed.is_empty()).then(|| view! { <span class="wrong">{why(&it.failed)}</span> });
    let waits =
        (it.failed.is_empty() && it.shown_at.is_none()).then(|| view! { <span class="telling-hint">{words::not_shown_yet()}</span> });
    view! {
        <li>
            <span class="telling-channel" dir="auto">{name}</span>
            {step(words::raised(), Some(it.raised_at))}
            {step(words::sent(), it.sent_at.filter(|_| it.shown_at.is_none()))}
            {step(words::shown(), it.shown_at)}
            {step(words::opened(), it.opened_at)}
            {failed}
            {waits}
        </li>
    }
    .into_any()
}

/// To the second: a test lasts a few of them.
fn time(at: Timestamp, zone: Zone) -> String {
    exact(at, zone).rsplit_once(", ").map(|(_, time)| time.to_owned()).unwrap_or_default()
}
