//! The settings: a page for each section, each part of it saved by itself.

mod answers;
mod assistants;
mod card;
mod examples;
mod fields;

pub mod form;
mod handoff;
mod hours;
mod identity;
mod keywords;
mod mail;
mod privacy;
mod model;
mod teams;
mod routing;
mod topics;
mod trial;

pub use mail::MailPage;

use super::{
    frame::{LinkLine, Rail},
    guard::{Guard, Me},
    kit::empty::{Empty, Skeleton, Trouble},
    kit::mark::Mark,
    live::Live,
    reading::reading,
    words::{alerts, faults, frame, mail as mails, settings as words},
};
use crate::{
    api::settings::{Section, Shown, read_settings},
    domain::fault::Fault,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::Outlet,
    hooks::{use_location, use_params_map},
};

/// The section of each member's own, which is drawn elsewhere.
const NOTIFICATIONS: &str = "notifications";

/// The page around a section: the rail, and the way to the other sections.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let me = Me::ask();
    provide_context(me);
    provide_context(Live::new());
    let sections = Section::ALL.into_iter().map(|section| (section.name(), words::section(section)));
    let links = sections
        .chain([(mail::NAME, mails::mails()), (NOTIFICATIONS, alerts::alerts())])
        .map(|(name, label)| link(name, label))
        .collect_view();
    view! {
        <Title text=frame::settings()/>
        <Guard me/>
        <div class="desk">
            <Rail me/>
            <LinkLine/>
            <main class="settings">
                <div class="settings-head">
                    <h1>{frame::settings()}</h1>
                    <nav class="settings-nav" aria-label=frame::settings()>{links}</nav>
                </div>
                <Outlet/>
            </main>
        </div>
    }
}

fn link(name: &'static str, label: &'static str) -> AnyView {
    let pathname = use_location().pathname;
    let is_here = move || pathname.with(|path| section_in(path).map_or(path.ends_with(name), |section| section.name() == name));
    view! {
        <a class="tab" href=format!("/settings/{name}") aria-current=move || is_here().then_some("page")>{label}</a>
    }
    .into_any()
}

/// Which section an address means; the first where it names none.
fn section_in(path: &str) -> Option<Section> {
    match path.strip_prefix("/settings")?.trim_matches('/') {
        "" => Some(Section::ALL[0]),
        name => Section::ALL.into_iter().find(|section| section.name() == name),
    }
}

/// A section, as its address names it.
#[component]
pub fn SectionPage() -> impl IntoView {
    let params = use_params_map();
    let section = Memo::new(move |_| {
        params.with(|it| it.get_str("section").map_or(Some(Section::ALL[0]), |name| Section::ALL.into_iter().find(|it| it.name() == name)))
    });
    let read = reading(move || section.get(), |section| async move { read_settings(section.ok_or(Fault::NotFound)?).await });
    let shown = move || {
        Some(match read.try_get().flatten()? {
            Ok(shown) if section.try_get_untracked().flatten() != Some(of(&shown)) => waiting(),
            Ok(shown) => draw(shown),
            Err(Fault::SignedOut) => ().into_any(),
            Err(Fault::NotFound) => {
                view! { <Empty mark=Mark::Warn title=frame::no_such_page()><p>{frame::address_may_be_old()}</p></Empty> }.into_any()
            }
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! { <Transition fallback=waiting>{shown}</Transition> }
}

fn waiting() -> AnyView {
    view! { <Skeleton n=4 shape="skeleton-rows"/> }.into_any()
}

const fn of(shown: &Shown) -> Section {
    match shown {
        Shown::Handoff { .. } => Section::Handoff,
        Shown::Topics { .. } => Section::Topics,
        Shown::Hours { .. } => Section::Hours,
        Shown::Answers { .. } => Section::Answers,
        Shown::Teams { .. } => Section::Teams,
        Shown::Card { .. } => Section::Card,
        Shown::Privacy { .. } => Section::Privacy,
        Shown::Assistants { .. } => Section::Assistants,
        Shown::Identity { .. } => Section::Identity,
        Shown::Model { .. } => Section::Model,
    }
}

fn draw(shown: Shown) -> AnyView {
    let title = words::section(of(&shown));
    let parts = match shown {
        Shown::Handoff { policy } => handoff::section(policy),
        Shown::Topics { keywords, topics, is_usual } => topics::section(keywords, topics, is_usual),
        Shown::Hours { hours, standing, zones } => hours::section(hours, standing, zones),
        Shown::Answers { promptness, record } => answers::section(promptness, record),
        Shown::Teams { teams, members, rules, assistants } => teams::section(teams, members, &rules, assistants),
        Shown::Card { source, has_secret } => card::section(source, has_secret),
        Shown::Privacy { sharing } => privacy::section(sharing),
        Shown::Assistants { assistants } => assistants::section(assistants),
        Shown::Identity { doors } => identity::section(doors),
        Shown::Model { it } => model::section(*it),
    };
    view! {
        <Title text=title/>
        <div class="settings-parts">{parts}</div>
    }
    .into_any()
}
