//! What generators put into markdown that no reader sees: imports, components, tags, fences of admonitions.

use super::html;

/// The same markdown without that noise; code is left as it is.
pub fn without_noise(markdown: &str) -> String {
    let mut cleaned = String::with_capacity(markdown.len());
    for (kind, piece) in pieces(markdown) {
        match kind {
            Kind::Code => cleaned.push_str(&piece),
            Kind::Prose => cleaned.push_str(&prose(&piece)),
        }
    }
    cleaned
}

enum Kind {
    Code,
    Prose,
}

fn pieces(markdown: &str) -> Vec<(Kind, String)> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut fence: Option<&str> = None;
    for line in markdown.split_inclusive('\n') {
        match (fence, fence_of(line)) {
            (None, Some(opening)) => {
                pieces.push((Kind::Prose, std::mem::take(&mut piece)));
                piece.push_str(line);
                fence = Some(opening);
            }
            (Some(opening), Some(closing)) if closing.starts_with(opening) => {
                piece.push_str(line);
                pieces.push((Kind::Code, std::mem::take(&mut piece)));
                fence = None;
            }
            _ => piece.push_str(line),
        }
    }
    pieces.push((if fence.is_some() { Kind::Code } else { Kind::Prose }, piece));
    pieces
}

fn fence_of(line: &str) -> Option<&str> {
    let line = line.trim();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let n = line.chars().take_while(|c| *c == mark).count();
    let is_inline = line[n..].contains('`');
    (n >= 3 && !is_inline).then(|| &line[..n])
}

fn prose(markdown: &str) -> String {
    html::without_tags(&without_statements(markdown))
}

/// Drops `import` and `export` statements, and the fences of admonitions (their titles stay).
fn without_statements(markdown: &str) -> String {
    let mut kept = String::with_capacity(markdown.len());
    let mut in_statement = false;
    for line in markdown.split_inclusive('\n') {
        let trimmed = line.trim();
        in_statement = (in_statement && !trimmed.is_empty()) || is_statement(line);
        if in_statement {
            in_statement = !trimmed.ends_with(';') && !trimmed.ends_with('\'') && !trimmed.ends_with('"');
            continue;
        }
        match trimmed.strip_prefix(":::") {
            Some(admonition) => kept.push_str(&title_of(admonition)),
            None => kept.push_str(line),
        }
    }
    kept
}

fn is_statement(line: &str) -> bool {
    let is_import = line.starts_with("import ") && (line.contains(" from ") || line.contains(['\'', '"', '{']));
    is_import || ["export const ", "export default ", "export function "].iter().any(|start| line.starts_with(start))
}

fn title_of(admonition: &str) -> String {
    let title = admonition.trim_start_matches(':').trim().split_once(' ').map_or("", |(_, title)| title.trim());
    let title = title.trim_matches(['[', ']']);
    if title.is_empty() { "\n".into() } else { format!("\n**{title}**\n\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_goes_words_and_code_stay() {
        let cases = [
            ("import X from 'y';\n\nText\n", "\nText\n"),
            ("export const a = {\n  b: 1\n};\nText", "Text"),
            (":::tip Mind this\nText\n:::\n", "\n**Mind this**\n\nText\n\n"),
            ("<Cta\n  a=\"1 > 0\"\n  b={c > 1}\n/>\nText", "\nText"),
            ("```js\nimport a from 'b'\n<p>\n```\n<div>x</div>", "```js\nimport a from 'b'\n<p>\n```\nx"),
            ("`<p>` <!-- gone -->{/* gone */}stays 1 < 2", "`<p>` stays 1 < 2"),
            ("<a href=\"x.md\">there</a><br/>", "[there](x.md)\n"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(without_noise(markdown), expected, "{markdown}");
        }
    }
}
