//! A list that draws only what is new in it.

use leptos::prelude::*;
use std::sync::Arc;

struct Item {
    key: String,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// `view` of each of `items`, kept for as long as an item of that `key` is among them. Keys of one list differ.
///
/// `For` has code of its own for each kind of item; here all lists are lists of the same.
pub fn keyed<T, V>(
    items: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> String + Send + 'static,
    view: impl Fn(T) -> V + Send + Sync + 'static,
) -> AnyView
where
    T: Send + 'static,
    V: IntoView + 'static,
{
    let view = Arc::new(view);
    let item = move |it: T| {
        let view = Arc::clone(&view);
        Item { key: key(&it), draw: Box::new(move || view(it).into_any()) }
    };
    list(Box::new(move || items().into_iter().map(&item).collect()))
}

fn list(items: Box<dyn Fn() -> Vec<Item> + Send>) -> AnyView {
    view! { <For each=items key=|it| it.key.clone() children=|it: Item| (it.draw)()/> }.into_any()
}
