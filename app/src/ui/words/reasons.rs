//! Why a person is wanted.

use crate::domain::handoff::Reason;

words! {
    asked_for_person: "Asked for a person", "Mensch gewünscht";
    not_in_docs: "Not in the docs", "Nicht in der Doku";
    low_confidence: "Low confidence", "Zu unsicher";
    account_question: "About their account", "Frage zum Konto";
    assistant_failed: "Assistant failed", "Assistent ausgefallen";
    // The same in the middle of a sentence.
    inside_asked_for_person: "asked for a person", "Mensch gewünscht";
    inside_not_in_docs: "not in the docs", "nicht in der Doku";
    inside_low_confidence: "low confidence", "zu unsicher";
    inside_account_question: "about their account", "Frage zum Konto";
    inside_assistant_failed: "assistant failed", "Assistent ausgefallen";
}

/// The reason as the team reads it.
pub fn label(why: Reason) -> &'static str {
    match why {
        Reason::AskedForPerson => asked_for_person(),
        Reason::NotInDocs => not_in_docs(),
        Reason::LowConfidence => low_confidence(),
        Reason::AccountQuestion => account_question(),
        Reason::AssistantFailed => assistant_failed(),
    }
}

/// The reason in the middle of a sentence.
pub fn inside(why: Reason) -> &'static str {
    match why {
        Reason::AskedForPerson => inside_asked_for_person(),
        Reason::NotInDocs => inside_not_in_docs(),
        Reason::LowConfidence => inside_low_confidence(),
        Reason::AccountQuestion => inside_account_question(),
        Reason::AssistantFailed => inside_assistant_failed(),
    }
}
