//! A page as it was read: what is searched and cited, piece by piece.

use super::{
    line::{Now, moment, short},
    pages::is_place,
    source::{missing, waiting},
};
use crate::{
    api::knowledge::{DocumentShown, PassageShown, VersionLine, read_document},
    domain::{fault::Fault, id::DocumentId},
    ui::{
        kit::{
            empty::Trouble,
            mark::{Icon, Mark},
            rich::{away, blocks},
            time::clock_here,
        },
        reading::reading,
        words::{faults, knowledge as words},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn DocumentPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|it| it.get("document").and_then(|id| DocumentId::parse(&id))));
    let read = reading(move || id.get(), |id| async move { read_document(id.ok_or(Fault::NotFound)?).await });
    let shown = move || {
        Some(match read.try_get().flatten()? {
            Ok(shown) if id.try_get_untracked().flatten().as_ref() != Some(&shown.id) => waiting(),
            Ok(shown) => draw(&shown),
            Err(Fault::SignedOut) => ().into_any(),
            Err(Fault::NotFound) => missing(),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! { <Transition fallback=waiting>{shown}</Transition> }
}

fn draw(it: &DocumentShown) -> AnyView {
    let now = clock_here();
    let source = format!("/knowledge/{}", it.source);
    let title = if it.title.trim().is_empty() { it.path.clone() } else { it.title.clone() };
    let place = match &it.href {
        Some(href) => {
            view! { <p class="know-sub know-away">{away(href, short(href.as_str()).to_owned())} <Icon mark=Mark::Away/></p> }.into_any()
        }
        None if it.path == title || !is_place(&it.path) => ().into_any(),
        None => view! { <p class="know-sub" dir="auto">{it.path.clone()}</p> }.into_any(),
    };
    let old = (!it.is_current).then(|| view! { <div class="know-trouble"><Icon mark=Mark::Clock/> <p>{words::not_current()}</p></div> });
    let nothing = it.passages.is_empty().then(|| view! { <p class="quiet know-none">{words::nothing_was_read()}</p> });
    let all = it.passages.iter().enumerate().map(|(n, passage)| passage_view(n + 1, passage, &title)).collect_view();
    view! {
        <Title text=title.clone()/>
        {super::crumbs(vec![(source, it.source_name.clone())], title.clone())}
        <header class="know-head">
            <div class="know-head-name">
                <span class="know-kind"><Icon mark=Mark::Page/></span>
                <div><h2 class="know-title" dir="auto">{title}</h2> {place}</div>
            </div>
        </header>
        {old}
        <dl class="know-facts" aria-label=words::facts()>
            <div><dt>{words::passages()}</dt><dd>{crate::ui::words::number(it.passages.len() as u64)}</dd></div>
            <div><dt>{words::used_in()}</dt><dd>{words::n_answers(it.n_answers)}</dd></div>
            <div><dt>{words::read_at()}</dt><dd>{moment(it.read_at, now)}</dd></div>
            <div><dt>{words::version()}</dt><dd><code>{brief(&it.version)}</code></dd></div>
        </dl>
        <section class="know-part" aria-label=words::what_was_read()>
            <h3>{words::what_was_read()}</h3>
            {nothing}
            <ol class="know-passages" role="list">{all}</ol>
        </section>
        {versions(it, now)}
    }
    .into_any()
}

/// The beginning of a version's mark tells it from the others.
fn brief(version: &str) -> String {
    version.chars().take(8).collect()
}

fn passage_view(n: usize, it: &PassageShown, title: &str) -> AnyView {
    let heading = if it.heading.trim().is_empty() { title } else { &it.heading };
    let there = it.href.as_ref().map(|href| {
        let href = href.as_str().to_owned();
        view! {
            <a class="know-there" href=href target="_blank" rel="noopener noreferrer" aria-label=words::open_there() title=words::open_there()><Icon mark=Mark::Away/></a>
        }
    });
    let alone = (!it.is_encoded).then(|| view! { <p class="know-sub">{words::by_words_alone()}</p> });
    view! {
        <li class="know-passage">
            <div class="know-passage-head">
                <span class="know-passage-n" aria-hidden="true">{n.to_string()}</span>
                <h4 dir="auto">{heading.to_owned()}</h4>
                {there}
            </div>
            <div class="rich" dir="auto">{blocks(&it.blocks)}</div>
            {alone}
        </li>
    }
    .into_any()
}

fn versions(it: &DocumentShown, now: Now) -> Option<AnyView> {
    let line = |other: &VersionLine| {
        let href = format!("/knowledge/{}/{}", it.source, other.document);
        view! { <li><a href=href><code>{brief(&other.version)}</code></a> " " <span class="know-sub">{words::read_at()} " " {moment(other.read_at, now)}</span></li> }
    };
    (!it.versions.is_empty()).then(|| {
        view! {
            <section class="know-part" aria-label=words::versions()>
                <h3>{words::versions()}</h3>
                <p class="hint">{words::versions_hint()}</p>
                <ul class="know-versions" role="list">{it.versions.iter().map(line).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}
