//! The way to knowledge in the rail, with how much there is to look at.

use super::warnings::Stirred;
use crate::{
    api::trials::read_warnings,
    ui::{
        browser,
        effect::{effect, spawn_local},
        frame::is_below,
        kit::mark::{Icon, Mark},
        words::{common, number, trials as words},
    },
};
use leptos::prelude::*;
use std::time::Duration;

/// So often it is read again while it is seen.
const AGAIN: Duration = Duration::from_secs(300);

/// The link in the rail.
pub fn knowledge_link() -> AnyView {
    let n = RwSignal::new(0);
    keep_up(n);
    let badge = move || {
        (n.get() > 0).then(|| {
            view! {
                <span class="rail-count" title=words::n_warnings(n.get())>
                    <span aria-hidden="true">{number(n.get())}</span>
                    <span class="unseen">{words::n_warnings(n.get())}</span>
                </span>
            }
        })
    };
    view! {
        <a class="rail-link" href="/knowledge" aria-current=is_below("/knowledge")>
            <Icon mark=Mark::Book/>
            <span>{common::knowledge()}</span>
            {badge}
        </a>
    }
    .into_any()
}

/// Counts the warnings once the page is whole, now and then, and when a page of knowledge did something about one.
fn keep_up(n: RwSignal<u64>) {
    let stirred = use_context::<Stirred>();
    effect(move || {
        stirred.into_iter().for_each(Stirred::heed);
        count(n);
        let look = move || {
            if browser::is_visible() {
                count(n);
            }
        };
        let again = set_interval_with_handle(look, AGAIN).ok();
        on_cleanup(move || again.into_iter().for_each(|it| it.clear()));
    });
}

fn count(n: RwSignal<u64>) {
    spawn_local(async move {
        // What can't be read now stays as it is shown.
        if let Ok(it) = read_warnings().await {
            n.try_set(it.n());
        }
    });
}
