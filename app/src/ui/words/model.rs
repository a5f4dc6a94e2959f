//! The language model that may put answers into words.

use crate::domain::model::{Choice, Trouble};

words! {
    who_answers: "Who writes the answers", "Wer die Antworten schreibt";
    who_answers_hint: "Baton finds the passages in your docs. A language model can put them into words; each sentence is checked against its passage before anybody sees it.", "Baton findet die Stellen in deiner Doku. Ein Sprachmodell kann sie in Worte fassen; jeder Satz wird an seiner Stelle geprüft, bevor ihn jemand sieht.";
    now_built_in: "The built-in engine answers now, in your docs’ own words.", "Jetzt antwortet die eingebaute Maschine, in den Worten deiner Doku.";
    now_ready(model): "{model} answers now.", "Jetzt antwortet {model}.";
    now_resting(model, why): "The built-in engine answers for a while, for {model} has failed. {why}", "Eine Weile antwortet die eingebaute Maschine, denn {model} ist ausgefallen. {why}";
    now_spent(model): "This month’s cap is reached: the built-in engine answers, and {model} goes on next month.", "Die Obergrenze dieses Monats ist erreicht: Die eingebaute Maschine antwortet, und {model} macht nächsten Monat weiter.";
    provider: "Model", "Modell";
    usual(model): "As set for this Baton: {model}", "Wie für dieses Baton eingestellt: {model}";
    usual_none: "As set for this Baton: the built-in engine", "Wie für dieses Baton eingestellt: die eingebaute Maschine";
    built_in: "The built-in engine: no key, no network", "Die eingebaute Maschine: kein Schlüssel, kein Netz";
    open_ai: "OpenAI, or a server that speaks like it", "OpenAI oder ein Server, der so spricht";
    name: "Name of the model", "Name des Modells";
    name_hint: "As its provider spells it, such as gpt-4.1-mini.", "So, wie ihn der Anbieter schreibt, etwa gpt-4.1-mini.";
    address: "Address", "Adresse";
    address_hint: "Leave it empty for the provider’s own. A private address has to be allowed with --allow-private.", "Leer lassen für die des Anbieters. Eine private Adresse muss mit --allow-private erlaubt sein.";
    key: "Key", "Schlüssel";
    key_hint: "It is encrypted, never shown again, and only told to this server.", "Er wird verschlüsselt, nie wieder gezeigt und nur diesem Server genannt.";
    key_kept: "A key is kept. Type a new one to replace it.", "Ein Schlüssel ist hinterlegt. Tippe einen neuen, um ihn zu ersetzen.";
    patience: "Wait for its first word, in seconds", "Auf sein erstes Wort warten, in Sekunden";
    patience_hint: "Then the built-in engine answers instead.", "Danach antwortet stattdessen die eingebaute Maschine.";
    keep: "Answer the same question again from memory, for so many minutes", "Dieselbe Frage aus dem Gedächtnis beantworten, so viele Minuten lang";
    keep_hint: "Of a visitor’s first question. Forgotten as soon as docs, model or these settings change. Leave it empty to always ask the model.", "Gilt für die erste Frage eines Besuchers. Vergessen, sobald sich Doku, Modell oder diese Einstellungen ändern. Leer lassen, um immer das Modell zu fragen.";
    privacy: "What stays here", "Was hier bleibt";
    privacy_hint: "Card numbers, e-mail addresses, phone numbers, IBANs and other ids are replaced before anything leaves the server. Names of visitors are never sent.", "Kartennummern, E-Mail-Adressen, Telefonnummern, IBANs und andere Kennungen werden ersetzt, bevor etwas den Server verlässt. Namen von Besuchern werden nie gesendet.";
    patterns: "Your own patterns, one a line", "Eigene Muster, eines pro Zeile";
    patterns_hint: "Regular expressions, such as KD-\\d+ for customer numbers.", "Reguläre Ausdrücke, etwa KD-\\d+ für Kundennummern.";
    costs: "What it may cost", "Was es kosten darf";
    costs_hint: "Over a cap the built-in engine answers until the month ends (UTC).", "Über einer Obergrenze antwortet bis Monatsende (UTC) die eingebaute Maschine.";
    price_in: "Price of a million tokens in", "Preis von einer Million Tokens hinein";
    price_out: "Price of a million tokens out", "Preis von einer Million Tokens heraus";
    price_hint: "In your currency, from your provider’s price list.", "In deiner Währung, aus der Preisliste deines Anbieters.";
    most_money: "Cap in money, per month", "Obergrenze in Geld, pro Monat";
    most_tokens: "Cap in tokens, per month", "Obergrenze in Tokens, pro Monat";
    cap_hint: "Leave it empty for no cap.", "Leer lassen, wenn es keine gibt.";
    allowance: "Answers for one visitor", "Antworten für einen Besucher";
    allowance_hint: "Each costs time of your server, and money where a model writes it. Who has had them all is told so, and how to reach a person; nobody is left without a word.", "Jede kostet Zeit deines Servers, und Geld, wo ein Modell sie schreibt. Wer alle hatte, erfährt das, und wie er einen Menschen erreicht; niemand bleibt ohne ein Wort.";
    per_hour: "At most, within an hour", "Höchstens, innerhalb einer Stunde";
    per_day: "At most, within a day", "Höchstens, innerhalb eines Tages";
    spent: "Spent this month", "Verbrauch in diesem Monat";
    spent_hint: "Tests count as well.", "Auch Tests zählen mit.";
    asked[n]: "{n} question" / "{n} questions", "{n} Frage" / "{n} Fragen";
    tokens_in(n): "{n} tokens in", "{n} Tokens hinein";
    tokens_out(n): "{n} tokens out", "{n} Tokens heraus";
    money(sum): "{sum} in money", "{sum} in Geld";
    of_cap(now, most): "{now} of {most}", "{now} von {most}";
    share_of_cap: "Share of the cap", "Anteil an der Obergrenze";
    test: "Test", "Testen";
    test_title: "Try it", "Ausprobieren";
    test_hint: "Asks the model now, as it stands above, saved or not, with a passage of ours.", "Fragt das Modell jetzt, so wie es oben steht, gespeichert oder nicht, mit einer Stelle von uns.";
    testing: "Asking…", "Wird gefragt …";
    test_nothing: "There is no model to try: the built-in engine answers.", "Es gibt kein Modell zum Ausprobieren: Die eingebaute Maschine antwortet.";
    test_well(said): "It works. It said: “{said}”", "Es geht. Es hat gesagt: „{said}“";
    test_took(first, whole): "First word after {first} ms, all of it after {whole} ms.", "Erstes Wort nach {first} ms, alles nach {whole} ms.";
    test_slow: "That is longer than a visitor’s wait: raise it above, or choose a faster model.", "Das ist länger, als ein Besucher wartet: Erhöhe es oben, oder wähle ein schnelleres Modell.";

    bad_address: "The address can’t be asked: it has to start with https:// or http://.", "Die Adresse kann nicht gefragt werden: Sie muss mit https:// oder http:// beginnen.";
    private: "The address leads to a private network. Whoever runs Baton can allow it with --allow-private.", "Die Adresse führt in ein privates Netz. Wer Baton betreibt, kann es mit --allow-private erlauben.";
    plain: "The address has to start with https://: the key must not go over the line unencrypted.", "Die Adresse muss mit https:// beginnen: Der Schlüssel darf nicht unverschlüsselt über die Leitung.";
    unknown: "There is no server of this name.", "Es gibt keinen Server mit diesem Namen.";
    unreached: "Nobody answers at this address.", "Unter dieser Adresse antwortet niemand.";
    untrusted: "Its certificate can’t be trusted, or it speaks no TLS.", "Seinem Zertifikat ist nicht zu trauen, oder es spricht kein TLS.";
    wrong_key: "The key isn’t accepted.", "Der Schlüssel wird nicht angenommen.";
    missing: "There is no such model, or no such thing at this address.", "So ein Modell gibt es nicht, oder an dieser Adresse ist nichts dergleichen.";
    too_many: "Too many requests, or the account there is empty.", "Zu viele Anfragen, oder das Guthaben dort ist aufgebraucht.";
    rejected(status): "It didn’t take the request (status {status}).", "Es hat die Anfrage nicht angenommen (Status {status}).";
    broken(status): "It failed on its side (status {status}).", "Es ist dort ein Fehler aufgetreten (Status {status}).";
    unreadable: "What came back is no reply of a model.", "Was zurückkam, ist keine Antwort eines Modells.";
    cut: "The reply ended halfway.", "Die Antwort brach mittendrin ab.";
    silent: "It was silent for too long.", "Es hat zu lange geschwiegen.";
    too_long: "The reply never came to an end.", "Die Antwort nahm kein Ende.";
    odd: "It replied, but not in the form that was asked for. Choose a model that can write JSON.", "Es hat geantwortet, aber nicht in der verlangten Form. Wähle ein Modell, das JSON schreiben kann.";
}

/// What a provider is called; those with names of their own have the same in every language.
pub fn choice(it: Choice, usual_model: Option<&str>) -> String {
    match (it, usual_model) {
        (Choice::Usual, Some(model)) => usual(model),
        (Choice::Usual, None) => usual_none().to_owned(),
        (Choice::BuiltIn, _) => built_in().to_owned(),
        (Choice::OpenAi, _) => open_ai().to_owned(),
        (Choice::Anthropic, _) => "Anthropic".to_owned(),
        (Choice::Ollama, _) => "Ollama".to_owned(),
    }
}

/// What went wrong with a model.
pub fn trouble(why: Trouble) -> String {
    match why {
        Trouble::Address => bad_address().to_owned(),
        Trouble::Private => private().to_owned(),
        Trouble::Plain => plain().to_owned(),
        Trouble::Unknown => unknown().to_owned(),
        Trouble::Unreached => unreached().to_owned(),
        Trouble::Untrusted => untrusted().to_owned(),
        Trouble::Key => wrong_key().to_owned(),
        Trouble::Missing => missing().to_owned(),
        Trouble::TooMany { .. } => too_many().to_owned(),
        Trouble::Rejected { status } => rejected(&status.to_string()),
        Trouble::Broken { status } => broken(&status.to_string()),
        Trouble::Unreadable => unreadable().to_owned(),
        Trouble::Cut => cut().to_owned(),
        Trouble::Silent => silent().to_owned(),
        Trouble::TooLong => too_long().to_owned(),
        Trouble::Odd => odd().to_owned(),
    }
}
