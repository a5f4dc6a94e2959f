//! A stranger arrives, says something, asks for a person, gives a name.

use super::{
    Desk, Failure, Result,
    act::{Done, Target},
    assistants::switched_off,
    identity::Arrived,
};
use crate::{
    hub::Listener,
    store::{self, assistant::Profile},
};
use app::{
    domain::{
        command::{Actor, Command},
        conversation::Conversation,
        fault::Fault,
        file::File,
        form::{Moment, asked_at},
        id::{ConversationId, FileId, MessageId, Seq, VisitorId, WorkspaceId},
        person::{Assistant, Visit},
        text::{Body, Email, Name},
    },
    talk::{Entry, FillIn, Rate, Say, Welcome, begins_afresh, shown, shown_all},
};
use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

/// A visitor whose token was checked.
#[derive(Debug, Clone)]
pub struct Guest {
    pub visitor: VisitorId,
    pub workspace: WorkspaceId,
    pub(super) assistant: Assistant,
    /// Of a verified visitor: the hash of the session that proves it.
    pub(super) session: Option<String>,
    /// Whether their assistant is switched on.
    pub(super) is_on: bool,
}

impl Guest {
    /// Whether the site has proven who they are.
    pub const fn is_verified(&self) -> bool {
        self.session.is_some()
    }
}

/// A file by its id; the rest of it is ours to know.
fn named(id: &str) -> Result<File, Fault> {
    let id = FileId::parse(id).ok_or_else(|| Fault::invalid("files", "A file's id is the one that its upload gave."))?;
    Ok(File { name: String::new(), media: String::new(), bytes: 0, width: None, height: None, id })
}

/// A page's address may have this many characters; the rest is of no use to anyone.
const LONGEST_PAGE: usize = 500;
/// Why a page asks for a person.
const LONGEST_REASON: usize = 200;
/// The name of a language or of a time zone.
const LONGEST_WORD: usize = 64;

/// What a browser told of itself, cut to what can be of use; nothing where it is empty.
fn short(text: Option<String>, longest: usize) -> Option<String> {
    let text: String = text?.chars().filter(|c| !c.is_control()).take(longest).collect();
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Desk {
    /// The assistant of a public key.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn assistant(&self, public_key: &str) -> Result<Profile> {
        store::assistant::by_key(&self.db, public_key).await?.ok_or(Failure::Fault(Fault::NotFound))
    }

    /// The widget was opened: who answers here, and the thread so far. A token of another assistant, or none, makes a new visitor.
    ///
    /// # Errors
    /// `NotFound` where no assistant has this key.
    pub async fn welcome(&self, public_key: &str, token: Option<&str>) -> Result<Welcome> {
        self.welcome_as(public_key, token, None).await
    }

    /// The same for who the site says they are, in a token that it signed.
    ///
    /// # Errors
    /// `NotFound` where no assistant has this key; `Invalid` for a token that proves nothing; `NotAllowed` for who has no
    /// conversation yet, where the assistant is switched off.
    pub async fn welcome_as(&self, public_key: &str, token: Option<&str>, identity: Option<&str>) -> Result<Welcome> {
        let profile = self.assistant(public_key).await?;
        let Arrived { visitor, token } = self.arrived(&profile, token, identity).await?;
        let seq = store::workspace::seq(&self.db, &profile.workspace).await?;
        let conversation = store::conversation::of_visitor(&self.db, &profile.workspace, &visitor).await?;
        if conversation.is_none() && !profile.is_on {
            return Err(switched_off().into());
        }
        let entries = match &conversation {
            Some(it) => self.entries(&profile.workspace, &visitor, it).await?,
            None => Vec::new(),
        };
        let known = store::visitor::read(&self.db, &profile.workspace, &visitor).await?;
        let is_new = conversation.is_none() && !known.has_filled;
        let asks = is_new && asked_at(&self.door(&profile.workspace, &profile.id).await?.fields, Moment::First).next().is_some();
        let name = conversation.map_or_else(|| known.visitor(visitor.clone()).0, |it| it.visitor).name;
        let name = name.map(String::from).unwrap_or_default();
        let seq = entries.last().map_or(seq, |entry| seq.max(entry.seq));
        Ok(Welcome {
            token,
            name: profile.name.into(),
            tagline: profile.tagline,
            greeting: profile.greeting,
            starters: profile.starters,
            visitor: name,
            asks,
            shares_draft: self.read_sharing(&profile.workspace).await?.visitor_drafts,
            now: self.clock.now().0,
            seq,
            entries,
        })
    }

    async fn entries(&self, workspace: &WorkspaceId, visitor: &VisitorId, it: &Conversation) -> Result<Vec<Entry>> {
        let events = store::event::of_conversation(&self.db, workspace, &it.id, 0).await?;
        Ok(shown_all(&events).into_iter().map(|entry| self.signed(workspace, visitor, entry)).collect())
    }

    /// The visitor writes.
    ///
    /// # Errors
    /// `Invalid` for an empty or endless message or a malformed id.
    pub async fn say(&self, guest: &Guest, say: Say) -> Result<Vec<Entry>> {
        let id = MessageId::parse(&say.id).ok_or_else(|| Fault::invalid("id", "A message's id has 4 to 64 letters, digits, - or _."))?;
        let files = say.files.iter().map(|id| named(id)).collect::<Result<Vec<_>, Fault>>()?;
        let body = Body::plain_beside(!files.is_empty(), &say.body)?;
        let visit = Visit {
            referrer: short(say.referrer, LONGEST_PAGE),
            browser: say.browser,
            language: short(say.language, LONGEST_WORD),
            time_zone: short(say.time_zone, LONGEST_WORD),
        };
        let visit = Some(visit).filter(|visit| *visit != Visit::default());
        let page = short(say.page, LONGEST_PAGE);
        self.by_visitor(guest, Command::Say { id, body, page, visit, files }).await
    }

    /// The visitor wants a person.
    ///
    /// # Errors
    /// Where the database can't take it.
    pub async fn ask_for_person(&self, guest: &Guest) -> Result<Vec<Entry>> {
        self.by_visitor(guest, Command::AskForPerson).await
    }

    /// The page that the visitor is on asks for a person, and says why.
    ///
    /// # Errors
    /// Where the database can't take it.
    pub async fn call_person(&self, guest: &Guest, reason: &str) -> Result<Vec<Entry>> {
        let reason = short(Some(reason.to_owned()), LONGEST_REASON).unwrap_or_default();
        self.by_visitor(guest, Command::CallPerson { reason }).await
    }

    /// The visitor says whether an answer helped.
    ///
    /// # Errors
    /// `NotFound` where it is no answer of this thread, or too old a one.
    pub async fn rate(&self, guest: &Guest, rate: Rate) -> Result<Vec<Entry>> {
        self.by_visitor(guest, Command::Rate { answer: rate.answer, is_helpful: rate.is_helpful }).await
    }

    /// The visitor gives a name.
    ///
    /// # Errors
    /// `Invalid` where it is none.
    pub async fn introduce(&self, guest: &Guest, name: &str) -> Result<Vec<Entry>> {
        self.by_visitor(guest, Command::Introduce { name: Name::parse(name)? }).await
    }

    /// The visitor gives an e-mail address, from this network address.
    ///
    /// # Errors
    /// `Invalid` where it is none.
    pub async fn leave_email(&self, guest: &Guest, email: &str, from: IpAddr) -> Result<Vec<Entry>> {
        let email = Email::parse(email)?;
        let done = self.done_by_visitor(guest, Command::LeaveEmail { email: email.clone() }).await?;
        // Who is verified keeps the address that their site has proven.
        if done.conversation.visitor.email.as_ref() == Some(&email) {
            self.email_given(&guest.workspace, &done.conversation.id, &email, from).await?;
        }
        Ok(self.shown_to(guest, &done))
    }

    /// The visitor answers what they are asked while they wait, from this network address; nothing at all: they skip it.
    ///
    /// # Errors
    /// `Invalid` where something can't be, or a file isn't theirs.
    pub async fn fill_in_details(&self, guest: &Guest, given: FillIn, from: IpAddr) -> Result<Vec<Entry>> {
        let mut files = BTreeMap::new();
        for (label, id) in given.files {
            let file = named(&id)?;
            files.insert(label.clone(), File { name: label, ..file });
        }
        let emails: Vec<Email> = given.fields.values().filter_map(|it| Email::parse(it).ok()).collect();
        let done = self.done_by_visitor(guest, Command::FillIn { given: given.fields, files }).await?;
        // Said again, whence it was given is kept again.
        if let Some(email) = done.conversation.visitor.email.as_ref().filter(|it| emails.contains(it)) {
            self.email_given(&guest.workspace, &done.conversation.id, email, from).await?;
        }
        Ok(self.shown_to(guest, &done))
    }

    /// The visitor had the thread before their eyes up to `seq`.
    ///
    /// # Errors
    /// Where the database can't take it.
    pub async fn seen_by_visitor(&self, guest: &Guest, seq: Seq) -> Result<()> {
        self.by_visitor(guest, Command::See { up_to: seq }).await.map(drop)
    }

    pub(super) async fn by_visitor(&self, guest: &Guest, command: Command) -> Result<Vec<Entry>> {
        let done = self.done_by_visitor(guest, command).await?;
        Ok(self.shown_to(guest, &done))
    }

    async fn done_by_visitor(&self, guest: &Guest, command: Command) -> Result<Done> {
        self.may_write(guest).await?;
        let target = Target::Of { visitor: guest.visitor.clone(), assistant: guest.assistant.clone() };
        self.act_on(&guest.workspace, Actor::Visitor, target, command).await
    }

    /// What the visitor sees of what was done.
    fn shown_to(&self, guest: &Guest, done: &Done) -> Vec<Entry> {
        done.events.iter().filter_map(shown).map(|entry| self.signed(&guest.workspace, &guest.visitor, entry)).collect()
    }

    /// With an assistant that is switched off nobody begins; who has a conversation keeps it.
    pub(super) async fn may_write(&self, guest: &Guest) -> Result<()> {
        if guest.is_on || store::conversation::of_visitor(&self.db, &guest.workspace, &guest.visitor).await?.is_some() {
            Ok(())
        } else {
            Err(switched_off().into())
        }
    }

    /// What the visitor sees after `after`, as it comes.
    ///
    /// # Errors
    /// Where the log can't be read.
    pub async fn watch(self: &Arc<Self>, guest: &Guest, after: Seq) -> Result<VisitorWatch> {
        let listener = self.hub.listen(&guest.workspace, after).await?;
        let known = store::conversation::of_visitor(&self.db, &guest.workspace, &guest.visitor).await?;
        Ok(VisitorWatch { desk: Arc::clone(self), guest: guest.clone(), listener, goes_on_in: known.map(|it| it.id) })
    }

    /// Whether the log of a workspace has ever reached `after`: a number from the future can't be resumed from.
    ///
    /// # Errors
    /// Where the log can't be read.
    pub async fn has_reached(&self, workspace: &WorkspaceId, after: Seq) -> Result<bool> {
        Ok(store::workspace::seq(&self.db, workspace).await? >= after)
    }
}

/// A visitor's view of the log.
#[derive(Debug)]
pub struct VisitorWatch {
    desk: Arc<Desk>,
    guest: Guest,
    listener: Listener,
    /// The conversation that they see, where it had begun: another visitor's, where theirs was merged into it.
    goes_on_in: Option<ConversationId>,
}

/// What comes next for a visitor.
#[derive(Debug, Clone, PartialEq)]
pub enum Coming {
    Entry(Entry),
    /// Their thread is another one since then: it is to be read afresh.
    Afresh,
}

impl VisitorWatch {
    /// The next thing that is theirs to see; nothing once the visitor was verified, and this browser isn't one of theirs.
    ///
    /// # Errors
    /// Where the log can't be read; asking again goes on.
    pub async fn next(&mut self) -> crate::db::Result<Option<Coming>> {
        loop {
            let frame = self.listener.next().await?;
            let visitor = &frame.conversation.visitor;
            let is_own = visitor.id == self.guest.visitor;
            if !is_own && Some(&frame.conversation.id) != self.goes_on_in.as_ref() {
                continue;
            }
            if is_own && visitor.identity.is_some() && self.guest.session.is_none() {
                return Ok(None);
            }
            if begins_afresh(&frame.event) {
                return Ok(Some(Coming::Afresh));
            }
            if let Some(entry) = shown(&frame.event) {
                return Ok(Some(Coming::Entry(self.desk.signed(&self.guest.workspace, &self.guest.visitor, entry))));
            }
        }
    }
}
