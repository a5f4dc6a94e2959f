//! Search at the top of the list. What is looked for stands in the address, so a search can be shared and reloaded, and
//! works without script; while one stands, what was found takes the place of the list.

mod results;

pub use results::results;

use crate::ui::effect::{effect, memo};
use crate::{
    domain::search::{Asked, Query},
    ui::{
        browser,
        kit::mark::{Icon, Mark},
        words::search as words,
    },
};
use leptos::{ev, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
    location::Url,
};
use std::{sync::Arc, time::Duration};

/// So long after the last letter the search begins.
const PAUSE: Duration = Duration::from_millis(120);

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// As it stands in the field.
    text: RwSignal<String>,
    /// As it stands in the address; empty where nothing is looked for.
    pub asked: Memo<String>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// What was asked last by this field: what comes back by the address isn't news.
    told: StoredValue<String>,
    /// The text and the address of the first hit.
    first: StoredValue<Option<(String, String)>>,
    /// Enter was pressed before the hits were there.
    wants_first: StoredValue<bool>,
    /// The way to another address. It is bound to the thread that makes it, so only the browser has one.
    go: StoredValue<Option<Go>>,
}

type Go = Arc<dyn Fn(&str, NavigateOptions) + Send + Sync>;

impl Search {
    /// The search of this page.
    pub fn of_page() -> Self {
        let query = use_query_map();
        let asked = memo(move |_| query.with(|it| it.get_str("q").unwrap_or_default().trim().to_owned()));
        let now = asked.get_untracked();
        let it = Self {
            text: RwSignal::new(now.clone()),
            asked,
            timer: StoredValue::new(None),
            told: StoredValue::new(now),
            first: StoredValue::new(None),
            wants_first: StoredValue::new(false),
            go: StoredValue::new(None),
        };
        effect(move || {
            let go = use_navigate();
            it.go.set_value(Some(Arc::new(move |path: &str, options| go(path, options))));
        });
        effect(move || it.follow());
        it
    }

    /// Whether a search stands in place of the list.
    pub fn is_on(self) -> bool {
        self.asked.with(|it| !it.is_empty())
    }

    /// The address changed by other means than typing: the field follows.
    fn follow(self) {
        let asked = self.asked.get();
        if self.told.with_value(|told| *told != asked) {
            self.told.set_value(asked.clone());
            self.text.set(asked);
        }
    }

    fn go(self, path: &str, options: NavigateOptions) {
        if let Some(go) = self.go.try_get_value().flatten() {
            go(path, options);
        }
    }

    fn found(self, first: Option<String>) -> Option<String> {
        let asked = self.asked.get_untracked();
        let wants_first = self.wants_first.try_update_value(std::mem::take).unwrap_or(false);
        self.first.set_value(first.clone().map(|href| (asked, href)));
        first.filter(|_| wants_first)
    }

    fn stop_waiting(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}

/// The field, what was understood, and the operators.
pub fn field(search: Search) -> AnyView {
    let ask = asking(search);
    let wait = ask.clone();
    let on_input = move |event: ev::Event| {
        search.text.set(event_target_value(&event));
        search.stop_waiting();
        let ask = wait.clone();
        let look = move || {
            // By then the page may have been left.
            if let Some(text) = search.text.try_get_untracked() {
                ask(text);
            }
        };
        let timer = set_timeout_with_handle(look, PAUSE);
        search.timer.set_value(timer.ok());
    };
    let (clear, at_once) = (ask.clone(), ask);
    let on_key = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "Escape" if !search.text.with_untracked(String::is_empty) => {
            event.prevent_default();
            clear(String::new());
        }
        "ArrowDown" => {
            event.prevent_default();
            browser::step(".found .row-link", 1);
        }
        _ => {}
    };
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = search.text.get_untracked().trim().to_owned();
        let first = search.first.with_value(|first| first.clone().filter(|(asked, _)| *asked == text));
        match first {
            Some((_, href)) => search.go(&href, NavigateOptions::default()),
            None => {
                search.wants_first.set_value(!text.is_empty());
                at_once(text);
            }
        }
    };
    view! {
        <form class="search" role="search" method="get" action="/inbox" on:submit=on_submit>
            <div class="search-line">
                <Icon mark=Mark::Search/>
                <input
                    class="search-input"
                    type="search"
                    name="q"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=words::search()
                    placeholder=words::placeholder()
                    value=search.text.get_untracked()
                    prop:value=search.text
                    on:input=on_input
                    on:keydown=on_key
                />
                <kbd class="search-key" aria-hidden="true">"/"</kbd>
                {help()}
            </div>
            {move || chips(&search.asked.get())}
        </form>
    }
    .into_any()
}

/// Puts a text into the address, in place of the one that is there.
fn asking(search: Search) -> impl Fn(String) + Clone + Send + Sync + 'static {
    let (location, query) = (use_location(), use_query_map());
    move |text: String| {
        search.stop_waiting();
        let asked = text.trim().to_owned();
        if search.text.with_untracked(|now| now.trim() != asked) {
            search.text.set(text);
        }
        if search.told.with_value(|told| *told == asked) {
            return;
        }
        search.told.set_value(asked.clone());
        let kept = ["folder", "view", "sort", "filter"].map(|key| (key, query.with_untracked(|it| it.get_str(key).map(str::to_owned))));
        let values: Vec<(&str, Option<&str>)> =
            kept.iter().map(|(key, value)| (*key, value.as_deref())).chain([("q", Some(asked.as_str()))]).collect();
        let path = with_query(&location.pathname.get_untracked(), &values);
        search.go(&path, NavigateOptions { replace: true, scroll: false, ..Default::default() });
    }
}

/// `path` with those of the values that aren't empty.
fn with_query(path: &str, values: &[(&str, Option<&str>)]) -> String {
    let mut text = path.to_owned();
    for (key, value) in values {
        let Some(value) = value.filter(|it| !it.is_empty()) else { continue };
        text.push(if text.contains('?') { '&' } else { '?' });
        text.push_str(key);
        text.push('=');
        text.push_str(&Url::escape(value));
    }
    text
}

/// The filters that were understood; each is a link to the search without it.
fn chips(asked: &str) -> AnyView {
    let query = Query::parse(asked);
    let filters = query.parts.iter().filter(|part| matches!(part.asked, Asked::Filter(_)));
    let chip = |range: &std::ops::Range<usize>| {
        let part = asked.get(range.clone()).unwrap_or_default().to_owned();
        let rest = format!("{} {}", asked[..range.start].trim(), asked[range.end..].trim());
        let href = with_query("/inbox", &[("q", Some(rest.trim()))]);
        view! {
            <li>
                <a class="search-chip" href=href>
                    <span class="unseen">{words::remove(&part)}</span>
                    <span aria-hidden="true" dir="auto">{part}</span>
                    <span aria-hidden="true">"×"</span>
                </a>
            </li>
        }
    };
    let chips: Vec<_> = filters.map(|part| chip(&part.range)).collect();
    if chips.is_empty() { ().into_any() } else { view! { <ul class="search-chips" role="list">{chips}</ul> }.into_any() }
}

/// Each operator by an example, and what it does.
fn operators() -> [(&'static str, &'static str); 17] {
    [
        ("“five days”", words::exactly()),
        ("from:ana", words::from()),
        ("tag:billing", words::tag()),
        ("is:open", words::is()),
        ("holder:queue", words::holder()),
        ("assigned:me", words::assigned()),
        ("team:sales", words::team()),
        ("priority:high", words::priority()),
        ("lead:qualified", words::lead()),
        ("assistant:robin", words::assistant()),
        ("reason:docs", words::reason()),
        ("language:de", words::language()),
        ("attribute:plan=pro", words::attribute()),
        ("note:refund", words::note()),
        ("has:file", words::has()),
        ("after:2026-01-31", words::after()),
        ("before:2026-03", words::before()),
    ]
}

/// The operators by example. It opens and closes without script.
fn help() -> AnyView {
    let row = |(example, does): (&'static str, &'static str)| view! { <dt><code>{example}</code></dt><dd>{does}</dd> };
    view! {
        <details class="search-help">
            <summary class="icon-button" aria-label=words::operators() title=words::operators()>"?"</summary>
            <dl>{operators().into_iter().map(row).collect_view()}</dl>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_of_the_help_is_understood() {
        for (example, _) in operators() {
            let asked = Query::parse(example).parts.remove(0).asked;
            assert!(matches!(asked, Asked::Filter(_) | Asked::Phrase(_)), "{example}");
        }
    }
}
