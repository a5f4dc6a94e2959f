//! From a question to a verdict: answer with sources, ask back, or hand off. Pure; the same input always gives the same verdict.

pub mod account;
mod apart;
pub mod bm25;
mod choice;
pub mod cluster;
pub mod compose;
pub mod confidence;
pub mod conflict;
pub mod difference;
pub mod encoder;
pub mod encoding;
mod errand;
pub mod features;
pub mod index;
pub mod judge;
pub mod language;
mod links;
pub mod model;
pub mod person;
mod query;
pub mod rank;
pub mod signals;
pub mod smalltalk;
mod tokens;
mod wordpiece;
mod words;

pub use compose::Part;
pub use encoder::Encoder;
pub use encoding::Encoding;
pub use index::{Index, Indexed};
pub use language::Language;
pub use links::may_lead;
pub use person::wants_person;
pub use rank::Hit;
pub use smalltalk::SmallTalk;

use choice::{Choice, choice};
use confidence::{Bars, confidence};
use features::{Features, NAMES, features, figure};

use query::Query;

/// How many sections a receipt keeps, and how many are suggested.
const MOST_RANKED: usize = 10;
const MOST_SUGGESTED: usize = 3;
/// A section that names less than this share of a question's weight doesn't speak of it.
const SPOKEN_OF: f32 = 0.34;

/// What a visitor wrote, and what the thread tells of it.
#[derive(Clone, Debug, Default)]
pub struct Question {
    pub text: String,
    /// What they wrote before, newest last.
    pub earlier: Vec<String>,
    /// The sections that they were offered in the last turn, in that order.
    pub offered: Vec<String>,
    /// The section that the thread is about: the one that they chose, or were last answered from.
    pub topic: Option<String>,
    /// What people have told them, newest last.
    pub settled: Vec<Settled>,
}

/// What a person has told a visitor: that is settled, and nothing else may be said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Who it was.
    pub by: String,
    /// What the visitor had written, message by message.
    pub asked: Vec<String>,
    /// All that they were told, and the first words of the message that says most.
    pub told: String,
    pub quote: String,
    /// The number of the last of it.
    pub seq: u64,
}

impl Settled {
    /// Whether something was told: not just that it will be looked into.
    pub fn is_told(&self) -> bool {
        !signals::puts_off(&self.quote)
    }
}

impl Question {
    /// Whose word `said` would contradict: it gives another figure of what they spoke of, and nobody has corrected them since.
    pub fn contradicted_by(&self, said: &str) -> Option<&Settled> {
        let told = |some: &[Settled]| some.iter().map(|it| it.told.as_str()).collect::<Vec<_>>().join("\n");
        let is_it = |(at, it): &(usize, &Settled)| {
            let since = told(&self.settled[at + 1..]);
            conflict::says_otherwise(said, &it.asked.join("\n"), &it.told, &since)
        };
        self.settled.iter().enumerate().rev().find(is_it).map(|(_, it)| it)
    }

    /// The place of what settles it, where a person has answered this very question, in whatever words; that it will be looked into
    /// is no answer. `nearness`: of two texts by their vectors, where there is a model.
    pub fn settled_at(&self, nearness: &dyn Fn(&str, &str) -> Option<f32>) -> Option<usize> {
        let is_it = |asked: &str| signals::is_asked_again(&self.text, asked, &|| nearness(&self.text, asked));
        let was_asked = |it: &Settled| it.asked.iter().any(|asked| is_it(asked)) || is_it(&it.asked.join("\n"));
        self.settled.iter().rposition(|it| it.is_told() && was_asked(it))
    }
}

/// What follows from a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Sure: these parts, verbatim from the docs.
    Answer {
        parts: Vec<Part>,
    },
    /// Half sure: is it one of these? Up to three sections, best first, and in a few words what sets them apart, where that can
    /// be said.
    Suggest {
        hits: Vec<Hit>,
        apart: Option<Vec<String>>,
    },
    SmallTalk(SmallTalk),
    WantsPerson,
    HandOff(Why),
}

/// Why people take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    NotInDocs,
    LowConfidence,
    AccountQuestion,
    /// They want done what only we can do: no page tells them how to do it themselves.
    Errand,
}

/// The outcome and all that a receipt says about it.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub outcome: Outcome,
    /// How sure we are that the docs answer, 0 to 1, comparable between questions; 0 if nothing was looked up.
    pub confidence: f32,
    /// Best first, one per section, at most ten.
    pub ranked: Vec<Hit>,
    /// The figures that decided.
    pub gates: Vec<(&'static str, f32)>,
    /// `minilm+bm25`, or `bm25` as long as there is no model or not all passages are encoded; `rules` where nothing was looked up.
    pub by: &'static str,
    /// The language that the visitor writes in, where it shows, and whether the docs have nothing in it.
    pub language: Option<Language>,
    pub is_foreign: bool,
}

/// Decides what to do about a question.
pub fn verdict(index: &Index, encoder: Option<&Encoder>, question: &Question) -> Verdict {
    if wants_person(&question.text) {
        return without_search(question, Outcome::WantsPerson, "wants_person");
    }
    match choice(index, &question.offered, &question.text) {
        Some(Choice::Section(place)) => return chosen(index, question, place),
        Some(Choice::None) => return without_search(question, Outcome::HandOff(Why::LowConfidence), "chose_none"),
        None => {}
    }
    if let Some(kind) = smalltalk::smalltalk(&question.text) {
        return without_search(question, Outcome::SmallTalk(kind), "small_talk");
    }
    let query = Query::of(index, encoder, question);
    let search = looked_up(index, &query);
    let (confidence, bars) = confidence(&search.features, search.with_vectors);
    let outcome = served(index, question, &search.hits, outcome(index, &query, &search, confidence, bars));
    let errand = (outcome == Outcome::HandOff(Why::Errand)).then_some(("errand", 1.0));
    Verdict {
        outcome,
        confidence,
        gates: gates(&search, confidence, bars, query.is_foreign).into_iter().chain(errand).collect(),
        by: if search.with_vectors { "minilm+bm25" } else { "bm25" },
        ranked: search.hits,
        language: written_in(question),
        is_foreign: query.is_foreign,
    }
}

/// A finished search: sections best first, and the figures about them.
pub struct Search {
    pub hits: Vec<Hit>,
    pub features: Features,
    pub with_vectors: bool,
}

/// Looks a question up; a short follow-up together with what it follows.
pub fn search(index: &Index, encoder: Option<&Encoder>, question: &Question) -> Search {
    looked_up(index, &Query::of(index, encoder, question))
}

fn looked_up(index: &Index, query: &Query) -> Search {
    let ranking = rank::rank(index, query, MOST_RANKED);
    let features = features(index, query, &ranking);
    Search { hits: ranking.hits, features, with_vectors: query.asked.is_some() }
}

/// The visitor chose a section: it is told, read in the light of what they had asked.
fn chosen(index: &Index, question: &Question, place: usize) -> Verdict {
    let asked = question.earlier.last().map(String::as_str).unwrap_or_default();
    let parts = compose::section(index, &index.tokens.stems(index.language_of[place], asked), place);
    let hit = Hit { passage: parts.last().map_or(place, |part| part.passage), section: index.passages[place].section.clone(), score: 1.0 };
    Verdict { confidence: 1.0, ranked: vec![hit], ..without_search(question, Outcome::Answer { parts }, "chosen") }
}

/// The language of a message, or where it is too short to tell, of those before it.
pub fn written_in(question: &Question) -> Option<Language> {
    language::language(&question.text).or_else(|| question.earlier.iter().rev().find_map(|earlier| language::language(earlier)))
}

fn outcome(index: &Index, query: &Query, search: &Search, confidence: f32, bars: Bars) -> Outcome {
    if search.hits.is_empty() {
        return Outcome::HandOff(Why::NotInDocs);
    }
    // An answer in a language that wasn't asked in would be a mistake: such pages are offered, and it is said why.
    if confidence >= bars.answer && !query.is_foreign {
        return Outcome::Answer { parts: compose::compose(index, &query.stems, &search.hits) };
    }
    match confidence >= bars.suggest {
        true => suggest(index, &search.hits),
        false => Outcome::HandOff(why(search)),
    }
}

/// The outcome, unless something is ordered done: however near a page sounds, it answers only who can do it themselves.
fn served(index: &Index, question: &Question, found: &[Hit], outcome: Outcome) -> Outcome {
    let Some(errand) = errand::errand(&question.text) else { return outcome };
    let hits: &[Hit] = match &outcome {
        Outcome::Answer { .. } => found.get(..1).unwrap_or_default(),
        Outcome::Suggest { hits, .. } => hits,
        _ => &[],
    };
    if hits.iter().any(|hit| errand.is_told(index, hit.passage)) { outcome } else { Outcome::HandOff(Why::Errand) }
}

fn suggest(index: &Index, hits: &[Hit]) -> Outcome {
    let hits = suggestions(index, hits);
    let apart = apart::apart(index, &hits.iter().map(|hit| hit.passage).collect::<Vec<_>>());
    Outcome::Suggest { hits, apart }
}

/// The best section of each of the best pages; further sections of those only if there are too few.
fn suggestions(index: &Index, hits: &[Hit]) -> Vec<Hit> {
    let is_first = |n: usize, hit: &Hit| hits[..n].iter().all(|earlier| index.page_of[earlier.passage] != index.page_of[hit.passage]);
    let (firsts, others): (Vec<_>, Vec<_>) = hits.iter().enumerate().partition(|(n, hit)| is_first(*n, hit));
    let mut chosen: Vec<_> = firsts.into_iter().chain(others).take(MOST_SUGGESTED).collect();
    chosen.sort_by_key(|(n, _)| *n);
    chosen.into_iter().map(|(_, hit)| hit.clone()).collect()
}

fn why(search: &Search) -> Why {
    match () {
        () if figure(&search.features, "account") > 0.0 => Why::AccountQuestion,
        () if figure(&search.features, "covered") < SPOKEN_OF => Why::NotInDocs,
        () => Why::LowConfidence,
    }
}

fn gates(search: &Search, confidence: f32, bars: Bars, is_foreign: bool) -> Vec<(&'static str, f32)> {
    let thresholds = [("confidence", confidence), ("answer_from", bars.answer), ("suggest_from", bars.suggest)];
    let foreign = is_foreign.then_some(("other_language", 1.0));
    thresholds.into_iter().chain(foreign).chain(NAMES.into_iter().zip(search.features)).collect()
}

/// What was decided before anything was looked up, and by which gate.
fn without_search(question: &Question, outcome: Outcome, gate: &'static str) -> Verdict {
    let language = written_in(question);
    Verdict { outcome, confidence: 0.0, ranked: Vec::new(), gates: vec![(gate, 1.0)], by: "rules", language, is_foreign: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;

    /// A little site, without a model.
    fn site() -> Index {
        let pages = [
            (
                "refunds.md",
                "# Refunds\n\nRefunds take five days.\n\n## Partial refunds\n\n1. Open the payment.\n2. Choose **Refund part**.\n",
            ),
            (
                "invoices.md",
                "# Invoices\n\n## Download an invoice\n\nOpen **Billing** and press Download.\n\n## Change the address\n\nWrite it under Company.\n",
            ),
            ("members.md", "# Members\n\n## Import members\n\nUpload a CSV file with one member per line.\n"),
        ];
        let documents = pages.iter().filter_map(|(file, source)| ingest::document(file, source, "https://x.test/docs"));
        Index::build(documents.flat_map(|document| indexed(&document)).collect())
    }

    fn indexed(document: &ingest::Document) -> Vec<Indexed> {
        let one = |passage: ingest::Passage| {
            let section = &document.sections[passage.section];
            Indexed {
                id: format!("{}/{}", document.id_of(section), passage.ordinal),
                page: document.path.clone(),
                section: document.id_of(section),
                title: document.title.clone(),
                heading: section.heading.clone(),
                url: document.url_of(section),
                text: passage.text,
                markdown: passage.markdown,
                encoding: None,
            }
        };
        ingest::passages(document).into_iter().map(one).collect()
    }

    fn asked(text: &str, earlier: &[&str]) -> Question {
        Question { text: text.into(), earlier: earlier.iter().map(|text| text.to_string()).collect(), ..Question::default() }
    }

    fn ask(text: &str, earlier: &[&str]) -> Verdict {
        verdict(&site(), None, &asked(text, earlier))
    }

    #[test]
    fn a_plain_question_is_answered_verbatim_with_its_source() {
        let Outcome::Answer { parts } = ask("How do I download an invoice?", &[]).outcome else { panic!("no answer") };
        assert_eq!(parts.iter().map(|part| part.markdown.as_str()).collect::<Vec<_>>(), ["Open **Billing** and press Download."]);
        assert_eq!(site().passage(parts[0].passage).url, "https://x.test/docs/invoices#download-an-invoice");
    }

    #[test]
    fn what_isnt_a_question_isnt_searched() {
        assert_eq!(ask("hi there", &[]).outcome, Outcome::SmallTalk(SmallTalk::Greeting));
        assert_eq!(ask("let me talk to a person", &[]).outcome, Outcome::WantsPerson);
    }

    #[test]
    fn what_the_docs_dont_know_goes_to_people() {
        assert_eq!(ask("who won the champions league", &[]).outcome, Outcome::HandOff(Why::NotInDocs));
        assert_eq!(ask("", &[]).outcome, Outcome::HandOff(Why::NotInDocs));
        assert!(matches!(verdict(&Index::build(vec![]), None, &Question::default()).outcome, Outcome::HandOff(Why::NotInDocs)));
    }

    #[test]
    fn what_only_we_can_do_goes_to_people_though_a_page_sounds_near() {
        let verdict = ask("Can you reset my billing cycle?", &[]);
        assert_eq!(verdict.outcome, Outcome::HandOff(Why::Errand), "{:?}", verdict.gates);
        assert!(verdict.ranked[0].section.starts_with("invoices"), "it was looked up: {:?}", verdict.ranked);
        assert!(verdict.gates.contains(&("errand", 1.0)));
        for text in ["Could you correct our address, please?", "extend my refund for me", "please check my members"] {
            let verdict = ask(text, &[]);
            assert_eq!(verdict.outcome, Outcome::HandOff(Why::Errand), "{text}: {:?}", verdict.gates);
        }
        // What a page tells its readers to do themselves is answered from there, as far as it is sure.
        let (index, sure) = (site(), Outcome::Answer { parts: Vec::new() });
        for (text, is_told) in [("Can you import my members?", true), ("Can you reset my billing cycle?", false)] {
            let (question, found) = (asked(text, &[]), search(&index, None, &asked(text, &[])).hits);
            assert_eq!(served(&index, &question, &found, sure.clone()) == sure, is_told, "{text}");
        }
    }

    #[test]
    fn a_follow_up_means_the_question_before_it() {
        for (text, earlier, section) in [
            ("and part of it?", "how long do refunds take", "refunds"),
            ("and partial ones?", "how long do refunds take", "refunds"),
            ("what about the address?", "how do I download an invoice", "invoices"),
            ("how do I import members", "how long do refunds take", "members"),
            ("und für Teile davon?", "how long do refunds take", "refunds"),
            ("why?", "how long do refunds take", "refunds"),
        ] {
            let ranked = ask(text, &[earlier]).ranked;
            assert_eq!(ranked[0].section.split('#').next(), Some(section), "{text} after {earlier}");
        }
    }

    #[test]
    fn the_topic_of_the_thread_goes_before_the_earlier_question() {
        let topic = |text: &str| {
            let question = Question { topic: Some("members#import-members".into()), ..asked(text, &["how long do refunds take"]) };
            verdict(&site(), None, &question).ranked.first().map(|hit| hit.section.clone())
        };
        assert_eq!(topic("and how does it go?").as_deref(), Some("members#import-members"));
        assert_eq!(topic("how do I download an invoice?").as_deref(), Some("invoices#download-an-invoice"));
    }

    #[test]
    fn what_was_chosen_is_answered_from_and_none_of_it_goes_to_people() {
        let offered = ["refunds#partial-refunds", "invoices#change-the-address"].map(str::to_owned).to_vec();
        let choose = |text: &str| verdict(&site(), None, &Question { offered: offered.clone(), ..asked(text, &["I want to change it"]) });
        for text in ["the second one", "2", "Change the address", "the address one"] {
            let verdict = choose(text);
            assert_eq!((verdict.ranked[0].section.as_str(), verdict.gates[0]), ("invoices#change-the-address", ("chosen", 1.0)), "{text}");
            assert!(matches!(&verdict.outcome, Outcome::Answer { parts } if parts[0].markdown == "Write it under Company."), "{text}");
        }
        assert_eq!(choose("none of these").outcome, Outcome::HandOff(Why::LowConfidence));
        assert_eq!(choose("how do I import members?").ranked[0].section, "members#import-members");
    }

    #[test]
    fn what_a_person_has_answered_is_known_and_so_is_what_would_contradict_them() {
        let told = |asked: &[&str], told: &str| Settled {
            asked: asked.iter().map(|text| (*text).to_owned()).collect(),
            told: told.to_owned(),
            ..Settled::default()
        };
        let settled = vec![told(&["hi", "How long does my refund take?"], "It takes three days."), told(&["thanks"], "You're welcome!")];
        let question = |text| Question { settled: settled.clone(), ..asked(text, &[]) };
        let at = |text| question(text).settled_at(&|_, _| None);
        assert_eq!((at("how long until my refund"), at("can I get a refund?"), at("hello")), (Some(0), None, None));
        let contradicted = |said| question("and by card?").contradicted_by(said).is_some();
        assert!(contradicted("Refunds take five days.") && !contradicted("Refunds take three days."));
        assert!(!contradicted("The free trial lasts 21 days."));
        // What they have corrected since is what counts.
        let corrected = told(&["are you sure?"], "Sorry, it takes five days.");
        let question = Question { settled: [settled, vec![corrected]].concat(), ..asked("and by card?", &[]) };
        let contradicted = |said| question.contradicted_by(said).is_some();
        assert!(!contradicted("Refunds take five days.") && contradicted("Refunds take two weeks."));
        // That it will be looked into settles nothing.
        let by_card = |quote: &str| Settled { quote: quote.to_owned(), ..told(&["Can I pay by card?"], quote) };
        let at = |settled| Question { settled, ..asked("can I pay by card", &[]) }.settled_at(&|_, _| None);
        let put_off = by_card("Let me check that for you.");
        assert_eq!((at(vec![put_off.clone()]), at(vec![by_card("You can."), put_off])), (None, Some(0)));
    }

    #[test]
    fn a_question_in_a_language_that_the_docs_lack_is_never_answered_plainly() {
        for text in [
            "Wie kann ich eine Rechnung (invoice) mit Billing download bekommen?",
            "¿Cómo puedo hacer el download de mi invoice en Billing?",
        ] {
            let verdict = ask(text, &[]);
            assert!(verdict.is_foreign && !matches!(verdict.outcome, Outcome::Answer { .. }), "{text}: {:?}", verdict.outcome);
        }
        assert!(!ask("How do I download an invoice?", &[]).is_foreign);
    }

    #[test]
    fn each_language_is_searched_in_its_own_pages_with_its_own_stems() {
        let pages = [
            (
                "kuendigung.md",
                "# Abo kündigen\n\nDu kannst dein Abo jederzeit kündigen. Öffne dafür die Einstellungen und wähle das Abo aus, das du nicht mehr brauchst.\n",
            ),
            ("rechnungen.md", "# Rechnungen\n\nAlle Rechnungen findest du unter Abrechnung. Sie werden dir auch mit der Post geschickt.\n"),
            ("cancel.md", "# Cancel your Abo\n\nYou can cancel it at any time, and it ends with the month that you have paid for.\n"),
        ];
        let documents = pages.iter().filter_map(|(file, source)| ingest::document(file, source, "https://x.test/docs"));
        let index = Index::build(documents.flat_map(|document| indexed(&document)).collect());
        let found = |text: &str| verdict(&index, None, &asked(text, &[]));
        let german = found("Wie kündige ich mein Abo?");
        assert_eq!((german.ranked[0].section.as_str(), german.is_foreign, german.language), ("kuendigung", false, Some(Language::German)));
        assert!(german.ranked.iter().all(|hit| hit.section != "cancel"), "no English page for a German question");
        assert_eq!(found("wo ist meine Rechnung?").ranked[0].section, "rechnungen");
        assert_eq!(found("how do I cancel it?").ranked[0].section, "cancel");
    }

    #[test]
    fn the_same_question_gets_the_same_verdict() {
        let (a, b) = (ask("refund invoice", &[]), ask("refund invoice", &[]));
        assert_eq!((a.outcome, a.ranked, a.gates), (b.outcome, b.ranked, b.gates));
    }
}
