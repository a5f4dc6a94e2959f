//! What visitors ask most, and what of it the docs don't answer.

use crate::domain::demand::Became;

words! {
    asked_most: "Asked most", "Oft gefragt";
    hint: "What visitors asked, the same in one group, and what became of it.", "Was Besucher gefragt haben, Gleiches zusammengefasst, und was daraus wurde.";
    span: "How far to look back", "Wie weit zurück";
    days[n]: "{n} days", "{n} Tage";
    which: "Which questions", "Welche Fragen";
    all: "All", "Alle";
    only_lacking: "Only what the docs don’t answer", "Nur was die Doku nicht beantwortet";
    n_questions[n]: "{n} question" / "{n} questions", "{n} Frage" / "{n} Fragen";
    latest_questions(n): "The latest {n} questions", "Die letzten {n} Fragen";
    groups: "Groups of questions", "Gruppen von Fragen";
    asked[n]: "asked {n} time" / "asked {n} times", "{n}-mal gefragt";
    answered[n]: "{n} answered", "{n} beantwortet";
    offered[n]: "{n} offered pages", "{n} mit Seitenangebot";
    person[n]: "{n} to a person", "{n} an einen Menschen";
    not_covered[n]: "{n} not in the docs", "{n} nicht in der Doku";
    /// What became of one of them.
    was_answered: "answered", "beantwortet";
    was_offered: "offered pages", "Seiten angeboten";
    was_person: "to a person", "an einen Menschen";
    was_not_covered: "not in the docs", "nicht in der Doku";
    last_asked: "Last:", "Zuletzt:";
    examples: "Example conversations", "Beispiele";
    try_it(question): "Try: {question}", "Ausprobieren: {question}";
    more[n]: "{n} more group that was asked less." / "{n} more groups that were asked less.", "{n} weitere Gruppe, die seltener gefragt wurde." / "{n} weitere Gruppen, die seltener gefragt wurden.";
    none: "No questions yet", "Noch keine Fragen";
    none_hint: "As soon as visitors ask, what they ask most stands here.", "Sobald Besucher fragen, steht hier, was sie am meisten fragen.";
    none_lacking: "Nothing is missing", "Es fehlt nichts";
    none_lacking_hint: "The docs had something on all that was asked.", "Zu allem, was gefragt wurde, hatte die Doku etwas.";
}

/// How many became that.
pub fn became(it: Became, n: u64) -> String {
    match it {
        Became::Answered => answered(n),
        Became::Offered => offered(n),
        Became::Person => person(n),
        Became::NotCovered => not_covered(n),
    }
}

/// What became of one.
pub fn one_became(it: Became) -> &'static str {
    match it {
        Became::Answered => was_answered(),
        Became::Offered => was_offered(),
        Became::Person => was_person(),
        Became::NotCovered => was_not_covered(),
    }
}
