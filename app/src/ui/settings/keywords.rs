//! The owner's own words, each of which hands over at once.

use super::form::{Form, adder, saved_part, small};
use crate::{
    api::settings::{Change, Shown},
    domain::signal::{KeywordRule, Match},
    ui::{
        effect::still,
        kit::{keyed::keyed, mark::Mark},
        words::settings as words,
    },
};
use leptos::prelude::*;

pub(super) fn keywords(form: Form<Vec<KeywordRule>>) -> AnyView {
    let n = Memo::new(move |_| form.with(Vec::len));
    let add = move || form.draft.update(|it| it.push(KeywordRule { words: String::new(), mode: Match::Whole }));
    let body = view! {
        <ul class="set-rows" role="list">{keyed(move || (0..still(&n)).collect(), ToString::to_string, move |at| row(form, at))}</ul>
        {adder(words::add_keyword(), add)}
    };
    let save = move || {
        let taken = |shown| match shown {
            Shown::Topics { keywords, .. } => Some(keywords),
            _ => None,
        };
        // A row that was left empty is no wish.
        form.draft.update(|it| it.retain(|rule| !rule.words.trim().is_empty()));
        form.save(Change::Keywords { keywords: form.draft.get_untracked() }, taken);
    };
    saved_part(words::keywords(), words::keywords_hint(), form, &[], body.into_any(), save)
}

fn row(form: Form<Vec<KeywordRule>>, at: usize) -> AnyView {
    let text = move || form.with(|it| it.get(at).map(|rule| rule.words.clone()).unwrap_or_default());
    let is_prefix = move || form.with(|it| it.get(at).is_some_and(|rule| rule.mode == Match::Prefix));
    let change = move |how: &dyn Fn(&mut KeywordRule)| {
        form.draft.update(|it| it.get_mut(at).into_iter().for_each(how));
    };
    let remove = move || {
        form.draft.update(|it| {
            if at < it.len() {
                it.remove(at);
            }
        });
    };
    view! {
        <li class="row-line">
            <input
                class="input"
                type="text"
                dir="auto"
                maxlength="400"
                autocomplete="off"
                aria-label=words::keyword()
                value=untrack(text)
                prop:value=text
                on:input=move |event| { let typed = event_target_value(&event); change(&|rule| rule.words.clone_from(&typed)); }
            />
            <select
                class="chooser button"
                aria-label=words::heard_as()
                on:change=move |event| {
                    let mode = if event_target_value(&event) == "prefix" { Match::Prefix } else { Match::Whole };
                    change(&|rule| rule.mode = mode);
                }
            >
                <option value="whole" selected=move || !is_prefix()>{words::whole_word()}</option>
                <option value="prefix" selected=is_prefix>{words::beginning()}</option>
            </select>
            {small(Mark::Cross, words::remove_keyword().to_owned(), remove)}
        </li>
    }
    .into_any()
}
