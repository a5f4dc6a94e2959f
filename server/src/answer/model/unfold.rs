//! Formatted text as far as a number of words: so that a checked sentence appears word by word.

use app::domain::rich::{Block, Inline};

/// The first `n` words of blocks, in their form.
pub fn first_words(blocks: &[Block], n: usize) -> Vec<Block> {
    Unfold { left: n }.blocks(blocks)
}

/// How many words that is for all of them.
pub fn n_words(blocks: &[Block]) -> usize {
    let mut all = Unfold { left: usize::MAX };
    all.blocks(blocks);
    usize::MAX - all.left
}

struct Unfold {
    left: usize,
}

impl Unfold {
    /// As many of these as there are words left for.
    fn some<T>(&mut self, of: &[T], mut one: impl FnMut(&mut Self, &T) -> T) -> Vec<T> {
        of.iter().map_while(|it| (self.left > 0).then(|| one(self, it))).collect()
    }

    fn blocks(&mut self, of: &[Block]) -> Vec<Block> {
        self.some(of, |it, block| match block {
            Block::Paragraph { of } => Block::Paragraph { of: it.line(of) },
            Block::Heading { level, of } => Block::Heading { level: *level, of: it.line(of) },
            Block::List { start, items } => Block::List { start: *start, items: it.some(items, |it, item| it.blocks(item)) },
            Block::Code { text } => Block::Code { text: it.text(text) },
            Block::Quote { of } => Block::Quote { of: it.blocks(of) },
            Block::Table { rows } => Block::Table { rows: it.some(rows, |it, row| it.some(row, |it, cell| it.line(cell))) },
        })
    }

    fn line(&mut self, of: &[Inline]) -> Vec<Inline> {
        self.some(of, |it, inline| match inline {
            Inline::Text { text } => Inline::Text { text: it.text(text) },
            Inline::Code { text } => Inline::Code { text: it.text(text) },
            Inline::Strong { of } => Inline::Strong { of: it.line(of) },
            Inline::Em { of } => Inline::Em { of: it.line(of) },
            Inline::Link { to, of } => Inline::Link { to: to.clone(), of: it.line(of) },
            Inline::Break => Inline::Break,
        })
    }

    fn text(&mut self, text: &str) -> String {
        let words = text.split_inclusive(char::is_whitespace);
        let mut out = String::new();
        for word in words {
            if self.left == 0 {
                break;
            }
            self.left -= usize::from(!word.trim().is_empty());
            out.push_str(word);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;

    #[test]
    fn words_come_one_by_one_in_their_form() {
        let blocks = markdown::blocks("Open **the Billing** page.\n\n1. Press *Save*\n2. Wait");
        assert_eq!(n_words(&blocks), 7);
        let html = |n| markdown::html(&first_words(&blocks, n)).replace('\n', "");
        assert_eq!(html(2), "<p>Open <strong>the </strong></p>");
        assert_eq!(html(6), "<p>Open <strong>the Billing</strong> page.</p><ol><li>Press <em>Save</em></li></ol>");
        assert_eq!((first_words(&blocks, 7), first_words(&blocks, 0)), (blocks.clone(), Vec::new()));
    }
}
