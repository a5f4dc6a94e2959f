//! How members are told, on which devices, and how the workspace climbs.

use super::people;
use crate::{
    chance,
    desk::{Desk, Failure, Result},
    outside::{push::are_keys, webhook},
    store::{self, device::Device},
};
use app::{
    api::{
        Caller,
        alerts::{AlertSettings, DeviceView, Subscription},
    },
    domain::{
        alert::Preferences,
        fault::Fault,
        id::DeviceId,
        ladder::{LONGEST_ADDRESS, Ladder},
        time::Timestamp,
    },
};
use futures::FutureExt;

/// A member may have so many devices.
const MOST_DEVICES: usize = 20;

impl Desk {
    pub(super) async fn read_alert_settings(&self, me: &Caller) -> Result<AlertSettings> {
        let devices = store::device::of_member(&self.db, &me.workspace, &me.account).await?;
        Ok(AlertSettings {
            preferences: store::alert_wish::read(&self.db, &me.workspace, &me.account).await?,
            ladder: store::setting::read(&self.db, &me.workspace).await?,
            webhook_secret: webhook::shown(&self.keys.webhook_key(&me.workspace)),
            devices: devices.into_iter().filter_map(shown).collect(),
            push_key: self.push_key().await?.public(),
            has_mailer: self.post().mailer.is_some(),
        })
    }

    pub(super) async fn keep_preferences(&self, me: &Caller, it: Preferences) -> Result<()> {
        let it = it.checked()?;
        if let Some(quiet) = &it.quiet {
            people::schedule(quiet)?;
        }
        let (wall, who, now) = (me.workspace.clone(), me.account.clone(), self.clock.now());
        Ok(self.db.write(move |tx| async move { store::alert_wish::save(tx, &wall, &who, &it, now).await }.boxed()).await?)
    }

    pub(super) async fn keep_ladder(&self, me: &Caller, it: Ladder) -> Result<Ladder> {
        let it = it.checked()?;
        let (wall, copy, now) = (me.workspace.clone(), it.clone(), self.clock.now());
        self.db.write::<_, Failure, _>(move |tx| async move { Ok(store::setting::save(tx, &wall, &copy, now).await?) }.boxed()).await?;
        Ok(it)
    }

    pub(super) async fn keep_device(&self, me: &Caller, it: Subscription, browser: Option<String>) -> Result<()> {
        let Subscription { endpoint, p256dh, auth, lang } = it;
        let is_address = endpoint.len() <= LONGEST_ADDRESS && (endpoint.starts_with("https://") || endpoint.starts_with("http://"));
        if !is_address || !are_keys(&p256dh, &auth) || lang.len() > 16 {
            return Err(Fault::invalid("device", "This browser gave nothing to push to. Reload the page and try again.").into());
        }
        let known = store::device::of_member(&self.db, &me.workspace, &me.account).await?;
        if known.len() >= MOST_DEVICES && known.iter().all(|it| it.endpoint != endpoint) {
            return Err(Fault::invalid("device", &format!("{MOST_DEVICES} devices are enough. Remove one first.")).into());
        }
        let now = self.clock.now();
        let device = Device {
            id: chance::device(now).to_string(),
            account_id: me.account.to_string(),
            name: browser.unwrap_or_default(),
            lang,
            endpoint,
            p256dh,
            auth,
            added_at: now.0,
            worked_at: 0,
            failed: String::new(),
        };
        let wall = me.workspace.clone();
        Ok(self.db.write(move |tx| async move { store::device::save(tx, &wall, &device).await }.boxed()).await?)
    }

    pub(super) async fn forget_device(&self, me: &Caller, id: &DeviceId) -> Result<()> {
        let (wall, who, id) = (me.workspace.clone(), me.account.clone(), id.clone());
        let gone: u64 = self
            .db
            .write::<_, crate::db::Error, _>(move |tx| {
                async move { store::device::remove(tx, &wall, Some(&who), id.as_str()).await }.boxed()
            })
            .await?;
        if gone == 0 { Err(Fault::NotFound.into()) } else { Ok(()) }
    }
}

fn shown(it: Device) -> Option<DeviceView> {
    Some(DeviceView {
        id: DeviceId::parse(&it.id)?,
        name: it.name,
        endpoint: it.endpoint,
        added_at: Timestamp(it.added_at),
        worked_at: (it.worked_at > 0).then_some(Timestamp(it.worked_at)),
        failed: it.failed,
    })
}
