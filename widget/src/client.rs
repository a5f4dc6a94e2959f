//! The requests of the widget, and what a reply says when it isn't the one that was hoped for.

use crate::tree::Tree;

/// What is asked of the server. Its address is `/api/widget/v1/` and the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub path: &'static str,
    /// The fields of the body, names and values in turn, each with `\u{1}` after it; an empty value is left out. A value is a
    /// text, or JSON where its name ends with `\u{2}`.
    pub fields: String,
}

impl Request {
    pub fn new(path: &'static str, fields: &[&str]) -> Self {
        Self { path, fields: listed(fields) }
    }
}

/// The texts, each with `\u{1}` after it; nobody can type that, and the server drops it.
pub fn listed(texts: &[&str]) -> String {
    let mut out = String::new();
    for text in texts {
        out.push_str(text);
        out.push('\u{1}');
    }
    out
}

/// What came back: status 0 where nothing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply<'r> {
    pub status: u32,
    /// Seconds that the server asks to wait; 0 where it doesn't.
    pub wait: u32,
    pub body: Tree<'r>,
}

impl Reply<'_> {
    pub fn is_ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the same request would be refused again.
    pub fn is_refused(&self) -> bool {
        (400..500).contains(&self.status) && !matches!(self.status, 401 | 408 | 429)
    }

    /// What a person is told: the problem's detail, or its title, or nothing.
    pub fn detail(&self) -> String {
        let detail = self.body.text("detail");
        if detail.is_empty() { self.body.text("title") } else { detail }.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::parsed;

    #[test]
    fn a_problem_is_told_in_its_own_words() {
        for (body, told) in [
            (r#"{"title":"Too long","detail":"A message can have 8000 characters.","status":422}"#, "A message can have 8000 characters."),
            (r#"{"title":"Too long","status":422}"#, "Too long"),
            ("<html>", ""),
        ] {
            assert_eq!(Reply { status: 422, wait: 0, body: parsed(body) }.detail(), told);
        }
    }
}
