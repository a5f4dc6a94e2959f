//! One's own face in the rail, and whether one is there for others.

use super::here::HereNow;
use crate::{
    api::presence::set_away,
    ui::{
        kit::{
            avatar::avatar,
            menu::{Opened, item, menu_with},
        },
        words::{faults, near as words},
    },
};
use leptos::{prelude::*, task::spawn_local};

/// The face, a dot that says how one stands, and the choice. `title`: one's name and workspace.
pub fn myself(name: &str, title: &str, here: HereNow) -> AnyView {
    let is_away = here.is_away;
    let how = move || if is_away.get() { words::away() } else { words::available() };
    let title = title.to_owned();
    let label = Signal::derive(move || words::myself(&title, how()));
    let face = view! {
        <span title=label>
            {avatar(name)}
            <span class="stands" class=("stands-away", is_away) aria-hidden="true"></span>
            <span class="unseen">{label}</span>
        </span>
    };
    let wrong = RwSignal::new(None::<String>);
    menu_with(label, "rail-me", face.into_any(), move |opened| choices(is_away, wrong, opened))
}

fn choices(is_away: RwSignal<bool>, wrong: RwSignal<Option<String>>, opened: Opened) -> AnyView {
    let choose = move |wish: bool| {
        move || {
            spawn_local(async move {
                match set_away(wish).await {
                    Ok(()) => {
                        is_away.try_set(wish);
                        wrong.try_set(None);
                        opened.close();
                    }
                    Err(fault) => drop(wrong.try_set(Some(faults::say(&fault)))),
                }
            });
        }
    };
    view! {
        {move || [(words::available(), false), (words::away(), true)].map(|(label, wish)| {
            item(label.to_owned(), is_away.get() == wish, choose(wish))
        }).collect_view()}
        {move || wrong.get().map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
    }
    .into_any()
}
