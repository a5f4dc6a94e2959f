//! What a new alert does on this page: a chime, a notification of the browser. One tab of a browser does it, and none for
//! what its reader looks at.

use super::{Alerts, sentence::sentence};
use crate::{
    api::alerts::{Which, alerts_shown},
    domain::{
        alert::{Alert, Channel, Kind, Wish},
        id::AlertId,
    },
    ui::browser,
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// A tab that nobody sees lets one that is seen ring first.
const YIELD: Duration = Duration::from_millis(250);
/// More notifications at once help nobody.
const MOST_SHOWN: usize = 3;

/// Rings for what this page hears of for the first time.
pub fn ring(alerts: Alerts) {
    let new = alerts.unheard();
    if new.is_empty() {
        return;
    }
    let Some((is_quiet, preferences)) = alerts.bell.try_with_untracked(|it| (it.is_quiet, it.preferences.clone())) else { return };
    let wish = |it: Alert| {
        let wish = if it.kind == Kind::Test { Wish::of(Kind::Test) } else { preferences.of(it.kind) };
        (it, wish)
    };
    let is_visible = browser::is_visible();
    if is_visible {
        // The bell shows them.
        told(new.iter().map(|it| it.id.clone()).collect(), Channel::Screen);
    }
    let wanted: Vec<(Alert, Wish)> = new.into_iter().filter(|it| it.kind == Kind::Test || !is_quiet).map(wish).collect();
    let rest = if is_visible { Duration::ZERO } else { YIELD };
    set_timeout(move || make_itself_heard(alerts, wanted), rest);
}

fn make_itself_heard(alerts: Alerts, wanted: Vec<(Alert, Wish)>) {
    // What is looked at is claimed too, so that no other tab rings for it.
    let mine: Vec<(Alert, Wish)> =
        wanted.into_iter().filter(|(it, _)| browser::is_first_to_ring(&format!("{}.{}", it.id, it.rung)) && !is_looked_at(it)).collect();
    if let Some((first, _)) = mine.iter().find(|(_, wish)| wish.sound)
        && browser::chime(first.kind)
    {
        told(mine.iter().filter(|(_, wish)| wish.sound).map(|(it, _)| it.id.clone()).collect(), Channel::Sound);
    }
    let shown = mine.iter().filter(|(_, wish)| wish.desktop).rev().take(MOST_SHOWN).filter(|(it, _)| show(alerts, it));
    let shown: Vec<AlertId> = shown.map(|(it, _)| it.id.clone()).collect();
    if !shown.is_empty() {
        told(shown, Channel::Desktop);
    }
}

/// Whether its reader has the conversation before their eyes.
fn is_looked_at(it: &Alert) -> bool {
    browser::is_visible() && it.conversation.as_ref().is_some_and(|id| browser::pathname().strip_prefix("/inbox/") == Some(id.as_str()))
}

/// Shows a notification of the browser, which leads to the conversation when it is pressed; whether it could.
fn show(alerts: Alerts, it: &Alert) -> bool {
    let id = it.id.clone();
    let to = it.conversation.as_ref().map(|id| format!("/inbox/{id}"));
    browser::notify(&sentence(it), &it.told.words, it.id.as_str(), move || {
        browser::come_forward();
        alerts.open(Which::One { id, via: Channel::Desktop });
        if to.is_some() {
            alerts.go.set(to);
        }
    })
}

fn told(ids: Vec<AlertId>, via: Channel) {
    spawn_local(async move {
        // Where it can't be said, the ladder goes on as if nobody had heard.
        let _ = alerts_shown(ids, via).await;
    });
}
