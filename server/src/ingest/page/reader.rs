//! One pass over the tags of a page.

use super::{
    hidden::{attribute, is_silent},
    sheet::Sheet,
    writer::Writer,
};
use crate::ingest::robots::{asks_not_to_be_indexed, is_said_to_us};
use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::{Rawtext, Rcdata, ScriptData},
    },
};
use std::{cell::RefCell, ops::Range};
use url::Url;

/// A page that is nested deeper is none that people write: what lies deeper isn't read.
const DEEPEST: usize = 256;
/// How far back an end tag finds its start.
const BACK: usize = 64;
/// Links of a page that are followed.
const MOST_LINKS: usize = 5_000;
/// A part that the page says is its text must have so many bytes to be believed.
const SHORTEST_MAIN: usize = 60;

const VOID: [&str; 14] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// What was read.
#[derive(Debug)]
pub struct Read {
    title: String,
    description: String,
    text: String,
    mains: Vec<Range<usize>>,
    articles: Vec<Range<usize>>,
    pub base: Option<String>,
    pub canonical: Option<String>,
    pub is_noindex: bool,
    pub links: Vec<String>,
}

/// Marks where a link leads within the text, until its base is known: no page can write it.
const LINK: char = '\u{E000}';

/// Reads a page.
pub fn read(html: &str) -> Read {
    let input = BufferQueue::default();
    // The mark of links is ours alone.
    input.push_back(StrTendril::from(html.replace(LINK, "")));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(Reader::new(Sheet::of(html)))), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner().finish()
}

impl Read {
    /// The page's text as markdown; title and description as front matter where they aren't in it. Links are made absolute by `base`.
    pub fn markdown(&self, base: Option<&Url>) -> String {
        let text = self.main();
        let text = linked(&text, base);
        let has_title = text.lines().any(|line| line.starts_with("# "));
        let title = if has_title { String::new() } else { front("title", short(&self.title)) };
        let front = title + &front("description", &self.description);
        if front.is_empty() { text } else { format!("---\n{front}---\n\n{text}") }
    }

    /// What the page says is its text, where that is some; else all of it.
    fn main(&self) -> String {
        let of = |ranges: &[Range<usize>]| {
            let parts: Vec<&str> = ranges.iter().filter_map(|range| self.text.get(range.clone())).map(str::trim).collect();
            parts.join("\n\n").trim().to_owned()
        };
        let (mains, articles) = (of(&self.mains), of(&self.articles));
        [mains, articles].into_iter().find(|it| it.len() >= SHORTEST_MAIN).unwrap_or_else(|| self.text.trim().to_owned())
    }
}

fn front(key: &str, value: &str) -> String {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "'");
    if value.is_empty() { String::new() } else { format!("{key}: \"{value}\"\n") }
}

/// A page's title without the site's name behind it.
fn short(title: &str) -> &str {
    let title = title.trim();
    let parted = [" | ", " – ", " — ", " · ", " - "].iter().find_map(|joint| title.rsplit_once(joint));
    parted.map_or(title, |(front, _)| front.trim()).trim()
}

/// The same text with its links written out; one that doesn't open a page or a mail is its words alone.
fn linked(text: &str, base: Option<&Url>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // A link is: mark, address, mark, words, mark.
    while let Some((before, after)) = rest.split_once(LINK) {
        out.push_str(before);
        let Some((to, after)) = after.split_once(LINK) else { break };
        let Some((words, after)) = after.split_once(LINK) else { break };
        let to = match base {
            Some(base) => base.join(to).map(String::from).unwrap_or_default(),
            None => to.to_owned(),
        };
        let opens = base.is_none() || ["http://", "https://", "mailto:"].iter().any(|start| to.starts_with(start));
        let is_clean = !to.is_empty() && !to.contains(['(', ')', '<', '>', ' ', '\n']);
        match opens && is_clean {
            true => out.push_str(&format!("[{words}]({to})")),
            false => out.push_str(words),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

struct Sink(RefCell<Reader>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                reader.start(&tag);
                return after(&tag);
            }
            Token::TagToken(tag) => reader.end(&tag.name),
            Token::CharacterTokens(text) => reader.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// How what follows a start tag is to be read: of some elements all is text.
pub fn after(tag: &Tag) -> TokenSinkResult<()> {
    match &*tag.name {
        "script" => TokenSinkResult::RawData(ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

/// What an open element is to us.
#[derive(Debug)]
enum Role {
    Plain,
    Silent,
    Title,
    Block,
    Heading { level: u8, id: Option<String> },
    Link { to: String },
    Strong,
    Em,
    Code,
    Pre,
    List { next: Option<u32> },
    Item,
    Table { rows: Vec<Vec<String>> },
    Row,
    Cell,
    Main { from: usize },
    Article { from: usize },
}

#[derive(Debug)]
struct Open {
    name: String,
    role: Role,
    has_colour: bool,
}

struct Reader {
    sheet: Sheet,
    open: Vec<Open>,
    out: Writer,
    read: Read,
    n_silent: usize,
    n_main: usize,
    n_coloured: usize,
    /// The id of an element that nothing was written of yet: the next heading's.
    id: Option<String>,
    n_pre: usize,
    is_too_deep: bool,
}

impl Reader {
    fn new(sheet: Sheet) -> Self {
        let read = Read {
            title: String::new(),
            description: String::new(),
            text: String::new(),
            mains: Vec::new(),
            articles: Vec::new(),
            base: None,
            canonical: None,
            is_noindex: false,
            links: Vec::new(),
        };
        Self {
            sheet,
            open: Vec::new(),
            out: Writer::new(),
            read,
            n_silent: 0,
            n_main: 0,
            n_coloured: 0,
            id: None,
            n_pre: 0,
            is_too_deep: false,
        }
    }

    fn finish(mut self) -> Read {
        while let Some(open) = self.open.pop() {
            self.leave(open);
        }
        self.read.text = self.out.finish();
        self.read
    }

    fn start(&mut self, tag: &Tag) {
        let name = &*tag.name;
        self.note(tag);
        self.end_implied(name);
        if VOID.contains(&name) {
            return self.void(name);
        }
        if self.open.len() >= DEEPEST {
            self.is_too_deep = true;
            return;
        }
        let role = self.role(tag);
        let has_colour = attribute(tag, "style").is_some_and(|style| style.contains("background")) || self.sheet.colours(tag);
        self.enter(&role);
        self.n_coloured += usize::from(has_colour);
        self.open.push(Open { name: name.to_owned(), role, has_colour });
    }

    /// What tags say about the page, wherever they stand.
    fn note(&mut self, tag: &Tag) {
        let value = |name| attribute(tag, name);
        match &*tag.name {
            "a" | "area" if self.read.links.len() < MOST_LINKS => {
                self.read.links.extend(value("href").filter(|it| !it.starts_with('#')).map(str::to_owned));
            }
            "base" if self.read.base.is_none() => self.read.base = value("href").map(str::to_owned),
            "link" if value("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.read.canonical = value("href").map(str::to_owned);
            }
            "meta" if value("name").is_some_and(|name| name.eq_ignore_ascii_case("description")) => {
                self.read.description = value("content").unwrap_or_default().to_owned();
            }
            "meta" if value("name").is_some_and(is_said_to_us) => {
                self.read.is_noindex |= value("content").is_some_and(asks_not_to_be_indexed);
            }
            _ => {}
        }
    }

    fn role(&mut self, tag: &Tag) -> Role {
        let name = &*tag.name;
        if name == "title" && self.read.title.is_empty() && self.n_silent == 0 {
            return Role::Title;
        }
        let is_unseen = || is_silent(tag, self.n_main > 0, self.n_coloured > 0, &self.sheet);
        if self.n_silent > 0 || name == "title" || is_unseen() || self.is_control(name) {
            return self.silent(tag);
        }
        let id = || attribute(tag, "id").or_else(|| attribute(tag, "name").filter(|_| name == "a")).map(str::to_owned);
        let is_main = name == "main" || attribute(tag, "role") == Some("main");
        match name {
            _ if is_main => Role::Main { from: self.out.len() },
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                Role::Heading { level: name.as_bytes()[1] - b'0', id: id().or_else(|| self.id.take()) }
            }
            _ => {
                let id = id();
                match self.heading() {
                    Some(of) => *of = of.take().or(id),
                    None => self.id = id.or_else(|| self.id.take()),
                }
                self.inner_role(tag)
            }
        }
    }

    /// A button inside a heading is the heading's text (an accordion); elsewhere it is a control.
    fn is_control(&self, name: &str) -> bool {
        name == "button"
            && !self
                .open
                .iter()
                .rev()
                .take(6)
                .any(|open| matches!(open.role, Role::Heading { .. }) || matches!(open.name.as_str(), "summary" | "dt"))
    }

    /// An element that isn't read; the address that a heading's own link names is the heading's.
    fn silent(&mut self, tag: &Tag) -> Role {
        if self.n_silent == 0
            && let Some(to) = attribute(tag, "href").and_then(|it| it.strip_prefix('#')).map(str::to_owned)
            && let Some(id) = self.heading()
        {
            id.get_or_insert(to);
        }
        Role::Silent
    }

    fn inner_role(&self, tag: &Tag) -> Role {
        match &*tag.name {
            "article" => Role::Article { from: self.out.len() },
            "a" => attribute(tag, "href").map_or(Role::Plain, |to| Role::Link { to: to.trim().to_owned() }),
            _ if self.n_pre > 0 => Role::Plain,
            "strong" | "b" | "dt" => Role::Strong,
            "em" | "i" => Role::Em,
            "code" | "kbd" | "samp" | "tt" => Role::Code,
            "pre" => Role::Pre,
            "ul" | "menu" => Role::List { next: None },
            "ol" => Role::List { next: Some(attribute(tag, "start").and_then(|it| it.parse().ok()).unwrap_or(1)) },
            "li" => Role::Item,
            "table" if !self.is_in_cell() => Role::Table { rows: Vec::new() },
            "tr" if !self.is_in_cell() => Role::Row,
            "td" | "th" if !self.is_in_cell() => Role::Cell,
            "p" | "div" | "section" | "blockquote" | "dl" | "dd" | "details" | "summary" | "figure" | "figcaption" | "fieldset"
            | "address" | "header" | "footer" | "aside" | "caption" | "form" | "center" | "legend" | "hgroup" | "body" => Role::Block,
            _ => Role::Plain,
        }
    }

    fn is_in_cell(&self) -> bool {
        self.open.iter().rev().take(BACK).any(|open| matches!(open.role, Role::Cell))
    }

    /// The id of the heading that is open.
    fn heading(&mut self) -> Option<&mut Option<String>> {
        self.open.iter_mut().rev().take(8).find_map(|open| match &mut open.role {
            Role::Heading { id, .. } => Some(id),
            _ => None,
        })
    }

    fn enter(&mut self, role: &Role) {
        match role {
            Role::Silent => self.n_silent += 1,
            Role::Main { .. } | Role::Article { .. } => {
                self.n_main += 1;
                self.out.block();
            }
            Role::Heading { .. } => {
                self.out.block();
                self.out.open(true);
            }
            Role::Link { .. } | Role::Strong | Role::Em | Role::Code | Role::Cell => self.out.open(true),
            Role::Pre => {
                self.out.block();
                self.out.open(false);
                self.n_pre += 1;
            }
            Role::Block | Role::Table { .. } => self.out.block(),
            Role::List { .. } => match self.list() {
                Some(_) => self.out.line(),
                None => self.out.block(),
            },
            Role::Item => {
                let marker = match self.list() {
                    Some(Some(n)) => {
                        *n = n.saturating_add(1);
                        format!("{}.", n.saturating_sub(1))
                    }
                    _ => "-".to_owned(),
                };
                self.out.item(marker);
            }
            Role::Row | Role::Plain | Role::Title => {}
        }
        if matches!(role, Role::Row)
            && let Some(rows) = self.table()
        {
            rows.push(Vec::new());
        }
    }

    /// The numbers of the list that is open.
    fn list(&mut self) -> Option<&mut Option<u32>> {
        self.open.iter_mut().rev().take(BACK).find_map(|open| match &mut open.role {
            Role::List { next } => Some(next),
            _ => None,
        })
    }

    fn table(&mut self) -> Option<&mut Vec<Vec<String>>> {
        self.open.iter_mut().rev().take(BACK).find_map(|open| match &mut open.role {
            Role::Table { rows } => Some(rows),
            _ => None,
        })
    }

    fn void(&mut self, name: &str) {
        if self.n_silent > 0 {
            return;
        }
        match name {
            "br" if self.n_pre > 0 => self.out.put("\n"),
            "br" => self.out.line(),
            "hr" => self.out.block(),
            "wbr" | "img" | "link" | "meta" | "base" => {}
            _ => self.out.space(),
        }
    }

    fn text(&mut self, text: &str) {
        if self.n_silent > 0 || self.is_too_deep {
            return;
        }
        if matches!(self.open.last(), Some(Open { role: Role::Title, .. })) {
            self.read.title.push_str(text);
        } else if self.n_pre > 0 {
            self.out.put(text);
        } else if matches!(self.open.last(), Some(Open { role: Role::Code, .. })) {
            let words = text.replace(['`', '\n'], " ");
            self.out.put(&words);
        } else {
            if !text.trim().is_empty() {
                self.id = self.id.take().filter(|_| self.heading().is_some());
            }
            self.out.words(text);
        }
    }

    /// Ends what a tag ends without saying so.
    fn end_implied(&mut self, name: &str) {
        let (ends, stops): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "table"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "table"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
            "option" => (&["option"], &["select"]),
            "p" | "div" | "section" | "ul" | "ol" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre" | "blockquote" | "dl"
            | "article" | "main" | "form" => {
                if self.open.last().is_some_and(|open| open.name == "p") {
                    self.pop_to(self.open.len() - 1);
                }
                return;
            }
            _ => return,
        };
        let back = self.open.iter().enumerate().rev().take(BACK).take_while(|(_, open)| !stops.contains(&open.name.as_str()));
        if let Some(at) = back.filter(|(_, open)| ends.contains(&open.name.as_str())).map(|(at, _)| at).last() {
            self.pop_to(at);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|open| open.name == name).filter(|at| self.open.len() - at <= DEEPEST) {
            self.pop_to(at);
        } else if name == "p" && self.n_silent == 0 {
            self.out.block();
        }
    }

    fn pop_to(&mut self, at: usize) {
        while self.open.len() > at {
            if let Some(open) = self.open.pop() {
                self.leave(open);
            }
        }
    }

    fn leave(&mut self, open: Open) {
        self.n_coloured -= usize::from(open.has_colour);
        match open.role {
            Role::Silent => self.n_silent -= 1,
            Role::Main { from } => {
                self.leave_main();
                self.read.mains.push(from..self.out.len());
            }
            Role::Article { from } => {
                self.leave_main();
                self.read.articles.push(from..self.out.len());
            }
            Role::Heading { level, id } => self.leave_heading(level, id.as_deref()),
            Role::Link { to } => {
                let words = self.out.close();
                let is_plain = self.heading().is_some() || self.n_pre > 0 || words.is_empty() || words.contains(LINK);
                if is_plain { self.out.put(&words) } else { self.out.put(&format!("{LINK}{to}{LINK}{words}{LINK}")) }
            }
            Role::Strong => self.leave_mark("**", open.name == "dt"),
            Role::Em => self.leave_mark("*", false),
            Role::Code => self.leave_mark("`", false),
            Role::Pre => self.leave_pre(),
            Role::List { .. } => match self.list() {
                Some(_) => self.out.line(),
                None => self.out.block(),
            },
            Role::Item => self.out.end_item(),
            Role::Cell => {
                let cell = self.out.close();
                if let Some(row) = self.table().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            Role::Table { rows } => self.leave_table(&rows),
            Role::Block => self.out.block(),
            Role::Row | Role::Plain | Role::Title => {}
        }
    }

    fn leave_main(&mut self) {
        self.n_main -= 1;
        self.out.block();
    }

    fn leave_heading(&mut self, level: u8, id: Option<&str>) {
        let words = self.out.close();
        if !words.is_empty() {
            let is_name =
                |id: &&str| !id.is_empty() && id.len() <= 200 && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
            let id = id.filter(is_name).map(|id| format!(" {{#{id}}}")).unwrap_or_default();
            match self.out.is_whole() && self.list().is_none() {
                true => self.out.put(&format!("{} {words}{id}", "#".repeat(usize::from(level)))),
                false => self.out.put(&words),
            }
        }
        self.out.block();
    }

    fn leave_mark(&mut self, mark: &str, is_block: bool) {
        let words = self.out.close();
        let words = words.trim();
        let is_plain = words.is_empty() || self.heading().is_some() || words.starts_with(mark) || words.contains(LINK);
        if is_plain {
            self.out.put(words)
        } else {
            self.out.put(&format!("{mark}{words}{mark}"))
        }
        if is_block {
            self.out.block();
        }
    }

    fn leave_pre(&mut self) {
        self.n_pre -= 1;
        let code = self.out.close();
        let code = code.trim_matches('\n').trim_end();
        if !code.is_empty() {
            let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            self.out.put_lines(&format!("{fence}\n{code}\n{fence}"));
        }
        self.out.block();
    }

    /// A table with columns stays one; a table that only lays the page out is its paragraphs.
    fn leave_table(&mut self, rows: &[Vec<String>]) {
        let rows: Vec<&Vec<String>> = rows.iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        let n_columns = rows.iter().map(|row| row.len()).max().unwrap_or(0);
        let is_layout = n_columns < 2 || rows.len() < 2 || n_columns > 30 || !self.out.is_whole();
        if is_layout {
            for cell in rows.into_iter().flatten().filter(|cell| !cell.trim().is_empty()) {
                self.out.block();
                self.out.put(cell.trim());
            }
        } else {
            let line = |row: &[String]| {
                let cell = |n: usize| row.get(n).map_or_else(String::new, |cell: &String| cell.replace('\n', " ").trim().to_owned());
                format!("| {} |", (0..n_columns).map(cell).collect::<Vec<_>>().join(" | "))
            };
            let mut lines: Vec<String> = rows.iter().map(|row| line(row.as_slice())).collect();
            lines.insert(1, format!("|{}", "---|".repeat(n_columns)));
            self.out.put_lines(&lines.join("\n"));
        }
        self.out.block();
    }
}
