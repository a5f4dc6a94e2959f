//! The page for an address that leads nowhere.

use super::kit::{empty::Empty, mark::Mark};
use leptos::prelude::*;
use leptos_meta::Title;

/// Says so, and offers the way back.
#[component]
pub fn Lost() -> impl IntoView {
    view! {
        <Title text="Not found"/>
        <main class="alone">
            <Empty mark=Mark::Warn title="There is no such page">
                <p>"The address may be old or mistyped. " <a href="/inbox">"Go to the inbox"</a></p>
            </Empty>
        </main>
    }
}
