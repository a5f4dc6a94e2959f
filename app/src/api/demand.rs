//! What visitors ask most, and what of it the docs don't answer.

use super::Caller;
use crate::domain::{
    demand::{Became, Tally},
    fault::Fault,
    id::{AssistantId, ConversationId, Seq},
    time::Timestamp,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// So many questions are looked at, the latest.
pub const MOST_ASKED: u64 = 2_000;

/// What the desk answers about what is asked.
#[async_trait::async_trait]
pub trait DemandDesk: Send + Sync {
    /// What visitors asked lately, the same in one group; of one assistant, or of all.
    async fn demand(&self, me: &Caller, span: Span, assistant: Option<AssistantId>) -> Result<Demand, Fault>;
}

/// How far one looks back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Week,
    #[default]
    Month,
    Quarter,
}

impl Span {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Week, Self::Month, Self::Quarter];

    /// How many days that is.
    pub const fn days(self) -> u64 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
        }
    }

    /// How many milliseconds that is.
    pub const fn ms(self) -> i64 {
        self.days().cast_signed() * 86_400_000
    }

    /// The span of so many days; the usual one where there is none.
    pub fn of_days(days: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.days().to_string() == days).unwrap_or_default()
    }
}

/// What was asked in a span.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Demand {
    /// Of all questions, those of groups that aren't listed included.
    pub tally: Tally,
    /// What is asked most, and what the docs lack most: by how often it was asked.
    pub groups: Vec<Group>,
    /// Groups that aren't listed.
    pub n_more: u64,
}

/// Questions that ask the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Group {
    /// The most typical of them, in its visitor's own words.
    pub question: String,
    /// Whom it was put to.
    pub assistant: Option<AssistantId>,
    /// The page that most of the answers rest on, or that was offered most; nothing where there is none.
    pub page: Option<String>,
    pub tally: Tally,
    /// When it was asked last.
    pub latest: Timestamp,
    /// A few of them, in conversations that differ: what the docs had nothing on first, then the latest.
    pub examples: Vec<Example>,
}

/// A question in its conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Example {
    pub question: String,
    pub became: Became,
    pub conversation: ConversationId,
    /// The message that it is in.
    pub seq: Seq,
    pub at: Timestamp,
}

/// What visitors asked lately; of one assistant, or of all.
#[server(prefix = "/api/app", endpoint = "demand", protocol = crate::wire::Wire)]
pub async fn read_demand(span: Span, assistant: Option<AssistantId>) -> Result<Demand, Fault> {
    let it = super::enter()?;
    it.desk.demand(&it.me, span, assistant).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_known_by_its_days() {
        for (days, span) in [("7", Span::Week), ("30", Span::Month), ("90", Span::Quarter), ("8", Span::Month), ("", Span::Month)] {
            assert_eq!(Span::of_days(days), span, "{days}");
        }
    }
}
