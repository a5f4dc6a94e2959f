//! "Claim next": the one who is first in line in this view opens, claimed.

use crate::ui::effect::spawn_local;
use crate::{
    api::views::claim_next,
    domain::view::Filter,
    ui::{
        keys::table::Act,
        kit::button::{Button, Weight},
        live::Live,
        words::{faults, views as words},
    },
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The button, and what it has to say where nobody waits.
pub fn claim_next_button(filter: Filter, live: Live) -> AnyView {
    let is_busy = RwSignal::new(false);
    let said = RwSignal::new(None::<String>);
    let search = use_location().search;
    let go = StoredValue::new(use_navigate());
    let press = move || {
        let filter = filter.clone();
        is_busy.set(true);
        said.set(None);
        spawn_local(async move {
            let claimed = claim_next(filter).await;
            is_busy.try_set(false);
            match claimed {
                Ok(Some(frames)) => {
                    live.answered(&frames);
                    if let Some(frame) = frames.first() {
                        let query = search.try_get_untracked().unwrap_or_default();
                        let path = format!("/inbox/{}?{}", frame.event.conversation, query.trim_start_matches('?'));
                        go.try_with_value(|go| go(path.trim_end_matches('?'), NavigateOptions::default()));
                    }
                }
                Ok(None) => drop(said.try_set(Some(words::nobody_waits().to_owned()))),
                Err(fault) => drop(said.try_set(Some(faults::say(&fault)))),
            }
        });
    };
    view! {
        <Button weight=Weight::Primary is_busy act=Some(Act::ClaimNext) on_press=press>{words::claim_next()}</Button>
        <p class="claim-said" role="status">{move || said.get()}</p>
    }
    .into_any()
}
