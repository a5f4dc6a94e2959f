//! The way to the promises, with how many of one's own are overdue or due today.

use crate::{
    api::promises::DUE,
    ui::{
        frame::is_below,
        inbox::shelf::Shelf,
        kit::mark::{Icon, Mark},
        words::{number, promises as words},
    },
};
use leptos::prelude::*;

/// The link in the rail.
pub fn due_link() -> AnyView {
    let shelf = use_context::<Shelf>();
    let n =
        Memo::new(move |_| shelf.map_or(0, |shelf| shelf.views.try_with(|it| it.counts.get(DUE).copied()).flatten().unwrap_or_default()));
    let badge = move || {
        (n.get() > 0).then(|| {
            view! {
                <span class="rail-count" title=words::n_due(n.get())>
                    <span aria-hidden="true">{number(n.get())}</span>
                    <span class="unseen">{words::n_due(n.get())}</span>
                </span>
            }
        })
    };
    let known = move || shelf.map(|shelf| view! { <Suspense>{move || shelf.ready().map(|_| badge)}</Suspense> });
    view! {
        <a class="rail-link rail-promises" href="/promises" aria-current=is_below("/promises")>
            <Icon mark=Mark::Flag/>
            <span>{words::promises()}</span>
            {known()}
        </a>
    }
    .into_any()
}
