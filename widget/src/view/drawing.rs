//! A piece of the page as steps: open an element, give it an attribute, put text into it, close it.
//!
//! The steps are one string, so that two drawings are compared and handed to the page in one go. Each step begins with
//! a control character; text has its own taken out, so it can't become a step, whatever a stranger wrote.

/// Steps that `host.js` follows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing(String);

const OPEN: char = '\u{1}';
const ATTR: char = '\u{2}';
const VALUE: char = '\u{3}';
const TEXT: char = '\u{4}';
const ICON: char = '\u{5}';
const CLOSE: char = '\u{6}';

impl Drawing {
    /// The steps as the page reads them.
    pub fn steps(&self) -> &str {
        &self.0
    }

    /// An element with what `of` draws inside.
    pub fn el(&mut self, tag: &str, class: &str, of: impl FnOnce(&mut Self)) {
        self.open(tag, class);
        of(self);
        self.step(CLOSE, "");
    }

    /// An element with nothing but text inside.
    pub fn leaf(&mut self, tag: &str, class: &str, text: &str) {
        self.open(tag, class);
        self.text(text);
        self.step(CLOSE, "");
    }

    /// A button that tells the session to do something.
    pub fn button(&mut self, class: &str, act: &str, of: impl FnOnce(&mut Self)) {
        self.el("button", class, |out| {
            out.attr("type", "button");
            out.attr("data-do", act);
            of(out);
        });
    }

    /// A link that opens a tab of its own.
    pub fn link(&mut self, class: &str, href: &str, of: impl FnOnce(&mut Self)) {
        self.el("a", class, |out| {
            out.attr("href", href);
            out.attr("target", "_blank");
            out.attr("rel", "noopener");
            of(out);
        });
    }

    /// An attribute of the element that was opened last.
    pub fn attr(&mut self, name: &str, value: &str) {
        self.step(ATTR, name);
        self.step(VALUE, value);
    }

    pub fn text(&mut self, text: &str) {
        self.step(TEXT, text);
    }

    /// An icon of the page's set.
    pub fn icon(&mut self, name: &str) {
        self.step(ICON, name);
    }

    fn open(&mut self, tag: &str, class: &str) {
        self.step(OPEN, tag);
        if !class.is_empty() {
            self.attr("class", class);
        }
    }

    #[inline(never)]
    fn step(&mut self, step: char, text: &str) {
        self.0.push(step);
        self.0.extend(text.chars().filter(|c| !(OPEN..=CLOSE).contains(c)));
    }
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
        let steps = self.0.split_inclusive(|c| (OPEN..=CLOSE).contains(&c)).collect::<Vec<_>>();
        let word = |pair: &[&str]| {
            let text = pair[1].trim_end_matches(|c| (OPEN..=CLOSE).contains(&c));
            match pair[0].chars().last() {
                Some(TEXT) => text.to_owned(),
                Some(ICON) => cat(&["<", text, ">"]),
                _ => String::new(),
            }
        };
        let words: Vec<String> = steps.windows(2).map(word).filter(|word| !word.is_empty()).collect();
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_become_a_step() {
        let mut hostile = Drawing::default();
        hostile.leaf("p", "", "a\u{6}\u{1}img\u{2}onerror\u{3}b\u{4}\n\tc");
        let mut plain = Drawing::default();
        plain.leaf("p", "", "aimgonerrorb\n\tc");
        assert_eq!(hostile, plain);
    }
}
