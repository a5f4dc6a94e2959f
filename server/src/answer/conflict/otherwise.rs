//! Does a text give another figure than a person gave of the same? In doubt it does: then a person is asked once more, which costs
//! less than two of us who contradict each other.

use super::{
    Text, agree,
    claim::{Claim, claims, is_vague},
};
use crate::answer::{language::Language, tokens::Tokens};
use std::{collections::HashSet, sync::LazyLock};

static ENGLISH: LazyLock<Tokens> = LazyLock::new(|| Tokens::of([Language::English].into_iter()));

/// Whether `said` contradicts what a person told, when they were asked that. What has been told `since` corrects it.
pub fn says_otherwise(said: &str, asked: &str, told: &str, since: &str) -> bool {
    let text = |text| Text { section: "", title: "", heading: "", text, vector: None };
    let (settled, new, since) = (text(told), text(said), text(since));
    let (settled, new, since) = (claims(&ENGLISH, 0, &settled), claims(&ENGLISH, 1, &new), claims(&ENGLISH, 2, &since));
    let asked: HashSet<String> = ENGLISH.stems(Language::English, asked).into_iter().filter(|stem| !is_vague(stem)).collect();
    let is_told = |of: &Claim<'_>, by: &[Claim<'_>]| by.iter().any(|claim| claim.kind == of.kind && agree(claim, of));
    let differs = |one: &Claim<'_>, other: &Claim<'_>| {
        let is_of_one = one.kind == other.kind && one.may_be_compared(other) && is_of_the_same(one, other, &asked);
        is_of_one && !is_told(one, &new) && !is_told(other, &settled) && !is_told(other, &since)
    };
    settled.iter().any(|one| new.iter().any(|other| differs(one, other)))
}

/// Whether two sentences share half of the words of the shorter. "It takes three days" is of what was asked.
fn is_of_the_same(settled: &Claim<'_>, new: &Claim<'_>, asked: &HashSet<String>) -> bool {
    let own: HashSet<&String> = if settled.stems.len() < 2 { settled.stems.union(asked).collect() } else { settled.stems.iter().collect() };
    let n_shared = new.stems.iter().filter(|stem| own.contains(stem)).count();
    n_shared > 0 && n_shared * 2 >= own.len().min(new.stems.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: &str = "How long does my refund take?";

    #[test]
    fn another_figure_of_the_same_is_a_contradiction() {
        for (asked, told, said) in [
            (ASKED, "It takes three days.", "Refunds take five days to reach your bank account."),
            (ASKED, "Your refund takes 3 days, Mara.", "A refund takes up to two weeks."),
            ("", "Your refund arrives on 14 June.", "The refund arrives on June 20."),
            ("", "The upgrade costs $20.", "An upgrade costs $25 a month."),
            ("Can you extend my trial?", "I've extended your trial to 30 days.", "The trial lasts 14 days."),
            ("", "You get a discount of 20%.", "The discount is 10 percent."),
        ] {
            assert!(says_otherwise(said, asked, told, ""), "{told} / {said}");
        }
    }

    #[test]
    fn what_was_told_since_counts() {
        let says = |said, since| says_otherwise(said, ASKED, "It takes three days.", since);
        assert!(!says("Refunds take five days.", "Sorry, it takes five days."));
        assert!(says("Refunds take two weeks.", "Sorry, it takes five days.") && says("Refunds take five days.", "You're welcome!"));
    }

    #[test]
    fn the_same_figure_and_another_subject_are_none() {
        for (asked, told, said) in [
            (ASKED, "It takes three days.", "Refunds take 3 days."),
            (ASKED, "It takes three days.", "Refunds take five days, yours three days."),
            (ASKED, "It takes three days.", "An invoice is due after 30 days."),
            (ASKED, "It takes three days.", "Refunds go to your bank account."),
            (ASKED, "It is on its way.", "Refunds take five days."),
            ("", "The upgrade costs $20.", "The upgrade takes two minutes."),
            ("", "Your trial ends on 14 June.", "The trial lasts 14 days."),
            ("", "", "Refunds take five days."),
        ] {
            assert!(!says_otherwise(said, asked, told, ""), "{told} / {said}");
        }
    }
}
