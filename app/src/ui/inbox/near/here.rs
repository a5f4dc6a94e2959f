//! How things stand for whoever looks: read with the page, and again now and then.

use crate::{
    api::presence::{Here, read_here},
    domain::{id::AccountId, target::Target},
    ui::{
        effect::effect,
        reading::{Reading, reading},
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// Hours and target change seldom, but who is there comes and goes.
const AGAIN: Duration = Duration::from_secs(60);

/// Whether one is there for others, the response target, and who else is there.
#[derive(Debug, Clone, Copy)]
pub struct HereNow {
    pub is_away: RwSignal<bool>,
    pub target: RwSignal<Option<Target>>,
    /// Nothing as long as nobody knows.
    pub there: RwSignal<Option<Vec<AccountId>>>,
    read: Reading<Here>,
    /// What was read for the page has been taken.
    is_taken: StoredValue<bool>,
}

impl HereNow {
    /// As it is read once for the page.
    pub fn of_page() -> Self {
        let read = reading(|| (), |()| read_here());
        let (is_away, target, there) = (RwSignal::new(false), RwSignal::new(None), RwSignal::new(None));
        let it = Self { is_away, target, there, read, is_taken: StoredValue::new(false) };
        effect(move || {
            if let Ok(again) = set_interval_with_handle(move || it.read_again(), AGAIN) {
                on_cleanup(move || again.clear());
            }
        });
        it
    }

    /// Something once it has been read; where it can't be, one is there and there is no target.
    pub fn ready(self) -> Option<()> {
        let read = self.read.get()?;
        let is_first = self.is_taken.try_update_value(|it| !std::mem::replace(it, true)) == Some(true);
        if let (true, Ok(here)) = (is_first, read) {
            self.take(here);
        }
        Some(())
    }

    fn read_again(self) {
        spawn_local(async move {
            // What can't be read now stays as it is.
            if let Ok(here) = read_here().await {
                self.take(here);
            }
        });
    }

    fn take(self, here: Here) {
        self.is_away.try_set(here.is_away);
        self.target.try_set(here.target);
        self.there.try_set(Some(here.there));
    }
}
