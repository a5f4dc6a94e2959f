//! Every word that the inbox shows stands in `ui/words`, in all languages, and is used.

use std::{fs, path::Path};

/// Attributes whose text nobody reads or hears.
const SILENT: &[&str] = &[
    "action",
    "autocomplete",
    "charset",
    "class",
    "content",
    "crossorigin",
    "d",
    "dir",
    "enctype",
    "for",
    "form",
    "href",
    "id",
    "kind",
    "lang",
    "media",
    "method",
    "name",
    "rel",
    "role",
    "sandbox",
    "scope",
    "shape",
    "src",
    "target",
    "type",
    "viewBox",
    "wrap",
    "aria-controls",
    "aria-current",
    "aria-describedby",
    "aria-haspopup",
    "aria-keyshortcuts",
    "aria-labelledby",
    "aria-live",
];

/// The product's name, which is the same in every language.
const NAMES: &[&str] = &["Baton", "{title} · Baton"];

/// A text in a source file, with what stands right before and after it.
struct Literal {
    text: String,
    before: String,
    after: String,
    line: usize,
    /// Written as `r#"…"#`, as code is.
    is_raw: bool,
}

/// The files below `folder`.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files.extend(sources(&entry));
        } else if entry.extension().is_some_and(|it| it == "rs") {
            files.push((entry.display().to_string(), fs::read_to_string(&entry).expect("text")));
        }
    }
    files
}

fn ui(of_words: bool) -> Vec<(String, String)> {
    let all = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"));
    all.into_iter().filter(|(path, _)| path.contains("/ui/words") == of_words).collect()
}

/// The code without its tests, which stand at the foot.
fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or_default()
}

/// Every string literal that isn't in a comment.
fn literals(source: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let chars: Vec<char> = source.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        match chars[at] {
            '/' if chars.get(at + 1) == Some(&'/') => at += chars[at..].iter().take_while(|c| **c != '\n').count(),
            '\'' if chars.get(at + 2) == Some(&'\'') => at += 3,
            '"' => {
                let start = at + 1;
                let mut end = start;
                let is_raw = chars[..at].ends_with(&['r', '#']);
                while end < chars.len() && !(chars[end] == '"' && (!is_raw || chars.get(end + 1) == Some(&'#'))) {
                    end += if chars[end] == '\\' && !is_raw { 2 } else { 1 };
                }
                let before: String = chars[..at].iter().collect();
                found.push(Literal {
                    text: chars[start..end].iter().collect(),
                    after: chars[(end + 1).min(chars.len())..].iter().take(12).collect(),
                    line: before.lines().count(),
                    before: before.lines().last().unwrap_or_default().trim_start().to_owned(),
                    is_raw,
                });
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

/// Whether a person would read or hear it.
fn is_shown(it: &Literal) -> bool {
    let Literal { text, before, after, .. } = it;
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let is_name_of_thing = letters.is_empty() || NAMES.contains(&text.as_str()) || letters.iter().all(|c| c.is_ascii_uppercase());
    let is_drawn = text.starts_with('M') && text.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    let attribute = before.trim_end_matches(|c: char| c != ' ' && c != '=' && c != '(').trim_end_matches("format!(");
    let attribute = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .find_map(|word| word.split_once('=').map(|(name, _)| name).filter(|name| !name.is_empty()))
        .filter(|_| !attribute.is_empty() && before.contains('=') && !before.trim_end().ends_with('>'));
    let is_silent = attribute.is_some_and(|name| SILENT.contains(&name) || name.starts_with("class") || name.starts_with("data-"));
    let is_for_us =
        ["expect(", "reason = ", "panic!(", "debug_struct(", "field(", "named(", "assert"].iter().any(|call| before.contains(call));
    let is_pattern =
        after.trim_start().starts_with("=>") || after.starts_with(" if ") || after.starts_with(" |") || before.ends_with("== ");
    let is_class = text.contains('-') && text.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == ' ') && !before.ends_with('>');
    let selected = text.strip_prefix(['.', '[', '#']).filter(|_| !before.ends_with('>'));
    let is_selector = selected.is_some_and(|it| it.starts_with(|c: char| c.is_ascii_lowercase()));
    let is_code = before.contains("<code>") && before.ends_with("<code>");
    let reads_as_words = letters.first().is_some_and(|c| c.is_uppercase())
        || text.split_whitespace().filter(|word| word.chars().all(|c| c.is_alphabetic() || ",.;:!?'…".contains(c))).count() > 1
        || before.ends_with('>') && !before.ends_with("=>")
        || text.contains(|c: char| c.is_alphabetic() && !c.is_ascii());
    let is_ours = is_drawn || is_silent || is_for_us || is_pattern || is_class || is_code || is_selector;
    reads_as_words && !is_name_of_thing && !is_ours
}

fn shown(source: &str) -> Vec<String> {
    literals(without_tests(source)).iter().filter(|it| is_shown(it)).map(|it| format!("{}: {:?}", it.line, it.text)).collect()
}

#[test]
fn no_word_stands_outside_words() {
    let files = ui(false);
    assert!(files.len() > 20, "the pages were found");
    let found: Vec<String> =
        files.iter().flat_map(|(path, source)| shown(source).into_iter().map(move |it| format!("{path}:{it}"))).collect();
    assert!(found.is_empty(), "put these into app/src/ui/words, in every language:\n{}", found.join("\n"));
}

#[test]
fn the_search_for_words_sees_what_is_shown_and_nothing_else() {
    for source in [
        r#"<h2>"Inbox"</h2>"#,
        r#"<p>"none so far."</p>"#,
        r#"<a aria-label="back to list">"#,
        r#"title="Sign out""#,
        r#"Some("Open".to_owned())"#,
        r#"if is_note() { "Write a note" } else { "" }"#,
        r#"format!("Visitor {id}")"#,
        r#"<Fact name=words::name() label="Name"/>"#,
        r#"<p>".pdf or .docx"</p>"#,
    ] {
        assert_eq!(shown(source).len(), 1, "{source}");
    }
    for source in [
        r#"<div class="icon-button details-hide" role="status">" · "</div>"#,
        r#"class=format!("line {class}")"#,
        r#"class=("row-needs", move || true)"#,
        r#"class=move || if it { "one two" } else { "three four" }"#,
        r#""Enter" => {}"#,
        r#"event.key() == "Enter""#,
        r#"aria-keyshortcuts="Enter Control+Enter""#,
        r#"Mode::Note => "line noted on-its-way","#,
        r#"// <h2>"Inbox"</h2>"#,
        r#".expect("four letters are an id")"#,
        r#"Self::Back => "M14.5 5.5L8 12l6.5 6.5","#,
        r#"<code>"baton models pull"</code>"#,
        r#"const SUGGEST: &str = ".composer .suggest";"#,
        "#[cfg(test)] mod tests { \"Inbox\" }",
    ] {
        assert_eq!(shown(source), Vec::<String>::new(), "{source}");
    }
}

/// The entries of `words!` in a file.
fn entries(source: &str) -> Vec<String> {
    let lines = without_tests(source).lines().skip_while(|line| !line.starts_with("words! {")).skip(1);
    let inside = lines.take_while(|line| !line.starts_with('}'));
    let names = inside.filter_map(|line| {
        let line = line.trim_start();
        let end = line.find([':', '(', '['])?;
        Some(line[..end].to_owned())
            .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()))
    });
    names.collect()
}

#[test]
fn every_word_is_used() {
    let pages: String = ui(false).into_iter().map(|(_, source)| source).collect();
    let mut n = 0;
    for (path, source) in ui(true) {
        // Below the entries a word may be handed on as a function; within them, what is put into one may be called like another.
        let below = without_tests(&source).split_once("\n}").map_or("", |(_, below)| below);
        for name in entries(&source) {
            n += 1;
            let is_used = pages.contains(&format!("::{name}("))
                || pages.contains(&format!("::{name},"))
                || below.contains(&format!("({name}, "))
                || source.contains(&format!(" {name}("))
                    && source.matches(&format!("{name}(")).count() > usize::from(source.contains(&format!("    {name}(")));
            assert!(is_used, "{path}: nobody says `{name}`");
        }
    }
    assert!(n > 100, "the words were found: {n}");
}

#[test]
fn words_are_set_as_print_sets_them() {
    for (path, source) in ui(true) {
        for it in literals(without_tests(&source)).iter().filter(|it| !it.is_raw) {
            for (wrong, right) in [("...", "…"), ("  ", "one space"), ("\\\"", "„…“ or “…”")] {
                assert!(!it.text.contains(wrong), "{path}:{}: {:?} wants {right}", it.line, it.text);
            }
        }
    }
}
