//! Formatted text as elements. The tree can't hold a script or a style, and neither can what is made of it.

use super::node::{El, Node, el, link};
use app::domain::rich::{Block, Inline};

/// `blocks` as elements; each says its own direction, for Arabic may stand beside English.
pub fn blocks(blocks: &[Block]) -> Vec<Node> {
    blocks.iter().map(|it| Node::El(block(it))).collect()
}

fn block(block: &Block) -> El {
    match block {
        Block::Paragraph { of } => auto("p").all(line(of)),
        Block::Heading { of, .. } => auto("h2").all(line(of)),
        Block::List { start, items } => list(*start, items),
        Block::Code { text } => el("pre", "").attr("dir", "ltr").with(el("code", "").text(text)),
        Block::Quote { of } => el("blockquote", "").all(blocks(of)),
        Block::Table { rows } => table(rows),
    }
}

fn auto(tag: &'static str) -> El {
    el(tag, "").attr("dir", "auto")
}

fn list(start: Option<u32>, items: &[Vec<Block>]) -> El {
    let item = |item: &Vec<Block>| Node::El(auto("li").all(blocks(item)));
    let list = match start {
        None => auto("ul"),
        Some(1) => auto("ol"),
        Some(start) => auto("ol").attr("start", &crate::session::digits(start.into())),
    };
    list.all(items.iter().map(item).collect())
}

fn table(rows: &[Vec<Vec<Inline>>]) -> El {
    let row = |(n, row): (usize, &Vec<Vec<Inline>>)| {
        let cell = |of: &Vec<Inline>| Node::El(if n == 0 { auto("th").attr("scope", "col") } else { auto("td") }.all(line(of)));
        Node::El(el("tr", "").all(row.iter().map(cell).collect()))
    };
    let table = el("table", "").all(rows.iter().enumerate().map(row).collect());
    el("div", "wide").attr("tabindex", "0").attr("role", "group").attr("aria-label", "Table").with(table)
}

fn line(of: &[Inline]) -> Vec<Node> {
    of.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> Node {
    Node::El(match inline {
        Inline::Text { text } => return Node::Text(text.clone()),
        Inline::Strong { of } => el("strong", "").all(line(of)),
        Inline::Em { of } => el("em", "").all(line(of)),
        Inline::Code { text } => el("code", "").text(text),
        Inline::Link { to, of } => link("", to.as_str()).all(line(of)),
        Inline::Break => el("br", ""),
    })
}
