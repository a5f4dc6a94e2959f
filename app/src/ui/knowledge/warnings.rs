//! What an owner should look at, over all pages of knowledge.

use crate::{
    api::trials::{Warnings, read_warnings},
    ui::{
        effect::follow,
        kit::mark::{Icon, Mark},
        reading::reading,
        words::trials as words,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Rises when a page did something that may settle a warning.
#[derive(Debug, Clone, Copy)]
pub struct Stirred(RwSignal<u32>);

impl Stirred {
    /// Nothing has stirred yet.
    pub fn still() -> Self {
        Self(RwSignal::new(0))
    }

    /// Has what reads this run again when something is stirred.
    pub fn heed(self) {
        follow(&self.0);
    }

    /// Has the warnings read again.
    pub fn stir(self) {
        self.0.try_update(|it| *it = it.wrapping_add(1));
    }
}

/// The warnings; read again on each page, and when something is stirred.
pub fn warnings() -> AnyView {
    let (pathname, stirred) = (use_location().pathname, expect_context::<Stirred>());
    let read = reading(move || (pathname.get(), stirred.0.get()), |_| read_warnings());
    // What couldn't be read warns of nothing: the page below says what is wrong.
    let shown = move || read.get().and_then(Result::ok).map(|it| told(it, &pathname.get_untracked()));
    view! { <Transition fallback=|| ()>{shown}</Transition> }.into_any()
}

fn told(it: Warnings, here: &str) -> AnyView {
    let broken =
        (it.n_broken > 0).then(|| warning(words::broken_banner(it.n_broken), "/knowledge/questions", words::see_questions(), here));
    let open =
        (it.n_open > 0).then(|| warning(words::open_banner(it.n_open), "/knowledge/contradictions", words::see_contradictions(), here));
    let failing = (it.n_failing > 0).then(|| warning(words::failing_banner(it.n_failing), "/knowledge", words::see_failing(), here));
    if it.n() == 0 {
        return ().into_any();
    }
    view! { <ul class="know-warnings" role="list" aria-label=words::warnings()>{failing} {broken} {open}</ul> }.into_any()
}

fn warning(says: String, href: &'static str, leads: &'static str, here: &str) -> AnyView {
    let link = (here != href).then(|| view! { <a href=href>{leads}</a> });
    view! { <li class="know-warning"><Icon mark=Mark::Warn/> <span>{says} " " {link}</span></li> }.into_any()
}
