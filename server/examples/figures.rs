//! Asks the questions of several help centres and writes the figures that `end2end/eval/train.py` learns from.
//!
//! `cargo run --release -p server --example figures -- MODEL.onnx CACHE NAME=DOCS=QUESTIONS.jsonl … [--foreign NAME=QUESTIONS.jsonl]`:
//! DOCS is a folder of markdown or HTML, or a file of JSON lines. Each question is asked with the docs whole; each answerable one
//! once more without its right pages, which makes a near miss of it; the questions of each other site as well, none of which
//! these docs answer. Encodings are kept in the folder CACHE. The first line names the figures.

use serde::{Deserialize, Serialize};
use server::{
    answer::{self, Encoder, Encoding, Index, Indexed, Question, features::NAMES},
    ingest,
};
use std::{collections::HashSet, path::Path};

#[derive(Clone, Deserialize)]
struct Asked {
    id: String,
    question: String,
    answerable: bool,
    #[serde(default)]
    relevant_pages: Vec<String>,
    #[serde(default)]
    kind: String,
}

struct Site {
    name: String,
    passages: Vec<Indexed>,
    questions: Vec<Asked>,
}

/// One question and what was measured of its search.
#[derive(Serialize)]
struct Line<'a> {
    set: &'a str,
    id: &'a str,
    kind: &'a str,
    answerable: bool,
    removed: bool,
    /// Whether the page of the best section is a right one, and the place of the first right page, from 1; 0 where there is none.
    right: bool,
    place: usize,
    /// With vectors?
    e: bool,
    x: Vec<f32>,
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, cache, sets @ ..] = arguments.as_slice() else { anyhow::bail!("MODEL CACHE NAME=DOCS=QUESTIONS …") };
    let encoder = Encoder::load(Path::new(model))?;
    let sites: Vec<Site> =
        sets.iter().filter(|set| set.split('=').count() == 3).map(|set| site(set, &encoder, cache)).collect::<Result<_, _>>()?;
    let strangers: Vec<(String, Vec<Asked>)> = sets
        .iter()
        .filter_map(|set| set.split_once('=').filter(|(_, rest)| !rest.contains('=')))
        .map(|(name, file)| Ok((name.to_owned(), asked(file)?)))
        .collect::<anyhow::Result<_>>()?;
    println!("{}", serde_json::to_string(&NAMES)?);
    for with_vectors in [true, false] {
        let encoder = Some(&encoder).filter(|_| with_vectors);
        for site in &sites {
            own(site, encoder)?;
            foreign(site, &sites, &strangers, encoder)?;
        }
    }
    Ok(())
}

fn own(site: &Site, encoder: Option<&Encoder>) -> anyhow::Result<()> {
    let index = Index::build(site.passages.clone());
    for asked in &site.questions {
        say(&index, encoder, &site.name, asked, asked.answerable, false)?;
        if asked.answerable {
            let left = site.passages.iter().filter(|it| !asked.relevant_pages.contains(&it.page)).cloned().collect();
            say(&Index::build(left), encoder, &site.name, asked, false, true)?;
        }
    }
    Ok(())
}

/// Every fourth question of each other site, which is enough.
fn foreign(site: &Site, sites: &[Site], strangers: &[(String, Vec<Asked>)], encoder: Option<&Encoder>) -> anyhow::Result<()> {
    let index = Index::build(site.passages.clone());
    for other in sites.iter().filter(|other| other.name != site.name) {
        for asked in other.questions.iter().filter(|it| it.answerable).step_by(4) {
            say(&index, encoder, &format!("{}-foreign", site.name), asked, false, false)?;
        }
    }
    for (name, questions) in strangers {
        for asked in questions {
            say(&index, encoder, &format!("{}-{name}", site.name), asked, false, false)?;
        }
    }
    Ok(())
}

fn say(index: &Index, encoder: Option<&Encoder>, set: &str, asked: &Asked, answerable: bool, removed: bool) -> anyhow::Result<()> {
    let search = answer::search(index, encoder, &Question { text: asked.question.clone(), ..Question::default() });
    let mut pages: Vec<&str> = Vec::new();
    for hit in &search.hits {
        let page = index.passage(hit.passage).page.as_str();
        if !pages.contains(&page) {
            pages.push(page);
        }
    }
    let place = pages.iter().position(|page| asked.relevant_pages.iter().any(|it| it == page)).map_or(0, |at| at + 1);
    let line = Line {
        set,
        id: &asked.id,
        kind: &asked.kind,
        answerable,
        removed,
        right: answerable && place == 1,
        place,
        e: search.with_vectors,
        x: search.features.to_vec(),
    };
    println!("{}", serde_json::to_string(&line)?);
    Ok(())
}

fn site(set: &str, encoder: &Encoder, cache: &str) -> anyhow::Result<Site> {
    let mut parts = set.split('=');
    let mut next = || parts.next().unwrap_or_default();
    let (name, docs, questions) = (next(), next(), next());
    let documents = documents(Path::new(docs))?;
    let passages = documents.iter().flat_map(|document| indexed(document, encoder, Path::new(cache))).collect();
    Ok(Site { name: name.to_owned(), passages, questions: asked(questions)? })
}

fn documents(docs: &Path) -> anyhow::Result<Vec<ingest::Document>> {
    if docs.is_file() {
        return Ok(ingest::corpus::documents(&std::fs::read_to_string(docs)?)?);
    }
    let files = ingest::folder(docs)?;
    Ok(files.iter().filter_map(|(path, source)| ingest::document(path, source, "https://docs.invalid")).collect())
}

fn asked(file: &str) -> anyhow::Result<Vec<Asked>> {
    let text = std::fs::read_to_string(file)?;
    let mut ids = HashSet::new();
    let lines: Vec<Asked> = text.lines().filter(|line| !line.is_empty()).map(serde_json::from_str).collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|it| ids.insert(it.id.clone())).collect())
}

fn indexed(document: &ingest::Document, encoder: &Encoder, cache: &Path) -> Vec<Indexed> {
    let one = |passage: ingest::Passage| {
        let section = &document.sections[passage.section];
        Indexed {
            id: format!("{}/{}", document.id_of(section), passage.ordinal),
            page: document.path.clone(),
            section: document.id_of(section),
            title: document.title.clone(),
            heading: section.heading.clone(),
            url: document.url_of(section),
            encoding: Some(encoding(&passage, encoder, cache)),
            text: passage.text,
            markdown: passage.markdown,
        }
    };
    ingest::passages(document).into_iter().map(one).collect()
}

fn encoding(passage: &ingest::Passage, encoder: &Encoder, cache: &Path) -> Encoding {
    let file = cache.join(ingest::version(&passage.embed_text));
    let kept = std::fs::read(&file).ok().and_then(|bytes| Encoding::from_bytes(&bytes));
    kept.unwrap_or_else(|| {
        let made = encoder.passage(passage);
        // A cache that can't be written only makes the next run slower.
        let _ = std::fs::write(&file, made.to_bytes());
        made
    })
}
