//! Sentences of ours that the server keeps in English, because whoever reads them may read another language.

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
];
