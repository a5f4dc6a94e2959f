//! A tree of formatted text as the Markdown that gives it: what a pasted text is edited as.

use crate::domain::rich::{Block, Inline};

/// The blocks as Markdown, a blank line between them.
pub fn markdown(of: &[Block]) -> String {
    of.iter().map(block).collect::<Vec<_>>().join("\n\n")
}

fn block(it: &Block) -> String {
    match it {
        Block::Paragraph { of } => at_line_start(&line(of)),
        Block::Heading { level, of } => format!("{} {}", "#".repeat(usize::from(*level).clamp(1, 6)), line(of)),
        Block::List { start, items } => items.iter().enumerate().map(|(n, of)| item(*start, n, of)).collect::<Vec<_>>().join("\n"),
        Block::Code { text } => fenced(text),
        Block::Quote { of } => markdown(of).lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"),
        Block::Table { rows } => table(rows),
    }
}

fn item(start: Option<u32>, n: usize, of: &[Block]) -> String {
    let mark = match start {
        None => "- ".to_owned(),
        Some(start) => format!("{}. ", start as usize + n),
    };
    let inside = of.iter().map(block).collect::<Vec<_>>().join("\n");
    mark.clone() + &inside.replace('\n', &format!("\n{}", " ".repeat(mark.len())))
}

/// A fence longer than any in the code.
fn fenced(text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn table(rows: &[Vec<Vec<Inline>>]) -> String {
    let told = |row: &Vec<Vec<Inline>>| {
        let cells = row.iter().map(|cell| line(cell).replace('|', "\\|").replace("  \n", " ")).collect::<Vec<_>>();
        format!("| {} |", cells.join(" | "))
    };
    let Some((head, body)) = rows.split_first() else { return String::new() };
    let rule = format!("|{}", " --- |".repeat(head.len()));
    [told(head), rule].into_iter().chain(body.iter().map(told)).collect::<Vec<_>>().join("\n")
}

fn line(of: &[Inline]) -> String {
    of.iter().map(inline).collect()
}

fn inline(it: &Inline) -> String {
    match it {
        Inline::Text { text } => escaped(text),
        Inline::Strong { of } => format!("**{}**", line(of)),
        Inline::Em { of } => format!("*{}*", line(of)),
        Inline::Code { text } if text.contains('`') => format!("`` {text} ``"),
        Inline::Code { text } => format!("`{text}`"),
        Inline::Link { to, of } => format!("[{}]({})", line(of), to.as_str()),
        Inline::Break => "  \n".to_owned(),
    }
}

/// Marks that stand for themselves.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_inside_word = c == '_'
            && text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
            && text[at + 1..].chars().next().is_some_and(char::is_alphanumeric);
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '\\' | '<') && !is_inside_word {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// What would be a heading, a list or a quote at the beginning of a line is none.
fn at_line_start(text: &str) -> String {
    let is_number = text
        .split_once(['.', ')'])
        .is_some_and(|(n, rest)| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()) && rest.starts_with(' '));
    if text.starts_with(['#', '>']) || text.starts_with("- ") || text.starts_with("+ ") {
        format!("\\{text}")
    } else if is_number {
        text.replacen(['.', ')'], "\\.", 1)
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text { text: text.to_owned() }
    }

    fn says(words: &str) -> Block {
        Block::Paragraph { of: vec![text(words)] }
    }

    #[test]
    fn a_tree_becomes_the_markdown_that_gives_it() {
        let table = Block::Table { rows: vec![vec![vec![text("Plan")], vec![text("Price")]], vec![vec![text("A|B")], vec![text("9")]]] };
        for (tree, told) in [
            (says("two * three, snake_case"), "two \\* three, snake_case"),
            (says("1. not a list"), "1\\. not a list"),
            (says("# no heading"), "\\# no heading"),
            (Block::Heading { level: 3, of: vec![text("Refunds")] }, "### Refunds"),
            (Block::List { start: None, items: vec![vec![says("a")], vec![says("b"), says("c")]] }, "- a\n- b\n  c"),
            (Block::List { start: Some(3), items: vec![vec![says("a")], vec![says("b")]] }, "3. a\n4. b"),
            (Block::Code { text: "x = ```\n".to_owned() }, "````\nx = ```\n````"),
            (Block::Quote { of: vec![says("a"), says("b")] }, "> a\n> \n> b"),
            (table, "| Plan | Price |\n| --- | --- |\n| A\\|B | 9 |"),
        ] {
            assert_eq!(markdown(&[tree]), told);
        }
    }
}
