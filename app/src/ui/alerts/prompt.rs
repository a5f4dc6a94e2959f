//! Offers the browser's notifications, once, where the list ends: it moves nothing, and goes away for good.

use super::Alerts;
use crate::{
    domain::alert::Permission,
    ui::{
        browser,
        effect::effect,
        kit::{
            button::{Button, Weight},
            mark::{Icon, Mark},
        },
        words::alerts as words,
    },
};
use leptos::prelude::*;

/// Where this browser keeps that it was asked.
const KEPT: &str = "asked-to-notify";

/// The line, until it is answered.
pub fn prompt() -> AnyView {
    let Some(alerts) = use_context::<Alerts>() else { return ().into_any() };
    let is_shown = RwSignal::new(false);
    effect(move || is_shown.set(browser::permission() == Permission::Default && browser::remembered(KEPT).is_none()));
    let answered = move || {
        browser::remember(KEPT, "yes");
        is_shown.try_set(false);
    };
    let allow = move || {
        browser::ask_permission(move || {
            answered();
            alerts.refresh();
        });
    };
    (move || {
        is_shown.get().then(|| {
            view! {
                <section class="notify-prompt" aria-label=words::allow()>
                    <p><Icon mark=Mark::Bell/> <span>{words::offer()}</span></p>
                    <div class="notify-steps">
                        <Button on_press=allow>{words::allow()}</Button>
                        <Button weight=Weight::Quiet on_press=answered>{words::not_now()}</Button>
                    </div>
                </section>
            }
        })
    })
    .into_any()
}
