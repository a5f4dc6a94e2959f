//! What is shown as the answer: the owner's own words, never others. One lead line, then the section itself where it is short,
//! with its steps; of a long one the sentences that answer, as they stand there one after the other.

use super::index::Index;
use super::rank::Hit;
use crate::ingest::sentences;
use std::ops::Range;

/// Sections up to this many words are shown whole.
const MOST_WORDS: usize = 180;
/// Of a longer one, so many words around the best sentence.
const MOST_WORDS_OF_EXCERPT: usize = 110;
/// A page's introduction is followed by its next best section if that is nearly as good and both stay this short.
const NEARLY: f32 = 0.08;
const MOST_WORDS_OF_TWO: usize = 300;

/// A piece of an answer and the passage that it rests on (its place in the index).
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub markdown: String,
    pub passage: usize,
}

/// The answer from the best of these sections to a question of these stems.
pub fn compose(index: &Index, stems: &[String], hits: &[Hit]) -> Vec<Part> {
    let mut places: Vec<usize> = hits.first().map(|best| shown(index, best.passage)).into_iter().flatten().collect();
    if let Some(second) = hits.first().zip(hits.get(1)).and_then(|(best, second)| goes_on(index, best, second)) {
        let both: Vec<usize> = places.iter().copied().chain(shown(index, second)).collect();
        let n_words: usize = both.iter().map(|place| words(index, *place)).sum();
        places = if n_words <= MOST_WORDS_OF_TWO { both } else { places };
    }
    let parts = places.iter().map(|place| Part { markdown: told(index, stems, *place), passage: *place });
    lead(index, &places).into_iter().chain(parts).collect()
}

/// What is shown of a section alone, as when a visitor chose it.
pub fn section(index: &Index, stems: &[String], place: usize) -> Vec<Part> {
    let best = index.sections[index.section_of[place]]
        .clone()
        .max_by(|a, b| score(index, stems, *a).total_cmp(&score(index, stems, *b)).then(b.cmp(a)));
    let hit = Hit { passage: best.unwrap_or(place), section: index.passages[place].section.clone(), score: 1.0 };
    compose(index, stems, &[hit])
}

/// How much of a question's weight a passage names.
fn score(index: &Index, stems: &[String], place: usize) -> f32 {
    stems.iter().filter(|stem| index.stems[place].contains(stem)).map(|stem| index.bm25.idf(stem)).sum()
}

/// Steps, tables and code that begin without a word are led in by the section's name.
fn lead(index: &Index, places: &[usize]) -> Option<Part> {
    let passage = *places.first()?;
    let name = Some(&index.passages[passage].heading).filter(|heading| !heading.is_empty()).unwrap_or(&index.passages[passage].title);
    let is_plain = !name.is_empty() && !name.contains(['*', '_', '`', '[', '<', '\\']);
    (is_plain && !is_prose(first_block(&index.passages[passage].markdown))).then(|| Part { markdown: format!("**{name}**"), passage })
}

fn first_block(markdown: &str) -> &str {
    markdown.trim_start().split("\n\n").next().unwrap_or_default()
}

/// "How do I enable it?" finds the page's introduction first, and the steps right after.
fn goes_on(index: &Index, best: &Hit, second: &Hit) -> Option<usize> {
    let is_lead = index.passages[best.passage].heading.is_empty();
    let is_of_page = index.page_of[best.passage] == index.page_of[second.passage];
    (is_lead && is_of_page && best.score - second.score < NEARLY).then_some(second.passage)
}

/// The whole section if it is short, else the passage and what it leads up to.
fn shown(index: &Index, passage: usize) -> Range<usize> {
    let section = index.sections[index.section_of[passage]].clone();
    if n_words(index, section.clone()) <= MOST_WORDS { section } else { with_what_follows(index, passage, &section) }
}

/// "Do the following:" is no answer without what follows.
fn with_what_follows(index: &Index, passage: usize, section: &Range<usize>) -> Range<usize> {
    let is_open = |place: usize| index.passages[place].text.trim_end().ends_with(':');
    let start = if passage > section.start && is_open(passage - 1) { passage - 1 } else { passage };
    let end = if is_open(passage) { passage + 2 } else { passage + 1 };
    start..end.min(section.end)
}

/// A passage as it is told: whole where its section is short or it holds steps; else the sentences around the best one.
fn told(index: &Index, stems: &[String], place: usize) -> String {
    let markdown = &index.passages[place].markdown;
    let section = index.sections[index.section_of[place]].clone();
    let is_long = n_words(index, section) > MOST_WORDS && words(index, place) > MOST_WORDS_OF_EXCERPT;
    let is_text = markdown.split("\n\n").all(is_prose) && !markdown.trim_end().ends_with(':');
    let excerpt = if is_long && is_text { excerpt(index, stems, place) } else { None };
    excerpt.unwrap_or_else(|| markdown.clone())
}

/// Whether a block is running text: no list, table, code, quote, picture or heading.
fn is_prose(block: &str) -> bool {
    let is_marked = |line: &str| {
        let is_item = line
            .split_once(['.', ')'])
            .is_some_and(|(n, rest)| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()) && rest.starts_with(' '));
        is_item
            || line.starts_with("- ")
            || line.starts_with("* ")
            || line.starts_with("+ ")
            || line.starts_with(['|', '`', '~', '>', '#', '!', '<', ':'])
    };
    block.lines().map(str::trim_start).all(|line| !is_marked(line))
}

/// Sentences that stand one after the other around the one that names most of the question. Nothing where they can't be cut
/// out whole (an emphasis or a link goes over the cut), or none names anything.
fn excerpt(index: &Index, stems: &[String], place: usize) -> Option<String> {
    let paragraphs: Vec<Vec<&str>> = index.passages[place].markdown.split("\n\n").map(sentences).collect();
    let all: Vec<(usize, &str)> = paragraphs.iter().enumerate().flat_map(|(n, them)| them.iter().map(move |it| (n, *it))).collect();
    let language = index.language_of[place];
    let worth = |(_, sentence): &(usize, &str)| {
        let own = index.tokens.stems(language, sentence);
        stems.iter().filter(|stem| own.contains(stem)).map(|stem| index.bm25.idf(stem)).sum::<f32>()
    };
    let worths: Vec<f32> = all.iter().map(worth).collect();
    let best = (0..all.len()).max_by(|a, b| worths[*a].total_cmp(&worths[*b]).then(b.cmp(a))).filter(|best| worths[*best] > 0.0)?;
    let text = joined(&all[around(&all, &worths, best)]);
    let is_whole = ["**", "`", "__"].iter().all(|mark| text.matches(mark).count() % 2 == 0)
        && [('[', ']'), ('(', ')')].iter().all(|(open, close)| text.matches(*open).count() == text.matches(*close).count());
    is_whole.then_some(text)
}

/// As many neighbours of the best sentence as fit, the better side first.
fn around(all: &[(usize, &str)], worths: &[f32], best: usize) -> Range<usize> {
    let n_words = |at: usize| all[at].1.split_whitespace().count();
    let (mut from, mut to, mut total) = (best, best + 1, n_words(best));
    loop {
        let before = from.checked_sub(1).filter(|at| total + n_words(*at) <= MOST_WORDS_OF_EXCERPT);
        let after = Some(to).filter(|at| *at < all.len() && total + n_words(*at) <= MOST_WORDS_OF_EXCERPT);
        match (before, after) {
            // What comes after explains more often than what came before.
            (Some(before), Some(after)) if worths[before] > worths[after] => (from, total) = (before, total + n_words(before)),
            (_, Some(after)) => (to, total) = (after + 1, total + n_words(after)),
            (Some(before), None) => (from, total) = (before, total + n_words(before)),
            (None, None) => return from..to,
        }
    }
}

fn joined(sentences: &[(usize, &str)]) -> String {
    let mut text = String::new();
    for (n, (paragraph, sentence)) in sentences.iter().enumerate() {
        if n > 0 {
            text.push_str(if sentences[n - 1].0 == *paragraph { " " } else { "\n\n" });
        }
        text.push_str(sentence);
    }
    text
}

fn n_words(index: &Index, places: Range<usize>) -> usize {
    places.map(|place| words(index, place)).sum()
}

fn words(index: &Index, place: usize) -> usize {
    index.passages[place].text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Indexed;

    fn index(passages: &[(&str, &str, String)]) -> Index {
        let passage = |(page, heading, text): &(&str, &str, String)| Indexed {
            page: page.to_string(),
            section: format!("{page}#{heading}"),
            title: page.to_string(),
            heading: heading.to_string(),
            text: text.clone(),
            markdown: text.clone(),
            ..Indexed::default()
        };
        Index::build(passages.iter().map(passage).collect())
    }

    fn hits(hits: &[(usize, f32)]) -> Vec<Hit> {
        hits.iter().map(|(passage, score)| Hit { passage: *passage, section: String::new(), score: *score }).collect()
    }

    fn shown(index: &Index, of: &[(usize, f32)]) -> Vec<usize> {
        compose(index, &[], &hits(of)).into_iter().map(|part| part.passage).collect()
    }

    #[test]
    fn a_short_section_is_shown_whole_a_long_one_in_part() {
        let long = "word ".repeat(120);
        let index = index(&[
            ("a", "x", "One.".into()),
            ("a", "x", "Two.".into()),
            ("b", "y", long.clone()),
            ("b", "y", "Do this:".into()),
            ("b", "y", long),
        ]);
        assert_eq!(shown(&index, &[(1, 1.0)]), [0, 1]);
        assert_eq!(shown(&index, &[(2, 1.0)]), [2]);
        assert_eq!(shown(&index, &[(3, 1.0)]), [3, 4]);
        assert!(shown(&index, &[]).is_empty());
    }

    #[test]
    fn an_introduction_is_followed_by_what_is_nearly_as_good() {
        let index = index(&[("a", "", "About it.".into()), ("a", "How", "Steps.".into()), ("b", "Other", "Else.".into())]);
        assert_eq!(shown(&index, &[(0, 1.0), (1, 0.95)]), [0, 1]);
        assert_eq!(shown(&index, &[(0, 1.0), (1, 0.8)]), [0]);
        assert_eq!(shown(&index, &[(0, 1.0), (2, 0.99)]), [0]);
    }

    #[test]
    fn steps_are_led_in_by_their_heading_and_stay_whole() {
        let index =
            index(&[("Exports", "Export members", "1. Open it.\n2. Press **Export**.".into()), ("Exports", "", "Plain words.".into())]);
        let told: Vec<String> = compose(&index, &[], &hits(&[(0, 1.0)])).into_iter().map(|part| part.markdown).collect();
        assert_eq!(told, ["**Export members**", "1. Open it.\n2. Press **Export**."]);
        assert_eq!(compose(&index, &[], &hits(&[(1, 1.0)])).len(), 1);
    }

    #[test]
    fn of_a_long_text_the_sentences_that_answer_are_told_as_they_stand() {
        let filler = |n: usize| (0..n).map(|n| format!("Filler number {n} says nothing at all of use. ")).collect::<String>();
        let text = format!("{}Refunds take five days. They go to the card.\n\nA **bold. Word** here.", filler(14));
        let index = index(&[("a", "x", text.clone()), ("a", "x", filler(14))]);
        let told = compose(&index, &["refund".to_owned()], &hits(&[(0, 1.0)])).remove(0).markdown;
        assert!(
            told.contains("Refunds take five days. They go to the card.") && told.split_whitespace().count() <= MOST_WORDS_OF_EXCERPT,
            "{told}"
        );
        assert!(text.replace("\n\n", " ").contains(&told.replace("\n\n", " ")), "verbatim: {told}");
        assert_eq!(compose(&index, &["unheard".to_owned()], &hits(&[(0, 1.0)])).remove(0).markdown, text, "nothing stands out");
    }
}
