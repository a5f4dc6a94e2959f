//! Alerts: the bell, and what became of each.

use super::Caller;
use crate::domain::{
    alert::{Alert, Channel, Preferences, Seat},
    fault::Fault,
    id::{AlertId, ConversationId, DeviceId, Seq},
    ladder::Ladder,
    person::Agent,
    time::Timestamp,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A page may name itself in this many characters.
pub const LONGEST_PAGE: usize = 64;
/// So many alerts can be told of in one call.
pub const MOST_ALERTS: usize = 100;

/// So many alerts the bell lists.
pub const LISTED: i64 = 20;

/// What the desk answers about alerts.
#[async_trait::async_trait]
pub trait AlertDesk: Send + Sync {
    /// The latest alerts of the caller. `seat`: the page that asks is open, and can show and play so much.
    async fn bell(&self, me: &Caller, seat: Option<Seat>) -> Result<Bell, Fault>;
    /// What alerted the caller before that one, latest first, at most [`LISTED`].
    async fn alerts_before(&self, me: &Caller, id: &AlertId) -> Result<Vec<Alert>, Fault>;
    /// Who was alerted by an event of a conversation, when, and what came of it.
    async fn alerted(&self, me: &Caller, conversation: &ConversationId, seq: Seq) -> Result<Vec<Alerted>, Fault>;
    /// The caller has seen or heard these, over that channel.
    async fn alerts_shown(&self, me: &Caller, ids: Vec<AlertId>, via: Channel) -> Result<(), Fault>;
    /// The caller has opened one of them, or has read enough of all.
    async fn alerts_opened(&self, me: &Caller, which: Which) -> Result<(), Fault>;
    /// One ringing was seen on the caller's device, or opened there.
    async fn ring_told(&self, me: &Caller, ring: &str, is_opened: bool) -> Result<(), Fault>;
    /// How the caller, and the workspace, are told.
    async fn alert_settings(&self, me: &Caller) -> Result<AlertSettings, Fault>;
    /// Sets what the caller wants to be told, and when not.
    async fn save_preferences(&self, me: &Caller, it: Preferences) -> Result<(), Fault>;
    /// Sets when the workspace's ladder is climbed.
    async fn save_ladder(&self, me: &Caller, it: Ladder) -> Result<Ladder, Fault>;
    /// Takes a browser of the caller's for pushes. `browser`: what it is.
    async fn add_device(&self, me: &Caller, it: Subscription, browser: Option<String>) -> Result<(), Fault>;
    /// Takes one away.
    async fn remove_device(&self, me: &Caller, id: &DeviceId) -> Result<(), Fault>;
    /// Rings all that the caller has; `seat`: the page that asks. Which alert it is.
    async fn ring_all(&self, me: &Caller, seat: Seat) -> Result<AlertId, Fault>;
    /// What became of an alert of the caller's, channel by channel.
    async fn ringings(&self, me: &Caller, id: &AlertId) -> Result<Vec<Ringing>, Fault>;
}

/// The bell: the latest alerts, latest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Bell {
    pub now: Timestamp,
    /// The number of the log that it was read at.
    pub seq: Seq,
    pub alerts: Vec<Alert>,
    pub n_unopened: u64,
    /// What its member wants, and whether they want to be left alone now.
    pub preferences: Preferences,
    pub is_quiet: bool,
    /// How many visitors wait longer than `unseen_minutes` with nobody having opened an alert.
    pub n_unseen: u64,
    pub unseen_minutes: u32,
    /// Which rungs couldn't ring for them.
    pub troubles: Vec<Trouble>,
}

impl Bell {
    /// Takes these alerts as opened; where that is all there are, also those that aren't listed.
    pub fn open(&mut self, is_all: bool, mut is_meant: impl FnMut(&Alert) -> bool) {
        let now = self.now;
        for alert in &mut self.alerts {
            if alert.opened_at.is_none() && (is_all || is_meant(alert)) {
                alert.opened_at = Some(now);
                self.n_unopened = self.n_unopened.saturating_sub(1);
            }
        }
        if is_all {
            self.n_unopened = 0;
        }
    }
}

/// A channel that couldn't ring, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
pub struct Trouble {
    pub channel: Channel,
    /// The name of a reason, or what a stranger's server said.
    pub why: String,
}

/// How a member is told, and how their workspace climbs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct AlertSettings {
    pub preferences: Preferences,
    pub ladder: Ladder,
    /// What the calls of the webhook are signed with.
    pub webhook_secret: String,
    pub devices: Vec<DeviceView>,
    /// What a browser has to know of us to take our pushes.
    pub push_key: String,
    /// A server takes our mails.
    pub has_mailer: bool,
}

/// A browser that takes pushes, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct DeviceView {
    pub id: DeviceId,
    pub name: String,
    pub endpoint: String,
    pub added_at: Timestamp,
    pub worked_at: Option<Timestamp>,
    /// Why the last push didn't reach it; empty where it did.
    pub failed: String,
}

/// What a browser gave us to push to it with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    /// The language that it is to be told in.
    pub lang: String,
}

/// What became of one ringing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Ringing {
    pub channel: Channel,
    /// Of a push: on which device.
    pub device: Option<String>,
    pub raised_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub shown_at: Option<Timestamp>,
    pub opened_at: Option<Timestamp>,
    /// Why it couldn't; empty where it could.
    pub failed: String,
}

/// Somebody who was alerted, and over which channels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Alerted {
    /// Nothing: the workspace's webhook, and rungs that reached nobody.
    pub who: Option<Agent>,
    /// When it came into their bell, and what came of it there.
    pub raised_at: Timestamp,
    pub shown_at: Option<Timestamp>,
    pub opened_at: Option<Timestamp>,
    pub rings: Vec<Ringing>,
}

/// The browser that asks, in words; the server finds it in the request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Browser(pub Option<String>);

/// Which alerts were opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Which {
    All,
    One { id: AlertId, via: Channel },
}

/// The latest alerts.
#[server(prefix = "/api/app", endpoint = "bell", protocol = crate::wire::Wire)]
pub async fn read_bell(seat: Option<Seat>) -> Result<Bell, Fault> {
    let it = super::enter()?;
    it.desk.bell(&it.me, seat).await
}

/// What alerted the caller before that one.
#[server(prefix = "/api/app", endpoint = "alerts_before", protocol = crate::wire::Wire)]
pub async fn read_earlier_alerts(id: AlertId) -> Result<Vec<Alert>, Fault> {
    let it = super::enter()?;
    it.desk.alerts_before(&it.me, &id).await
}

/// Who was alerted by an event.
#[server(prefix = "/api/app", endpoint = "alerted", protocol = crate::wire::Wire)]
pub async fn read_alerted(conversation: ConversationId, seq: Seq) -> Result<Vec<Alerted>, Fault> {
    let it = super::enter()?;
    it.desk.alerted(&it.me, &conversation, seq).await
}

/// These alerts were seen or heard.
#[server(prefix = "/api/app", endpoint = "alerts_shown", protocol = crate::wire::Wire)]
pub async fn alerts_shown(ids: Vec<AlertId>, via: Channel) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.alerts_shown(&it.me, ids, via).await
}

/// These alerts were opened.
#[server(prefix = "/api/app", endpoint = "alerts_opened", protocol = crate::wire::Wire)]
pub async fn alerts_opened(which: Which) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.alerts_opened(&it.me, which).await
}

/// One ringing was seen on a device, or opened there. The service worker says so too.
#[server(prefix = "/api/app", endpoint = "ring_told", protocol = crate::wire::Wire)]
pub async fn ring_told(ring: String, is_opened: bool) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.ring_told(&it.me, &ring, is_opened).await
}

/// How the caller, and the workspace, are told.
#[server(prefix = "/api/app", endpoint = "alert_settings", protocol = crate::wire::Wire)]
pub async fn read_alert_settings() -> Result<AlertSettings, Fault> {
    let it = super::enter()?;
    it.desk.alert_settings(&it.me).await
}

/// Sets what the caller wants to be told, and when not.
#[server(prefix = "/api/app", endpoint = "save_preferences", protocol = crate::wire::Wire)]
pub async fn save_preferences(it: Preferences) -> Result<(), Fault> {
    let here = super::enter()?;
    here.desk.save_preferences(&here.me, it).await
}

/// Sets when the workspace's ladder is climbed.
#[server(prefix = "/api/app", endpoint = "save_ladder", protocol = crate::wire::Wire)]
pub async fn save_ladder(it: Ladder) -> Result<Ladder, Fault> {
    let here = super::enter()?;
    here.desk.save_ladder(&here.me, it).await
}

/// Takes this browser for pushes.
#[server(prefix = "/api/app", endpoint = "add_device", protocol = crate::wire::Wire)]
pub async fn add_device(it: Subscription) -> Result<(), Fault> {
    let here = super::enter()?;
    here.desk.add_device(&here.me, it, use_context::<Browser>().unwrap_or_default().0).await
}

/// Takes a browser away.
#[server(prefix = "/api/app", endpoint = "remove_device", protocol = crate::wire::Wire)]
pub async fn remove_device(id: DeviceId) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.remove_device(&it.me, &id).await
}

/// Rings all that the caller has.
#[server(prefix = "/api/app", endpoint = "ring_all", protocol = crate::wire::Wire)]
pub async fn ring_all(seat: Seat) -> Result<AlertId, Fault> {
    let it = super::enter()?;
    it.desk.ring_all(&it.me, seat).await
}

/// What became of an alert, channel by channel.
#[server(prefix = "/api/app", endpoint = "ringings", protocol = crate::wire::Wire)]
pub async fn read_ringings(id: AlertId) -> Result<Vec<Ringing>, Fault> {
    let it = super::enter()?;
    it.desk.ringings(&it.me, &id).await
}
