//! What a page's own styles hide, as far as plain rules say so: `.note { display: none }`.
//!
//! This is no engine of styles. A rule hides where its selector is one element's tag, classes and ids, and it holds on every screen;
//! and what any other rule shows again (a panel that opens, a text for wide screens, a picture that fades in) is seen, and what a script
//! may display. So a page whose styles are cleverer than this is read with more than its readers see, rather than with less.

use super::{
    hidden::{attribute, declarations, is_far_off, is_nothing},
    reader::after,
};
use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};
use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

/// Styles that are longer come out of a kit, and are left alone.
const LONGEST: usize = 1 << 20;
/// So many rules that hide are kept, and so many of those that name the same thing.
const MOST_RULES: usize = 2_000;
const MOST_OF_A_NAME: usize = 16;
/// Classes of an element that are looked at.
const MOST_CLASSES: usize = 40;
/// By these a page's script opens what its styles have closed.
const OPENERS: [&str; 8] =
    [".style.display", ".slideToggle(", ".slideDown(", ".fadeToggle(", ".fadeIn(", ".toggleClass(", ".toggle(", ".show("];
/// Elements that hold others, which may say their own size.
const CONTAINERS: [&str; 16] = [
    "div", "section", "article", "ul", "ol", "dl", "table", "tbody", "thead", "tr", "form", "fieldset", "details", "header", "footer",
    "aside",
];

/// A way in which something is taken out of sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    Display,
    Visibility,
    Opacity,
    Size,
    Place,
    Colour,
}

/// The styles of a page, as far as they hide something.
#[derive(Debug, Default)]
pub struct Sheet {
    /// By the last of the names that an element must have.
    hiding: HashMap<String, Vec<Rule>>,
    n_rules: usize,
    /// What some rule shows.
    shown: HashMap<Way, HashSet<String>>,
    /// What some rule gives a colour to stand on.
    coloured: HashSet<String>,
    /// Some element says how large its words are.
    has_sizes: bool,
    /// A script may display what isn't.
    is_opened: bool,
}

/// What an element must be called to be hidden: `p`, `.note`, `#note`; and how it is then.
#[derive(Debug)]
struct Rule {
    names: Vec<String>,
    ways: Vec<Way>,
}

impl Sheet {
    /// The styles that stand in a page.
    pub fn of(html: &str) -> Self {
        let has_some = html.as_bytes().windows(6).any(|it| it.eq_ignore_ascii_case(b"<style"));
        if !has_some {
            return Self::default();
        }
        Self { is_opened: OPENERS.iter().any(|it| html.contains(it)), ..Self::parse(&styles(html)) }
    }

    fn parse(css: &str) -> Self {
        let mut sheet = Self::default();
        if css.len() <= LONGEST {
            rules(&without_comments(css)).iter().for_each(|block| sheet.take(block));
        }
        sheet
    }

    fn take(&mut self, block: &Block<'_>) {
        let said = Said::of(block.body);
        for selector in block.selector.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            let about = subject(selector);
            for way in &said.shows {
                self.shown.entry(*way).or_default().extend(about.iter().cloned());
            }
            let is_page = about.iter().all(|name| matches!(name.as_str(), "html" | "body"));
            if !is_page {
                self.has_sizes |= said.shows.contains(&Way::Size);
                if said.is_coloured {
                    self.coloured.extend(about);
                }
            }
            let it = Compound::of(selector);
            if block.is_always && it.is_plain && !said.hides.is_empty() {
                self.keep(it.all(), &said.hides);
            }
        }
    }

    fn keep(&mut self, names: Vec<String>, ways: &[Way]) {
        let Some(key) = names.last().filter(|_| self.n_rules < MOST_RULES).cloned() else { return };
        let rules = self.hiding.entry(key).or_default();
        if rules.len() < MOST_OF_A_NAME {
            rules.push(Rule { names, ways: ways.to_vec() });
            self.n_rules += 1;
        }
    }

    /// Whether an element is out of sight.
    pub fn hides(&self, tag: &Tag) -> bool {
        if self.hiding.is_empty() {
            return false;
        }
        let names = names(tag);
        let fitting = names.iter().filter_map(|name| self.hiding.get(name)).flatten();
        let mut fitting = fitting.filter(|rule| rule.names.iter().all(|name| names.contains(name))).peekable();
        if fitting.peek().is_none() {
            return false;
        }
        let own = attribute(tag, "style").map(|style| Said::of(style).shows).unwrap_or_default();
        fitting.any(|rule| rule.ways.iter().any(|way| !own.contains(way) && self.stays(rule, *way, &names)))
    }

    /// Whether nothing shows again what a rule hides so. A rule on tags alone is outdone by no class.
    fn stays(&self, rule: &Rule, way: Way, names: &[String]) -> bool {
        if self.is_opened && way == Way::Display {
            return false;
        }
        let is_named = |name: &str| name.starts_with(['.', '#']);
        let is_of_tags = !rule.names.iter().any(|name| is_named(name));
        let shown = self.shown.get(&way);
        let is_shown = |name: &String| (is_of_tags || is_named(name)) && shown.is_some_and(|shown| shown.contains(name));
        let holds_others = names.first().is_some_and(|tag| CONTAINERS.contains(&tag.as_str()));
        let may_be_sized = way == Way::Size && holds_others && self.has_sizes;
        !may_be_sized && !names.iter().any(is_shown)
    }

    /// Whether an element stands on a colour of its own.
    pub fn colours(&self, tag: &Tag) -> bool {
        !self.coloured.is_empty() && names(tag).iter().any(|name| self.coloured.contains(name))
    }
}

/// What an element is called: its tag first, its id, its classes.
fn names(tag: &Tag) -> Vec<String> {
    let id = attribute(tag, "id").map(|id| format!("#{id}"));
    let classes = attribute(tag, "class").unwrap_or_default().split_whitespace().take(MOST_CLASSES).map(|class| format!(".{class}"));
    [tag.name.to_string()].into_iter().chain(id).chain(classes).collect()
}

/// What a selector demands of one element.
#[derive(Debug, Default)]
struct Compound {
    tag: String,
    /// `.class` and `#id`.
    names: Vec<String>,
    /// Nothing else is demanded.
    is_plain: bool,
}

impl Compound {
    fn of(text: &str) -> Self {
        let mut it = Self { is_plain: true, ..Self::default() };
        let (mut is_open, mut chars) = (true, text.chars());
        while let Some(c) = chars.next() {
            match c {
                '.' | '#' => {
                    it.names.push(c.to_string());
                    is_open = true;
                }
                '\\' if is_open => chars.next().into_iter().for_each(|escaped| it.push(escaped)),
                c if is_open && (c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()) => it.push(c),
                _ => (it.is_plain, is_open) = (false, false),
            }
        }
        it
    }

    fn push(&mut self, c: char) {
        match self.names.last_mut() {
            Some(name) => name.push(c),
            None => self.tag.push(c.to_ascii_lowercase()),
        }
    }

    /// The names, the tag before them.
    fn all(self) -> Vec<String> {
        [self.tag].into_iter().filter(|tag| !tag.is_empty()).chain(self.names).collect()
    }
}

/// The classes and ids of the element that a selector is about, where it has none its tag.
fn subject(selector: &str) -> Vec<String> {
    let is_joint = |c: char| c.is_whitespace() || matches!(c, '>' | '+' | '~');
    let last = selector.rsplit(is_joint).find(|it| !it.is_empty()).unwrap_or_default();
    let it = Compound::of(last);
    if it.names.is_empty() { it.all() } else { it.names }
}

/// What declarations say of being seen.
#[derive(Debug, Default)]
struct Said {
    hides: Vec<Way>,
    shows: Vec<Way>,
    is_coloured: bool,
}

impl Said {
    fn of(rule: &str) -> Self {
        let lower = rule.to_ascii_lowercase();
        // Rules within rules hold in a state of their own.
        if lower.contains('{') {
            return Self::default();
        }
        let all: Vec<(&str, &str)> = declarations(&lower).collect();
        let value = |name: &str| all.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let mut said = Self::default();
        // What moves ends elsewhere than it begins.
        let moves = all.iter().any(|(name, _)| name.contains("animation") || name.contains("transition"));
        said.note(Way::Display, value("display").map(|it| it == "none"));
        said.note(Way::Visibility, value("visibility").map(|it| matches!(it, "hidden" | "collapse") && !moves));
        said.note(Way::Opacity, value("opacity").map(|it| is_nothing(it) && !moves));
        if moves {
            said.shows.extend([Way::Visibility, Way::Opacity]);
        }
        said.note(Way::Size, value("font-size").map(is_nothing).or(value("font").map(|_| false)));
        let is_lifted = value("position").is_some_and(|it| matches!(it, "absolute" | "fixed"));
        let is_away = |it: &str| is_far_off(it) && !it.ends_with('%') && !moves;
        for (name, counts) in [("left", is_lifted), ("top", is_lifted), ("text-indent", true)] {
            said.note(Way::Place, value(name).filter(|_| counts).map(is_away));
        }
        let ground = value("background-color").or(value("background"));
        let is_picture = |value: &str| value.contains("url(") || value.contains("gradient(");
        let has_picture = all.iter().any(|(name, value)| name.starts_with("background") && is_picture(value));
        said.note(Way::Colour, value("color").map(|ink| is_lost(ink, ground) && !has_picture));
        let is_bare = |it: &str| matches!(it, "none" | "transparent" | "inherit" | "initial" | "unset" | "0" | "0 0");
        said.is_coloured = has_picture || ground.is_some_and(|it| plain(it) != "#ffffff" && !is_bare(it));
        said
    }

    fn note(&mut self, way: Way, hides: Option<bool>) {
        match hides {
            Some(true) => self.hides.push(way),
            Some(false) => self.shows.push(way),
            None => {}
        }
    }
}

/// Whether words of a colour can't be seen on what they stand on.
fn is_lost(ink: &str, ground: Option<&str>) -> bool {
    match ground {
        None => ink == "transparent",
        Some(ground) => !plain(ink).is_empty() && plain(ink) == plain(ground),
    }
}

/// A colour as `#rrggbb`; empty where it is none that is written plainly.
fn plain(colour: &str) -> String {
    let bare: String = colour.chars().filter(|c| !c.is_whitespace()).collect();
    match bare.as_str() {
        "white" => return "#ffffff".to_owned(),
        "black" => return "#000000".to_owned(),
        _ => {}
    }
    if let Some(digits) = bare.strip_prefix('#').filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        return match digits.len() {
            3 => ["#".to_owned()].into_iter().chain(digits.chars().map(|c| format!("{c}{c}"))).collect(),
            6 => format!("#{digits}"),
            _ => String::new(),
        };
    }
    let parts = bare.strip_prefix("rgb(").and_then(|it| it.strip_suffix(')')).unwrap_or_default();
    let parts: Vec<u8> = parts.split(',').filter_map(|it| it.parse().ok()).collect();
    match parts.as_slice() {
        [red, green, blue] => format!("#{red:02x}{green:02x}{blue:02x}"),
        _ => String::new(),
    }
}

/// A rule: whom it is about, and what it says of them.
#[derive(Debug)]
struct Block<'c> {
    selector: &'c str,
    body: &'c str,
    /// It stands in no `@media` or the like.
    is_always: bool,
}

/// The rules of a sheet, also those that hold under a condition; as far as its braces fit.
fn rules(css: &str) -> Vec<Block<'_>> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    while let Some((at, mark)) = next_mark(css, start) {
        let head = css[start..at].trim();
        start = at + 1;
        match mark {
            b'}' => depth = depth.saturating_sub(1),
            b'{' if ["@media", "@supports", "@layer", "@container", "@scope"].iter().any(|it| head.starts_with(it)) => depth += 1,
            b'{' => {
                let Some(end) = block_end(css, start) else { break };
                if !head.starts_with('@') {
                    found.push(Block { selector: head, body: &css[start..end], is_always: depth == 0 });
                }
                start = end + 1;
            }
            _ => {}
        }
    }
    found
}

/// Where the block ends whose inside begins at `from`.
fn block_end(css: &str, from: usize) -> Option<usize> {
    let (mut depth, mut start) = (1_usize, from);
    while let Some((at, mark)) = next_mark(css, start) {
        match mark {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
        start = at + 1;
    }
    None
}

/// The next brace or semicolon that stands in no string.
fn next_mark(css: &str, from: usize) -> Option<(usize, u8)> {
    let (mut quote, mut is_escaped) = (None, false);
    for (at, byte) in css.bytes().enumerate().skip(from) {
        match (quote, byte) {
            _ if std::mem::take(&mut is_escaped) => {}
            (_, b'\\') => is_escaped = true,
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'{' | b'}' | b';') => return Some((at, byte)),
            (None, _) => {}
        }
    }
    None
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// The text of a page's style elements, but for those that are for paper, for who has no scripts, or for a drawing.
fn styles(html: &str) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner().css
}

#[derive(Default)]
struct Sink(RefCell<Found>);

#[derive(Default)]
struct Found {
    css: String,
    is_style: bool,
    /// Open elements whose styles are none of the page's.
    n_apart: usize,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut found = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let (is_start, is_apart) = (tag.kind == TagKind::StartTag, matches!(&*tag.name, "noscript" | "template" | "svg"));
                found.is_style = is_start && &*tag.name == "style" && found.n_apart == 0 && is_for_screens(&tag);
                if found.is_style {
                    found.css.push('\n');
                }
                if is_apart && is_start {
                    found.n_apart += usize::from(!tag.self_closing);
                } else if is_apart {
                    found.n_apart = found.n_apart.saturating_sub(1);
                }
                return if is_start { after(&tag) } else { TokenSinkResult::Continue };
            }
            Token::CharacterTokens(text) if found.is_style && found.css.len() <= LONGEST => found.css.push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn is_for_screens(tag: &Tag) -> bool {
    attribute(tag, "media").is_none_or(|it| matches!(it.trim().to_ascii_lowercase().as_str(), "" | "all" | "screen"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_taken_apart() {
        let told = |text: &str| {
            let it = Compound::of(text);
            (it.is_plain, it.all().join(" "))
        };
        for (selector, is_plain, names) in [
            ("P.note", true, "p .note"),
            (".a.b#c", true, ".a .b #c"),
            (".md\\:block", true, ".md:block"),
            (".größe", true, ".größe"),
            (".a:hover", false, ".a"),
            (".a:not(.b)", false, ".a .b"),
            (".a > .b", false, ".a .b"),
            ("*", false, ""),
            ("a[href]", false, "a"),
        ] {
            assert_eq!(told(selector), (is_plain, names.to_owned()), "{selector}");
        }
        assert_eq!(subject(".open > p.text:first-child"), [".text"]);
        assert_eq!((subject("ul li").join(" ").as_str(), subject("").len()), ("li", 0));
    }

    #[test]
    fn colours_are_the_same_however_they_are_written() {
        for white in ["white", "#fff", "#ffffff", "rgb(255, 255, 255)"] {
            assert_eq!(plain(white), "#ffffff", "{white}");
        }
        for other in ["", "#ffff", "red", "#fff url(a.png)", "rgb(1,2)", "rgba(0,0,0,.5)", "transparent"] {
            assert_eq!(plain(other), "", "{other}");
        }
    }

    #[test]
    fn rules_are_found_with_what_they_depend_on() {
        let told = |css: &str| {
            let all = rules(css);
            all.iter().map(|it| format!("{}|{}|{}", it.selector, it.body.trim(), it.is_always)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            told("@charset 'x'; a{b:c} @media x{d{e:f}} @font-face{g:h} @keyframes i{from{j:k}} l{m:n}"),
            "a|b:c|true d|e:f|false l|m:n|true"
        );
        assert_eq!(told("a{b:'}'} c{d:e{f:g}} h{"), "a|b:'}'|true c|d:e{f:g}|true");
    }
}
