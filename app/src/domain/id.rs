//! Typed ids. The server makes them as ULIDs, so they sort by age; a message's id is made by whoever sends it.

use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The number of an event in its workspace's log: gapless, in commit order, from 1. 0 is "before all".
pub type Seq = u64;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id in `text`, or nothing where it isn't 4 to 64 letters, digits, `-` or `_`.
            pub fn parse(text: &str) -> Option<Self> {
                let fits = (4..=64).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
                fits.then(|| Self(text.to_owned()))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text).ok_or("not an id")
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    )*};
}

ids! {
    /// One customer of Baton; the wall of every query.
    WorkspaceId,
    /// A person with a login.
    AccountId,
    /// The AI that answers on one site.
    AssistantId,
    /// The customer in the widget.
    VisitorId,
    /// The one thread of a visitor.
    ConversationId,
    /// A message; made by its sender, so that a retried send is one message.
    MessageId,
    /// A site or folder that documents come from.
    SourceId,
    /// One page of a source.
    DocumentId,
    /// The piece of a document that is retrieved and cited.
    PassageId,
    /// A file that somebody attached.
    FileId,
    /// A group of members.
    TeamId,
    /// What an agent promised; made by the sender.
    PromiseId,
    /// A saved view of the inbox.
    ViewId,
    /// A canned reply; made by the sender.
    CannedId,
    /// What one member was told.
    AlertId,
    /// A browser that takes pushes.
    DeviceId,
    /// A question whose answer is checked.
    TestQuestionId,
    /// Two passages that contradict each other.
    ContradictionId,
}

impl VisitorId {
    /// The short name of a visitor who hasn't given one: the last four characters of the id.
    pub fn short(&self) -> String {
        let tail = self.as_str().len().saturating_sub(4);
        self.as_str()[tail..].to_ascii_uppercase()
    }
}

impl MessageId {
    /// How the id of a message starts that came by mail.
    pub const BY_MAIL: &str = "mail-";

    /// Whether it came by mail: its author may never have looked at the widget.
    pub fn came_by_mail(&self) -> bool {
        self.as_str().starts_with(Self::BY_MAIL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_holds_only_what_a_path_and_a_log_line_can_carry() {
        for (text, fits) in [
            ("01JD3T", true),
            ("a-b_c9", true),
            ("", false),
            ("abc", false),
            ("a/../b", false),
            ("ab cd", false),
            ("äbcd", false),
            (&"x".repeat(65), false),
        ] {
            assert_eq!(MessageId::parse(text).is_some(), fits, "{text}");
        }
    }

    #[test]
    fn a_visitor_without_a_name_is_known_by_the_end_of_the_id() {
        assert_eq!(VisitorId::parse("01JD3Tx7f3").map(|id| id.short()), Some("X7F3".to_owned()));
    }
}
