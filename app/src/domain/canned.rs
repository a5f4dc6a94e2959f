//! Replies that are written once and used often, and the variables in them.

use super::{case::lower, fault::Fault, id::CannedId, text::clean};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A shortcut may have this many characters.
const LONGEST_SHORTCUT: usize = 40;
/// A title may have this many characters.
const LONGEST_TITLE: usize = 80;
/// A body may have this many characters: a message can have no more.
const LONGEST_BODY: usize = 8_000;
/// What a variable may begin with. Other things in double braces are text.
const KNOWN: [&str; 5] = ["visitor.", "agent.", "assistant.", "workspace.", "attribute."];

/// A canned reply. `{{visitor.name|there}}` in its body is filled in where it is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
pub struct Canned {
    pub id: CannedId,
    /// What is typed after the slash: lower case, without spaces.
    pub shortcut: String,
    pub title: String,
    pub body: String,
}

impl Canned {
    /// The same, cleaned.
    ///
    /// # Errors
    /// `Invalid` where one of its texts is missing or too long.
    pub fn checked(self) -> Result<Self, Fault> {
        let shortcut = lower(clean(&self.shortcut).trim_start_matches('/'));
        let shortcut = shortcut.split_whitespace().collect::<Vec<_>>().join("-");
        let (title, body) = (clean(&self.title), clean(&self.body));
        let title = if title.is_empty() { shortcut.clone() } else { title };
        for (field, text, most) in
            [("shortcut", &shortcut, LONGEST_SHORTCUT), ("title", &title, LONGEST_TITLE), ("body", &body, LONGEST_BODY)]
        {
            if text.is_empty() {
                return Err(Fault::invalid(field, "Fill this in first."));
            }
            if text.chars().count() > most {
                return Err(Fault::invalid(field, &format!("This can have {most} characters.")));
            }
        }
        Ok(Self { id: self.id, shortcut, title, body })
    }

    /// How well it fits what was typed after the slash: less is better; nothing where it doesn't.
    pub fn fits(&self, typed: &str) -> Option<u8> {
        let typed = lower(typed);
        let within = |text: &str| lower(text).contains(&typed);
        match () {
            () if self.shortcut == typed => Some(0),
            () if self.shortcut.starts_with(&typed) => Some(1),
            () if within(&self.shortcut) || within(&self.title) => Some(2),
            () if typed.len() >= 3 && within(&self.body) => Some(3),
            () => None,
        }
    }
}

/// `text` with its variables filled in; one that has neither a value nor a fallback stays as it is.
pub fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(it) = next(rest) {
        filled.push_str(&rest[..it.start]);
        let known = value(it.name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        match known.or_else(|| it.fallback.map(str::to_owned)) {
            Some(value) => filled.push_str(&value),
            None => filled.push_str(&rest[it.start..it.end]),
        }
        rest = &rest[it.end..];
    }
    filled + rest
}

/// The variables that still stand in `text`, as they stand there, each once.
pub fn unfilled(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(it) = next(rest) {
        let whole = &rest[it.start..it.end];
        if !found.contains(&whole) {
            found.push(whole);
        }
        rest = &rest[it.end..];
    }
    found
}

/// A text that can't be sent as long as this variable stands in it.
pub fn not_filled(variable: &str) -> Fault {
    Fault::invalid("body", &format!("Fill in {variable} first, or take it out."))
}

struct Variable<'t> {
    start: usize,
    end: usize,
    name: &'t str,
    fallback: Option<&'t str>,
}

fn next(text: &str) -> Option<Variable<'_>> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find("{{")?;
        let inside = start + 2;
        let length = text[inside..].find("}}")?;
        let within = &text[inside..inside + length];
        let (name, fallback) = within.split_once('|').map_or((within, None), |(name, fallback)| (name, Some(fallback.trim())));
        let name = name.trim();
        let is_known = KNOWN.iter().any(|start| name.strip_prefix(start).is_some_and(|rest| !rest.is_empty()));
        if is_known && !within.contains(['{', '\n']) {
            return Some(Variable { start, end: inside + length + 2, name, fallback });
        }
        from = start + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> String {
        filled(text, |name| match name {
            "visitor.name" => Some("Mara".to_owned()),
            "attribute.plan" => Some(" ".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn variables_are_filled_in_or_fall_back_or_stay() {
        for (text, told) in [
            ("Hi {{visitor.name}}, bye {{ visitor.name | you }}.", "Hi Mara, bye Mara."),
            ("Hi {{visitor.email|there}}{{visitor.email|}}!", "Hi there!"),
            ("{{attribute.plan}} {{visitor.email}}", "{{attribute.plan}} {{visitor.email}}"),
            ("{{not.ours}} {{ visitor. }} {{{visitor.name}}} {{", "{{not.ours}} {{ visitor. }} {Mara} {{"),
            ("é{{visitor.name}}é", "éMaraé"),
        ] {
            assert_eq!(fill(text), told);
        }
        assert_eq!(unfilled("{{visitor.email}} {{x}} {{visitor.email}} {{attribute.a b}}"), ["{{visitor.email}}", "{{attribute.a b}}"]);
        assert!(unfilled("Use {{mustache}} and {{visitor.\nname}}").is_empty());
    }

    fn canned(shortcut: &str, title: &str, body: &str) -> Canned {
        let id = CannedId::parse("canned1").expect("an id");
        Canned { id, shortcut: shortcut.to_owned(), title: title.to_owned(), body: body.to_owned() }
    }

    #[test]
    fn a_shortcut_is_one_lower_case_word() {
        let it = canned(" /Refund Later ", "", " We'll see. ").checked().expect("fits");
        assert_eq!((it.shortcut.as_str(), it.title.as_str(), it.body.as_str()), ("refund-later", "refund-later", "We'll see."));
        assert!(canned("/", "a", "b").checked().is_err() && canned("a", "a", " ").checked().is_err());
    }

    #[test]
    fn the_shortcut_counts_before_title_and_body() {
        let it = canned("refund", "Money back", "within five days");
        for (typed, fits) in
            [("refund", Some(0)), ("REF", Some(1)), ("", Some(1)), ("fun", Some(2)), ("money", Some(2)), ("five", Some(3)), ("fi", None)]
        {
            assert_eq!(it.fits(typed), fits, "{typed}");
        }
    }
}
