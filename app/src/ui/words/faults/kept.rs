//! Sentences of ours that the server keeps or sends in English, because whoever reads them may read another language.

use super::Sentence;

pub(super) const KEPT: &[Sentence] = &[
    ["They asked for no more mails about this conversation.", "Sie möchten keine E-Mails mehr zu diesem Gespräch."],
    ["Mail to this address came back.", "E-Mails an diese Adresse kamen zurück."],
    [
        "They were told that a reply waits, and haven't confirmed the address yet.",
        "Sie wissen, dass eine Antwort wartet, und haben die Adresse noch nicht bestätigt.",
    ],
    ["This address was written to a lot lately; the mail waits.", "Diese Adresse hat zuletzt viele E-Mails bekommen; die E-Mail wartet."],
    ["Many addresses were given from the same network; the mail waits.", "Aus demselben Netz kamen viele Adressen; die E-Mail wartet."],
    ["A lot of mail went out lately; the mail waits.", "Zuletzt gingen viele E-Mails hinaus; die E-Mail wartet."],
    ["No mail server is set up (BATON_SMTP_URL).", "Kein Mailserver ist eingerichtet (BATON_SMTP_URL)."],
    ["This address got a lot of mails within an hour.", "Diese Adresse hat innerhalb einer Stunde viele E-Mails bekommen."],
    [
        "{} answered by mail, not from the visitor's own address. It is not proven that the visitor wrote this:",
        "{} hat per E-Mail geantwortet, nicht von der eigenen Adresse des Besuchers. Es ist nicht bewiesen, dass der Besucher das geschrieben hat:",
    ],
    [
        "{} answered by mail, which they have changed since. It is not proven that the visitor wrote this:",
        "{} hat per E-Mail geantwortet, von einer Adresse, die der Besucher inzwischen geändert hat. Es ist nicht bewiesen, dass der Besucher das geschrieben hat:",
    ],
    ["A mail to {} did not arrive: {}", "Eine E-Mail an {} kam nicht an: {}"],
    ["it is a mail of ours that came back to us", "es ist eine E-Mail von uns, die zurückkam"],
    ["it was sent automatically", "automatisch gesendet"],
    ["it was sent in bulk", "als Massenmail gesendet"],
    ["it came from a mailing list", "kam von einer Mailingliste"],
    ["this conversation got too many mails within an hour", "dieses Gespräch bekam zu viele E-Mails innerhalb einer Stunde"],
    ["it says nothing", "sagt nichts"],
    ["its conversation is gone", "das Gespräch gibt es nicht mehr"],
    ["it came from another address", "kam von einer anderen Adresse"],
    // Why a page or a file couldn't be read.
    ["it leads to {}", "Sie leitet weiter zu {}"],
    ["too many redirects", "Sie leitet zu oft weiter."],
    ["it takes too long", "Das dauert zu lange."],
    ["it didn't answer in time", "Sie hat nicht rechtzeitig geantwortet."],
    ["reading all of it takes too long", "Alles zu lesen dauert zu lange."],
    ["it can't be reached: {}", "Sie ist nicht erreichbar: {}"],
    ["it answered {}", "Ihre Antwort war {}."],
    ["{} can't be found", "{} ist nicht zu finden."],
    ["{} has to be reached by https://", "{} muss mit https:// erreicht werden."],
    [
        "{} is a private address; allow it in the settings if it is yours",
        "{} ist eine private Adresse; erlaube sie in den Einstellungen, wenn sie dir gehört.",
    ],
    [
        "{} is no address that can be fetched: give one that starts with http:// or https://",
        "{} ist keine Adresse, die sich abrufen lässt: Gib eine an, die mit http:// oder https:// beginnt.",
    ],
    ["it lists no pages", "Sie zählt keine Seiten auf."],
    ["it is packed in a way that can't be read: {}", "Sie ist so gepackt, dass sie sich nicht lesen lässt: {}"],
    ["it unpacks to more than can be read", "Entpackt ist sie größer, als gelesen werden kann."],
    ["its text can't be taken apart", "Ihr Text lässt sich nicht zerlegen."],
    ["there is no text in it", "Es steht kein Text darin."],
    ["its reader took too long", "Sie zu lesen dauerte zu lange."],
    ["its reader can't be started", "Das Programm, das sie liest, lässt sich nicht starten."],
    ["its reader broke down", "Das Programm, das sie liest, ist abgebrochen."],
    ["the program is stopping", "Baton wird gerade beendet."],
    // Why a line of a table can't be used.
    ["There is no question.", "Die Frage fehlt."],
    ["There is no answer.", "Die Antwort fehlt."],
    ["The question is too long: 500 characters at most.", "Die Frage ist zu lang: höchstens 500 Zeichen."],
    ["The answer is too long: 20,000 characters at most.", "Die Antwort ist zu lang: höchstens 20.000 Zeichen."],
    ["The same question is on line {}.", "Dieselbe Frage steht in Zeile {}."],
    ["This line can't be read.", "Diese Zeile ist nicht lesbar."],
];
