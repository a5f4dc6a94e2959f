//! A thread in a language model's words, and which part of it that is made of.

use super::segment;
use crate::{
    domain::{
        answer::Kind,
        event::{Event, What},
        id::Seq,
    },
    read::Read,
};
use serde::{Deserialize, Serialize};

/// One message alone is short enough.
const LEAST_MESSAGES: usize = 2;

/// What a language model made of a thread: few sentences, each with the message that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Gist {
    pub points: Vec<Point>,
    /// `openai:gpt-4.1-mini`.
    pub model: String,
}

/// A sentence, and the message that it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Point {
    pub text: String,
    pub seq: Seq,
}

/// Whether a language model puts a thread into words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Retold {
    #[default]
    No,
    /// It can be asked for.
    Due,
    Made {
        gist: Gist,
    },
}

/// The messages that a gist is made of: those of the current segment before a person was last wanted, or came. The number of the last
/// of them is its state: as long as it stays, so does the gist. Nothing where nobody was wanted, or too little was said before.
pub fn to_retell(events: &[Event]) -> Vec<&Event> {
    let events = segment(events);
    let wanted = events.iter().rposition(|event| matches!(event.what, What::HandedOff { .. } | What::TookOver { .. }));
    let Some(end) = wanted else { return Vec::new() };
    let messages: Vec<&Event> = events[..end].iter().filter(|event| says_something(&event.what)).collect();
    if messages.len() < LEAST_MESSAGES { Vec::new() } else { messages }
}

fn says_something(what: &What) -> bool {
    match what {
        What::Said { body, .. } | What::Replied { body, .. } => !body.text.trim().is_empty(),
        What::Answered { answer, .. } => matches!(answer.kind, Kind::Grounded | Kind::Suggestion),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_reads_what_the_server_wrote() {
        let gist = Gist { points: vec![Point { text: "They wait.\n\"ü\"".to_owned(), seq: 7 }], model: "openai:small".to_owned() };
        for retold in [Retold::No, Retold::Due, Retold::Made { gist }] {
            let json = serde_json::to_string(&retold).expect("plain data");
            assert_eq!(crate::read::read::<Retold>(&json), Some(retold));
        }
    }
}
