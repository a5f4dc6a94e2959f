//! What was asked in a conversation, and what became of each question, read off its events.

use crate::answer::{cluster::Asked, wants_person};
use app::domain::{
    answer::Kind,
    demand::Became,
    event::{Event, What},
    handoff::Reason,
    id::Seq,
    time::Timestamp,
    turn::Turn,
};

/// A question is cut after so many characters.
const LONGEST: usize = 300;

/// What the visitor has asked and nobody has answered yet.
struct Open<'e> {
    seq: Seq,
    at: Timestamp,
    words: Vec<&'e str>,
}

/// The questions that were put to the assistant, in order: all that was said since its last turn is one. Greetings and
/// wishes for a person ask the docs nothing, what is said to a person isn't put to it, and spam isn't looked at.
pub(super) fn asked(story: &[Event]) -> Vec<Asked> {
    let spam = story.iter().rev().find_map(|event| if let What::MarkedSpam { is_spam } = event.what { Some(is_spam) } else { None });
    if spam == Some(true) {
        return Vec::new();
    }
    let assistant =
        story.iter().find_map(|event| if let What::Started { assistant, .. } = &event.what { Some(&assistant.id) } else { None });
    let mut all = Vec::new();
    let mut open: Option<Open<'_>> = None;
    let mut is_its_turn = true;
    for (at, event) in story.iter().enumerate() {
        let settled = match &event.what {
            What::Said { body, .. } if is_its_turn && !body.text.trim().is_empty() => {
                open.get_or_insert_with(|| Open { seq: event.seq, at: event.at, words: Vec::new() }).words.push(&body.text);
                None
            }
            What::Answered { .. } => settle(&Turn::begun_by(&story[at..])),
            What::HandedOff { .. } => {
                is_its_turn = false;
                settle(&Turn::of([&event.what]))
            }
            What::TookOver { .. } | What::Replied { .. } => {
                is_its_turn = false;
                Some((Became::Person, None))
            }
            What::HandedBack { .. } | What::Closed { .. } => {
                is_its_turn = true;
                None
            }
            _ => None,
        };
        let ends_turn = settled.is_some() || matches!(event.what, What::Answered { .. } | What::Closed { .. });
        let Some(question) = open.take_if(|_| ends_turn) else { continue };
        let text = text(&question.words);
        if let Some((became, page)) = settled.filter(|_| !wants_person(&text)) {
            let conversation = event.conversation.clone();
            all.push(Asked { text, became, at: question.at, conversation, seq: question.seq, assistant: assistant.cloned(), page });
        }
    }
    all
}

/// What a turn makes of the question before it, and the page that it rests on; nothing of what was no question.
fn settle(turn: &Turn) -> Option<(Became, Option<String>)> {
    let became = match turn.answer.as_ref().map(|answer| answer.kind) {
        Some(Kind::Courtesy) => return None,
        Some(Kind::Grounded) => Became::Answered,
        Some(Kind::Suggestion) => Became::Offered,
        Some(Kind::NotCovered) | None => match turn.cause.as_ref().map(|cause| cause.why) {
            None | Some(Reason::NotInDocs | Reason::LowConfidence) => Became::NotCovered,
            Some(_) => Became::Person,
        },
    };
    let page = turn.pages().first().map(|page| (*page).to_owned());
    Some((became, page.filter(|_| matches!(became, Became::Answered | Became::Offered))))
}

/// The words as one line.
fn text(words: &[&str]) -> String {
    let line = words.iter().flat_map(|it| it.split_whitespace()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        answer::{Answer, Receipt},
        handoff::Cause,
        id::{ConversationId, MessageId},
        person::Author,
        text::Body,
    };

    fn message(seq: Seq) -> MessageId {
        MessageId::parse(&format!("message-{seq}")).expect("an id")
    }

    /// Events in a row, by whom and what.
    fn story(whats: Vec<(Author, What)>) -> Vec<Event> {
        let conversation = ConversationId::parse("conversation").expect("an id");
        let event = |(seq, (by, what)): (Seq, (Author, What))| Event {
            seq,
            conversation: conversation.clone(),
            at: Timestamp(seq.cast_signed()),
            by,
            what,
        };
        (1..).zip(whats).map(event).collect()
    }

    fn said(text: &str) -> (Author, What) {
        (Author::Visitor, What::Said { id: message(1), body: Body::plain(text).expect("fits"), page: None, files: Vec::new() })
    }

    fn answered(answer: Answer) -> (Author, What) {
        (Author::Assistant, What::Answered { id: message(2), answer: Box::new(answer) })
    }

    fn not_covered() -> (Author, What) {
        answered(Answer::not_covered(Receipt::empty()))
    }

    fn handed_off(by: Author, why: Reason) -> (Author, What) {
        (by, What::HandedOff { cause: Cause { why, detail: None }, receipt: None, outlook: None })
    }

    fn told(whats: Vec<(Author, What)>) -> Vec<(String, Became)> {
        asked(&story(whats)).into_iter().map(|it| (it.text, it.became)).collect()
    }

    #[test]
    fn all_that_was_said_before_a_turn_is_one_question() {
        let whats = vec![said("where are"), said("my\ninvoices?"), not_covered(), said("and do you sell boats?"), not_covered()];
        let questions = asked(&story(whats));
        assert_eq!(
            questions.iter().map(|it| (it.text.as_str(), it.seq, it.at)).collect::<Vec<_>>(),
            vec![("where are my invoices?", 1, Timestamp(1)), ("and do you sell boats?", 4, Timestamp(4))]
        );
    }

    #[test]
    fn why_a_person_came_says_whether_the_docs_lack_it() {
        let boats = || said("do you sell boats?");
        let ask = |by, why| told(vec![boats(), handed_off(by, why)]).pop().map(|(_, became)| became);
        assert_eq!(ask(Author::Assistant, Reason::NotInDocs), Some(Became::NotCovered));
        assert_eq!(ask(Author::Assistant, Reason::Keyword), Some(Became::Person));
        assert_eq!(ask(Author::Visitor, Reason::AskedForPerson), Some(Became::Person), "the button was quicker");
        let both = vec![boats(), not_covered(), handed_off(Author::Assistant, Reason::NotInDocs)];
        assert_eq!(told(both), vec![("do you sell boats?".to_owned(), Became::NotCovered)], "one turn, one question");
        let both = vec![boats(), not_covered(), (Author::Assistant, What::Flagged { cause: Reason::AccountQuestion.into() })];
        assert_eq!(told(both), vec![("do you sell boats?".to_owned(), Became::Person)]);
    }

    #[test]
    fn what_asks_the_docs_nothing_isnt_counted() {
        let courtesy = answered(Answer::courtesy(Body::plain("Hello!").expect("fits"), Receipt::empty()));
        assert_eq!(told(vec![said("hi"), courtesy]), vec![]);
        let person = handed_off(Author::Assistant, Reason::AskedForPerson);
        assert_eq!(told(vec![said("let me talk to a person"), person.clone(), said("are you there?"), not_covered()]), vec![]);
        let spam = (Author::Clock, What::MarkedSpam { is_spam: true });
        assert_eq!(told(vec![said("do you sell boats?"), not_covered(), spam]), vec![]);
        assert_eq!(told(vec![said("do you sell boats?")]), vec![], "nobody has answered yet");
        let back = (Author::Clock, What::HandedBack { seal: None });
        let later = vec![said("let me talk to a person"), person, said("hello?"), back, said("do you sell boats?"), not_covered()];
        assert_eq!(told(later), vec![("do you sell boats?".to_owned(), Became::NotCovered)]);
    }

    #[test]
    fn a_long_question_is_cut() {
        let words = "boats ".repeat(100);
        let (text, _) = told(vec![said(&words), not_covered()]).pop().expect("one");
        assert!(text.chars().count() <= LONGEST + 1 && text.ends_with('…'), "{text}");
    }
}
