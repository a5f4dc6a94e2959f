//! The text of a PDF as a document: a page is a section, so that a citation opens it at the right place.

use super::{Document, Section, escape, plain, version};

/// A short line that begins a page is its heading.
const LONGEST_HEADING: usize = 80;

/// A document of these pages of text, called `path`.
pub fn document(path: &str, title: &str, pages: &[String], url: &str) -> Document {
    let sections: Vec<Section> = pages.iter().zip(1..).filter_map(|(page, n)| section(page, n)).collect();
    Document {
        path: path.to_owned(),
        title: title.to_owned(),
        url: url.to_owned(),
        description: String::new(),
        version: version(&pages.join("\u{c}")),
        sections,
    }
}

fn section(page: &str, n: usize) -> Option<Section> {
    let mut paragraphs = paragraphs(&escape::seen(page));
    let is_heading = |it: &String| it.chars().count() <= LONGEST_HEADING && !it.ends_with(['.', ':', ',', ';']) && !it.starts_with("- ");
    let heading = match paragraphs.first().filter(|first| paragraphs.len() > 1 && is_heading(first)) {
        Some(_) => paragraphs.remove(0),
        None => format!("Page {n}"),
    };
    let drawn = |words: String| match words.strip_prefix("- ") {
        Some(item) => format!("- {}", escape::escaped(item, true)),
        None => escape::escaped(&words, true),
    };
    let markdown = paragraphs.into_iter().map(drawn).collect::<Vec<_>>().join("\n\n");
    let text = plain(&markdown);
    let anchor = format!("page={n}");
    (!text.is_empty()).then_some(Section { heading, fragment: anchor.clone(), anchor, text, markdown })
}

/// The paragraphs of a page: lines joined where they were only broken, words where they were parted.
fn paragraphs(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in page.lines().map(str::trim) {
        let item = line.strip_prefix(['•', '▪', '‣', '●', '–']).map(str::trim);
        match (line.is_empty(), item) {
            (true, _) => is_open = false,
            (_, Some(item)) => {
                found.push(format!("- {item}"));
                is_open = true;
            }
            _ if is_open => {
                if let Some(last) = found.last_mut() {
                    join(last, line);
                }
            }
            _ => {
                found.push(line.to_owned());
                is_open = true;
            }
        }
    }
    found
}

fn join(last: &mut String, line: &str) {
    let is_parted =
        last.ends_with('-') && last.chars().rev().nth(1).is_some_and(char::is_alphabetic) && line.starts_with(char::is_lowercase);
    if is_parted {
        last.pop();
    } else {
        last.push(' ');
    }
    last.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_section_that_can_be_opened() {
        let pages = [
            "Returns\n\nYou may re-\nturn a lamp\nwithin 30 days.\n\n• Keep the box\n• Keep the *bill*".to_owned(),
            "  \n".to_owned(),
            "Just one paragraph".to_owned(),
        ];
        let it = document("terms.pdf", "Terms", &pages, "https://x.test/terms.pdf");
        let parts: Vec<_> = it.sections.iter().map(|s| (s.heading.as_str(), it.url_of(s), s.text.as_str())).collect();
        assert_eq!(
            parts,
            [
                (
                    "Returns",
                    "https://x.test/terms.pdf#page=1".to_owned(),
                    "You may return a lamp within 30 days.\nKeep the box\nKeep the *bill*"
                ),
                ("Page 3", "https://x.test/terms.pdf#page=3".to_owned(), "Just one paragraph"),
            ]
        );
    }
}
