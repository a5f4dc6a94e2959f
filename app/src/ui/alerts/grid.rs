//! Which alerts one wants over which channel: a box for each, saved when it is pressed.

use super::{
    page::{Wanted, Went, went},
    sentence::{channel, kind},
};
use crate::{
    api::alerts::save_preferences,
    domain::alert::{Channel, Kind},
    ui::words::{alerts as words, faults},
};
use leptos::{prelude::*, task::spawn_local};

const CHANNELS: [Channel; 4] = [Channel::Sound, Channel::Desktop, Channel::Push, Channel::Mail];

impl Wanted {
    /// Saves what one wants now.
    pub fn save(self) {
        let it = self.it.get_untracked();
        spawn_local(async move {
            let went = match save_preferences(it).await {
                Ok(()) => Went::Saved,
                Err(fault) => Went::Wrong(faults::say(&fault)),
            };
            self.went.try_set(went);
        });
    }
}

/// The boxes.
pub fn grid(wanted: Wanted) -> AnyView {
    let heads = CHANNELS.map(|it| view! { <th scope="col">{channel(it)}</th> }).collect_view();
    let rows = Kind::ALL.map(|it| {
        let boxes = CHANNELS.map(|over| view! { <td>{tick(wanted, it, over)}</td> }.into_any()).collect_view();
        view! { <tr><th scope="row">{kind(it)}</th>{boxes}</tr> }.into_any()
    });
    view! {
        <p class="telling-hint">{words::always_in_bell()}</p>
        <table class="telling-grid">
            <thead><tr><td></td>{heads}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        {went(wanted.went)}
    }
    .into_any()
}

fn tick(wanted: Wanted, of: Kind, over: Channel) -> AnyView {
    let is_on = move || wanted.it.with(|it| it.of(of).has(over));
    let name = words::over(kind(of), channel(over));
    let change = move |event| {
        let is_wanted = event_target_checked(&event);
        wanted.it.update(|it| it.set(it.of(of).with(over, is_wanted)));
        wanted.save();
    };
    view! { <input type="checkbox" aria-label=name checked=untrack(is_on) prop:checked=is_on on:change=change/> }.into_any()
}
