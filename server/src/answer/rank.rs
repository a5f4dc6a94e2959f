//! Which sections are nearest to a question.

use super::encoder::Asked;
use super::index::{Index, Nearness};
use super::query::Query;

/// How much each measure counts when there are vectors: the passage's meaning, its heading's, and the words they share.
const TEXT: f32 = 0.85;
const HEADING: f32 = 0.15;
pub const WORDS: f32 = 0.01;
/// How many of the best passages are compared word piece by word piece, and how much that counts.
const N_CLOSE: usize = 25;
const CLOSENESS: f32 = 1.2;
/// How much a page's second and third best passage count beside its best, and what a missing one is taken for.
const NEIGHBOURS: f32 = 0.15;
const MISSING: f32 = 0.08;

/// A section that may answer, its best passage, and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The place of the section's best passage in the index.
    pub passage: usize,
    pub section: String,
    pub score: f32,
}

/// What a search found: sections best first, and the figures behind them.
pub struct Ranking {
    pub hits: Vec<Hit>,
    /// Of every passage.
    pub nearness: Vec<Nearness>,
    pub scores: Vec<f32>,
}

/// All sections by score, at most `most`.
pub fn rank(index: &Index, query: &Query, most: usize) -> Ranking {
    let nearness = index.nearness(query.asked.as_ref(), &query.stems);
    let mut scores: Vec<f32> = nearness.iter().map(|it| fused(it, query.asked.is_some())).collect();
    if let Some(asked) = &query.asked {
        look_closer(index, asked, &mut scores);
    }
    // Where pages are in several languages, only those in the question's are looked at.
    scores.iter_mut().zip(&index.language_of).filter(|(_, language)| **language != query.language).for_each(|(score, _)| *score = 0.0);
    let hits = sections(index, &scores, most);
    Ranking { hits, nearness, scores }
}

fn fused(nearness: &Nearness, with_vectors: bool) -> f32 {
    match with_vectors {
        true => TEXT * nearness.text + HEADING * nearness.heading + WORDS * nearness.words,
        false => WORDS * nearness.words,
    }
}

/// Late interaction: the best passages gain by how well each piece of the question finds its like in them.
fn look_closer(index: &Index, asked: &Asked, scores: &mut [f32]) {
    let mut best: Vec<usize> = (0..scores.len()).collect();
    best.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    best.truncate(N_CLOSE);
    let closeness: Vec<f32> = best.iter().map(|place| mean(&index.likeness(asked, *place))).collect();
    let least = closeness.iter().copied().fold(1.0, f32::min);
    best.into_iter().zip(closeness).for_each(|(place, closeness)| scores[place] += CLOSENESS * (closeness - least));
}

fn sections(index: &Index, scores: &[f32], most: usize) -> Vec<Hit> {
    let gains = page_gains(index, scores);
    let hit = |section: &std::ops::Range<usize>| {
        let best = section.clone().max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a))).unwrap_or(section.start);
        let score = (1.0 - NEIGHBOURS) * scores[best] + gains[index.page_of[best]];
        Hit { passage: best, section: index.passages[best].section.clone(), score }
    };
    let mut hits: Vec<Hit> = index.sections.iter().map(hit).filter(|hit| scores[hit.passage] > 0.0).collect();
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
    hits.truncate(most);
    hits
}

/// What a page's second and third best passage add: a page that is about the matter has more than one that sounds near.
fn page_gains(index: &Index, scores: &[f32]) -> Vec<f32> {
    let n_pages = index.page_of.iter().max().map_or(0, |last| last + 1);
    let mut best = vec![Vec::new(); n_pages];
    scores.iter().zip(&index.page_of).for_each(|(score, page)| keep_three(&mut best[*page], *score));
    let gain = |best: Vec<f32>| {
        let second = best.get(1).copied().unwrap_or(best[0] - MISSING);
        NEIGHBOURS * (second + best.get(2).copied().unwrap_or(second)) / 2.0
    };
    best.into_iter().map(gain).collect()
}

fn keep_three(best: &mut Vec<f32>, score: f32) {
    best.insert(best.partition_point(|other| *other >= score), score);
    best.truncate(3);
}

pub fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}
