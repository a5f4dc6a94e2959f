//! The views to choose from, each with how many are in it. They are links and work without script.

use super::shelf::{Looked, Shelf, looked};
use crate::ui::effect::memo;
use crate::{
    domain::view::{BuiltIn, SavedView, ViewKey},
    ui::{
        kit::mark::{Icon, Mark},
        words::{list as words, number, views},
    },
};
use leptos::prelude::*;

/// The name of a view that is always there.
pub fn label(view: BuiltIn) -> &'static str {
    match view {
        BuiltIn::NeedsPerson => views::needs_person(),
        BuiltIn::Mine => views::mine(),
        BuiltIn::Unassigned => views::unassigned(),
        BuiltIn::Unread => views::unread(),
        BuiltIn::Mentions => views::mentions(),
        BuiltIn::AiHandled => views::ai_handled(),
        BuiltIn::Open => views::open(),
        BuiltIn::Snoozed => views::snoozed(),
        BuiltIn::Closed => views::closed(),
        BuiltIn::Spam => views::spam(),
    }
}

const fn mark(view: BuiltIn) -> Mark {
    match view {
        BuiltIn::NeedsPerson => Mark::Hand,
        BuiltIn::Mine | BuiltIn::Unassigned | BuiltIn::Mentions => Mark::Face,
        BuiltIn::AiHandled => Mark::Spark,
        BuiltIn::Unread | BuiltIn::Open => Mark::Inbox,
        BuiltIn::Snoozed => Mark::Clock,
        BuiltIn::Closed => Mark::Check,
        BuiltIn::Spam => Mark::Warn,
    }
}

/// The name of what is looked at.
pub fn title(looked: &Looked, saved: &[SavedView]) -> String {
    match &looked.view {
        ViewKey::BuiltIn { view } => label(*view).to_owned(),
        ViewKey::Saved { id } => {
            saved.iter().find(|it| it.id == *id).map_or_else(|| views::saved().to_owned(), |it| it.name.as_str().to_owned())
        }
        ViewKey::Asked { .. } => views::filtered().to_owned(),
    }
}

/// All views as links, the saved ones below.
pub fn view_links(shelf: Shelf) -> AnyView {
    let looked = looked();
    let built_in = BuiltIn::ALL.into_iter().map(|view| {
        let is_current = memo(move |_| looked.with(|it| it.is(view)));
        link(view.name().to_owned(), label(view).to_owned(), mark(view), is_current, shelf)
    });
    let saved = move || {
        let all = shelf.views.with(|it| it.saved.clone());
        let one = |view: SavedView| {
            let key = ViewKey::Saved { id: view.id.clone() };
            let is_current = memo(move |_| looked.with(|it| it.view == key));
            view! { <li>{link(view.id.to_string(), view.name.as_str().to_owned(), Mark::Panel, is_current, shelf)}</li> }.into_any()
        };
        all.into_iter().map(one).collect_view()
    };
    view! {
        <nav class="views" aria-label=words::views()>
            <ul role="list">{built_in.map(|link| view! { <li>{link}</li> }.into_any()).collect_view()}</ul>
            <ul role="list" class="views-saved">{saved}</ul>
        </nav>
    }
    .into_any()
}

fn link(name: String, label: String, mark: Mark, is_current: Memo<bool>, shelf: Shelf) -> AnyView {
    let href = if name == BuiltIn::Open.name() { "/inbox".to_owned() } else { format!("/inbox?view={name}") };
    let n = memo(move |_| shelf.views.with(|it| it.counts.get(&name).copied().unwrap_or_default()));
    view! {
        <a class="view-link" href=href aria-current=move || is_current.get().then_some("true")>
            <Icon mark=mark/>
            <span class="view-name" dir="auto">{label}</span>
            " "
            <span class="count">{move || number(n.get())}</span>
        </a>
    }
    .into_any()
}
