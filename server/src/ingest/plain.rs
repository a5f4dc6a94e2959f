//! Markdown without its markup.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What we understand of markdown, everywhere.
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_HEADING_ATTRIBUTES
}

/// The words of a piece of markdown: a line per block, cells and lines kept apart, pictures and raw HTML left out.
pub fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut in_image = 0;
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Start(Tag::Image { .. }) => in_image += 1,
            Event::End(TagEnd::Image) => in_image -= 1,
            _ if in_image > 0 => {}
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::End(TagEnd::TableCell) => text.push(' '),
            Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Item | Tag::List(_)) | Event::End(_) => end_line(&mut text, &event),
            _ => {}
        }
    }
    text.trim().to_string()
}

fn end_line(text: &mut String, event: &Event) {
    let inline = matches!(event, Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Strikethrough));
    if inline || text.is_empty() {
        return;
    }
    let end = text.trim_end().len();
    text.truncate(end);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_words_stay() {
        let cases = [
            ("**Bold** and [a link](x.md), `code`.", "Bold and a link, code."),
            ("1. One\n2. Two\n   - deep", "One\nTwo\ndeep"),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
            ("![shot](x.png) Look", "Look"),
            ("", ""),
        ];
        for (markdown, text) in cases {
            assert_eq!(plain(markdown), text, "{markdown}");
        }
    }
}
