//! What alarms call for: the next rung of a ladder, what has come due, an alert that nobody opens.
//!
//! An alarm's step and all that it leads to are one transaction: a crash rings again or not at all, never half, and of
//! several nodes one wins.

use super::{
    people::people,
    raise::{keep, staff},
};
use crate::{
    chance,
    db::Tx,
    desk::{Desk, Failure, Result},
    hours::Schedule,
    react::{
        Job,
        alert::{
            Raised, first_line, holder_or_first,
            ladder::GRACE_MS,
            reach::{Why, reached},
            waits,
        },
    },
    store::{
        self,
        alarm::{self, Alarm, NEVER, Of},
        ring::{NO_RUNG, Ring},
    },
};
use app::domain::{
    alert::{Alert, Channel, Kind},
    conversation::Conversation,
    id::{AccountId, AlertId, ConversationId, PromiseId, WorkspaceId},
    ladder::{Ladder, Rung},
    time::Timestamp,
};
use futures::FutureExt;

/// So many alarms are looked at in one go.
const AT_ONCE: i64 = 200;
/// While somebody of the team looks at a held conversation, so many milliseconds pass before the others are rung,
const PATIENCE_MS: i64 = 5 * 60_000;
/// and it is looked at again so often.
const LOOK_MS: i64 = 15_000;
/// An alert that wasn't seen for so many milliseconds goes to the member's devices.
pub const PUSH_MS: i64 = 60_000;
/// An alert that wasn't opened for so many milliseconds goes out by mail.
pub const MAIL_MS: i64 = 180_000;

impl Desk {
    /// Does what time has made due; how many alarms went off.
    ///
    /// # Errors
    /// Where the database fails: what is left goes off the next time.
    pub async fn go_off(&self) -> Result<usize> {
        let now = self.clock.now();
        let due = store::alarm::due(&self.db, now, AT_ONCE).await?;
        let has_mailer = self.post().mailer.is_some();
        let n_due = due.len();
        for alarm in due {
            let work = self.db.write::<_, Failure, _>(move |tx| async move { goes_off(tx, &alarm, has_mailer, now).await }.boxed());
            work.await?;
        }
        if n_due > 0 {
            self.rings.notify_one();
        }
        Ok(n_due)
    }
}

async fn goes_off(tx: &mut Tx, it: &Alarm, has_mailer: bool, now: Timestamp) -> Result<()> {
    let (Some(workspace), Some(id)) = (WorkspaceId::parse(&it.workspace_id), ConversationId::parse(&it.conversation_id)) else {
        return Ok(());
    };
    let of = Of { conversation: &id, kind: kind(&it.kind), key: &it.key };
    let Some(conversation) = store::conversation::load(tx, &workspace, &id).await? else {
        return Ok(alarm::end(tx, &workspace, of).await?);
    };
    let goes_on = match of.kind {
        alarm::LADDER => climb(tx, &workspace, &conversation, it, has_mailer, now).await?,
        alarm::TARGET => miss(tx, &workspace, &conversation, it, now).await?,
        alarm::PROMISE => remind(tx, &workspace, &conversation, it, now).await?,
        _ => nag(tx, &workspace, &conversation, it, has_mailer, now).await?,
    };
    if !goes_on {
        alarm::end(tx, &workspace, of).await?;
    }
    Ok(())
}

fn kind(key: &str) -> &'static str {
    [alarm::LADDER, alarm::TARGET, alarm::PROMISE].into_iter().find(|it| *it == key).unwrap_or(alarm::ALERT)
}

/// One rung up, while people owe the visitor an answer. Whether the alarm stays.
async fn climb(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, alarm: &Alarm, has_mailer: bool, now: Timestamp) -> Result<bool> {
    if !it.is_owed_by_people() {
        return Ok(false);
    }
    let step = u32::try_from(alarm.step).unwrap_or(u32::MAX);
    let Some(rung) = Rung::at(step) else {
        alarm::step(tx, alarm, NEVER).await?;
        return Ok(true);
    };
    if let Some(later) = attended(it, rung, alarm, now) {
        alarm::put_off(tx, alarm, later).await?;
        return Ok(true);
    }
    let ladder: Ladder = store::setting::load(tx, workspace).await?;
    let schedule = Schedule::new(store::setting::load(tx, workspace).await?)?;
    let since = Timestamp(alarm.since_at);
    if let Some(opens) = schedule.opens_next(now).filter(|_| !ladder.rings_while_closed(rung) && !schedule.is_open(now)) {
        alarm::put_off(tx, alarm, opens.max(ladder.due(rung, begun(&schedule, &ladder, rung, since)))).await?;
        return Ok(true);
    }
    // Who holds it has a while for themselves before the others are called.
    let own_ms = if it.holder.agent().is_some() { GRACE_MS } else { 0 };
    let next = Rung::at(step + 1).map_or(NEVER, |next| ladder.due(next, begun(&schedule, &ladder, next, since)).plus(own_ms).max(now));
    if !alarm::step(tx, alarm, next).await? {
        return Ok(true);
    }
    let ringing = Ringing { workspace, it, alarm, now };
    let rang = match rung {
        Rung::Webhook if ladder.webhook.is_none() => return Ok(true),
        Rung::Webhook => ringing.ask(tx, ringing.ring(Channel::Webhook)).await.map(|()| Ok(()))?,
        Rung::Mail if !has_mailer => Err(Why::NoMailServer),
        rung => ringing.team(tx, rung).await?,
    };
    if let Err(why) = rang {
        ringing.fail(tx, rung.channel(), why).await?;
        alarm::hurry(tx, workspace, &it.id, alarm.seq.cast_unsigned(), alarm.step, now).await?;
    }
    Ok(true)
}

/// From when on a rung counts: where it doesn't ring at night, a wait that began then begins for it in the morning.
fn begun(schedule: &Schedule, ladder: &Ladder, rung: Rung, since: Timestamp) -> Timestamp {
    if ladder.rings_while_closed(rung) || schedule.is_open(since) {
        return since;
    }
    schedule.opens_next(since).unwrap_or(since)
}

/// Until when a rung waits, because somebody of the team has the conversation before them. Not for ever: an open page is no answer.
fn attended(it: &Conversation, rung: Rung, alarm: &Alarm, now: Timestamp) -> Option<Timestamp> {
    let latest = Timestamp(alarm.since_at).plus(PATIENCE_MS);
    let is_attended = rung != Rung::First && latest > now && it.holder.lease().is_some_and(|lease| lease.is_watched);
    is_attended.then(|| now.plus(LOOK_MS).min(latest))
}

/// One rung, or one alert, as it rings.
#[derive(Clone, Copy)]
struct Ringing<'a> {
    workspace: &'a WorkspaceId,
    it: &'a Conversation,
    alarm: &'a Alarm,
    now: Timestamp,
}

impl Ringing<'_> {
    /// Rings with all of the team whom the rung reaches.
    async fn team(&self, tx: &mut Tx, rung: Rung) -> Result<std::result::Result<(), Why>> {
        let staff = staff(tx, self.workspace).await?;
        let audience = if rung == Rung::First { holder_or_first(self.it, &staff) } else { staff.members };
        let people = people(tx, self.workspace, &audience, self.now).await?;
        let accounts = match reached(&people, Kind::NeedsPerson, rung.channel()) {
            Ok(accounts) => accounts,
            Err(why) => return Ok(Err(why)),
        };
        for account in accounts {
            let alert = self.alert(tx, account.clone()).await?;
            if rung == Rung::All {
                store::alert::rung_anew(tx, self.workspace, &alert, self.alarm.step).await?;
            }
            self.member(tx, &account, &alert, rung.channel()).await?;
        }
        Ok(Ok(()))
    }

    /// The alert of a member who may have been told already.
    async fn alert(&self, tx: &mut Tx, account: AccountId) -> Result<AlertId> {
        let seq = self.alarm.seq.cast_unsigned();
        if let Some(known) = store::alert::of_member(tx, self.workspace, &account, &self.it.id, seq).await? {
            return Ok(known);
        }
        let raised = Raised { account, seq, kind: Kind::NeedsPerson, told: waits(self.it) };
        Ok(keep(tx, self.workspace, self.it, raised, self.now).await?)
    }

    /// Rings with one member over one channel: on each of their devices, where it is a push.
    async fn member(&self, tx: &mut Tx, account: &AccountId, alert: &AlertId, channel: Channel) -> Result<()> {
        let ring = Ring { alert_id: alert.to_string(), ..self.ring(channel) };
        match channel {
            Channel::Push => {
                for device in store::device::ids_of_member(tx, self.workspace, account).await? {
                    self.ask(tx, Ring { id: chance::id(self.now), device_id: device, ..ring.clone() }).await?;
                }
                Ok(())
            }
            Channel::Mail => self.ask(tx, ring).await,
            // Their pages ring by themselves, and say so.
            _ => Ok(store::ring::add(tx, self.workspace, &ring).await?),
        }
    }

    fn ring(&self, channel: Channel) -> Ring {
        let step = if self.alarm.kind == alarm::LADDER { self.alarm.step } else { NO_RUNG };
        Ring { conversation_id: self.it.id.to_string(), seq: self.alarm.seq, step, ..Ring::new(chance::id(self.now), channel, self.now) }
    }

    /// Keeps a ringing, and the job that does it.
    async fn ask(&self, tx: &mut Tx, ring: Ring) -> Result<()> {
        ask(tx, self.workspace, &ring, self.now).await
    }

    /// Keeps why a rung reached nobody.
    async fn fail(&self, tx: &mut Tx, channel: Channel, why: Why) -> Result<()> {
        let ring = Ring { failed: why.key().to_owned(), ..self.ring(channel) };
        Ok(store::ring::add(tx, self.workspace, &ring).await?)
    }
}

/// Keeps a ringing, and the job that does it.
pub(super) async fn ask(tx: &mut Tx, workspace: &WorkspaceId, ring: &Ring, now: Timestamp) -> Result<()> {
    store::ring::add(tx, workspace, ring).await?;
    let job = Job::Ring { ring: ring.id.clone() };
    let payload = serde_json::to_string(&job).map_err(anyhow::Error::from)?;
    Ok(store::job::add(tx, &chance::id(now), workspace, job.kind(), payload, now).await?)
}

/// The visitor has waited for a person longer than the workspace wants: who holds it is told, or whose it is.
async fn miss(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, alarm: &Alarm, now: Timestamp) -> Result<bool> {
    if !it.needs_person() || it.waiting_since != Some(Timestamp(alarm.since_at)) {
        return Ok(false);
    }
    // Kept, so that the same wait is missed once.
    if alarm::step(tx, alarm, NEVER).await? {
        let staff = staff(tx, workspace).await?;
        let to = it.holder.agent().map_or_else(|| first_line(it, &staff), |agent| vec![agent.id.clone()]);
        for account in to.into_iter().filter(|account| staff.members.contains(account)) {
            let raised = Raised { account, seq: alarm.seq.cast_unsigned(), kind: Kind::TargetMissed, told: waits(it) };
            keep(tx, workspace, it, raised, now).await?;
        }
    }
    Ok(true)
}

/// A promise is due: who gave it is told; where they have left, whoever has the conversation.
async fn remind(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, alarm: &Alarm, now: Timestamp) -> Result<bool> {
    let Some(promise) = PromiseId::parse(&alarm.key).and_then(|id| it.promises.iter().find(|it| it.id == id)) else { return Ok(false) };
    if alarm::step(tx, alarm, NEVER).await? {
        let staff = staff(tx, workspace).await?;
        let is_here = staff.members.contains(&promise.by.id);
        let to = if is_here { vec![promise.by.id.clone()] } else { holder_or_first(it, &staff) };
        for account in to {
            let told = app::domain::alert::Told { words: promise.what.clone(), ..waits(it) };
            let raised = Raised { account, seq: alarm.seq.cast_unsigned(), kind: Kind::PromiseDue, told };
            keep(tx, workspace, it, raised, now).await?;
        }
    }
    Ok(true)
}

/// An alert that its member doesn't open: to their devices, then by mail, as they want it.
async fn nag(tx: &mut Tx, workspace: &WorkspaceId, it: &Conversation, alarm: &Alarm, has_mailer: bool, now: Timestamp) -> Result<bool> {
    let Some(id) = AlertId::parse(&alarm.key) else { return Ok(false) };
    let Some((account, alert)) = store::alert::by_id(tx, workspace, &id).await?.filter(|(_, alert)| alert.opened_at.is_none()) else {
        return Ok(false);
    };
    let Alert { kind, shown_at, .. } = alert;
    let is_first = alarm.step == 0;
    let next = if is_first { Timestamp(alarm.since_at).plus(MAIL_MS) } else { NEVER };
    if !alarm::step(tx, alarm, next).await? {
        return Ok(true);
    }
    let channel = if is_first { Channel::Push } else { Channel::Mail };
    let is_able = if is_first { shown_at.is_none() } else { has_mailer };
    let people = people(tx, workspace, std::slice::from_ref(&account), now).await?;
    if is_able && reached(&people, kind, channel).is_ok() {
        Ringing { workspace, it, alarm, now }.member(tx, &account, &id, channel).await?;
    }
    Ok(is_first)
}
