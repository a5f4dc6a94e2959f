//! Mails as the team sees them: what went out, what didn't and why, what came in.

use super::Caller;
use crate::domain::{
    fault::Fault,
    id::{ConversationId, Seq},
    person::Visitor,
    text::Email,
    time::Timestamp,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about mails.
#[async_trait::async_trait]
pub trait MailDesk: Send + Sync {
    /// The latest mails, latest first.
    async fn mails(&self, me: &Caller) -> Result<Mails, Fault>;
    /// Tries a mail again that wasn't sent, was given up or came back.
    async fn resend(&self, me: &Caller, id: &str) -> Result<(), Fault>;
    /// The address that a conversation goes on at; nothing where the visitor gave none.
    async fn mail_address(&self, me: &Caller, conversation: &ConversationId) -> Result<Option<Address>, Fault>;
}

/// What went out and came in lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Mails {
    pub now: Timestamp,
    /// Without a server, mails are listed with links to copy.
    pub has_server: bool,
    /// Whom mails are from.
    pub from: String,
    /// What the addresses look like that answers come in at; nothing where answers by mail don't reach the thread.
    pub answers_at: Option<String>,
    /// The latest, latest first.
    pub out: Vec<MailOut>,
    /// Whom nothing goes to at the moment, and why.
    pub held: Vec<MailHeld>,
    pub came: Vec<MailIn>,
}

/// What a mail is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct About {
    pub conversation: ConversationId,
    pub visitor: Visitor,
}

/// A mail that went out, or was to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct MailOut {
    pub id: String,
    pub to: String,
    pub subject: String,
    /// To copy, where no server sends it; nothing where it is somebody else's alone.
    pub link: Option<String>,
    pub about: Option<About>,
    pub state: State,
    /// Why it wasn't sent, or came back.
    pub reason: String,
    pub attempts: u32,
    pub at: Timestamp,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It goes out soon, or is tried again.
    Waiting,
    Sent,
    /// There is no mail server.
    Unsent,
    /// It was given up.
    Failed,
    Bounced,
}

/// A mail that isn't written, because of what is known of its address or of a cap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct MailHeld {
    pub about: About,
    pub to: String,
    pub reason: String,
}

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct MailIn {
    pub about: Option<About>,
    pub from: String,
    pub outcome: Outcome,
    pub reason: String,
    pub at: Timestamp,
}

/// What became of a mail that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is in the thread, as the visitor's words.
    Said,
    /// The team was told of it.
    Noted,
    /// A mail of ours came back.
    Bounced,
    /// Nobody reads it.
    Dropped,
}

/// A mail that brings replies to the visitor, or tells that they wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Posted {
    /// The first reply that it is about, and the last.
    pub first: Seq,
    pub last: Seq,
    /// It only tells that a reply waits.
    pub is_notice: bool,
    pub state: State,
    pub reason: String,
}

/// A visitor's address, and how mail fares there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Address {
    pub email: Email,
    /// Its owner has answered a mail or said that it is theirs.
    pub is_confirmed: bool,
    /// Its owner wants no more mails about this conversation.
    pub is_stopped: bool,
    pub has_bounced: bool,
    /// Why the last reply wasn't mailed; empty where it was, or none was due.
    pub held: String,
    /// The latest mails to the visitor, latest first.
    pub mails: Vec<Posted>,
}

impl Address {
    /// The latest mail about a reply.
    pub fn of(&self, reply: Seq) -> Option<&Posted> {
        self.mails.iter().find(|it| (it.first..=it.last).contains(&reply))
    }
}

/// The latest mails.
#[server(prefix = "/api/app", endpoint = "mails", protocol = crate::wire::Wire)]
pub async fn list_mails() -> Result<Mails, Fault> {
    let it = super::enter()?;
    it.desk.mails(&it.me).await
}

/// Tries a mail again.
#[server(prefix = "/api/app", endpoint = "resend_mail", protocol = crate::wire::Wire)]
pub async fn resend_mail(id: String) -> Result<(), Fault> {
    let it = super::enter()?;
    it.desk.resend(&it.me, &id).await
}

/// The address that a conversation goes on at.
#[server(prefix = "/api/app", endpoint = "mail_address", protocol = crate::wire::Wire)]
pub async fn read_mail_address(id: ConversationId) -> Result<Option<Address>, Fault> {
    let it = super::enter()?;
    it.desk.mail_address(&it.me, &id).await
}
