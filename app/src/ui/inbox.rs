//! The shared inbox: list, thread and details side by side, or one at a time on a phone.

pub mod list;
pub mod nav;
pub mod shelf;
pub mod reading;
pub mod bulk;
pub mod builder;
pub mod claim;
pub mod row;
pub mod swipe;
pub mod search;
pub mod open;
pub mod thread;
pub mod holder;
pub mod undo;
pub mod moments;
pub mod menus;
pub mod watch;
pub mod near;
pub mod pledge;
pub mod remind;
pub mod summary;
pub mod log;
pub mod lines;
pub mod line;
pub mod mailed;
pub mod answer;
pub mod composer;
pub mod send;
pub mod lookup;
pub mod caret;
pub mod canned;
pub mod mention;
pub mod emoji;
pub mod changed;
pub mod draft;
pub mod files;
pub mod outbox;
pub mod details;

use super::{
    frame::{LinkLine, Rail},
    guard::{Guard, Me},
    kit::{empty::Empty, mark::Mark},
    live::Live,
    words::{common, list as words},
};
use crate::domain::id::ConversationId;
use bulk::Picked;
use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};
use list::Conversations;
use near::here::HereNow;
use shelf::Shelf;

/// Which conversation is open, by the address.
#[derive(Debug, Clone, Copy)]
pub struct Chosen(pub Memo<Option<ConversationId>>);

/// Whether the details are shown where there is no room for all columns.
#[derive(Debug, Clone, Copy)]
pub struct DetailsShown(pub RwSignal<bool>);

/// The page around list and thread.
#[component]
pub fn InboxPage() -> impl IntoView {
    let me = Me::ask();
    let pathname = use_location().pathname;
    let chosen = Memo::new(move |_| pathname.with(|path| path.strip_prefix("/inbox/").and_then(ConversationId::parse)));
    let shows_details = RwSignal::new(false);
    provide_context(me);
    provide_context(Live::new());
    provide_context(Shelf::of_page());
    provide_context(HereNow::of_page());
    provide_context(Picked::new());
    provide_context(Chosen(chosen));
    provide_context(DetailsShown(shows_details));
    view! {
        <Guard me/>
        <div class="desk" class=("has-thread", move || chosen.get().is_some()) class=("shows-details", shows_details)>
            <Rail me/>
            <LinkLine/>
            <main class="columns">
                <h1 class="unseen">{common::inbox()}</h1>
                <Conversations/>
                <Outlet/>
            </main>
        </div>
    }
}

/// What stands beside the list while no conversation is open.
#[component]
pub fn Unchosen() -> impl IntoView {
    view! {
        <div class="unchosen">
            <Empty mark=Mark::Inbox title=words::none_chosen()>
                <p>{words::chosen_opens_here()}</p>
            </Empty>
        </div>
    }
}
