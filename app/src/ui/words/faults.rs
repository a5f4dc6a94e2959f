//! What has gone wrong. A fault says itself in English wherever it stands: in the domain, in the answers to programs.
//! Here is every such sentence in the other languages; `{}` stands for what is put in.

mod kept;

use super::{Lang, lang};
use crate::domain::fault::Fault;

/// A sentence, in the order of [`Lang::ALL`].
type Sentence = [&'static str; Lang::ALL.len()];

const SENTENCES: &[Sentence] = &[
    ["There is nothing here, or it isn't yours to see.", "Hier ist nichts, oder es ist nicht für dich bestimmt."],
    ["You are signed out. Sign in again; what you typed is kept.", "Du bist abgemeldet. Melde dich wieder an; dein Text bleibt erhalten."],
    ["The conversation has moved on.", "Das Gespräch ist inzwischen weitergegangen."],
    ["That was a lot at once. Try again in {} s.", "Das war viel auf einmal. Versuche es in {} s erneut."],
    ["That is larger than we can take.", "Das ist zu groß."],
    [
        "We can't save that right now. Nothing is lost: try again in a moment.",
        "Das lässt sich gerade nicht speichern. Es ist nichts verloren: Versuche es gleich noch einmal.",
    ],
    ["No connection. Nothing is lost: try again in a moment.", "Keine Verbindung. Es ist nichts verloren: Versuche es gleich noch einmal."],
    [
        "Something broke on our side. Try again; if it stays, tell us this number: {}.",
        "Bei uns ist etwas schiefgegangen. Versuche es erneut; wenn es so bleibt, nenne uns diese Nummer: {}.",
    ],
    ["{} has already taken this one.", "{} hat dieses Gespräch schon übernommen."],
    [
        "{} replied while you were writing. Look, then send again.",
        "{} hat geantwortet, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    [
        "{} left a note while you were writing. Look, then send again.",
        "{} hat eine Notiz hinterlassen, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    [
        "{} took this over while you were writing. Look, then send again.",
        "{} hat übernommen, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    [
        "{} handed this back to the AI while you were writing. Look, then send again.",
        "{} hat an die KI zurückgegeben, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    [
        "{} closed this while you were writing. Look, then send again.",
        "{} hat das Gespräch geschlossen, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    [
        "{} assigned this while you were writing. Look, then send again.",
        "{} hat das Gespräch zugewiesen, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    [
        "{} snoozed this while you were writing. Look, then send again.",
        "{} hat das Gespräch zurückgestellt, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    [
        "{} merged this with another conversation while you were writing. Look, then send again.",
        "{} hat das Gespräch mit einem anderen zusammengeführt, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    [
        "This conversation was merged into another. Go on there.",
        "Dieses Gespräch wurde mit einem anderen zusammengeführt. Mach dort weiter.",
    ],
    [
        "There is no such conversation to merge into. Open it and copy its address.",
        "Das Gespräch, in dem es weitergehen soll, gibt es nicht. Öffne es und kopiere seine Adresse.",
    ],
    [
        "That conversation was merged into another itself. Merge into that one.",
        "Jenes Gespräch wurde selbst mit einem anderen zusammengeführt. Führe dieses mit dem anderen zusammen.",
    ],
    [
        "This conversation is too long to be merged: it has more than {} events. Link the two instead.",
        "Dieses Gespräch ist zu lang, um es zusammenzuführen: Es hat mehr als {} Einträge. Verknüpfe die beiden stattdessen.",
    ],
    [
        "{} wrote while you were writing. Look, then send again.",
        "{} hat geschrieben, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    ["A visitor can't do that.", "Das kann ein Besucher nicht tun."],
    ["The assistant can't do that.", "Das kann der Assistent nicht tun."],
    ["An agent can't do that.", "Das kannst du hier nicht tun."],
    ["Name the page that the answer should come from.", "Nenne die Seite, von der die Antwort kommen soll."],
    [
        "These words aren't a pattern that can be searched for. Use plain words, or a regular expression.",
        "Diese Wörter sind kein Muster, nach dem sich suchen lässt. Nimm einfache Wörter oder einen regulären Ausdruck.",
    ],
    ["There are 2,000 test questions already. Remove some first.", "Es gibt schon 2.000 Testfragen. Entferne erst welche."],
    ["It rests on no passage.", "Das beruht auf keiner Textstelle."],
    ["Send the mail as it came, as message/rfc822.", "Sende die E-Mail, wie sie kam, als message/rfc822."],
    ["Say `confirm` or `stop`.", "Sage `confirm` oder `stop`."],
    ["A page names itself in 1 to 64 characters.", "Eine Seite nennt sich mit 1 bis 64 Zeichen."],
    [
        "Each rung comes after the one before, and the last within a day.",
        "Jede Stufe kommt nach der vorigen, und die letzte innerhalb eines Tages.",
    ],
    ["Choose 1 to 1440 minutes.", "Wähle 1 bis 1440 Minuten."],
    ["Give an address that starts with https://.", "Gib eine Adresse an, die mit https:// beginnt."],
    [
        "This browser gave nothing to push to. Reload the page and try again.",
        "Dieser Browser hat nichts genannt, wohin wir melden könnten. Lade die Seite neu und versuche es noch einmal.",
    ],
    ["{} devices are enough. Remove one first.", "{} Geräte genügen. Entferne zuerst eines."],
    ["Name {} alerts or fewer.", "Nenne höchstens {} Meldungen."],
    ["Say once for each kind of alert how you want it.", "Sage für jede Art von Meldung einmal, wie du sie möchtest."],
    [
        "Quiet hours need two different times of the day, such as 20:00 to 08:00.",
        "Ruhezeiten brauchen zwei verschiedene Uhrzeiten, etwa 20:00 bis 08:00.",
    ],
    ["Write something first.", "Schreibe zuerst etwas."],
    ["A message can have {} characters; this one has {}.", "Eine Nachricht kann {} Zeichen haben; diese hat {}."],
    ["Tell us a name first.", "Nenne zuerst einen Namen."],
    ["A name can have {} characters; this one has {}.", "Ein Name kann {} Zeichen haben; dieser hat {}."],
    ["Give an e-mail address such as ana@example.com.", "Gib eine E-Mail-Adresse wie ana@example.com an."],
    ["This request came from another site.", "Diese Anfrage kam von einer anderen Website."],
    ["Another message has this id. Send it with a new one.", "Eine andere Nachricht hat diese Kennung. Sende sie mit einer neuen."],
    ["A message's id has 4 to 64 letters, digits, - or _.", "Die Kennung einer Nachricht hat 4 bis 64 Buchstaben, Ziffern, - oder _."],
    ["Give the topic a name.", "Gib dem Thema einen Namen."],
    ["A wording can have {} characters; this one has {}.", "Eine Formulierung kann {} Zeichen haben; diese hat {}."],
    ["Write a word to listen for.", "Schreibe ein Wort, auf das geachtet werden soll."],
    ["Choose a time zone, such as Europe/Berlin.", "Wähle eine Zeitzone wie Europe/Berlin."],
    ["There is no time zone `{}`. Choose one such as Europe/Berlin.", "Die Zeitzone „{}“ gibt es nicht. Wähle eine wie Europe/Berlin."],
    ["A schedule can have {} spans.", "Ein Zeitplan kann {} Zeitspannen haben."],
    ["A workspace can have {} holidays.", "Ein Workspace kann {} Feiertage haben."],
    [
        "A span needs two different times of the day, such as 09:00 to 17:00.",
        "Eine Zeitspanne braucht zwei verschiedene Uhrzeiten, etwa 09:00 bis 17:00.",
    ],
    [
        "This address has an account already. Give it a new password with `baton user reset-password`.",
        "Diese Adresse hat schon ein Konto. Gib ihm mit „baton user reset-password“ ein neues Passwort.",
    ],
    ["We don't speak this language yet.", "Diese Sprache sprechen wir noch nicht."],
    [
        "{} took this while you were writing. Look, then send again.",
        "{} hat das Gespräch angenommen, während du geschrieben hast. Sieh nach und sende dann noch einmal.",
    ],
    ["A view can ask for {} tags and {} attributes.", "Eine Ansicht kann nach {} Tags und {} Attributen fragen."],
    ["Choose a time between an hour and ten years.", "Wähle eine Zeit zwischen einer Stunde und zehn Jahren."],
    ["There can be {} keywords.", "Es kann {} Stichwörter geben."],
    ["A topic can have {} wordings.", "Ein Thema kann {} Formulierungen haben."],
    ["Choose 1 to {} minutes.", "Wähle 1 bis {} Minuten."],
    [
        "No mail server is set up yet: give one with BATON_SMTP_URL.",
        "Noch ist kein Mailserver eingerichtet: Gib ihn mit BATON_SMTP_URL an.",
    ],
    ["Choose {} conversations or fewer.", "Wähle höchstens {} Gespräche."],
    ["That can't be done to several conversations at once.", "Das geht nicht mit mehreren Gesprächen auf einmal."],
    ["A file's id is the one that its upload gave.", "Die Kennung einer Datei ist die, die sie beim Hochladen bekommen hat."],
    ["The team has ended this conversation.", "Das Team hat dieses Gespräch beendet."],
    ["A visitor can have {} attributes.", "Ein Besucher kann {} Attribute haben."],
    ["Settle some promises first.", "Erledige zuerst einige Versprechen."],
    ["This promise is settled already.", "Dieses Versprechen ist schon erledigt."],
    ["Say in a few words what is promised.", "Sage in wenigen Worten, was versprochen ist."],
    ["A promise can have {} characters; this one has {}.", "Ein Versprechen kann {} Zeichen haben; dieses hat {}."],
    ["That is this very conversation.", "Das ist genau dieses Gespräch."],
    ["A conversation can have {} tags.", "Ein Gespräch kann {} Tags haben."],
    ["Type a tag first.", "Gib zuerst ein Tag ein."],
    ["A tag can have {} characters; this one has {}.", "Ein Tag kann {} Zeichen haben; dieses hat {}."],
    ["It is closed: there is nothing to put away.", "Das Gespräch ist geschlossen: Es gibt nichts zurückzustellen."],
    ["Choose a time that lies ahead.", "Wähle einen Zeitpunkt in der Zukunft."],
    ["There is no such team any more.", "Dieses Team gibt es nicht mehr."],
    ["There is no such member any more.", "Dieses Mitglied gibt es nicht mehr."],
    ["The clock can't do that.", "Das kann die Uhr nicht tun."],
    ["This file is empty. Choose another one.", "Diese Datei ist leer. Wähle eine andere."],
    [
        "This picture has too many pixels. Make it smaller and attach it again.",
        "Dieses Bild hat zu viele Pixel. Verkleinere es und hänge es noch einmal an.",
    ],
    [
        "This picture is damaged. Save it anew and attach it again.",
        "Dieses Bild ist beschädigt. Speichere es neu und hänge es noch einmal an.",
    ],
    ["A message can bring {} files.", "Eine Nachricht kann {} Dateien mitbringen."],
    ["The file {} isn't there any more. Attach it again.", "Die Datei {} ist nicht mehr da. Hänge sie noch einmal an."],
    ["Fill this in first.", "Fülle das zuerst aus."],
    ["This can have {} characters.", "Das kann {} Zeichen haben."],
    ["There are too many canned replies. Delete one first.", "Es gibt zu viele Textbausteine. Lösche zuerst einen."],
    ["Another canned reply has this shortcut. Choose another one.", "Ein anderer Textbaustein hat dieses Kürzel. Wähle ein anderes."],
    ["{} is still on its way. Wait for it, or take it off.", "{} ist noch unterwegs. Warte darauf, oder nimm es heraus."],
    ["{} wasn't sent. Try it again, or take it off.", "{} wurde nicht gesendet. Versuche es erneut, oder nimm es heraus."],
    ["Fill in {} first, or take it out.", "Fülle zuerst {} aus, oder nimm es heraus."],
    ["A rule can't do that.", "Das kann eine Regel nicht tun."],
    ["There can be {} rules.", "Es kann {} Regeln geben."],
    ["A rule can have {} conditions.", "Eine Regel kann {} Bedingungen haben."],
    ["Choose a team for each rule.", "Wähle für jede Regel ein Team."],
    ["Write a language by its code, such as de.", "Schreibe eine Sprache als Kürzel, etwa de."],
    ["There is no such assistant any more.", "Diesen Assistenten gibt es nicht mehr."],
    ["After from: comes a name, or me, visitor, ai, agent.", "Auf from: folgt ein Name oder me, visitor, ai, agent."],
    ["After holder: comes a name, or me, ai, queue.", "Auf holder: folgt ein Name oder me, ai, queue."],
    ["After assigned: comes a name, or me, nobody.", "Auf assigned: folgt ein Name oder me, nobody."],
    ["After team: comes the name of a team.", "Auf team: folgt der Name eines Teams."],
    ["After tag: comes a tag, in quotes where it has spaces.", "Auf tag: folgt ein Tag, mit Leerzeichen in Anführungszeichen."],
    ["After priority: comes low, normal, high or urgent.", "Auf priority: folgt low, normal, high oder urgent."],
    [
        "After lead: comes none, new, contacted, qualified, customer or lost.",
        "Auf lead: folgt none, new, contacted, qualified, customer oder lost.",
    ],
    ["After assistant: comes the name of an assistant.", "Auf assistant: folgt der Name eines Assistenten."],
    ["After is: comes open, snoozed, closed, waiting or spam.", "Auf is: folgt open, snoozed, closed, waiting oder spam."],
    ["After has: comes file or link.", "Auf has: folgt file oder link."],
    ["After reason: comes {} or {}.", "Auf reason: folgt {} oder {}."],
    ["After language: comes a language such as de.", "Auf language: folgt eine Sprache wie de."],
    [
        "After attribute: comes its name, or its name and value such as plan=pro.",
        "Auf attribute: folgt sein Name, oder Name und Wert wie plan=pro.",
    ],
    ["After before: comes a day, such as 2026-01-31.", "Auf before: folgt ein Tag wie 2026-01-31."],
    ["After after: comes a day, such as 2026-01-31.", "Auf after: folgt ein Tag wie 2026-01-31."],
    ["A password has at least {} characters.", "Ein Passwort hat mindestens {} Zeichen."],
    ["Add hours to a day, or choose always open.", "Füge bei einem Tag Zeiten hinzu, oder wähle „Immer geöffnet“."],
    ["There can be {} topics.", "Es kann {} Themen geben."],
    ["There can be {} teams.", "Es kann {} Teams geben."],
    ["There can be {} assistants.", "Es kann {} Assistenten geben."],
    ["Another assistant has this name. Choose another one.", "Ein anderer Assistent heißt schon so. Wähle einen anderen Namen."],
    ["Offer {} questions or fewer.", "Biete höchstens {} Fragen an."],
    ["Choose a colour such as #3b5bdb.", "Wähle eine Farbe wie #3b5bdb."],
    ["This chat is switched off at the moment.", "Dieser Chat ist gerade ausgeschaltet."],
    ["Another team has this name. Choose another one.", "Ein anderes Team heißt schon so. Wähle einen anderen Namen."],
    ["Name the model, as its provider does.", "Nenne das Modell so, wie sein Anbieter es nennt."],
    ["Put no password into the address: give it as the key.", "Setze kein Passwort in die Adresse: Gib es als Schlüssel an."],
    ["Choose 1 to {} seconds.", "Wähle 1 bis {} Sekunden."],
    ["There can be {} patterns.", "Es kann {} Muster geben."],
    ["This pattern can't be read: {}", "Dieses Muster ist nicht lesbar: {}"],
    ["Give a smaller number.", "Gib eine kleinere Zahl an."],
    ["Give a number above 0, or leave it empty for no cap.", "Gib eine Zahl über 0 an, oder lass es leer, wenn es keine Obergrenze gibt."],
    [
        "A cap in money needs the prices: without them nothing is counted.",
        "Eine Obergrenze in Geld braucht die Preise: Ohne sie wird nichts gezählt.",
    ],
    ["Enter the key again: it was given for another server.", "Gib den Schlüssel noch einmal ein: Er war für einen anderen Server."],
    ["A key is one word of plain letters, digits and signs.", "Ein Schlüssel ist ein Wort aus einfachen Buchstaben, Ziffern und Zeichen."],
    ["Give an address that starts with https:// or http://.", "Gib eine Adresse an, die mit https:// oder http:// beginnt."],
    [
        "Which server is asked can't depend on the visitor: put places after its name.",
        "Welcher Server gefragt wird, darf nicht vom Besucher abhängen: Setze Platzhalter erst nach seinem Namen ein.",
    ],
    [
        "Put no password into the address: give it as the header's value.",
        "Schreibe kein Passwort in die Adresse: Gib es als Wert des Headers an.",
    ],
    [
        "An address can't be filled with {}: see the places below.",
        "Mit {} lässt sich eine Adresse nicht füllen: Die Platzhalter stehen darunter.",
    ],
    ["Choose a header such as Authorization or X-Api-Key.", "Wähle einen Header wie Authorization oder X-Api-Key."],
    [
        "Enter the value again: it was given for another server or header.",
        "Gib den Wert noch einmal ein: Er galt für einen anderen Server oder Header.",
    ],
    [
        "A header's value is one line of plain letters, digits and signs.",
        "Der Wert eines Headers ist eine Zeile aus einfachen Buchstaben, Ziffern und Zeichen.",
    ],
    ["Fill in {}.", "Fülle {} aus."],
    ["Nobody asks for this now. Write it as a message.", "Danach wird gerade nicht gefragt. Schreibe es als Nachricht."],
    ["Choose one of the choices for {}.", "Wähle bei {} eine der Möglichkeiten."],
    ["A form can ask for {} things.", "Ein Formular kann nach {} Dingen fragen."],
    ["Two fields are called {}. Give each its own name.", "Zwei Felder heißen {}. Gib jedem einen eigenen Namen."],
    ["Ask for a name and for an e-mail address once each.", "Frage nach einem Namen und nach einer E-Mail-Adresse je einmal."],
    ["Give each field a name of 1 to {} characters.", "Gib jedem Feld einen Namen mit 1 bis {} Zeichen."],
    ["Offer 2 to {} choices, one a line.", "Biete 2 bis {} Möglichkeiten an, eine pro Zeile."],
    [
        "Ask for a file while the visitor waits for a person, not before the first message.",
        "Frage nach einer Datei, während der Besucher auf einen Menschen wartet, nicht vor der ersten Nachricht.",
    ],
    [
        "{} is no site. Write it like https://shop.example.com or https://*.example.com.",
        "{} ist keine Website. Schreibe sie wie https://shop.example.com oder https://*.example.com.",
    ],
    ["Name {} sites or fewer.", "Nenne höchstens {} Websites."],
    ["That is 200 sources already. Take one away first.", "Das sind schon 200 Quellen. Entferne zuerst eine."],
    ["There is a source of this name already. Choose another name.", "Eine andere Quelle heißt schon so. Wähle einen anderen Namen."],
    [
        "There is a source of this name that isn't a folder. Give another name.",
        "Eine Quelle, die kein Ordner ist, heißt schon so. Gib einen anderen Namen an.",
    ],
    ["Give it a name.", "Gib einen Namen an."],
    ["That name is too long: 120 characters at most.", "Dieser Name ist zu lang: höchstens 120 Zeichen."],
    [
        "That is no address of a website. It looks like https://example.com/help.",
        "Das ist keine Adresse einer Website. Sie sieht aus wie https://example.com/help.",
    ],
    ["Give a number of pages from 1 to 20,000.", "Gib 1 bis 20.000 Seiten an."],
    ["Give a number of links from 0 to 50.", "Gib 0 bis 50 Links an."],
    [
        "Those are more than 50 patterns. Some stars would say it shorter.",
        "Das sind mehr als 50 Muster. Ein paar Sternchen würden es kürzer sagen.",
    ],
    ["A pattern is a path such as /help/*, without blanks.", "Ein Muster ist ein Pfad wie /help/*, ohne Leerzeichen."],
    [
        "That text is too long: 200,000 characters at most. Upload it as a file.",
        "Dieser Text ist zu lang: höchstens 200.000 Zeichen. Lade ihn als Datei hoch.",
    ],
    ["There are no words in it.", "Es stehen keine Wörter darin."],
    [
        "That is more than 5,000 questions. Make a second source of the rest.",
        "Das sind mehr als 5.000 Fragen. Lege für den Rest eine zweite Quelle an.",
    ],
    [
        "This assistant has no identity secret yet. Make one in its settings.",
        "Dieser Assistent hat noch kein Identitätsgeheimnis. Lege eines in den Einstellungen an.",
    ],
    [
        "The identity token was used before somebody logged out. Sign a new one.",
        "Das Identitäts-Token wurde vor einer Abmeldung benutzt. Signiere ein neues.",
    ],
    [
        "The identity token says no time at which it runs out (`exp`, in seconds).",
        "Das Identitäts-Token nennt keine Zeit, zu der es abläuft (`exp`, in Sekunden).",
    ],
    [
        "The identity token has run out. Sign a new one for each page.",
        "Das Identitäts-Token ist abgelaufen. Signiere für jede Seite ein neues.",
    ],
    [
        "The identity token may hold for 24 hours at the most; a few minutes are better.",
        "Das Identitäts-Token darf höchstens 24 Stunden gelten; ein paar Minuten sind besser.",
    ],
    [
        "The identity token isn't valid yet. Check the clock of the server that signs it.",
        "Das Identitäts-Token gilt noch nicht. Prüfe die Uhr des Servers, der es signiert.",
    ],
    [
        "The identity token is for another assistant: its `aud` must be the public key.",
        "Das Identitäts-Token ist für einen anderen Assistenten: `aud` muss der öffentliche Schlüssel sein.",
    ],
    [
        "The identity token names nobody: its `sub` is your own id of the person, 1 to 200 characters.",
        "Das Identitäts-Token nennt niemanden: `sub` ist deine eigene Kennung der Person, 1 bis 200 Zeichen.",
    ],
    [
        "That is no identity token: it has three parts with dots between.",
        "Das ist kein Identitäts-Token: Es hat drei Teile mit Punkten dazwischen.",
    ],
    ["Sign the identity token with HS256.", "Signiere das Identitäts-Token mit HS256."],
    [
        "The identity token wasn't signed with this assistant's identity secret.",
        "Das Identitäts-Token wurde nicht mit dem Identitätsgeheimnis dieses Assistenten signiert.",
    ],
    [
        "`attributes` in the identity token is an object of names and values.",
        "`attributes` im Identitäts-Token ist ein Objekt aus Namen und Werten.",
    ],
    ["An attribute's name has 1 to {} characters.", "Der Name eines Attributs hat 1 bis {} Zeichen."],
    ["The attribute {} is a text, a number or true or false.", "Das Attribut {} ist ein Text, eine Zahl oder wahr oder falsch."],
    ["The attribute {} can have {} characters.", "Das Attribut {} kann {} Zeichen haben."],
    ["{} can have {} characters.", "{} kann {} Zeichen haben."],
];

/// The fault as a person reads it; in English where we don't know its sentence.
pub fn say(fault: &Fault) -> String {
    say_in(fault, lang())
}

/// The fault as a person who reads this language reads it.
pub fn say_in(fault: &Fault, lang: Lang) -> String {
    let english = fault.to_string();
    match lang {
        Lang::En => english,
        lang => translated(&english, lang).unwrap_or(english),
    }
}

/// A sentence of ours that is kept in English, as a person reads it; others' sentences as they are.
pub fn sentence(kept: &str) -> String {
    match lang() {
        Lang::En => kept.to_owned(),
        lang => translated(kept, lang).unwrap_or_else(|| kept.to_owned()),
    }
}

fn translated(english: &str, lang: Lang) -> Option<String> {
    SENTENCES
        .iter()
        .chain(kept::KEPT)
        .find_map(|sentence| Some(filled(sentence[lang as usize], &put_in(english, sentence[Lang::En as usize])?)))
}

/// What stands in `text` where `pattern` has `{}`; nothing where the rest isn't the same.
fn put_in<'a>(text: &'a str, pattern: &str) -> Option<Vec<&'a str>> {
    let mut fixed = pattern.split("{}");
    let mut rest = text.strip_prefix(fixed.next()?)?;
    let mut found = Vec::new();
    for piece in fixed {
        let at = if piece.is_empty() { rest.len() } else { rest.find(piece)? };
        found.push(&rest[..at]);
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty().then_some(found)
}

fn filled(pattern: &str, with: &[&str]) -> String {
    let mut with = with.iter();
    let mut text = String::new();
    for (nth, piece) in pattern.split("{}").enumerate() {
        if nth > 0 {
            text.push_str(with.next().copied().unwrap_or_default());
        }
        text.push_str(piece);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::conversation::Did, ui::words::on_page_in};
    use std::{fs, path::Path};

    #[test]
    fn a_fault_is_told_in_the_language_of_the_page() {
        let long = Fault::invalid("body", "A message can have 8000 characters; this one has 8001.");
        assert_eq!(say(&long), long.to_string());
        for (fault, told) in [
            (Fault::Offline, "Keine Verbindung. Es ist nichts verloren: Versuche es gleich noch einmal."),
            (Fault::TooMany { seconds: 7 }, "Das war viel auf einmal. Versuche es in 7 s erneut."),
            (long, "Eine Nachricht kann 8000 Zeichen haben; diese hat 8001."),
            (Fault::invalid("body", "Something that nobody has translated."), "Something that nobody has translated."),
        ] {
            assert_eq!(on_page_in(Lang::De, || say(&fault)), told);
        }
    }

    #[test]
    fn what_a_colleague_did_meanwhile_is_told_in_german_too() {
        use Did::{Assigned, Claimed, Closed, HandedBack, Merged, Noted, Replied, Snoozed, TookOver, Wrote};
        for did in [Replied, Noted, TookOver, Claimed, HandedBack, Closed, Assigned, Snoozed, Merged, Wrote] {
            let fault = Fault::Changed { by: "Ben".to_owned(), did };
            assert!(on_page_in(Lang::De, || say(&fault)).starts_with("Ben hat "), "{did:?}");
        }
    }

    /// The code of every file below `folder`, without tests.
    fn code(folder: &Path) -> String {
        let mut text = String::new();
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                text += &code(&entry);
            } else if entry.extension().is_some_and(|it| it == "rs") {
                text += fs::read_to_string(&entry).expect("text").split("#[cfg(test)]").next().unwrap_or_default();
            }
        }
        text
    }

    /// The texts among the arguments of a call, up to its closing bracket; what is put into them as `{}`.
    fn texts(arguments: &str) -> Vec<String> {
        let (mut texts, mut open) = (Vec::new(), 1);
        for (nth, piece) in arguments.split('"').enumerate() {
            if nth % 2 == 1 {
                let mut pieces = piece.split('{');
                let first = pieces.next().unwrap_or_default().to_owned();
                texts.push(pieces.fold(first, |text, piece| text + "{}" + piece.split_once('}').map_or("", |(_, rest)| rest)));
                continue;
            }
            for bracket in piece.matches(['(', ')']) {
                open += if bracket == "(" { 1 } else { -1 };
                if open == 0 {
                    return texts;
                }
            }
        }
        texts
    }

    #[test]
    fn every_sentence_of_a_fault_is_here() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let code = code(&root.join("src")) + &code(&root.join("../server/src"));
        let calls = ["Fault::invalid(", "Fault::not_allowed("].into_iter().flat_map(|call| code.split(call).skip(1));
        let sentences: Vec<String> = calls.filter_map(|arguments| texts(arguments).pop()).filter(|text| text.contains(' ')).collect();
        assert!(sentences.len() > 20, "the sentences were found");
        let is_here = |sentence: &&String| SENTENCES.iter().any(|it| it[Lang::En as usize] == *sentence);
        let missing: Vec<_> = sentences.iter().filter(|sentence| !is_here(sentence)).collect();
        assert!(missing.is_empty(), "give words/faults.rs these in every language: {missing:#?}");
    }

    #[test]
    fn what_the_server_keeps_is_told_in_the_language_of_the_page() {
        let note = "A mail to ana@example.com did not arrive: 550 no such user";
        assert_eq!(on_page_in(Lang::De, || sentence(note)), "Eine E-Mail an ana@example.com kam nicht an: 550 no such user");
        assert_eq!(on_page_in(Lang::De, || sentence("550 no such user")), "550 no such user");
        assert_eq!(sentence(note), note);
    }

    #[test]
    fn every_sentence_that_the_server_keeps_stands_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let code = code(&root.join("../server/src"));
        for sentence in kept::KEPT {
            let pieces = sentence[Lang::En as usize].split("{}");
            assert!(pieces.map(str::trim).all(|piece| code.contains(piece)), "{sentence:?}");
        }
    }

    #[test]
    fn every_reason_why_something_could_not_be_read_is_here() {
        let places: [(&str, &[&str]); 5] = [
            ("desk/knowledge", &["say: \"", "say: format!(\""]),
            ("outside/client.rs", &["#[error(\""]),
            ("reading.rs", &["unreadable(\""]),
            ("ingest/docx.rs", &["ok_or(\"", "Err(\""]),
            ("ingest/pairs.rs", &["Err(\"", "format!(\"", "+ 1, \""]),
        ];
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src");
        for (place, marks) in places {
            let path = root.join(place);
            let code = if path.is_dir() { code(&path) } else { fs::read_to_string(&path).expect("text") };
            let code = code.split("#[cfg(test)]").next().unwrap_or_default();
            let after = marks.iter().flat_map(|mark| code.split(*mark).skip(1));
            let said = after.filter_map(|rest| texts(&format!("\"{rest}")).into_iter().next()).filter(|text| text.contains(' '));
            let said: Vec<String> = said.collect();
            assert!(!said.is_empty(), "{place}: the reasons were found");
            for it in said {
                assert!(kept::KEPT.iter().any(|kept| kept[Lang::En as usize] == it), "give words/faults/kept.rs this: {it}");
            }
        }
        assert_eq!(on_page_in(Lang::De, || sentence("10.0.0.1 can't be found")), "10.0.0.1 ist nicht zu finden.");
        assert_eq!(on_page_in(Lang::De, || sentence("The same question is on line 2.")), "Dieselbe Frage steht in Zeile 2.");
    }

    #[test]
    fn what_is_put_in_is_kept_whole() {
        let told = |english: &str| translated(english, Lang::De);
        assert_eq!(told("Ben {} has already taken this one.").as_deref(), Some("Ben {} hat dieses Gespräch schon übernommen."));
        assert_eq!(told("The conversation has moved on. Really."), None);
        for sentence in SENTENCES.iter().chain(kept::KEPT) {
            let n = sentence.map(|text| text.matches("{}").count());
            assert!(n.iter().all(|it| *it == n[0]), "{sentence:?}");
        }
    }
}
