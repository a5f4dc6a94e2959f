//! What a conversation is marked with: tags, priority, attributes, how far its visitor has come, promises.

use super::{
    case::lower,
    fault::Fault,
    id::{PromiseId, Seq, TeamId},
    person::{Agent, Author},
    text::{Name, clean},
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A tag may have this many characters.
pub const LONGEST_TAG: usize = 40;
/// A conversation may have this many tags, and this many attributes.
pub const MOST_MARKS: usize = 50;
/// An attribute's name may have this many characters.
pub const LONGEST_KEY: usize = 40;
/// An attribute's value may have this many characters.
pub const LONGEST_VALUE: usize = 500;
/// The words of a promise may have this many characters.
pub const LONGEST_PROMISE: usize = 500;

/// Whether a word, as it is typed or without its apostrophe, says that it is us who do something, or with whom it is done. Without
/// one, nothing is promised in our name.
pub fn is_in_our_name(word: &str) -> bool {
    "i we ill well im were us our team colleague colleagues ich wir uns unser unsere kollege kollegin kollegen"
        .split_ascii_whitespace()
        .any(|entry| entry.eq_ignore_ascii_case(word))
}

/// A tag: one line, 1 to 40 characters; two that differ only in case are the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[serde(try_from = "String", into = "String")]
pub struct Tag(String);

impl Tag {
    /// The tag in `text`: lower case, words joined by single spaces.
    ///
    /// # Errors
    /// `Fault::Invalid` where it is empty or too long.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let tag = lower(&clean(text).split_whitespace().collect::<Vec<_>>().join(" "));
        match tag.chars().count() {
            0 => Err(Fault::invalid("tag", "Type a tag first.")),
            1..=LONGEST_TAG => Ok(Self(tag)),
            n => Err(Fault::invalid("tag", &format!("A tag can have {LONGEST_TAG} characters; this one has {n}."))),
        }
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Tag {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        Self::parse(&text)
    }
}

impl From<Tag> for String {
    fn from(tag: Tag) -> Self {
        tag.0
    }
}

/// A tag on a conversation; `by_rule` where no person put it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Tagged {
    pub tag: Tag,
    pub by_rule: bool,
}

/// How much it matters; the more, the higher up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Urgent,
}

impl Priority {
    /// Every priority, the lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// 0 for the lowest; how the store keeps and sorts it.
    pub const fn rank(self) -> i64 {
        self as i64
    }
}

/// A group of members that a conversation can be given to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Team {
    pub id: TeamId,
    pub name: Name,
}

/// What the site or a form says about the visitor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Attribute {
    pub value: String,
    /// It came in a signed token.
    pub is_verified: bool,
    /// The visitor filled it in.
    #[serde(default)]
    pub is_captured: bool,
}

/// How far a visitor has come towards being a customer, as the team sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    #[default]
    None,
    New,
    Contacted,
    Qualified,
    Customer,
    Lost,
}

impl Lead {
    /// Every state, in the order in which one follows the other.
    pub const ALL: [Self; 6] = [Self::None, Self::New, Self::Contacted, Self::Qualified, Self::Customer, Self::Lost];

    /// Its name in the store and after `lead:`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::New => "new",
            Self::Contacted => "contacted",
            Self::Qualified => "qualified",
            Self::Customer => "customer",
            Self::Lost => "lost",
        }
    }

    /// The state of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// How far a visitor has come, who said so last, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct LeadMark {
    pub lead: Lead,
    pub by: Author,
    pub at: Timestamp,
}

/// What an agent promised the visitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Promise {
    pub id: PromiseId,
    /// The words, such as "we'll refund you by Friday".
    pub what: String,
    pub due: Timestamp,
    pub by: Agent,
    /// The clock has said that it is due.
    #[serde(default)]
    pub is_due: bool,
    /// The message that it is about, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Seq>,
}

impl Promise {
    /// The same, its words on one line.
    ///
    /// # Errors
    /// `Fault::Invalid` where there are no words, or too many.
    pub fn checked(self) -> Result<Self, Fault> {
        let what = clean(&self.what).split_whitespace().collect::<Vec<_>>().join(" ");
        match what.chars().count() {
            0 => Err(Fault::invalid("promise", "Say in a few words what is promised.")),
            1..=LONGEST_PROMISE => Ok(Self { what, ..self }),
            n => Err(Fault::invalid("promise", &format!("A promise can have {LONGEST_PROMISE} characters; this one has {n}."))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::AccountId;

    #[test]
    fn a_promise_is_one_line_of_a_few_words() {
        let by = Agent { id: AccountId::parse("ana-").expect("an id"), name: Name::parse("Ana").expect("a name") };
        let id = PromiseId::parse("promise-1").expect("an id");
        let promise = |what: &str| {
            Promise { id: id.clone(), what: what.to_owned(), due: Timestamp(1), by: by.clone(), is_due: false, about: None }.checked()
        };
        assert_eq!(promise("  a refund\n by  Friday ").map(|it| it.what).as_deref(), Ok("a refund by Friday"));
        assert_eq!(promise(" \n").expect_err("empty").to_string(), "Say in a few words what is promised.");
        assert_eq!(promise(&"é".repeat(501)).expect_err("long").to_string(), "A promise can have 500 characters; this one has 501.");
    }

    #[test]
    fn a_state_of_a_lead_is_known_by_its_name() {
        assert!(Lead::ALL.into_iter().all(|it| Lead::named(it.name()) == Some(it)));
        assert_eq!((Lead::named("hot"), Lead::default()), (None, Lead::None));
    }

    #[test]
    fn tags_that_differ_in_case_or_space_are_one() {
        assert_eq!(Tag::parse("  VIP   Buyer "), Tag::parse("vip buyer"));
        assert!(Tag::parse(" \n").is_err() && Tag::parse(&"x".repeat(41)).is_err());
    }
}
