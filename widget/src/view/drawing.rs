//! A piece of the page as steps: open an element, give it an attribute, put text into it, close it.
//!
//! The steps are one string, so that two drawings are compared and handed to the page in one go. Each step begins with
//! a control character; text has its own taken out, so it can't become a step, whatever a stranger wrote.

use crate::session::digits;

/// Steps that `host.js` follows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing(String);

/// The steps that open an element with these attributes, as one constant.
macro_rules! tag {
    ($tag:literal $(, $name:literal = $value:expr)*) => {
        $crate::view::drawing::Tag(concat!("\u{1}", $tag $(, "\u{2}", $name, "\u{3}", $value)*))
    };
}
pub(crate) use tag;

/// See [`tag!`].
#[derive(Debug, Clone, Copy)]
pub struct Tag(pub &'static str);

impl Drawing {
    /// The steps as the page reads them.
    pub fn steps(&self) -> &str {
        &self.0
    }

    /// An element with what `of` draws inside.
    #[inline(always)]
    pub fn el(&mut self, tag: Tag, of: impl FnOnce(&mut Self)) {
        self.put(tag.0);
        of(self);
        self.put("\u{6}");
    }

    /// One copy of what `el` does around its many closures.
    #[inline(never)]
    fn put(&mut self, steps: &str) {
        self.0.push_str(steps);
    }

    /// An element with nothing but text inside.
    pub fn leaf(&mut self, tag: Tag, text: &str) {
        self.el(tag, |out| out.text(text));
    }

    /// An attribute of the element that was opened last.
    pub fn attr(&mut self, name: &'static str, value: &str) {
        self.0.push('\u{2}');
        self.0.push_str(name);
        self.step("\u{3}", value);
    }

    /// The address of the link that was opened last, where following it opens a page or a mail and does nothing else.
    /// The server lets no other through; this is the second lock.
    pub fn href(&mut self, href: &str) {
        let is = |scheme: &str| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        if is("https://") || is("http://") || is("mailto:") {
            self.attr("href", href);
        }
    }

    /// An address of our own server, for the element that was opened last: a file's.
    pub fn own(&mut self, name: &'static str, path: &str) {
        if path.starts_with("/api/") {
            self.attr(name, path);
        }
    }

    pub fn text(&mut self, text: &str) {
        self.step("\u{4}", text);
    }

    /// What another drawing has.
    pub fn add(&mut self, other: &Self) {
        self.put(&other.0);
    }

    /// An icon of the page's set.
    pub fn icon(&mut self, name: &'static str) {
        self.step("\u{5}", name);
    }

    /// A moment, milliseconds since 1970; the page tells it in the visitor's own way.
    pub fn moment(&mut self, at: u64) {
        self.step("\u{7}", &digits(at));
    }

    /// The moment of a message, under it.
    pub fn time(&mut self, at: u64) {
        self.el(tag!("time", "class" = "note"), |out| out.moment(at));
    }

    fn step(&mut self, step: &str, text: &str) {
        self.0.push_str(step);
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate() {
            if matches!(byte, 1..=7) {
                self.0.push_str(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
        }
        self.0.push_str(text.get(start..).unwrap_or_default());
    }
}

/// What stands before the next `mark` and after it. A loop over bytes: the searchers of `str` cost a kilobyte.
pub fn cut(text: &str, mark: u8) -> (&str, &str) {
    let at = text.bytes().position(|byte| byte == mark).unwrap_or(text.len());
    (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default())
}

/// The texts, one after the other.
pub fn cat(texts: &[&str]) -> String {
    let mut out = String::new();
    texts.iter().for_each(|text| out.push_str(text));
    out
}

#[cfg(test)]
impl Drawing {
    /// Its words, for tests.
    pub fn words(&self) -> String {
        let is_step = |c: char| ('\u{1}'..='\u{7}').contains(&c);
        let steps = self.0.split_inclusive(is_step).collect::<Vec<_>>();
        let word = |pair: &[&str]| {
            let text = pair[1].trim_end_matches(is_step);
            match pair[0].chars().last() {
                Some('\u{4}') => text.to_owned(),
                Some('\u{7}') => cat(&["@", text]),
                Some('\u{5}') => cat(&["<", text, ">"]),
                _ => String::new(),
            }
        };
        let words: Vec<String> = steps.windows(2).map(word).filter(|word| !word.is_empty()).collect();
        // Words that stand beside each other are told apart by one space.
        words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_does_nothing_but_open_a_page_or_a_mail() {
        for (href, safe) in [
            ("https://x.test/", true),
            ("HTTP://x.test", true),
            ("mailto:a@b.test", true),
            ("javascript:alert(1)", false),
            (" javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//x.test", false),
            ("", false),
            ("aé\u{1F600}", false),
        ] {
            let mut drawing = Drawing::default();
            drawing.href(href);
            assert_eq!(!drawing.steps().is_empty(), safe, "{href}");
        }
    }

    #[test]
    fn a_file_lies_on_our_own_server() {
        for (path, is_drawn) in [
            ("/api/widget/v1/files/1?t=2", true),
            ("//x.test/api/", false),
            ("https://x.test/api/", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            let mut drawing = Drawing::default();
            drawing.own("src", path);
            assert_eq!(!drawing.steps().is_empty(), is_drawn, "{path}");
        }
    }

    #[test]
    fn no_text_can_become_a_step() {
        let mut hostile = Drawing::default();
        hostile.leaf(tag!("p"), "a\u{6}\u{1}img\u{2}onerror\u{3}b\u{4}\n\tc");
        let mut plain = Drawing::default();
        plain.leaf(tag!("p"), "aimgonerrorb\n\tc");
        assert_eq!(hostile, plain);
    }
}
