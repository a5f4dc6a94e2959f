//! What a conversation is marked with: tags, priority, attributes, promises.

use super::{
    case::lower,
    fault::Fault,
    id::{PromiseId, TeamId},
    person::Agent,
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_differ_in_case_or_space_are_one() {
        assert_eq!(Tag::parse("  VIP   Buyer "), Tag::parse("vip buyer"));
        assert!(Tag::parse(" \n").is_err() && Tag::parse(&"x".repeat(41)).is_err());
    }
}
