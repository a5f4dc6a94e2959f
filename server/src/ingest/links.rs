//! Links that still lead somewhere when the text is shown on another site.

use super::plain::options;
use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd};
use std::ops::Range;

/// The same markdown with relative links resolved against the page, and pictures left out.
pub fn resolved(markdown: &str, page: &Page) -> String {
    let mut edits = Vec::new();
    let mut open: Vec<(Range<usize>, Option<Range<usize>>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {}
            Event::Start(Tag::Link { dest_url, .. }) => open.push((range, None, page.resolve(&dest_url))),
            Event::End(TagEnd::Link) => edits.extend(open.pop().map(|link| rewritten(markdown, link))),
            Event::Start(Tag::Image { .. }) => edits.push((range, String::new())),
            _ => widen(&mut open, range),
        }
    }
    applied(markdown, edits)
}

fn widen(open: &mut [(Range<usize>, Option<Range<usize>>, String)], range: Range<usize>) {
    if let Some((_, label, _)) = open.last_mut() {
        let start = label.as_ref().map_or(range.start, |label| label.start.min(range.start));
        let end = label.as_ref().map_or(range.end, |label| label.end.max(range.end));
        *label = Some(start..end);
    }
}

fn rewritten(markdown: &str, (range, label, target): (Range<usize>, Option<Range<usize>>, String)) -> (Range<usize>, String) {
    let label = label.map_or("", |label| &markdown[label]);
    let text = if target.is_empty() || label.is_empty() { label.to_string() } else { format!("[{label}]({target})") };
    (range, text)
}

/// Later edits inside an earlier one are dropped: a picture in a link goes with the link.
fn applied(markdown: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut text = String::with_capacity(markdown.len());
    let mut at = 0;
    for (range, new) in edits.into_iter().filter(|(range, _)| !range.is_empty()) {
        if range.start >= at {
            text.push_str(&markdown[at..range.start]);
            text.push_str(&new);
            at = range.end;
        }
    }
    text.push_str(&markdown[at..]);
    text
}

/// Where a page lives: what its links are relative to.
pub struct Page<'a> {
    pub base_url: &'a str,
    pub path: &'a str,
    pub url: &'a str,
}

impl Page<'_> {
    /// The absolute address of a link; empty if it leads nowhere outside the owner's repository.
    fn resolve(&self, target: &CowStr) -> String {
        let (target, anchor) = target.split_once('#').map_or((&**target, ""), |(target, anchor)| (target, anchor));
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        if target.starts_with("http://") || target.starts_with("https://") || target.starts_with("mailto:") {
            return format!("{target}{anchor}");
        }
        if self.base_url.is_empty() || target.contains(':') {
            return String::new();
        }
        match target {
            "" => format!("{}{anchor}", self.url),
            absolute if absolute.starts_with('/') => format!("{}{absolute}{anchor}", origin(self.base_url)),
            relative => format!("{}{anchor}", address(self.base_url, &self.beside(relative))),
        }
    }

    fn beside(&self, relative: &str) -> String {
        let mut parts: Vec<&str> = self.path.split('/').collect();
        parts.pop();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                name => parts.push(name),
            }
        }
        parts.join("/")
    }
}

/// The address of a page by its path: endings and `index` don't show in it.
pub fn address(base_url: &str, path: &str) -> String {
    let path = [".mdx", ".markdown", ".md"].iter().fold(path, |path, ending| path.strip_suffix(ending).unwrap_or(path));
    let is_index = |name: &str| matches!(name.to_ascii_lowercase().as_str(), "index" | "readme");
    let path = match path.rsplit_once('/') {
        Some((folder, name)) if is_index(name) => folder,
        None if is_index(path) => "",
        _ => path,
    };
    if base_url.is_empty() {
        return path.to_string();
    }
    format!("{}/{path}", base_url.trim_end_matches('/')).trim_end_matches('/').to_string()
}

fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |at| &url[..host + at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_absolute_and_pictures_gone() {
        let page = Page { base_url: "https://x.io/docs", path: "a/b", url: "https://x.io/docs/a/b" };
        let cases = [
            ("[c](c.md)", "[c](https://x.io/docs/a/c)"),
            ("[c](../c.md#d)", "[c](https://x.io/docs/c#d)"),
            ("[c](/c)", "[c](https://x.io/c)"),
            ("[**c**](#d)", "[**c**](https://x.io/docs/a/b#d)"),
            ("[c](https://y.io/?a=1#b)", "[c](https://y.io/?a=1#b)"),
            ("[c][r] and [r]\n\n[r]: r.md", "[c](https://x.io/docs/a/r) and [r](https://x.io/docs/a/r)\n\n[r]: r.md"),
            ("a ![b](c.png) d", "a  d"),
            ("[bad](javascript:alert)", "bad"),
            ("`[c](c.md)` <https://z.io>", "`[c](c.md)` <https://z.io>"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(resolved(markdown, &page), expected, "{markdown}");
        }
    }
}
