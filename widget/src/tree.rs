//! What the server said, as `host.js` hands it over: parsed by the browser and told as one text, so that we carry no JSON.
//!
//! A value is its text, or its fields and items one after the other, each `\u{1}` name `\u{2}` value `\u{3}`. The host
//! takes these three out of every text, so no text can become a field. Nothing is copied: a [`Tree`] is a look into the text.

/// A value: a text, an object or a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tree<'t>(pub &'t str);

impl<'t> Tree<'t> {
    /// The field's value; empty where there is none.
    pub fn get(self, name: &str) -> Self {
        self.items().find(|(known, _)| *known == name).unwrap_or_default().1
    }

    /// The field's text.
    pub fn text(self, name: &str) -> &'t str {
        self.get(name).0
    }

    /// The field's number; anything for other texts.
    pub fn number(self, name: &str) -> u64 {
        number(self.text(name))
    }

    pub fn items(self) -> Items<'t> {
        Items(self.0)
    }
}

/// The fields of an object or the items of a list, each with its name.
#[derive(Debug, Clone, Copy)]
pub struct Items<'t>(&'t str);

impl Items<'_> {
    /// Whether that was all.
    pub fn is_over(self) -> bool {
        self.0.is_empty()
    }
}

impl<'t> Iterator for Items<'t> {
    type Item = (&'t str, Tree<'t>);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        let (mut depth, mut name_end) = (0, 0);
        for (at, byte) in self.0.bytes().enumerate() {
            match byte {
                1 => depth += 1,
                2 if name_end == 0 => name_end = at,
                3 => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                // A text has no items: it doesn't begin with the mark.
                let it = (self.0.get(1..name_end)?, Tree(self.0.get(name_end + 1..at)?));
                self.0 = self.0.get(at + 1..)?;
                return Some(it);
            }
        }
        None
    }
}

/// The number that is written in `text`.
pub fn number(text: &str) -> u64 {
    text.bytes().fold(0, |number: u64, byte| number.wrapping_mul(10).wrapping_add(u64::from(byte & 15)))
}

/// What `host.js` makes of JSON, for tests.
#[cfg(test)]
pub fn told(json: &serde_json::Value) -> String {
    use serde_json::Value;
    let field = |(name, value): (String, &Value)| ["\u{1}", &name, "\u{2}", &told(value), "\u{3}"].concat();
    match json {
        Value::Object(fields) => fields.iter().map(|(name, value)| field((name.clone(), value))).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| field((at.to_string(), value))).collect(),
        Value::String(text) => text.replace(|c| ('\u{1}'..='\u{7}').contains(&c), ""),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// [`told`] for JSON as text; empty for what is none. Lives as long as the tests.
#[cfg(test)]
pub fn parsed(json: &str) -> Tree<'static> {
    Tree(serde_json::from_str(json).map(|it| told(&it)).unwrap_or_default().leak())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_name_at_their_own_depth() {
        let tree = parsed(r#"{"a":{"b":"deep","c":[]},"b":"here","n":1700000000000,"l":["x",{"b":1},""],"none":null}"#);
        assert_eq!((tree.text("b"), tree.get("a").text("b"), tree.text("missing"), tree.text("none")), ("here", "deep", "", ""));
        assert_eq!(tree.number("n"), 1_700_000_000_000);
        assert_eq!(tree.get("l").items().map(|(_, it)| (it.0.len(), it.text("b"))).collect::<Vec<_>>(), [(1, ""), (5, "1"), (0, "")]);
        assert_eq!(tree.get("b").items().next(), None);
        assert_eq!(tree.get("a").get("c").items().next(), None);
    }

    #[test]
    fn no_text_can_become_a_field_and_no_broken_text_breaks_us() {
        assert_eq!(parsed(r#"{"a":"x\u0003\u0001b\u0002y"}"#).text("b"), "");
        for text in ["\u{1}", "\u{1}a", "\u{1}a\u{2}", "\u{3}", "\u{1}\u{3}", "\u{1}\u{1}\u{2}\u{3}", "é\u{2}", "\u{1}é\u{3}é"] {
            assert_eq!(Tree(text).text("a"), "");
        }
    }
}
