//! A labelled input of a plain form.

use leptos::prelude::*;

/// A line to fill in, its label above.
#[component]
pub fn Field(
    label: &'static str,
    name: &'static str,
    #[prop(default = "text")] kind: &'static str,
    autocomplete: &'static str,
    /// The id of the sentence that says what is wrong with it.
    #[prop(optional, into)]
    described_by: Signal<Option<&'static str>>,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field-label">{label}</span>
            <input
                class="input"
                type=kind
                name=name
                autocomplete=autocomplete
                required
                aria-describedby=move || described_by.get()
                aria-invalid=move || described_by.get().map(|_| "true")
            />
        </label>
    }
}
