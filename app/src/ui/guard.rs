//! Whoever isn't signed in is led to the sign-in page, and back afterwards.

use crate::{
    api::{Caller, session},
    domain::fault::Fault,
    ui::reading::{Reading, reading},
};
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_location, location::Url};

/// Who is signed in, as it was read once for the page.
#[derive(Debug, Clone, Copy)]
pub struct Me(Reading<Option<Caller>>);

impl Me {
    /// Asks the server.
    pub fn ask() -> Self {
        Self(reading(|| (), |()| session::me()))
    }

    /// The caller; nothing while it is being read, and where nobody is signed in.
    pub fn get(self) -> Option<Caller> {
        self.0.get().and_then(Result::ok).flatten()
    }

    /// What was read, where it has been.
    pub fn read(self) -> Option<Result<Option<Caller>, Fault>> {
        self.0.get()
    }

    pub fn ask_again(self) {
        self.0.refetch();
    }

    /// Whether it is known that nobody is signed in.
    fn is_nobody(self) -> bool {
        matches!(self.0.get(), Some(Ok(None)))
    }
}

/// The way to the sign-in page, and back to where we are.
pub fn sign_in_path() -> String {
    let here = use_location();
    let (path, search) = (here.pathname.get_untracked(), here.search.get_untracked());
    let search = if search.is_empty() { search } else { format!("?{}", search.trim_start_matches('?')) };
    format!("/sign-in?next={}", Url::escape(&format!("{path}{search}")))
}

/// Leads away whoever isn't signed in.
#[component]
pub fn Guard(me: Me) -> impl IntoView {
    let to = sign_in_path();
    view! {
        <Suspense>
            {move || me.is_nobody().then(|| view! { <Redirect path=to.clone()/> })}
        </Suspense>
    }
}
