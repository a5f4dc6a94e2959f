//! A table of comma-separated values as a document: a row is a section, its cells labelled by the head.

use super::{Document, Section, escape::escaped, plain, version};
use csv::ReaderBuilder;

/// A heading is cut here.
const LONGEST_HEADING: usize = 120;

/// The character that parts the cells of a table.
pub fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |c: char| head.matches(c).count();
    [';', '\t'].into_iter().find(|c| count(*c) > count(',')).map_or(b',', |c| if c == ';' { b';' } else { b'\t' })
}

/// Reads a table that is called `path`; nothing where it has no rows.
pub fn document(path: &str, title: &str, text: &str, url: &str) -> Option<Document> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = ReaderBuilder::new().delimiter(delimiter(text)).has_headers(true).flexible(true).from_reader(text.as_bytes());
    let head: Vec<String> = reader.headers().ok()?.iter().map(|it| it.trim().to_owned()).collect();
    let sections: Vec<Section> =
        reader.records().filter_map(Result::ok).zip(2..).filter_map(|(row, line)| section(&head, &row, line)).collect();
    let document = Document {
        path: path.to_owned(),
        title: title.to_owned(),
        url: url.to_owned(),
        description: String::new(),
        version: version(text),
        sections,
    };
    (!document.sections.is_empty()).then_some(document)
}

fn section(head: &[String], row: &csv::StringRecord, line: usize) -> Option<Section> {
    let cells: Vec<(&str, &str)> = row
        .iter()
        .enumerate()
        .map(|(n, cell)| (head.get(n).map_or("", String::as_str), cell.trim()))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    let heading: String = cells.first()?.1.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_HEADING).collect();
    let labelled = |(label, cell): &(&str, &str)| match label.is_empty() {
        true => format!("- {}", escaped(cell, true)),
        false => format!("- {}: {}", escaped(label, true), escaped(cell, false)),
    };
    let markdown = cells.iter().map(labelled).collect::<Vec<_>>().join("\n");
    Some(Section { heading, anchor: format!("row-{line}"), fragment: String::new(), text: plain(&markdown), markdown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_section_with_labels() {
        let it = document("prices.csv", "Prices", "\u{feff}Plan;Price;Note\nBasic;\"9; or 10 EUR\";\n;;\nPro;29 EUR;*per* month\n", "")
            .expect("has rows");
        let rows: Vec<_> = it.sections.iter().map(|s| (s.heading.as_str(), s.anchor.as_str(), s.text.as_str())).collect();
        assert_eq!(
            rows,
            [("Basic", "row-2", "Plan: Basic\nPrice: 9; or 10 EUR"), ("Pro", "row-4", "Plan: Pro\nPrice: 29 EUR\nNote: *per* month")]
        );
        assert_eq!(document("a.csv", "A", "only,a,head\n", ""), None);
        assert_eq!(document("a.csv", "A", "", ""), None);
    }
}
