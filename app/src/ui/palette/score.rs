//! How well a text fits what was typed. Pure.

use crate::domain::case::lower;

/// How well `text` fits `typed`, the more the better; nothing where a word of it is nowhere in the text.
///
/// Each word is looked for by itself: at the beginning, at the beginning of a word, within a word, or as letters that
/// come in this order and begin with a word.
pub fn score(typed: &str, text: &str) -> Option<u32> {
    let text = lower(text);
    lower(typed).split_whitespace().map(|word| of_word(word, &text)).sum()
}

fn of_word(word: &str, text: &str) -> Option<u32> {
    let starts = || text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty());
    if starts().any(|it| it == word) {
        return Some(if text.starts_with(word) { 100 } else { 90 });
    }
    if text.starts_with(word) {
        return Some(80);
    }
    if starts().any(|it| it.starts_with(word)) {
        return Some(70);
    }
    if text.contains(word) {
        return Some(40);
    }
    in_order(word, text).then_some(10)
}

/// Whether the letters of `word` come in `text` in this order, the first at the beginning of a word and each other right
/// after the one before or at the beginning of a word.
fn in_order(word: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let is_start = |at: usize| text[at].is_alphanumeric() && (at == 0 || !text[at - 1].is_alphanumeric());
    let mut ends: Vec<usize> = Vec::new();
    for (nth, letter) in word.chars().enumerate() {
        let fits = |at: &usize| text[*at] == letter && (is_start(*at) || ends.iter().any(|end| end + 1 == *at));
        let after = ends.first().map_or(0, |first| first + 1);
        let next: Vec<usize> = (after..text.len()).filter(fits).filter(|at| nth == 0 || ends.iter().any(|end| end < at)).collect();
        if next.is_empty() {
            return false;
        }
        ends = next;
    }
    word.chars().nth(1).is_some()
}

/// The places of those that fit, the best first; what was used lately comes before what fits as well, and in its order.
pub fn ranked<'a>(typed: &str, all: impl Iterator<Item = (&'a str, &'a str)>, recent: &[String]) -> Vec<usize> {
    let mut fitting: Vec<(u32, usize, usize)> = all
        .enumerate()
        .filter_map(|(at, (key, text))| {
            let last = recent.iter().position(|it| it == key).unwrap_or(usize::MAX);
            Some((score(typed, text)?, last, at))
        })
        .collect();
    fitting.sort_by_key(|(score, last, at)| (u32::MAX - score, *last, *at));
    fitting.into_iter().map(|(_, _, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(typed: &str, texts: &[&str]) -> Vec<String> {
        let all = texts.iter().map(|it| (*it, *it));
        ranked(typed, all, &[]).into_iter().map(|at| texts[at].to_owned()).collect()
    }

    #[test]
    fn beginnings_come_before_middles_and_those_before_letters_in_order() {
        let texts = ["Snooze: Monday", "Money back", "Mine", "Take over my mind", "Claim now", "Priority: normal"];
        assert_eq!(order("m", &texts), ["Money back", "Mine", "Snooze: Monday", "Take over my mind", "Claim now", "Priority: normal"]);
        assert_eq!(order("mon", &texts), ["Money back", "Snooze: Monday"]);
        assert_eq!(order("mine", &texts), ["Mine"]);
        assert_eq!(order("tom", &texts), ["Take over my mind"], "first letters of words");
        assert_eq!(order("", &texts), texts, "nothing typed fits all, in their order");
    }

    #[test]
    fn each_word_that_was_typed_must_be_there_in_any_order() {
        let texts = ["Assign to Ben", "Assign to Ana", "Hand back to AI", "Tag: handmade"];
        assert_eq!(order("ben assign", &texts), ["Assign to Ben"]);
        assert_eq!(order("assign", &texts), ["Assign to Ben", "Assign to Ana"]);
        assert_eq!(order("hand", &texts), ["Hand back to AI", "Tag: handmade"]);
        assert_eq!(order("hba", &texts), ["Hand back to AI"]);
        assert_eq!(order("xyz", &texts), Vec::<String>::new());
    }

    #[test]
    fn letters_in_order_go_on_or_begin_a_word() {
        for (typed, text, fits) in [
            ("snz", "Snooze", false),
            ("habac", "Hand back to AI", true),
            ("tkov", "Take over", false),
            ("tov", "Take over", true),
            ("ü", "Übernehmen", true),
            ("az", "An Zoë geben", true),
            ("gz", "An Zoë geben", false),
        ] {
            assert_eq!(score(typed, text).is_some(), fits, "{typed} in {text}");
        }
    }

    #[test]
    fn what_was_used_lately_comes_first_among_equals() {
        let texts = ["Assign to Ana", "Assign to Ben", "Assign to Cem", "Close"];
        let recent = ["Close".to_owned(), "Assign to Cem".to_owned()];
        let found = |typed| ranked(typed, texts.iter().map(|it| (*it, *it)), &recent).into_iter().map(|at| texts[at]).collect::<Vec<_>>();
        assert_eq!(found("assign"), ["Assign to Cem", "Assign to Ana", "Assign to Ben"]);
        assert_eq!(found(""), ["Close", "Assign to Cem", "Assign to Ana", "Assign to Ben"]);
        assert_eq!(found("ana"), ["Assign to Ana"]);
    }
}
