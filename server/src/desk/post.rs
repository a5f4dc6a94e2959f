//! Mail out: when a conversation's visitor is written to, and how a mail is handed to the server. The reasons are in [`crate::mail`].

mod contents;

use super::{Desk, Failure, Result};
use crate::{
    chance,
    db::Tx,
    mail::{
        inbound::Inbound,
        letter::Letter,
        letters::{self, Frame, Language, Reply},
        policy::{self, Held, Verdict},
        token::{self, Purpose},
    },
    outside::{Mailer, Outgoing, Sending},
    react::Job,
    store::{self, mail::Kept, mailbox::Mark},
};
use anyhow::Context;
use app::domain::{
    fault::Fault,
    file::File,
    id::{AccountId, ConversationId, Seq, WorkspaceId},
    person::Author,
    text::Email,
    time::Timestamp,
};
use contents::{Enclosing, before, reply, waiting};
use futures::FutureExt;
use std::net::IpAddr;

/// A held-back mail is looked at again after this.
const AGAIN_MS: i64 = 30 * 60_000;
/// After so many tries, over some ten hours, a mail is given up.
const MOST_TRIES: i64 = 12;
const FIRST_WAIT_MS: i64 = 30_000;
const LONGEST_WAIT_MS: i64 = 2 * 3_600_000;
/// Mails are kept for ninety days: a bounce may be late, and so may the question what became of one.
const KEPT_MS: i64 = 90 * policy::DAY_MS;
/// A member gets so many mails an hour at most.
const MOST_TO_MEMBER: i64 = 120;
/// So many mails of a thread are named in the next.
const LONGEST_THREAD: i64 = 6;

/// How mail goes out and comes in.
#[derive(Debug)]
pub struct Post {
    /// Nothing where no server takes our mails: then they are kept, and listed.
    pub mailer: Option<Mailer>,
    /// Nothing: the workspace's name.
    pub from_name: Option<String>,
    pub from: Email,
    /// Where answers come in; nothing where they can't.
    pub inbound: Option<Inbound>,
    /// The hash of the secret with which mails are posted to us; nothing where they can't be.
    pub inbound_secret: Option<String>,
    /// So long a reply may be read in the widget before it goes out by mail, in milliseconds.
    pub delay_ms: i64,
    /// Where browsers find us, without a slash at the end.
    pub public_url: String,
}

impl Default for Post {
    fn default() -> Self {
        let from = Email::parse("baton@localhost").expect("is an address");
        Self {
            mailer: None,
            from_name: None,
            from,
            inbound: None,
            inbound_secret: None,
            delay_ms: 60_000,
            public_url: "http://localhost".to_owned(),
        }
    }
}

/// What a worker does next with a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Done,
    Again {
        due: Timestamp,
    },
    /// It isn't time yet; looking doesn't count as a try.
    Wait {
        due: Timestamp,
    },
}

/// A mail to a member of the team.
#[derive(Debug, Clone, Default)]
pub struct ToMember {
    pub subject: String,
    /// A paragraph each.
    pub lines: Vec<String>,
    /// What the link says, and a path of ours or a whole address.
    pub link: Option<(String, String)>,
}

/// What is to be sent to a visitor, and how far it goes.
struct Draft {
    kind: &'static str,
    letter: Letter,
    files: Vec<File>,
    is_automatic: bool,
}

impl Desk {
    /// Writes to a visitor what waits for them and wasn't seen in the widget, as far as they may be written to.
    ///
    /// # Errors
    /// Where the database fails: asked again, it goes on where it was.
    pub async fn write_to_visitor(&self, workspace: &WorkspaceId, id: &ConversationId) -> Result<Next> {
        let Some(mut it) = store::conversation::by_id(&self.db, workspace, id).await? else { return Ok(Next::Done) };
        // It signs by the name that it has now.
        if let Some(known) = store::assistant::by_id(&self.db, &it.assistant.id).await? {
            it.assistant = known.assistant();
        }
        let Some(address) = it.visitor.email.clone().filter(|_| !it.is_spam && !it.is_blocked) else { return Ok(Next::Done) };
        let events = store::event::of_conversation(&self.db, workspace, id, 0).await?;
        let name = store::workspace::name(&self.db, workspace).await?;
        let (post, now, wall, keys) = (self.post(), self.clock.now(), workspace.clone(), self.keys.clone());
        let work = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                // Held from here on: two workers can't write the same reply twice.
                let mailbox = store::mailbox::hold(tx, &wall, &it.id, address.as_str(), "").await?;
                let waiting = waiting(&events, mailbox.mailed());
                let Some(last) = waiting.last().map(|(seq, _)| *seq) else { return Ok((Next::Done, false)) };
                // It may still be read in the widget, and more may follow: both are one mail.
                let due = waiting.first().map_or(now, |(_, event)| event.at.plus(post.delay_ms));
                if due > now {
                    return Ok((Next::Again { due }, false));
                }
                let counts = store::mail::counts(tx, address.as_str(), &mailbox.giver, now).await?;
                let link = format!("{}/mail/{}", post.public_url, token::issue(&keys, Purpose::Link, &it.id, &address, now));
                let reply_to = reply_to(&post, &keys, &it.id, &address, now);
                let takes_answers = reply_to.is_some();
                let language = Language::of(it.visit.language.as_deref());
                let frame = Frame { workspace: &name, language, link: &link, takes_answers };
                let draft = match policy::verdict(&mailbox.standing(), &counts) {
                    Verdict::Replies => {
                        store::mailbox::mailed(tx, &wall, &it.id, address.as_str(), last).await?;
                        let is_automatic = waiting.iter().all(|(_, event)| event.by == Author::Assistant);
                        let mut enclosing = Enclosing::new(&keys, &post.public_url, (&wall, &it.visitor.id), now);
                        let replies: Vec<Reply> =
                            waiting.iter().filter_map(|(_, event)| reply(event, &it, &frame, &mut enclosing)).collect();
                        let before = before(&events, waiting.first().map_or(0, |(seq, _)| *seq));
                        Draft { kind: "replies", letter: frame.replies(&replies, before), files: enclosing.along, is_automatic }
                    }
                    Verdict::Notice => {
                        store::mailbox::mark(tx, &wall, &it.id, address.as_str(), Mark::Told, now).await?;
                        Draft { kind: "notice", letter: frame.notice(), files: Vec::new(), is_automatic: true }
                    }
                    Verdict::Never(why) => return hold_back(tx, &wall, &it.id, &address, why, Next::Done).await,
                    Verdict::Later(why) => {
                        return hold_back(tx, &wall, &it.id, &address, why, Next::Again { due: now.plus(AGAIN_MS) }).await;
                    }
                };
                let thread = store::mail::thread(tx, &wall, &it.id, address.as_str(), LONGEST_THREAD).await?;
                let envelope = Outgoing {
                    from_name: post.from_name.clone().unwrap_or(name),
                    from: post.from.as_str().to_owned(),
                    to: address.as_str().to_owned(),
                    reply_to,
                    message_id: String::new(),
                    thread,
                    is_automatic: draft.is_automatic,
                    stop_link: Some(link),
                    date: now,
                    letter: draft.letter,
                    files: draft.files,
                };
                let first = waiting.first().map_or(last, |(seq, _)| *seq);
                let to = Addressed { kind: draft.kind, conversation: it.id.as_str(), giver: &mailbox.giver, replies: (first, last) };
                let (_, is_due) = enqueue(tx, &wall, &post, to, envelope, now).await?;
                Ok((Next::Done, is_due))
            }
            .boxed()
        });
        let (next, is_due) = work.await?;
        if is_due {
            self.mail_jobs.notify_one();
        }
        Ok(next)
    }

    /// Notes from which network address a visitor's address was given. What is kept of it is a shadow that only counts.
    ///
    /// # Errors
    /// Where the database fails.
    pub(super) async fn email_given(&self, workspace: &WorkspaceId, id: &ConversationId, email: &Email, from: IpAddr) -> Result<()> {
        let giver = self.giver(from);
        let (wall, id, email) = (workspace.clone(), id.clone(), email.clone());
        let work = self.db.write(move |tx| async move { store::mailbox::given_from(tx, &wall, &id, email.as_str(), &giver).await }.boxed());
        Ok(work.await?)
    }

    /// What stands for a network address that an e-mail address was given from.
    pub(super) fn giver(&self, from: IpAddr) -> String {
        self.keys.shadow_of(&network(from))
    }

    /// Forgets mails of long ago; how many.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn sweep_mails(&self) -> Result<u64> {
        let before = self.clock.now().plus(-KEPT_MS);
        Ok(self.db.write(move |tx| async move { store::mail::sweep(tx, before).await }.boxed()).await?)
    }

    /// Writes to a member of the team. Where no server takes mails, it is listed with its link.
    ///
    /// # Errors
    /// `NotFound` where the account is no member of this workspace.
    pub async fn mail_member(&self, workspace: &WorkspaceId, account: &AccountId, mail: ToMember) -> Result<()> {
        let address = store::account::email(&self.db, workspace, account).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        self.mail_team(workspace, &address, mail).await
    }

    /// Writes to an address that belongs to the team, or is asked to join it.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn mail_team(&self, workspace: &WorkspaceId, address: &Email, mail: ToMember) -> Result<()> {
        self.kept_for_team(workspace, address, mail).await?;
        Ok(())
    }

    /// The same; which mail it is.
    pub(super) async fn kept_for_team(&self, workspace: &WorkspaceId, address: &Email, mail: ToMember) -> Result<String> {
        let name = store::workspace::name(&self.db, workspace).await?;
        let (post, now, wall, address) = (self.post(), self.clock.now(), workspace.clone(), address.clone());
        let link = mail.link.map(|(words, to)| (words, if to.starts_with('/') { format!("{}{to}", post.public_url) } else { to }));
        let letter = letters::to_member(&mail.subject, &mail.lines, link.as_ref().map(|(words, to)| (words.as_str(), to.as_str())));
        let work = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                let envelope = Outgoing {
                    from_name: post.from_name.clone().unwrap_or(name),
                    from: post.from.as_str().to_owned(),
                    to: address.as_str().to_owned(),
                    reply_to: None,
                    message_id: String::new(),
                    thread: Vec::new(),
                    is_automatic: true,
                    stop_link: None,
                    date: now,
                    letter,
                    files: Vec::new(),
                };
                let is_flood = store::mail::n_to_member(tx, address.as_str(), now).await? >= MOST_TO_MEMBER;
                let to = Addressed { kind: "team", conversation: "", giver: "", replies: (0, 0) };
                if is_flood {
                    let failed = ("failed", "This address got a lot of mails within an hour.");
                    return Ok((keep(tx, &wall, &post, to, envelope, failed, now).await?, false));
                }
                enqueue(tx, &wall, &post, to, envelope, now).await
            }
            .boxed()
        });
        let (id, is_due) = work.await?;
        if is_due {
            self.mail_jobs.notify_one();
        }
        Ok(id)
    }

    /// Hands a mail to the server; `attempt` counts from 1.
    ///
    /// # Errors
    /// Where the database fails: the mail may go out twice then, under one Message-ID.
    pub async fn send_mail(&self, workspace: &WorkspaceId, id: &str, attempt: i64) -> Result<Next> {
        let Some(mail) = store::mail::by_id(&self.db, workspace, id).await? else { return Ok(Next::Done) };
        if mail.state != "waiting" {
            return Ok(Next::Done);
        }
        let outgoing: Outgoing = serde_json::from_str(&mail.envelope).context("reading a kept mail")?;
        let post = self.post();
        let Some(mailer) = &post.mailer else {
            return self.mail_settled(workspace, &mail, "unsent", NO_SERVER).await;
        };
        let mut files = Vec::with_capacity(outgoing.files.len());
        for file in &outgoing.files {
            // What is gone by now can't go along; the letter still names it.
            if let Some(bytes) = self.files.get(workspace, &file.id).await? {
                files.push((file.clone(), bytes));
            }
        }
        match mailer.send(&outgoing, files).await {
            Sending::Sent => self.mail_settled(workspace, &mail, "sent", "").await,
            Sending::Never(why) => self.mail_settled(workspace, &mail, "failed", &why).await,
            Sending::Later(why) if attempt >= MOST_TRIES => self.mail_settled(workspace, &mail, "failed", &why).await,
            Sending::Later(why) => {
                let (wall, key, told, now) = (workspace.clone(), mail.id.clone(), why.clone(), self.clock.now());
                // Noted before the ringing is looked for: who ties it to this mail only afterwards finds the try.
                self.db.write(move |tx| async move { store::mail::tried(tx, &wall, &key, attempt, &told).await }.boxed()).await?;
                self.mail_rang(workspace, &mail, Some(&why)).await?;
                Ok(Next::Again { due: now.plus(wait_ms(attempt)) })
            }
        }
    }

    async fn mail_settled(&self, workspace: &WorkspaceId, mail: &Kept, state: &'static str, why: &str) -> Result<Next> {
        let (wall, id, why, now) = (workspace.clone(), mail.id.clone(), why.to_owned(), self.clock.now());
        let refused = (state == "failed").then(|| ConversationId::parse(&mail.conversation_id)).flatten();
        let address = mail.address.clone();
        let told = why.clone();
        let work = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                store::mail::settle(tx, &wall, &id, state, &why, now).await?;
                if let Some(conversation) = refused {
                    store::mailbox::held(tx, &wall, &conversation, &address, &why).await?;
                }
                Ok(())
            }
            .boxed()
        });
        work.await?;
        self.mail_rang(workspace, mail, (state != "sent").then_some(told.as_str())).await?;
        if state == "failed" {
            tracing::warn!(mail.id = %mail.id, mail.kind = %mail.kind, "A mail was given up: {told}");
            self.tell_of_failed_mail(workspace, mail, &told).await?;
        }
        Ok(Next::Done)
    }
}

const NO_SERVER: &str = "No mail server is set up (BATON_SMTP_URL).";

/// How a mail is addressed and counted.
#[derive(Clone, Copy)]
struct Addressed<'a> {
    kind: &'static str,
    conversation: &'a str,
    giver: &'a str,
    /// The first and the last reply that it is about.
    replies: (Seq, Seq),
}

async fn hold_back(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    id: &ConversationId,
    address: &Email,
    why: Held,
    next: Next,
) -> Result<(Next, bool)> {
    store::mailbox::held(tx, workspace, id, address.as_str(), why.say()).await?;
    Ok((next, false))
}

/// Keeps a mail and its job; without a server, the mail alone. Which mail it is, and whether there is a job now.
async fn enqueue(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    post: &Post,
    to: Addressed<'_>,
    envelope: Outgoing,
    now: Timestamp,
) -> Result<(String, bool)> {
    let state = if post.mailer.is_some() { ("waiting", "") } else { ("unsent", NO_SERVER) };
    let id = keep(tx, workspace, post, to, envelope, state, now).await?;
    if post.mailer.is_none() {
        return Ok((id, false));
    }
    let job = Job::SendMail { mail: id.clone() };
    let payload = serde_json::to_string(&job).map_err(anyhow::Error::from)?;
    store::job::add(tx, &chance::id(now), workspace, job.kind(), payload, now).await?;
    Ok((id, true))
}

/// Writes a mail down; its id.
async fn keep(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    post: &Post,
    to: Addressed<'_>,
    envelope: Outgoing,
    (state, reason): (&str, &str),
    now: Timestamp,
) -> Result<String> {
    let id = chance::id(now);
    let domain = post.from.as_str().rsplit_once('@').map_or("localhost", |(_, domain)| domain);
    let envelope = Outgoing { message_id: format!("<{id}@{domain}>"), ..envelope };
    let kept = Kept {
        id: id.clone(),
        kind: to.kind.to_owned(),
        conversation_id: to.conversation.to_owned(),
        address: envelope.to.clone(),
        giver: to.giver.to_owned(),
        message_id: envelope.message_id.clone(),
        envelope: serde_json::to_string(&envelope).map_err(anyhow::Error::from)?,
        state: state.to_owned(),
        reason: reason.to_owned(),
        attempts: 0,
        created_at: now.0,
        settled_at: if state == "waiting" { 0 } else { now.0 },
        first_seq: to.replies.0.cast_signed(),
        last_seq: to.replies.1.cast_signed(),
    };
    store::mail::add(tx, workspace, &kept).await?;
    Ok(id)
}

fn reply_to(post: &Post, keys: &crate::secret::Keys, id: &ConversationId, address: &Email, now: Timestamp) -> Option<String> {
    post.inbound.as_ref()?.address(&token::issue(keys, Purpose::Reply, id, address, now))
}

/// What one household or office shares: all of an IPv4 address, half of an IPv6 one.
fn network(it: IpAddr) -> String {
    match it {
        IpAddr::V4(it) => it.to_string(),
        IpAddr::V6(it) => it.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
    }
}

/// Twice as long each time, spread a little.
fn wait_ms(attempt: i64) -> i64 {
    let doubled = FIRST_WAIT_MS << u32::try_from(attempt.clamp(1, 20) - 1).unwrap_or(0);
    let wait = doubled.min(LONGEST_WAIT_MS);
    wait + chance::jitter(wait / 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_two_hours() {
        for (attempt, least) in [(1, 30_000), (2, 60_000), (5, 480_000), (12, LONGEST_WAIT_MS), (99, LONGEST_WAIT_MS)] {
            let wait = wait_ms(attempt);
            assert!((least..=least + least / 4).contains(&wait), "{attempt}: {wait}");
        }
    }
}
