//! Formatted text as a tree that can't hold a script, a style or an image: what markdown becomes at the door.
//!
//! The inbox, the widget and every page draw this tree; none of them ever parses markup or sets inner HTML.

use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A block of formatted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Block {
    Paragraph {
        of: Vec<Inline>,
    },
    Heading {
        level: u8,
        of: Vec<Inline>,
    },
    /// `start` is the first number of an ordered list, nothing for bullets.
    List {
        start: Option<u32>,
        items: Vec<Vec<Block>>,
    },
    Code {
        text: String,
    },
    Quote {
        of: Vec<Block>,
    },
    /// Rows of cells; the first row is the head.
    Table {
        rows: Vec<Vec<Vec<Inline>>>,
    },
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Inline {
    Text { text: String },
    Strong { of: Vec<Inline> },
    Em { of: Vec<Inline> },
    Code { text: String },
    Link { to: Href, of: Vec<Inline> },
    Break,
}

/// An address that is safe to put into a link: `http:`, `https:` or `mailto:`, without control characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(try_from = "String", into = "String")]
pub struct Href(String);

impl Href {
    /// The address in `text`, or nothing where following it could do more than open a page or a mail.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.get(..text.len().min(8)).unwrap_or_default().to_ascii_lowercase();
        let known = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
        let clean = text.len() <= 2_000 && !text.chars().any(|c| c.is_control() || c.is_whitespace());
        (known && clean).then(|| Self(text.to_owned()))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Href {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a link must start with https://, http:// or mailto:")
    }
}

impl From<Href> for String {
    fn from(href: Href) -> Self {
        href.0
    }
}

/// The text of `blocks` with all form dropped, a space between blocks.
pub fn plain(blocks: &[Block]) -> String {
    let mut out = String::new();
    blocks.iter().for_each(|block| push_block(&mut out, block));
    out.trim_end().to_owned()
}

fn push_block(out: &mut String, block: &Block) {
    match block {
        Block::Paragraph { of } | Block::Heading { of, .. } => push_line(out, of),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| push_block(out, block)),
        Block::Code { text } => {
            out.push_str(text);
            out.push(' ');
        }
        Block::Quote { of } => of.iter().for_each(|block| push_block(out, block)),
        Block::Table { rows } => rows.iter().flatten().for_each(|cell| push_line(out, cell)),
    }
}

fn push_line(out: &mut String, of: &[Inline]) {
    of.iter().for_each(|inline| push_inline(out, inline));
    out.push(' ');
}

fn push_inline(out: &mut String, inline: &Inline) {
    match inline {
        Inline::Text { text } | Inline::Code { text } => out.push_str(text),
        Inline::Strong { of } | Inline::Em { of } | Inline::Link { of, .. } => of.iter().for_each(|it| push_inline(out, it)),
        Inline::Break => out.push(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_open_a_page_or_a_mail_are_links() {
        for (text, safe) in [
            ("https://plumvale.test/help#a", true),
            ("HTTP://x.test", true),
            ("mailto:a@b.test", true),
            ("javascript:alert(1)", false),
            (" javascript:alert(1)", false),
            ("java\nscript:alert(1)", false),
            ("https://x.test/\u{0}", false),
            ("data:text/html,x", false),
            ("//x.test", false),
            ("/help", false),
            ("", false),
            ("ab\u{1F600}", false),
        ] {
            assert_eq!(Href::parse(text).is_some(), safe, "{text:?}");
        }
    }

    #[test]
    fn a_hostile_link_is_refused_when_it_arrives_as_json() {
        assert!(serde_json::from_str::<Inline>(r#"{"is":"link","to":"javascript:1","of":[]}"#).is_err());
    }

    #[test]
    fn plain_text_keeps_the_words_and_drops_the_form() {
        let text = |text: &str| Inline::Text { text: text.to_owned() };
        let blocks = [
            Block::Paragraph { of: vec![text("Open "), Inline::Strong { of: vec![text("Settings")] }] },
            Block::List { start: Some(1), items: vec![vec![Block::Paragraph { of: vec![text("Save")] }]] },
        ];
        assert_eq!(plain(&blocks), "Open Settings Save");
    }
}
