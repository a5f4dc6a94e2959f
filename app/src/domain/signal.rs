//! What the owner listens for in visitors' messages, as data that settings can show and edit, and the mood of a message.
//!
//! How a message is read against it is `server::answer::signals`.

use super::fault::Fault;
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A workspace may have this many keyword rules, a topic as many wordings.
pub const MOST_WORDINGS: usize = 300;
/// A workspace may have this many sensitive topics.
pub const MOST_TOPICS: usize = 50;
/// A keyword or a wording may have this many characters.
pub const LONGEST_WORDING: usize = 400;

/// A word or phrase of the owner's that hands over at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct KeywordRule {
    /// One word or several in a row; case, accents and punctuation don't matter.
    pub words: String,
    #[serde(default)]
    pub mode: Match,
}

/// How a keyword is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// Whole words: `refund` is heard in "REFUND please", not in "refundable".
    #[default]
    Whole,
    /// Beginnings of words: `refund` is heard in "refundable?" and "refunds", `cancel order` in "cancelled orders".
    Prefix,
}

/// A sensitive topic: what people must handle, whatever the docs say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Topic {
    /// What a handoff names, such as `cancellation`; it stays when the name is edited.
    pub id: String,
    /// What people read.
    pub name: String,
    pub is_on: bool,
    pub wordings: Vec<Wording>,
}

/// One way to speak of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Wording {
    /// For sorting in settings: `en`, `de`. A message is read against all languages.
    pub language: String,
    pub form: Form,
    /// Words in a row, compared without case, accents and punctuation. `cancel*`: any ending. `plan/account`: either.
    /// `(my/our)`: may stand there. `…`: up to four words between. `#`: a number from 1,000 on.
    pub text: String,
}

/// How much must be said for a wording to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// A fact: it counts wherever it's said ("I was charged twice").
    Said,
    /// An act that the visitor wants or orders ("I want to …", "please …"), but doesn't ask how to do.
    Wished,
    /// An act that the visitor orders from us ("can you …", "please …"); to want it is the start of a how-to question.
    Ordered,
}

/// How a visitor feels, where it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// Anger: insults, shouting, "this is ridiculous".
    Angry,
    /// Not getting on: "that's not what I asked", "third time I ask".
    Stuck,
}

impl KeywordRule {
    /// The same rule, where it can be heard at all.
    ///
    /// # Errors
    /// `Fault::Invalid` where it holds no letter or digit, or is too long.
    pub fn checked(self) -> Result<Self, Fault> {
        fits("keyword", &self.words)?;
        Ok(self)
    }
}

impl Topic {
    /// The same topic, where each of its wordings can be heard.
    ///
    /// # Errors
    /// `Fault::Invalid` where the name is empty, or a wording holds no letter or is too long, or there are too many.
    pub fn checked(self) -> Result<Self, Fault> {
        if self.id.is_empty() || self.name.trim().is_empty() {
            return Err(Fault::invalid("topic", "Give the topic a name."));
        }
        if self.wordings.len() > MOST_WORDINGS {
            return Err(Fault::invalid("topic", &format!("A topic can have {MOST_WORDINGS} wordings.")));
        }
        self.wordings.iter().try_for_each(|wording| fits("topic", &wording.text))?;
        Ok(self)
    }
}

fn fits(field: &str, text: &str) -> Result<(), Fault> {
    match text.chars().count() {
        n if n > LONGEST_WORDING => {
            Err(Fault::invalid(field, &format!("A wording can have {LONGEST_WORDING} characters; this one has {n}.")))
        }
        _ if !text.chars().any(char::is_alphanumeric) => Err(Fault::invalid(field, "Write a word to listen for.")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_that_nobody_can_say_is_refused() {
        let rule = |words: &str| KeywordRule { words: words.to_owned(), mode: Match::Whole }.checked();
        for (words, fits) in [("refund", true), ("退款", true), ("429", true), ("", false), (" !? ", false), (&"x".repeat(401), false)] {
            assert_eq!(rule(words).is_ok(), fits, "{words}");
        }
        let wording = Wording { language: "en".to_owned(), form: Form::Said, text: "…".to_owned() };
        let topic = Topic { id: "money".to_owned(), name: "Money".to_owned(), is_on: true, wordings: vec![wording] };
        assert!(topic.clone().checked().is_err());
        assert!(Topic { wordings: vec![], ..topic.clone() }.checked().is_ok());
        assert!(Topic { name: " ".to_owned(), ..topic }.checked().is_err());
    }

    #[test]
    fn a_rule_without_a_mode_hears_whole_words() {
        let rule: KeywordRule = serde_json::from_str(r#"{"words":"refund"}"#).expect("plain data");
        assert_eq!(rule.mode, Match::Whole);
    }
}
