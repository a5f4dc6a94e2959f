//! The sources of each assistant.

use leptos::prelude::*;

/// The page.
#[component]
pub fn SourcesPage() -> impl IntoView {}
