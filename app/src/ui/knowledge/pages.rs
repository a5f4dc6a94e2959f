//! The pages of a source, as a table.

use super::{
    line::{cell, head, is_busy, looked_at, short},
    source::Page,
};
use crate::{
    api::knowledge::{Origin, PageLine, SourceChange, Wanted},
    ui::{
        browser,
        effect::{effect, memo, still, still_with},
        kit::{
            button::Button,
            empty::Empty,
            keyed::keyed,
            mark::{Icon, Mark},
            switch::switch,
        },
        settings::form::tick,
        words::{knowledge as words, number, troubles},
    },
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::Url,
};
use std::time::Duration;

/// Pages that come at a time.
const STRETCH: u64 = 100;
/// So long after the last letter the table follows.
const PAUSE: Duration = Duration::from_millis(200);

/// The part of the page.
pub fn section(page: Page) -> AnyView {
    follow(page);
    let n_pages = memo(move |_| still_with(&page.line, |it| it.n_pages + it.n_failed));
    let wants_all = memo(move |_| still_with(&page.wanted, |it| it.words.trim().is_empty() && !it.only_failed));
    let is_empty = memo(move |_| still_with(&page.pages, Vec::is_empty));
    let body = move || match (still(&is_empty), still(&wants_all)) {
        (true, true) => nothing(page),
        (true, false) => view! { <p class="quiet know-none">{words::no_page_fits()}</p> }.into_any(),
        (false, _) => table(page),
    };
    let more = move || {
        let left = still(&page.n_fit).saturating_sub(still_with(&page.pages, Vec::len) as u64);
        (left > 0).then(
            || view! { <div class="know-next"><Button on_press=move || page.more()>{words::show_more(left.min(STRETCH))}</Button></div> },
        )
    };
    let sum = move || if still(&wants_all) { words::n_of_pages(still(&page.n_fit)) } else { words::n_fit(still(&page.n_fit)) };
    view! {
        <section class="know-part" aria-label=words::pages()>
            <div class="know-pages-head">
                <h3>{words::pages()}</h3>
                <p class="quiet" role="status">{move || (still(&n_pages) > 0 || !still(&wants_all)).then(sum)}</p>
                {move || (still(&n_pages) > 1 || !still(&wants_all)).then(|| filters(page))}
            </div>
            {body}
            {more}
        </section>
    }
    .into_any()
}

fn nothing(page: Page) -> AnyView {
    let Some((what, is_busy)) = page.line.try_with(|it| (it.what.clone(), is_busy(it))) else { return ().into_any() };
    let says = match what {
        Origin::Files => words::no_pages_files(),
        Origin::Pairs => words::no_pages_pairs(),
        _ if is_busy => words::no_pages_read(),
        _ => return view! { <p class="quiet know-none">{words::no_pages()}</p> }.into_any(),
    };
    view! { <Empty mark=Mark::Book title=words::no_pages()><p>{says}</p></Empty> }.into_any()
}

fn filters(page: Page) -> AnyView {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let typed = RwSignal::new(page.wanted.with_untracked(|it| it.words.clone()));
    let on_input = move |event| {
        typed.set(event_target_value(&event));
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        let ask = move || {
            if let (Some(words), Some(before)) = (typed.try_get_untracked(), page.wanted.try_get_untracked()) {
                page.want(Wanted { words, ..before });
            }
        };
        timer.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    };
    let n_failed = memo(move |_| still_with(&page.line, |it| it.n_failed));
    let is_only = memo(move |_| still_with(&page.wanted, |it| it.only_failed));
    let only = move || {
        (still(&n_failed) > 0 || still(&is_only)).then(|| {
            tick(
                words::only_failed().to_owned(),
                move || still(&is_only),
                move |only_failed| page.want(Wanted { only_failed, ..page.wanted.get_untracked() }),
            )
        })
    };
    view! {
        <div class="know-filters">
            {only}
            <input
                class="input know-find"
                type="search"
                dir="auto"
                aria-label=words::find_page()
                placeholder=words::find_page()
                prop:value=typed
                on:input=on_input
            />
        </div>
    }
    .into_any()
}

/// What is wanted stands in the address, so that it outlives a reload.
fn follow(page: Page) {
    let is_first = StoredValue::new(true);
    let pathname = use_location().pathname;
    let here = pathname.get_untracked();
    effect(move || {
        let wanted = page.wanted.get();
        let was_first = is_first.try_update_value(|it| std::mem::replace(it, false)) != Some(false);
        if was_first || pathname.get_untracked() != here {
            return;
        }
        let mut query = Vec::new();
        if !wanted.words.trim().is_empty() {
            query.push(format!("words={}", Url::escape(wanted.words.trim())));
        }
        if wanted.only_failed {
            query.push("failed=1".to_owned());
        }
        let to = if query.is_empty() { here.clone() } else { format!("{here}?{}", query.join("&")) };
        use_navigate()(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
}

fn table(page: Page) -> AnyView {
    let can_remove = page.line.with_untracked(|it| matches!(it.what, Origin::Files));
    let mut labels = vec![
        ("", words::page()),
        ("", words::state()),
        ("know-figure", words::passages()),
        ("know-figure", words::used_in()),
        ("", words::checked()),
        ("know-switch", words::is_used()),
    ];
    if can_remove {
        labels.push(("know-switch", words::remove()));
    }
    let paths = move || still_with(&page.pages, |all| all.iter().map(|it| it.path.clone()).collect::<Vec<_>>());
    view! {
        <table role="table" class="know-table know-pages">
            <caption class="unseen">{words::pages()}</caption>
            {head(&labels)}
            <tbody role="rowgroup">{keyed(paths, Clone::clone, move |path| row(page, path, can_remove))}</tbody>
        </table>
    }
    .into_any()
}

fn row(page: Page, path: String, can_remove: bool) -> AnyView {
    let own = path.clone();
    let line = memo(move |_| still_with(&page.pages, |all| all.iter().find(|it| it.path == own).cloned()));
    let is_on = memo(move |_| still_with(&line, |it| it.as_ref().is_some_and(|it| it.is_on)));
    let title = memo(move |_| still_with(&line, |it| it.as_ref().map(name).unwrap_or_default()));
    let of = move |draw: fn(&PageLine) -> AnyView| move || still_with(&line, |it| it.as_ref().map(draw));
    let source = page.id();
    let now = page.now;
    let leads = memo(move |_| still_with(&line, |it| it.as_ref().and_then(|it| it.document.clone())));
    let link = move || match still(&leads) {
        Some(document) => view! { <a class="know-link" href=format!("/knowledge/{source}/{document}") dir="auto">{title}</a> }.into_any(),
        None => view! { <span class="know-link" dir="auto">{title}</span> }.into_any(),
    };
    let label = Signal::derive(move || words::use_source(&still(&title)));
    let flipped = path.clone();
    let flip = move |is_on| page.switch(flipped.clone(), is_on);
    let checked = move || still_with(&line, |it| it.as_ref().map(|it| looked_at(it.checked_at, it.changed_at, now)));
    view! {
        <tr role="row" class=("know-off", move || !still(&is_on))>
            <th role="rowheader" scope="row" class="know-name">
                <span class="know-name-words">{link} {of(place)}</span>
            </th>
            {cell("know-state", words::state(), of(state).into_any())}
            {cell("know-figure", words::passages(), of(|it| number(it.n_passages).into_any()).into_any())}
            {cell("know-figure", words::used_in(), of(|it| words::n_answers(it.n_answers).into_any()).into_any())}
            {cell("know-when", words::checked(), checked.into_any())}
            {cell("know-switch", words::is_used(), switch(label, is_on.into(), flip))}
            {can_remove.then(|| cell("know-switch", words::remove(), remover(page, path, title)))}
        </tr>
    }
    .into_any()
}

/// What it calls itself, or how it is called in its source.
fn name(it: &PageLine) -> String {
    if it.title.trim().is_empty() { it.path.clone() } else { it.title.clone() }
}

/// Where it stands outside, beside its title.
fn place(it: &PageLine) -> AnyView {
    let says = it.href.as_ref().map_or(it.path.as_str(), |href| short(href.as_str())).to_owned();
    match &it.href {
        None if says == name(it) || !is_place(&says) => ().into_any(),
        None => view! { <span class="know-sub" dir="auto">{says}</span> }.into_any(),
        Some(href) => {
            let href = href.as_str().to_owned();
            let label = words::open_page_at(&says);
            view! {
                <a class="know-sub know-away" href=href target="_blank" rel="noopener noreferrer" title=label.clone() aria-label=label dir="auto">
                    {says} <Icon mark=Mark::Away/>
                </a>
            }
            .into_any()
        }
    }
}

/// Whether people know a page by it: files and addresses, not the marks of questions.
pub fn is_place(path: &str) -> bool {
    path.contains(['.', '/'])
}

fn state(it: &PageLine) -> AnyView {
    match &it.trouble {
        None => view! { <span class="stand stand-ready"><Icon mark=Mark::Check/> <span>{words::read_well()}</span></span> }.into_any(),
        Some(why) => {
            let old = (it.n_passages > 0).then(|| view! { " " {words::old_is_used()} });
            view! {
                <span class="stand stand-failed"><Icon mark=Mark::Warn/> <span>{words::unread()}</span></span>
                <span class="know-why">{troubles::what(why)}</span>
                <span class="know-more-words">{troubles::fix(why)} {old}</span>
            }
            .into_any()
        }
    }
}

/// Takes a file away, after a second press.
fn remover(page: Page, path: String, title: Memo<String>) -> AnyView {
    let is_going = RwSignal::new(false);
    let path = StoredValue::new(path);
    let remove = move |_| page.change(SourceChange::RemovePage { path: path.get_value() });
    let sure = move |event: leptos::ev::MouseEvent| {
        is_going.set(true);
        event.prevent_default();
        request_animation_frame(|| browser::focus(".know-sure-small .button"));
    };
    (move || {
        if still(&is_going) {
            view! {
                <div class="know-sure-small" role="group" aria-label=words::remove_page_sure(&still(&title))>
                    <button type="button" class="button" on:click=move |_| is_going.set(false)>{words::keep_it()}</button>
                    <button type="button" class="button know-danger" on:click=remove>{words::remove_it()}</button>
                </div>
            }
            .into_any()
        } else {
            let label = words::remove_page(&still(&title));
            view! { <button type="button" class="icon-button" aria-label=label.clone() title=label on:click=sure><Icon mark=Mark::Cross/></button> }.into_any()
        }
    })
    .into_any()
}
