//! What in a visitor's words brings a person in, whatever the docs say. Pure.

use crate::answer::signals::{default_topics, frustrated, keyword, repeated, sensitive};
use app::domain::{
    event::{Event, What},
    handoff::{Cause, Reason},
    settings::Listening,
    signal::Topic,
};

/// From so many times of the same question on, a person should step in.
const TOO_OFTEN: u32 = 3;

/// Why a person should see what the visitor has just written; nothing where the assistant may go on.
/// `asked`: all that they wrote since the last reply.
pub(super) fn heard(asked: &str, events: &[Event], listening: &Listening) -> Option<Cause> {
    let because = |why, detail: Option<&str>| Some(Cause { why, detail: detail.map(str::to_owned) });
    if let Some(rule) = keyword(asked, &listening.keywords) {
        return because(Reason::Keyword, Some(&rule.rule.words));
    }
    if let Some(topic) = sensitive(asked, &topics(listening)) {
        return because(Reason::SensitiveTopic, Some(&topic.name));
    }
    let earlier = earlier(events);
    let texts: Vec<&str> = earlier.iter().map(|(text, _)| text.as_str()).collect();
    if frustrated(asked, &texts).is_some() {
        return because(Reason::Frustrated, None);
    }
    (repeated(asked, &earlier, None) >= TOO_OFTEN).then(|| Reason::Repeated.into())
}

/// The sensitive topics as the owner wants them.
pub(super) fn topics(listening: &Listening) -> Vec<Topic> {
    listening.topics.clone().unwrap_or_else(default_topics)
}

/// What the visitor wrote in this segment before their last words, and whether each was answered. Counting begins anew with
/// each person's turn: what was settled by a person isn't held against the assistant.
fn earlier(events: &[Event]) -> Vec<(String, bool)> {
    let mut earlier: Vec<(String, bool)> = Vec::new();
    for event in events {
        match &event.what {
            What::Said { body, .. } => earlier.push((body.text.clone(), false)),
            What::Answered { .. } => earlier.iter_mut().for_each(|(_, is_answered)| *is_answered = true),
            What::TookOver { .. } | What::Reopened { .. } => earlier.clear(),
            _ => {}
        }
    }
    while earlier.last().is_some_and(|(_, is_answered)| !is_answered) {
        earlier.pop();
    }
    earlier
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        answer::{Answer, Receipt},
        id::{ConversationId, MessageId},
        person::Author,
        signal::{KeywordRule, Match},
        text::Body,
        time::Timestamp,
    };

    fn thread(steps: &[&str]) -> Vec<Event> {
        let whats = steps.iter().zip(1..).map(|(step, n): (&&str, u32)| {
            let id = MessageId::parse(&format!("message-{n}")).expect("an id");
            match *step {
                "answer" => What::Answered { id, answer: Box::new(Answer::not_covered(Receipt::empty())) },
                "person" => What::TookOver { lease_ms: 1 },
                text => What::Said { id, body: Body::plain(text).expect("fits"), page: None, files: Vec::new() },
            }
        });
        let conversation = ConversationId::parse("conversation").expect("an id");
        (1..)
            .zip(whats)
            .map(|(seq, what)| Event { seq, conversation: conversation.clone(), at: Timestamp(0), by: Author::Visitor, what })
            .collect()
    }

    fn why(steps: &[&str]) -> Option<Reason> {
        let listening = Listening { keywords: vec![KeywordRule { words: "kayak".to_owned(), mode: Match::Whole }], ..Listening::default() };
        heard(steps.last().expect("some words"), &thread(steps), &listening).map(|cause| cause.why)
    }

    #[test]
    fn what_brings_a_person_in() {
        for (steps, expected) in [
            (vec!["How do I import a spreadsheet?"], None),
            (vec!["My KAYAK sank"], Some(Reason::Keyword)),
            (vec!["I was charged twice"], Some(Reason::SensitiveTopic)),
            (vec!["This is ridiculous, your bot is useless!!!"], Some(Reason::Frustrated)),
            (
                vec!["How do I export invoices?", "answer", "how can I export my invoices", "answer", "exporting invoices, how?"],
                Some(Reason::Repeated),
            ),
            (
                vec!["How do I export invoices?", "answer", "person", "how can I export my invoices", "answer", "exporting invoices, how?"],
                None,
            ),
            (vec!["How do I export invoices?", "how can I export my invoices", "exporting invoices, how?"], None),
        ] {
            assert_eq!(why(&steps), expected, "{steps:?}");
        }
    }

    #[test]
    fn a_handoff_says_which_word_and_which_topic() {
        let listening = Listening { keywords: vec![KeywordRule { words: "kayak".to_owned(), mode: Match::Whole }], ..Listening::default() };
        let detail = |text: &str| heard(text, &thread(&[text]), &listening).and_then(|cause| cause.detail);
        assert_eq!(detail("a kayak please").as_deref(), Some("kayak"));
        assert!(detail("I was charged twice").is_some());
        let off = Listening { topics: Some(Vec::new()), ..listening };
        assert_eq!(heard("I was charged twice", &thread(&["I was charged twice"]), &off), None);
    }
}
