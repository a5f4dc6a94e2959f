//! The tags inside markdown.

/// Whole elements that hold nothing to read.
const SILENT: [&str; 3] = ["script", "style", "svg"];

/// Ends that were looked for and aren't there: nobody looks twice, however often something begins.
#[derive(Default)]
struct Missing(Vec<String>);

impl Missing {
    /// Where `end` begins in `rest`, whatever the case of its letters.
    fn find(&mut self, rest: &str, end: &str) -> Option<usize> {
        if self.0.iter().any(|it| it == end) {
            return None;
        }
        let at = rest.as_bytes().windows(end.len()).position(|it| it.eq_ignore_ascii_case(end.as_bytes()));
        if at.is_none() {
            self.0.push(end.to_owned());
        }
        at
    }
}

/// Markdown with the tags in it translated or dropped; text between tags stays.
pub fn without_tags(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let (mut links, mut missing) = (Vec::new(), Missing::default());
    let mut rest = markdown;
    while let Some((before, tag, after)) = next_tag(rest, &mut missing) {
        text.push_str(before);
        rest = silent_end(&tag, after, &mut missing).unwrap_or(after);
        text.push_str(&inline_mark(&tag, &mut links));
    }
    text.push_str(rest);
    text
}

fn silent_end<'a>(tag: &Tag, after: &'a str, missing: &mut Missing) -> Option<&'a str> {
    if tag.is_end || tag.is_whole || !SILENT.contains(&tag.name.as_str()) {
        return None;
    }
    let end = format!("</{}>", tag.name);
    let at = missing.find(after, &end)?;
    Some(&after[at + end.len()..])
}

/// A link's address waits in `links` for the link's end.
fn inline_mark(tag: &Tag, links: &mut Vec<Option<String>>) -> String {
    match (tag.name.as_str(), tag.is_end) {
        ("a", false) if tag.is_whole => String::new(),
        ("a", false) => {
            links.push(tag.href.clone());
            if tag.href.is_some() { "[".into() } else { String::new() }
        }
        ("a", true) => links.pop().flatten().map_or(String::new(), |href| format!("]({href})")),
        ("b" | "strong", _) => "**".into(),
        ("code", _) => "`".into(),
        ("br", _) => "\n".into(),
        ("li", false) => "\n- ".into(),
        ("td" | "th", true) => " ".into(),
        ("summary" | "p", true) => "\n\n".into(),
        _ => String::new(),
    }
}

struct Tag {
    name: String,
    is_end: bool,
    is_whole: bool,
    href: Option<String>,
}

/// The text before the next tag, the tag, and the rest; code spans are skipped over.
fn next_tag<'t>(text: &'t str, missing: &mut Missing) -> Option<(&'t str, Tag, &'t str)> {
    let mut at = 0;
    loop {
        at += text[at..].find(['<', '`', '{'])?;
        let rest = &text[at..];
        if let Some(end) = skipped(rest) {
            at += end;
        } else if let Some((tag, len)) = comment(rest, missing).or_else(|| tag(rest)) {
            return Some((&text[..at], tag, &rest[len..]));
        } else {
            at += 1;
        }
    }
}

fn skipped(rest: &str) -> Option<usize> {
    let n = rest.bytes().take_while(|b| *b == b'`').count();
    (n > 0).then(|| rest[n..].find(&rest[..n]).map_or(n, |end| end + 2 * n))
}

fn comment(rest: &str, missing: &mut Missing) -> Option<(Tag, usize)> {
    let len = if rest.starts_with("<!--") {
        missing.find(rest, "-->")? + 3
    } else if rest.starts_with("{/*") {
        missing.find(rest, "*/}")? + 3
    } else if rest.starts_with("<!") {
        missing.find(rest, ">")? + 1
    } else {
        return None;
    };
    Some((Tag { name: String::new(), is_end: false, is_whole: true, href: None }, len))
}

fn tag(rest: &str) -> Option<(Tag, usize)> {
    let inner = rest.strip_prefix('<')?;
    let is_end = inner.starts_with('/');
    let name: String = inner.trim_start_matches('/').chars().take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-')).collect();
    let after = inner.trim_start_matches('/')[name.len()..].chars().next()?;
    let is_fragment = name.is_empty() && after == '>';
    if !is_fragment && !(name.starts_with(|c: char| c.is_ascii_alphabetic()) && (after.is_whitespace() || matches!(after, '>' | '/'))) {
        return None;
    }
    let len = closing(rest)?;
    let source = &rest[..len];
    let name = name.to_ascii_lowercase();
    Some((Tag { is_end, is_whole: source.ends_with("/>"), href: href(source).filter(|_| name == "a"), name }, len))
}

/// The length of a tag: quotes and braces in it may hold a `>`.
fn closing(rest: &str) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0);
    for (at, c) in rest.char_indices().take(4000) {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') => depth -= 1,
            (None, '>') if depth <= 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn href(source: &str) -> Option<String> {
    let value = source.split_once("href=")?.1;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(href, _)| href.to_string())
}
