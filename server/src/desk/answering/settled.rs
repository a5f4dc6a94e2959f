//! What the assistant says where a person has answered the same words before: it points to their answer, and gives none of its own.

use crate::{answer::wants_person, mail::letters::Language};
use app::domain::{
    answer::{Answer, Receipt},
    conversation::Conversation,
    event::{Event, What},
    file,
    text::Body,
};

/// How the receipt names what decided.
const BY_SEAL: &str = "seal";

/// The answer to `asked`, where a person has settled it in this thread; nothing where nobody has. Who asks for a person is
/// always heard.
pub(super) fn answer(it: &Conversation, events: &[Event], asked: &str) -> Option<Answer> {
    let seal = it.seal.as_ref().filter(|seal| seal.settles(&it.asked, it.said) && !wants_person(asked))?;
    let receipt = Receipt { engine: BY_SEAL.to_owned(), question: asked.to_owned(), ..Receipt::empty() };
    // What they told the visitor, not what they noted for us: that is the team's alone.
    let told = events.iter().rev().find_map(|event| match &event.what {
        What::Replied { body, files, .. } if event.seq > seal.said => Some((event.by.agent()?, file::preview(body, files))),
        _ => None,
    });
    let Some((by, told)) = told else { return Some(Answer::not_covered(receipt)) };
    let language = Language::of(it.visit.language.as_deref());
    let body = Body::plain(&pointing(by.name.as_str(), &told, language)).ok()?;
    Some(Answer::courtesy(body, receipt))
}

fn pointing(name: &str, told: &str, language: Language) -> String {
    match language {
        Language::English => {
            format!("{name} has answered that above: “{told}”\n\nIf that doesn't help, I can bring a person in: just ask for one.")
        }
        Language::German => {
            format!(
                "{name} hat das oben beantwortet: „{told}“\n\nWenn das nicht hilft, hole ich einen Menschen dazu: Fragen Sie einfach danach."
            )
        }
    }
}
