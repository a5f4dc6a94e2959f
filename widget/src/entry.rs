//! One thing in the thread: an `app::talk::Entry`, still as it was told, and drawn once.

use crate::{
    tree::Tree,
    view::{drawing::Drawing, message},
};
use app::talk::{Is, Line};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub is: Is,
    pub seq: u64,
    /// Milliseconds since 1970.
    pub at: u64,
    told: String,
    /// What stands in its bubble; nothing where it has none.
    pub body: Drawing,
}

impl Entry {
    /// The entry; nothing where it is none that we know.
    pub fn read(told: Tree<'_>) -> Option<Self> {
        let what = told.get("what");
        let is = Is::of(what.text("is"))?;
        let mut body = Drawing::default();
        match is {
            Is::Mine => message::plain(&mut body, what.text("text")),
            Is::Answer => message::answer(&mut body, what),
            Is::Reply => message::reply(&mut body, what.get("body")),
            _ => {}
        }
        message::files(&mut body, what.get("files"));
        Some(Self { is, seq: told.number("seq"), at: told.number("at"), told: what.0.to_owned(), body })
    }

    /// The fields of what it is.
    pub fn what(&self) -> Tree<'_> {
        Tree(&self.told)
    }

    /// Whether the thread has a line for it: what the visitor is asked is a form, and who skips it says nothing.
    pub fn is_line(&self) -> bool {
        match self.is {
            Is::Clock | Is::Rated | Is::Asked => false,
            Is::FilledIn => !self.word().is_empty(),
            _ => true,
        }
    }

    /// Whether somebody wrote to the visitor.
    pub fn is_message(&self) -> bool {
        matches!(self.is, Is::Answer | Is::Reply)
    }
}

impl Line for Entry {
    fn seq(&self) -> u64 {
        self.seq
    }

    fn is(&self) -> Is {
        self.is
    }

    fn word(&self) -> &str {
        let field = match self.is {
            Is::Mine => "id",
            Is::Named => "name",
            Is::Mailed => "email",
            Is::FilledIn => "said",
            _ => "by",
        };
        self.what().text(field)
    }

    fn moment(&self) -> i64 {
        self.what().number("until").cast_signed()
    }
}
