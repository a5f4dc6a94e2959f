//! A text of Word as markdown: headings, lists and tables are kept, what was deleted or hidden isn't.

use super::escape::push_word;
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use std::{
    collections::HashMap,
    io::{Cursor, Read},
};
use zip::ZipArchive;

/// A part of the file may unpack to so many bytes.
const MOST: u64 = 32 << 20;

/// Reads a file.
///
/// # Errors
/// What is wrong with it.
pub fn markdown(bytes: &[u8]) -> Result<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let body = part(&mut zip, "word/document.xml")?.ok_or("there is no text in it")?;
    let styles = part(&mut zip, "word/styles.xml")?.map(|it| headings(&it)).unwrap_or_default();
    let numbers = part(&mut zip, "word/numbering.xml")?.map(|it| numbered(&it)).unwrap_or_default();
    Writer { styles, numbers, ..Writer::default() }.read(&body)
}

fn part(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, String> {
    let Ok(file) = zip.by_name(name) else { return Ok(None) };
    let mut text = String::new();
    file.take(MOST + 1).read_to_string(&mut text).map_err(|error| error.to_string())?;
    if text.len() as u64 > MOST { Err("it unpacks to more than can be read".to_owned()) } else { Ok(Some(text)) }
}

fn value(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|it| it.key.local_name().into_inner() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|it| it.into_owned())
}

/// The level of each style that is a heading.
fn headings(xml: &str) -> HashMap<String, u8> {
    let mut found = HashMap::new();
    let mut reader = Reader::from_str(xml);
    let mut style = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().into_inner() {
                "style" => style = value(&tag, "styleId").unwrap_or_default(),
                "name" => {
                    let name = value(&tag, "val").unwrap_or_default().to_lowercase();
                    let level = if name == "title" { Some(1) } else { name.strip_prefix("heading ").and_then(|n| n.parse().ok()) };
                    found.extend(level.map(|level: u8| (style.clone(), level)));
                }
                "outlineLvl" => {
                    let level = value(&tag, "val").and_then(|n| n.parse::<u8>().ok()).filter(|n| *n < 6);
                    if let Some(level) = level {
                        found.entry(style.clone()).or_insert(level + 1);
                    }
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// The lists whose outer items have numbers.
fn numbered(xml: &str) -> HashMap<String, bool> {
    let mut abstracts: HashMap<String, bool> = HashMap::new();
    let mut found = HashMap::new();
    let mut reader = Reader::from_str(xml);
    let (mut id, mut level) = (String::new(), String::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().into_inner() {
                "abstractNum" => id = value(&tag, "abstractNumId").unwrap_or_default(),
                "num" => id = value(&tag, "numId").unwrap_or_default(),
                "lvl" => level = value(&tag, "ilvl").unwrap_or_default(),
                "numFmt" if level == "0" => {
                    abstracts.insert(id.clone(), value(&tag, "val").is_some_and(|it| it != "bullet" && it != "none"));
                }
                "abstractNumId" => {
                    let of = value(&tag, "val").unwrap_or_default();
                    found.insert(id.clone(), abstracts.get(&of).copied().unwrap_or(false));
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

#[derive(Default)]
struct Writer {
    styles: HashMap<String, u8>,
    numbers: HashMap<String, bool>,
    out: String,
    paragraph: Paragraph,
    table: Vec<Vec<String>>,
    n_tables: usize,
    was_item: bool,
    is_text: bool,
    n_dropped: usize,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    level: Option<u8>,
    list: Option<String>,
    depth: usize,
    is_hidden: bool,
}

impl Writer {
    fn read(mut self, xml: &str) -> Result<String, String> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) => self.start(&tag),
                Event::Empty(tag) => {
                    self.start(&tag);
                    self.end(tag.local_name().into_inner());
                }
                Event::End(tag) => self.end(tag.local_name().into_inner()),
                Event::Text(words) => self.words(&words.xml10_content()),
                Event::CData(words) => self.words(&words.xml10_content()),
                Event::GeneralRef(it) => {
                    let char = it.resolve_char_ref().ok().flatten().map(String::from);
                    let named = quick_xml::escape::resolve_predefined_entity(&it).map(str::to_owned);
                    self.words(&char.or(named).unwrap_or_default());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(self.out.trim().to_owned())
    }

    fn start(&mut self, tag: &BytesStart) {
        match tag.local_name().into_inner() {
            "p" => self.paragraph = Paragraph::default(),
            "pStyle" => self.paragraph.level = value(tag, "val").and_then(|style| self.styles.get(&style).copied()),
            "outlineLvl" => {
                let level = value(tag, "val").and_then(|n| n.parse::<u8>().ok()).filter(|n| *n < 6).map(|n| n + 1);
                self.paragraph.level = self.paragraph.level.or(level);
            }
            "numId" => self.paragraph.list = value(tag, "val").filter(|id| id != "0"),
            "ilvl" => self.paragraph.depth = value(tag, "val").and_then(|n| n.parse().ok()).unwrap_or(0).min(8),
            "r" => self.paragraph.is_hidden = false,
            "vanish" => self.paragraph.is_hidden = value(tag, "val").is_none_or(|it| it != "0" && it != "false"),
            "t" => self.is_text = true,
            "tab" | "br" | "cr" => self.paragraph.text.push(' '),
            "noBreakHyphen" => self.paragraph.text.push('-'),
            "del" | "moveFrom" | "Fallback" => self.n_dropped += 1,
            "tbl" => {
                self.n_tables += 1;
                if self.n_tables == 1 {
                    self.table.clear();
                }
            }
            "tr" if self.n_tables == 1 => self.table.push(Vec::new()),
            "tc" if self.n_tables == 1 => {
                if let Some(row) = self.table.last_mut() {
                    row.push(String::new());
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.is_text && self.n_dropped == 0 && !self.paragraph.is_hidden {
            self.paragraph.text.extend(words.chars().filter(|c| !super::escape::is_unseen(*c)));
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.is_text = false,
            "del" | "moveFrom" | "Fallback" => self.n_dropped = self.n_dropped.saturating_sub(1),
            "p" => self.end_paragraph(),
            "tbl" => {
                self.n_tables = self.n_tables.saturating_sub(1);
                if self.n_tables == 0 {
                    self.end_table();
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let it = std::mem::take(&mut self.paragraph);
        let is_start = self.n_tables == 0 && it.level.is_none();
        let mut words = String::new();
        for (nth, word) in it.text.split_whitespace().enumerate() {
            if nth > 0 {
                words.push(' ');
            }
            push_word(&mut words, word, is_start && nth == 0);
        }
        if words.is_empty() {
            return;
        }
        if self.n_tables > 0 {
            if let Some(cell) = self.table.last_mut().and_then(|row| row.last_mut()) {
                if !cell.is_empty() {
                    cell.push(' ');
                }
                cell.push_str(&words);
            }
            return;
        }
        let line = match (it.level, &it.list) {
            (Some(level), _) => format!("{} {words}", "#".repeat(usize::from(level.clamp(1, 6)))),
            (None, Some(list)) => {
                let marker = if self.numbers.get(list).copied().unwrap_or(false) { "1." } else { "-" };
                format!("{}{marker} {words}", "   ".repeat(it.depth))
            }
            (None, None) => words,
        };
        let is_item = it.level.is_none() && it.list.is_some();
        self.out.push_str(if self.was_item && is_item { "\n" } else { "\n\n" });
        self.out.push_str(&line);
        self.was_item = is_item;
    }

    fn end_table(&mut self) {
        let n_columns = self.table.iter().map(Vec::len).max().unwrap_or(0);
        for (nth, row) in std::mem::take(&mut self.table).into_iter().enumerate() {
            let cell = |n: usize| row.get(n).map_or("", String::as_str);
            let line = format!("| {} |", (0..n_columns).map(cell).collect::<Vec<_>>().join(" | "));
            self.out.push_str(if nth == 0 { "\n\n" } else { "\n" });
            self.out.push_str(&line);
            if nth == 0 {
                self.out.push_str(&format!("\n|{}", "---|".repeat(n_columns)));
            }
        }
        self.was_item = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("starts");
            zip.write_all(text.as_bytes()).expect("writes");
        }
        zip.finish().expect("ends").into_inner()
    }

    #[test]
    fn headings_lists_and_tables_are_kept() {
        let body = "<w:document xmlns:w='x'><w:body>
            <w:p><w:pPr><w:pStyle w:val='berschrift1'/></w:pPr><w:r><w:t>Returns &amp; more</w:t></w:r></w:p>
            <w:p><w:r><w:t xml:space='preserve'>Five </w:t></w:r><w:r><w:t>days*</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:del><w:r><w:t>deleted</w:t></w:r></w:del></w:p>
            <w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='7'/></w:numPr></w:pPr><w:r><w:t>One</w:t></w:r></w:p>
            <w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='7'/></w:numPr></w:pPr><w:r><w:t>Two</w:t></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Plan</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Price</w:t></w:r></w:p></w:tc></w:tr>
            <w:tr><w:tc><w:p><w:r><w:t>Basic</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>9|10</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
        let styles = "<w:styles xmlns:w='x'><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style></w:styles>";
        let numbers = "<w:numbering xmlns:w='x'><w:abstractNum w:abstractNumId='3'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/></w:lvl></w:abstractNum>
            <w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num></w:numbering>";
        let made =
            markdown(&file(&[("word/document.xml", body), ("word/styles.xml", styles), ("word/numbering.xml", numbers)])).expect("reads");
        assert_eq!(made, "# Returns &amp; more\n\nFive days\\*\n\n1. One\n1. Two\n\n| Plan | Price |\n|---|---|\n| Basic | 9\\|10 |");
    }

    #[test]
    fn what_is_no_text_of_word_is_refused() {
        assert!(markdown(b"PK nothing").is_err());
        assert!(markdown(&file(&[("other.xml", "<a/>")])).is_err());
    }
}
