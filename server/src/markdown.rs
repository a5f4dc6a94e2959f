//! Markdown becomes a tree that can't hold a script. The one place that parses it, and the one that writes HTML.
//!
//! Raw HTML turns into text, images into their description, links that aren't plain addresses into their words.

mod links;
mod source;

pub use links::with_links;
pub use source::source;

use app::domain::rich::{Block, Href, Inline};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Deeper nesting is flattened: no text can exhaust the stack of who draws it.
const DEEPEST: usize = 12;

/// The blocks of a markdown text.
pub fn blocks(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader { events: Parser::new_ext(text, options), depth: 0 };
    reader.blocks(None)
}

struct Reader<'t> {
    events: Parser<'t>,
    depth: usize,
}

impl<'t> Reader<'t> {
    /// Blocks up to `end`; loose lines between them become paragraphs (a tight list's items have no paragraph of their own).
    fn blocks(&mut self, end: Option<TagEnd>) -> Vec<Block> {
        let mut out = Vec::new();
        let mut loose = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(tag) if Some(tag) == end => break,
                Event::Start(tag) if !is_inline(&tag) => {
                    settle(&mut out, &mut loose);
                    self.block(&tag, &mut out);
                }
                // A block of raw HTML comes in lines; what the browser would run is shown as it was written.
                Event::Html(html) => loose.push(Inline::Text { text: html.trim_end().to_owned() }),
                Event::Rule => settle(&mut out, &mut loose),
                event => self.inline(event, &mut loose),
            }
        }
        settle(&mut out, &mut loose);
        out
    }

    fn block(&mut self, tag: &Tag<'t>, out: &mut Vec<Block>) {
        let end = tag.to_end();
        self.depth += 1;
        let too_deep = self.depth > DEEPEST;
        match tag {
            _ if too_deep => out.extend(self.blocks(Some(end))),
            Tag::Paragraph => push_line(out, self.line(end), |of| Block::Paragraph { of }),
            Tag::Heading { level, .. } => push_line(out, self.line(end), |of| Block::Heading { level: *level as u8, of }),
            Tag::List(start) => out.push(Block::List { start: (*start).map(|n| u32::try_from(n).unwrap_or(1)), items: self.items(end) }),
            Tag::CodeBlock(_) => out.push(Block::Code { text: self.words(end).trim_end().to_owned() }),
            Tag::BlockQuote(_) => out.push(Block::Quote { of: self.blocks(Some(end)) }),
            Tag::Table(_) => out.push(Block::Table { rows: self.rows(end) }),
            _ => out.extend(self.blocks(Some(end))),
        }
        self.depth -= 1;
    }

    fn items(&mut self, end: TagEnd) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Start(Tag::Item) => items.push(self.blocks(Some(TagEnd::Item))),
                _ => {}
            }
        }
        items
    }

    fn rows(&mut self, end: TagEnd) -> Vec<Vec<Vec<Inline>>> {
        let mut rows = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = self.line(TagEnd::TableCell);
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                _ => {}
            }
        }
        rows
    }

    fn line(&mut self, end: TagEnd) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(tag) if tag == end => break,
                event => self.inline(event, &mut out),
            }
        }
        out
    }

    fn inline(&mut self, event: Event<'t>, out: &mut Vec<Inline>) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => push_text(out, &text),
            Event::Code(text) => out.push(Inline::Code { text: text.into_string() }),
            Event::SoftBreak => push_text(out, " "),
            Event::HardBreak => out.push(Inline::Break),
            Event::Start(tag) => self.span(tag, out),
            _ => {}
        }
    }

    fn span(&mut self, tag: Tag<'t>, out: &mut Vec<Inline>) {
        let end = tag.to_end();
        self.depth += 1;
        let of = self.line(end);
        self.depth -= 1;
        match tag {
            _ if self.depth > DEEPEST => out.extend(of),
            Tag::Strong => out.push(Inline::Strong { of }),
            Tag::Emphasis => out.push(Inline::Em { of }),
            Tag::Link { dest_url, .. } => match Href::parse(&dest_url) {
                Some(to) => out.push(Inline::Link { to, of }),
                None => out.extend(of),
            },
            _ => out.extend(of),
        }
    }

    fn words(&mut self, end: TagEnd) -> String {
        let mut text = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Text(more) => text.push_str(&more),
                _ => {}
            }
        }
        text
    }
}

const fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn push_text(out: &mut Vec<Inline>, more: &str) {
    match out.last_mut() {
        Some(Inline::Text { text }) => text.push_str(more),
        _ => out.push(Inline::Text { text: more.to_owned() }),
    }
}

fn push_line(out: &mut Vec<Block>, of: Vec<Inline>, make: impl FnOnce(Vec<Inline>) -> Block) {
    if !of.is_empty() {
        out.push(make(of));
    }
}

fn settle(out: &mut Vec<Block>, loose: &mut Vec<Inline>) {
    push_line(out, std::mem::take(loose), |of| Block::Paragraph { of });
}

/// The HTML of blocks, for pages that the server draws itself. Headings get the ids that citations point to.
pub fn html(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut slugs = crate::ingest::Slugs::default();
    blocks.iter().for_each(|block| write_block(&mut out, block, &mut slugs));
    out
}

fn write_block(out: &mut String, block: &Block, slugs: &mut crate::ingest::Slugs) {
    match block {
        Block::Paragraph { of } => wrap(out, "p", |out| write_line(out, of)),
        Block::Heading { level, of } => {
            let words = app::domain::rich::plain(&[Block::Paragraph { of: of.clone() }]);
            out.push_str(&format!("<h{level} id=\"{}\">", escape(&slugs.next(&words))));
            write_line(out, of);
            out.push_str(&format!("</h{level}>\n"));
        }
        Block::List { start, items } => {
            let tag = if start.is_some() { "ol" } else { "ul" };
            let first = start.filter(|n| *n != 1).map(|n| format!(" start=\"{n}\"")).unwrap_or_default();
            out.push_str(&format!("<{tag}{first}>\n"));
            items.iter().for_each(|item| wrap(out, "li", |out| write_item(out, item, slugs)));
            out.push_str(&format!("</{tag}>\n"));
        }
        Block::Code { text } => out.push_str(&format!("<pre><code>{}</code></pre>\n", escape(text))),
        Block::Quote { of } => wrap(out, "blockquote", |out| of.iter().for_each(|block| write_block(out, block, slugs))),
        Block::Table { rows } => write_table(out, rows),
    }
}

/// A list item of one line isn't wrapped in a paragraph.
fn write_item(out: &mut String, item: &[Block], slugs: &mut crate::ingest::Slugs) {
    match item {
        [Block::Paragraph { of }, rest @ ..] => {
            write_line(out, of);
            rest.iter().for_each(|block| write_block(out, block, slugs));
        }
        blocks => blocks.iter().for_each(|block| write_block(out, block, slugs)),
    }
}

fn write_table(out: &mut String, rows: &[Vec<Vec<Inline>>]) {
    // Scrollable by keyboard on a narrow screen.
    out.push_str("<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n");
    for (n, row) in rows.iter().enumerate() {
        let cell = if n == 0 { "th" } else { "td" };
        wrap(out, "tr", |out| row.iter().for_each(|of| wrap(out, cell, |out| write_line(out, of))));
    }
    out.push_str("</table></div>\n");
}

fn write_line(out: &mut String, of: &[Inline]) {
    for inline in of {
        match inline {
            Inline::Text { text } => out.push_str(&escape(text)),
            Inline::Code { text } => out.push_str(&format!("<code>{}</code>", escape(text))),
            Inline::Strong { of } => wrap_inline(out, "strong", of),
            Inline::Em { of } => wrap_inline(out, "em", of),
            Inline::Break => out.push_str("<br>"),
            Inline::Link { to, of } => {
                out.push_str(&format!("<a href=\"{}\">", escape(to.as_str())));
                write_line(out, of);
                out.push_str("</a>");
            }
        }
    }
}

fn wrap(out: &mut String, tag: &str, inner: impl FnOnce(&mut String)) {
    out.push_str(&format!("<{tag}>"));
    inner(out);
    out.push_str(&format!("</{tag}>\n"));
}

fn wrap_inline(out: &mut String, tag: &str, of: &[Inline]) {
    out.push_str(&format!("<{tag}>"));
    write_line(out, of);
    out.push_str(&format!("</{tag}>"));
}

/// Text that is safe between tags and in a quoted attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(html(&blocks(markdown)).trim(), expected, "{markdown}");
    }

    #[test]
    fn what_help_pages_use_is_kept() {
        check("Open **Settings** and *save*.", "<p>Open <strong>Settings</strong> and <em>save</em>.</p>");
        check("1. One\n2. Two", "<ol>\n<li>One</li>\n<li>Two</li>\n</ol>");
        check("3. Three", "<ol start=\"3\">\n<li>Three</li>\n</ol>");
        check("- a\n  - b", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>");
        check("## Pay us\n\n## Pay us", "<h2 id=\"pay-us\">Pay us</h2>\n<h2 id=\"pay-us-1\">Pay us</h2>");
        check("    let x;", "<pre><code>let x;</code></pre>");
        check("> quoted", "<blockquote><p>quoted</p>\n</blockquote>");
        check(
            "|a|b|\n|-|-|\n|1|`2`|",
            "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<tr><th>a</th>\n<th>b</th>\n</tr>\n<tr><td>1</td>\n<td><code>2</code></td>\n</tr>\n</table></div>",
        );
        check("[us](https://x.test/a?b=1&c)", "<p><a href=\"https://x.test/a?b=1&amp;c\">us</a></p>");
    }

    #[test]
    fn what_could_run_or_reach_outside_is_text() {
        check("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
        check("a <img src=x onerror=alert(1)> b", "<p>a &lt;img src=x onerror=alert(1)&gt; b</p>");
        check("[x](javascript:alert(1))", "<p>x</p>");
        check("![seen](https://evil.test/p.png)", "<p>seen</p>");
        check("<javascript:alert(1)>", "<p>javascript:alert(1)</p>");
        check("[x](https://x.test/\"onclick=alert)", "<p><a href=\"https://x.test/&quot;onclick=alert\">x</a></p>");
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = |blocks: &[Block]| {
            fn depth(block: &Block) -> usize {
                1 + match block {
                    Block::Quote { of } => of.iter().map(depth).max().unwrap_or(0),
                    Block::List { items, .. } => items.iter().flatten().map(depth).max().unwrap_or(0),
                    _ => 0,
                }
            }
            blocks.iter().map(depth).max().unwrap_or(0)
        };
        assert!(deep(&blocks(&format!("{}x", "> ".repeat(500)))) <= DEEPEST + 1);
        assert!(deep(&blocks(&format!("{}x", "- ".repeat(500)))) <= DEEPEST + 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_a_tag_that_we_did_not_write(text in "\\PC{0,200}") {
            let html = html(&blocks(&text));
            for tag in html.split('<').skip(1) {
                let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
                let known = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "code", "blockquote", "div", "table", "tr", "th", "td", "strong", "em", "br", "a"];
                prop_assert!(known.contains(&name.as_str()), "{}", tag);
            }
        }
    }
}
