//! What a person has answered stays answered: asked again, in whatever words, the assistant points to their answer and gives none of
//! its own; and what would contradict them isn't said.

use super::super::{Desk, Result};
use crate::{
    answer::{Question, Settled, smalltalk::smalltalk, wants_person},
    mail::letters::Language,
};
use anyhow::Context;
use app::domain::{
    answer::{Answer, Gate, Kind, Receipt},
    command::Command,
    conversation::Conversation,
    handoff::{Cause, Reason},
    id::MessageId,
    text::Body,
};
use std::sync::Arc;

/// How the receipt names what decided.
const BY_SEAL: &str = "seal";

impl Desk {
    /// The answer to a question that a person has settled in this thread; nothing where nobody has. Who asks for a person is always
    /// heard, and so is who gets one for other reasons, unless it is word for word what was settled.
    pub(super) async fn settled(&self, it: &Conversation, question: &Question, gets_person: bool) -> Result<Option<Answer>> {
        if it.seal.is_none() || wants_person(&question.text) || smalltalk(&question.text).is_some() {
            return Ok(None);
        }
        if let Some(answer) = word_for_word(it, question) {
            return Ok(Some(answer));
        }
        if gets_person || question.settled.is_empty() {
            return Ok(None);
        }
        let (library, asked) = (Arc::clone(&self.library), question.clone());
        let found = tokio::task::spawn_blocking(move || asked.settled_at(&|one, other| library.nearness(one, other)));
        let at = found.await.context("comparing a question with what was settled")?;
        Ok(at.and_then(|at| pointing(it, &question.settled[at], receipt(question))))
    }
}

/// The same words again: where a person has told them something since, it is pointed to; where not, the docs don't answer for them.
fn word_for_word(it: &Conversation, question: &Question) -> Option<Answer> {
    let seal = it.seal.as_ref().filter(|seal| seal.settles(&it.asked, it.said))?;
    // What they told the visitor, not what they noted for us: that is the team's alone.
    match question.settled.iter().rfind(|told| told.seq > seal.said && told.is_told()) {
        Some(told) => pointing(it, told, receipt(question)),
        None => Some(Answer::not_covered(receipt(question))),
    }
}

fn receipt(question: &Question) -> Receipt {
    let gates = vec![Gate { name: "settled".to_owned(), value: 1.0 }];
    Receipt { engine: BY_SEAL.to_owned(), question: question.text.clone(), gates, ..Receipt::empty() }
}

/// "Ana has answered that above." Nothing where they haven't: they only said that they'd look into it.
pub(super) fn pointing(it: &Conversation, settled: &Settled, mut receipt: Receipt) -> Option<Answer> {
    if !settled.is_told() {
        return None;
    }
    let (by, told) = (settled.by.as_str(), settled.quote.as_str());
    let words = match Language::of(it.visit.language.as_deref()) {
        Language::English => {
            format!("{by} has answered that above: “{told}”\n\nIf that doesn't help, I can bring a person in: just ask for one.")
        }
        Language::German => {
            format!(
                "{by} hat das oben beantwortet: „{told}“\n\nWenn das nicht hilft, hole ich einen Menschen dazu: Fragen Sie einfach danach."
            )
        }
    };
    if receipt.gates.iter().all(|gate| gate.name != "settled") {
        receipt.gates.push(Gate { name: "settled".to_owned(), value: 1.0 });
    }
    Some(Answer::courtesy(Body::plain(&words).ok()?, receipt))
}

/// The assistant's wish, unless it would give another figure than a person has: then a person is asked.
pub(super) fn kept_to(question: &Question, wish: Command) -> Command {
    let Command::Answer { id, epoch, answer, flag } = wish else { return wish };
    let said = answer.parts.iter().map(|part| part.body.text.as_str()).collect::<Vec<_>>().join("\n");
    match question.contradicted_by(&said).filter(|_| answer.kind == Kind::Grounded) {
        Some(settled) => refused(id, epoch, settled, answer.receipt),
        None => Command::Answer { id, epoch, answer, flag },
    }
}

/// A person is asked, for the assistant would have contradicted what one has told.
pub(super) fn refused(id: MessageId, epoch: u64, settled: &Settled, mut receipt: Receipt) -> Command {
    receipt.gates.push(Gate { name: "otherwise".to_owned(), value: 1.0 });
    let cause = Cause { why: Reason::Contradiction, detail: Some(format!("{}: “{}”", settled.by, settled.quote)) };
    Command::HandOff { id, epoch, cause, receipt: Some(Box::new(receipt)) }
}
