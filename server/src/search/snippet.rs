//! The words around what was found, in pieces of plain text.

use super::words::{Word, words};
use app::domain::search::{Asked, Piece, Query};

/// A snippet has about this many characters.
const LONGEST: usize = 150;
/// So many of them stand before the first hit.
const BEFORE: usize = 40;

/// `text` in pieces, what `query` looks for marked; cut to the best stretch of it.
pub fn marked(text: &str, query: &Query) -> Vec<Piece> {
    let hits = hits(text, query);
    let (start, end) = stretch(text, &hits);
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize, is_hit| {
        let text = one_line(text.get(from..to).unwrap_or_default());
        if !text.is_empty() {
            pieces.push(Piece { text, is_hit });
        }
    };
    let mut at = start;
    for (from, to) in hits.into_iter().filter(|(from, to)| *from >= start && *to <= end) {
        push(at, from, false);
        push(from, to, true);
        at = to;
    }
    push(at, end, false);
    if start > 0 {
        pieces.insert(0, Piece { text: "…".to_owned(), is_hit: false });
    }
    if end < text.trim_end().len() {
        pieces.push(Piece { text: "…".to_owned(), is_hit: false });
    }
    pieces
}

/// On one line: each stretch of white space is one space.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

/// The bytes that were looked for, in order, none twice.
fn hits(text: &str, query: &Query) -> Vec<(usize, usize)> {
    let here = words(text);
    let mut hits: Vec<(usize, usize)> = Vec::new();
    for part in &query.parts {
        let (asked, is_open) = match &part.asked {
            Asked::Word(asked) => (asked, true),
            Asked::Phrase(asked) => (asked, false),
            _ => continue,
        };
        let row: Vec<Word> = words(asked).into_iter().filter(|word| !word.is_rest).collect();
        if row.is_empty() {
            continue;
        }
        let found = here.windows(row.len()).filter(|here| is_row(here, &row, is_open));
        hits.extend(found.filter_map(|here| Some((here.first()?.range.start, here.last()?.range.end))));
    }
    hits.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (from, to) in hits {
        match joined.last_mut() {
            Some((_, end)) if *end >= from => *end = to.max(*end),
            _ => joined.push((from, to)),
        }
    }
    joined
}

fn is_row(here: &[Word], row: &[Word], is_open: bool) -> bool {
    let n = row.len() - 1;
    here.iter().zip(row).enumerate().all(|(at, (here, asked))| here.is_meant_by(asked, is_open && at == n))
}

/// Where the snippet begins and ends: around the window that holds most hits, the first such one.
fn stretch(text: &str, hits: &[(usize, usize)]) -> (usize, usize) {
    let begin = text.len() - text.trim_start().len();
    let n_within = |from: usize| hits.iter().filter(|(start, end)| *start >= from && *end <= from + LONGEST - BEFORE).count();
    let best = hits.iter().map(|(from, _)| *from).max_by_key(|from| (n_within(*from), std::cmp::Reverse(*from)));
    let start = best.map_or(begin, |hit| text[..hit].char_indices().rev().nth(BEFORE).map_or(begin, |(at, _)| word_start(text, at, hit)));
    let start = start.max(begin);
    let end = text[start..].char_indices().nth(LONGEST).map_or(text.trim_end().len(), |(at, _)| word_end(text, start + at, start));
    let end =
        best.and_then(|hit| hits.iter().find(|(from, _)| *from == hit)).map_or(end, |(_, hit_end)| end.max((*hit_end).min(text.len())));
    (start, end.max(start))
}

/// The beginning of the next word at or after `at`, where one comes before `limit`.
fn word_start(text: &str, at: usize, limit: usize) -> usize {
    text[at..limit].find(char::is_whitespace).map_or(at, |n| at + n + text[at + n..].chars().next().map_or(0, char::len_utf8))
}

/// The end of the last whole word before `at`, where one ends after `limit`.
fn word_end(text: &str, at: usize, limit: usize) -> usize {
    text[limit..at].rfind(char::is_whitespace).filter(|n| *n > 0).map_or(at, |n| limit + n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str, query: &str) -> String {
        let piece = |it: &Piece| if it.is_hit { format!("[{}]", it.text) } else { it.text.clone() };
        marked(text, &Query::parse(query)).iter().map(piece).collect()
    }

    #[test]
    fn what_was_looked_for_is_marked_as_it_stands() {
        for (text, query, expected) in [
            ("How long do refunds take?", "refund", "How long do [refunds] take?"),
            ("A refund. Another\n\n refund", "refund", "A [refund]. Another [refund]"),
            ("five days or days five", "\"five days\"", "[five days] or days five"),
            ("Ça coûte ÉTÉ", "cout ete", "Ça [coûte] [ÉTÉ]"),
            ("write ana@example.com now", "ana@example.com", "write [ana@example.com] now"),
            ("東京都庁の人", "京都庁", "東[京都庁]の人"),
            ("nothing of it", "is:open", "nothing of it"),
            ("<b>bold</b>", "bold", "<b>[bold]</b>"),
            ("", "x", ""),
        ] {
            assert_eq!(told(text, query), expected, "{text} / {query}");
        }
    }

    #[test]
    fn a_long_text_is_cut_around_the_hit() {
        let text = format!("{} the needle stands here {}", "before ".repeat(60), "after ".repeat(60));
        let told = told(&text, "needle");
        assert!(told.starts_with("…before") && told.contains("the [needle] stands") && told.ends_with("after…"), "{told}");
        assert!(told.chars().count() < LONGEST + 10, "{told}");
    }

    proptest! {
        #[test]
        fn any_text_is_cut_without_harm(text in any::<String>(), query in any::<String>()) {
            let pieces = marked(&text, &Query::parse(&query));
            prop_assert!(pieces.iter().all(|piece| !piece.text.is_empty()));
        }

        #[test]
        fn long_texts_too(words in proptest::collection::vec("[aé東b ]{1,60}", 0..40), query in "[aé東b]{1,3}") {
            let text = words.join(" ");
            marked(&text, &Query::parse(&query));
        }
    }
}
