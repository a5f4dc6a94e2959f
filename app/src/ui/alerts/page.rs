//! How one wants to be told, whether it works, and when the team's ladder is climbed.

use super::{Alerts, devices::devices, grid::grid, quiet::quiet, steps::steps, trial::trial};
use crate::{
    api::alerts::{AlertSettings, read_alert_settings},
    domain::{alert::Preferences, fault::Fault},
    ui::{
        kit::empty::{Skeleton, Trouble},
        reading::reading,
        words::{alerts as words, faults},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// A section of the settings: each member's own, and the team's ladder.
#[component]
pub fn Notifications() -> impl IntoView {
    let read = reading(|| (), |()| read_alert_settings());
    let shown = move || {
        Some(match read.get()? {
            Ok(it) => parts(it),
            Err(Fault::SignedOut) => ().into_any(),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <Title text=words::alerts()/>
        <div class="telling">
            <Suspense fallback=|| view! { <Skeleton n=4 shape="skeleton-rows"/> }>{shown}</Suspense>
        </div>
    }
}

/// How saving went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Went {
    Calm,
    Saved,
    Wrong(String),
}

/// What one wants, saved with each change.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub it: RwSignal<Preferences>,
    pub went: RwSignal<Went>,
}

fn parts(it: AlertSettings) -> AnyView {
    let alerts = expect_context::<Alerts>();
    let wanted = Wanted { it: RwSignal::new(it.preferences), went: RwSignal::new(Went::Calm) };
    view! {
        {part(words::this_browser(), devices(alerts, it.devices, it.push_key))}
        {part(words::what_reaches_you(), grid(wanted))}
        {part(words::quiet_hours(), quiet(wanted))}
        {part(words::self_test(), trial(alerts))}
        {part(words::ladder(), steps(it.ladder, it.webhook_secret, it.has_mailer))}
    }
    .into_any()
}

fn part(title: &'static str, body: AnyView) -> AnyView {
    view! { <section class="telling-part" aria-label=title><h2>{title}</h2>{body}</section> }.into_any()
}

/// How saving went, in words.
pub fn went(it: RwSignal<Went>) -> AnyView {
    let told = move || match it.get() {
        Went::Calm => ().into_any(),
        Went::Saved => view! { <span>{words::saved()}</span> }.into_any(),
        Went::Wrong(say) => view! { <span class="wrong">{say}</span> }.into_any(),
    };
    view! { <p class="telling-went" role="status">{told}</p> }.into_any()
}
