//! Ringing outside of the pages: a push to a device, a mail, the workspace's webhook. Where all of a rung's ringings have
//! failed, the ladder's next rung is due at once.

use super::words;
use crate::{
    chance,
    desk::{Desk, Failure, Next, Result, ToMember},
    mail::{alert::notice, letters::Language},
    outside::{
        push::{self, PushKey, Pushed, Target},
        webhook,
    },
    store::{self, alarm, mail::Kept, ring::Ring},
};
use app::domain::{
    alert::{Alert, Channel, Kind},
    conversation::Conversation,
    id::{AccountId, AlertId, ConversationId, WorkspaceId},
    ladder::Ladder,
};
use futures::FutureExt;
use std::sync::Arc;

/// A push is tried so often, a webhook longer.
const MOST_PUSHES: i64 = 3;
const MOST_CALLS: i64 = 8;
const FIRST_WAIT_MS: i64 = 5_000;

impl Desk {
    /// Does a ringing; `attempt` counts from 1.
    ///
    /// # Errors
    /// Where the database fails: asked again, it rings then.
    pub async fn ring(&self, workspace: &WorkspaceId, id: &str, attempt: i64) -> Result<Next> {
        let Some(ring) = store::ring::by_id(&self.db, workspace, id).await?.filter(|it| it.sent_at == 0) else { return Ok(Next::Done) };
        match Channel::named(&ring.channel) {
            Some(Channel::Webhook) => self.call_webhook(workspace, &ring, attempt).await,
            Some(channel @ (Channel::Push | Channel::Mail)) => {
                let Some((account, alert)) = self.still_wanted(workspace, &ring).await? else { return Ok(Next::Done) };
                match channel {
                    Channel::Push => self.push(workspace, &ring, &alert, attempt).await,
                    _ => self.mail_alert(workspace, &ring, &account, &alert).await,
                }
            }
            _ => Ok(Next::Done),
        }
    }

    /// The alert of a ringing, and whose it is; nothing where nobody needs to be told any more.
    async fn still_wanted(&self, workspace: &WorkspaceId, ring: &Ring) -> Result<Option<(AccountId, Alert)>> {
        let Some(id) = AlertId::parse(&ring.alert_id) else { return Ok(None) };
        let Some((account, alert)) = store::alert::one(&self.db, workspace, &id).await? else { return Ok(None) };
        let is_test = alert.kind == Kind::Test;
        let is_wanted = is_test || if ring.step >= 0 { self.still_waits(workspace, ring).await? } else { alert.opened_at.is_none() };
        Ok(is_wanted.then_some((account, alert)))
    }

    async fn still_waits(&self, workspace: &WorkspaceId, ring: &Ring) -> Result<bool> {
        let Some(id) = ConversationId::parse(&ring.conversation_id) else { return Ok(false) };
        Ok(store::conversation::by_id(&self.db, workspace, &id).await?.is_some_and(|it| it.is_owed_by_people()))
    }

    async fn push(&self, workspace: &WorkspaceId, ring: &Ring, alert: &Alert, attempt: i64) -> Result<Next> {
        let Some(device) = store::device::by_id(&self.db, workspace, &ring.device_id).await? else {
            self.rang(workspace, ring, Some("no_device")).await?;
            return Ok(Next::Done);
        };
        let now = self.clock.now();
        let target = Target { endpoint: &device.endpoint, p256dh: &device.p256dh, auth: &device.auth };
        let words = words::pushed(alert, ring, Language::of(Some(&device.lang)));
        let pushed = push::push(&self.outbound(), self.push_key().await?.as_ref(), target, &words, &self.contact(), now).await;
        let why = match &pushed {
            Pushed::Taken => None,
            Pushed::Gone => Some("gone"),
            Pushed::Later(why) | Pushed::Never(why) => Some(why.as_str()),
        };
        let (wall, id, told, is_gone) = (workspace.clone(), device.id, why.unwrap_or_default().to_owned(), pushed == Pushed::Gone);
        let noted = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                if is_gone {
                    store::device::remove(tx, &wall, None, &id).await?;
                }
                Ok(store::device::tried(tx, &wall, &id, &told, now).await?)
            }
            .boxed()
        });
        noted.await?;
        self.rang(workspace, ring, why).await?;
        let again = matches!(pushed, Pushed::Later(_)) && attempt < MOST_PUSHES;
        Ok(if again { Next::Again { due: now.plus(wait_ms(attempt)) } } else { Next::Done })
    }

    /// What proves our pushes: made at the first need, and kept.
    ///
    /// # Errors
    /// Where the database fails, or what it kept is no key.
    pub(super) async fn push_key(&self) -> Result<Arc<PushKey>> {
        const NAME: &str = "push";
        if let Some(key) = self.push_key.get() {
            return Ok(Arc::clone(key));
        }
        let kept = match store::device::instance_key(&self.db, NAME).await? {
            Some(kept) => Some(kept),
            None => {
                let made = PushKey::make()?;
                // Another node may be first: its key counts.
                self.db.write(move |tx| async move { store::device::keep_instance_key(tx, NAME, &made).await }.boxed()).await?;
                store::device::instance_key(&self.db, NAME).await?
            }
        };
        let key = Arc::new(PushKey::open(&kept.unwrap_or_default())?);
        Ok(Arc::clone(self.push_key.get_or_init(|| key)))
    }

    /// Where people of a browser's maker reach ours.
    fn contact(&self) -> String {
        let post = self.post();
        if post.public_url.starts_with("https://") { post.public_url.clone() } else { format!("mailto:{}", post.from.as_str()) }
    }

    async fn mail_alert(&self, workspace: &WorkspaceId, ring: &Ring, account: &AccountId, alert: &Alert) -> Result<Next> {
        let Some(address) = store::account::email(&self.db, workspace, account).await? else { return Ok(Next::Done) };
        let lang = store::seat::lang(&self.db, workspace, account).await?;
        let notice = notice(alert.kind, Language::of(lang.as_deref()));
        let mail = ToMember {
            subject: notice.subject.to_owned(),
            lines: vec![notice.words.to_owned()],
            link: Some((notice.link.to_owned(), words::link(alert, ring))),
        };
        let mail = self.kept_for_team(workspace, &address, mail).await?;
        let (wall, id, key) = (workspace.clone(), ring.id.clone(), mail.clone());
        self.db.write(move |tx| async move { store::ring::mailed(tx, &wall, &id, &key).await }.boxed()).await?;
        // It may have been handed over before we knew which mail it is.
        if let Some(kept) = store::mail::by_id(&self.db, workspace, &mail).await?.filter(|it| it.state != "waiting" || it.attempts > 0) {
            let why = (kept.state != "sent").then_some(kept.reason.as_str());
            self.mail_rang(workspace, &kept, why).await?;
        }
        Ok(Next::Done)
    }

    /// A mail to the team was handed over, or (`why`) wasn't.
    ///
    /// # Errors
    /// Where the database fails.
    pub(in crate::desk) async fn mail_rang(&self, workspace: &WorkspaceId, mail: &Kept, why: Option<&str>) -> Result<()> {
        if mail.kind != "team" {
            return Ok(());
        }
        let (wall, id) = (workspace.clone(), mail.id.clone());
        let ring = self.db.write::<_, Failure, _>(move |tx| async move { Ok(store::ring::of_mail(tx, &wall, &id).await?) }.boxed()).await?;
        match ring {
            Some(ring) => self.rang(workspace, &ring, why).await,
            None => Ok(()),
        }
    }

    async fn call_webhook(&self, workspace: &WorkspaceId, ring: &Ring, attempt: i64) -> Result<Next> {
        let ladder: Ladder = store::setting::read(&self.db, workspace).await?;
        let Some(url) = ladder.webhook else { return Ok(Next::Done) };
        let Some(id) = ConversationId::parse(&ring.conversation_id) else { return Ok(Next::Done) };
        let Some(it) = store::conversation::by_id(&self.db, workspace, &id).await?.filter(Conversation::is_owed_by_people) else {
            return Ok(Next::Done);
        };
        let now = self.clock.now();
        let body = words::called(&it, &self.post().public_url, ring);
        let call = webhook::Call { url: &url, id: &ring.id, at: now, body };
        let called = webhook::call(&self.outbound(), &self.keys.webhook_key(workspace), call).await;
        let why = called.err().map(|why| why.to_string());
        self.rang(workspace, ring, why.as_deref()).await?;
        let again = why.is_some() && attempt < MOST_CALLS;
        Ok(if again { Next::Again { due: now.plus(wait_ms(attempt)) } } else { Next::Done })
    }

    /// Notes that a ringing went out, or (`why`) didn't: where none of its rung may reach anybody any more, the next is due now.
    async fn rang(&self, workspace: &WorkspaceId, ring: &Ring, why: Option<&str>) -> Result<()> {
        let (wall, ring, why, now) = (workspace.clone(), ring.clone(), why.map(str::to_owned), self.clock.now());
        let work = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                let Some(why) = why else { return Ok(store::ring::sent(tx, &wall, &ring.id, now).await?) };
                store::ring::failed(tx, &wall, &ring.id, &why).await?;
                let Some(id) = ConversationId::parse(&ring.conversation_id).filter(|_| ring.step >= 0) else { return Ok(()) };
                let seq = ring.seq.cast_unsigned();
                // Of several that fail at once, whoever comes last sees the others.
                alarm::lock(tx, &wall, &id, seq).await?;
                if store::ring::n_hopeful(tx, &wall, &id, seq, ring.step).await? == 0 {
                    alarm::hurry(tx, &wall, &id, seq, ring.step, now).await?;
                }
                Ok(())
            }
            .boxed()
        });
        work.await
    }
}

/// Twice as long each time, spread a little.
fn wait_ms(attempt: i64) -> i64 {
    let wait = FIRST_WAIT_MS << u32::try_from(attempt.clamp(1, 12) - 1).unwrap_or(0);
    wait + chance::jitter(wait / 4)
}
