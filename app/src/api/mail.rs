//! Mails as the team sees them: what went out, what didn't and why, what came in.

use super::Caller;
use crate::domain::{fault::Fault, id::ConversationId, text::Email, time::Timestamp};
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
    /// Without a server, mails are listed with links to copy.
    pub has_server: bool,
    /// Whether answers by mail reach the thread.
    pub takes_answers: bool,
    pub out: Vec<MailOut>,
    pub came: Vec<MailIn>,
}

/// A mail that went out, or was to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct MailOut {
    pub id: String,
    pub to: String,
    pub subject: String,
    /// To copy, where no server sends it; nothing where it is somebody else's alone.
    pub link: Option<String>,
    pub conversation: Option<ConversationId>,
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

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct MailIn {
    pub conversation: Option<ConversationId>,
    pub from: String,
    /// `said`, `noted`, `bounced` or `dropped`.
    pub outcome: String,
    pub reason: String,
    pub at: Timestamp,
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
    pub last: Option<MailOut>,
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
