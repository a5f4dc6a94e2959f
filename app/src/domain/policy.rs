//! What a workspace wants to happen: when the AI suggests a person and when it hands over, and for how long it stays silent.

use super::{
    fault::Fault,
    handoff::{Outlook, Reason},
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What follows from a reason to bring a person in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Nothing.
    Off,
    /// The conversation is flagged; the AI goes on.
    Suggest,
    /// It goes to people, and the AI is silent.
    HandOff,
}

/// What decides about who speaks. Good as it comes: nothing has to be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Policy {
    /// How long the AI stays silent after a person spoke, in minutes.
    pub lease_minutes: u32,
    /// How long "Hold" keeps the AI away where no other time is named, in minutes.
    pub hold_minutes: u32,
    /// Where the owner wants another step than [`Policy::usual`].
    pub steps: BTreeMap<Reason, Step>,
}

/// The longest lease, and the longest that "Hold" means: a week, in minutes.
pub const LONGEST_LEASE: u32 = 7 * 24 * 60;

impl Default for Policy {
    fn default() -> Self {
        Self { lease_minutes: 15, hold_minutes: 60, steps: BTreeMap::new() }
    }
}

impl Policy {
    /// What follows where the owner said nothing.
    pub const fn usual(why: Reason) -> Step {
        match why {
            Reason::LowConfidence => Step::Suggest,
            _ => Step::HandOff,
        }
    }

    /// Whether the owner may choose what follows: who asks for a person gets one, as does a page of theirs that asks for one,
    /// and nobody is left with an assistant that failed or is switched off, or with one of two answers of which one is wrong.
    pub const fn is_free(why: Reason) -> bool {
        !matches!(
            why,
            Reason::AskedForPerson
                | Reason::Action
                | Reason::Contradiction
                | Reason::AssistantFailed
                | Reason::SwitchedOff
                | Reason::AgentPulled
        )
    }

    /// What follows from `why`.
    pub fn step(&self, why: Reason) -> Step {
        let chosen = self.steps.get(&why).copied().filter(|_| Self::is_free(why));
        chosen.unwrap_or(Self::usual(why))
    }

    /// The same, within what makes sense: what nobody may choose is forgotten, and so is what is usual.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(mut self) -> Result<Self, Fault> {
        for (field, minutes) in [("lease_minutes", self.lease_minutes), ("hold_minutes", self.hold_minutes)] {
            if !(1..=LONGEST_LEASE).contains(&minutes) {
                return Err(Fault::invalid(field, &format!("Choose 1 to {LONGEST_LEASE} minutes.")));
            }
        }
        self.steps.retain(|why, step| Self::is_free(*why) && *step != Self::usual(*why));
        Ok(self)
    }

    /// What "Hold" means by itself, in milliseconds.
    pub fn hold_ms(&self) -> i64 {
        i64::from(self.hold_minutes.clamp(1, LONGEST_LEASE)) * 60_000
    }

    /// The whole lease in milliseconds.
    pub fn lease_ms(&self) -> i64 {
        i64::from(self.lease_minutes.clamp(1, LONGEST_LEASE)) * 60_000
    }
}

/// What `decide` has to know beside the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scene {
    pub at: Timestamp,
    pub policy: Policy,
    /// What a visitor who has to wait can be told.
    pub outlook: Option<Outlook>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_or_not_free_is_not_kept() {
        let steps = BTreeMap::from([
            (Reason::AskedForPerson, Step::Off),
            (Reason::LowConfidence, Step::Suggest),
            (Reason::NotInDocs, Step::Suggest),
        ]);
        let kept = Policy { steps, ..Policy::default() }.checked().expect("fits");
        assert_eq!(kept.steps, BTreeMap::from([(Reason::NotInDocs, Step::Suggest)]));
        assert_eq!(kept.step(Reason::AskedForPerson), Step::HandOff);
    }

    #[test]
    fn minutes_are_at_least_one_and_at_most_a_week() {
        for (lease_minutes, hold_minutes, wrong) in [
            (0, 60, Some("lease_minutes")),
            (15, 0, Some("hold_minutes")),
            (LONGEST_LEASE, 1, None),
            (LONGEST_LEASE + 1, 1, Some("lease_minutes")),
        ] {
            let refused = Policy { lease_minutes, hold_minutes, ..Policy::default() }.checked().err();
            let field = refused.as_ref().map(|fault| match fault {
                Fault::Invalid { field, .. } => field.as_str(),
                other => panic!("{other}"),
            });
            assert_eq!(field, wrong);
        }
    }
}
