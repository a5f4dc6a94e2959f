//! Writes markdown: words, blocks, items and cells, with the blanks between them.

use crate::ingest::escape::{is_unseen, push_word};

/// What stands between what was written and what comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Line,
    Block,
}

/// One text that is being written.
#[derive(Debug)]
struct Sheet {
    text: String,
    gap: Gap,
    /// One line: blocks in it are parted by spaces.
    is_line: bool,
}

impl Sheet {
    const fn new(is_line: bool) -> Self {
        Self { text: String::new(), gap: Gap::None, is_line }
    }
}

/// The text of a page, and the pieces of it that are still open.
#[derive(Debug)]
pub struct Writer {
    sheets: Vec<Sheet>,
    /// How far the lines of each open item stand in.
    indents: Vec<usize>,
    /// The mark of an item that nothing was written of yet.
    marker: Option<String>,
}

impl Writer {
    pub fn new() -> Self {
        Self { sheets: vec![Sheet::new(false)], indents: Vec::new(), marker: None }
    }

    fn sheet(&mut self) -> &mut Sheet {
        if self.sheets.is_empty() {
            self.sheets.push(Sheet::new(false));
        }
        self.sheets.last_mut().expect("one was just made where there was none")
    }

    /// Whether the page itself is written to, not a piece of it.
    pub fn is_whole(&self) -> bool {
        self.sheets.len() <= 1
    }

    /// How much of the page was written.
    pub fn len(&self) -> usize {
        self.sheets.first().map_or(0, |sheet| sheet.text.len())
    }

    pub fn finish(mut self) -> String {
        while self.sheets.len() > 1 {
            let piece = self.close();
            self.put(&piece);
        }
        self.sheets.pop().map(|sheet| sheet.text).unwrap_or_default()
    }

    /// A new paragraph begins.
    pub fn block(&mut self) {
        self.part(Gap::Block);
    }

    /// A new line begins.
    pub fn line(&mut self) {
        self.part(Gap::Line);
    }

    pub fn space(&mut self) {
        self.part(Gap::Space);
    }

    fn part(&mut self, gap: Gap) {
        let is_pending = self.marker.is_some() && self.is_whole();
        let sheet = self.sheet();
        let gap = if sheet.is_line { Gap::Space } else { gap };
        // What follows the mark of an item stands beside it.
        if !is_pending || sheet.is_line {
            sheet.gap = sheet.gap.max(gap);
        }
    }

    /// An item begins, marked so.
    pub fn item(&mut self, marker: String) {
        if self.is_whole() {
            let is_inner = !self.indents.is_empty();
            let sheet = self.sheet();
            sheet.gap = if is_inner { Gap::Line } else { sheet.gap.max(Gap::Line) };
            self.indents.push(marker.len() + 1);
            self.marker = Some(marker);
        } else {
            self.space();
            self.indents.push(0);
        }
    }

    pub fn end_item(&mut self) {
        self.indents.pop();
        self.marker = None;
        let sheet = self.sheet();
        sheet.gap = if sheet.is_line { Gap::Space } else { Gap::Line };
    }

    /// Words, with blanks as a browser would draw them.
    pub fn words(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.space();
        }
        for (nth, word) in text.split_whitespace().enumerate() {
            if nth > 0 {
                self.space();
            }
            let word: String = word.chars().filter(|c| !is_unseen(*c)).collect();
            if word.is_empty() {
                continue;
            }
            let is_start = self.flush();
            let sheet = self.sheet();
            push_word(&mut sheet.text, &word, is_start && !sheet.is_line);
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    /// A piece of markdown as it is.
    pub fn put(&mut self, markdown: &str) {
        if !markdown.is_empty() {
            self.flush();
            self.sheet().text.push_str(markdown);
        }
    }

    /// Lines as they are, each as far in as the item that they stand in.
    pub fn put_lines(&mut self, lines: &str) {
        let indent = " ".repeat(self.indents.iter().sum());
        self.put(&lines.replace('\n', &format!("\n{indent}")));
    }

    /// Writes the gap that is due; whether a line begins here.
    fn flush(&mut self) -> bool {
        let marker = if self.is_whole() { self.marker.take() } else { None };
        let own = if marker.is_some() { self.indents.len().saturating_sub(1) } else { self.indents.len() };
        let indent: usize = self.indents[..own].iter().sum();
        let sheet = self.sheet();
        let gap = std::mem::replace(&mut sheet.gap, Gap::None);
        let is_first = sheet.text.is_empty();
        match gap {
            _ if is_first => {}
            Gap::None => return false,
            Gap::Space if marker.is_none() => {
                if !sheet.text.ends_with([' ', '\n']) {
                    sheet.text.push(' ');
                }
                return false;
            }
            Gap::Space | Gap::Line => sheet.text.push('\n'),
            Gap::Block => sheet.text.push_str("\n\n"),
        }
        if !is_first && !sheet.is_line {
            sheet.text.push_str(&" ".repeat(indent));
        }
        if let Some(marker) = marker {
            sheet.text.push_str(&marker);
            sheet.text.push(' ');
        }
        true
    }

    /// A piece begins that is put in when it is whole; with `is_line` it is one line.
    pub fn open(&mut self, is_line: bool) {
        self.sheets.push(Sheet::new(is_line));
    }

    /// The piece that was opened last, whole; a blank before or after it stays with what is around it.
    pub fn close(&mut self) -> String {
        if self.is_whole() {
            return String::new();
        }
        let sheet = self.sheets.pop().unwrap_or(Sheet::new(false));
        if sheet.gap > Gap::None {
            self.space();
        }
        sheet.text
    }
}
