//! Whether a turn is what the owner expects.

use app::domain::{
    trial::{Expect, Missed},
    turn::{Fate, Turn},
};
use regex::{Regex, RegexBuilder};

/// A pattern may become this large in memory.
const LARGEST: usize = 1 << 20;

/// A pattern that an answer should fit, whatever its letters' case; nothing where it isn't one.
pub fn pattern(text: &str) -> Option<Regex> {
    RegexBuilder::new(text).case_insensitive(true).size_limit(LARGEST).build().ok()
}

/// What is wrong with `turn`; nothing where it is as expected.
pub fn judge(expects: &Expect, turn: &Turn) -> Option<Missed> {
    let fate = turn.fate();
    let is_right = |pages: &[String]| pages.is_empty() || turn.pages().iter().any(|page| pages.iter().any(|right| right == page));
    match (expects, fate) {
        (Expect::Answer { pages, .. }, Fate::Answers) if !is_right(pages) => Some(Missed::OtherPage),
        (Expect::Answer { pattern: Some(text), .. }, Fate::Answers) => {
            let fits = pattern(text).is_some_and(|it| it.is_match(&turn.said()));
            (!fits).then_some(Missed::OtherWords)
        }
        (Expect::Answer { .. }, Fate::Answers) => None,
        (Expect::Answer { .. }, Fate::Suggests) => Some(Missed::OnlyOffered),
        (Expect::Offer { pages }, Fate::Answers | Fate::Suggests) => (!is_right(pages)).then_some(Missed::OtherPage),
        (Expect::Answer { .. } | Expect::Offer { .. }, _) => Some(Missed::NotAnswered),
        (Expect::HandOver, Fate::HandsOver | Fate::Declines) => None,
        (Expect::HandOver, _) => Some(Missed::NotHandedOver),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        answer::{Answer, Kind, Part, Receipt, Retrieved},
        id::{DocumentId, PassageId},
        rich::Href,
        text::Body,
    };

    fn turn(kind: Kind, page: &str) -> Turn {
        let passage = Retrieved {
            passage: PassageId::parse("pass-1").expect("an id"),
            document: DocumentId::parse("docu-1").expect("an id"),
            version: String::new(),
            section_id: format!("{page}#time"),
            title: String::new(),
            section: String::new(),
            href: Href::parse("https://x.test/refunds"),
            score: 1.0,
            used: Some(1),
        };
        let parts = vec![Part { body: Body::plain("Five days.").expect("fits"), cites: Some(1) }];
        let receipt = Receipt { passages: vec![passage], ..Receipt::empty() };
        Turn { answer: Some(Answer { kind, parts, citations: Vec::new(), receipt }), cause: None, hands_over: false, receipt: None }
    }

    #[test]
    fn each_expectation_is_met_or_missed() {
        let refunds = || vec!["refunds".to_owned()];
        let answer = |pattern: Option<&str>| Expect::Answer { pages: refunds(), pattern: pattern.map(str::to_owned) };
        let offer = || Expect::Offer { pages: refunds() };
        for (expects, turn, missed) in [
            (answer(None), turn(Kind::Grounded, "refunds"), None),
            (answer(Some("FIVE|nine")), turn(Kind::Grounded, "refunds"), None),
            (answer(Some("nine")), turn(Kind::Grounded, "refunds"), Some(Missed::OtherWords)),
            (answer(None), turn(Kind::Grounded, "trial"), Some(Missed::OtherPage)),
            (answer(None), turn(Kind::Suggestion, "refunds"), Some(Missed::OnlyOffered)),
            (answer(None), turn(Kind::NotCovered, "refunds"), Some(Missed::NotAnswered)),
            (offer(), turn(Kind::Suggestion, "refunds"), None),
            (offer(), turn(Kind::Grounded, "refunds"), None),
            (offer(), turn(Kind::Suggestion, "trial"), Some(Missed::OtherPage)),
            (offer(), turn(Kind::Courtesy, "refunds"), Some(Missed::NotAnswered)),
            (Expect::HandOver, turn(Kind::NotCovered, "refunds"), None),
            (Expect::HandOver, turn(Kind::Suggestion, "refunds"), Some(Missed::NotHandedOver)),
        ] {
            assert_eq!(judge(&expects, &turn), missed, "{expects:?} {turn:?}");
        }
        assert!(pattern("(").is_none());
    }
}
