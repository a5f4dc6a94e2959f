//! What an event calls for. Pure: conversations and events in, jobs out.

pub mod alert;
pub mod promise;

use app::domain::{
    conversation::Conversation,
    event::{Event, What},
    handoff::Holder,
    id::{ConversationId, Seq},
};
use serde::{Deserialize, Serialize};

/// Something to be done after a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Job {
    /// The assistant's turn, as the conversation stood at `epoch`.
    Answer { conversation: ConversationId, epoch: u64 },
    /// The visitor may have a mailbox, and something to read in it.
    WriteToVisitor { conversation: ConversationId },
    /// A mail that was written waits for its server.
    SendMail { mail: String },
    /// An alert rings over a channel outside of the pages: a push, a mail, the webhook.
    Ring { ring: String },
    /// Test questions of the workspace are to be run.
    TryQuestions,
    /// A language model sums a conversation up, as far as this message, for who takes it over.
    SumUp { conversation: ConversationId, up_to: Seq },
}

impl Job {
    /// Which queue it waits in: slow kinds never stand before an answer.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "answer",
            Self::WriteToVisitor { .. } | Self::SendMail { .. } => "mail",
            Self::Ring { .. } => "ring",
            Self::TryQuestions => "trial",
            Self::SumUp { .. } => "gist",
        }
    }
}

/// What `events` call for, which brought the conversation to where it is `now`.
pub fn jobs(now: &Conversation, events: &[Event]) -> Vec<Job> {
    let asks = events.iter().any(|event| matches!(event.what, What::Said { .. } | What::HandedBack { .. }));
    let its_turn = now.is_open() && now.holder == Holder::Assistant && now.waiting_since.is_some();
    let answer = (asks && its_turn).then(|| Job::Answer { conversation: now.id.clone(), epoch: now.epoch });
    let has_news = events.iter().any(|event| matches!(event.what, What::Replied { .. } | What::Answered { .. } | What::LeftEmail { .. }));
    let write = (has_news && now.visitor.email.is_some()).then(|| Job::WriteToVisitor { conversation: now.id.clone() });
    answer.into_iter().chain(write).collect()
}
