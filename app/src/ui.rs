//! The inbox as agents see it.

use leptos::prelude::*;

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    view! { <main>"Baton"</main> }
}
