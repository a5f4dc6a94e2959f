//! A small choice of emoji.

use crate::domain::case::lower;
use crate::ui::effect::effect;
use crate::ui::words::{composer as words, emoji::EMOJI};
use leptos::{html, prelude::*};

/// The picker; `put` gets what was chosen.
pub fn emoji_picker(is_shown: RwSignal<bool>, put: Callback<&'static str>) -> AnyView {
    let typed = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(field) = field.get() {
            // A field that can't take the focus is still there to be clicked.
            let _ = field.focus();
        }
    });
    let choose = move |it: &'static str| {
        is_shown.set(false);
        typed.set(String::new());
        put.run(it);
    };
    let found = move || {
        let typed = lower(typed.get().trim());
        EMOJI.iter().filter(|(_, names)| names.contains(typed.as_str())).copied().collect::<Vec<_>>()
    };
    let one = move |(it, names): (&'static str, &'static str)| {
        let name = words::emoji_name(names);
        view! { <button type="button" class="emoji" aria-label=name title=name on:click=move |_| choose(it)>{it}</button> }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Escape" => is_shown.set(false),
        "Enter" => {
            event.prevent_default();
            if let Some((it, _)) = untrack(found).first() {
                choose(it);
            }
        }
        _ => {}
    };
    view! {
        {move || is_shown.get().then(|| view! {
            <div class="popup emoji-popup" role="dialog" aria-label=words::emoji() on:keydown=on_key>
                <input
                    class="input"
                    type="search"
                    aria-label=words::search_emoji()
                    placeholder=words::search_emoji()
                    node_ref=field
                    on:input:target=move |event| typed.set(event.target().value())
                />
                <div class="emoji-grid">{move || found().into_iter().map(one).collect_view()}</div>
            </div>
        })}
    }
    .into_any()
}
