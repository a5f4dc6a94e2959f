//! The frame around the pages: the rail, and the line that says when the link to the server is gone.

use super::{
    alerts::{banner::unseen, bell::bell},
    guard::{Me, sign_in_path},
    inbox::{
        nav::view_links,
        near::{here::HereNow, myself::myself},
        shelf::Shelf,
    },
    keys::{
        Keys,
        table::{Act, Marks},
    },
    kit::{
        avatar::avatar,
        mark::{Icon, Logo, Mark},
    },
    knowledge::rail::knowledge_link,
    language::Languages,
    live::{Link, Live},
    promises::due::due_link,
    words::{common, frame as words, palette},
};
use crate::api::{Caller, session::SIGN_OUT};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The rail: where one can go, and who one is.
#[component]
pub fn Rail(me: Me) -> impl IntoView {
    view! {
        <header class="rail">
            <Logo/>
            <nav class="rail-nav" aria-label=words::sections()>
                {place("/inbox", Mark::Inbox, common::inbox())}
                {due_link()}
                {knowledge_link()}
                {place("/settings", Mark::Sliders, words::settings())}
                {opener(Act::Palette, Mark::Search, palette::commands())}
            </nav>
            {bell(me)}
            {use_context::<Shelf>().map(|shelf| view! { <Suspense>{move || shelf.ready().map(|_| view_links(shelf))}</Suspense> })}
            <Suspense>{move || {
                let is_ready = use_context::<HereNow>().is_none_or(|here| here.ready().is_some());
                me.get().filter(|_| is_ready).map(|me| view! { <Myself me/> })
            }}</Suspense>
        </header>
    }
}

/// A link of the rail, marked where one is.
fn place(href: &'static str, mark: Mark, label: &'static str) -> AnyView {
    let pathname = use_location().pathname;
    view! {
        <a class="rail-link" href=href aria-current=move || pathname.with(|path| path.starts_with(href)).then_some("true")>
            <Icon mark/>
            <span>{label}</span>
        </a>
    }
    .into_any()
}

/// Who one is, and the way out.
#[component]
fn Myself(me: Caller) -> impl IntoView {
    let title = format!("{}, {}", me.name.as_str(), me.workspace_name);
    let here = use_context::<HereNow>();
    view! {
        <div class="rail-self">
            {match here {
                Some(here) => myself(me.name.as_str(), &title, here),
                None => view! { <span title=title>{avatar(me.name.as_str())} <span class="unseen">{title.clone()}</span></span> }.into_any(),
            }}
            {opener(Act::Help, Mark::Keys, words::keys())}
            <Languages class="rail-link"/>
            <form method="post" action=SIGN_OUT>
                <button type="submit" class="rail-link" data-act="sign-out" title=words::sign_out()>
                    <Icon mark=Mark::Leave/>
                    <span>{words::sign_out()}</span>
                </button>
            </form>
        </div>
    }
}

/// "true" on the pages below a path.
pub fn is_below(path: &'static str) -> impl Fn() -> Option<&'static str> + Send + Sync + Clone + 'static {
    let here = use_location().pathname;
    move || here.with(|here| here.starts_with(path)).then_some("true")
}

/// A way to what a shortcut of the whole app opens.
fn opener(act: Act, mark: Mark, label: &'static str) -> AnyView {
    let keys = expect_context::<Keys>();
    let (shortcut, marks) = (act.shortcut(), Marks::of(Some(act)));
    view! {
        <button
            type="button"
            class=format!("rail-link rail-{}", shortcut.hook)
            data-act=shortcut.hook
            title=(shortcut.says)()
            aria-keyshortcuts=move || if act == Act::Palette { Some("Control+K Meta+K".to_owned()) } else { marks.spoken() }
            on:click=move |_| keys.perform(act)
        >
            <Icon mark=mark/>
            <span>{label}</span>
        </button>
    }
    .into_any()
}

/// Says when the tab is cut off. What is on the screen stays.
#[component]
pub fn LinkLine() -> impl IntoView {
    let live = expect_context::<Live>();
    view! {
        <div class="link-line" role="status">
            {move || match live.link() {
                Link::Fine => unseen(),
                Link::Lost => view! { <p>{words::reconnecting()}</p> }.into_any(),
                Link::SignedOut => {
                    view! {
                        <p>{words::signed_out()} " " <a href=sign_in_path() rel="external">{words::sign_in_again()}</a></p>
                    }
                    .into_any()
                }
            }}
        </div>
    }
}
