//! Mails as the team sees them: what went out, what didn't and why, what came in.

use super::{Desk, Failure, Result};
use crate::{
    chance,
    outside::Outgoing,
    react::Job,
    store::{self, mail::Kept},
};
use anyhow::Context;
use app::{
    api::{
        Caller,
        mail::{Address, MailDesk, MailIn, MailOut, Mails, State},
    },
    domain::{fault::Fault, id::ConversationId, time::Timestamp},
};
use futures::FutureExt;

/// So many are listed.
const LATEST: i64 = 100;

#[async_trait::async_trait]
impl MailDesk for Desk {
    async fn mails(&self, me: &Caller) -> Result<Mails, Fault> {
        self.listed(me).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn resend(&self, me: &Caller, id: &str) -> Result<(), Fault> {
        self.sent_again(me, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn mail_address(&self, me: &Caller, conversation: &ConversationId) -> Result<Option<Address>, Fault> {
        self.address_of(me, conversation).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn listed(&self, me: &Caller) -> Result<Mails> {
        let out = store::mail::latest(&self.db, &me.workspace, true, LATEST).await?;
        let came = store::mailbox::latest(&self.db, &me.workspace, LATEST).await?;
        let came = came.into_iter().map(|it| MailIn {
            conversation: ConversationId::parse(&it.conversation_id),
            from: it.sender,
            outcome: it.outcome,
            reason: it.reason,
            at: Timestamp(it.at),
        });
        let post = self.post();
        let mine = store::account::email(&self.db, &me.workspace, &me.account).await?;
        let mine = mine.as_ref().map(|it| it.as_str());
        Ok(Mails {
            has_server: post.mailer.is_some(),
            takes_answers: post.inbound.is_some(),
            out: out.iter().map(|it| shown(it, mine)).collect::<Result<_>>()?,
            came: came.collect(),
        })
    }

    async fn sent_again(&self, me: &Caller, id: &str) -> Result<()> {
        let mail = store::mail::by_id(&self.db, &me.workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        if self.post().mailer.is_none() {
            return Err(Fault::invalid("mail", "No mail server is set up yet: give one with BATON_SMTP_URL.").into());
        }
        if matches!(mail.state.as_str(), "waiting" | "sent") {
            return Ok(());
        }
        let (wall, now) = (me.workspace.clone(), self.clock.now());
        let work = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                store::mail::settle(tx, &wall, &mail.id, "waiting", "", now).await?;
                let job = Job::SendMail { mail: mail.id };
                let payload = serde_json::to_string(&job).map_err(anyhow::Error::from)?;
                Ok(store::job::add(tx, &chance::id(now), &wall, job.kind(), payload, now).await?)
            }
            .boxed()
        });
        work.await?;
        self.mail_jobs.notify_one();
        Ok(())
    }

    async fn address_of(&self, me: &Caller, conversation: &ConversationId) -> Result<Option<Address>> {
        let it = store::conversation::by_id(&self.db, &me.workspace, conversation).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let Some(email) = it.visitor.email else { return Ok(None) };
        let known = store::mailbox::find(&self.db, &me.workspace, conversation, email.as_str()).await?;
        let last = store::mail::latest_of(&self.db, &me.workspace, conversation).await?;
        let standing = known.as_ref().map(store::mailbox::Mailbox::standing).unwrap_or_default();
        let mine = last.as_ref().map(|it| it.address.clone());
        Ok(Some(Address {
            email,
            is_confirmed: standing.confirmed_at.is_some(),
            is_stopped: standing.stopped_at.is_some(),
            has_bounced: standing.bounced_at.is_some(),
            held: known.map(|it| it.held).unwrap_or_default(),
            last: last.as_ref().map(|it| shown(it, mine.as_deref())).transpose()?,
        }))
    }
}

/// A mail as it is listed. The link of a mail to a colleague may be theirs alone, so it is shown to nobody else;
/// that of a mail to a visitor proves the mailbox, so it is shown only where no server brings it there.
fn shown(it: &Kept, mine: Option<&str>) -> Result<MailOut> {
    let envelope: Outgoing = serde_json::from_str(&it.envelope).context("reading a kept mail")?;
    let is_to_copy = if it.kind == "team" { mine == Some(it.address.as_str()) } else { it.state == "unsent" };
    let state = match it.state.as_str() {
        "waiting" => State::Waiting,
        "sent" => State::Sent,
        "unsent" => State::Unsent,
        "bounced" => State::Bounced,
        _ => State::Failed,
    };
    Ok(MailOut {
        id: it.id.clone(),
        to: it.address.clone(),
        subject: envelope.letter.subject.as_str().to_owned(),
        link: envelope.letter.link().filter(|_| is_to_copy).map(str::to_owned),
        conversation: ConversationId::parse(&it.conversation_id),
        state,
        reason: it.reason.clone(),
        attempts: u32::try_from(it.attempts).unwrap_or(0),
        at: Timestamp(it.created_at),
    })
}
