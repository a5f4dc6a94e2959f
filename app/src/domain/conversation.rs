//! The one thread of a visitor as it stands, and how an event changes it. Server, inbox and widget share this fold.

use super::{
    answer::Kind,
    event::{Event, What},
    handoff::{Holder, Reason},
    id::{ConversationId, Seq},
    person::{Agent, Assistant, Author, Visitor},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A conversation as a list shows it and as `decide` needs it: the fold of its events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    pub id: ConversationId,
    pub assistant: Assistant,
    pub visitor: Visitor,
    pub status: Status,
    pub holder: Holder,
    /// Rises whenever the holder changes or a person speaks: what the assistant began before is void.
    pub epoch: u64,
    /// "A person should look", while the AI still holds it.
    pub flag: Option<Reason>,
    /// Since when the visitor waits for somebody.
    pub waiting_since: Option<Timestamp>,
    /// The last message that the visitor may see.
    pub last: Option<Last>,
    /// The last thing that the team did, for "meanwhile …".
    pub team: Option<TeamMove>,
    /// Rises when a closed conversation goes on.
    pub segment: u32,
    /// The page that the visitor last wrote from.
    pub page: Option<String>,
    pub opened_at: Timestamp,
    pub changed_at: Timestamp,
    /// The number of the last event; 0 before the first.
    pub seq: Seq,
}

/// Whether it is still going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Closed,
}

/// The last message, in few words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    pub by: Author,
    pub preview: String,
    pub at: Timestamp,
}

/// What an agent did last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMove {
    pub seq: Seq,
    pub agent: Agent,
    pub did: Did,
}

/// What a colleague did, in the words of "… meanwhile".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Did {
    Replied,
    Noted,
    TookOver,
    HandedBack,
    Closed,
}

impl Conversation {
    /// A conversation in which nothing has happened yet.
    pub fn unborn(id: ConversationId, assistant: Assistant, visitor: Visitor, now: Timestamp) -> Self {
        Self {
            id,
            assistant,
            visitor,
            status: Status::Open,
            holder: Holder::Assistant,
            epoch: 0,
            flag: None,
            waiting_since: None,
            last: None,
            team: None,
            segment: 1,
            page: None,
            opened_at: now,
            changed_at: now,
            seq: 0,
        }
    }

    /// The conversation that `event` opened; nothing where it didn't open one.
    pub fn opened_by(event: &Event) -> Option<Self> {
        let What::Started { assistant, visitor } = &event.what else { return None };
        let mut it = Self::unborn(event.conversation.clone(), assistant.clone(), visitor.clone(), event.at);
        it.apply(event);
        Some(it)
    }

    pub const fn is_open(&self) -> bool {
        matches!(self.status, Status::Open)
    }

    /// Whether somebody of the team should look: it waits in the queue, its agent owes a reply, or it is flagged.
    pub const fn needs_person(&self) -> bool {
        let owed = match self.holder {
            Holder::Queue { .. } => true,
            Holder::Agent { .. } => self.waiting_since.is_some(),
            Holder::Assistant => self.flag.is_some(),
        };
        self.is_open() && owed
    }

    /// Folds one event in. An event that was folded in before changes nothing.
    pub fn apply(&mut self, event: &Event) {
        if event.seq <= self.seq {
            return;
        }
        match &event.what {
            What::Started { .. } => self.opened_at = event.at,
            What::Said { body, page, .. } => {
                self.epoch += 1;
                self.page = page.clone().or(self.page.take());
                self.waiting_since.get_or_insert(event.at);
                self.say(event, body.preview());
            }
            What::Introduced { name } => self.visitor.name = Some(name.clone()),
            What::Answered { answer, .. } => {
                self.waiting_since = None;
                self.flag = if answer.kind == Kind::NotCovered { Some(Reason::NotInDocs) } else { self.flag };
                // That the docs don't say it is told by the flag; the list goes on showing what was asked.
                if answer.kind != Kind::NotCovered {
                    self.say(event, answer.preview());
                }
            }
            What::HandedOff { why, .. } => self.queue(*why, event.at),
            What::TookOver => self.take(event, Did::TookOver),
            What::Replied { body, .. } => {
                self.epoch += 1;
                self.waiting_since = None;
                self.moved(event, Did::Replied);
                self.say(event, body.preview());
            }
            What::Noted { .. } => self.moved(event, Did::Noted),
            What::HandedBack => {
                self.hold(Holder::Assistant);
                self.moved(event, Did::HandedBack);
            }
            What::Closed => {
                self.status = Status::Closed;
                self.waiting_since = None;
                self.hold(Holder::Assistant);
                self.moved(event, Did::Closed);
            }
            What::Reopened { segment } => {
                self.status = Status::Open;
                self.segment = *segment;
                self.hold(Holder::Assistant);
            }
        }
        self.seq = event.seq;
        self.changed_at = event.at;
    }

    fn queue(&mut self, why: Reason, at: Timestamp) {
        let since = *self.waiting_since.get_or_insert(at);
        self.hold(Holder::Queue { since, why });
    }

    fn take(&mut self, event: &Event, did: Did) {
        if let Some(agent) = event.by.agent() {
            self.hold(Holder::Agent { agent: agent.clone(), since: event.at });
            self.moved(event, did);
        }
    }

    fn hold(&mut self, holder: Holder) {
        self.holder = holder;
        self.flag = None;
        self.epoch += 1;
    }

    fn moved(&mut self, event: &Event, did: Did) {
        if let Some(agent) = event.by.agent() {
            self.team = Some(TeamMove { seq: event.seq, agent: agent.clone(), did });
        }
    }

    fn say(&mut self, event: &Event, preview: String) {
        self.last = Some(Last { by: event.by.clone(), preview, at: event.at });
    }
}
