//! How a source is told in a line: what it is, how it stands, and when it was looked at.

use crate::{
    api::knowledge::{Origin, SourceLine, State},
    domain::time::Timestamp,
    ui::{
        kit::{
            mark::{Icon, Mark},
            time::{since, until},
        },
        words::{knowledge as words, number, troubles},
    },
};
use leptos::prelude::*;

/// The clock that moments are told by.
pub type Now = ReadSignal<Option<Timestamp>>;

/// The sign of a kind of source.
pub const fn mark(it: &Origin) -> Mark {
    match it {
        Origin::Website { .. } => Mark::Globe,
        Origin::Sitemap { .. } => Mark::Tree,
        Origin::Files => Mark::Page,
        Origin::Pairs => Mark::Quote,
        Origin::Text => Mark::Lines,
        Origin::Folder => Mark::Folder,
    }
}

/// The address that it is read from, where it is read from one.
pub fn address(it: &Origin) -> Option<&str> {
    match it {
        Origin::Website { url, .. } | Origin::Sitemap { url, .. } => Some(url),
        Origin::Files | Origin::Pairs | Origin::Text | Origin::Folder => None,
    }
}

/// Where it comes from: its address without what all addresses share, or its kind.
pub fn origin(it: &Origin) -> String {
    address(it).map_or_else(|| words::kind_of(it).to_owned(), |url| short(url).to_owned())
}

/// An address without what all addresses share.
pub fn short(url: &str) -> &str {
    url.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/')
}

/// Whether something is under way.
pub const fn is_busy(it: &SourceLine) -> bool {
    matches!(it.state, State::Waiting | State::Reading { .. })
}

/// How it stands, in a word or two.
pub fn stand(it: &SourceLine) -> String {
    match &it.state {
        State::Waiting => words::waiting().to_owned(),
        State::Reading { n_found: 0, .. } => words::looking().to_owned(),
        State::Reading { n_found, n_read, n_failed } => words::reading(&number(n_read + n_failed), &number(*n_found)),
        State::Failed { .. } => words::failed().to_owned(),
        _ if !it.is_on => words::off().to_owned(),
        State::Partial { .. } => words::partial().to_owned(),
        State::Ready if it.n_pages == 0 && it.n_failed == 0 => words::nothing_in_it().to_owned(),
        State::Ready => words::ready().to_owned(),
    }
}

/// How it stands: the sign, the word, and what more there is to know.
pub fn state(it: &SourceLine, now: Now) -> AnyView {
    let (class, mark) = match &it.state {
        State::Waiting => ("stand", Some(Mark::Clock)),
        State::Reading { .. } => ("stand stand-busy", Some(Mark::Again)),
        State::Failed { .. } => ("stand stand-failed", Some(Mark::Warn)),
        _ if !it.is_on => ("stand stand-off", Some(Mark::Pause)),
        State::Partial { .. } => ("stand stand-partial", Some(Mark::Warn)),
        State::Ready if it.n_pages == 0 => ("stand stand-off", None),
        State::Ready => ("stand stand-ready", Some(Mark::Check)),
    };
    view! {
        <span class=class>{mark.map(|mark| view! { <Icon mark/> })} <span>{stand(it)}</span></span>
        {progress(it)}
        {more(it, now)}
    }
    .into_any()
}

fn progress(it: &SourceLine) -> Option<AnyView> {
    let State::Reading { n_found, n_read, n_failed } = it.state else { return None };
    let label = words::progress_of(&it.name);
    let (max, value) = (n_found.max(1).to_string(), (n_read + n_failed).to_string());
    Some(view! { <progress class="know-progress" max=max value=value aria-label=label></progress> }.into_any())
}

/// What failed and why, or what comes next.
fn more(it: &SourceLine, now: Now) -> Option<AnyView> {
    let quiet = |say: String| view! { <span class="know-more-words">{say}</span> }.into_any();
    let failed = |n: u64| (n > 0).then(|| words::n_failed(n));
    match &it.state {
        State::Waiting => None,
        State::Reading { n_failed, .. } => failed(*n_failed).map(quiet),
        State::Failed { why } => Some(quiet(troubles::what(why))),
        State::Partial { why } => {
            let why = troubles::what(why);
            Some(quiet(failed(it.n_failed).map_or(why.clone(), |n| words::failed_why(&n, &why))))
        }
        State::Ready if it.n_failed > 0 => failed(it.n_failed).map(quiet),
        State::Ready => it
            .next_at
            .filter(|_| it.is_on)
            .map(|at| view! { <span class="know-more-words">{words::next()} " " {until(at, now)}</span> }.into_any()),
    }
}

/// A moment, or that it never was.
pub fn moment(at: Timestamp, now: Now) -> AnyView {
    if at.0 == 0 { view! { <span class="quiet">{words::never()}</span> }.into_any() } else { since(at, now) }
}

/// When something was last looked at, and below it when it last changed, where it ever did.
pub fn looked_at(checked_at: Timestamp, changed_at: Timestamp, now: Now) -> AnyView {
    let changed = (changed_at.0 > 0).then(|| view! { <span class="know-sub">{words::changed()} " " {moment(changed_at, now)}</span> });
    view! { <span>{moment(checked_at, now)}</span> {changed} }.into_any()
}

/// A cell of a table that becomes a line of a card on a phone, where `label` stands beside it.
pub fn cell(class: &'static str, label: &'static str, inside: AnyView) -> AnyView {
    view! { <td role="cell" class=class data-label=label>{inside}</td> }.into_any()
}

/// The head of a table.
pub fn head(labels: &[(&'static str, &'static str)]) -> AnyView {
    let each = labels.iter().map(|(class, label)| view! { <th role="columnheader" scope="col" class=*class>{*label}</th> });
    view! { <thead role="rowgroup"><tr role="row">{each.collect_view()}</tr></thead> }.into_any()
}
