//! Does a message speak of what people must handle? By topics that the owner can edit.
//!
//! The policy: to **state** a dispute, and to **want or order** an act (cancel, delete my data, transfer the ownership,
//! migrate), goes to people. To **ask how** ("how do I cancel my plan?", "what is your refund policy?") is answered from
//! the docs, which is what they are for; so is to want something and ask how in the same breath ("I want to cancel, where
//! do I do that?"). What a visitor wants from *us* ("please cancel my plan, how long does it take?") goes to people.

use super::said::{self, Word};
use super::wording::Pattern;
use crate::answer::words::{list, without_quotes};
use app::domain::signal::{Form, Topic, Wording};

/// Topics with their wordings read: reading them costs more than hearing a message does.
#[derive(Debug, Clone, Default)]
pub struct Ear(Vec<(Topic, Vec<Pattern>)>);

/// A topic that was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heard<'a> {
    pub topic: &'a Topic,
    pub wording: &'a Wording,
}

impl Ear {
    /// An ear for these topics, as far as they are on.
    pub fn of(topics: Vec<Topic>) -> Self {
        let is_on = topics.into_iter().filter(|topic| topic.is_on);
        Self(is_on.map(|topic| (patterns(&topic), topic)).map(|(patterns, topic)| (topic, patterns)).collect())
    }

    /// The first topic that `text` speaks of, and the wording that says so.
    pub fn hear(&self, text: &str) -> Option<Heard<'_>> {
        let words = said::words(&without_quotes(text));
        self.0.iter().find_map(|(topic, patterns)| {
            let mut wordings = topic.wordings.iter().zip(patterns);
            let (wording, _) = wordings.find(|(wording, pattern)| speaks(&words, wording.form, pattern))?;
            Some(Heard { topic, wording })
        })
    }
}

fn patterns(topic: &Topic) -> Vec<Pattern> {
    topic.wordings.iter().map(|wording| Pattern::read(&wording.text)).collect()
}

fn speaks(words: &[Word], form: Form, pattern: &Pattern) -> bool {
    let mut from = 0;
    while let Some(place) = pattern.find(&words[from..]) {
        let (start, end) = (from + place.start, from + place.end);
        let counts = match form {
            Form::Said => true,
            Form::Wished => is_ordered(words, start) || (is_wished(words, start) && !asks_how(words, end)),
            Form::Ordered => is_ordered(words, start),
        };
        if counts {
            return true;
        }
        from = start + 1;
    }
    false
}

/// The words of the sentence that stand before `at`.
fn before(words: &[Word], at: usize) -> Vec<&str> {
    let own = words[..at].iter().rev().take_while(|word| word.sentence == words[at].sentence);
    let mut before: Vec<_> = own.map(|word| word.folded.as_str()).collect();
    before.reverse();
    before
}

/// What may stand before an order that begins with its verb; "I cancel …", "this is a …" are as good as orders.
const OPENERS: &str = "please pls plz kindly hi hello hey dear team sir madam support there all ok okay so and just now then yes no thanks also well \
    i we this is an a my our subject re regarding request urgent immediately \
    bitte hallo hi guten tag moin liebes ich wir hiermit jetzt und also dies das ist eine ein mein meine betreff betreffend sehr geehrte damen herren";

/// What asks us to act.
const ORDERS: [&[&str]; 8] = [
    &["please", "pls", "plz", "kindly", "bitte"],
    &["can", "could", "would", "will", "can't", "cant", "wont", "must"],
    &["need", "want", "like", "ask", "asking", "require", "expect", "trust"],
    &["konnen", "konnten", "koennen", "koennten", "wurden", "wuerden"],
    &["kannst", "konntest", "koenntest"],
    &["konnt", "konntet", "koennt", "koenntet"],
    &["help"],
    &["request"],
];

/// Whom an order of the same row is said to.
const ORDERED: [&[&str]; 8] = [
    &[],
    &["you", "u", "ya", "your", "someone", "somebody", "anyone"],
    &["you", "someone", "somebody", "u"],
    &["sie"],
    &["du"],
    &["ihr"],
    &["me", "us"],
    &["that", "to"],
];

/// To order: "please …", "can you …", or the verb first.
fn is_ordered(words: &[Word], at: usize) -> bool {
    let before = before(words, at);
    if before.iter().all(|word| list(OPENERS, word)) {
        return !(before.len() == 1 && list("an a my our mein meine ein eine", before[0]));
    }
    let order = (0..before.len()).rev().find(|n| orders_at(&before, *n));
    order.is_some_and(|order| !asks_or_denies(&before[order..]) && !is_conditional(&before[..order]))
}

fn orders_at(before: &[&str], n: usize) -> bool {
    ORDERS
        .iter()
        .zip(ORDERED)
        .any(|(verbs, whom)| verbs.contains(&before[n]) && (whom.is_empty() || before.get(n + 1).is_some_and(|next| whom.contains(next))))
}

/// What says that one wants to do something.
const WISHES: &str = "want wanna need wish like love must have decided trying tried going gonna will intend planning plan demand request requesting \
    require asking am im ill id wed were \
    mochte mochten moechte moechten will wollen muss mussen muessen wurde wuerde wurden wuerden brauche brauchen verlange verlangen fordere fordern \
    beantrage beantragen kundige";

/// Who wants it, unless the sentence begins with the wish.
const FIRST: &str = "i we im ive id ill wed weve were wir ich";

/// To want: "I'd like to …", "we have decided to …".
fn is_wished(words: &[Word], at: usize) -> bool {
    let before = before(words, at);
    let wish = (0..before.len()).rev().find(|n| wishes_at(&before, *n));
    wish.is_some_and(|wish| !asks_or_denies(&before[wish..]) && !is_conditional(&before[..wish]))
}

/// A wish by the visitor; "do I have to", "I don't want to" and "they want to" aren't.
fn wishes_at(before: &[&str], n: usize) -> bool {
    if !list(WISHES, before[n]) {
        return false;
    }
    let near = &before[n.saturating_sub(3)..n];
    let asks = near.iter().any(|word| {
        list("do does did am are can could should would if when whether falls wenn ob to dont not never nicht kein keine who people", word)
    });
    let is_first =
        list(FIRST, before[n]) || near.iter().any(|word| list(FIRST, word)) || before.get(n + 1).is_some_and(|next| list("ich wir", next));
    (is_first && !asks_unless_would(near, asks)) || n == 0
}

/// "I would like": the only question word that a wish may hold.
fn asks_unless_would(near: &[&str], asks: bool) -> bool {
    asks && !matches!(near, [.., "i" | "we", "would"] | [.., "i" | "we", "would", "really" | "also" | "just" | "now"])
}

/// What stands between wish and act makes it a question about it, or the opposite.
fn asks_or_denies(between: &[&str]) -> bool {
    let asks = between
        .iter()
        .any(|word| list("how where what when which whether if why who wie wo was wann welche ob wenn falls warum wer", word));
    let denies = between.iter().any(|word| list("not dont never without nicht kein keine ohne avoid prevent", word));
    let may_i = between.windows(2).any(|pair| {
        list("can may could should do must will would am are kann konnen darf durfen muss mussen", pair[0])
            && list("i we my our ich wir man people users they he she", pair[1])
    });
    asks || denies || may_i
}

/// "if I want to …", "what happens when we need to …".
fn is_conditional(before: &[&str]) -> bool {
    before.iter().rev().take(2).any(|word| list("if when whether wenn falls ob case how suppose once", word))
}

/// "… where do I do that?", "… wie geht das?": wanted and asked how.
fn asks_how(words: &[Word], from: usize) -> bool {
    let pairs = words[from..].iter().zip(words[from..].iter().skip(1));
    pairs.into_iter().any(|(a, b)| match a.folded.as_str() {
        "how" => list("do can to should would could", &b.folded),
        "where" => list("do can is should would", &b.folded),
        "wie" | "wo" => list("kann geht mache mach finde muss stelle stell gehe", &b.folded),
        _ => false,
    })
}

#[cfg(test)]
mod tests;
