//! The way of a new workspace to its first answer: three steps, each ticked off by what is there. It is gone once all are done.

use super::{
    browser,
    effect::{effect, memo, spawn_local, still_with},
    kit::{
        copy::to_copy,
        mark::{Mark, Marked},
    },
    words::{number, setup as words},
};
use crate::api::setup::{Setup, read_setup};
use leptos::prelude::*;
use std::time::Duration;

/// As long as a step is left, it is looked again so often while somebody sees it.
const AGAIN: Duration = Duration::from_secs(3);

/// The steps, as long as one is left. `first`: how far it was when the page was drawn, where that is known.
pub fn setup_path(first: Option<Setup>) -> AnyView {
    let known = RwSignal::new(first);
    let is_done = memo(move |_| still_with(&known, |it| it.as_ref().is_some_and(Setup::is_done)));
    effect(move || {
        if is_done.get() {
            return;
        }
        if known.with_untracked(Option::is_none) {
            look(known);
        }
        let again = move || {
            if browser::is_visible() {
                look(known);
            }
        };
        if let Ok(interval) = set_interval_with_handle(again, AGAIN) {
            on_cleanup(move || interval.clear());
        }
    });
    // What is as it was isn't drawn anew.
    let left = memo(move |_| still_with(&known, |it| it.clone().filter(|it| !it.is_done())));
    (move || still_with(&left, |it| it.as_ref().map(steps))).into_any()
}

fn look(known: RwSignal<Option<Setup>>) {
    spawn_local(async move {
        // What can't be read now stays as it is shown.
        if let Ok(it) = read_setup().await {
            known.try_set(Some(it));
        }
    });
}

/// A step: its name, where it is done, and what helps with it.
struct Step {
    is_done: bool,
    name: &'static str,
    href: String,
    help: fn(&Setup) -> AnyView,
}

fn steps(it: &Setup) -> AnyView {
    let all = [
        Step { is_done: it.has_docs, name: words::add_docs(), href: adding(it, "website"), help: docs },
        Step { is_done: it.is_embedded, name: words::embed(), href: "/settings/assistants".to_owned(), help: embed },
        Step { is_done: it.has_asked, name: words::ask(), href: "/knowledge/try".to_owned(), help: ask },
    ];
    let next = all.iter().position(|step| !step.is_done);
    let rows = all.into_iter().enumerate().map(|(at, step)| row(at, step, it, next == Some(at))).collect_view();
    view! {
        <section class="setup" aria-label=words::title()>
            <h2 class="setup-title">{words::title()}</h2>
            <ol class="setup-steps" role="list">{rows}</ol>
        </section>
    }
    .into_any()
}

/// The step that is next says what to do; the others are a line each.
fn row(at: usize, step: Step, it: &Setup, is_next: bool) -> AnyView {
    let mark = if step.is_done {
        view! { <Marked mark=Mark::Check says=words::done()/> }.into_any()
    } else {
        view! { <span aria-hidden="true">{number(at as u64 + 1)}</span> }.into_any()
    };
    view! {
        <li class="setup-step" class=("setup-next", is_next) aria-current=is_next.then_some("step")>
            <span class="setup-mark">{mark}</span>
            <div class="setup-words">
                <a class="setup-name" href=step.href>{step.name}</a>
                {is_next.then(|| (step.help)(it))}
            </div>
        </li>
    }
    .into_any()
}

/// Where a source of this kind is added.
fn adding(it: &Setup, kind: &str) -> String {
    let assistant = it.assistant.as_ref().map_or_else(String::new, |id| format!("&assistant={id}"));
    format!("/knowledge/add?kind={kind}{assistant}")
}

fn docs(it: &Setup) -> AnyView {
    let kinds = [("website", words::website()), ("files", words::files()), ("text", words::text())];
    let links = kinds.map(|(kind, label)| view! { <a class="button" href=adding(it, kind)>{label}</a> }).collect_view();
    view! {
        <p class="hint">{words::add_docs_hint()}</p>
        <div class="setup-ways">{links}</div>
    }
    .into_any()
}

fn embed(it: &Setup) -> AnyView {
    match &it.snippet {
        Some(snippet) => view! { <p class="hint">{words::embed_hint()}</p> {to_copy(snippet)} }.into_any(),
        None => {
            view! { <p class="hint">{words::none_is_on()} " " <a href="/settings/assistants">{words::see_assistants()}</a></p> }.into_any()
        }
    }
}

fn ask(_: &Setup) -> AnyView {
    view! {
        <p class="hint">{words::ask_hint()}</p>
        <div class="setup-ways"><a class="button" href="/knowledge/try">{words::try_first()}</a></div>
    }
    .into_any()
}
