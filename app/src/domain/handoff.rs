//! Who speaks in a conversation, why that changed, and how long the AI stays silent.

use super::{case::lower, label::Promise, person::Agent, time::Timestamp};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// Who speaks now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Holder {
    /// The AI answers.
    Assistant,
    /// A person was asked for, and nobody has taken it yet.
    Queue { since: Timestamp, why: Reason },
    /// One person holds it; the AI is silent for the time of the lease.
    Agent { agent: Agent, since: Timestamp, lease: Lease },
}

impl Holder {
    /// The agent who holds it.
    pub fn agent(&self) -> Option<&Agent> {
        match self {
            Self::Agent { agent, .. } => Some(agent),
            _ => None,
        }
    }

    /// Whether `agent` holds it.
    pub fn is(&self, agent: &Agent) -> bool {
        self.agent().is_some_and(|holder| holder.id == agent.id)
    }

    /// The lease of the agent who holds it.
    pub const fn lease(&self) -> Option<&Lease> {
        match self {
            Self::Agent { lease, .. } => Some(lease),
            _ => None,
        }
    }
}

/// Why a person is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    AskedForPerson,
    NotInDocs,
    LowConfidence,
    /// About the customer's own account, which no document can answer.
    AccountQuestion,
    /// A word that the owner listed.
    Keyword,
    /// One of the owner's actions says so.
    Action,
    /// Asked again in other words, and still not settled.
    Repeated,
    Frustrated,
    /// Money in dispute, cancellation, permissions, privacy: what the owner wants people to answer.
    SensitiveTopic,
    /// What the answer would rest on is contradicted by another passage.
    Contradiction,
    AssistantFailed,
    /// The assistant is switched off: only people answer.
    SwitchedOff,
    /// Nobody asked: an agent stepped in.
    AgentPulled,
}

impl Reason {
    /// Every reason there is.
    pub const ALL: [Self; 13] = [
        Self::AskedForPerson,
        Self::NotInDocs,
        Self::LowConfidence,
        Self::AccountQuestion,
        Self::Keyword,
        Self::Action,
        Self::Repeated,
        Self::Frustrated,
        Self::SensitiveTopic,
        Self::Contradiction,
        Self::AssistantFailed,
        Self::SwitchedOff,
        Self::AgentPulled,
    ];

    /// The reason as the team reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AskedForPerson => "Asked for a person",
            Self::NotInDocs => "Not in the docs",
            Self::LowConfidence => "Low confidence",
            Self::AccountQuestion => "About their account",
            Self::Keyword => "Keyword",
            Self::Action => "Action",
            Self::Repeated => "Asked repeatedly",
            Self::Frustrated => "Frustrated",
            Self::SensitiveTopic => "Sensitive topic",
            Self::Contradiction => "Docs contradict each other",
            Self::AssistantFailed => "Assistant failed",
            Self::SwitchedOff => "Assistant switched off",
            Self::AgentPulled => "Agent stepped in",
        }
    }

    /// The reason as a visitor may read it: what we think of their mood or topic is the team's business.
    pub const fn public(self) -> Self {
        match self {
            Self::AskedForPerson | Self::NotInDocs | Self::AccountQuestion | Self::AssistantFailed => self,
            _ => Self::LowConfidence,
        }
    }
}

/// A reason with what it hangs on: the keyword, the topic, the action's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Cause {
    pub why: Reason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl From<Reason> for Cause {
    fn from(why: Reason) -> Self {
        Self { why, detail: None }
    }
}

/// What brought a person in, kept while the segment lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Handoff {
    pub cause: Cause,
    pub at: Timestamp,
    /// What the visitor was told to expect.
    pub outlook: Option<Outlook>,
}

/// What a waiting visitor can expect. All of it is told to them, so it must be honest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Outlook {
    /// When the team is back; nothing while it is there.
    pub opens_at: Option<Timestamp>,
    /// Nine of ten waits end within so many milliseconds; nothing where there is too little history.
    pub up_to_ms: Option<i64>,
    /// Nobody of the team is there, though it is within their hours.
    #[serde(default)]
    pub is_deserted: bool,
    /// From when on an e-mail address would help: at once where nobody is there or the wait is long; nothing where one is known.
    #[serde(default)]
    pub email_helps_at: Option<Timestamp>,
}

/// How long the AI stays silent after a person spoke, as it was settled at the last event.
///
/// The clock runs only while nobody of the team looks or types, nobody holds it, and nothing is owed to the visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Lease {
    /// The whole time, in milliseconds; each reply starts it anew.
    pub full_ms: i64,
    /// What is left of it: now where the clock stands, at `runs_since` where it runs.
    pub left_ms: i64,
    pub runs_since: Option<Timestamp>,
    /// Somebody of the team looks at the conversation or types in it.
    pub is_watched: bool,
    /// When that last changed. Who looks and looks away again doesn't fill the log: it changes once in [`TURN_MS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turned_at: Option<Timestamp>,
    pub held_until: Option<Timestamp>,
}

/// That somebody looks, or looks away, is noted at most once in so many milliseconds.
pub const TURN_MS: i64 = 5_000;

impl Lease {
    /// A lease of `full_ms` whose clock hasn't started.
    pub const fn new(full_ms: i64) -> Self {
        Self { full_ms, left_ms: full_ms, runs_since: None, is_watched: false, turned_at: None, held_until: None }
    }

    /// Whether it may be noted at `now` that somebody looks, or looks away.
    pub fn may_turn(&self, now: Timestamp) -> bool {
        self.turned_at.is_none_or(|at| at.plus(TURN_MS) <= now)
    }

    /// The same with somebody looking or nobody, where that is news.
    #[must_use]
    pub fn turned(self, is_watched: bool, now: Timestamp) -> Self {
        if self.is_watched == is_watched { self } else { Self { is_watched, turned_at: Some(now), ..self } }
    }

    /// When the AI may speak again; nothing while the clock stands.
    pub fn runs_out_at(&self) -> Option<Timestamp> {
        self.runs_since.map(|since| since.plus(self.left_ms))
    }

    /// Milliseconds left at `now`.
    pub fn left_at(&self, now: Timestamp) -> i64 {
        self.runs_since.map_or(self.left_ms, |since| self.left_ms - (now.0 - since.0).clamp(0, self.left_ms))
    }

    /// Whether it has run out at `now`.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.runs_out_at().is_some_and(|end| end <= now)
    }

    /// The lease with its clock running or standing as it must at `now`. `is_owed`: the visitor waits for us.
    #[must_use]
    pub fn settled(mut self, now: Timestamp, is_owed: bool) -> Self {
        self.held_until = self.held_until.filter(|until| *until > now);
        let runs = !self.is_watched && !is_owed && self.held_until.is_none();
        if !runs {
            self.left_ms = self.left_at(now);
            self.runs_since = None;
        } else if self.runs_since.is_none() {
            self.runs_since = Some(now);
        }
        self
    }

    /// The whole time again, for a person has spoken.
    #[must_use]
    pub const fn renewed(mut self) -> Self {
        self.left_ms = self.full_ms;
        self.runs_since = None;
        self
    }
}

/// What a person's turn leaves behind when the AI may answer again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Seal {
    pub by: Agent,
    /// What was settled, in the agent's words, or the last thing that they told the visitor.
    pub settled: String,
    /// What was promised the visitor and is still owed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promised: Vec<Promise>,
    /// The reason that is used up.
    pub used: Option<Reason>,
    /// What the visitor had asked, folded for comparison.
    pub asked: String,
    /// The number of the visitor's last message before it.
    pub said: u64,
}

impl Seal {
    /// Whether a handoff for `why` would only repeat the one that a person has settled: the visitor has written nothing
    /// since, or the same words again. Who asks for a person anew is always heard, and where the assistant can't answer at all, only
    /// a person can.
    pub fn covers(&self, why: Reason, asked: &str, said: u64) -> bool {
        let can_answer = !matches!(why, Reason::SwitchedOff | Reason::AssistantFailed);
        can_answer && (said == self.said || (why != Reason::AskedForPerson && !asked.is_empty() && asked == self.asked))
    }

    /// Whether a person has answered what the visitor asks now: they have written since, and it is what they asked before, word
    /// for word, or (from [`LEAST_REPEATED`] words on) a part of it. The assistant then doesn't answer by itself.
    pub fn settles(&self, asked: &str, said: u64) -> bool {
        let (now, before) = (words(asked), words(&self.asked));
        let is_part = now.len() >= LEAST_REPEATED && before.windows(now.len()).any(|some| some == now);
        said > self.said && !self.settled.is_empty() && !now.is_empty() && (now == before || is_part)
    }
}

/// Fewer words may stand in any question.
const LEAST_REPEATED: usize = 4;

/// The words of a text, without the marks around them.
fn words(text: &str) -> Vec<String> {
    let bare = text.split_whitespace().map(|word| lower(word.trim_matches(|c: char| !c.is_alphanumeric())));
    bare.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{id::AccountId, text::Name};

    const MINUTE: i64 = 60_000;

    #[test]
    fn the_clock_runs_only_while_nobody_is_there_and_nothing_is_owed() {
        let at = |minute: i64| Timestamp(minute * MINUTE);
        let lease = Lease::new(15 * MINUTE).settled(at(0), false);
        assert_eq!(lease.runs_out_at(), Some(at(15)));
        let owed = lease.settled(at(5), true);
        assert_eq!((owed.runs_out_at(), owed.left_at(at(99)), owed.is_over(at(99))), (None, 10 * MINUTE, false));
        let again = owed.settled(at(20), false);
        assert_eq!(again.runs_out_at(), Some(at(30)));
        let watched = Lease { is_watched: true, ..again }.settled(at(29), false);
        assert_eq!((watched.runs_out_at(), watched.left_at(at(500))), (None, MINUTE));
        let held = Lease { is_watched: false, held_until: Some(at(60)), ..watched }.settled(at(31), false);
        assert_eq!(held.runs_out_at(), None);
        let over = held.settled(at(60), false);
        assert_eq!((over.held_until, over.runs_out_at(), over.is_over(at(61))), (None, Some(at(61)), true));
        assert_eq!(over.renewed().settled(at(61), false).runs_out_at(), Some(at(76)));
    }

    #[test]
    fn what_a_person_has_answered_is_known_by_its_words() {
        let agent = Agent { id: AccountId::parse("ana-").expect("an id"), name: Name::parse("Ana").expect("a name") };
        let asked = "hello where is my refund of may?".to_owned();
        let seal = Seal { by: agent, settled: "It is on its way".to_owned(), promised: Vec::new(), used: None, asked, said: 7 };
        for (asked, said, expected) in [
            ("hello where is my refund of may?", 9, true),
            ("Hello! Where is my refund of May", 9, true),
            ("where is my refund", 9, true),
            ("my refund", 9, false),
            ("where is my other refund", 9, false),
            ("hello where is my refund of may?", 7, false),
            ("?!", 9, false),
        ] {
            assert_eq!(seal.settles(asked, said), expected, "{asked}");
        }
        assert!(!Seal { settled: String::new(), ..seal }.settles("where is my refund", 9), "nobody has answered");
    }

    #[test]
    fn what_is_settled_calls_nobody_again_unless_the_assistant_cannot_answer() {
        let by = Agent { id: AccountId::parse("ana-").expect("an id"), name: Name::parse("Ana").expect("a name") };
        let seal = Seal { by, settled: "Yes".to_owned(), promised: Vec::new(), used: None, asked: "may i?".to_owned(), said: 7 };
        for (why, asked, said, expected) in [
            (Reason::NotInDocs, "may i?", 7, true),
            (Reason::NotInDocs, "may i?", 9, true),
            (Reason::NotInDocs, "may we?", 9, false),
            (Reason::AskedForPerson, "may i?", 9, false),
            (Reason::SwitchedOff, "may i?", 7, false),
            (Reason::SwitchedOff, "may i?", 9, false),
            (Reason::AssistantFailed, "may i?", 9, false),
        ] {
            assert_eq!(seal.covers(why, asked, said), expected, "{} {asked} {said}", why.label());
        }
    }

    #[test]
    fn a_clock_that_went_backwards_gives_no_time_away() {
        let lease = Lease::new(1_000).settled(Timestamp(5_000), false);
        assert_eq!(lease.left_at(Timestamp(1_000)), 1_000);
        assert_eq!(lease.settled(Timestamp(1_000), true).left_ms, 1_000);
    }
}
