//! Reading again while something goes on, and changing a source.

use crate::{
    domain::fault::Fault,
    ui::{
        browser,
        effect::{effect, memo, spawn_local},
        settings::form::Went,
    },
};
use leptos::prelude::*;
use std::time::Duration;

/// Between two looks at what is going on.
const PACE: Duration = Duration::from_secs(1);

/// Calls `look` about once a second for as long as something goes on and somebody can see it.
pub fn watch(goes_on: impl Fn() -> bool + Send + Sync + 'static, look: impl Fn() + Copy + 'static) {
    let goes_on = memo(move |_| goes_on());
    effect(move || {
        if !goes_on.get() {
            return;
        }
        let tick = move || {
            if browser::is_visible() {
                look();
            }
        };
        if let Ok(interval) = set_interval_with_handle(tick, PACE) {
            on_cleanup(move || interval.clear());
        }
    });
}

/// Asks for something to be done, and says how that went. While one is under way, another isn't begun.
pub fn asking<T: 'static>(went: RwSignal<Went>, ask: impl Future<Output = Result<T, Fault>> + 'static, then: impl FnOnce(T) + 'static) {
    if went.get_untracked() == Went::Busy {
        return;
    }
    went.set(Went::Busy);
    spawn_local(async move {
        let now = match ask.await {
            Ok(it) => {
                then(it);
                Went::Saved
            }
            Err(fault) => Went::Wrong(fault),
        };
        went.try_set(now);
    });
}
