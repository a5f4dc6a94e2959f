//! Formatted text as elements. The tree can't hold a script or a style, and neither can what is drawn of it.

use super::drawing::Drawing;
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
        Some((last @ Block::Paragraph { .. }, before)) => {
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
        Block::Paragraph { of } => {
            auto(out, "p", |out| {
                line(out, of);
                tail(out);
            });
        }
        Block::Heading { of, .. } => auto(out, "h2", |out| line(out, of)),
        Block::List { start, items } => list(out, *start, items),
        Block::Code { text } => out.el("pre", "", |out| {
            out.attr("dir", "ltr");
            out.leaf("code", "", text);
        }),
        Block::Quote { of } => out.el("blockquote", "", |out| blocks(out, of)),
        Block::Table { rows } => table(out, rows),
    }
}

fn auto(out: &mut Drawing, tag: &str, of: impl FnOnce(&mut Drawing)) {
    out.el(tag, "", |out| {
        out.attr("dir", "auto");
        of(out);
    });
}

fn list(out: &mut Drawing, start: Option<u32>, items: &[Vec<Block>]) {
    auto(out, if start.is_some() { "ol" } else { "ul" }, |out| {
        if let Some(start @ (0 | 2..)) = start {
            out.attr("start", &digits(start.into()));
        }
        for item in items {
            auto(out, "li", |out| blocks(out, item));
        }
    });
}

fn table(out: &mut Drawing, rows: &[Vec<Vec<Inline>>]) {
    out.el("div", "wide", |out| {
        out.attr("tabindex", "0");
        out.attr("role", "group");
        out.attr("aria-label", "Table");
        out.el("table", "", |out| {
            let mut tag = "th";
            for row in rows {
                out.el("tr", "", |out| row.iter().for_each(|cell| auto(out, tag, |out| line(out, cell))));
                tag = "td";
            }
        });
    });
}

fn line(out: &mut Drawing, of: &[Inline]) {
    for it in of {
        match it {
            Inline::Text { text } => out.text(text),
            Inline::Strong { of } => out.el("strong", "", |out| line(out, of)),
            Inline::Em { of } => out.el("em", "", |out| line(out, of)),
            Inline::Code { text } => out.leaf("code", "", text),
            Inline::Link { to, of } => out.link("", to.as_str(), |out| line(out, of)),
            Inline::Break => out.leaf("br", "", ""),
        }
    }
}
