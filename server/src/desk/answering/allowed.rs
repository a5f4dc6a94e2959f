//! How many answers a visitor may have. Who has had them all is told so, and how to reach a person; nothing is looked up for them.

use super::ours;
use crate::{
    answer::{Question, smalltalk::smalltalk, wants_person, written_in},
    desk::wording::{self, Within},
};
use app::domain::{
    answer::{Answer, Gate, Kind, Receipt},
    event::{Event, What},
    person::Author,
    settings::Allowance,
    time::Timestamp,
};

/// How the receipt names what decided.
const BY_ALLOWANCE: &str = "allowance";
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// What is said in place of one more answer; nothing where the visitor may have one. Who asks for a person is always heard, and a
/// greeting costs nothing.
pub(super) fn answer(allowance: Allowance, events: &[Event], question: &Question, now: Timestamp) -> Option<Answer> {
    let within = used_up(allowance, events, now)?;
    if wants_person(&question.text) || smalltalk(&question.text).is_some() {
        return None;
    }
    let gates = vec![Gate { name: BY_ALLOWANCE.to_owned(), value: 1.0 }];
    let receipt = Receipt { engine: BY_ALLOWANCE.to_owned(), question: question.text.clone(), gates, ..Receipt::empty() };
    Some(Answer::courtesy(ours(wording::enough(within, written_in(question))), receipt))
}

/// Within which time the visitor has had all they may have.
fn used_up(allowance: Allowance, events: &[Event], now: Timestamp) -> Option<Within> {
    let n_since = |ms: i64| events.iter().rev().take_while(|event| event.at.plus(ms) > now).filter(|event| has_cost(event)).count();
    let is_over = |most: Option<u32>, ms: i64| most.is_some_and(|most| n_since(ms) >= usize::try_from(most).unwrap_or(usize::MAX));
    // The longer wait is told, where both are over.
    match () {
        () if is_over(allowance.per_day, DAY_MS) => Some(Within::Day),
        () if is_over(allowance.per_hour, HOUR_MS) => Some(Within::Hour),
        () => None,
    }
}

/// Whether something was looked up for it, or a model asked.
fn has_cost(event: &Event) -> bool {
    let is_looked_up = match &event.what {
        What::Answered { answer, .. } => answer.kind != Kind::Courtesy || answer.receipt.model.is_some(),
        What::HandedOff { receipt, .. } => receipt.is_some(),
        _ => false,
    };
    is_looked_up && event.by == Author::Assistant
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        id::{ConversationId, MessageId},
        model::{Came, ModelUse},
        text::Body,
    };

    fn event(at: i64, what: What) -> Event {
        let conversation = ConversationId::parse("conv").expect("fits");
        Event { seq: 1, conversation, at: Timestamp(at), by: Author::Assistant, what }
    }

    fn answered(at: i64) -> Event {
        let id = MessageId::parse("turn-1").expect("fits");
        event(at, What::Answered { id, answer: Box::new(Answer::not_covered(Receipt::empty())) })
    }

    fn told(events: &[Event], asked: &str, now: i64) -> Option<String> {
        let allowance = Allowance { per_hour: Some(2), per_day: Some(3) };
        let question = Question { text: asked.to_owned(), ..Question::default() };
        answer(allowance, events, &question, Timestamp(now)).map(|it| it.parts[0].body.text.clone())
    }

    const ASK: &str = "how long do refunds take";

    #[test]
    fn who_has_had_them_all_is_told_within_which_time() {
        let events: Vec<Event> = [0, 1, HOUR_MS + 5].into_iter().map(answered).collect();
        assert_eq!(told(&events[..1], ASK, 2), None);
        let hour = told(&events[..2], ASK, 2).expect("is over");
        assert!(hour.contains("within an hour") && hour.contains("person"), "{hour}");
        assert_eq!(told(&events[..2], ASK, HOUR_MS + 1), None, "an hour later it goes on");
        let day = told(&events, ASK, HOUR_MS + 6).expect("is over");
        assert!(day.contains("within a day"), "{day}");
        assert_eq!(told(&events, ASK, DAY_MS + 1), None);
        assert!(told(&events[..2], "wie lange dauert das denn, und warum?", 2).expect("is over").contains("innerhalb einer Stunde"));
    }

    #[test]
    fn a_person_is_always_called_and_what_costs_nothing_is_not_counted() {
        let events = [answered(0), answered(1)];
        assert_eq!((told(&events, "can I talk to a person?", 2), told(&events, "thanks!", 2)), (None, None));
        let said = told(&events, ASK, 2).expect("is over");
        let courtesy = |model| {
            let answer = Answer::courtesy(Body::plain(&said).expect("fits"), Receipt { model, ..Receipt::empty() });
            event(1, What::Answered { id: MessageId::parse("turn-2").expect("fits"), answer: Box::new(answer) })
        };
        assert_eq!(told(&[answered(0), courtesy(None)], ASK, 2), None, "its own words don't count");
        let used = ModelUse {
            model: "openai:small".to_owned(),
            prompt: String::new(),
            n_passages: 1,
            tokens_in: 900,
            tokens_out: 9,
            first_ms: 1,
            ms: 2,
            came: Came::Settled,
            kept_seconds: None,
        };
        assert!(told(&[answered(0), courtesy(Some(used))], ASK, 2).is_some(), "a model that points to a person's answer was asked");
        let handed = |receipt| event(1, What::HandedOff { cause: app::domain::handoff::Reason::NotInDocs.into(), receipt, outlook: None });
        assert_eq!(told(&[answered(0), handed(None)], ASK, 2), None);
        assert!(told(&[answered(0), handed(Some(Box::new(Receipt::empty())))], ASK, 2).is_some());
        let all = Allowance { per_hour: None, per_day: None };
        let many: Vec<Event> = (0..500).map(answered).collect();
        assert_eq!(answer(all, &many, &Question { text: ASK.to_owned(), ..Question::default() }, Timestamp(501)), None);
    }
}
