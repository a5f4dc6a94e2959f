//! Formatted text as elements: the trees of `app::domain::rich`, by the names that they have on the wire. They can't hold
//! a script or a style, and neither can what is drawn of them.

use super::drawing::{Drawing, tag};
use crate::{tree::Tree, words};

/// Blocks as elements, with `tail` at the end of the last line; each says its own direction, for Arabic may stand beside English.
pub fn blocks(out: &mut Drawing, of: Tree<'_>, tail: &Drawing) {
    let nothing = Drawing::default();
    let mut items = of.items();
    let mut is_placed = false;
    while let Some((_, it)) = items.next() {
        is_placed = items.is_over() && matches!(it.text("is"), "paragraph" | "list");
        block(out, it, if is_placed { tail } else { &nothing });
    }
    if !is_placed {
        out.add(tail);
    }
}

fn block(out: &mut Drawing, it: Tree<'_>, tail: &Drawing) {
    let of = it.get("of");
    match it.text("is") {
        "paragraph" => out.el(tag!("p", "dir" = "auto"), |out| {
            line(out, of);
            out.add(tail);
        }),
        "heading" => out.el(tag!("h2", "dir" = "auto"), |out| line(out, of)),
        "list" => list(out, it, tail),
        "code" => out.el(tag!("pre", "dir" = "ltr"), |out| out.leaf(tag!("code"), it.text("text"))),
        "quote" => out.el(tag!("blockquote"), |out| blocks(out, of, &Drawing::default())),
        "table" => table(out, it.get("rows")),
        _ => {}
    }
}

fn list(out: &mut Drawing, it: Tree<'_>, tail: &Drawing) {
    let start = it.text("start");
    let tag = if start.is_empty() { tag!("ul", "dir" = "auto") } else { tag!("ol", "dir" = "auto") };
    out.el(tag, |out| {
        if !matches!(start, "" | "1") {
            out.attr("start", start);
        }
        let nothing = Drawing::default();
        let mut items = it.get("items").items();
        while let Some((_, item)) = items.next() {
            out.el(tag!("li", "dir" = "auto"), |out| blocks(out, item, if items.is_over() { tail } else { &nothing }));
        }
    });
}

fn table(out: &mut Drawing, rows: Tree<'_>) {
    out.el(tag!("div", "class" = "wide", "tabindex" = "0", "role" = "group", "aria-label" = words::table!()), |out| {
        out.el(tag!("table"), |out| {
            let mut tag = tag!("th", "scope" = "col", "dir" = "auto");
            for (_, row) in rows.items() {
                out.el(tag!("tr"), |out| row.items().for_each(|(_, cell)| out.el(tag, |out| line(out, cell))));
                tag = tag!("td", "dir" = "auto");
            }
        });
    });
}

fn line(out: &mut Drawing, of: Tree<'_>) {
    for (_, it) in of.items() {
        let (of, text) = (it.get("of"), it.text("text"));
        match it.text("is") {
            "text" => out.text(text),
            "strong" => out.el(tag!("strong"), |out| line(out, of)),
            "em" => out.el(tag!("em"), |out| line(out, of)),
            "code" => out.leaf(tag!("code"), text),
            "link" => out.el(tag!("a", "target" = "_blank", "rel" = "noopener"), |out| {
                out.href(it.text("to"));
                line(out, of);
            }),
            "break" => out.el(tag!("br"), |_| {}),
            _ => {}
        }
    }
}
