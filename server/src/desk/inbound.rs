//! Mail in: whose it is, whether they may say that, and what becomes of it. The reasons are in [`crate::mail`].

use super::{Desk, Failure, Result, act::Target};
use crate::{
    mail::{
        attached::Attached,
        reading::{self, Incoming, Unreadable, What},
        token::{Proof, Purpose, Token},
    },
    react::Job,
    store::{
        self,
        mail::Kept,
        mailbox::{Arrived, Mark},
    },
};
use anyhow::Context;
use app::domain::{
    command::{Actor, Command},
    conversation::Conversation,
    fault::Fault,
    file::{File, LARGEST_OF_VISITOR, MOST_FILES},
    id::{ConversationId, MessageId, WorkspaceId},
    text::{Body, Email, LONGEST_MESSAGE, Name},
    time::Timestamp,
};
use futures::FutureExt;

/// A conversation takes so many mails an hour: two robots that answer each other stop here.
const MOST_AN_HOUR: i64 = 30;
const HOUR_MS: i64 = 3_600_000;
/// Room for the sentence about what was cut or left out.
const LONGEST_WORDS: usize = LONGEST_MESSAGE - 500;

/// What became of a mail that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the thread, as the visitor's words.
    Said,
    /// The team was told of it.
    Noted,
    /// A mail of ours came back, and is marked so.
    Bounced,
    /// Nobody reads it; the reason is in the books.
    Dropped,
}

impl Outcome {
    /// The outcome as a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Noted => "noted",
            Self::Bounced => "bounced",
            Self::Dropped => "dropped",
        }
    }

    fn parse(word: &str) -> Self {
        [Self::Said, Self::Noted, Self::Bounced].into_iter().find(|it| it.word() == word).unwrap_or(Self::Dropped)
    }
}

/// Who a signed address speaks for.
struct Proven {
    workspace: WorkspaceId,
    conversation: ConversationId,
    /// The mailbox that the signature holds for.
    owner: Email,
}

/// What a mail says and brings.
#[derive(Clone, Copy)]
struct Said<'a> {
    text: &'a str,
    attached: &'a [Attached],
    left: &'a [String],
}

impl Said<'_> {
    /// The names of all that was attached.
    fn names(self) -> Vec<String> {
        self.attached.iter().map(|it| it.name.clone()).chain(self.left.iter().cloned()).collect()
    }
}

/// What becomes of a mail, and why.
struct Ruling {
    outcome: Outcome,
    reason: String,
    proven: Option<Proven>,
}

impl Ruling {
    fn dropped(reason: &str) -> Self {
        Self { outcome: Outcome::Dropped, reason: reason.to_owned(), proven: None }
    }

    fn of(outcome: Outcome, reason: &str, proven: Proven) -> Self {
        Self { outcome, reason: reason.to_owned(), proven: Some(proven) }
    }
}

impl Desk {
    /// Takes a raw mail in. `rcpt`: the address that it was delivered to, where the mail server says so.
    /// The same mail again changes nothing.
    ///
    /// # Errors
    /// Where the database fails: the mail is to be brought again.
    pub async fn take_mail(&self, raw: Vec<u8>, rcpt: Option<&str>) -> Result<Outcome> {
        let read = tokio::task::spawn_blocking(move || reading::read(&raw)).await.context("reading a mail")?;
        let mut mail = match read {
            Ok(mail) => mail,
            Err(why) => return self.refuse_mail(why).await,
        };
        mail.to.extend(rcpt.map(str::to_lowercase));
        if let Some(before) = store::mailbox::came_before(&self.db, &mail.key).await? {
            return Ok(Outcome::parse(&before.outcome));
        }
        let ruling = self.rule_on(&mail).await?;
        let outcome = ruling.outcome;
        tracing::info!(
            mail.outcome = outcome.word(),
            "A mail came in: {}",
            if ruling.reason.is_empty() { "taken" } else { &ruling.reason }
        );
        self.book(&mail, ruling).await?;
        Ok(outcome)
    }

    /// What is no letter has no name to be remembered by.
    async fn refuse_mail(&self, why: Unreadable) -> Result<Outcome> {
        if why == Unreadable::NoRoom {
            return Err(Fault::Unavailable.into());
        }
        let nameless =
            Incoming { key: crate::chance::id(self.clock.now()), message_id: None, from: None, to: Vec::new(), what: What::Automatic("") };
        tracing::info!("A mail came in and could not be read: {why}");
        self.book(&nameless, Ruling::dropped(&why.to_string())).await?;
        Ok(Outcome::Dropped)
    }

    async fn rule_on(&self, mail: &Incoming) -> Result<Ruling> {
        let now = self.clock.now();
        if let What::Bounce { of, why, is_final } = &mail.what {
            return self.rule_on_bounce(of.as_deref(), why, *is_final).await;
        }
        if let Some(id) = &mail.message_id
            && store::mail::by_message_id(&self.db, id).await?.is_some()
        {
            return Ok(Ruling::dropped("it is a mail of ours that came back to us"));
        }
        let proven = match self.proven(&mail.to, now).await? {
            Ok(proven) => proven,
            Err(why) => return Ok(Ruling::dropped(why)),
        };
        let said = match &mail.what {
            What::Words { text, attached, left } => Said { text, attached, left },
            What::Automatic(why) => return Ok(Ruling::of(Outcome::Dropped, why, proven)),
            What::Bounce { .. } => return Ok(Ruling::dropped("it is a bounce")),
        };
        let since = now.plus(-HOUR_MS);
        if store::mailbox::n_arrived(&self.db, &proven.workspace, &proven.conversation, since).await? >= MOST_AN_HOUR {
            return Ok(Ruling::of(Outcome::Dropped, "this conversation got too many mails within an hour", proven));
        }
        if said.text.trim().is_empty() && said.attached.is_empty() && said.left.is_empty() {
            return Ok(Ruling::of(Outcome::Dropped, "it says nothing", proven));
        }
        self.say_by_mail(mail, said, proven).await
    }

    /// The words of who is proven, or a note on who isn't.
    async fn say_by_mail(&self, mail: &Incoming, said: Said<'_>, proven: Proven) -> Result<Ruling> {
        let current = store::conversation::by_id(&self.db, &proven.workspace, &proven.conversation).await?;
        let Some(it) = current else { return Ok(Ruling::of(Outcome::Dropped, "its conversation is gone", proven)) };
        let is_owner = mail.from.as_deref() == Some(proven.owner.as_str());
        let is_current = it.visitor.email.as_ref() == Some(&proven.owner);
        if !(is_owner && is_current) {
            let from = mail.from.as_deref().unwrap_or("Somebody without an address");
            let words = words(said.text, &said.names());
            // In words that the inbox knows in every language.
            let told = if is_owner {
                "answered by mail, which they have changed since. It is not proven that the visitor wrote this:"
            } else {
                "answered by mail, not from the visitor's own address. It is not proven that the visitor wrote this:"
            };
            let note = format!("{from} {told}\n\n{words}");
            self.note_on_mail(&proven.workspace, &proven.conversation, &mail.key, &note).await?;
            return Ok(Ruling::of(Outcome::Noted, "it came from another address", proven));
        }
        let id = message_id(&mail.key)?;
        let it = store::conversation::onward(&self.db, &proven.workspace, it).await?;
        let (files, left) = self.take_attached(&proven.workspace, &it, said).await?;
        let body = Body::plain_beside(!files.is_empty(), &words(said.text, &left))?;
        let say = Command::Say { id, body, page: None, visit: None, files };
        match self.act_on(&proven.workspace, Actor::Visitor, Target::Id(it.id.clone()), say).await {
            Ok(_) => {}
            Err(Failure::Fault(Fault::NotAllowed { say })) => return Ok(Ruling::of(Outcome::Dropped, &say, proven)),
            Err(failure) => return Err(failure),
        }
        self.confirm(&proven).await?;
        Ok(Ruling::of(Outcome::Said, "", proven))
    }

    /// Takes in what was attached, by the same rules as what is uploaded in the widget; and the names of what wasn't taken.
    async fn take_attached(&self, workspace: &WorkspaceId, it: &Conversation, said: Said<'_>) -> Result<(Vec<File>, Vec<String>)> {
        let (mut files, mut left) = (Vec::new(), said.left.to_vec());
        for Attached { name, bytes } in said.attached {
            let fits = files.len() < MOST_FILES && bytes.len() as u64 <= LARGEST_OF_VISITOR;
            let taken = match fits {
                true => self.take_in_of_visitor(workspace, &it.visitor.id, name, bytes.clone()).await,
                false => Err(Fault::TooLarge.into()),
            };
            match taken {
                Ok(file) => files.push(file),
                // Too many, too large, empty or damaged: the words say that it stayed behind.
                Err(Failure::Fault(_)) => left.push(name.clone()),
                Err(failure) => return Err(failure),
            }
        }
        Ok((files, left))
    }

    /// Whose mail it is, by the address that it was sent to; or why nobody's.
    async fn proven(&self, to: &[String], now: Timestamp) -> Result<Result<Proven, &'static str>> {
        let post = self.post();
        let Some(inbound) = &post.inbound else { return Ok(Err("no address takes answers (BATON_MAIL_INBOUND)")) };
        let mut why = "it was sent to no address of a conversation";
        for token in to.iter().filter_map(|address| inbound.token_in(address)) {
            match self.proof(&token, Purpose::Reply, now).await? {
                Ok(proven) => return Ok(Ok(proven)),
                Err(worse) => why = worse,
            }
        }
        Ok(Err(why))
    }

    async fn proof(&self, token: &Token, purpose: Purpose, now: Timestamp) -> Result<Result<Proven, &'static str>> {
        let Some((workspace, addresses)) = store::mailbox::of_token(&self.db, &token.conversation).await? else {
            return Ok(Err("its address is forged"));
        };
        for owner in addresses.iter().filter_map(|address| Email::parse(address).ok()) {
            match token.proof(&self.keys, purpose, &owner, now) {
                Proof::Holds => return Ok(Ok(Proven { workspace, conversation: token.conversation.clone(), owner })),
                Proof::RanOut => return Ok(Err("its address has run out")),
                Proof::Forged => {}
            }
        }
        Ok(Err("its address is forged"))
    }

    /// A mailbox showed that it is its owner's: what waits goes out now.
    async fn confirm(&self, proven: &Proven) -> Result<()> {
        let (wall, id, owner, now) = (proven.workspace.clone(), proven.conversation.clone(), proven.owner.clone(), self.clock.now());
        let work = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                store::mailbox::mark(tx, &wall, &id, owner.as_str(), Mark::Confirmed, now).await?;
                let job = Job::WriteToVisitor { conversation: id };
                let payload = serde_json::to_string(&job).map_err(anyhow::Error::from)?;
                Ok(store::job::add(tx, &crate::chance::id(now), &wall, job.kind(), payload, now).await?)
            }
            .boxed()
        });
        work.await?;
        self.mail_jobs.notify_one();
        Ok(())
    }

    async fn rule_on_bounce(&self, of: Option<&str>, why: &str, is_final: bool) -> Result<Ruling> {
        let found = match of {
            Some(id) => store::mail::by_message_id(&self.db, id).await?,
            None => None,
        };
        let Some((workspace, id)) = found else { return Ok(Ruling::dropped("it is a bounce of no mail of ours")) };
        let Some(mail) = store::mail::by_id(&self.db, &workspace, &id).await? else { return Ok(Ruling::dropped("it is a bounce")) };
        if !is_final {
            return Ok(Ruling::dropped("a mail of ours is late; its server goes on trying"));
        }
        let (wall, why_kept, address, now) = (workspace.clone(), why.to_owned(), mail.address.clone(), self.clock.now());
        let conversation = ConversationId::parse(&mail.conversation_id);
        let place = conversation.clone();
        let work = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                store::mail::settle(tx, &wall, &id, "bounced", &why_kept, now).await?;
                if let Some(conversation) = place {
                    store::mailbox::mark(tx, &wall, &conversation, &address, Mark::Bounced, now).await?;
                }
                Ok(())
            }
            .boxed()
        });
        work.await?;
        self.tell_of_failed_mail(&workspace, &mail, why).await?;
        let owner = Email::parse(&mail.address)?;
        Ok(match conversation {
            Some(conversation) => Ruling::of(Outcome::Bounced, why, Proven { workspace, conversation, owner }),
            None => Ruling { outcome: Outcome::Bounced, reason: why.to_owned(), proven: None },
        })
    }

    /// Tells the team, in the thread, that a mail to its visitor didn't arrive.
    pub(super) async fn tell_of_failed_mail(&self, workspace: &WorkspaceId, mail: &Kept, why: &str) -> Result<()> {
        let Some(conversation) = ConversationId::parse(&mail.conversation_id) else { return Ok(()) };
        let note = format!("A mail to {} did not arrive: {why}", mail.address);
        match self.note_on_mail(workspace, &conversation, &mail.id, &note).await {
            // It was deleted meanwhile: nobody is left to be told.
            Err(Failure::Fault(Fault::NotFound)) | Ok(()) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// A note of the mail's own, once for each `key`.
    async fn note_on_mail(&self, workspace: &WorkspaceId, conversation: &ConversationId, key: &str, text: &str) -> Result<()> {
        let text: String = text.chars().take(LONGEST_MESSAGE).collect();
        let note = Command::Note { id: message_id(key)?, body: Body::plain(&text)?, files: Vec::new(), mentions: Vec::new() };
        let it = store::conversation::by_id(&self.db, workspace, conversation).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let it = store::conversation::onward(&self.db, workspace, it).await?;
        self.act_on(workspace, Actor::Rule(Name::parse("E-mail")?), Target::Id(it.id), note).await?;
        Ok(())
    }

    async fn book(&self, mail: &Incoming, ruling: Ruling) -> Result<()> {
        let known = ruling.proven.as_ref();
        let it = Arrived {
            key: mail.key.clone(),
            workspace_id: known.map(|it| it.workspace.to_string()).unwrap_or_default(),
            conversation_id: known.map(|it| it.conversation.to_string()).unwrap_or_default(),
            message_id: mail.message_id.clone().unwrap_or_default(),
            // Of strangers to every workspace, nothing is kept.
            sender: known.and(mail.from.clone()).unwrap_or_default(),
            outcome: ruling.outcome.word().to_owned(),
            reason: ruling.reason,
            at: self.clock.now().0,
        };
        Ok(self.db.write(move |tx| async move { store::mailbox::arrived(tx, &it).await }.boxed()).await?)
    }
}

/// What the owner of a mailbox is asked behind the link in our mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPage {
    pub workspace: String,
    pub is_confirmed: bool,
    pub is_stopped: bool,
}

/// What they may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Confirm,
    Stop,
}

impl Desk {
    /// What stands behind a link in a mail. Changes nothing: robots open links as well.
    ///
    /// # Errors
    /// `NotFound` where it wasn't made by us, or has run out.
    pub async fn mail_link(&self, token: &str) -> Result<LinkPage> {
        let proven = self.linked(token).await?;
        let mailbox = store::mailbox::find(&self.db, &proven.workspace, &proven.conversation, proven.owner.as_str()).await?;
        let standing = mailbox.ok_or(Failure::Fault(Fault::NotFound))?.standing();
        let workspace = store::workspace::name(&self.db, &proven.workspace).await?;
        Ok(LinkPage { workspace, is_confirmed: standing.confirmed_at.is_some(), is_stopped: standing.stopped_at.is_some() })
    }

    /// The owner of a mailbox says that it is theirs, or wants no more mails about this conversation.
    ///
    /// # Errors
    /// As [`Desk::mail_link`].
    pub async fn answer_mail_link(&self, token: &str, wish: Wish) -> Result<()> {
        let proven = self.linked(token).await?;
        match wish {
            Wish::Confirm => self.confirm(&proven).await,
            Wish::Stop => {
                let now = self.clock.now();
                let work = self.db.write(move |tx| {
                    async move {
                        store::mailbox::mark(tx, &proven.workspace, &proven.conversation, proven.owner.as_str(), Mark::Stopped, now).await
                    }
                    .boxed()
                });
                work.await?;
                Ok(())
            }
        }
    }

    async fn linked(&self, token: &str) -> Result<Proven> {
        let token = Token::parse(token).ok_or(Failure::Fault(Fault::NotFound))?;
        let proof = self.proof(&token, Purpose::Link, self.clock.now()).await?;
        proof.map_err(|_| Failure::Fault(Fault::NotFound))
    }
}

fn message_id(key: &str) -> Result<MessageId> {
    Ok(MessageId::parse(&format!("{}{key}", MessageId::BY_MAIL)).context("a mail's key is of letters and digits")?)
}

/// What was written, cut to what a message may hold, and what stayed behind.
fn words(text: &str, attached: &[String]) -> String {
    let mut words: String = text.chars().take(LONGEST_WORDS).collect();
    if words.len() < text.len() {
        words.push_str("\n\n[The rest of this mail was too long.]");
    }
    if !attached.is_empty() {
        let is_seen = |c: &char| !c.is_control();
        let names =
            attached.iter().take(5).map(|name| name.chars().filter(is_seen).take(60).collect::<String>()).collect::<Vec<_>>().join(", ");
        words.push_str(&format!("\n\n[Attached to the mail, and not taken over: {names}]"));
    }
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_behind_is_told() {
        assert_eq!(words("Hello", &[]), "Hello");
        assert_eq!(
            words("Hello", &["a.pdf".to_owned(), "b.png".to_owned()]),
            "Hello\n\n[Attached to the mail, and not taken over: a.pdf, b.png]"
        );
        let long = words(&"x".repeat(20_000), &vec!["y".repeat(300); 9]);
        assert!(long.contains("too long") && Body::plain(&long).is_ok(), "{}", long.len());
    }
}
