//! The card beside a conversation that the owner's own system fills.

use crate::domain::card::NoCard;

words! {
    context: "Context", "Kontext";
    looking: "Looking it up…", "Wird nachgesehen …";
    off: "There is no card: give an address first.", "Es gibt keine Karte: Gib zuerst eine Adresse an.";
    lacks(what): "Nothing to look up: {what} isn’t known yet.", "Nichts nachzusehen: {what} ist noch nicht bekannt.";
    unknown: "Your system doesn’t know this visitor.", "Dein System kennt diesen Besucher nicht.";
    the_email: "the e-mail address", "die E-Mail-Adresse";
    the_name: "the name", "der Name";
    the_attribute(name): "the attribute “{name}”", "das Attribut „{name}“";
    private: "The address leads to a private network. Whoever runs Baton can allow it with --allow-private.", "Die Adresse führt in ein privates Netz. Wer Baton betreibt, kann es mit --allow-private erlauben.";
    unreached: "Your system can’t be reached.", "Dein System ist nicht erreichbar.";
    slow: "Your system didn’t answer within 3 seconds.", "Dein System hat nicht innerhalb von 3 Sekunden geantwortet.";
    too_large: "The answer is larger than 64 KB.", "Die Antwort ist größer als 64 KB.";
    refused(status): "Your system refused with status {status}.", "Dein System hat mit dem Status {status} abgelehnt.";
    unreadable: "The answer is no JSON object.", "Die Antwort ist kein JSON-Objekt.";
}

/// What is missing, in the middle of a sentence.
pub fn place(name: &str) -> String {
    match name {
        "email" => the_email().to_owned(),
        "name" => the_name().to_owned(),
        other => the_attribute(other.trim_start_matches("attribute.")),
    }
}

/// Why there is no card.
pub fn failed(why: &NoCard) -> String {
    match why {
        NoCard::Private => private().to_owned(),
        NoCard::Unreached => unreached().to_owned(),
        NoCard::Slow => slow().to_owned(),
        NoCard::TooLarge => too_large().to_owned(),
        NoCard::Refused { status } => refused(&status.to_string()),
        NoCard::Unreadable => unreadable().to_owned(),
    }
}
