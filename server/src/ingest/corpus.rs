//! Docs that come as lines of JSON, one section each: how evaluation sets are kept.

use super::{Document, Section, plain, version};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    id: String,
    title: String,
    url: String,
    #[serde(default)]
    section: String,
    text: String,
    page: String,
    #[serde(default)]
    description: String,
}

/// The documents of such lines, in the order in which their pages first come. Fails at the first line that isn't one.
pub fn documents(lines: &str) -> serde_json::Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line)?;
        let place = *places.entry(line.page.clone()).or_insert_with(|| {
            documents.push(empty(&line));
            documents.len() - 1
        });
        documents[place].sections.push(section(line));
    }
    for document in &mut documents {
        document.version = version(&document.sections.iter().map(|section| section.markdown.as_str()).collect::<Vec<_>>().join("\n"));
    }
    Ok(documents)
}

fn empty(line: &Line) -> Document {
    Document {
        path: line.page.clone(),
        title: line.title.clone(),
        url: line.url.split('#').next().unwrap_or_default().to_string(),
        description: line.description.clone(),
        version: String::new(),
        sections: Vec::new(),
    }
}

fn section(line: Line) -> Section {
    let anchor = line.id.strip_prefix(&line.page).unwrap_or(&line.id).trim_start_matches('#').to_string();
    Section { heading: line.section, fragment: anchor.clone(), anchor, text: plain(&line.text), markdown: line.text }
}
