//! Knowledge: what the assistants answer from, and where one looks after it.

pub mod sources;
pub mod add;
pub mod source;
pub mod document;
mod head;
mod pages;
mod pairs;
mod import;
mod text;
mod markdown;
mod upload;
mod fields;
mod line;
mod watch;
pub mod trial;
pub mod questions;
pub mod contradictions;
pub mod asked;
mod wanted;
mod keep;
mod warnings;
mod whose;
pub mod rail;

use super::{
    frame::{LinkLine, Rail},
    guard::{Guard, Me},
    live::Live,
    words::{common, demand, knowledge as words, trials},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::Outlet, hooks::use_location};
use whose::{Whose, chooser};

/// Where knowledge begins.
const ROOT: &str = "/knowledge";

/// Says something in the language of whoever looks.
type Words = fn() -> &'static str;

/// The pages of knowledge: where each is, and its words. What lies below [`ROOT`] and is no other page's is a source's.
const PAGES: [(&str, Words); 5] = [
    (ROOT, words::sources),
    ("/knowledge/asked", demand::asked_most),
    ("/knowledge/try", trials::try_it),
    ("/knowledge/questions", trials::questions),
    ("/knowledge/contradictions", trials::contradictions),
];

/// The page around all of them: the rail, and the way to each.
#[component]
pub fn KnowledgePage() -> impl IntoView {
    let me = Me::ask();
    provide_context(me);
    provide_context(Live::new());
    provide_context(warnings::Stirred::still());
    let whose = Whose::of_page();
    provide_context(whose);
    view! {
        <Title text=common::knowledge()/>
        <Guard me/>
        <div class="desk">
            <Rail me/>
            <LinkLine/>
            <main class="know">
                <div class="know-column">
                    <header class="know-top">
                        <h1>{common::knowledge()}</h1>
                        <nav class="tabs" aria-label=common::knowledge()>{PAGES.iter().map(|(path, label)| tab(path, label(), whose)).collect_view()}</nav>
                        {chooser(whose)}
                    </header>
                    {warnings::warnings()}
                    <Outlet/>
                </div>
            </main>
        </div>
    }
}

fn tab(path: &'static str, label: &'static str, whose: Whose) -> AnyView {
    let pathname = use_location().pathname;
    let is_here = move || pathname.with(|here| page_of(here) == path);
    view! { <a class="tab" href=move || whose.keeps(path) aria-current=move || is_here().then_some("true")>{label}</a> }.into_any()
}

/// Which of [`PAGES`] an address belongs to.
fn page_of(here: &str) -> &'static str {
    let is_at = |path: &str| here.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    PAGES.iter().map(|(path, _)| *path).filter(|path| is_at(path)).max_by_key(|path| path.len()).unwrap_or(ROOT)
}

/// Where one is below the sources: what leads there, and the name of the page itself.
fn crumbs(above: Vec<(String, String)>, here: impl IntoView + 'static) -> AnyView {
    let root = (ROOT.to_owned(), words::sources().to_owned());
    let links = [root].into_iter().chain(above);
    let links = links.map(|(href, label)| view! { <li><a href=href dir="auto">{label}</a></li> }).collect_view();
    view! {
        <nav class="know-crumbs" aria-label=words::where_one_is()>
            <ol role="list">{links} <li aria-current="page" dir="auto">{here.into_view()}</li></ol>
        </nav>
    }
    .into_any()
}
