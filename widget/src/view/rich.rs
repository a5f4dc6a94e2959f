//! Formatted text as elements. The tree can't hold a script or a style, and neither can what is drawn of it.

use super::drawing::{Drawing, Tag, tag};
use crate::session::digits;
use app::domain::rich::{Block, Inline};

/// `blocks` as elements; each says its own direction, for Arabic may stand beside English.
pub fn blocks(out: &mut Drawing, blocks: &[Block]) {
    for it in blocks {
        block(out, it, &|_| {});
    }
}

/// `blocks` with what `tail` draws at the end of the last line.
pub fn blocks_and(out: &mut Drawing, of: &[Block], tail: &dyn Fn(&mut Drawing)) {
    match of.split_last() {
        Some((last @ (Block::Paragraph { .. } | Block::List { .. }), before)) => {
            blocks(out, before);
            block(out, last, tail);
        }
        _ => {
            blocks(out, of);
            tail(out);
        }
    }
}

fn block(out: &mut Drawing, block: &Block, tail: &dyn Fn(&mut Drawing)) {
    match block {
        Block::Paragraph { of } => out.el(tag!("p", "dir" = "auto"), |out| {
            line(out, of);
            tail(out);
        }),
        Block::Heading { of, .. } => out.el(tag!("h2", "dir" = "auto"), |out| line(out, of)),
        Block::List { start, items } => list(out, *start, items, tail),
        Block::Code { text } => out.el(tag!("pre", "dir" = "ltr"), |out| out.leaf(tag!("code"), text)),
        Block::Quote { of } => out.el(tag!("blockquote"), |out| blocks(out, of)),
        Block::Table { rows } => table(out, rows),
    }
}

fn list(out: &mut Drawing, start: Option<u32>, items: &[Vec<Block>], tail: &dyn Fn(&mut Drawing)) {
    let tag = if start.is_some() { tag!("ol", "dir" = "auto") } else { tag!("ul", "dir" = "auto") };
    out.el(tag, |out| {
        if let Some(start @ (0 | 2..)) = start {
            out.attr("start", &digits(start.into()));
        }
        for (at, item) in items.iter().enumerate() {
            let nothing: &dyn Fn(&mut Drawing) = &|_| {};
            let tail = if at + 1 == items.len() { tail } else { nothing };
            out.el(tag!("li", "dir" = "auto"), |out| blocks_and(out, item, tail));
        }
    });
}

fn table(out: &mut Drawing, rows: &[Vec<Vec<Inline>>]) {
    out.el(tag!("div", "class" = "wide", "tabindex" = "0", "role" = "group", "aria-label" = "Table"), |out| {
        out.el(tag!("table"), |out| {
            let mut tag: Tag = tag!("th", "scope" = "col", "dir" = "auto");
            for row in rows {
                out.el(tag!("tr"), |out| row.iter().for_each(|cell| out.el(tag, |out| line(out, cell))));
                tag = tag!("td", "dir" = "auto");
            }
        });
    });
}

fn line(out: &mut Drawing, of: &[Inline]) {
    for it in of {
        match it {
            Inline::Text { text } => out.text(text),
            Inline::Strong { of } => out.el(tag!("strong"), |out| line(out, of)),
            Inline::Em { of } => out.el(tag!("em"), |out| line(out, of)),
            Inline::Code { text } => out.leaf(tag!("code"), text),
            Inline::Link { to, of } => out.el(tag!("a", "target" = "_blank", "rel" = "noopener"), |out| {
                out.attr("href", to.as_str());
                line(out, of);
            }),
            Inline::Break => out.el(tag!("br"), |_| {}),
        }
    }
}
