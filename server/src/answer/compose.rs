//! What is shown as the answer: the owner's own words, never others.

use super::index::Index;
use super::rank::Hit;
use std::ops::Range;

/// Sections up to this many words are shown whole.
const MOST_WORDS: usize = 180;
/// A page's introduction is followed by its next best section if that is nearly as good and both stay this short.
const NEARLY: f32 = 0.08;
const MOST_WORDS_OF_TWO: usize = 300;

/// A piece of an answer and the passage that it rests on (its place in the index).
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub markdown: String,
    pub passage: usize,
}

/// The answer from the best of these sections.
pub fn compose(index: &Index, hits: &[Hit]) -> Vec<Part> {
    let mut places: Vec<usize> = hits.first().map(|best| shown(index, best.passage)).into_iter().flatten().collect();
    if let Some(second) = hits.first().zip(hits.get(1)).and_then(|(best, second)| goes_on(index, best, second)) {
        let both: Vec<usize> = places.iter().copied().chain(shown(index, second)).collect();
        let n_words: usize = both.iter().map(|place| words(index, *place)).sum();
        places = if n_words <= MOST_WORDS_OF_TWO { both } else { places };
    }
    places.into_iter().map(|place| Part { markdown: index.passages[place].markdown.clone(), passage: place }).collect()
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
    let n_words: usize = section.clone().map(|place| words(index, place)).sum();
    if n_words <= MOST_WORDS { section } else { with_what_follows(index, passage, &section) }
}

/// "Do the following:" is no answer without what follows.
fn with_what_follows(index: &Index, passage: usize, section: &Range<usize>) -> Range<usize> {
    let is_open = |place: usize| index.passages[place].text.trim_end().ends_with(':');
    let start = if passage > section.start && is_open(passage - 1) { passage - 1 } else { passage };
    let end = if is_open(passage) { passage + 2 } else { passage + 1 };
    start..end.min(section.end)
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
            heading: heading.to_string(),
            text: text.clone(),
            markdown: text.clone(),
            ..Indexed::default()
        };
        Index::build(passages.iter().map(passage).collect())
    }

    fn shown(index: &Index, hits: &[(usize, f32)]) -> Vec<usize> {
        let hits: Vec<Hit> = hits.iter().map(|(passage, score)| Hit { passage: *passage, section: String::new(), score: *score }).collect();
        compose(index, &hits).into_iter().map(|part| part.passage).collect()
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
}
