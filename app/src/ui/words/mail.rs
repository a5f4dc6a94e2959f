//! Mails that went out, that didn't, and that came in.

use super::faults::sentence;
use crate::api::mail::{Outcome, Posted, State};

words! {
    mails: "E-mail", "E-Mail";
    server: "How mail goes out", "Wie E-Mails hinausgehen";
    server_hint: "A reply that a visitor doesn’t read in the widget reaches them by mail.", "Eine Antwort, die ein Besucher nicht im Widget liest, erreicht ihn per E-Mail.";
    sends_from(address): "Mails go out from {address}.", "E-Mails gehen von {address} aus.";
    no_server: "No mail server is set up: mails are kept below, with their links to copy.", "Kein Mailserver ist eingerichtet: E-Mails stehen unten, mit ihren Links zum Kopieren.";
    no_server_how: "Whoever runs Baton gives it one with BATON_SMTP_URL.", "Wer Baton betreibt, gibt ihn mit BATON_SMTP_URL an.";
    answers_at: "Answers come in at", "Antworten kommen an";
    answers_hint: "Each conversation has an address of its own: a signature stands in the place of “…”.", "Jedes Gespräch hat eine eigene Adresse: An der Stelle von „…“ steht eine Signatur.";
    no_answers: "Answers by mail don’t reach the thread. Whoever runs Baton gives an address for them with BATON_MAIL_INBOUND.", "Antworten per E-Mail erreichen das Gespräch nicht. Wer Baton betreibt, gibt eine Adresse dafür mit BATON_MAIL_INBOUND an.";
    out: "Mails that went out", "Ausgegangene E-Mails";
    out_hint: "The latest hundred, to visitors and to your team.", "Die letzten hundert, an Besucher und an dein Team.";
    none_out: "No mail has been written yet.", "Es wurde noch keine E-Mail geschrieben.";
    held: "Held back", "Zurückgehalten";
    held_hint: "Addresses that nothing is sent to at the moment. Baton is careful with addresses that strangers typed.", "Adressen, an die gerade nichts geht. Baton ist vorsichtig mit Adressen, die Fremde eingegeben haben.";
    came: "Mails that came in", "Eingegangene E-Mails";
    came_hint: "The latest hundred. Of mails that name no conversation of yours, nothing is kept.", "Die letzten hundert. Von E-Mails, die kein Gespräch von dir nennen, wird nichts behalten.";
    none_came: "No mail has come in yet.", "Es ist noch keine E-Mail eingegangen.";
    /// Before a mail's subject, for those who hear it.
    to(address): "To {address}", "An {address}";
    from(address): "From {address}", "Von {address}";
    about(visitor): "Conversation with {visitor}", "Gespräch mit {visitor}";
    to_team: "To your team", "An dein Team";
    copy_link: "Copy the link", "Link kopieren";
    resend: "Send again", "Noch einmal senden";
    resent: "It goes out again.", "Die E-Mail geht noch einmal hinaus.";
    tries[n]: "{n} try" / "{n} tries", "{n} Versuch" / "{n} Versuche";
    is_waiting: "Goes out soon", "Geht bald hinaus";
    is_sent: "Sent", "Gesendet";
    is_unsent: "Not sent: no server", "Nicht gesendet: kein Server";
    is_failed: "Given up", "Aufgegeben";
    is_bounced: "Came back", "Zurückgekommen";
    was_said: "In the thread", "Im Gespräch";
    was_noted: "Told in a note", "In einer Notiz";
    was_bounced: "A mail came back", "Eine E-Mail kam zurück";
    was_dropped: "Left out", "Nicht übernommen";
    by_mail: "By e-mail", "Per E-Mail";
    notice_by_mail: "Told by e-mail that a reply waits", "Per E-Mail benachrichtigt, dass eine Antwort wartet";
    mail_waits: "E-mail goes out soon", "E-Mail geht bald hinaus";
    mail_unsent: "Not e-mailed: no server", "Nicht per E-Mail: kein Server";
    mail_failed: "E-mail given up", "E-Mail aufgegeben";
    mail_bounced: "E-mail came back", "E-Mail kam zurück";
    mail_held: "Not e-mailed", "Nicht per E-Mail";
    fares: "E-mail to the visitor", "E-Mail an den Besucher";
    confirmed: "Confirmed by its owner", "Vom Inhaber bestätigt";
    unconfirmed: "Not confirmed yet: notices only", "Noch nicht bestätigt: nur Hinweise";
    stopped: "Wants no more mails", "Möchte keine E-Mails mehr";
    bounced: "Mail to it came back", "E-Mails kommen zurück";
    last_mail: "Last mail", "Letzte E-Mail";
    all_mails: "All mails", "Alle E-Mails";
}

/// What became of a mail.
pub fn state(it: State) -> &'static str {
    match it {
        State::Waiting => is_waiting(),
        State::Sent => is_sent(),
        State::Unsent => is_unsent(),
        State::Failed => is_failed(),
        State::Bounced => is_bounced(),
    }
}

/// What became of a mail that came in.
pub fn outcome(it: Outcome) -> &'static str {
    match it {
        Outcome::Said => was_said(),
        Outcome::Noted => was_noted(),
        Outcome::Bounced => was_bounced(),
        Outcome::Dropped => was_dropped(),
    }
}

/// How a reply fares by mail.
pub fn of_reply(it: &Posted) -> &'static str {
    match (it.state, it.is_notice) {
        (State::Sent, false) => by_mail(),
        (State::Sent, true) => notice_by_mail(),
        (State::Waiting, _) => mail_waits(),
        (State::Unsent, _) => mail_unsent(),
        (State::Failed, _) => mail_failed(),
        (State::Bounced, _) => mail_bounced(),
    }
}

/// A reason as the server keeps it: ours in the language of the page, those of other servers as they are.
pub fn reason(kept: &str) -> String {
    sentence(kept)
}
