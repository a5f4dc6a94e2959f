//! The self-test: everything that a member has rings once, and each says what came of it.

use super::climb::ask;
use crate::{
    chance,
    desk::{Desk, Failure, Result},
    react::alert::reach::Why,
    store::{self, alert::New, ring::Ring},
};
use app::{
    api::{Caller, alerts::Ringing},
    domain::{
        alert::{Channel, Kind, Permission, Seat, Told},
        fault::Fault,
        id::AlertId,
        person::Author,
        time::Timestamp,
    },
};
use futures::FutureExt;

impl Desk {
    /// Rings all that a member has, whatever they want and however late it is: they asked.
    pub(super) async fn try_all(&self, me: &Caller, seat: Seat) -> Result<AlertId> {
        let now = self.clock.now();
        let (wall, has_mailer) = (me.workspace.clone(), self.post().mailer.is_some());
        let told = Told { by: Author::Agent(me.agent()), visitor: None, why: None, team: None, words: String::new() };
        // Each test is one of its own: it has no event, so the moment tells them apart.
        let seq = now.0.cast_unsigned();
        let new = New { id: chance::alert(now), account: me.account.clone(), conversation: None, seq, kind: Kind::Test, told };
        let id = new.id.clone();
        let work = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                store::alert::raise(tx, &wall, &new, now).await?;
                let ring = |channel, failed: &str| Ring {
                    alert_id: new.id.to_string(),
                    seq: now.0,
                    failed: failed.to_owned(),
                    ..Ring::new(chance::id(now), channel, now)
                };
                store::ring::add(tx, &wall, &ring(Channel::Screen, "")).await?;
                store::ring::add(tx, &wall, &ring(Channel::Sound, if seat.is_audible { "" } else { "mute" })).await?;
                store::ring::add(tx, &wall, &ring(Channel::Desktop, hindrance(seat.desktop))).await?;
                let devices = store::device::ids_of_member(tx, &wall, &new.account).await?;
                if devices.is_empty() {
                    store::ring::add(tx, &wall, &ring(Channel::Push, Why::NoDevice.key())).await?;
                }
                for device in devices {
                    ask(tx, &wall, &Ring { device_id: device, ..ring(Channel::Push, "") }, now).await?;
                }
                if has_mailer {
                    ask(tx, &wall, &ring(Channel::Mail, ""), now).await
                } else {
                    Ok(store::ring::add(tx, &wall, &ring(Channel::Mail, Why::NoMailServer.key())).await?)
                }
            }
            .boxed()
        });
        work.await?;
        self.rings.notify_one();
        Ok(id)
    }

    /// What became of an alert of the caller's.
    pub(super) async fn read_ringings(&self, me: &Caller, id: &AlertId) -> Result<Vec<Ringing>> {
        let found = store::alert::one(&self.db, &me.workspace, id).await?.filter(|(account, _)| *account == me.account);
        found.ok_or(Failure::Fault(Fault::NotFound))?;
        let devices = store::device::of_member(&self.db, &me.workspace, &me.account).await?;
        let moment = |at: i64| (at > 0).then_some(Timestamp(at));
        let ringing = |it: Ring| {
            Some(Ringing {
                channel: Channel::named(&it.channel)?,
                device: devices.iter().find(|device| device.id == it.device_id).map(|device| device.name.clone()),
                raised_at: Timestamp(it.raised_at),
                sent_at: moment(it.sent_at),
                shown_at: moment(it.shown_at),
                opened_at: moment(it.opened_at),
                failed: it.failed,
            })
        };
        Ok(store::ring::of_alert(&self.db, &me.workspace, id).await?.into_iter().filter_map(ringing).collect())
    }
}

/// Why a browser shows no notification; nothing where it does.
const fn hindrance(it: Permission) -> &'static str {
    match it {
        Permission::Granted => "",
        Permission::Denied => "blocked",
        Permission::Default => "not_asked",
        Permission::Unsupported => "unsupported",
    }
}
