//! Blocks as markdown again, for a draft that a person goes on writing. Plain rather than exact: marks in the words stay as they are,
//! but no words become a link.

use app::domain::rich::{Block, Inline};

/// The markdown of blocks.
pub fn source(blocks: &[Block]) -> String {
    blocks.iter().map(block).collect::<Vec<_>>().join("\n\n")
}

fn block(it: &Block) -> String {
    match it {
        Block::Paragraph { of } => line(of),
        Block::Heading { level, of } => format!("{} {}", "#".repeat(usize::from(*level).clamp(1, 6)), line(of)),
        Block::List { start, items } => {
            let mark = |nth: u32| start.map_or_else(|| "- ".to_owned(), |start| format!("{}. ", start.saturating_add(nth)));
            (0..).zip(items).map(|(nth, of)| item(&mark(nth), of)).collect::<Vec<_>>().join("\n")
        }
        Block::Code { text } => format!("```\n{text}\n```"),
        Block::Quote { of } => source(of).lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"),
        Block::Table { rows } => table(rows),
    }
}

/// An item: its mark, and what stands under it moved in as far as that.
fn item(mark: &str, of: &[Block]) -> String {
    let indent = " ".repeat(mark.len());
    let lines = of.iter().map(block).collect::<Vec<_>>().join("\n").replace('\n', &format!("\n{indent}"));
    format!("{mark}{lines}")
}

fn table(rows: &[Vec<Vec<Inline>>]) -> String {
    let row = |cells: &Vec<Vec<Inline>>| format!("| {} |", cells.iter().map(|cell| line(cell)).collect::<Vec<_>>().join(" | "));
    let mut lines: Vec<String> = rows.iter().map(row).collect();
    if let Some(head) = rows.first() {
        lines.insert(1, format!("|{}", "-|".repeat(head.len())));
    }
    lines.join("\n")
}

fn line(of: &[Inline]) -> String {
    of.iter().map(inline).collect()
}

fn inline(it: &Inline) -> String {
    match it {
        Inline::Text { text } => text.replace("](", "] ("),
        Inline::Strong { of } => format!("**{}**", line(of)),
        Inline::Em { of } => format!("*{}*", line(of)),
        Inline::Code { text } => format!("`{text}`"),
        Inline::Link { to, of } => format!("[{}]({})", line(of), to.as_str()),
        Inline::Break => "\\\n".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::source;
    use crate::markdown::blocks;

    #[test]
    fn what_is_written_reads_as_what_was_read() {
        for text in [
            "Open **the Billing** page, then *save*.",
            "Do this:\n\n1. Open `Billing`.\n2. Save:\n   - once\n   - twice\n\nThen wait.",
            "> Quoted\n>\n> twice",
            "```\nlet a = 1;\n```",
            "| a | b |\n|-|-|\n| 1 | **2** |",
            "## Part\n\nA [link](https://x.test/a) and 2 * 3.",
            "one\\\ntwo",
        ] {
            let read = blocks(text);
            assert_eq!(blocks(&source(&read)), read, "{}", source(&read));
        }
        assert_eq!(source(&[]), "");
    }

    #[test]
    fn words_become_no_link() {
        let read = blocks("\\[pay here\\]\\(https://evil.test)");
        assert!(!source(&read).contains("](") && source(&read).contains("pay here"), "{}", source(&read));
    }
}
