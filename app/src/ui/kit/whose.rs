//! Links that choose one of several assistants, by `?assistant=`: they work without script, and what is chosen outlives a reload.

use crate::{
    domain::id::AssistantId,
    ui::{
        effect::{memo, still, still_with},
        words::assistants as words,
    },
};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_query_map},
    location::Url,
    params::ParamsMap,
};

/// The assistant that the address names.
pub fn named() -> Memo<Option<AssistantId>> {
    let query = use_query_map();
    memo(move |_| still_with(&query, |it| it.get_str("assistant").and_then(AssistantId::parse)))
}

/// The one of `all` that the address names; the first where it names none of them.
pub fn one_of(all: Vec<AssistantId>) -> Memo<Option<AssistantId>> {
    let named = named();
    memo(move |_| still(&named).filter(|id| all.contains(id)).or_else(|| all.first().cloned()))
}

/// A link for each, by id and name, where there is a choice. `every`: what all of them at once are called, where that can be chosen.
pub fn links(all: Vec<(AssistantId, String)>, chosen: Memo<Option<AssistantId>>, every: Option<&'static str>) -> AnyView {
    if all.len() < 2 {
        return ().into_any();
    }
    let every = every.map(|label| link(None, label.to_owned(), chosen));
    let each = all.into_iter().map(|(id, name)| link(Some(id), name, chosen)).collect_view();
    view! { <nav class="tabs whose" aria-label=words::which()>{every} {each}</nav> }.into_any()
}

fn link(id: Option<AssistantId>, label: String, chosen: Memo<Option<AssistantId>>) -> AnyView {
    let (pathname, query) = (use_location().pathname, use_query_map());
    let own = id.clone();
    let href = move || still_with(&pathname, |path| still_with(&query, |query| address(path, query, own.as_ref())));
    let is_chosen = move || still_with(&chosen, |chosen| *chosen == id);
    view! { <a class="tab" href=href dir="auto" aria-current=move || is_chosen().then_some("true")>{label}</a> }.into_any()
}

/// This page with that assistant, or with all; what else the address asks for stays.
fn address(path: &str, query: &ParamsMap, id: Option<&AssistantId>) -> String {
    let others = query.into_iter().filter(|(key, _)| **key != "assistant").map(|(key, value)| format!("{key}={}", Url::escape(value)));
    let parts: Vec<String> = id.map(|id| format!("assistant={id}")).into_iter().chain(others).collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_assistant_or_none() {
        let id = AssistantId::parse("01robin").expect("an id");
        assert_eq!(address("/knowledge", &ParamsMap::new(), Some(&id)), "/knowledge?assistant=01robin");
        assert_eq!(address("/knowledge", &ParamsMap::new(), None), "/knowledge");
        let asked: ParamsMap = [("assistant", "01other"), ("days", "7")].into_iter().collect();
        assert_eq!(address("/knowledge/asked", &asked, Some(&id)), "/knowledge/asked?assistant=01robin&days=7");
        assert_eq!(address("/knowledge/asked", &asked, None), "/knowledge/asked?days=7", "what else is asked for stays");
    }
}
