//! What the visitor asks now, read off the thread: their open words, what they asked before, what they were offered, and what
//! people have told them.

use crate::answer::{Question, Settled, signals::puts_off};
use app::domain::{
    answer::{Answer, Kind},
    event::{Event, What},
    file,
};

/// Earlier questions that a follow-up may point back to.
const MOST_EARLIER: usize = 4;
/// So much of what people have told counts, the latest.
const MOST_SETTLED: usize = 10;

/// What the visitor wants to know now (all since the last reply, as one question), what they asked before, the sections that
/// they were offered in the last turn, and the one that the thread is about.
pub(super) fn question(events: &[Event]) -> Question {
    let mut asked = Question { settled: settled(events), ..Question::default() };
    let mut now: Vec<&str> = Vec::new();
    for event in events {
        match &event.what {
            What::Said { body, .. } if !body.text.is_empty() => now.push(&body.text),
            What::Answered { .. } | What::Replied { .. } => asked.earlier.extend(now.drain(..).map(str::to_owned)),
            _ => {}
        }
        match &event.what {
            What::Answered { answer, .. } => turned(&mut asked, answer),
            // A person's words, or a new beginning, leave nothing to choose from.
            What::Replied { .. } | What::TookOver { .. } | What::Closed { .. } => (asked.offered, asked.topic) = Default::default(),
            _ => {}
        }
    }
    // Handed back with everything answered: the last words are looked at once more.
    asked.text = if now.is_empty() { asked.earlier.pop().unwrap_or_default() } else { now.join("\n") };
    let n_old = asked.earlier.len().saturating_sub(MOST_EARLIER);
    asked.earlier.drain(..n_old);
    asked
}

/// What a turn of the assistant leaves behind: an offer, or a topic. A courtesy leaves everything as it was.
fn turned(asked: &mut Question, answer: &Answer) {
    let mut used: Vec<(u32, &str)> = answer.receipt.passages.iter().filter_map(|it| Some((it.used?, it.section_id.as_str()))).collect();
    used.sort_unstable();
    let sections = || used.iter().map(|(_, section)| (*section).to_owned());
    match answer.kind {
        Kind::Grounded => (asked.offered, asked.topic) = (Vec::new(), sections().next()),
        Kind::Suggestion => (asked.offered, asked.topic) = (sections().collect(), None),
        Kind::NotCovered => (asked.offered, asked.topic) = Default::default(),
        Kind::Courtesy => {}
    }
}

/// What people have told the visitor, each with what it answers. What the docs have answered isn't theirs; what the docs didn't say
/// is left to them.
fn settled(events: &[Event]) -> Vec<Settled> {
    let mut all: Vec<Settled> = Vec::new();
    let (mut asked, mut goes_on) = (Vec::new(), false);
    for event in events {
        match &event.what {
            What::Said { body, .. } => {
                goes_on = false;
                asked.extend(Some(body.text.clone()).filter(|text| !text.is_empty()));
            }
            What::Answered { answer, .. } => {
                goes_on = false;
                if matches!(answer.kind, Kind::Grounded | Kind::Courtesy) {
                    asked.clear();
                }
            }
            What::Replied { body, files, .. } => {
                let Some(agent) = event.by.agent() else { continue };
                if !std::mem::replace(&mut goes_on, true) {
                    all.push(Settled { asked: std::mem::take(&mut asked), ..Settled::default() });
                }
                let Some(it) = all.last_mut() else { continue };
                let quote = file::preview(body, files);
                let told = if body.text.is_empty() { &quote } else { &body.text };
                it.told = if it.told.is_empty() { told.clone() } else { format!("{}\n{told}", it.told) };
                if says_more(&quote, &it.quote) {
                    (it.by, it.quote) = (agent.name.as_str().to_owned(), quote);
                }
                it.seq = event.seq;
            }
            _ => {}
        }
    }
    let n_old = all.len().saturating_sub(MOST_SETTLED);
    all.drain(..n_old);
    all
}

/// Whether of two messages of a person this one is rather the answer.
fn says_more(this: &str, other: &str) -> bool {
    let weight = |it: &str| (!it.is_empty(), !puts_off(it), it.len());
    weight(this) > weight(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        answer::Receipt,
        id::{AccountId, ConversationId, MessageId},
        person::{Agent, Author},
        text::{Body, Name},
        time::Timestamp,
    };

    /// A thread of lines: of the visitor, of Ana (`Ana: …`), or what became of a question.
    fn thread(lines: &[&str]) -> Vec<Event> {
        let ana = Agent { id: AccountId::parse("anaa").expect("an id"), name: Name::parse("Ana").expect("a name") };
        let body = |text: &str| Body::plain(text).expect("fits");
        let event = |(seq, line): (u64, &&str)| {
            let id = MessageId::parse(&format!("m-{seq:04}")).expect("fits");
            let (by, what) = match (line.strip_prefix("Ana: "), *line) {
                (Some(text), _) => (Author::Agent(ana.clone()), What::Replied { id, body: body(text), files: Vec::new() }),
                (None, "not covered") => {
                    (Author::Assistant, What::Answered { id, answer: Box::new(Answer::not_covered(Receipt::empty())) })
                }
                (None, "greeted") => {
                    (Author::Assistant, What::Answered { id, answer: Box::new(Answer::courtesy(body("Hello"), Receipt::empty())) })
                }
                (None, text) => (Author::Visitor, What::Said { id, body: body(text), page: None, files: Vec::new() }),
            };
            Event { seq, conversation: ConversationId::parse("conv").expect("fits"), at: Timestamp(0), by, what }
        };
        (1..).zip(lines).map(event).collect()
    }

    #[test]
    fn what_people_told_is_known_with_what_it_answers() {
        let before = ["hi", "greeted", "Where is my parcel?", "not covered", "It is late"];
        let after = ["Ana: Let me see.", "Ana: It comes on Friday.", "thanks"];
        let expected = Settled {
            by: "Ana".to_owned(),
            asked: vec!["Where is my parcel?".to_owned(), "It is late".to_owned()],
            told: "Let me see.\nIt comes on Friday.".to_owned(),
            quote: "It comes on Friday.".to_owned(),
            seq: 7,
        };
        assert_eq!(question(&thread(&[&before[..], &after[..]].concat())).settled, [expected]);
        assert_eq!(question(&thread(&["hi", "greeted", "Where is my parcel?"])).settled, vec![]);
        // What is quoted is the answer, not the thanks around it.
        let told = ["Where is my parcel?", "Ana: Let me check that for you.", "Ana: It is late.", "Ana: Anything else I can do for you?"];
        let settled = question(&thread(&told)).settled;
        assert_eq!((settled.len(), settled[0].quote.as_str(), settled[0].seq), (1, "It is late.", 4));
        let many: Vec<&str> = ["one more", "Ana: Fine."].repeat(20);
        assert_eq!(question(&thread(&many)).settled.len(), MOST_SETTLED);
    }
}
