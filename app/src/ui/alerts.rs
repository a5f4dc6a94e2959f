//! What the team is told, as one member's page knows it: read once for the page, and again whenever something happens
//! that may concern them, and every few seconds, which also tells the server that somebody is here to be told.

pub mod bell;
pub mod banner;
pub mod prompt;
pub mod alerted;
pub mod ringer;
pub mod sentence;
pub mod page;
mod grid;
mod quiet;
mod steps;
mod devices;
mod trial;

use crate::{
    api::alerts::{Bell, Which, alerts_opened, read_bell},
    domain::{
        alert::{Alert, Seat},
        event::What,
        id::{AccountId, AlertId, ConversationId},
        inbox::Frame,
    },
    ui::{browser, words::lang},
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeSet, time::Duration};

/// Where each chooses how to be told.
pub const PLACE: &str = "/settings/notifications";
/// After something happened, its neighbours are waited for.
const GATHER: Duration = Duration::from_millis(300);
/// What was raised so long before a page was opened, in milliseconds, rings no more.
const FRESH_MS: i64 = 60_000;

/// The bell of this page.
#[derive(Debug, Clone, Copy)]
pub struct Alerts {
    pub bell: RwSignal<Bell>,
    /// Where a notification that was pressed leads.
    go: RwSignal<Option<String>>,
    state: StoredValue<State>,
}

#[derive(Debug, Clone, Default)]
struct State {
    /// How the page names itself; made when it first says that it is here.
    page: String,
    is_due: bool,
    /// Which alerts, and which of their rungs, this page has heard of; nothing before it was read.
    heard: Option<BTreeSet<(AlertId, u32)>>,
}

impl Alerts {
    /// A bell that hasn't been read yet.
    pub fn new() -> Self {
        Self { bell: RwSignal::new(Bell::default()), go: RwSignal::new(None), state: StoredValue::new(State::default()) }
    }

    /// Takes what was read, where it isn't older than what is known.
    pub fn take(self, read: Bell) {
        self.bell.try_update(|it| {
            if read.now >= it.now {
                *it = read;
            }
        });
    }

    /// Reads it again, soon.
    pub fn refresh(self) {
        let is_first = self.state.try_update_value(|it| !std::mem::replace(&mut it.is_due, true)).unwrap_or(false);
        if is_first {
            set_timeout(move || spawn_local(self.read()), GATHER);
        }
    }

    async fn read(self) {
        self.state.try_update_value(|it| it.is_due = false);
        let Some(seat) = self.seat() else { return };
        // What can't be read now is read with the next beat.
        if let Ok(bell) = read_bell(Some(seat)).await {
            self.take(bell);
            ringer::ring(self);
        }
    }

    /// The alerts that this page hears of for the first time, the oldest first. What came long before the page was opened is
    /// old news: the bell has it.
    fn unheard(self) -> Vec<Alert> {
        let Some((now, alerts)) = self.bell.try_with_untracked(|it| (it.now, it.alerts.clone())) else { return Vec::new() };
        let fresh = self.state.try_update_value(|it| {
            let is_first = it.heard.is_none();
            let heard = it.heard.get_or_insert_default();
            let mut fresh = Vec::new();
            for alert in alerts.into_iter().rev().filter(|it| it.opened_at.is_none()) {
                let is_new = heard.insert((alert.id.clone(), alert.rung));
                if is_new && !(is_first && now.0 - alert.raised_at.0 > FRESH_MS) {
                    fresh.push(alert);
                }
            }
            fresh
        });
        fresh.unwrap_or_default()
    }

    /// What this page can do when an alert comes; nothing where the page is gone.
    pub fn seat(self) -> Option<Seat> {
        let page = self.state.try_update_value(|it| {
            if it.page.is_empty() {
                it.page = browser::fresh_message_id().to_string();
            }
            it.page.clone()
        })?;
        Some(Seat {
            page,
            is_visible: browser::is_visible(),
            desktop: browser::permission(),
            is_audible: browser::is_audible(),
            lang: lang().tag().to_owned(),
        })
    }

    /// The member has opened one alert, or has read enough of all.
    pub fn open(self, which: Which) {
        self.bell.try_update(|it| {
            it.open(matches!(which, Which::All), |alert| matches!(&which, Which::One { id, .. } if *id == alert.id));
        });
        spawn_local(async move {
            // Where it can't be said now, the alert is simply there again.
            let _ = alerts_opened(which).await;
        });
    }

    /// The member reads a conversation: nothing of it is new any more. The server knows by the reading mark.
    pub fn read_thread(self, id: &ConversationId) {
        let is_of_it = |it: &Alert| it.opened_at.is_none() && it.conversation.as_ref() == Some(id);
        if self.bell.try_with_untracked(|it| it.alerts.iter().any(is_of_it)) == Some(true) {
            self.bell.try_update(|it| it.open(false, is_of_it));
        }
    }
}

impl Default for Alerts {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a frame may have alerted `me`, or calmed an alert.
fn concerns(frame: &Frame, me: &AccountId) -> bool {
    match &frame.event.what {
        What::Noted { mentions, .. } => mentions.iter().any(|it| it.id == *me),
        What::Said { .. } | What::FilledIn { is_skipped: false, .. } => frame.conversation.holder.agent().is_some_and(|it| it.id == *me),
        What::HandedOff { .. }
        | What::Assigned { .. }
        | What::Routed { .. }
        | What::TookOver { .. }
        | What::Closed { .. }
        | What::HandedBack { .. } => true,
        _ => false,
    }
}
