//! Passages that answer the same with other figures: "within 14 days" on one page, "within 30 days" on another.
//!
//! Precision comes before recall: a pair is shown to an owner and keeps the AI silent, so whatever could make the two speak
//! of different things (a plan's name, a country, a lower beside an upper bound) lets them stand side by side.

mod claim;
mod quantity;

use super::{encoding::dot, language::Language, tokens::Tokens};
use claim::Claim;
use std::collections::{HashMap, HashSet};

/// So many are told, the plainest first.
const MOST: usize = 100;
/// Two sentences speak of the same where so much of all their words is common …
const ALIKE: f32 = 0.5;
/// … or so much, where their passages are as near as this by meaning.
const ALIKE_IF_NEAR: f32 = 0.34;
const NEAR: f32 = 0.7;
/// By meaning, passages farther apart than this speak of different things, whatever their words.
const FAR: f32 = 0.3;
/// Words that two sentences must share.
const LEAST_SHARED: usize = 2;
/// Durations that differ by less than this share are the same: a year and twelve months.
const SAME: f64 = 0.05;

/// A passage to look through.
#[derive(Debug, Clone, Copy)]
pub struct Text<'t> {
    pub section: &'t str,
    pub title: &'t str,
    pub heading: &'t str,
    pub text: &'t str,
    /// What the model made of it; none without a model.
    pub vector: Option<&'t [f32]>,
}

/// Two sentences that answer the same with other figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    pub one: Says,
    pub other: Says,
}

/// A sentence, word for word, and the place of its passage among the texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Says {
    pub at: usize,
    pub sentence: String,
}

/// What contradicts each other in `texts`: at most one pair for any two sections.
pub fn conflicts(texts: &[Text<'_>]) -> Vec<Conflict> {
    // Its bounds, negations and months are English ones; other languages' figures are compared by the words as they are.
    let tokens = Tokens::of([Language::English].into_iter());
    let claims: Vec<Claim> = texts.iter().enumerate().flat_map(|(at, text)| claim::claims(&tokens, at, text)).collect();
    let mut about: HashMap<usize, About> = HashMap::new();
    for claim in &claims {
        about.entry(claim.at).or_insert_with(|| About::of(&tokens, &texts[claim.at]));
    }
    let mut by_kind: HashMap<&quantity::Kind, Vec<&Claim>> = HashMap::new();
    claims.iter().for_each(|claim| by_kind.entry(&claim.kind).or_default().push(claim));
    let mut found: Vec<(f32, &Claim, &Claim)> = Vec::new();
    for same_kind in by_kind.values() {
        let pairs = likely(same_kind).into_iter().map(|(one, other)| (same_kind[one], same_kind[other]));
        let told = pairs.filter_map(|(one, other)| Some((contradiction(texts, &about, one, other)?, one, other)));
        found.extend(told.filter(|(_, one, other)| !is_told_elsewhere(same_kind, one, other)));
    }
    told(texts, found)
}

/// The pairs that share enough words to be looked at, by their places.
fn likely(claims: &[&Claim]) -> Vec<(usize, usize)> {
    let mut by_stem: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (at, claim) in claims.iter().enumerate() {
        let mut n_shared: HashMap<usize, usize> = HashMap::new();
        for stem in &claim.stems {
            let earlier = by_stem.entry(stem).or_default();
            earlier.iter().for_each(|one| *n_shared.entry(*one).or_default() += 1);
            earlier.push(at);
        }
        pairs.extend(n_shared.into_iter().filter(|(_, n)| *n >= LEAST_SHARED).map(|(one, _)| (one, at)));
    }
    pairs
}

/// What a passage as a whole speaks of.
struct About {
    /// The words of its page's title and its heading.
    named: HashSet<String>,
    /// Those, and all its other words.
    all: HashSet<String>,
}

impl About {
    fn of(tokens: &Tokens, text: &Text<'_>) -> Self {
        let named: HashSet<String> = tokens
            .stems(Language::English, text.title)
            .into_iter()
            .chain(tokens.stems(Language::English, text.heading))
            .filter(|stem| !claim::is_vague(stem))
            .collect();
        let all = named.iter().cloned().chain(tokens.stems(Language::English, text.text)).collect();
        Self { named, all }
    }

    /// Whether it is named for something that `other` never mentions.
    fn is_of_its_own(&self, other: &Self) -> bool {
        self.named.iter().any(|stem| !other.all.contains(stem))
    }
}

/// How plainly two claims contradict each other; nothing where they don't.
fn contradiction(texts: &[Text<'_>], about: &HashMap<usize, About>, one: &Claim, other: &Claim) -> Option<f32> {
    let (a, b) = (&texts[one.at], &texts[other.at]);
    let (about_one, about_other) = (&about[&one.at], &about[&other.at]);
    let is_same_topic = !(about_one.is_of_its_own(about_other) && about_other.is_of_its_own(about_one));
    if a.section == b.section || agree(one, other) || !is_same_topic || !one.may_be_compared(other) {
        return None;
    }
    let nearness = a.vector.zip(b.vector).map(|(a, b)| dot(a, b));
    if nearness.is_some_and(|it| it < FAR) {
        return None;
    }
    let n_shared = one.stems.intersection(&other.stems).count();
    let alike = n_shared as f32 / one.stems.union(&other.stems).count().max(1) as f32;
    let bar = if nearness.is_some_and(|it| it >= NEAR) { ALIKE_IF_NEAR } else { ALIKE };
    (n_shared >= LEAST_SHARED && alike >= bar).then_some(alike + nearness.unwrap_or(0.0))
}

/// Whether any figure of the one is a figure of the other.
fn agree(one: &Claim, other: &Claim) -> bool {
    let allowed = if one.kind.is_rough() { SAME } else { f64::EPSILON };
    let is_same = |a: f64, b: f64| (a - b).abs() <= allowed * a.abs().max(b.abs());
    one.values.iter().any(|a| other.values.iter().any(|b| is_same(*a, *b)))
}

/// Whether one of the two passages has the other's figure as well: then it tells of both cases.
fn is_told_elsewhere(same_kind: &[&Claim], one: &Claim, other: &Claim) -> bool {
    let tells = |at: usize, of: &Claim| same_kind.iter().any(|claim| claim.at == at && agree(claim, of));
    tells(one.at, other) || tells(other.at, one)
}

/// The plainest pair of any two sections, the plainest first.
fn told(texts: &[Text<'_>], mut found: Vec<(f32, &Claim, &Claim)>) -> Vec<Conflict> {
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.place().cmp(&b.1.place())).then_with(|| a.2.place().cmp(&b.2.place())));
    let mut seen = HashSet::new();
    let says = |claim: &Claim| Says { at: claim.at, sentence: claim.sentence.to_owned() };
    found
        .into_iter()
        .filter(|(_, one, other)| seen.insert((texts[one.at].section, texts[other.at].section)))
        .take(MOST)
        .map(|(_, one, other)| Conflict { one: says(one), other: says(other) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page as `title: text`; each is a page of its own.
    fn found(pages: &[&str]) -> Vec<(String, String)> {
        let texts: Vec<Text<'_>> = pages
            .iter()
            .map(|page| {
                let (title, text) = page.split_once(": ").expect("a title and a text");
                Text { section: page, title, heading: "", text, vector: None }
            })
            .collect();
        conflicts(&texts).into_iter().map(|it| (it.one.sentence, it.other.sentence)).collect()
    }

    #[test]
    fn the_same_with_other_figures_is_a_contradiction() {
        for pair in [
            [
                "Refunds: Refunds are accepted within 14 days of purchase.",
                "Returns and refunds: We accept refunds within 30 days of purchase.",
            ],
            ["Refunds: You can return an order within 14 days.", "Orders: An order can be returned within 30 days."],
            ["Free trial: The free trial lasts 14 days.", "Plans: Every plan begins with a free trial that lasts three weeks."],
            ["Shipping: Standard shipping costs $5.", "Checkout: At checkout, standard shipping costs $7.50."],
            ["Uploads: A file may have up to 10 MB.", "Files: Any file may be up to 25 MB."],
            ["Members: A workspace can invite up to 5 members.", "Workspaces: Each workspace can invite up to 10 members."],
            ["Sale: The summer sale ends on 14 June.", "News: Our summer sale ends on June 30."],
            ["VAT: The reduced tax rate is 7%.", "Taxes: The reduced tax rate is 9 percent."],
            ["Support: Support answers e-mails within 24 hours.", "Contact: Support answers e-mails within two days."],
            [
                "Rückgabe: Artikel können innerhalb von 14 Tagen zurückgegeben werden.",
                "Rückgabe und Umtausch: Artikel können innerhalb von 30 Tagen zurückgegeben werden.",
            ],
        ] {
            assert_eq!(found(&pair).len(), 1, "{pair:?}");
        }
    }

    #[test]
    fn what_speaks_of_different_things_may_differ() {
        for pair in [
            // The same figure in other words.
            ["Refunds: Refunds are accepted within 14 days of purchase.", "Returns: We accept refunds within two weeks of purchase."],
            ["Trial: The free trial lasts 30 days.", "Plans: The free trial lasts one month."],
            // Another plan, way or country.
            [
                "Pro: Members of the Pro plan can return orders within 30 days.",
                "Basic: Members of the Basic plan can return orders within 14 days.",
            ],
            ["Shipping: Standard shipping costs $5.", "Shipping: Express shipping costs $15."],
            ["Shipping to France: Delivery of your order takes 3 days.", "Shipping to Germany: Delivery of your order takes 5 days."],
            ["Billing: The annual plan costs $100.", "Billing: The monthly plan costs $10."],
            // A lower bound and an upper one.
            ["Passwords: A password needs at least 8 letters.", "Accounts: A password has at most 64 letters."],
            // One of them tells of both cases.
            [
                "Refunds: Orders can be returned within 14 days. Members can return orders within 30 days.",
                "Members: Orders can be returned within 30 days.",
            ],
            // Ranges that meet.
            ["Delivery: Your delivery takes 3 to 5 days.", "Orders: Your delivery takes 5 days."],
            // Another subject.
            ["Refunds: A refund takes 5 days to reach your bank account.", "Invoices: An invoice is due after 30 days."],
            ["Refunds: Refunds take 5 business days to arrive.", "Refunds: Refunds take 7 days to arrive."],
            ["Keys: API keys expire after 90 days.", "Sessions: Sessions expire after 30 days."],
            ["Steps: Complete step 3 of the import.", "Steps: Complete step 4 of the import."],
            // Said of what can't be done.
            ["Refunds: Orders can't be returned after 30 days.", "Returns: Orders can be returned within 14 days."],
        ] {
            assert_eq!(found(&pair), vec![], "{pair:?}");
        }
    }

    #[test]
    fn meaning_tells_near_from_far() {
        let (near, far) = ([1.0_f32; 8].map(|it| it / 8.0_f32.sqrt()), [0.0_f32; 8]);
        let told = |other: &[f32]| {
            let text = |page, text, vector| Text { section: page, title: "", heading: "", text, vector: Some(vector) };
            let texts = [
                text("a", "You may send an unworn item back to our warehouse within 14 days.", near.as_slice()),
                text("b", "Send the item back within 30 days, please.", other),
            ];
            conflicts(&texts).len()
        };
        assert_eq!((told(&near), told(&far)), (1, 0));
    }
}
