//! What sets a few titles apart, for the one short question that a half-sure assistant asks.

use super::index::Index;
use super::words::tokens;

/// A part that is longer than this makes no short question.
const LONGEST: usize = 48;

/// What each of these sections has that the others lack, in their own words: the heading, or where headings are alike the
/// page's title; the words that all begin or end with are left out. Nothing where that leaves no short, telling parts.
pub fn apart(index: &Index, places: &[usize]) -> Option<Vec<String>> {
    let name = |place: &usize| {
        let passage = index.passage(*place);
        if passage.heading.is_empty() { passage.title.clone() } else { passage.heading.clone() }
    };
    let titles = |place: &usize| index.passage(*place).title.clone();
    let names: Vec<String> = places.iter().map(name).collect();
    trimmed(&names).or_else(|| trimmed(&places.iter().map(titles).collect::<Vec<_>>()))
}

fn trimmed(names: &[String]) -> Option<Vec<String>> {
    let words: Vec<Vec<&str>> = names.iter().map(|name| name.split_whitespace().collect()).collect();
    let n_least = words.iter().map(Vec::len).min().unwrap_or(0);
    let same = |at: &dyn Fn(&[&str]) -> String| words.iter().all(|other| at(other) == at(&words[0]));
    let n_head = (0..n_least).take_while(|n| same(&|it: &[&str]| it[*n].to_lowercase())).count();
    let n_tail = (0..n_least - n_head.min(n_least)).take_while(|n| same(&|it: &[&str]| it[it.len() - 1 - n].to_lowercase())).count();
    let parts: Vec<String> = words.iter().map(|it| it[n_head..it.len().max(n_head + n_tail) - n_tail].join(" ")).collect();
    // A part of nothing but small words tells nothing: the whole names do, if they differ.
    let parts = if names.len() > 1 && parts.iter().all(|part| tells(part)) { parts } else { names.to_vec() };
    let are_short = parts.iter().all(|part| part.chars().count() <= LONGEST && tells(part));
    let differ = parts.iter().enumerate().all(|(n, part)| parts[..n].iter().all(|other| tokens(other) != tokens(part)));
    (names.len() > 1 && are_short && differ)
        .then(|| parts.iter().map(|part| part.trim_matches([':', '-', '–', '?', '.', ',', ' ']).to_owned()).collect())
}

fn tells(part: &str) -> bool {
    tokens(part).iter().any(|word| word.chars().count() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Indexed;

    fn parts(names: &[(&str, &str)]) -> Option<Vec<String>> {
        let one = |(n, (title, heading)): (usize, &(&str, &str))| Indexed {
            page: n.to_string(),
            section: n.to_string(),
            title: (*title).to_owned(),
            heading: (*heading).to_owned(),
            ..Indexed::default()
        };
        let index = Index::build(names.iter().enumerate().map(one).collect());
        apart(&index, &(0..names.len()).collect::<Vec<_>>())
    }

    #[test]
    fn what_all_share_is_left_out() {
        for (names, told) in [
            (vec![("Members", "Import from CSV"), ("Members", "Import from Excel")], Some(vec!["CSV", "Excel"])),
            (vec![("Cancel a plan", ""), ("Cancel a class", "")], Some(vec!["plan", "class"])),
            (vec![("Refunds", "How long it takes"), ("Payouts", "How long it takes")], Some(vec!["Refunds", "Payouts"])),
            (vec![("Refunds", ""), ("Class packs", ""), ("Taxes?", "")], Some(vec!["Refunds", "Class packs", "Taxes"])),
            (vec![("Refunds", "")], None),
            (vec![("Same", "Same"), ("Same", "Same")], None),
            (vec![("A", "What happens with all of the data that was ever imported by anyone"), ("A", "Else")], None),
        ] {
            assert_eq!(parts(&names), told.map(|told| told.into_iter().map(str::to_owned).collect()), "{names:?}");
        }
    }
}
