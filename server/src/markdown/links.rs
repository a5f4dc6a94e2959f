//! Links that lead where they shouldn't become their words.

use app::domain::rich::{Block, Href, Inline};

/// The same blocks with only those links that `may_stay`; of the others the words stay, in their place.
pub fn with_links(blocks: Vec<Block>, may_stay: &dyn Fn(&Href) -> bool) -> Vec<Block> {
    let line = |of| inlines(of, may_stay);
    let block = |block| match block {
        Block::Paragraph { of } => Block::Paragraph { of: line(of) },
        Block::Heading { level, of } => Block::Heading { level, of: line(of) },
        Block::List { start, items } => Block::List { start, items: items.into_iter().map(|item| with_links(item, may_stay)).collect() },
        Block::Quote { of } => Block::Quote { of: with_links(of, may_stay) },
        Block::Table { rows } => Block::Table { rows: rows.into_iter().map(|row| row.into_iter().map(line).collect()).collect() },
        Block::Code { text } => Block::Code { text },
    };
    blocks.into_iter().map(block).collect()
}

fn inlines(of: Vec<Inline>, may_stay: &dyn Fn(&Href) -> bool) -> Vec<Inline> {
    let piece = |inline| match inline {
        Inline::Link { to, of } if may_stay(&to) => vec![Inline::Link { to, of: inlines(of, may_stay) }],
        Inline::Link { of, .. } => inlines(of, may_stay),
        Inline::Strong { of } => vec![Inline::Strong { of: inlines(of, may_stay) }],
        Inline::Em { of } => vec![Inline::Em { of: inlines(of, may_stay) }],
        other => vec![other],
    };
    of.into_iter().flat_map(piece).collect()
}

#[cfg(test)]
mod tests {
    use crate::markdown::{blocks, html, with_links};

    #[test]
    fn a_link_that_may_not_stay_is_its_words_wherever_it_stands() {
        let text =
            "# [a](https://evil.test)\n\n- **[b](https://evil.test)**\n\n> [c](https://good.test)\n\n|[d](https://evil.test)|\n|-|\n";
        let shown = html(&with_links(blocks(text), &|to| to.as_str().contains("good")));
        assert!(shown.contains("<a href=\"https://good.test\">c</a>") && !shown.contains("evil"), "{shown}");
        assert!(["a</h1>", "<strong>b</strong>", "<th>d</th>"].iter().all(|it| shown.contains(it)), "{shown}");
    }
}
