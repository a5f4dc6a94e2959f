//! Which view is looked at, which there are, and how many are in each. The figures are read again when something happened,
//! at most once a second.

use crate::ui::effect::{memo, spawn_local};
use crate::{
    api::views::{Views, read_views},
    domain::{
        id::{ConversationId, Seq},
        person::Assistant,
        view::{BuiltIn, Filter, Sort, ViewKey},
    },
    read::read,
    ui::{
        browser,
        live::{Live, News},
        reading::{Reading, reading},
    },
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use std::{collections::BTreeMap, time::Duration};

/// Between two readings of the figures, in milliseconds.
const PAUSE: i64 = 1_000;
/// After something happened, its neighbours are waited for, so many milliseconds.
const GATHER: i64 = 100;

/// What the address asks for: a view and, where it isn't the view's own, an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    pub view: ViewKey,
    pub sort: Option<Sort>,
}

impl Looked {
    fn of(query: &ParamsMap) -> Self {
        let asked = query.get_str("filter").and_then(|text| read::<Filter>(text).map(Box::new)).map(|filter| ViewKey::Asked { filter });
        let named = || query.get_str("view").or(query.get_str("folder")).and_then(ViewKey::named);
        Self { view: asked.or_else(named).unwrap_or_default(), sort: query.get_str("sort").map(Sort::named) }
    }

    /// Whether the address asks for a view that is always there.
    pub fn is(&self, view: BuiltIn) -> bool {
        self.view == ViewKey::from(view)
    }
}

/// What the address asks for, as it changes.
pub fn looked() -> Memo<Looked> {
    let query = use_query_map();
    memo(move |_| query.with(Looked::of))
}

/// The views that there are, shared by rail and list.
#[derive(Debug, Clone, Copy)]
pub struct Shelf {
    pub views: RwSignal<Views>,
    read: Reading<Views>,
    state: StoredValue<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Of the last reading, by the browser's clock.
    at: i64,
    is_due: bool,
    /// What was read for the page has been taken.
    is_read: bool,
    /// Conversations of which it isn't known how far they were read.
    unknown: Vec<ConversationId>,
}

impl Shelf {
    /// The views, as they are read once for the page.
    pub fn of_page() -> Self {
        let read = reading(|| (), |()| read_views(Vec::new()));
        Self { views: RwSignal::new(Views::default()), read, state: StoredValue::new(State::default()) }
    }

    /// Something once the views have been read for the first time; where they can't be, the figures come with the next event.
    pub fn ready(self) -> Option<Seq> {
        let read = self.read.get()?;
        let is_first = self.state.try_update_value(|it| !std::mem::replace(&mut it.is_read, true)) == Some(true);
        if let (true, Ok(views)) = (is_first, &read) {
            self.views.set(views.clone());
        }
        Some(read.map_or(Seq::MAX, |views| views.seq))
    }

    /// Keeps the figures up to date, for as long as the owner of this call lives.
    pub fn follow(self, seq: Seq, live: Live) {
        live.follow(seq, move |news| match news {
            News::Frame(_) | News::StartAfresh => self.refresh(),
        });
    }

    /// Asks for these reading marks with the next reading.
    pub fn ask_reads(self, ids: Vec<ConversationId>) {
        if !ids.is_empty() {
            self.state.try_update_value(|it| it.unknown = ids);
            self.refresh();
        }
    }

    /// Reads the figures again, soon.
    pub fn refresh(self) {
        let now = browser::now().0;
        let wait = self.state.try_update_value(|it| {
            let wait = (it.at + PAUSE - now).clamp(GATHER, PAUSE);
            (!std::mem::replace(&mut it.is_due, true)).then_some(wait)
        });
        if let Some(wait) = wait.flatten() {
            set_timeout(move || spawn_local(self.read()), Duration::from_millis(wait.unsigned_abs()));
        }
    }

    async fn read(self) {
        let unknown = self.state.try_update_value(|it| {
            it.is_due = false;
            it.at = browser::now().0;
            std::mem::take(&mut it.unknown)
        });
        // What can't be read now stays as it is; the next event asks again.
        if let Ok(views) = read_views(unknown.unwrap_or_default()).await {
            self.views.try_update(|it| {
                if views.seq >= it.seq {
                    *it = views;
                }
            });
        }
    }

    /// How many are in a view that is always there.
    pub fn n(self, view: BuiltIn) -> u64 {
        // The server tries a page's parts before their figures have come, and may have thrown away what those tries read.
        self.views.try_with(|it| it.counts.get(view.name()).copied()).flatten().unwrap_or_default()
    }

    /// What an assistant is called now; as long as that isn't known, what it was called when the conversation began.
    pub fn assistant(self, it: &Assistant) -> String {
        let known = |views: &Views| views.assistants.iter().find(|known| known.id == it.id).map(|known| known.name.clone());
        self.views.try_with(known).flatten().unwrap_or_else(|| it.name.clone()).into()
    }

    /// Whether there are several assistants to be told apart.
    pub fn has_several_assistants(self) -> bool {
        self.views.try_with(|it| it.assistants.len() > 1).unwrap_or_default()
    }

    /// How far conversations were read, as it was last learnt.
    pub fn reads(self) -> BTreeMap<ConversationId, Seq> {
        self.views.with(|it| it.reads.clone())
    }
}
