//! HTML as markdown: enough for help pages, and for the tags inside markdown.

/// Whole elements that hold nothing to read.
const SILENT: [&str; 12] =
    ["script", "style", "nav", "header", "footer", "aside", "svg", "noscript", "template", "form", "iframe", "button"];

/// A page of HTML as markdown, its title as front matter.
pub fn markdown(page: &str) -> String {
    let title = between(page, "<title", "</title>").map(|title| title.split_once('>').map_or("", |(_, text)| text).trim()).unwrap_or("");
    let body = between(page, "<main", "</main>").or_else(|| between(page, "<body", "</body>")).unwrap_or(page);
    let mut text = String::new();
    let mut in_pre = false;
    let mut links = Vec::new();
    let mut rest = body;
    while let Some((before, tag, after)) = next_tag(rest) {
        push_text(&mut text, before, in_pre);
        rest = silent_end(&tag, after).unwrap_or(after);
        in_pre = if tag.name == "pre" { !tag.is_end } else { in_pre };
        text.push_str(&page_mark(&tag, in_pre, &mut links));
    }
    push_text(&mut text, rest, in_pre);
    format!("---\ntitle: \"{}\"\n---\n\n{}", decoded(title).replace('"', "'"), text)
}

/// Markdown with the tags in it translated or dropped; text between tags stays.
pub fn without_tags(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut links = Vec::new();
    let mut rest = markdown;
    while let Some((before, tag, after)) = next_tag(rest) {
        text.push_str(before);
        rest = if matches!(tag.name.as_str(), "script" | "style" | "svg") { silent_end(&tag, after).unwrap_or(after) } else { after };
        text.push_str(&inline_mark(&tag, &mut links));
    }
    text.push_str(rest);
    text
}

fn between<'a>(page: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let lower = page.to_ascii_lowercase();
    let from = lower.find(start)?;
    let to = lower[from..].rfind(end)? + from;
    Some(&page[from..to])
}

fn silent_end<'a>(tag: &Tag, after: &'a str) -> Option<&'a str> {
    if tag.is_end || tag.is_whole || !SILENT.contains(&tag.name.as_str()) {
        return None;
    }
    let end = format!("</{}>", tag.name);
    let at = after.to_ascii_lowercase().find(&end)?;
    Some(&after[at + end.len()..])
}

fn push_text(text: &mut String, piece: &str, in_pre: bool) {
    let piece = decoded(piece);
    if in_pre {
        return text.push_str(&piece);
    }
    let starts_open = text.is_empty() || text.ends_with(char::is_whitespace);
    let words = piece.split_whitespace().collect::<Vec<_>>().join(" ");
    if piece.starts_with(char::is_whitespace) && !starts_open {
        text.push(' ');
    }
    text.push_str(&words);
    if !words.is_empty() && piece.ends_with(char::is_whitespace) {
        text.push(' ');
    }
}

fn page_mark(tag: &Tag, in_pre: bool, links: &mut Vec<Option<String>>) -> String {
    if in_pre && tag.name != "pre" {
        return String::new();
    }
    match (tag.name.as_str(), tag.is_end) {
        ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => format!("\n\n{} ", "#".repeat(usize::from(tag.name.as_bytes()[1] - b'0'))),
        ("li", false) => "\n- ".into(),
        ("pre", false) => "\n\n```\n".into(),
        ("pre", true) => "\n```\n\n".into(),
        ("tr", true) => "\n".into(),
        ("td" | "th", true) => " · ".into(),
        ("p" | "div" | "section" | "article" | "ul" | "ol" | "table" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6", _) => {
            "\n\n".into()
        }
        _ => inline_mark(tag, links),
    }
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
fn next_tag(text: &str) -> Option<(&str, Tag, &str)> {
    let mut at = 0;
    loop {
        at += text[at..].find(['<', '`', '{'])?;
        let rest = &text[at..];
        if let Some(end) = skipped(rest) {
            at += end;
        } else if let Some((tag, len)) = comment(rest).or_else(|| tag(rest)) {
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

fn comment(rest: &str) -> Option<(Tag, usize)> {
    let len = if rest.starts_with("<!--") {
        rest.find("-->")? + 3
    } else if rest.starts_with("{/*") {
        rest.find("*/}")? + 3
    } else if rest.starts_with("<!") {
        rest.find('>')? + 1
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

fn decoded(text: &str) -> String {
    const ENTITIES: [(&str, &str); 8] = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&rsquo;", "’"),
        ("&mdash;", "—"),
        ("&amp;", "&"),
    ];
    ENTITIES.iter().fold(text.to_string(), |text, (entity, meaning)| text.replace(entity, meaning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_markdown() {
        let page = "<html><head><title>Refunds &amp; more</title></head><body><nav>Menu</nav><h1>Refunds</h1><p>Take\n five <b>days</b>.</p><ul><li>One</li><li><a href='/x'>Two</a></li></ul><pre>a\n  b</pre></body></html>";
        let made = markdown(page);
        assert!(made.starts_with("---\ntitle: \"Refunds & more\"\n---\n"));
        assert!(made.contains("# Refunds\n\n"), "{made}");
        assert!(made.contains("Take five **days**."), "{made}");
        assert!(made.contains("- One\n- [Two](/x)"), "{made}");
        assert!(made.contains("```\na\n  b\n```"), "{made}");
        assert!(!made.contains("Menu"));
    }
}
