//! Why a person is wanted.

use crate::domain::handoff::{Cause, Reason};

words! {
    asked_for_person: "Asked for a person", "Mensch gewünscht";
    not_in_docs: "Not in the docs", "Nicht in der Doku";
    low_confidence: "Low confidence", "Zu unsicher";
    account_question: "About their account", "Frage zum Konto";
    contradiction: "Docs contradict each other", "Doku widerspricht sich";
    assistant_failed: "Assistant failed", "Assistent ausgefallen";
    switched_off: "Assistant switched off", "Assistent ausgeschaltet";
    keyword: "Keyword", "Stichwort";
    action: "Action", "Aktion";
    repeated: "Asked repeatedly", "Mehrmals gefragt";
    frustrated: "Frustrated", "Verärgert";
    sensitive_topic: "Sensitive topic", "Sensibles Thema";
    agent_pulled: "Agent stepped in", "Vom Team übernommen";
    with_detail(why, detail): "{why} ({detail})", "{why} ({detail})";
    // The same in the middle of a sentence.
    inside_asked_for_person: "asked for a person", "Mensch gewünscht";
    inside_not_in_docs: "not in the docs", "nicht in der Doku";
    inside_low_confidence: "low confidence", "zu unsicher";
    inside_account_question: "about their account", "Frage zum Konto";
    inside_contradiction: "the docs contradict each other", "die Doku widerspricht sich";
    inside_assistant_failed: "assistant failed", "Assistent ausgefallen";
    inside_switched_off: "assistant switched off", "Assistent ausgeschaltet";
    inside_keyword: "keyword", "Stichwort";
    inside_action: "action", "Aktion";
    inside_repeated: "asked repeatedly", "mehrmals gefragt";
    inside_frustrated: "frustrated", "verärgert";
    inside_sensitive_topic: "sensitive topic", "sensibles Thema";
    inside_agent_pulled: "an agent stepped in", "vom Team übernommen";
}

/// Why it came to a person, with what it was about.
pub fn told(cause: &Cause) -> String {
    let why = label(cause.why);
    cause.detail.as_ref().map_or_else(|| why.to_owned(), |detail| with_detail(why, detail))
}

/// The reason as the team reads it.
pub fn label(why: Reason) -> &'static str {
    match why {
        Reason::AskedForPerson => asked_for_person(),
        Reason::NotInDocs => not_in_docs(),
        Reason::LowConfidence => low_confidence(),
        Reason::AccountQuestion => account_question(),
        Reason::Contradiction => contradiction(),
        Reason::AssistantFailed => assistant_failed(),
        Reason::SwitchedOff => switched_off(),
        Reason::Keyword => keyword(),
        Reason::Action => action(),
        Reason::Repeated => repeated(),
        Reason::Frustrated => frustrated(),
        Reason::SensitiveTopic => sensitive_topic(),
        Reason::AgentPulled => agent_pulled(),
    }
}

/// The reason in the middle of a sentence.
pub fn inside(why: Reason) -> &'static str {
    match why {
        Reason::AskedForPerson => inside_asked_for_person(),
        Reason::NotInDocs => inside_not_in_docs(),
        Reason::LowConfidence => inside_low_confidence(),
        Reason::AccountQuestion => inside_account_question(),
        Reason::Contradiction => inside_contradiction(),
        Reason::AssistantFailed => inside_assistant_failed(),
        Reason::SwitchedOff => inside_switched_off(),
        Reason::Keyword => inside_keyword(),
        Reason::Action => inside_action(),
        Reason::Repeated => inside_repeated(),
        Reason::Frustrated => inside_frustrated(),
        Reason::SensitiveTopic => inside_sensitive_topic(),
        Reason::AgentPulled => inside_agent_pulled(),
    }
}
