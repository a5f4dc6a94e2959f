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
