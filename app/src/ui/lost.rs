//! The page for an address that leads nowhere.

use super::{
    kit::{empty::Empty, mark::Mark},
    words::frame as words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Says so, and offers the way back.
#[component]
pub fn Lost() -> impl IntoView {
    view! {
        <Title text=words::not_found()/>
        <main class="alone">
            <Empty mark=Mark::Warn title=words::no_such_page()>
                <p>{words::address_may_be_old()} " " <a href="/inbox">{words::go_to_inbox()}</a></p>
            </Empty>
        </main>
    }
}
