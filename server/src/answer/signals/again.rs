//! Does a question ask once more what a person has answered? In other words too, and beyond doubt: whoever asks something else must
//! not be pointed to the answer to this.
//!
//! [`super::repeated`] may be mistaken now and then: a person steps in a little early. Here a mistake keeps the visitor from their
//! answer, so a question counts only where it is about the very same, asks the same of it, and nothing small turns it round.

use super::repeated::topics;
use crate::answer::{
    errand::errand,
    words::{list, says_one, tokens},
};
use std::{collections::BTreeSet, sync::LazyLock};
use unicode_segmentation::UnicodeSegmentation;

/// As near as this by their vectors, a question may leave out one of the things that were named before. Lower, the vectors tell
/// nothing: "move it to Friday" is as near to "move it to Monday" as to the same in other words.
const SAME_MEANING: f32 = 0.9;
/// Words of the same beginning, so long and so little longer, are one: "lock" and "locked".
const LEAST_STEM: usize = 4;
const MOST_ENDING: usize = 4;

/// What only turns the phrase: "what is the date on which it arrives" is "when".
static TURNS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let english = topics("number date day reason possible allowed come arrive happen currently wheres whens hows");
    let german = topics("ich möglich kommt kommen bleibt grund");
    english.into_iter().chain(german).collect()
});

/// Small words that turn a question round.
const OPPOSITES: [(&str, &str); 13] = [
    ("on", "off"),
    ("in", "out"),
    ("up", "down"),
    ("before", "after"),
    ("with", "without"),
    ("from", "to"),
    ("first", "last"),
    ("more", "less"),
    ("ein", "aus"),
    ("an", "ab"),
    ("vor", "nach"),
    ("mit", "ohne"),
    ("von", "nach"),
];
const DENIALS: &str = "not never no without don't dont doesn't doesnt can't cant cannot isn't isnt aren't arent won't wont didn't didnt hasn't hasnt \
    haven't havent wasn't wasnt nicht nie kein keine keinen ohne";
/// Beside these the order tells who is who: "by card instead of invoice".
const ORDERED: &str = "instead rather than statt anstatt anstelle lieber als";
/// And where both of these stand, which way it goes: "from the list to the board".
const WAYS: [[&str; 2]; 2] = [["from", "to"], ["von", "nach"]];

/// What is asked of a thing, and the words that ask it, the telling ones first.
const ASKS: [(Ask, &str); 6] = [
    (
        Ask::When,
        "when | how long | how soon | how fast | how many days | how many hours | what day | what time | wann | wie lange | wie schnell",
    ),
    (Ask::HowMuch, "how much | how many | number of | wie viel | wie viele | wieviel"),
    (Ask::HowItStands, "where is | where are | where's | wheres | status of | state of | wo ist | wo sind | wo bleibt | wo bleiben"),
    (Ask::Why, "why | how come | reason | warum | wieso | weshalb | grund"),
    (Ask::Who, "who | whom | whose | wer | wem | wen"),
    (Ask::How, "how | where | wie | wo"),
];
const WHETHER: &str = "can could may is are am do does did will would has have should was were possible \
    kann können darf dürfen ist sind gibt geht wird werden hat habe haben könnt könnte";
const WHAT: &str = "what which welche welcher welches was";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    When,
    HowMuch,
    HowItStands,
    Why,
    Who,
    How,
    Whether,
    What,
}

/// Whether `question` is `before` once more. `nearness` gives how near the two are by their vectors, where there is a model; it is
/// asked only where that decides.
pub fn is_asked_again(question: &str, before: &str, nearness: &dyn Fn() -> Option<f32>) -> bool {
    let (now, then) = (about(question), about(before));
    let new: Vec<&String> = now.iter().filter(|topic| !names(topic, &then)).collect();
    let left_out: Vec<&String> = then.iter().filter(|topic| !names(topic, &now)).collect();
    let has_figure = |topics: &[&String]| topics.iter().any(|topic| topic.chars().any(|c| c.is_ascii_digit()));
    if now.is_empty() || !new.is_empty() || has_figure(&left_out) || !may_be_one(question, before) {
        return false;
    }
    match left_out.len() {
        // One word alone may be asked about in many ways.
        0 => now.len() > 1 || (ask(question).is_some() && ask(question) == ask(before)),
        1 => now.len() > 1 && nearness().is_some_and(|it| it >= SAME_MEANING),
        _ => false,
    }
}

/// What a question is about, but for what only turns the phrase.
fn about(text: &str) -> BTreeSet<String> {
    topics(text).into_iter().filter(|topic| !TURNS.contains(topic)).collect()
}

/// Whether one of these is this topic, or the same word with another ending.
fn names(topic: &str, topics: &BTreeSet<String>) -> bool {
    topics.iter().any(|other| {
        let (short, long) = if topic.len() <= other.len() { (topic, other.as_str()) } else { (other.as_str(), topic) };
        short == long || (short.len() >= LEAST_STEM && long.starts_with(short) && long.len() - short.len() <= MOST_ENDING)
    })
}

/// Whether nothing in two questions about the same tells them apart: what is asked, whether it is to be done, a denial, a small word,
/// the order.
fn may_be_one(question: &str, before: &str) -> bool {
    let asks_the_same = ask(question).is_none() || ask(before).is_none() || ask(question) == ask(before);
    let (now, then) = (tokens(question), tokens(before));
    let denies = |words: &[String]| words.iter().any(|word| list(DENIALS, word));
    let count = |words: &[String], it: &str| words.iter().filter(|word| *word == it).count();
    let turns = |one: &str, other: &str| count(&now, one) > count(&then, one) && count(&now, other) < count(&then, other);
    let is_turned = OPPOSITES.iter().any(|(one, other)| turns(one, other) || turns(other, one));
    let goes = |words: &[String]| WAYS.iter().any(|way| way.iter().all(|it| count(words, it) > 0));
    let has_order = goes(&now) || goes(&then) || now.iter().chain(&then).any(|word| list(ORDERED, word));
    // "Can I get a refund?" asks, "could you refund me?" orders it.
    let is_other = errand(question).is_some() != errand(before).is_some();
    let is_told_apart = is_turned || is_other || (has_order && in_order(question) != in_order(before));
    asks_the_same && denies(&now) == denies(&then) && !is_told_apart
}

fn in_order(text: &str) -> Vec<String> {
    text.unicode_words().flat_map(topics).filter(|topic| !TURNS.contains(topic)).collect()
}

/// What is asked; nothing where it doesn't show.
fn ask(text: &str) -> Option<Ask> {
    let words = tokens(text);
    let opens = || words.iter().take(3).any(|word| list(WHETHER, word));
    let what = || words.iter().any(|word| list(WHAT, word)).then_some(Ask::What);
    let told = ASKS.iter().find(|(_, phrases)| says_one(&words, phrases)).map(|(ask, _)| *ask);
    told.or_else(|| opens().then_some(Ask::Whether)).or_else(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By words alone; and as near as that by their vectors.
    fn by_words(one: &str, other: &str) -> bool {
        is_asked_again(one, other, &|| None)
    }

    fn as_near_as(one: &str, other: &str, nearness: f32) -> bool {
        is_asked_again(one, other, &|| Some(nearness))
    }

    #[test]
    fn the_same_in_other_words_is_known() {
        for (one, other) in [
            ("How do I export my data?", "where can I export the data"),
            ("how do I invite a colleague", "How can I invite teammates?"),
            ("How long does a refund take?", "how long until the refund"),
            ("where do I find my invoices", "where can I see my invoices?"),
            ("how do I cancel my plan", "How to cancel the subscription?"),
            ("why is my script not working", "the script doesn't work, why"),
            ("set up a custom domain", "how do I set up custom domains"),
            ("Can I get a refund for the broken kettle?", "do I get the broken kettle refunded?"),
            ("Could you extend my free trial by a week?", "can you extend the free trial by a week for me, please"),
            ("Can I move a card from the list to the board?", "is it possible to move cards from a list to a board"),
            ("Is there a discount for students?", "do students get a discount?"),
            ("Do you ship to Norway?", "is shipping to norway possible?"),
            ("Why was my account locked?", "what is the reason that my account is locked"),
            ("Will the outage on Tuesday be credited?", "do we get a credit for tuesday's outage?"),
            ("Do you have a phone app?", "is there an app for my phone"),
            ("How can I change my e-mail address?", "where do I update my email address"),
            ("Where is my refund?", "where's the refund now"),
            ("Wo finde ich meine Rechnungen?", "Wo kann ich die Rechnung sehen"),
        ] {
            assert!(by_words(one, other) && by_words(other, one), "{one} / {other}");
        }
    }

    #[test]
    fn a_near_miss_is_another_question() {
        for (one, other) in [
            ("how do I cancel my plan", "how do I pause my plan"),
            ("How do I export my data?", "how do I import my data?"),
            ("How do I export my data?", "how do I export my data to Excel?"),
            ("How long does a refund take?", "can I refund a part of it?"),
            ("Where is my refund?", "Can I get a refund?"),
            ("Where is my refund?", "How do I get a refund?"),
            ("Where is my refund?", "What is your refund policy?"),
            ("how do I change my password", "how do I change my e-mail address"),
            ("where are my invoices", "can I change the address on my invoices"),
            ("turn on notifications", "turn off notifications"),
            ("turn off notifications on my phone", "turn on notifications on my phone"),
            ("Can I move a card from the list to the board?", "can I move a card from the board to the list"),
            ("Can I get a refund for the broken kettle?", "could you refund me the kettle that is broken?"),
            ("Can I reset my billing cycle?", "can you reset my billing cycle?"),
            ("how do I sign in", "how do I sign out"),
            ("When does my order arrive?", "When was my order sent?"),
            ("When will the kettle be delivered?", "When will the toaster be delivered?"),
            ("Is there a discount for students?", "Is there a discount for teachers?"),
            ("Can I bring my dog to the studio?", "Can I bring my child to the studio?"),
            ("Can I pay by invoice instead of card?", "Can I pay by card instead of invoice?"),
            ("Do you ship to Norway?", "Do you ship from Norway?"),
            ("Do you ship to Norway?", "Do you ship to Sweden?"),
            ("How long does shipping to Norway take?", "how much is shipping to Norway?"),
            ("What happens to my data after I cancel?", "what happens to my data before I cancel?"),
            ("Can we move the onboarding call to Friday?", "Can we move the onboarding call to Monday?"),
            ("Could you extend my free trial by a week?", "Could you extend my free trial by a month?"),
            ("My invoice of May shows the wrong VAT", "My invoice of June shows the wrong VAT"),
            ("Is my order 4711 on its way?", "Is my order 4712 on its way?"),
            ("Where is my order?", "Where is my order 4712?"),
            ("what does the 49 euro plan include", "what does the 99 euro plan include"),
            ("Why was my account locked?", "How do I lock my account?"),
            ("can a member cancel a booking", "can a teacher cancel a booking"),
            ("Wo bleibt meine Erstattung vom Mai?", "Wie bekomme ich eine Erstattung?"),
            ("Kann ich mit Rechnung zahlen?", "Kann ich die Rechnung ändern?"),
            ("thanks", "Where is my refund?"),
            ("", ""),
        ] {
            assert!(!by_words(one, other) && !by_words(other, one), "{one} / {other}");
            // As near as a model finds most of them.
            assert!(!as_near_as(one, other, 0.89) && !as_near_as(other, one, 0.89), "{one} / {other}");
        }
    }

    #[test]
    fn what_a_model_knows_counts_where_nothing_new_is_asked() {
        let (before, now) = ("Can we move the onboarding call to Friday?", "is it possible to have the onboarding call on friday?");
        assert!(!by_words(now, before) && !as_near_as(now, before, 0.89) && as_near_as(now, before, 0.93));
        assert!(!as_near_as(before, now, 0.93), "to move it wasn't asked before");
        let (before, now) = ("How do I export my data?", "How do I export my data to Excel?");
        assert!(!as_near_as(now, before, 0.99), "for Excel wasn't asked before");
    }
}
