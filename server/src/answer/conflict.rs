//! Passages that contradict each other: "within 14 days" on one page, "within 30 days" on another; or one page says that something
//! can be done, and another that it can't.
//!
//! Precision comes before recall: a pair is shown to an owner and keeps the AI silent, so whatever could make the two speak
//! of different things (a plan's name, a country, a lower beside an upper bound) lets them stand side by side.

mod claim;
mod otherwise;
mod quantity;
mod statement;

pub use otherwise::says_otherwise;

use super::{encoding::dot, language::Language, tokens::Tokens};
use claim::Claim;
use statement::Statement;
use std::collections::{BTreeSet, HashMap, HashSet};

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
/// Of the sentences that say the same, so many on either side are put together.
const MOST_ALIKE: usize = 50;

/// A sentence, and the place of its passage among the texts.
type Place<'t> = (usize, &'t str);

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

/// Two sentences that answer the same with other figures, or one with yes and the other with no.
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
    let tokens = Tokens::of([Language::English, Language::German].into_iter());
    let claims: Vec<Claim> = texts.iter().enumerate().flat_map(|(at, text)| claim::claims(&tokens, at, text)).collect();
    let statements: Vec<Statement> = texts.iter().enumerate().flat_map(|(at, text)| statement::statements(&tokens, at, text)).collect();
    let mut about: HashMap<usize, About> = HashMap::new();
    for at in claims.iter().map(|claim| claim.at).chain(statements.iter().map(|statement| statement.at)) {
        about.entry(at).or_insert_with(|| About::of(&tokens, &texts[at]));
    }
    let mut by_kind: HashMap<&quantity::Kind, Vec<&Claim>> = HashMap::new();
    claims.iter().for_each(|claim| by_kind.entry(&claim.kind).or_default().push(claim));
    let mut found = denials(texts, &about, &statements);
    for same_kind in by_kind.values() {
        let pairs = likely(same_kind).into_iter().map(|(one, other)| (same_kind[one], same_kind[other]));
        let told = pairs.filter_map(|(one, other)| Some((contradiction(texts, &about, one, other)?, one, other)));
        let plain = told.filter(|(_, one, other)| !is_told_elsewhere(same_kind, one, other));
        found.extend(plain.map(|(score, one, other)| (score, one.place(), other.place())));
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
    /// Those of the title and the heading that say for whom, where or with what.
    narrowed: HashSet<String>,
    /// It is of something that doesn't work.
    is_of_trouble: bool,
}

impl About {
    fn of(tokens: &Tokens, text: &Text<'_>) -> Self {
        let lines = [text.title, text.heading];
        let telling = |line: &str| tokens.stems(Language::English, line).into_iter().filter(|stem| !claim::is_vague(stem));
        let named: HashSet<String> = lines.into_iter().flat_map(telling).collect();
        let all = named.iter().cloned().chain(tokens.stems(Language::English, text.text)).collect();
        let narrowed = lines.into_iter().flat_map(|line| telling(&statement::narrowing(line))).collect();
        Self { named, all, narrowed, is_of_trouble: lines.into_iter().any(statement::is_of_trouble) }
    }

    /// Whether it is named for something that `other` never mentions.
    fn is_of_its_own(&self, other: &Self) -> bool {
        self.named.iter().any(|stem| !other.all.contains(stem))
    }

    /// Whether it holds for something only that `other` never mentions.
    fn is_narrower(&self, other: &Self) -> bool {
        self.narrowed.iter().any(|stem| !other.all.contains(stem))
    }
}

fn is_same_topic(one: &About, other: &About) -> bool {
    !(one.is_of_its_own(other) && other.is_of_its_own(one))
}

/// How near two passages are by meaning; nothing without a model.
fn nearness(one: &Text<'_>, other: &Text<'_>) -> Option<f32> {
    one.vector.zip(other.vector).map(|(one, other)| dot(one, other))
}

/// How plainly two claims contradict each other; nothing where they don't.
fn contradiction(texts: &[Text<'_>], about: &HashMap<usize, About>, one: &Claim, other: &Claim) -> Option<f32> {
    let (a, b) = (&texts[one.at], &texts[other.at]);
    if a.section == b.section || agree(one, other) || !is_same_topic(&about[&one.at], &about[&other.at]) || !one.may_be_compared(other) {
        return None;
    }
    let nearness = nearness(a, b);
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

/// The pairs of statements of which one says what the other denies. A page that says both tells cases apart.
fn denials<'t>(texts: &[Text<'_>], about: &HashMap<usize, About>, statements: &[Statement<'t>]) -> Vec<(f32, Place<'t>, Place<'t>)> {
    let mut by_words: HashMap<&BTreeSet<String>, Vec<&Statement<'t>>> = HashMap::new();
    statements.iter().for_each(|it| by_words.entry(&it.words).or_default().push(it));
    let mut found = Vec::new();
    for same in by_words.values() {
        let page = |it: &Statement| texts[it.at].section.split('#').next();
        let pages = |is_denied: bool| same.iter().filter(|it| it.is_denied == is_denied).map(|it| page(it)).collect::<HashSet<_>>();
        let (affirm, deny) = (pages(false), pages(true));
        let of_one_mind = same.iter().copied().filter(|it| !(affirm.contains(&page(it)) && deny.contains(&page(it))));
        let (no, yes): (Vec<_>, Vec<_>) = of_one_mind.partition(|it| it.is_denied);
        for no in no.iter().take(MOST_ALIKE) {
            let pairs = yes.iter().take(MOST_ALIKE).filter_map(|yes| Some((denial(texts, about, yes, no)?, yes.place(), no.place())));
            found.extend(pairs.map(|(score, yes, no)| (score, yes.min(no), yes.max(no))));
        }
    }
    found
}

/// How plainly the one denies what the other says; nothing where they may speak of different cases.
fn denial(texts: &[Text<'_>], about: &HashMap<usize, About>, yes: &Statement, no: &Statement) -> Option<f32> {
    let (said, denied) = (&about[&yes.at], &about[&no.at]);
    let is_same_case = !said.is_narrower(denied) && !denied.is_narrower(said) && !denied.is_of_trouble;
    let nearness = nearness(&texts[yes.at], &texts[no.at]);
    let is_same = is_same_topic(said, denied) && is_same_case && yes.may_be_compared(no) && nearness.is_none_or(|it| it >= FAR);
    is_same.then_some(1.0 + nearness.unwrap_or(0.0))
}

/// The plainest pair of any two sections, the plainest first.
fn told(texts: &[Text<'_>], mut found: Vec<(f32, Place<'_>, Place<'_>)>) -> Vec<Conflict> {
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut seen = HashSet::new();
    let says = |(at, sentence): Place<'_>| Says { at, sentence: sentence.to_owned() };
    found
        .into_iter()
        .filter(|(_, one, other)| seen.insert((texts[one.0].section, texts[other.0].section)))
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
    fn yes_and_no_to_the_same_is_a_contradiction() {
        for pair in [
            ["Excel: You can export to Excel.", "Exports: Exporting to Excel isn't possible."],
            ["Exports: Contacts can be exported to Excel.", "Contacts: You can't export contacts to Excel."],
            ["PayPal: We accept PayPal.", "Payments: We don't accept PayPal."],
            ["Shipping: We ship to Canada.", "Orders: We do not ship to Canada."],
            ["Sign-in: Single sign-on is supported.", "Security: Single sign-on is not supported."],
            ["API: The API supports webhooks.", "Webhooks: Webhooks are not supported by the API."],
            ["Trial: You need a credit card to start the trial.", "Payments: A credit card isn't needed to start the trial."],
            ["Refunds: Shipping costs are included in refunds.", "Shipping: Shipping costs are not included in refunds."],
            ["Imports: You can import contacts from Outlook.", "Outlook: You can no longer import contacts from Outlook."],
            ["Gift cards: Gift cards can be refunded.", "Refunds: Gift cards cannot be refunded."],
            ["Domains: Custom domains are available.", "Sites: Custom domains are unavailable."],
            ["Members: Members can invite guests.", "Guests: Members are unable to invite guests."],
            ["Files: You can upload video files.", "Uploads: It's not possible to upload video files."],
            ["Invoices: Invoices can be changed later.", "Billing: Invoices can never be changed later."],
            ["Time zones: You can set a time zone.", "Settings: You can't set a time zone yet."],
            ["Integrations: We offer an integration with Slack.", "Slack: We don't offer an integration with Slack."],
            ["Accounts: Accounts can be merged.", "Merging accounts: There is no way to merge accounts."],
            ["Plans: Plans can be paused.", "Billing: It is impossible to pause plans."],
            ["Domains: It is possible to use your own domain.", "Sites: You cannot use your own domain."],
            ["Export: Du kannst Kontakte nach Excel exportieren.", "Kontakte: Kontakte lassen sich nicht nach Excel exportieren."],
            [
                "Bestellungen: Bestellungen können nach dem Versand geändert werden.",
                "Versand: Du kannst Bestellungen nach dem Versand nicht ändern.",
            ],
            ["Teachers: Teachers can book students.", "Students: Teachers can't book students."],
            ["Teachers: Teachers can book students.", "Students: Students can't be booked by teachers."],
            ["Abo: Das Abo kann jederzeit gekündigt werden.", "Kündigung: Du kannst das Abo nicht jederzeit kündigen."],
            ["Import: Der Import aus Outlook ist möglich.", "Outlook: Der Import aus Outlook ist nicht mehr möglich."],
            ["Versand: Wir versenden in die Schweiz.", "Schweiz: Wir versenden nicht in die Schweiz."],
        ] {
            assert_eq!(found(&pair).len(), 1, "{pair:?}");
        }
    }

    #[test]
    fn yes_and_no_to_different_things_stand_side_by_side() {
        for pair in [
            ["Free: On the Free plan you can't export to Excel.", "Pro: On Pro you can export to Excel."],
            ["Free plan: You can't export to Excel.", "Excel: You can export to Excel."],
            ["Growth plan: You can't export to Excel.", "Excel: You can export to Excel."],
            ["Exports: Admins can delete exports.", "Members: Members can't delete exports."],
            ["Formats: Excel can't be exported to CSV.", "CSV: CSV can be exported to Excel."],
            ["Teachers: Teachers can book students.", "Students: Students can't book teachers."],
            ["Lehrer: Lehrer können Schüler buchen.", "Schüler: Schüler können Lehrer nicht buchen."],
            ["Lists: You can move contacts from a list to a group.", "Groups: You can't move contacts from a group to a list."],
            ["Refunds: Can gift cards be refunded?", "Gift cards: Gift cards can't be refunded."],
            ["Refunds: You can't get a refund after 30 days.", "Returns: You can get a refund within 30 days."],
            ["Orders: You can cancel an order before it ships.", "Shipping: You can't cancel an order after it ships."],
            ["Setup: Make sure the app isn't running.", "Sync: Make sure the app is running."],
            ["Status: Your account is not verified.", "Sign-in: Your account is verified."],
            ["Login problems: You can't log in to your account.", "Accounts: You can log in to your account."],
            ["Exports: You can export contacts that aren't archived.", "Archive: You can export contacts that are archived."],
            ["Exports: You can not only export contacts.", "Contacts: You can export contacts."],
            ["Limits: You can't always export contacts.", "Contacts: You can export contacts."],
            ["Data: If you don't cancel, your data can be deleted.", "Plans: If you cancel, your data can be deleted."],
            ["Exports: You can export contacts.", "Deals: You can't export deals."],
            ["Shipping to Canada: We don't ship large items.", "Shipping: We ship large items."],
            ["Mobile: You can't edit tables on mobile.", "Tables: You can edit tables."],
            ["Window: Don't close the window.", "Import: Close the window."],
            ["Safety: Never share your key.", "Keys: Share your key."],
            ["Sync: The sync may not run at night.", "Nights: The sync can run at night."],
            ["Imports: You can import contacts without a name.", "Names: You can't import contacts."],
            ["Clinics: A referral is required.", "Visits: A referral is not required."],
            ["Exports: You can only export to Excel.", "Excel: You can't export to CSV."],
            ["Wrong twice: You can't export contacts without not being an owner.", "Contacts: You can export contacts."],
            ["Exports: If you're on Growth, some things are off. You can't export to Excel.", "Excel: You can export to Excel."],
            ["Both: You can export to Excel. You can't export to Excel.", "Excel: You can export to Excel."],
            ["Gratis: Im Free-Tarif kannst du nicht nach Excel exportieren.", "Pro: In Pro kannst du nach Excel exportieren."],
            ["Export: Du kannst nach Excel exportieren.", "Import: Du kannst nicht aus Excel importieren."],
            [
                "Versand: Du kannst Bestellungen nach dem Versand nicht ändern.",
                "Bestellungen: Du kannst Bestellungen vor dem Versand ändern.",
            ],
            [
                "Abo: Wenn du nicht kündigst, kann das Abo verlängert werden.",
                "Kündigung: Wenn du kündigst, kann das Abo verlängert werden.",
            ],
        ] {
            assert_eq!(found(&pair), vec![], "{pair:?}");
        }
    }

    #[test]
    fn a_page_that_says_both_tells_cases_apart() {
        let text = |section, heading, text| Text { section, title: "Exports", heading, text, vector: None };
        let yes = text("a#excel", "Excel", "You can export to Excel.");
        let no = |section, heading| text(section, heading, "You can't export to Excel.");
        assert_eq!(conflicts(&[yes, no("b#excel", "Excel")]).len(), 1);
        assert_eq!(conflicts(&[yes, no("a#numbers", "Numbers")]).len(), 0, "one page");
        assert_eq!(conflicts(&[yes, no("b#excel", "Excel"), text("b#more", "More", "You can export to Excel.")]).len(), 0);
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
