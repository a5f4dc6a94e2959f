//! Mails as the team sees them: what went out, what didn't and why, what came in.

use super::{Desk, Failure, Result};
use crate::{
    chance,
    mail::inbound::Inbound,
    outside::Outgoing,
    react::Job,
    store::{
        self,
        mail::Kept,
        mailbox::{Arrived, HeldBack},
        search::{LIST, read},
    },
};
use anyhow::Context;
use app::{
    api::{
        Caller,
        mail::{About, Address, MailDesk, MailHeld, MailIn, MailOut, Mails, Outcome, Posted, State},
    },
    domain::{
        fault::Fault,
        id::{ConversationId, WorkspaceId},
        time::Timestamp,
    },
};
use futures::FutureExt;
use std::collections::{BTreeMap, BTreeSet};

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
        let wall = &me.workspace;
        let out = store::mail::latest(&self.db, wall, true, LATEST).await?;
        let held = store::mailbox::held_back(&self.db, wall, LATEST).await?;
        let came = store::mailbox::latest(&self.db, wall, LATEST).await?;
        let named = out.iter().map(|it| &it.conversation_id).chain(held.iter().map(|it| &it.conversation_id));
        let visitors = self.visitors_in(wall, named.chain(came.iter().map(|it| &it.conversation_id))).await?;
        let about = |id: &str| visitors.get(id).cloned();
        let mine = store::account::email(&self.db, wall, &me.account).await?;
        let mine = mine.as_ref().map(|it| it.as_str());
        // A mail that was given up stands among those that went out already.
        let is_told = |it: &HeldBack| {
            let mut failed = out.iter().filter(|mail| mail.state == "failed" && mail.reason == it.held);
            failed.any(|mail| mail.conversation_id == it.conversation_id && mail.address == it.address)
        };
        let held = held
            .iter()
            .filter(|it| !is_told(it))
            .filter_map(|it| Some(MailHeld { about: about(&it.conversation_id)?, to: it.address.clone(), reason: it.held.clone() }));
        let post = self.post();
        Ok(Mails {
            now: self.clock.now(),
            has_server: post.mailer.is_some(),
            from: post.from.as_str().to_owned(),
            answers_at: post.inbound.as_ref().map(Inbound::shape),
            held: held.collect(),
            out: out.iter().map(|it| shown(it, about(&it.conversation_id), mine)).collect::<Result<_>>()?,
            came: came.into_iter().map(|it| arrived(&it, about(&it.conversation_id))).collect(),
        })
    }

    /// Whose these conversations are; those that are gone are missing.
    async fn visitors_in(&self, wall: &WorkspaceId, ids: impl Iterator<Item = &String>) -> Result<BTreeMap<String, About>> {
        let ids: BTreeSet<ConversationId> = ids.filter_map(|id| ConversationId::parse(id)).collect();
        let ids: Vec<ConversationId> = ids.into_iter().collect();
        let mut found = BTreeMap::new();
        for some in ids.chunks(LIST) {
            let here = read::conversations(&self.db, wall, some).await?;
            found.extend(here.into_iter().map(|it| (it.id.to_string(), About { conversation: it.id, visitor: it.visitor })));
        }
        Ok(found)
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
        let mails = store::mail::of_conversation(&self.db, &me.workspace, conversation, LATEST).await?;
        let standing = known.as_ref().map(store::mailbox::Mailbox::standing).unwrap_or_default();
        Ok(Some(Address {
            email,
            is_confirmed: standing.confirmed_at.is_some(),
            is_stopped: standing.stopped_at.is_some(),
            has_bounced: standing.bounced_at.is_some(),
            held: known.map(|it| it.held).unwrap_or_default(),
            mails: mails.iter().map(posted).collect(),
        }))
    }
}

/// A mail as it is listed. The link of a mail to a colleague may be theirs alone, so it is shown to nobody else;
/// that of a mail to a visitor proves the mailbox, so it is shown only where no server brings it there.
fn shown(it: &Kept, about: Option<About>, mine: Option<&str>) -> Result<MailOut> {
    let envelope: Outgoing = serde_json::from_str(&it.envelope).context("reading a kept mail")?;
    let is_to_copy = if it.kind == "team" { mine == Some(it.address.as_str()) } else { it.state == "unsent" };
    Ok(MailOut {
        id: it.id.clone(),
        to: it.address.clone(),
        subject: envelope.letter.subject.as_str().to_owned(),
        link: envelope.letter.link().filter(|_| is_to_copy).map(str::to_owned),
        about,
        state: state(it),
        reason: it.reason.clone(),
        attempts: u32::try_from(it.attempts).unwrap_or(0),
        at: Timestamp(it.created_at),
    })
}

/// A mail as the thread tells of it.
fn posted(it: &Kept) -> Posted {
    Posted {
        first: it.first_seq.cast_unsigned(),
        last: it.last_seq.cast_unsigned(),
        is_notice: it.kind == "notice",
        state: state(it),
        reason: it.reason.clone(),
    }
}

fn state(it: &Kept) -> State {
    match it.state.as_str() {
        "waiting" => State::Waiting,
        "sent" => State::Sent,
        "unsent" => State::Unsent,
        "bounced" => State::Bounced,
        _ => State::Failed,
    }
}

fn arrived(it: &Arrived, about: Option<About>) -> MailIn {
    let outcome = match it.outcome.as_str() {
        "said" => Outcome::Said,
        "noted" => Outcome::Noted,
        "bounced" => Outcome::Bounced,
        _ => Outcome::Dropped,
    };
    MailIn { about, from: it.sender.clone(), outcome, reason: it.reason.clone(), at: Timestamp(it.at) }
}
