//! What an owner can set beside the policy and the hours. All of it is good as it comes.

use super::{
    fault::Fault,
    signal::{KeywordRule, MOST_TOPICS, MOST_WORDINGS, Topic},
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// What the assistant listens for in visitors' messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Listening {
    /// The sensitive topics; nothing: the list that comes with Baton.
    pub topics: Option<Vec<Topic>>,
    /// The owner's own words.
    pub keywords: Vec<KeywordRule>,
}

impl Listening {
    /// The same, where each topic and word can be heard.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(self) -> Result<Self, Fault> {
        if self.keywords.len() > MOST_WORDINGS {
            return Err(Fault::invalid("keywords", &format!("There can be {MOST_WORDINGS} keywords.")));
        }
        if self.topics.as_ref().is_some_and(|topics| topics.len() > MOST_TOPICS) {
            return Err(Fault::invalid("topic", &format!("There can be {MOST_TOPICS} topics.")));
        }
        let keywords = self.keywords.into_iter().map(KeywordRule::checked).collect::<Result<_, _>>()?;
        let topics = self.topics.map(|topics| topics.into_iter().map(Topic::checked).collect::<Result<_, _>>()).transpose()?;
        Ok(Self { topics, keywords })
    }
}

/// How many answers one visitor may have: each costs time of the processor, and money where a language model writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Allowance {
    /// Within any hour, and within any day; nothing: as many as they ask for.
    pub per_hour: Option<u32>,
    pub per_day: Option<u32>,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { per_hour: Some(60), per_day: Some(300) }
    }
}

impl Allowance {
    /// The same, within what makes sense.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(self) -> Result<Self, Fault> {
        let caps = || [("per_hour", self.per_hour), ("per_day", self.per_day)];
        if let Some((field, _)) = caps().into_iter().find(|(_, it)| *it == Some(0)) {
            return Err(Fault::invalid(field, "Give a number above 0, or leave it empty for no cap."));
        }
        if let Some((field, _)) = caps().into_iter().find(|(_, it)| it.is_some_and(|it| it > LARGEST_ALLOWANCE)) {
            return Err(Fault::invalid(field, "Give a smaller number."));
        }
        Ok(self)
    }
}

/// Nobody reads more answers in a day.
const LARGEST_ALLOWANCE: u32 = 100_000;

/// The longest response target, in minutes: a week.
pub const LONGEST_TARGET: u32 = 7 * 24 * 60;

/// What visitors who wait for a person may expect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Promptness {
    /// A person should answer within so many minutes of business hours; nothing: no target.
    pub target_minutes: Option<u32>,
    /// Where a wait may last longer than so many minutes, the visitor is asked for an e-mail address.
    pub email_after_minutes: u32,
}

impl Default for Promptness {
    fn default() -> Self {
        Self { target_minutes: None, email_after_minutes: 10 }
    }
}

impl Promptness {
    /// The same, within what makes sense.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(self) -> Result<Self, Fault> {
        let fits = |minutes: u32| (1..=LONGEST_TARGET).contains(&minutes);
        for (field, is_fine) in
            [("target_minutes", self.target_minutes.is_none_or(fits)), ("email_after_minutes", fits(self.email_after_minutes))]
        {
            if !is_fine {
                return Err(Fault::invalid(field, &format!("Choose 1 to {LONGEST_TARGET} minutes.")));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allowance_is_a_number_of_answers_or_none() {
        let of = |per_hour, per_day| Allowance { per_hour, per_day }.checked();
        assert!(Allowance::default().checked().is_ok() && of(None, None).is_ok() && of(Some(1), Some(100_000)).is_ok());
        for (wrong, field) in [(of(Some(0), None), "per_hour"), (of(None, Some(0)), "per_day"), (of(Some(100_001), None), "per_hour")] {
            assert!(matches!(&wrong, Err(Fault::Invalid { field: it, .. }) if it == field), "{wrong:?}");
        }
        let kept: Allowance = serde_json::from_str(r#"{"per_hour":null}"#).expect("reads");
        assert_eq!(kept, Allowance { per_hour: None, per_day: Some(300) });
    }
}
