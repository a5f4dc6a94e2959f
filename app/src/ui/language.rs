//! Choosing the language: a plain form per language, which works without script. The page loads anew in it.

use super::{
    kit::mark::{Icon, Mark},
    words::{Lang, lang},
};
use crate::api::session::LANGUAGE;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A button for each language but the page's own, named as it names itself.
#[component]
pub fn Languages(class: &'static str) -> impl IntoView {
    Lang::ALL.into_iter().filter(|other| *other != lang()).map(|other| choice(other, class)).collect_view()
}

fn choice(other: Lang, class: &'static str) -> AnyView {
    let location = use_location();
    let here = move || {
        let search = location.search.get();
        let mark = if search.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", location.pathname.get(), search.trim_start_matches('?'))
    };
    view! {
        <form method="post" action=LANGUAGE>
            <input type="hidden" name="next" value=here/>
            <button type="submit" name="lang" value=other.tag() class=class data-act="language">
                <Icon mark=Mark::Globe/>
                <span lang=other.tag()>{other.own_name()}</span>
            </button>
        </form>
    }
    .into_any()
}
