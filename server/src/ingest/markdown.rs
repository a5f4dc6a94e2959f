//! One file of markdown as a document.

use super::fragment::to_heading;
use super::links::{Page, address, resolved};
use super::noise::without_noise;
use super::plain::{options, plain};
use super::slug::Slugs;
use super::{Document, Section, version};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::HashSet;
use std::ops::Range;

/// Who gives a heading its fragment, where the page's source has no id for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Maker {
    /// A generator of sites, which makes the page that is opened out of the owner's Markdown: an id of the heading's words.
    Generator,
    /// Nobody: the page is opened as it was read, and the heading is found by its words.
    Nobody,
}

/// Reads a file of Markdown, out of which the owner's generator makes the page that is opened. `path` has no ending, `base_url` may
/// be empty (then relative links lose their targets).
pub fn document(path: &str, source: &str, base_url: &str) -> Document {
    read(path, source, base_url, Maker::Generator)
}

/// Reads a page that is opened as it is, such as one of a website.
pub fn as_it_is(path: &str, source: &str, base_url: &str) -> Document {
    read(path, source, base_url, Maker::Nobody)
}

fn read(path: &str, source: &str, base_url: &str, maker: Maker) -> Document {
    let source = source.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (front, body) = front_matter(&source);
    let url =
        front.value("slug").filter(|_| !base_url.is_empty()).map_or_else(|| address(base_url, path), |slug| slugged(base_url, path, &slug));
    let body = resolved(&without_noise(body), &Page { base_url, path, url: &url });
    let (title, sections) = sections(&body, maker);
    Document {
        title: front.value("title").or(title).unwrap_or_else(|| file_name(path)),
        description: front.value("description").unwrap_or_default(),
        version: version(&source),
        path: path.to_string(),
        url,
        sections,
    }
}

struct Front<'a>(&'a str);

impl Front<'_> {
    /// A plain value of the front matter; lists and blocks are nothing to us.
    fn value(&self, key: &str) -> Option<String> {
        let value = self.0.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?.trim();
        let value = value.trim_matches(['"', '\'']).trim();
        (!value.is_empty() && !value.starts_with(['|', '>', '['])).then(|| value.replace("\\\"", "\""))
    }
}

fn front_matter(source: &str) -> (Front<'_>, &str) {
    let parted = source.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---"));
    match parted {
        Some((front, body)) => (Front(front), body.split_once('\n').map_or("", |(_, body)| body)),
        None => (Front(""), source),
    }
}

/// An address given by the front matter: from the root of the docs, or beside the file.
fn slugged(base_url: &str, path: &str, slug: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    match slug.strip_prefix('/') {
        Some(absolute) => address(base_url, absolute),
        None => address(base_url, &format!("{folder}/{slug}")),
    }
}

fn file_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path).replace(['-', '_'], " ");
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

struct Heading {
    place: Range<usize>,
    is_title: bool,
    text: String,
    id: Option<String>,
}

/// The title, if a first-level heading says one, and what stands under each heading.
fn sections(body: &str, maker: Maker) -> (Option<String>, Vec<Section>) {
    let headings = headings(body);
    let title = headings.iter().find(|heading| heading.is_title).map(|heading| heading.text.clone());
    let (mut slugs, mut seen) = (Slugs::default(), HashSet::new());
    let first = headings.first().map_or(body.len(), |heading| heading.place.start);
    let mut sections = vec![section(String::new(), String::new(), &body[..first])];
    for (n, heading) in headings.iter().enumerate() {
        let end = headings.get(n + 1).map_or(body.len(), |next| next.place.start);
        let markdown = &body[heading.place.end..end];
        let anchor = heading.id.clone().unwrap_or_else(|| slugs.next(&heading.text));
        let is_again = !seen.insert(heading.text.to_lowercase());
        if heading.is_title && Some(&heading.text) == title.as_ref() {
            append(&mut sections[0], markdown);
            continue;
        }
        let mut it = section(heading.text.clone(), anchor, markdown);
        if heading.id.is_none() && maker == Maker::Nobody {
            it.fragment = to_heading(&it.heading, is_again.then_some(it.text.as_str()));
        }
        sections.push(it);
    }
    sections.retain(|section| !section.text.is_empty());
    (title, sections)
}

fn section(heading: String, anchor: String, markdown: &str) -> Section {
    let markdown = tidy(markdown);
    Section { heading, fragment: anchor.clone(), anchor, text: plain(&markdown), markdown }
}

/// What stands under the title belongs to the lead.
fn append(lead: &mut Section, markdown: &str) {
    lead.markdown = tidy(&format!("{}\n\n{markdown}", lead.markdown));
    lead.text = plain(&lead.markdown);
}

/// Without blank ends and runs of blank lines (which dropped tags leave behind).
fn tidy(markdown: &str) -> String {
    let mut tidied = String::with_capacity(markdown.len());
    let mut n_blank = 0;
    for line in markdown.lines().map(str::trim_end) {
        n_blank = if line.is_empty() { n_blank + 1 } else { 0 };
        if n_blank < 2 {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied.trim_matches('\n').to_string()
}

fn headings(body: &str) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let (mut depth, mut inside) = (0, false);
    for (event, place) in Parser::new_ext(body, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) if depth == 0 => {
                let id = id.map(|id| id.to_string());
                headings.push(Heading { place, is_title: level as usize == 1, text: String::new(), id });
                inside = true;
            }
            Event::End(TagEnd::Heading(_)) => inside = false,
            Event::Text(words) | Event::Code(words) if inside => push(&mut headings, &words),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    headings
}

fn push(headings: &mut [Heading], words: &str) {
    if let Some(heading) = headings.last_mut() {
        heading.text.push_str(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "---\ntitle: \"Refunds\"\ndescription: How they work\n---\n\nimport X from 'x';\n\nLead [here](plans.md).\n\n## How long?\n\n1. Wait\n2. Look\n\n```md\n## not a heading\n```\n\n### With **bold** {#mine}\n\nText.\n\n## Empty\n";

    #[test]
    fn a_page_is_parted_at_its_headings() {
        let page = document("billing/refunds", PAGE, "https://x.io/docs/");
        assert_eq!((page.title.as_str(), page.description.as_str()), ("Refunds", "How they work"));
        assert_eq!(page.url, "https://x.io/docs/billing/refunds");
        let parts: Vec<_> = page.sections.iter().map(|s| (s.heading.as_str(), s.anchor.as_str(), s.markdown.as_str())).collect();
        assert_eq!(
            parts,
            [
                ("", "", "Lead [here](https://x.io/docs/billing/plans)."),
                ("How long?", "how-long", "1. Wait\n2. Look\n\n```md\n## not a heading\n```"),
                ("With bold", "mine", "Text."),
            ]
        );
    }

    #[test]
    fn a_section_is_opened_by_an_id_of_the_page_a_generators_slug_or_its_words() {
        let source = "# Refunds\n\nLead.\n\n## How long?\n\nFive days.\n\n## By card {#card}\n\nNine.\n\n## How long?\n\n- By *bank*\n";
        let opened = |page: Document| page.sections.iter().map(|it| (it.anchor.clone(), page.url_of(it))).collect::<Vec<_>>();
        let named = |anchor: &str, fragment: &str| (anchor.to_owned(), format!("https://x.io/refunds{fragment}"));
        assert_eq!(
            opened(document("refunds", source, "https://x.io")),
            [named("", ""), named("how-long", "#how-long"), named("card", "#card"), named("how-long-1", "#how-long-1")]
        );
        assert_eq!(
            opened(as_it_is("refunds", source, "https://x.io")),
            [
                named("", ""),
                named("how-long", "#:~:text=How%20long%3F"),
                named("card", "#card"),
                named("how-long-1", "#:~:text=How%20long%3F,-By%20bank"),
            ]
        );
    }

    #[test]
    fn a_title_is_found_or_made() {
        assert_eq!(document("a", "# Hello\n\nText", "").title, "Hello");
        assert_eq!(document("x/set-up", "Text", "").title, "Set up");
        assert_eq!(document("a", "", "").sections, []);
    }
}
