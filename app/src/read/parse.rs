//! JSON into a tree. Texts without escapes and numbers are taken as they stand, without a copy.

use super::Tree;
use std::borrow::Cow;

impl<'a> Tree<'a> {
    /// The one value in `json`; nothing where it isn't JSON, or lies in more than 128 others.
    pub fn parse(json: &'a str) -> Option<Self> {
        let mut parser = Parser { text: json, at: 0, depth: 0 };
        let tree = parser.value()?;
        parser.next().is_none().then_some(tree)
    }
}

const DEEPEST: u32 = 128;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Parser<'a> {
    fn value(&mut self) -> Option<Tree<'a>> {
        match self.next()? {
            b'n' => self.word("null").map(|()| Tree::Null),
            b't' => self.word("true").map(|()| Tree::Bool(true)),
            b'f' => self.word("false").map(|()| Tree::Bool(false)),
            b'"' => self.string().map(Tree::Text),
            b'[' => self.several(b']', Self::value).map(Tree::List),
            b'{' => self.several(b'}', Self::field).map(Tree::Object),
            _ => self.number(),
        }
    }

    fn field(&mut self) -> Option<(Cow<'a, str>, Tree<'a>)> {
        let key = self.string()?;
        self.passes(b':').then_some(())?;
        Some((key, self.value()?))
    }

    /// What stands between the bracket that is next and its `end`, with commas between.
    fn several<T>(&mut self, end: u8, one: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        if self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        self.at += 1;
        let mut all = Vec::new();
        let mut is_over = self.passes(end);
        while !is_over {
            all.push(one(self)?);
            is_over = self.passes(end);
            (is_over || self.passes(b',')).then_some(())?;
        }
        self.depth -= 1;
        Some(all)
    }

    /// The next byte that isn't space; it is not passed.
    fn next(&mut self) -> Option<u8> {
        self.run(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past `byte` where it is next.
    fn passes(&mut self, byte: u8) -> bool {
        let is_next = self.next() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let is_next = self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes());
        self.at += word.len();
        is_next.then_some(())
    }

    /// The bytes from here on that fit. They must not end within a character.
    fn run(&mut self, fits: fn(u8) -> bool) -> &'a str {
        let from = self.at;
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| fits(**byte)).count();
        self.text.get(from..self.at).unwrap_or_default()
    }

    fn number(&mut self) -> Option<Tree<'a>> {
        let digits = self.run(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        digits.ends_with(|last: char| last.is_ascii_digit()).then_some(Tree::Number(digits))
    }

    /// The text whose quote is next.
    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.passes(b'"').then_some(())?;
        let mut whole = Cow::Borrowed(self.plain());
        while self.byte()? == b'\\' {
            let escaped = self.escaped()?;
            let whole = whole.to_mut();
            whole.push(escaped);
            whole.push_str(self.plain());
        }
        Some(whole)
    }

    /// The characters up to a quote or an escape. Neither byte is part of a longer character.
    fn plain(&mut self) -> &'a str {
        self.run(|byte| byte != b'"' && byte != b'\\')
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.text.as_bytes().get(self.at)?;
        self.at += 1;
        Some(*byte)
    }

    /// The character that is meant, after its backslash.
    fn escaped(&mut self) -> Option<char> {
        Some(match self.byte()? {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'u' => {
                let unit = self.hex()?;
                if !(0xD800..0xDC00).contains(&unit) {
                    return char::from_u32(unit);
                }
                // A character beyond the first 65,536 comes as two halves.
                self.word(r"\u")?;
                let low = self.hex()?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
                char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + low)?
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn same(tree: &Tree<'_>, value: &Value) -> bool {
        match (tree, value) {
            (Tree::Null, Value::Null) => true,
            (Tree::Bool(a), Value::Bool(b)) => a == b,
            (Tree::Number(a), Value::Number(b)) => *a == b.to_string(),
            (Tree::Text(a), Value::String(b)) => a == b,
            (Tree::List(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
            (Tree::Object(a), Value::Object(b)) => {
                a.len() == b.len() && a.iter().all(|(key, a)| b.get(key.as_ref()).is_some_and(|b| same(a, b)))
            }
            _ => false,
        }
    }

    #[test]
    fn whatever_serde_json_writes_is_the_same_tree() {
        for value in [
            json!(null),
            json!([]),
            json!({}),
            json!([[], [{}], {"a": []}]),
            json!([true, false, null, 0, 1, -1, u64::MAX, i64::MIN, 0.1, -2.5e-9, 1e300]),
            json!({"a": {"b": [{"c": "d"}, []]}, "": ""}),
            json!("tab \t, quote \", back \\, slash /, null \u{0}, bell \u{7}, ä, 漢, 🙂"),
        ] {
            for text in [value.to_string(), serde_json::to_string_pretty(&value).expect("writes")] {
                assert!(same(&Tree::parse(&text).expect("JSON"), &value), "{text}");
            }
        }
    }

    #[test]
    fn escapes_mean_what_they_mean() {
        let text = r#""\u00e4\ud83d\ude42 \/\b\f\n\r\t\"\\""#;
        assert_eq!(Tree::parse(text), Some(Tree::Text("ä🙂 /\u{8}\u{c}\n\r\t\"\\".into())));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            " ",
            "nul",
            "nulll",
            "tru",
            "[1",
            "[",
            "{",
            "[1 2]",
            "[,1]",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{1:2}",
            "\"",
            "\"\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12ä\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "-",
            "1e",
            "1] 2",
            "1]",
            "1,2",
            "'a'",
            "{]",
        ] {
            assert_eq!(Tree::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_lies_too_deep_is_refused() {
        let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(Tree::parse(&nested(100)).is_some());
        assert_eq!(Tree::parse(&nested(100_000)), None);
    }
}
