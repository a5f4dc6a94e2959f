//! A sentence with a figure, and what it says the figure of.

use super::{
    Text,
    quantity::{self, Kind},
};
use crate::{
    answer::{language::Language, tokens::Tokens},
    ingest::sentences,
};
use std::collections::HashSet;

/// Words that name nothing: two sentences may differ in them and still say the same.
const VAGUE: &str = "accept ask request take receiv offer want send within per everi each after until day week month year hour minut second busi work \
    calendar time euro dollar percent limit am pm a.m p.m p m phone call mail polici guid overview faq question help term inform introduct general page answer learn start begin everyth \
    innerhalb von der die das den dem ein eine einen einem einer ist sind kann können wird werden tag tagen tage woche wochen monat monaten stunden bis zu und";

/// Words that tell cases apart: where one sentence has one that the other lacks, they speak of different things.
const TELLING: &str = "free pro basic premium plus business enterprise starter team personal individual monthly month-to-month annual annually yearly \
    standard express priority overnight international domestic abroad digital physical new old first second third initial additional extra \
    unless except sale gift student students nonprofit members adult adults child children weekday weekdays weekend weekends weekly daily \
    monday tuesday wednesday thursday friday saturday sunday eu uk us usa europe online offline mobile desktop android ios before \
    minimum maximum average opened unopened used unused defective damaged";

/// What makes a figure a lower bound, or an upper one.
const AT_LEAST: [&str; 6] = ["at least", "minimum", "no less than", "not less than", "mindestens", "more than"];
const AT_MOST: [&str; 8] = ["at most", "maximum", "no more than", "not more than", "höchstens", "up to", "bis zu", "less than"];
/// When a page was written says nothing of its subject.
const DATED: [&str; 7] = ["updated", "posted", "published", "modified", "reviewed", "aktualisiert", "veröffentlicht"];
const NOT: [&str; 9] = ["not", "never", "no", "cannot", "can't", "don't", "doesn't", "isn't", "nicht"];

/// A sentence with figures of one kind.
#[derive(Debug)]
pub(super) struct Claim<'t> {
    /// The place of its passage.
    pub at: usize,
    pub sentence: &'t str,
    pub kind: Kind,
    pub values: Vec<f64>,
    /// The words that say what the figure is of.
    pub stems: HashSet<String>,
    telling: HashSet<String>,
    /// Names in it: capitalised within the sentence.
    names: HashSet<String>,
    /// Its words, for names that the other writes otherwise.
    words: HashSet<String>,
    bound: Bound,
    is_denied: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    AtLeast,
    AtMost,
    Plain,
}

/// Whether a stem names nothing.
pub(super) fn is_vague(stem: &str) -> bool {
    VAGUE.split_whitespace().any(|vague| vague == stem)
}

/// The claims of a passage.
pub(super) fn claims<'t>(tokens: &Tokens, at: usize, text: &Text<'t>) -> Vec<Claim<'t>> {
    sentences(text.text).into_iter().flat_map(|sentence| of_sentence(tokens, at, sentence)).collect()
}

fn of_sentence<'t>(tokens: &Tokens, at: usize, sentence: &'t str) -> Vec<Claim<'t>> {
    let mut by_kind: Vec<(Kind, Vec<f64>)> = Vec::new();
    for it in quantity::quantities(sentence) {
        match by_kind.iter_mut().find(|(kind, _)| *kind == it.kind) {
            Some((_, values)) => values.push(it.value),
            None => by_kind.push((it.kind, vec![it.value])),
        }
    }
    let claims = by_kind.into_iter().map(|(kind, values)| Claim::new(tokens, at, sentence, kind, values));
    claims.filter(|claim| claim.kind != Kind::Date || !DATED.iter().any(|it| claim.words.contains(*it))).collect()
}

impl<'t> Claim<'t> {
    fn new(tokens: &Tokens, at: usize, sentence: &'t str, kind: Kind, values: Vec<f64>) -> Self {
        let lower = sentence.to_lowercase().replace('’', "'");
        let words: HashSet<String> = words(&lower).map(str::to_owned).collect();
        let says = |of: &[&str]| of.iter().any(|it| format!(" {lower} ").contains(&format!(" {it} ")));
        Self {
            at,
            sentence,
            stems: tokens
                .stems(Language::English, sentence)
                .into_iter()
                .filter(|stem| !is_vague(stem) && !quantity::is_figure(stem))
                .collect(),
            telling: TELLING.split_whitespace().filter(|it| words.contains(*it)).map(str::to_owned).collect(),
            names: names(sentence),
            bound: match () {
                () if says(&AT_LEAST) => Bound::AtLeast,
                () if says(&AT_MOST) => Bound::AtMost,
                () => Bound::Plain,
            },
            is_denied: NOT.iter().any(|not| words.contains(*not)),
            words,
            kind,
            values,
        }
    }

    /// Where it stands: no two claims of a kind have the same place.
    pub fn place(&self) -> (usize, &'t str) {
        (self.at, self.sentence)
    }

    /// Whether nothing in the two sentences says that they speak of different cases.
    pub fn may_be_compared(&self, other: &Self) -> bool {
        let bounds_fit = self.bound == other.bound || self.bound == Bound::Plain || other.bound == Bound::Plain;
        let names_fit = |a: &Self, b: &Self| a.names.iter().all(|name| b.words.contains(name));
        bounds_fit
            && self.is_denied == other.is_denied
            && self.telling == other.telling
            && (names_fit(self, other) || names_fit(other, self))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-')).filter(|word| !word.is_empty())
}

/// What is capitalised within the sentence, in lower case. In German every noun is: there it says nothing.
fn names(sentence: &str) -> HashSet<String> {
    let is_capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase) && !quantity::is_month(word);
    let all: Vec<&str> = words(sentence).skip(1).filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let names: HashSet<String> = all.iter().filter(|word| is_capital(word)).map(|word| word.to_lowercase()).collect();
    if names.len() * 3 > all.len() { HashSet::new() } else { names }
}
