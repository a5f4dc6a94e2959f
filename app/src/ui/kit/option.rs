//! One of those that a list offers to choose from.

use crate::ui::effect::{memo, still};
use leptos::prelude::*;

/// The value and the label, whether it is what is chosen, and whether it can't be. As a property as well: where a row takes
/// another's place, the browser keeps to what was chosen by hand.
pub fn option(
    (value, label): (String, String),
    is_chosen: impl Fn() -> bool + Send + Sync + 'static,
    is_out: impl Fn() -> bool + Send + Sync + 'static,
) -> AnyView {
    let (is_chosen, is_out) = (memo(move |_| is_chosen()), memo(move |_| is_out()));
    view! {
        <option
            value=value
            selected=move || still(&is_chosen)
            prop:selected=move || still(&is_chosen)
            disabled=move || still(&is_out)
        >
            {label}
        </option>
    }
    .into_any()
}
