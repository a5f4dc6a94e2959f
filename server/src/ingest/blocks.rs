//! The blocks of a piece of markdown: paragraphs, list items, tables, code.

use super::plain::options;
use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

/// Where each block stands, in order. Items of an outer list are blocks of their own.
pub fn blocks(markdown: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut list_depth = None;
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::List(_)) if depth == 0 => {
                list_depth = Some(1);
                depth += 1;
            }
            Event::Start(_) => {
                if depth == 0 || list_depth == Some(depth) {
                    found.push(range);
                }
                depth += 1;
            }
            Event::End(_) => {
                depth -= 1;
                list_depth = list_depth.filter(|_| depth > 0);
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule => {}
            _ if depth == 0 => found.push(range),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_follow_the_source() {
        let source = "Para one\nstill.\n\n1. First\n   - deep\n2. Second\n\n```\ncode\n\nmore\n```\n\n| a |\n|---|\n| b |\n";
        let found: Vec<_> = blocks(source).into_iter().map(|range| source[range].trim()).collect();
        assert_eq!(found, ["Para one\nstill.", "1. First\n   - deep", "2. Second", "```\ncode\n\nmore\n```", "| a |\n|---|\n| b |"]);
    }
}
