//! The visitor: who, where, with what, and what the site says about them.

use super::fact;
use crate::ui::effect::{effect, memo};
use crate::{
    domain::{person::Visitor, rich::Href},
    ui::{
        browser,
        inbox::open::Open,
        kit::{
            mark::{Icon, Mark},
            rich::away,
            time::Moment,
        },
        words::{common, details as words, lang},
    },
};
use leptos::prelude::*;

pub(super) fn visitor(open: Open) -> AnyView {
    let it = open.conversation;
    let opened_at = memo(move |_| it.with(|it| it.opened_at));
    let page = memo(move |_| it.with(|it| it.page.clone()));
    let referrer = memo(move |_| it.with(|it| it.visit.referrer.clone()));
    view! {
        <h3>{words::visitor()}</h3>
        <dl class="facts">
            {proven(open, words::name(), |it| (Some(common::visitor(it)), it.has_proven_name()))}
            {proven(open, words::email(), |it| (it.email.as_ref().map(|it| it.as_str().to_owned()), it.has_proven_email()))}
            {proven(open, words::site_id(), |it| (it.identity.as_ref().map(|it| it.subject.clone()), true))}
            {fact(open, words::visitor_id(), |it| Some(it.visitor.id.to_string()))}
            <div><dt>{words::first_seen()}</dt><dd><Moment at=opened_at now=open.now/></dd></div>
            {move || page.get().map(|page| address(words::last_page(), &page))}
            {move || referrer.get().map(|page| address(words::came_from(), &page))}
            {fact(open, words::browser(), |it| it.visit.browser.clone())}
            {in_browser(words::language(), memo(move |_| it.with(|it| it.visit.language.is_some())), move || {
                let tag = it.with(|it| it.visit.language.clone())?;
                Some(browser::language_name(&tag, lang().tag()).unwrap_or(tag))
            })}
            {in_browser(words::local_time(), memo(move |_| it.with(|it| it.visit.time_zone.is_some())), move || {
                let zone = it.with(|it| it.visit.time_zone.clone())?;
                browser::time_in(&zone, open.now.get()).map(|time| words::time_in(&time, &zone))
            })}
        </dl>
        {attributes(open)}
    }
    .into_any()
}

/// A fact about the visitor, and whether the site has proven it.
fn proven(open: Open, name: &'static str, of: fn(&Visitor) -> (Option<String>, bool)) -> AnyView {
    let told = memo(move |_| open.conversation.with(|it| of(&it.visitor)));
    (move || {
        let (value, is_proven) = told.get();
        value.map(|value| view! { <div><dt>{name}</dt><dd dir="auto">{value} " " {is_proven.then(verified)}</dd></div> })
    })
    .into_any()
}

/// The mark of what the site has proven.
fn verified() -> AnyView {
    view! {
        <span class="verified" title=words::verified()>
            <Icon mark=Mark::Check/>
            <span class="unseen">{words::verified()}</span>
        </span>
    }
    .into_any()
}

/// An address as a link; it may break after a slash, not within words.
fn address(name: &'static str, address: &str) -> AnyView {
    let bare = address.split_once("://").map_or(address, |(_, bare)| bare);
    let pieces = bare.split_inclusive(['/', '?', '&']).map(|piece| view! { {piece.to_owned()} <wbr/> }).collect_view();
    let link = match Href::parse(address) {
        Some(href) => away(&href, pieces),
        None => pieces.into_any(),
    };
    view! { <div><dt>{name}</dt><dd class="address" dir="ltr" title=address.to_owned()>{link}</dd></div> }.into_any()
}

/// A fact that only a browser can tell: the language by its name, the local time. The server keeps its place where there is one.
fn in_browser(name: &'static str, is_known: Memo<bool>, of: impl Fn() -> Option<String> + Send + Sync + 'static) -> AnyView {
    told(name, is_known, Box::new(of))
}

fn told(name: &'static str, is_known: Memo<bool>, of: Box<dyn Fn() -> Option<String> + Send + Sync>) -> AnyView {
    let told = RwSignal::new(None::<String>);
    effect(move || {
        let now = of();
        if told.with_untracked(|it| *it != now) {
            told.set(now);
        }
    });
    let words = move || told.get().unwrap_or_else(|| "\u{a0}".to_owned());
    (move || is_known.get().then(|| view! { <div><dt>{name}</dt><dd class="by-browser" dir="auto">{words}</dd></div> })).into_any()
}

/// What the site or a form says about them.
fn attributes(open: Open) -> AnyView {
    let all = memo(move |_| {
        open.conversation.with(|it| (it.attributes.clone(), it.form.as_ref().map(|form| form.files.clone()).unwrap_or_default()))
    });
    (move || {
        let (all, files) = all.get();
        (!all.is_empty()).then(|| {
            let rows = all
                .into_iter()
                .map(|(name, it)| {
                    let captured = it.is_captured.then(|| view! { <span class="quiet captured">{words::captured()}</span> });
                    let mark = it.is_verified.then(verified);
                    let value = match files.get(&name) {
                        Some(file) => view! { <a href=file.path() target="_blank" rel="noopener">{it.value}</a> }.into_any(),
                        None => view! { {it.value} }.into_any(),
                    };
                    view! { <div><dt dir="auto">{name}</dt><dd dir="auto">{value} " " {mark} {captured}</dd></div> }
                })
                .collect_view();
            view! { <h3>{words::attributes()}</h3> <dl class="facts">{rows}</dl> }
        })
    })
    .into_any()
}
