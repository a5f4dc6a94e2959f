//! A turn of the assistant: as it was, or as it would be. And how it came to that.

use super::{
    answer::{Answer, Citation, Kind, Receipt},
    event::What,
    handoff::{Cause, Reason},
    person::Author,
};
use crate::{domain::event::Event, read::Read};
use serde::{Deserialize, Serialize};

/// What the assistant did, or would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Turn {
    /// What it said; nothing where it only handed over.
    pub answer: Option<Answer>,
    /// Why a person is brought in, or should look.
    pub cause: Option<Cause>,
    pub hands_over: bool,
    /// What it had found, where it said nothing.
    pub receipt: Option<Receipt>,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Answered from the docs.
    Answers,
    /// Offered pages to choose from.
    Suggests,
    /// Went to a person.
    HandsOver,
    /// "That isn't in the docs", and nobody was brought in.
    Declines,
    /// A greeting or thanks.
    Greets,
}

impl Turn {
    /// The turn that these add up to.
    pub fn of<'a>(whats: impl IntoIterator<Item = &'a What>) -> Self {
        let mut turn = Self { answer: None, cause: None, hands_over: false, receipt: None };
        for what in whats {
            match what {
                What::Answered { answer, .. } => turn.answer = Some((**answer).clone()),
                What::Flagged { cause } => turn.cause = Some(cause.clone()),
                What::HandedOff { cause, receipt, .. } => {
                    turn.cause = Some(cause.clone());
                    turn.hands_over = true;
                    turn.receipt = receipt.as_deref().cloned();
                }
                _ => {}
            }
        }
        turn
    }

    /// The turn that begins with the first of `events`: what the assistant did in one go.
    pub fn begun_by(events: &[Event]) -> Self {
        let mut is_first = true;
        let own = events.iter().take_while(|event| {
            let begins_anew = matches!(event.what, What::Answered { .. }) && !is_first;
            is_first = false;
            event.by == Author::Assistant && !begins_anew
        });
        Self::of(own.map(|event| &event.what))
    }

    /// Why it did so.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.answer.as_ref().map(|answer| &answer.receipt).or(self.receipt.as_ref())
    }

    /// What became of the question.
    pub fn fate(&self) -> Fate {
        match self.answer.as_ref().map(|answer| answer.kind) {
            Some(Kind::Grounded) => Fate::Answers,
            Some(Kind::Suggestion) => Fate::Suggests,
            Some(Kind::Courtesy) => Fate::Greets,
            Some(Kind::NotCovered) if !self.hands_over => Fate::Declines,
            Some(Kind::NotCovered) | None => Fate::HandsOver,
        }
    }

    /// The pages that it rests on, or that it offers, in the order of its passages.
    pub fn pages(&self) -> Vec<&str> {
        let used = self.receipt().into_iter().flat_map(|receipt| &receipt.passages).filter(|it| it.used.is_some());
        let mut pages: Vec<&str> = Vec::new();
        for it in used {
            let page = it.section_id.split('#').next().unwrap_or_default();
            if !pages.contains(&page) {
                pages.push(page);
            }
        }
        pages
    }

    /// What the visitor reads, as plain text: the parts, or the titles that are offered.
    pub fn said(&self) -> String {
        let Some(answer) = &self.answer else { return String::new() };
        let lines: Vec<&str> = match answer.kind {
            Kind::Suggestion => answer.citations.iter().map(Citation::heading).collect(),
            _ => answer.parts.iter().map(|part| part.body.text.trim()).collect(),
        };
        lines.join("\n\n")
    }
}

/// A question that the assistant asks itself on its way to a turn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Does the visitor ask for a person?
    Person,
    /// Is it a greeting, or thanks?
    Courtesy,
    /// Has the visitor had as many answers as the owner allows?
    Allowance,
    /// Do the docs have anything on it? So many passages.
    Found { n: usize },
    /// Is it sure enough to answer?
    Sure { confidence: f32, bar: f32 },
    /// Is it sure enough to offer pages?
    HalfSure { confidence: f32, bar: f32 },
    /// Is it about the customer's own account?
    Account,
    /// Do the docs speak of it at all?
    Spoken,
    /// Do the visitor's words or mood call for a person?
    Heard { why: Reason },
    /// Does it ask for something to be done that no page lets the visitor do themselves?
    Errand,
    /// Has a person answered it before?
    Settled,
    /// Do two passages contradict each other about it?
    Contradiction,
    /// Would it be other than what a person has told the visitor?
    Otherwise,
    /// Something else brought a person in.
    Other { why: Reason },
}

/// A step, how the question in it was answered, and whether that decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Check {
    pub step: Step,
    pub is_met: bool,
    pub decides: bool,
}

impl Turn {
    /// The steps that led to it, in the order in which they were taken; the last one decided.
    pub fn checks(&self) -> Vec<Check> {
        let mut checks = self.searched();
        checks.extend(self.cause.as_ref().and_then(|cause| self.brought_in(cause.why)).map(|step| met(step, true)));
        if let Some(last) = checks.last_mut() {
            last.decides = true;
        }
        checks
    }

    /// What the search and its bars said.
    fn searched(&self) -> Vec<Check> {
        let why = self.cause.as_ref().map(|cause| cause.why);
        let Some(receipt) = self.receipt() else {
            return (why == Some(Reason::AskedForPerson)).then_some(met(Step::Person, true)).into_iter().collect();
        };
        let gate = |name: &str| receipt.gates.iter().find(|gate| gate.name == name).map(|gate| gate.value);
        let asks_for_person = gate("wants_person").is_some_and(|it| it > 0.0) || why == Some(Reason::AskedForPerson);
        let mut checks = vec![met(Step::Person, asks_for_person)];
        if asks_for_person {
            return checks;
        }
        if gate("allowance").is_some() {
            checks.push(met(Step::Allowance, true));
            return checks;
        }
        if gate("settled").is_some() {
            checks.push(met(Step::Settled, true));
            return checks;
        }
        let is_courtesy = self.fate() == Fate::Greets;
        checks.push(met(Step::Courtesy, is_courtesy));
        if is_courtesy {
            return checks;
        }
        let n = receipt.passages.len();
        checks.push(met(Step::Found { n }, n > 0));
        if gate("errand").is_some() {
            checks.push(met(Step::Errand, true));
            return checks;
        }
        if n == 0 {
            return checks;
        }
        let confidence = receipt.confidence;
        let mut is_above = false;
        if let Some(bar) = gate("answer_from") {
            is_above = confidence >= bar;
            checks.push(met(Step::Sure { confidence, bar }, is_above));
        }
        if let Some(bar) = gate("suggest_from").filter(|_| !is_above) {
            is_above = confidence >= bar;
            checks.push(met(Step::HalfSure { confidence, bar }, is_above));
        }
        if !is_above && why == Some(Reason::AccountQuestion) {
            checks.push(met(Step::Account, true));
        }
        if !is_above && why == Some(Reason::NotInDocs) {
            checks.push(met(Step::Spoken, false));
        }
        checks
    }

    fn has_gate(&self, name: &str) -> bool {
        self.receipt().is_some_and(|receipt| receipt.gates.iter().any(|gate| gate.name == name))
    }

    /// What brought a person in beside the search.
    fn brought_in(&self, why: Reason) -> Option<Step> {
        match why {
            Reason::Contradiction if self.has_gate("otherwise") => Some(Step::Otherwise),
            Reason::Contradiction => Some(Step::Contradiction),
            Reason::Keyword | Reason::SensitiveTopic | Reason::Frustrated | Reason::Repeated | Reason::Action if self.hands_over => {
                Some(Step::Heard { why })
            }
            Reason::AssistantFailed | Reason::SwitchedOff | Reason::AgentPulled => Some(Step::Other { why }),
            _ => None,
        }
    }
}

const fn met(step: Step, is_met: bool) -> Check {
    Check { step, is_met, decides: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        answer::{Gate, Part, Retrieved},
        id::{DocumentId, MessageId, PassageId},
        rich::Href,
        text::Body,
    };

    fn receipt(confidence: f32, gates: &[(&str, f32)]) -> Receipt {
        let passage = Retrieved {
            passage: PassageId::parse("pass-1").expect("an id"),
            document: DocumentId::parse("docu-1").expect("an id"),
            version: "v1".to_owned(),
            section_id: "refunds#time".to_owned(),
            title: "Refunds".to_owned(),
            section: "Time".to_owned(),
            href: Href::parse("https://x.test/refunds#time"),
            score: 1.0,
            used: None,
        };
        let gates = gates.iter().map(|(name, value)| Gate { name: (*name).to_owned(), value: *value }).collect();
        Receipt { confidence, gates, passages: vec![passage], ..Receipt::empty() }
    }

    fn answered(kind: Kind, receipt: Receipt) -> What {
        let part = Part { body: Body::plain("Five days.").expect("fits"), cites: Some(1) };
        let id = MessageId::parse("turn-1").expect("an id");
        What::Answered { id, answer: Box::new(Answer { kind, parts: vec![part], citations: Vec::new(), receipt }) }
    }

    fn handed(why: Reason, receipt: Option<Receipt>) -> What {
        What::HandedOff { cause: why.into(), receipt: receipt.map(Box::new), outlook: None }
    }

    const BARS: [(&str, f32); 2] = [("answer_from", 0.7), ("suggest_from", 0.3)];

    #[test]
    fn the_last_step_decided() {
        let with = |name| [&BARS[..], &[(name, 1.0)][..]].concat();
        let (otherwise, errand) = (with("otherwise"), with("errand"));
        let cases: [(Vec<What>, Step, Fate, usize); 12] = [
            (vec![answered(Kind::Grounded, receipt(0.8, &BARS))], Step::Sure { confidence: 0.8, bar: 0.7 }, Fate::Answers, 4),
            (vec![answered(Kind::Courtesy, receipt(0.0, &[("allowance", 1.0)]))], Step::Allowance, Fate::Greets, 2),
            (vec![answered(Kind::Suggestion, receipt(0.5, &BARS))], Step::HalfSure { confidence: 0.5, bar: 0.3 }, Fate::Suggests, 5),
            (vec![answered(Kind::NotCovered, receipt(0.1, &BARS)), handed(Reason::NotInDocs, None)], Step::Spoken, Fate::HandsOver, 6),
            (
                vec![answered(Kind::NotCovered, receipt(0.1, &BARS)), handed(Reason::LowConfidence, None)],
                Step::HalfSure { confidence: 0.1, bar: 0.3 },
                Fate::HandsOver,
                5,
            ),
            (vec![answered(Kind::NotCovered, receipt(0.1, &BARS))], Step::HalfSure { confidence: 0.1, bar: 0.3 }, Fate::Declines, 5),
            (vec![handed(Reason::AskedForPerson, None)], Step::Person, Fate::HandsOver, 1),
            (vec![handed(Reason::Keyword, Some(receipt(0.8, &BARS)))], Step::Heard { why: Reason::Keyword }, Fate::HandsOver, 5),
            (vec![handed(Reason::Contradiction, Some(receipt(0.8, &BARS)))], Step::Contradiction, Fate::HandsOver, 5),
            (vec![handed(Reason::Contradiction, Some(receipt(0.8, &otherwise)))], Step::Otherwise, Fate::HandsOver, 5),
            (vec![handed(Reason::NotInDocs, Some(receipt(0.8, &errand)))], Step::Errand, Fate::HandsOver, 4),
            (vec![answered(Kind::Courtesy, receipt(0.0, &[("settled", 1.0)]))], Step::Settled, Fate::Greets, 2),
        ];
        for (whats, step, fate, n) in cases {
            let turn = Turn::of(&whats);
            let checks = turn.checks();
            let last = checks.last().expect("a step");
            assert_eq!((last.step, last.decides, turn.fate(), checks.len()), (step, true, fate, n), "{checks:?}");
            assert_eq!(checks.iter().filter(|check| check.decides).count(), 1);
        }
    }

    #[test]
    fn what_is_said_is_compared_as_plain_text() {
        let turn = Turn::of(&[answered(Kind::Grounded, Receipt::empty())]);
        assert_eq!((turn.said().as_str(), turn.fate()), ("Five days.", Fate::Answers));
        assert_eq!(Turn::of(&[handed(Reason::NotInDocs, None)]).said(), "");
    }
}
