//! Text that people typed: parsed once at the door, valid ever after.

use super::{
    case::lower,
    fault::Fault,
    rich::{Block, Inline, plain},
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A message may have this many characters.
pub const LONGEST_MESSAGE: usize = 8_000;
/// A name may have this many characters.
pub const LONGEST_NAME: usize = 80;
/// A preview in a list has at most this many characters.
const LONGEST_PREVIEW: usize = 140;

/// What somebody wrote: the text as typed, and the tree that is drawn. Empty only beside files.
///
/// A client sends only the text; the server makes the tree (plain for visitors, markdown for agents).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Body {
    pub text: String,
    #[serde(default)]
    pub blocks: Vec<Block>,
}

impl Body {
    /// The message in `text`, drawn line by line as it was typed.
    ///
    /// # Errors
    /// `Fault::Invalid` where it is empty or longer than [`LONGEST_MESSAGE`] characters.
    pub fn plain(text: &str) -> Result<Self, Fault> {
        Self::parse(text, paragraphs)
    }

    /// The message in `text`, drawn as `draw` reads it.
    ///
    /// # Errors
    /// As [`Body::plain`].
    pub fn parse(text: &str, draw: impl FnOnce(&str) -> Vec<Block>) -> Result<Self, Fault> {
        let text = clean(text);
        let length = text.chars().count();
        if text.is_empty() {
            return Err(Fault::invalid("body", "Write something first."));
        }
        if length > LONGEST_MESSAGE {
            return Err(Fault::invalid("body", &format!("A message can have {LONGEST_MESSAGE} characters; this one has {length}.")));
        }
        let blocks = draw(&text);
        Ok(Self { text, blocks })
    }

    /// The message in `text` that comes with files or without: with files it needs no words.
    ///
    /// # Errors
    /// As [`Body::plain`].
    pub fn beside(has_files: bool, text: &str, draw: impl FnOnce(&str) -> Vec<Block>) -> Result<Self, Fault> {
        if has_files && clean(text).is_empty() { Ok(Self { text: String::new(), blocks: Vec::new() }) } else { Self::parse(text, draw) }
    }

    /// [`Body::beside`], drawn as [`Body::plain`] draws.
    ///
    /// # Errors
    /// As [`Body::plain`].
    pub fn plain_beside(has_files: bool, text: &str) -> Result<Self, Fault> {
        Self::beside(has_files, text, paragraphs)
    }

    /// What was already drawn elsewhere; its text is the tree's text.
    pub fn drawn(blocks: Vec<Block>) -> Self {
        Self { text: plain(&blocks), blocks }
    }

    /// The first words, on one line.
    pub fn preview(&self) -> String {
        let words = if self.blocks.is_empty() { self.text.clone() } else { plain(&self.blocks) };
        let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(LONGEST_PREVIEW) {
            Some((end, _)) => format!("{}…", line[..end].trim_end()),
            None => line,
        }
    }
}

/// Drops what no text needs (NUL and other controls), keeps line breaks, trims the ends.
pub(super) fn clean(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    kept.trim().to_owned()
}

fn paragraphs(text: &str) -> Vec<Block> {
    let mut of = Vec::new();
    for line in text.lines() {
        if !of.is_empty() {
            of.push(Inline::Break);
        }
        of.push(Inline::Text { text: line.to_owned() });
    }
    vec![Block::Paragraph { of }]
}

/// A person's name as they gave it: one line, 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// The name in `text`.
    ///
    /// # Errors
    /// `Fault::Invalid` where it is empty or longer than 80 characters.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let name = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
        match name.chars().count() {
            0 => Err(Fault::invalid("name", "Tell us a name first.")),
            1..=LONGEST_NAME => Ok(Self(name)),
            n => Err(Fault::invalid("name", &format!("A name can have {LONGEST_NAME} characters; this one has {n}."))),
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Name {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|fault| fault.to_string())
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

/// An e-mail address, in lower case: something, an at sign, a host; no spaces or line breaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// The address in `text`.
    ///
    /// # Errors
    /// `Fault::Invalid` where it can't be one.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = lower(text.trim());
        let fits = text.len() <= 254
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';' | '"'))
            && matches!(text.split_once('@'), Some((local, host)) if !local.is_empty() && !host.is_empty() && !host.contains('@'));
        fits.then_some(Self(text)).ok_or_else(|| Fault::invalid("email", "Give an e-mail address such as ana@example.com."))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = Fault;
    fn try_from(text: String) -> Result<Self, Fault> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_trimmed_and_keeps_its_lines() {
        let body = Body::plain("  one\ntwo\u{0} ").expect("fits");
        assert_eq!(body.text, "one\ntwo");
        let text = |text: &str| Inline::Text { text: text.to_owned() };
        assert_eq!(body.blocks, vec![Block::Paragraph { of: vec![text("one"), Inline::Break, text("two")] }]);
    }

    #[test]
    fn an_empty_or_endless_message_is_refused_with_a_sentence() {
        assert_eq!(Body::plain(" \n ").expect_err("empty").to_string(), "Write something first.");
        let long = "x".repeat(LONGEST_MESSAGE + 1);
        assert_eq!(Body::plain(&long).expect_err("long").to_string(), "A message can have 8000 characters; this one has 8001.");
    }

    #[test]
    fn only_files_may_come_without_words() {
        assert_eq!(Body::plain_beside(true, " \n ").map(|body| (body.text, body.blocks)), Ok((String::new(), Vec::new())));
        assert!(Body::plain_beside(false, " \n ").is_err() && Body::plain_beside(true, &"x".repeat(LONGEST_MESSAGE + 1)).is_err());
        assert_eq!(Body::plain_beside(true, "look").map(|body| body.text).as_deref(), Ok("look"));
    }

    #[test]
    fn a_preview_ends_between_characters() {
        let body = Body::plain(&"é".repeat(200)).expect("fits");
        assert_eq!(body.preview().chars().count(), LONGEST_PREVIEW + 1);
    }

    #[test]
    fn addresses_are_told_from_other_text() {
        for (text, fits) in [
            ("Ana@Example.com", true),
            ("a@b", true),
            ("ana", false),
            ("@b", false),
            ("a@", false),
            ("a b@c", false),
            ("a@b\nBcc: x", false),
            ("a@b@c", false),
        ] {
            assert_eq!(Email::parse(text).is_ok(), fits, "{text:?}");
        }
    }
}
