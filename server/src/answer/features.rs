//! What can be measured of a search that tells whether its best section answers.

use super::account::account_signs;
use super::encoder::Asked;
use super::index::{Index, Nearness};
use super::query::Query;
use super::rank::{Hit, Ranking, WORDS, mean};
use super::words::tokens;

/// How many of the best sections are compared word piece by word piece.
const N_CLOSE: usize = 6;

/// A word piece of a question is matched where its like in a section is at least so near.
const MATCHED: f32 = 0.45;

/// The names of the figures, in the order of the coefficients of `confidence`.
pub const NAMES: [&str; 17] = [
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
    "unmatched",
    "words_agree",
    "heading_agrees",
];

/// Figures by the order of [`NAMES`], most of them between 0 and 1.
pub type Features = [f32; NAMES.len()];

/// The figures of a question and of what was found for it; all 0 if nothing was.
pub fn features(index: &Index, query: &Query, ranking: &Ranking) -> Features {
    let Some(best) = ranking.hits.first() else { return Features::default() };
    let (stems, asked) = (&query.stems, query.asked.as_ref());
    let (words, covered, unknown) = shared_words(index, query, best, ranking);
    let [alike, least_alike, telling_alike, telling_lead, unmatched] =
        asked.map_or([0.0; 5], |asked| likeness(index, query, asked, ranking));
    [
        ranking.nearness[best.passage].heading,
        standing_out(best, ranking),
        lead(index, best, ranking) / if asked.is_some() { 1.0 } else { WORDS * total_weight(index, stems) },
        words,
        covered,
        unknown,
        page_share(index, best, ranking),
        stems.len().min(12) as f32 / 12.0,
        account_signs(&query.text),
        asks_whether(&query.text),
        alike,
        least_alike,
        telling_alike,
        telling_lead,
        unmatched,
        agrees(index, best, ranking, |near| near.words),
        agrees(index, best, ranking, |near| near.heading),
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
fn shared_words(index: &Index, query: &Query, best: &Hit, ranking: &Ranking) -> (f32, f32, f32) {
    let stems = &query.stems;
    let section = &index.sections[index.section_of[best.passage]];
    let passage = &index.passages[best.passage];
    let head = index.tokens.stems(query.language, &format!("{} {}", passage.title, passage.heading));
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

/// Whether the passage that is best by one measure alone is of the same page.
fn agrees(index: &Index, best: &Hit, ranking: &Ranking, measure: fn(&Nearness) -> f32) -> f32 {
    let all = (0..ranking.nearness.len()).filter(|place| ranking.scores[*place] > 0.0);
    let first = all.max_by(|a, b| measure(&ranking.nearness[*a]).total_cmp(&measure(&ranking.nearness[*b])).then(b.cmp(a)));
    f32::from(u8::from(first.is_some_and(|first| index.page_of[first] == index.page_of[best.passage])))
}

/// Which share of the best ten sections is of the best one's page; where there are fewer, of them, though one alone says little.
fn page_share(index: &Index, best: &Hit, ranking: &Ranking) -> f32 {
    let n_own = ranking.hits.iter().filter(|hit| index.page_of[hit.passage] == index.page_of[best.passage]).count();
    n_own as f32 / ranking.hits.len().clamp(2, 10) as f32
}

/// "Can I …?", "do you …?": docs seldom say what a product can't do, so something near is often beside the point.
fn asks_whether(question: &str) -> f32 {
    const STARTS: [&str; 16] =
        ["can", "do", "does", "is", "are", "will", "could", "would", "should", "may", "has", "have", "any", "possible", "cant", "am"];
    f32::from(u8::from(tokens(question).iter().take(4).any(|word| STARTS.contains(&word.as_str()))))
}

/// Late interaction: how well each word piece of the question finds its like in the best section, on the whole and in the worse half;
/// the same with telling words counting more, how far that is before the other sections, and how much of the telling words
/// finds nothing like it (what a near miss asks for is named nowhere in the section that sounds near).
fn likeness(index: &Index, query: &Query, asked: &Asked, ranking: &Ranking) -> [f32; 5] {
    let found: Vec<Vec<f32>> = ranking.hits.iter().take(N_CLOSE).map(|hit| index.likeness(asked, hit.passage)).collect();
    let Some((first, others)) = found.split_first().filter(|(first, _)| !first.is_empty()) else { return [0.0; 5] };
    let mut sorted = first.clone();
    sorted.sort_by(f32::total_cmp);
    let weights: Vec<f32> =
        asked.words.iter().map(|word| index.tokens.stems(query.language, word).first().map_or(0.0, |stem| index.bm25.idf(stem))).collect();
    let telling = |values: &[f32]| {
        values.iter().zip(&weights).map(|(value, weight)| value * weight).sum::<f32>() / weights.iter().sum::<f32>().max(0.01)
    };
    let rival = others.iter().map(|values| telling(values)).fold(0.0, f32::max);
    let lacks: Vec<f32> = first.iter().map(|value| (MATCHED - value).clamp(0.0, 1.0)).collect();
    [mean(first), mean(&sorted[..sorted.len().div_ceil(2)]), telling(first), telling(first) - rival, telling(&lacks)]
}
