//! Alerts: raised with the event that calls for them, shown by the bell, rung up the ladder while nobody comes.

mod alarms;
mod climb;
mod deliver;
mod people;
mod raise;
mod reached;
mod settings;
mod trial;
mod words;

pub(super) use alarms::keep_alarms;
pub use climb::{MAIL_MS, PUSH_MS};
pub use people::SEATED_MS;
pub(super) use raise::raise;

use super::{Desk, Failure, Result};
use crate::store;
use app::{
    api::{
        Caller,
        alerts::{AlertDesk, AlertSettings, Alerted, Bell, LISTED, LONGEST_PAGE, MOST_ALERTS, Ringing, Subscription, Trouble, Which},
    },
    domain::{
        alert::{Alert, Channel, Preferences, Seat},
        fault::Fault,
        id::{AlertId, ConversationId, DeviceId, Seq, WorkspaceId},
        ladder::Ladder,
        time::Timestamp,
    },
};
use futures::FutureExt;
use std::collections::BTreeSet;

/// Alerts are kept for ninety days; pages that fell silent, and with them the language of their members, as long.
const KEPT_MS: i64 = 90 * 24 * 3_600_000;
/// So many who wait are asked which of their rungs couldn't ring.
const MOST_TROUBLED: usize = 5;

#[async_trait::async_trait]
impl AlertDesk for Desk {
    async fn bell(&self, me: &Caller, seat: Option<Seat>) -> Result<Bell, Fault> {
        self.read_bell(me, seat).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn alerts_before(&self, me: &Caller, id: &AlertId) -> Result<Vec<Alert>, Fault> {
        self.read_alerts_before(me, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn alerted(&self, me: &Caller, conversation: &ConversationId, seq: Seq) -> Result<Vec<Alerted>, Fault> {
        self.read_alerted(me, conversation, seq).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn alerts_shown(&self, me: &Caller, ids: Vec<AlertId>, via: Channel) -> Result<(), Fault> {
        self.note_shown(me, ids, via).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn alerts_opened(&self, me: &Caller, which: Which) -> Result<(), Fault> {
        self.note_opened(me, which).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn ring_told(&self, me: &Caller, ring: &str, is_opened: bool) -> Result<(), Fault> {
        self.note_ring(me, ring, is_opened).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn alert_settings(&self, me: &Caller) -> Result<AlertSettings, Fault> {
        self.read_alert_settings(me).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn save_preferences(&self, me: &Caller, it: Preferences) -> Result<(), Fault> {
        self.keep_preferences(me, it).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn save_ladder(&self, me: &Caller, it: Ladder) -> Result<Ladder, Fault> {
        self.keep_ladder(me, it).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn add_device(&self, me: &Caller, it: Subscription, browser: Option<String>) -> Result<(), Fault> {
        self.keep_device(me, it, browser).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn remove_device(&self, me: &Caller, id: &DeviceId) -> Result<(), Fault> {
        self.forget_device(me, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn ring_all(&self, me: &Caller, seat: Seat) -> Result<AlertId, Fault> {
        self.try_all(me, seat).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn ringings(&self, me: &Caller, id: &AlertId) -> Result<Vec<Ringing>, Fault> {
        self.read_ringings(me, id).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    /// Forgets alerts of long ago; how many.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn sweep_alerts(&self) -> Result<u64> {
        let before = self.clock.now().plus(-KEPT_MS);
        let work = self.db.write::<_, crate::db::Error, _>(move |tx| {
            async move {
                store::seat::sweep(tx, before).await?;
                store::alert::sweep(tx, before).await
            }
            .boxed()
        });
        Ok(work.await?)
    }

    async fn read_bell(&self, me: &Caller, seat: Option<Seat>) -> Result<Bell> {
        let now = self.clock.now();
        if let Some(seat) = seat {
            self.sit(me, seat).await?;
        }
        let seq = store::workspace::seq(&self.db, &me.workspace).await?;
        let alerts = store::alert::latest(&self.db, &me.workspace, &me.account, LISTED).await?;
        let n_unopened = store::alert::n_unopened(&self.db, &me.workspace, &me.account).await?;
        let preferences = store::alert_wish::read(&self.db, &me.workspace, &me.account).await?;
        let is_quiet = people::is_quiet(&preferences, now);
        let ladder: Ladder = store::setting::read(&self.db, &me.workspace).await?;
        let (n_unseen, troubles) = self.unseen(&me.workspace, &ladder, now).await?;
        Ok(Bell { now, seq, alerts, n_unopened, preferences, is_quiet, n_unseen, unseen_minutes: ladder.unseen_minutes, troubles })
    }

    /// How many wait unseen for too long, and which rungs couldn't ring for them.
    async fn unseen(&self, workspace: &WorkspaceId, ladder: &Ladder, now: Timestamp) -> Result<(u64, Vec<Trouble>)> {
        let before = now.plus(-i64::from(ladder.unseen_minutes) * 60_000);
        let unseen = store::alarm::unseen(&self.db, workspace, before).await?;
        let mut troubles = BTreeSet::new();
        for (id, seq) in unseen.iter().take(MOST_TROUBLED) {
            for ring in store::ring::of_event(&self.db, workspace, id, *seq).await? {
                if let Some(channel) = Channel::named(&ring.channel).filter(|_| !ring.failed.is_empty()) {
                    troubles.insert(Trouble { channel, why: ring.failed });
                }
            }
        }
        Ok((unseen.len() as u64, troubles.into_iter().collect()))
    }

    /// Somebody's page is open.
    async fn sit(&self, me: &Caller, seat: Seat) -> Result<()> {
        let fits = |text: &str, longest: usize| !text.is_empty() && text.len() <= longest;
        if !fits(&seat.page, LONGEST_PAGE) || !fits(&seat.lang, 16) {
            return Err(Fault::invalid("seat", "A page names itself in 1 to 64 characters.").into());
        }
        let (wall, who, now) = (me.workspace.clone(), me.account.clone(), self.clock.now());
        Ok(self.db.write(move |tx| async move { store::seat::touch(tx, &wall, &who, &seat, now).await }.boxed()).await?)
    }

    async fn note_shown(&self, me: &Caller, ids: Vec<AlertId>, via: Channel) -> Result<()> {
        if ids.len() > MOST_ALERTS {
            return Err(Fault::invalid("ids", &format!("Name {MOST_ALERTS} alerts or fewer.")).into());
        }
        let (wall, who, now) = (me.workspace.clone(), me.account.clone(), self.clock.now());
        let work = self.db.write::<_, crate::db::Error, _>(move |tx| {
            async move {
                for id in &ids {
                    store::alert::shown(tx, &wall, &who, id, now).await?;
                    // What is heard or seen of a page is the page's own ringing too.
                    for channel in BTreeSet::from([via, Channel::Screen]) {
                        store::ring::shown(tx, &wall, &who, id, channel, now).await?;
                    }
                }
                Ok(())
            }
            .boxed()
        });
        Ok(work.await?)
    }

    async fn note_opened(&self, me: &Caller, which: Which) -> Result<()> {
        let (wall, who, now) = (me.workspace.clone(), me.account.clone(), self.clock.now());
        let work = self.db.write::<_, crate::db::Error, _>(move |tx| {
            async move {
                match which {
                    Which::All => store::alert::opened_all(tx, &wall, &who, now).await,
                    Which::One { id, via } => {
                        store::ring::opened(tx, &wall, &who, &id, via, now).await?;
                        store::alert::opened(tx, &wall, &who, &id, via, now).await
                    }
                }
            }
            .boxed()
        });
        Ok(work.await?)
    }

    async fn note_ring(&self, me: &Caller, ring: &str, is_opened: bool) -> Result<()> {
        let found = store::ring::by_id(&self.db, &me.workspace, ring).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let (Some(id), Some(via)) = (AlertId::parse(&found.alert_id), Channel::named(&found.channel)) else {
            return Err(Fault::NotFound.into());
        };
        let (wall, who, now, ring) = (me.workspace.clone(), me.account.clone(), self.clock.now(), found.id);
        let work = self.db.write::<_, crate::db::Error, _>(move |tx| {
            async move {
                store::ring::told(tx, &wall, &who, &ring, is_opened, now).await?;
                store::alert::shown(tx, &wall, &who, &id, now).await?;
                if is_opened { store::alert::opened(tx, &wall, &who, &id, via, now).await } else { Ok(()) }
            }
            .boxed()
        });
        Ok(work.await?)
    }
}
