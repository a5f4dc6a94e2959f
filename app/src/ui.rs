//! The inbox as agents see it.
//!
//! A page reads from the server and seeds a signal; [`live`] folds what happens afterwards into it. Components get
//! signals and callbacks and stay quiet. What only a browser can do goes through [`browser`].

#[cfg(feature = "ssr")]
pub mod shell;
pub mod browser;
pub mod effect;
pub mod keys;
pub mod palette;
pub mod promises;
pub mod reading;
pub mod receipt;
pub mod live;
pub mod guard;
pub mod frame;
pub mod alerts;
pub mod sign_in;
pub mod lost;
pub mod inbox;
pub mod knowledge;
pub mod settings;
pub mod setup;
pub mod kit;
pub mod words;
pub mod language;

use crate::ui::{
    alerts::{Alerts, page::Notifications},
    effect::{effect, effect_at_once},
    inbox::{InboxPage, Unchosen, thread::ThreadPage},
    keys::{Keyboard, provide_keys},
    kit::time::Zone,
    knowledge::{
        KnowledgePage, add::AddPage, asked::AskedPage, contradictions::ContradictionsPage, document::DocumentPage,
        questions::QuestionsPage, source::SourcePage, sources::SourcesPage, trial::TrialPage,
    },
    lost::Lost,
    promises::PromisesPage,
    settings::{MailPage, SectionPage, SettingsPage},
    sign_in::SignIn,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Zone::utc_at_first());
    provide_context(Alerts::new());
    provide_keys();
    effect_at_once(|| browser::mark("data-hydrated"));
    effect(|| browser::mark("data-whole"));
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Baton".to_owned() } else { format!("{title} · Baton") }/>
        <Router>
            <Keyboard/>
            <Routes fallback=Lost>
                <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async/>
                <Route path=path!("/promises") view=PromisesPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/inbox") view=InboxPage ssr=SsrMode::Async>
                    <Route path=path!("") view=Unchosen ssr=SsrMode::Async/>
                    <Route path=path!(":id") view=ThreadPage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/knowledge") view=KnowledgePage ssr=SsrMode::Async>
                    <Route path=path!("") view=SourcesPage ssr=SsrMode::Async/>
                    <Route path=path!("asked") view=AskedPage ssr=SsrMode::Async/>
                    <Route path=path!("try") view=TrialPage ssr=SsrMode::Async/>
                    <Route path=path!("questions") view=QuestionsPage ssr=SsrMode::Async/>
                    <Route path=path!("contradictions") view=ContradictionsPage ssr=SsrMode::Async/>
                    <Route path=path!("add") view=AddPage ssr=SsrMode::Async/>
                    <Route path=path!(":source") view=SourcePage ssr=SsrMode::Async/>
                    <Route path=path!(":source/:document") view=DocumentPage ssr=SsrMode::Async/>
                </ParentRoute>
                <ParentRoute path=path!("/settings") view=SettingsPage ssr=SsrMode::Async>
                    <Route path=path!("") view=SectionPage ssr=SsrMode::Async/>
                    <Route path=path!("notifications") view=Notifications ssr=SsrMode::Async/>
                    <Route path=path!("mail") view=MailPage ssr=SsrMode::Async/>
                    <Route path=path!(":section") view=SectionPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
