//! How the inbox reads what the server says.
//!
//! The server reads JSON by serde. That costs a browser dearly: serde writes out the reading of every type for every form
//! that it may come in, two to four times over where enums have a tag inside. So the inbox parses any JSON into one [`Tree`]
//! and takes values from that: a few instructions for each field. `#[derive(Read)]` goes by the words of `#[serde(…)]`, and
//! what the two read is the same (`app/tests/laws.rs`).

mod parse;
mod plain;

pub use app_derive::Read;

/// JSON that was parsed.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree<'a> {
    Null,
    Bool(bool),
    /// As it is written: whoever reads it knows whether it is whole.
    Number(&'a str),
    Text(std::borrow::Cow<'a, str>),
    List(Vec<Tree<'a>>),
    /// In the order in which it was written.
    Object(Vec<(std::borrow::Cow<'a, str>, Tree<'a>)>),
}

/// A value that can be taken from a tree.
pub trait Read: Sized {
    /// The value in `it`; nothing where it isn't one.
    fn read(it: &Tree<'_>) -> Option<Self>;

    /// The value where its field is missing altogether; for most, nothing.
    fn missing() -> Option<Self> {
        None
    }
}

/// What `json` says; nothing where it isn't JSON, or isn't a `T`.
pub fn read<T: Read>(json: &str) -> Option<T> {
    T::read(&Tree::parse(json)?)
}

impl Tree<'_> {
    /// The JSON under `key` in an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(name, _)| name == key).map(|(_, it)| it)
    }

    /// The text itself.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Which variant of an enum it is, and what that holds: `"closed"`, or `{"snoozed": …}`.
    pub fn variant(&self) -> Option<(&str, &Self)> {
        match self {
            Self::Text(name) => Some((name, &Tree::Null)),
            Self::Object(fields) => match fields.as_slice() {
                [(name, it)] => Some((name, it)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The text under `key`.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// The value under `key`.
    pub fn field<T: Read>(&self, key: &str) -> Option<T> {
        self.get(key).map_or_else(T::missing, T::read)
    }

    /// The value under `key`, or the default of its type where there is none.
    pub fn or_default<T: Read + Default>(&self, key: &str) -> Option<T> {
        self.or(key, T::default)
    }

    /// The value under `key`, or `other` where there is none.
    pub fn or<T: Read>(&self, key: &str, other: impl FnOnce() -> T) -> Option<T> {
        self.get(key).map_or_else(|| Some(other()), T::read)
    }
}
