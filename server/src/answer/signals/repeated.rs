//! How often did a visitor ask the same? In other words too: by stems and everyday synonyms, and by what search knows of them.

use super::frustrated;
use crate::answer::smalltalk::{SmallTalk, smalltalk};
use rust_stemmers::{Algorithm, Stemmer};
use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};
use unicode_segmentation::UnicodeSegmentation;

/// Two questions that share this much of all their words are the same.
const SAME_WORDS: f32 = 0.55;
/// Two that are this alike by what the caller knows are the same.
const SAME_MEANING: f32 = 0.85;

/// Words that say nothing of what is asked.
const STOP: &str = "a about actually after again all already also am an and any anyone anything are as ask asked asking at be been before but by can cant could do does did doesnt dont \
    even ever every exactly for from get getting give go going got had has have hello help here hey hi how i id if ill im in into is isnt it its ive just know let like lot \
    make maybe me mean might more much must my need no not now of off ok okay on once one only or our out over please pls possible question quite really same say shall she should \
    simply so some somebody somehow someone something still tell than thank thanks that thats the their them then there these they thing this those to told too try trying until up us use \
    using very want wanna was way we well were what whats when where which while who whom why will with without wont would yes yet you your third second time times repeat \
    ich du er sie es wir ihr mein meine meinen meiner dein ein eine einen einem der die das den dem des und oder aber wie wo was wann warum wer welche kann konnen könnte möchte will muss \
    man mir mich uns bitte denn doch noch schon mal auch nur ist sind war bin hat habe haben wird werden zu zum zur im in an am auf für von mit bei nicht kein keine so hier da gibt geht machen mache nochmal frage";

/// Everyday words for the same thing; each line is one.
const SYNONYMS: [&str; 18] = [
    "change update edit modify switch alter adjust replace rename correct set ändern wechseln anpassen bearbeiten aktualisieren umstellen",
    "delete remove erase drop clear wipe rid löschen entfernen",
    "cancel terminate end stop quit unsubscribe kündigen beenden stornieren",
    "add create new make insert hinzufügen anlegen erstellen",
    "email mail mails emails e-mail mailadresse",
    "price cost costs fee fees pricing expensive pay preis kosten kostet teuer",
    "login signin log sign einloggen anmelden",
    "see view show display find look located locate anzeigen sehen finden",
    "export download save exportieren herunterladen",
    "import upload bring load importieren hochladen",
    "team member colleague teammate coworker user people person kollege kollegen mitarbeiter benutzer",
    "invoice bill receipt rechnung beleg quittung",
    "money payment paid charge geld zahlung",
    "refund reimburse reimbursement erstattung rückerstattung",
    "broken work works working fails failing failed error problem issue fehler problem funktioniert",
    "plan subscription tariff abo abonnement tarif",
    "long duration takes take until dauert lange dauer",
    "site website page domain webseite seite",
];

/// How alike two questions are, 0 to 1. Best is what search knows: 1 where both lead to the same section first. The cosine
/// of their encodings tells little: of 20 pairs in other words it gave 0.23 to 0.79, of 20 that only sound alike 0.18 to
/// 0.81 ("how do I cancel my plan", "how do I pause my plan").
pub type Alike<'a> = &'a dyn Fn(&str, &str) -> f32;

/// How many times `question` has been asked, this time included: 1 where it's new. From 3 on, a person should step in.
///
/// `earlier` are the visitor's messages before, newest last, and whether each was answered: one that got no answer (the
/// first of two sent in a row) was no failed attempt and doesn't count. "That's not what I asked" asks the question before
/// it once more; after a "thanks" counting begins anew.
pub fn repeated(question: &str, earlier: &[(String, bool)], alike: Option<Alike>) -> u32 {
    let since_thanks = earlier.iter().rposition(|(text, _)| smalltalk(text) == Some(SmallTalk::Thanks)).map_or(0, |at| at + 1);
    let mut asked: Vec<&str> = Vec::new();
    let mut n_insisted = Vec::new();
    for (text, was_answered) in earlier[since_thanks..].iter().filter(|(text, _)| smalltalk(text).is_none()) {
        match n_insisted.last_mut() {
            Some(n) if is_insistence(text) => *n += u32::from(*was_answered),
            _ if *was_answered => {
                asked.push(text);
                n_insisted.push(0);
            }
            _ => {}
        }
    }
    let meant = if is_insistence(question) { asked.last().copied() } else { Some(question) };
    let Some(meant) = meant else { return 1 };
    let same = asked.iter().zip(&n_insisted).filter(|(text, _)| is_same(meant, text, alike));
    1 + same.map(|(_, n_insisted)| 1 + n_insisted).sum::<u32>()
}

/// "No, that's not what I asked": about the answer before it, with no question of its own.
fn is_insistence(text: &str) -> bool {
    frustrated::insists(text) && topics(text).len() <= 4
}

fn is_same(a: &str, b: &str, alike: Option<Alike>) -> bool {
    let (ours, theirs) = (topics(a), topics(b));
    if numbers(&ours) != numbers(&theirs) && !numbers(&ours).is_empty() && !numbers(&theirs).is_empty() {
        return false;
    }
    let (shared, all) = (ours.intersection(&theirs).count(), ours.union(&theirs).count());
    if all == 0 {
        return a.trim().to_lowercase() == b.trim().to_lowercase();
    }
    shared as f32 / all as f32 >= SAME_WORDS || alike.is_some_and(|alike| alike(a, b) >= SAME_MEANING)
}

fn numbers(topics: &BTreeSet<String>) -> Vec<&String> {
    topics.iter().filter(|topic| topic.chars().any(|c| c.is_ascii_digit())).collect()
}

/// What a question is about: stems without the words that say nothing, one stem per group of synonyms.
pub fn topics(text: &str) -> BTreeSet<String> {
    let text = text.to_lowercase().replace(['’', '‘', '\''], "").replace("e-mail", "email");
    let is_german = text.unicode_words().any(|word| GERMAN.split_ascii_whitespace().any(|entry| entry == word));
    let language = if is_german { &*GERMAN_STEMS } else { &*ENGLISH_STEMS };
    let words = text.unicode_words().filter(|word| !STOP.split_ascii_whitespace().any(|entry| entry == *word));
    words.map(|word| language.topic(word)).collect()
}

static ENGLISH_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(Algorithm::English));
static GERMAN_STEMS: LazyLock<Stems> = LazyLock::new(|| Stems::of(Algorithm::German));

/// A language's stemmer, and which group of synonyms a word or stem belongs to.
struct Stems {
    stemmer: Stemmer,
    groups: HashMap<String, &'static str>,
}

impl Stems {
    fn of(language: Algorithm) -> Self {
        let stemmer = Stemmer::create(language);
        let mut groups = HashMap::new();
        for group in SYNONYMS {
            let mut words = group.split(' ');
            let Some(first) = words.next() else { continue };
            for word in words.chain([first]) {
                groups.entry(word.to_owned()).or_insert(first);
                groups.entry(stemmer.stem(word).into_owned()).or_insert(first);
            }
        }
        Self { stemmer, groups }
    }

    fn topic(&self, word: &str) -> String {
        let stem = self.stemmer.stem(word);
        let group = self.groups.get(word).or_else(|| self.groups.get(stem.as_ref()));
        group.map_or_else(|| stem.to_string(), |group| (*group).to_owned())
    }
}

/// Words that show a German message.
const GERMAN: &str = "ich wir wie wo was kann mein meine der die das und nicht ist ein eine einen bitte";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answered(texts: &[&str]) -> Vec<(String, bool)> {
        texts.iter().map(|text| ((*text).to_owned(), true)).collect()
    }

    #[test]
    fn the_third_time_is_heard_in_other_words() {
        for [first, second, third] in [
            ["How do I export my data?", "where can I export the data", "exporting data - how??"],
            ["How can I change my e-mail address?", "where do I update my email address", "I want to edit the email address"],
            ["how do I invite a colleague", "How can I invite teammates?", "inviting people to my team, how?"],
            ["How long does a refund take?", "how long until the refund", "refund duration?"],
            ["where do I find my invoices", "where can I see my invoices?", "show me the invoices"],
            ["how do I cancel my plan", "How to cancel the subscription?", "cancelling my plan"],
            ["Can I delete a goal", "how to remove goals", "removing a goal"],
            ["what does the business plan cost", "Business plan price?", "how much is the business plan, what does it cost"],
            [
                "Wie kann ich meine Rechnung herunterladen?",
                "Wo kann ich die Rechnungen herunterladen",
                "Rechnung herunterladen bitte, wie?",
            ],
            ["Wie ändere ich meine Mailadresse", "wo kann ich meine E-Mail ändern", "E-Mail wechseln, wie geht das"],
            ["why is my script not working", "the script doesn't work, why", "still: script not working"],
            ["set up a custom domain", "how do I set up custom domains", "custom domain set up?"],
        ] {
            assert_eq!(repeated(first, &[], None), 1, "{first}");
            assert_eq!(repeated(second, &answered(&[first]), None), 2, "{second}");
            assert_eq!(repeated(third, &answered(&[first, second]), None), 3, "{third}");
            assert_eq!(repeated(third, &answered(&[first, "do you have a phone app", second]), None), 3, "{third}");
        }
    }

    #[test]
    fn another_question_about_the_same_things_is_new() {
        for (before, now) in [
            ("How do I export my data?", "Can I export invoices as PDF?"),
            ("How do I export my data?", "how do I import my data?"),
            ("how do I invite a colleague", "how do I remove a colleague"),
            ("How long does a refund take?", "can I refund a part of it?"),
            ("what does the 49 euro plan include", "what does the 99 euro plan include"),
            ("where are my invoices", "can I change the address on my invoices"),
            ("how do I change my password", "how do I change my e-mail address"),
            ("how do I cancel my plan", "how do I pause my plan"),
            ("do you have an api", "what is the rate limit of the api"),
            ("can members book two classes", "how do members cancel a class"),
            ("Wie ändere ich mein Passwort", "Wie ändere ich meine Adresse"),
            ("how do I share a dashboard", "can I put a password on a shared dashboard"),
            ("what does the 49 euro plan include", "can I pay the 49 euro plan yearly"),
            ("does it work with shopify", "does it work with wordpress"),
            ("how do I create a gift card", "how long is a gift card valid"),
            ("hi", "how do I export"),
            ("", "how do I export"),
        ] {
            assert_eq!(repeated(now, &answered(&[before]), None), 1, "{now} after {before}");
            assert_eq!(repeated(before, &answered(&[now]), None), 1, "{before} after {now}");
        }
    }

    #[test]
    fn insisting_asks_the_same_again() {
        let export = "How do I export my data?";
        assert_eq!(repeated("that's not what I asked", &answered(&[export]), None), 2);
        assert_eq!(repeated("that didn't help", &answered(&[export, "that's not what I asked"]), None), 3);
        assert_eq!(repeated("How do I export data?", &answered(&[export, "that didn't help"]), None), 3);
        assert_eq!(repeated("that's not what I asked", &[], None), 1);
    }

    #[test]
    fn what_wasnt_answered_and_what_was_settled_doesnt_count() {
        let export = "How do I export my data?";
        let burst = [(export.to_owned(), false), ("how to export data".to_owned(), false)];
        assert_eq!(repeated(export, &burst, None), 1);
        assert_eq!(repeated(export, &answered(&[export, export, "thanks!"]), None), 1);
        assert_eq!(repeated(export, &answered(&[export, "thanks!", export]), None), 2);
    }

    #[test]
    fn what_search_knows_counts() {
        let alike = |likeness: f32| move |_: &str, _: &str| likeness;
        let earlier = answered(&["where do I get a csv of my numbers"]);
        let ask = |likeness| repeated("how can I take my stats elsewhere", &earlier, Some(&alike(likeness)));
        assert_eq!([ask(0.3), ask(0.8), ask(1.0)], [1, 1, 2]);
        // Different numbers are different questions, however alike they sound.
        assert_eq!(repeated("error 429", &answered(&["error 500"]), Some(&alike(1.0))), 1);
    }

    proptest! {
        /// It counts at least this time, at most all times, and the same words always count.
        #[test]
        fn counts_stay_in_bounds(question in "[a-z ?äöü']{0,40}", earlier in proptest::collection::vec(("[a-z ?äöü']{0,40}", any::<bool>()), 0..6)) {
            let n = repeated(&question, &earlier, None);
            prop_assert!(n >= 1 && n <= 1 + earlier.len() as u32);
        }
    }
}
