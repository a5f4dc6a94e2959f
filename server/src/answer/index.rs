//! All passages of an assistant, ready to be searched.

use super::bm25::{self, Bm25};
use super::encoder::Asked;
use super::encoding::{Encoding, WIDTH, dot};
use super::language::{Language, language_of_page};
use super::tokens::Tokens;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A passage as the index takes it. Passages of a section come one after another, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Indexed {
    /// The caller's name for the passage; what a citation says.
    pub id: String,
    pub page: String,
    /// The section's name across all pages, `billing/refunds#how-long`.
    pub section: String,
    pub title: String,
    pub heading: String,
    /// With the section's fragment.
    pub url: String,
    pub text: String,
    pub markdown: String,
    /// `None` as long as it isn't encoded.
    pub encoding: Option<Encoding>,
}

/// Held in memory, never changed: a changed source makes a new one.
pub struct Index {
    pub(super) passages: Vec<Indexed>,
    pub(super) tokens: Tokens,
    pub(super) bm25: Bm25,
    pub(super) stems: Vec<Vec<String>>,
    /// Which section, and which page, a passage belongs to.
    pub(super) section_of: Vec<usize>,
    pub(super) page_of: Vec<usize>,
    pub(super) sections: Vec<Range<usize>>,
    /// The language of each passage's page, and the one that most pages are in.
    pub(super) language_of: Vec<Language>,
    pub(super) main_language: Language,
    vectors: Vec<f32>,
    headings: Vec<f32>,
    has_vectors: bool,
}

/// So many bytes of a page tell its language.
const ENOUGH: usize = 2_000;
/// How much the best clause of a question counts beside the whole.
const BEST_CLAUSE: f32 = 0.4;

/// How near one passage is to a question, by each measure.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nearness {
    pub text: f32,
    pub heading: f32,
    pub words: f32,
}

impl Index {
    /// Search by meaning works if every passage has its vectors; else the index searches by words alone.
    pub fn build(mut passages: Vec<Indexed>) -> Index {
        let (sections, section_of) = sections(&passages);
        let page_of = numbered(passages.iter().map(|passage| passage.page.clone()));
        let (language_of, main_language) = languages(&passages, &page_of);
        let tokens = Tokens::of(language_of.iter().copied().chain([main_language]).collect::<HashSet<_>>().into_iter());
        let has_vectors =
            !passages.is_empty() && passages.iter().all(|passage| passage.encoding.as_ref().is_some_and(|it| it.vector.len() == WIDTH));
        let stems: Vec<Vec<String>> =
            passages.iter().zip(&language_of).map(|(passage, language)| tokens.stems(*language, &passage.text)).collect();
        let words = passages.iter().zip(&language_of).zip(&stems);
        let bm25 = Bm25::build(words.map(|((passage, language), stems)| weighted(&tokens, *language, passage, stems)));
        let (vectors, headings) = if has_vectors { flattened(&mut passages) } else { (Vec::new(), Vec::new()) };
        Index { passages, tokens, bm25, stems, section_of, page_of, sections, language_of, main_language, vectors, headings, has_vectors }
    }

    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    pub fn has_vectors(&self) -> bool {
        self.has_vectors
    }

    /// A passage by its place, as a `Hit` or a `Part` names it.
    pub fn passage(&self, place: usize) -> &Indexed {
        &self.passages[place]
    }

    /// Whether some pages are in this language.
    pub fn speaks(&self, language: Language) -> bool {
        self.language_of.contains(&language)
    }

    /// The place of a section's first passage, by the section's name.
    pub fn place_of(&self, section: &str) -> Option<usize> {
        self.sections.iter().map(|range| range.start).find(|place| self.passages[*place].section == section)
    }

    /// What a section is called: the words of its page's title and of its heading, told apart by ` - `.
    pub(super) fn name_of(&self, place: usize) -> String {
        let passage = &self.passages[place];
        if passage.heading.is_empty() { passage.title.clone() } else { format!("{} - {}", passage.title, passage.heading) }
    }

    pub(super) fn nearness(&self, asked: Option<&Asked>, stems: &[String]) -> Vec<Nearness> {
        let words = self.bm25.scores(stems);
        let Some(asked) = asked.filter(|_| self.has_vectors) else {
            return words.into_iter().map(|words| Nearness { words, ..Nearness::default() }).collect();
        };
        let rows = self.vectors.chunks_exact(WIDTH).zip(self.headings.chunks_exact(WIDTH));
        rows.zip(words)
            .map(|((text, heading), words)| Nearness { text: cosine(asked, text), heading: cosine(asked, heading), words })
            .collect()
    }

    /// For each word piece of a question, how like the nearest piece of a passage is.
    pub(super) fn likeness(&self, asked: &Asked, place: usize) -> Vec<f32> {
        let encoding = self.passages[place].encoding.as_ref();
        asked.pieces.iter().map(|piece| encoding.map_or(0.0, |encoding| encoding.nearest(piece))).collect()
    }
}

/// How near a passage's vector is to the whole question and to its best clause, as one figure.
fn cosine(asked: &Asked, row: &[f32]) -> f32 {
    let whole = dot(row, &asked.vector);
    let best = asked.clauses.iter().map(|clause| dot(row, clause)).reduce(f32::max);
    best.map_or(whole, |best| (1.0 - BEST_CLAUSE) * whole + BEST_CLAUSE * best)
}

fn weighted(tokens: &Tokens, language: Language, passage: &Indexed, stems: &[String]) -> Vec<(String, f32)> {
    let field = |text: &str, weight: f32| tokens.stems(language, text).into_iter().map(move |stem| (stem, weight)).collect::<Vec<_>>();
    let mut words = field(&passage.title, bm25::TITLE);
    words.extend(field(&passage.heading, bm25::HEADING));
    words.extend(stems.iter().map(|stem| (stem.clone(), bm25::TEXT)));
    words
}

/// All vectors in two rows of numbers; only the word pieces' sketches stay with the passage.
fn flattened(passages: &mut [Indexed]) -> (Vec<f32>, Vec<f32>) {
    let (mut vectors, mut headings) = (Vec::new(), Vec::new());
    for encoding in passages.iter_mut().filter_map(|passage| passage.encoding.as_mut()) {
        vectors.append(&mut encoding.vector);
        headings.append(&mut encoding.heading);
    }
    (vectors, headings)
}

fn sections(passages: &[Indexed]) -> (Vec<Range<usize>>, Vec<usize>) {
    let (mut sections, mut of): (Vec<Range<usize>>, Vec<usize>) = (Vec::new(), Vec::new());
    for (place, passage) in passages.iter().enumerate() {
        match sections.last_mut().filter(|last| passages[last.start].section == passage.section) {
            Some(last) => last.end = place + 1,
            None => sections.push(place..place + 1),
        }
        of.push(sections.len() - 1);
    }
    (sections, of)
}

/// The language of each passage, by its whole page, and the one that most pages are in; where none is clear, English.
fn languages(passages: &[Indexed], page_of: &[usize]) -> (Vec<Language>, Language) {
    let mut pages: Vec<String> = vec![String::new(); page_of.iter().max().map_or(0, |last| last + 1)];
    for (passage, page) in passages.iter().zip(page_of) {
        if pages[*page].len() < ENOUGH {
            pages[*page].push_str(&passage.text);
            pages[*page].push('\n');
        }
    }
    let told: Vec<Option<Language>> = pages.iter().map(|text| language_of_page(text)).collect();
    let mut counts: HashMap<Language, usize> = HashMap::new();
    told.iter().flatten().for_each(|language| *counts.entry(*language).or_default() += 1);
    let main = counts
        .into_iter()
        .max_by_key(|(language, n)| (*n, std::cmp::Reverse(*language)))
        .map_or(Language::English, |(language, _)| language);
    (page_of.iter().map(|page| told[*page].unwrap_or(main)).collect(), main)
}

fn numbered(names: impl Iterator<Item = String>) -> Vec<usize> {
    let mut numbers = HashMap::new();
    names
        .map(|name| {
            let next = numbers.len();
            *numbers.entry(name).or_insert(next)
        })
        .collect()
}
