//! The frame around the pages: the rail, and the line that says when the link to the server is gone.

use super::{
    guard::{Me, sign_in_path},
    inbox::{nav::view_links, shelf::Shelf},
    kit::{
        avatar::avatar,
        mark::{Icon, Logo, Mark},
    },
    language::Languages,
    live::{Link, Live},
    words::{common, frame as words},
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
                {place("/settings", Mark::Sliders, words::settings())}
            </nav>
            {use_context::<Shelf>().map(|shelf| view! { <Suspense>{move || shelf.ready().map(|_| view_links(shelf))}</Suspense> })}
            <Suspense>{move || me.get().map(|me| view! { <Myself me/> })}</Suspense>
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
    let said = title.clone();
    view! {
        <div class="rail-self">
            <span title=title>
                {avatar(me.name.as_str())}
                <span class="unseen">{said}</span>
            </span>
            <Languages class="rail-link"/>
            <form method="post" action=SIGN_OUT>
                <button type="submit" class="rail-link" title=words::sign_out()>
                    <Icon mark=Mark::Leave/>
                    <span>{words::sign_out()}</span>
                </button>
            </form>
        </div>
    }
}

/// Says when the tab is cut off. What is on the screen stays.
#[component]
pub fn LinkLine() -> impl IntoView {
    let live = expect_context::<Live>();
    view! {
        <div class="link-line" role="status">
            {move || match live.link() {
                Link::Fine => ().into_any(),
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
