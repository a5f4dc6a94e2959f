//! What the visitor asks now, read off the thread: their open words, what they asked before, and what they were offered.

use crate::answer::Question;
use app::domain::{
    answer::{Answer, Kind},
    event::{Event, What},
};

/// Earlier questions that a follow-up may point back to.
const MOST_EARLIER: usize = 4;

/// What the visitor wants to know now (all since the last reply, as one question), what they asked before, the sections that
/// they were offered in the last turn, and the one that the thread is about.
pub(super) fn question(events: &[Event]) -> Question {
    let mut asked = Question::default();
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
