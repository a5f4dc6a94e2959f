//! What can be measured of a search that tells whether its best section answers.

use super::account::account_signs;
use super::encoder::Asked;
use super::index::Index;
use super::rank::{Hit, Ranking, WORDS, mean};
use super::words::tokens;

/// How many of the best sections are compared word piece by word piece.
const N_CLOSE: usize = 6;

/// The names of the figures, in the order of the coefficients of `confidence`.
pub const NAMES: [&str; 14] = [
    "heading",
    "stands_out",
    "lead",
    "words",
    "covered",
    "unknown",
    "page_share",
    "length",
    "account",
    "asks_whether",
    "alike",
    "least_alike",
    "telling_alike",
    "telling_lead",
];

/// Figures by the order of [`NAMES`], most of them between 0 and 1.
pub type Features = [f32; NAMES.len()];

/// The figures of a question and of what was found for it; all 0 if nothing was.
pub fn features(index: &Index, question: &str, stems: &[String], asked: Option<&Asked>, ranking: &Ranking) -> Features {
    let Some(best) = ranking.hits.first() else { return Features::default() };
    let (words, covered, unknown) = shared_words(index, stems, best, ranking);
    let [alike, least_alike, telling_alike, telling_lead] = asked.map_or([0.0; 4], |asked| likeness(index, asked, ranking));
    [
        ranking.nearness[best.passage].heading,
        standing_out(best, ranking),
        lead(index, best, ranking) / if asked.is_some() { 1.0 } else { WORDS * total_weight(index, stems) },
        words,
        covered,
        unknown,
        page_share(index, best, ranking),
        stems.len().min(12) as f32 / 12.0,
        account_signs(question),
        asks_whether(question),
        alike,
        least_alike,
        telling_alike,
        telling_lead,
    ]
}

/// The value of one figure.
pub fn figure(features: &Features, name: &str) -> f32 {
    NAMES.iter().position(|known| *known == name).map_or(0.0, |at| features[at])
}

/// How far the best passage's cosine is from that of all others, in fifths of their spread.
fn standing_out(best: &Hit, ranking: &Ranking) -> f32 {
    let cosines: Vec<f32> = ranking.nearness.iter().map(|near| near.text).collect();
    let average = mean(&cosines);
    let spread = mean(&cosines.iter().map(|cosine| (cosine - average).powi(2)).collect::<Vec<_>>()).sqrt();
    if spread > 0.0 { (cosines[best.passage] - average) / spread / 5.0 } else { 0.0 }
}

/// How far the best section is before the best one of another page; by words alone, as a share of the question's weight.
fn lead(index: &Index, best: &Hit, ranking: &Ranking) -> f32 {
    let other = ranking.hits.iter().find(|hit| index.page_of[hit.passage] != index.page_of[best.passage]);
    best.score - other.map_or(0.0, |other| other.score)
}

/// BM25 of the best passage, how much of the question's weight its section names, and how much the docs don't know at all.
fn shared_words(index: &Index, stems: &[String], best: &Hit, ranking: &Ranking) -> (f32, f32, f32) {
    let section = &index.sections[index.section_of[best.passage]];
    let passage = &index.passages[best.passage];
    let head = index.tokens.stems(&format!("{} {}", passage.title, passage.heading));
    let names = |stem: &String| head.contains(stem) || section.clone().any(|place| index.stems[place].contains(stem));
    let weight = |stems: &mut dyn Iterator<Item = &String>| stems.map(|stem| index.bm25.idf(stem)).sum::<f32>();
    let total = total_weight(index, stems);
    let covered = weight(&mut stems.iter().filter(|stem| names(stem)));
    let unknown = weight(&mut stems.iter().filter(|stem| !index.bm25.knows(stem)));
    (ranking.nearness[best.passage].words / (total * 2.2), covered / total, unknown / total)
}

fn total_weight(index: &Index, stems: &[String]) -> f32 {
    stems.iter().map(|stem| index.bm25.idf(stem)).sum::<f32>().max(0.01)
}

/// How many of the best ten sections are of the best one's page.
fn page_share(index: &Index, best: &Hit, ranking: &Ranking) -> f32 {
    ranking.hits.iter().filter(|hit| index.page_of[hit.passage] == index.page_of[best.passage]).count() as f32 / 10.0
}

/// "Can I …?", "do you …?": docs seldom say what a product can't do, so something near is often beside the point.
fn asks_whether(question: &str) -> f32 {
    const STARTS: [&str; 16] =
        ["can", "do", "does", "is", "are", "will", "could", "would", "should", "may", "has", "have", "any", "possible", "cant", "am"];
    f32::from(u8::from(tokens(question).iter().take(4).any(|word| STARTS.contains(&word.as_str()))))
}

/// Late interaction: how well each word piece of the question finds its like in the best section, on the whole and in the worse half;
/// the same with telling words counting more, and how far that is before the other sections.
fn likeness(index: &Index, asked: &Asked, ranking: &Ranking) -> [f32; 4] {
    let found: Vec<Vec<f32>> = ranking.hits.iter().take(N_CLOSE).map(|hit| index.likeness(asked, hit.passage)).collect();
    let Some((first, others)) = found.split_first().filter(|(first, _)| !first.is_empty()) else { return [0.0; 4] };
    let mut sorted = first.clone();
    sorted.sort_by(f32::total_cmp);
    let weights: Vec<f32> =
        asked.words.iter().map(|word| index.tokens.stems(word).first().map_or(0.0, |stem| index.bm25.idf(stem))).collect();
    let telling = |values: &[f32]| {
        values.iter().zip(&weights).map(|(value, weight)| value * weight).sum::<f32>() / weights.iter().sum::<f32>().max(0.01)
    };
    let rival = others.iter().map(|values| telling(values)).fold(0.0, f32::max);
    [mean(first), mean(&sorted[..sorted.len().div_ceil(2)]), telling(first), telling(first) - rival]
}
