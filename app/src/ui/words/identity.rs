//! How visitors come to an assistant: who they are, from which sites, and what they are asked first.

use crate::domain::form::{FieldKind, Moment};

words! {
    section: "Visitors", "Besucher";
    proven: "Verified visitors", "Bestätigte Besucher";
    proven_hint: "Your site says who is logged in, in a token that its server signs. They find their conversation again on every browser, and your team sees that it is them.", "Deine Website sagt, wer angemeldet ist, in einem Token, das ihr Server signiert. Sie finden ihr Gespräch in jedem Browser wieder, und dein Team sieht, dass sie es sind.";
    public_key: "Public key", "Öffentlicher Schlüssel";
    secret: "Identity secret", "Identitätsgeheimnis";
    no_secret: "There is none yet.", "Noch gibt es keines.";
    has_secret: "There is one. It is kept encrypted and not shown again.", "Es gibt eines. Es ist verschlüsselt hinterlegt und wird nicht noch einmal gezeigt.";
    make_secret: "Make the secret", "Geheimnis anlegen";
    renew_secret: "Make a new one", "Neues anlegen";
    renew_sure: "What is signed with the one before proves nothing from then on. Change it on your server at once.", "Was mit dem bisherigen signiert ist, beweist dann nichts mehr. Ändere es sofort auf deinem Server.";
    renew_now: "Replace it", "Ersetzen";
    keep_secret: "Keep it", "Behalten";
    copy_now: "Copy it now: it is shown this once. It belongs on your server, never into a page.", "Kopiere es jetzt: Es wird nur dieses Mal gezeigt. Es gehört auf deinen Server, nie in eine Seite.";
    copy: "Copy", "Kopieren";
    copied: "Copied", "Kopiert";
    example: "On your server", "Auf deinem Server";
    example_in: "Example in", "Beispiel in";
    in_page: "And in your page, for who is logged in; when they log out, Baton('logout').", "Und in deiner Seite, für Angemeldete; beim Abmelden Baton('logout').";
    sites: "Allowed sites", "Erlaubte Websites";
    sites_hint: "Where the widget may stand. On any other site browsers refuse to show it.", "Wo das Widget stehen darf. Auf jeder anderen Website zeigen Browser es nicht.";
    sites_label: "One a line, such as https://shop.example.com or https://*.example.com", "Eine pro Zeile, etwa https://shop.example.com oder https://*.example.com";
    sites_empty: "Empty: any site.", "Leer: jede Website.";
    form: "Questions to visitors", "Fragen an Besucher";
    form_hint: "What visitors are asked before they write, or while they wait for a person: then they may skip it, and write on. The answers stand beside the thread and are found by the search. Without fields, nothing is asked.", "Was Besucher gefragt werden, bevor sie schreiben oder während sie auf einen Menschen warten: Dann können sie es überspringen und weiterschreiben. Die Antworten stehen neben dem Verlauf und werden von der Suche gefunden. Ohne Felder wird nichts gefragt.";
    label: "Name of the field", "Name des Feldes";
    kind: "What is asked for", "Wonach gefragt wird";
    kind_name: "Their name", "Name der Person";
    kind_email: "E-mail address", "E-Mail-Adresse";
    kind_text: "A line of text", "Eine Zeile Text";
    kind_choice: "A choice", "Eine Auswahl";
    kind_file: "A file, such as a screenshot", "Eine Datei, etwa ein Bildschirmfoto";
    moment: "When it is asked", "Wann gefragt wird";
    moment_first: "Before the first message", "Vor der ersten Nachricht";
    moment_handoff: "While they wait for a person", "Beim Warten auf einen Menschen";
    /// For which reasons a person must be wanted so that it is asked.
    any_reason: "Whatever the reason", "Bei jedem Grund";
    some_reasons[n]: "For {n} reason only" / "For {n} reasons only", "Nur bei {n} Grund" / "Nur bei {n} Gründen";
    required: "Required", "Pflichtfeld";
    choices: "Choices, one a line", "Auswahl, eine pro Zeile";
    add_field: "Add a field", "Feld hinzufügen";
    remove_field: "Remove this field", "Dieses Feld entfernen";
}

/// What a field asks for.
pub fn kind_of(it: FieldKind) -> &'static str {
    match it {
        FieldKind::Name => kind_name(),
        FieldKind::Email => kind_email(),
        FieldKind::Text => kind_text(),
        FieldKind::Choice => kind_choice(),
        FieldKind::File => kind_file(),
    }
}

/// When a field is asked.
pub fn moment_of(it: Moment) -> &'static str {
    match it {
        Moment::First => moment_first(),
        Moment::Handoff => moment_handoff(),
    }
}
