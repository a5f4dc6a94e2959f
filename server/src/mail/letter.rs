//! What a mail says, as a tree. It becomes plain text and simple HTML; nothing in it can become markup or a header.

use crate::markdown;
use app::domain::rich::{Block, Inline};
use serde::{Deserialize, Serialize};

/// A header's line holds at most this many characters.
const LONGEST_LINE: usize = 200;

/// Text that may stand in a header: one line, no controls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Line(String);

impl Line {
    /// The words of `text` on one line; what would begin another is a space.
    pub fn new(text: &str) -> Self {
        let is_break = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}');
        let words: Vec<&str> = text.split(is_break).filter(|word| !word.is_empty()).collect();
        Self(words.join(" ").chars().filter(|c| !turns_text(*c)).take(LONGEST_LINE).collect())
    }

    /// The line as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Marks that make text read in another order than it is written.
const fn turns_text(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.0
    }
}

/// A mail's subject and content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub subject: Line,
    pub pieces: Vec<Piece>,
}

/// A piece of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Piece {
    /// A paragraph in our own words.
    Words { text: String },
    /// What somebody wrote, as it was drawn.
    Said { by: String, of: Vec<Block> },
    /// What was written before, in small.
    Before { by: String, text: String },
    /// A place to go. The address is ours.
    Link { words: String, to: String },
    /// What is attached, or can be had from a place of ours.
    Files { words: String, files: Vec<Enclosed> },
    /// Small print.
    Small { text: String },
}

/// A file that a mail brings: with it, or (`to`) behind an address of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosed {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Letter {
    /// The first place to go, for who copies it by hand.
    pub fn link(&self) -> Option<&str> {
        self.pieces.iter().find_map(|piece| match piece {
            Piece::Link { to, .. } => Some(to.as_str()),
            _ => None,
        })
    }

    /// The letter as plain text.
    pub fn text(&self) -> String {
        let pieces: Vec<String> = self.pieces.iter().map(piece_text).collect();
        format!("{}\n", pieces.join("\n\n"))
    }

    /// The letter as a page of HTML that loads nothing.
    pub fn html(&self) -> String {
        let pieces: String = self.pieces.iter().map(piece_html).collect();
        format!(
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"></head>\n\
             <body style=\"font:15px/1.5 system-ui,sans-serif;max-width:640px\">\n{pieces}</body></html>\n"
        )
    }
}

fn piece_text(piece: &Piece) -> String {
    match piece {
        Piece::Words { text } => text.clone(),
        Piece::Said { by, of } => format!("{by}:\n{}", blocks_text(of)),
        Piece::Before { by, text } => format!("{by}:\n{}", quoted(text)),
        Piece::Link { words, to } => format!("{words}:\n{to}"),
        Piece::Files { words, files } => {
            let file = |it: &Enclosed| it.to.as_ref().map_or_else(|| format!("- {}", it.name), |to| format!("- {}: {to}", it.name));
            format!("{words}\n{}", files.iter().map(file).collect::<Vec<_>>().join("\n"))
        }
        Piece::Small { text } => format!("-- \n{text}"),
    }
}

fn piece_html(piece: &Piece) -> String {
    let escape = markdown::escape;
    match piece {
        Piece::Words { text } => format!("<p>{}</p>\n", lines_html(text)),
        Piece::Said { by, of } => format!("<p><strong>{}</strong></p>\n<div>{}</div>\n", escape(by), markdown::html(of)),
        Piece::Before { by, text } => {
            format!("<blockquote style=\"color:#666\"><p>{}:<br>\n{}</p></blockquote>\n", escape(by), lines_html(text))
        }
        Piece::Link { words, to } => format!("<p><a href=\"{}\">{}</a></p>\n", escape(to), escape(words)),
        Piece::Files { words, files } => {
            let file = |it: &Enclosed| match &it.to {
                Some(to) => format!("<li><a href=\"{}\">{}</a></li>\n", escape(to), escape(&it.name)),
                None => format!("<li>{}</li>\n", escape(&it.name)),
            };
            format!("<p>{}</p>\n<ul>\n{}</ul>\n", escape(words), files.iter().map(file).collect::<String>())
        }
        Piece::Small { text } => format!("<p style=\"color:#666;font-size:13px\">{}</p>\n", lines_html(text)),
    }
}

fn lines_html(text: &str) -> String {
    text.lines().map(markdown::escape).collect::<Vec<_>>().join("<br>\n")
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

fn blocks_text(blocks: &[Block]) -> String {
    blocks.iter().map(block_text).collect::<Vec<_>>().join("\n\n")
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Paragraph { of } | Block::Heading { of, .. } => line_text(of),
        Block::List { start, items } => {
            let mark = |n: usize| start.map_or("- ".to_owned(), |first| format!("{}. ", first as usize + n));
            items.iter().enumerate().map(|(n, item)| hung(&mark(n), &blocks_text(item))).collect::<Vec<_>>().join("\n")
        }
        Block::Code { text } => text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n"),
        Block::Quote { of } => quoted(&blocks_text(of)),
        Block::Table { rows } => {
            let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| line_text(cell)).collect::<Vec<_>>().join(" | ");
            rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
    }
}

/// `text` behind a mark, its further lines below its first.
fn hung(mark: &str, text: &str) -> String {
    let indent = format!("\n{}", " ".repeat(mark.len()));
    format!("{mark}{}", text.lines().collect::<Vec<_>>().join(&indent))
}

fn line_text(of: &[Inline]) -> String {
    of.iter().map(inline_text).collect()
}

fn inline_text(inline: &Inline) -> String {
    match inline {
        Inline::Text { text } | Inline::Code { text } => text.clone(),
        Inline::Strong { of } | Inline::Em { of } => line_text(of),
        Inline::Break => "\n".to_owned(),
        Inline::Link { to, of } => match line_text(of) {
            words if words == to.as_str() => words,
            words => format!("{words} <{}>", to.as_str()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cannot_begin_another() {
        for (text, line) in [
            ("Plumvale", "Plumvale"),
            ("a\r\nBcc: all@example.com", "a Bcc: all@example.com"),
            ("a\u{0}b\u{2028}c\u{85}d", "a b c d"),
            ("  \t ", ""),
            ("gpj\u{202E}exe", "gpjexe"),
        ] {
            assert_eq!(Line::new(text).as_str(), line, "{text:?}");
        }
        assert_eq!(Line::new(&"x".repeat(999)).as_str().len(), LONGEST_LINE);
    }

    #[test]
    fn a_letter_reads_the_same_as_text_and_as_html() {
        let letter = Letter {
            subject: Line::new("Your conversation"),
            pieces: vec![
                Piece::Said {
                    by: "Ana".to_owned(),
                    of: markdown::blocks("Open **Settings**:\n\n1. [Save](https://x.test/a)\n2. Wait\n   - a day"),
                },
                Piece::Before { by: "You".to_owned(), text: "Where?\nHow?".to_owned() },
                Piece::Link { words: "Confirm".to_owned(), to: "https://chat.test/mail/x".to_owned() },
                Piece::Small { text: "Bye".to_owned() },
            ],
        };
        let text = "Ana:\nOpen Settings:\n\n1. Save <https://x.test/a>\n2. Wait\n\n   - a day\n\nYou:\n> Where?\n> How?\n\nConfirm:\nhttps://chat.test/mail/x\n\n-- \nBye\n";
        assert_eq!(letter.text().replace("   \n", "\n"), text);
        assert_eq!(letter.link(), Some("https://chat.test/mail/x"));
        assert!(letter.html().contains("<a href=\"https://x.test/a\">Save</a>"), "{}", letter.html());
    }

    #[test]
    fn hostile_text_stays_text() {
        let evil = "</p><script>alert(1)</script><img src=https://evil.test/p.png onerror=x>\"'";
        let letter = Letter {
            subject: Line::new(evil),
            pieces: vec![
                Piece::Words { text: evil.to_owned() },
                Piece::Said { by: evil.to_owned(), of: markdown::blocks(evil) },
                Piece::Before { by: evil.to_owned(), text: evil.to_owned() },
                Piece::Link { words: evil.to_owned(), to: evil.to_owned() },
                Piece::Files { words: evil.to_owned(), files: vec![Enclosed { name: evil.to_owned(), to: Some(evil.to_owned()) }] },
                Piece::Small { text: evil.to_owned() },
            ],
        };
        let html = letter.html();
        assert!(!html.contains("<script") && !html.contains("<img") && html.contains("&lt;script&gt;"), "{html}");
    }
}
