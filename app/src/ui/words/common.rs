//! Words of more than one place.

use crate::domain::{
    label::{Lead, Priority},
    person::{Author, Visitor},
};

words! {
    inbox: "Inbox", "Eingang";
    knowledge: "Knowledge", "Wissen";
    conversation: "Conversation", "Gespräch";
    /// One whom the AI or nobody holds; also the tab of all of them.
    open: "Open", "Offen";
    closed: "Closed", "Geschlossen";
    the_ai: "The AI", "Die KI";
    the_clock: "The clock", "Die Uhr";
    priority_low: "low", "niedrig";
    priority_normal: "normal", "normal";
    priority_high: "high", "hoch";
    priority_urgent: "urgent", "dringend";
    lead_none: "none", "keiner";
    lead_new: "new", "neu";
    lead_contacted: "contacted", "kontaktiert";
    lead_qualified: "qualified", "qualifiziert";
    lead_customer: "customer", "Kunde";
    lead_lost: "lost", "verloren";
    the_visitor: "The visitor", "Der Besucher";
    back_to_list: "Back to the list", "Zurück zur Liste";
    details: "Details", "Details";
    needs_person: "Needs a person", "Braucht einen Menschen";
    ai_answers: "The AI answers", "Die KI antwortet";
    only_team_sees: "Only your team sees this", "Nur dein Team sieht das";
    close: "Close", "Schließen";
    retry: "Retry", "Erneut versuchen";
    copied: "Copied", "Kopiert";
    loading: "Loading", "Wird geladen";
    /// A visitor who gave no name, by a short id.
    unnamed(id): "Visitor {id}", "Besucher {id}";
}

/// What the inbox calls a visitor: the name they gave, or "Visitor" and a short id.
pub fn visitor(it: &Visitor) -> String {
    match &it.name {
        Some(name) => name.as_str().to_owned(),
        None => unnamed(&it.id.short()),
    }
}

/// Who did something, at the start of a sentence.
pub fn author(by: &Author) -> String {
    match by {
        Author::Visitor => the_visitor().to_owned(),
        Author::Assistant => the_ai().to_owned(),
        Author::Agent(agent) => agent.name.as_str().to_owned(),
        Author::Clock => the_clock().to_owned(),
        Author::Rule { name } => name.as_str().to_owned(),
    }
}

/// A priority in the middle of a sentence.
pub fn priority(it: Priority) -> &'static str {
    match it {
        Priority::Low => priority_low(),
        Priority::Normal => priority_normal(),
        Priority::High => priority_high(),
        Priority::Urgent => priority_urgent(),
    }
}

/// How far a visitor has come towards being a customer, in the middle of a sentence.
pub fn lead(it: Lead) -> &'static str {
    match it {
        Lead::None => lead_none(),
        Lead::New => lead_new(),
        Lead::Contacted => lead_contacted(),
        Lead::Qualified => lead_qualified(),
        Lead::Customer => lead_customer(),
        Lead::Lost => lead_lost(),
    }
}
