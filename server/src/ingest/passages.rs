//! Cutting sections into the pieces that are searched and cited.

use super::blocks::blocks;
use super::{Document, Section, plain, sentences};

/// Most words of a passage; a table's head and a block of code may go beyond.
const MOST_WORDS: usize = 150;

/// A piece of one section.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Which section of the document, counted from 0.
    pub section: usize,
    /// Which piece of that section, counted from 0.
    pub ordinal: usize,
    /// The piece without markup: what is searched.
    pub text: String,
    /// The piece as written: what is shown. All of a section's, joined by blank lines, give the section.
    pub markdown: String,
    /// What the encoder reads.
    pub embed_text: String,
    /// What the encoder reads of the heading alone.
    pub embed_heading: String,
}

/// All passages of a page, in reading order.
pub fn passages(document: &Document) -> Vec<Passage> {
    let of = |(n, section)| of_section(document, n, section);
    document.sections.iter().enumerate().flat_map(of).collect()
}

fn of_section(document: &Document, n: usize, section: &Section) -> Vec<Passage> {
    let head = if section.heading.is_empty() { document.title.clone() } else { format!("{} - {}", document.title, section.heading) };
    let make = |(ordinal, markdown): (usize, String)| {
        let text = plain(&markdown);
        Passage { section: n, ordinal, embed_text: format!("{head}. {text}"), embed_heading: head.clone(), text, markdown }
    };
    packed(&section.markdown).into_iter().filter(|markdown| !plain(markdown).is_empty()).enumerate().map(make).collect()
}

/// Blocks side by side until they'd grow too long together.
fn packed(markdown: &str) -> Vec<String> {
    let mut packs: Vec<String> = Vec::new();
    let mut n_words = 0;
    for block in blocks(markdown).into_iter().map(|range| &markdown[range]) {
        for piece in pieces(block) {
            let n = words(&piece);
            match packs.last_mut().filter(|_| n_words + n <= MOST_WORDS) {
                Some(pack) => {
                    pack.push_str(if is_item(pack) && is_item(&piece) { "\n" } else { "\n\n" });
                    pack.push_str(&piece);
                    n_words += n;
                }
                None => {
                    let carried = packs.last_mut().and_then(carried_over);
                    n_words = n + carried.as_deref().map_or(0, words);
                    packs.push(carried.into_iter().chain([piece]).collect::<Vec<_>>().join("\n\n"));
                }
            }
        }
    }
    packs
}

/// The last block of a full pack, if it only announces what follows: it goes on with that.
fn carried_over(pack: &mut String) -> Option<String> {
    let (rest, last) = pack.rsplit_once("\n\n")?;
    let is_title = last.starts_with("**") && last.ends_with("**") && words(last) < 12;
    if !is_title && !(last.ends_with(':') && words(last) < 40) {
        return None;
    }
    let last = last.to_string();
    pack.truncate(rest.len());
    Some(last)
}

fn is_item(markdown: &str) -> bool {
    let line = markdown.lines().next_back().unwrap_or("").trim_start();
    line.starts_with("- ") || line.starts_with("* ") || line.split_once(". ").is_some_and(|(n, _)| n.parse::<u32>().is_ok())
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A block in pieces short enough: a table by rows under its head, text by sentences, code never.
fn pieces(block: &str) -> Vec<String> {
    let block = block.trim_end();
    if words(block) <= MOST_WORDS || block.trim_start().starts_with(['`', '~']) {
        return vec![block.to_string()];
    }
    if block.starts_with('|') {
        let lines: Vec<&str> = block.lines().collect();
        let head = lines[..lines.len().min(2)].join("\n");
        return grouped(&lines[head.lines().count()..], "\n").into_iter().map(|rows| format!("{head}\n{rows}")).collect();
    }
    match block.contains('\n') {
        true => grouped(&block.lines().collect::<Vec<_>>(), "\n"),
        false => grouped(&sentences(block), " "),
    }
}

fn grouped(parts: &[&str], joint: &str) -> Vec<String> {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut n_words = 0;
    for part in parts {
        let n = words(part);
        match groups.last_mut().filter(|_| n_words + n <= MOST_WORDS) {
            Some(group) => {
                group.push(part);
                n_words += n;
            }
            None => {
                groups.push(vec![part]);
                n_words = n;
            }
        }
    }
    groups.into_iter().map(|group| group.join(joint)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(markdown: &str) -> Vec<String> {
        packed(markdown)
    }

    #[test]
    fn short_blocks_share_a_passage() {
        assert_eq!(of("One.\n\n- a\n- b\n\nTwo."), ["One.\n\n- a\n- b\n\nTwo."]);
    }

    #[test]
    fn what_announces_stays_with_what_it_announces() {
        let passages = of(&format!("{}\n\nDo this:\n\n{}", "word ".repeat(140), "step ".repeat(60)));
        assert!(passages[1].starts_with("Do this:\n\nstep"), "{passages:?}");
    }

    #[test]
    fn no_passage_of_prose_is_too_long() {
        let long = "This sentence has six words here. ".repeat(80);
        let passages = of(&format!("{long}\n\nShort."));
        assert!(passages.len() > 3);
        assert!(passages.iter().all(|passage| words(passage) <= MOST_WORDS));
    }

    #[test]
    fn a_long_table_keeps_its_head() {
        let table = format!("| a | b |\n|---|---|\n{}", "| one two three | four five |\n".repeat(60));
        let passages = of(&table);
        assert!(passages.len() > 1);
        assert!(passages.iter().all(|passage| passage.starts_with("| a | b |\n|---|---|\n|")));
    }
}
