//! What can be set.

use crate::{
    api::settings::Section,
    domain::{handoff::Reason, hours::Weekday, policy::Step, signal::Form},
};

words! {
    section_handoff: "Handoff", "Übergabe";
    section_topics: "Topics and words", "Themen und Wörter";
    section_hours: "Business hours", "Geschäftszeiten";
    section_answers: "Answer times", "Antwortzeiten";
    section_teams: "Teams", "Teams";
    section_card: "Context card", "Kontextkarte";
    section_privacy: "Privacy", "Datenschutz";
    section_model: "Model", "Modell";
    save: "Save", "Speichern";
    saving: "Saving…", "Wird gespeichert …";
    saved: "Saved", "Gespeichert";
    unsaved: "Not saved yet", "Noch nicht gespeichert";
    discard: "Discard changes", "Änderungen verwerfen";

    when_person: "When a person is brought in", "Wann ein Mensch dazukommt";
    when_person_hint: "To suggest flags the conversation, and the AI goes on. To hand off gives it to your team, and the AI is silent.", "Vorschlagen markiert das Gespräch, und die KI antwortet weiter. Übergeben gibt es an dein Team, und die KI schweigt.";
    step_off: "Off", "Aus";
    step_suggest: "Suggest", "Vorschlagen";
    step_hand_off: "Hand off", "Übergeben";
    always: "Always hands off", "Übergibt immer";
    explain_person: "The visitor asks for somebody, or presses “Talk to a person”.", "Der Besucher fragt nach jemandem oder drückt „Mit einem Menschen sprechen“.";
    explain_not_in_docs: "Nothing in your docs answers the question.", "Nichts in deiner Doku beantwortet die Frage.";
    explain_low_confidence: "The docs come near, but the AI isn’t sure.", "Die Doku kommt der Sache nahe, aber die KI ist sich nicht sicher.";
    explain_account: "The question is about the visitor’s own account, order or payment.", "Es geht um das Konto, die Bestellung oder die Zahlung des Besuchers.";
    explain_keyword: "The visitor says one of your words.", "Der Besucher sagt eines deiner Wörter.";
    explain_action: "One of your actions asks for a person.", "Eine deiner Aktionen verlangt einen Menschen.";
    explain_repeated: "The same question comes a third time, in other words.", "Dieselbe Frage kommt zum dritten Mal, mit anderen Worten.";
    explain_frustrated: "The visitor is angry, or gets nowhere.", "Der Besucher ist verärgert oder kommt nicht weiter.";
    explain_sensitive: "The visitor brings up one of the sensitive topics.", "Der Besucher spricht ein sensibles Thema an.";
    explain_contradiction:
        "What the answer would rest on is contradicted by another page, and nobody has said yet which is right.",
        "Worauf die Antwort beruhen würde, dem widerspricht eine andere Seite, und noch hat niemand gesagt, was stimmt.";
    explain_failed: "The AI broke down, so nobody would answer.", "Die KI ist ausgefallen, also würde niemand antworten.";
    explain_off: "The assistant was switched off; who had written to it before writes again.", "Der Assistent ist ausgeschaltet, und wer ihm früher geschrieben hat, schreibt wieder.";
    silence: "How long the AI stays silent", "Wie lange die KI schweigt";
    lease: "After a person spoke, in minutes", "Nachdem ein Mensch geschrieben hat, in Minuten";
    lease_hint: "The clock stands while somebody of your team looks, and while the visitor waits. A new length counts from the next reply on.", "Die Uhr steht, solange jemand aus deinem Team hinsieht und solange der Besucher wartet. Eine neue Dauer zählt ab der nächsten Antwort.";
    hold: "When somebody presses “Hold”, in minutes", "Wenn jemand „Zurückhalten“ drückt, in Minuten";
    hold_hint: "Its menu offers other times.", "Das Menü daneben bietet andere Zeiten.";

    trial: "Try a sentence", "Einen Satz ausprobieren";
    trial_hint: "See what would be heard, before you save it. Nothing is sent.", "Sieh vor dem Speichern, was gehört würde. Es wird nichts gesendet.";
    sentence: "A visitor writes", "Ein Besucher schreibt";
    sentence_example: "I was charged twice", "Ich will mein Geld zurück";
    heard: "What is heard", "Was gehört wird";
    heard_nothing: "Nothing: the AI answers from your docs.", "Nichts: Die KI antwortet aus deiner Doku.";
    heard_by(words): "Heard by “{words}”", "Gehört an „{words}“";
    why_of(why, what): "{why}: {what}", "{why}: {what}";
    follows_off: "nothing follows", "nichts folgt";
    follows_suggest: "a person is suggested", "ein Mensch wird vorgeschlagen";
    follows_hand_off: "handed off", "wird übergeben";
    rehearse: "Try it on the last 30 days", "An den letzten 30 Tagen ausprobieren";
    hits[n]: "{n} hit" / "{n} hits", "{n} Treffer" / "{n} Treffer";
    of_read[n]: "in {n} message." / "in {n} messages.", "in {n} Nachricht." / "in {n} Nachrichten.";
    n_alone(n): "In {n} of them no person was ever needed.", "Bei {n} davon war nie ein Mensch nötig.";
    latest_alone: "There were more messages: only the latest were read.", "Es gab mehr Nachrichten: Nur die neuesten wurden gelesen.";
    more_hits[n]: "and {n} more", "und {n} weitere";
    was_alone: "no person was needed", "kein Mensch war nötig";

    keywords: "Your words", "Deine Wörter";
    keywords_hint: "Whoever says one is handed off before the AI answers. Case, accents and punctuation don’t matter.", "Wer eines sagt, wird übergeben, bevor die KI antwortet. Groß und klein, Akzente und Satzzeichen sind egal.";
    keyword: "Word or phrase", "Wort oder Wendung";
    heard_as: "How it is compared", "Wie verglichen wird";
    whole_word: "Whole words", "Ganze Wörter";
    beginning: "Beginnings of words", "Wortanfänge";
    add_keyword: "Add a word", "Wort hinzufügen";
    remove_keyword: "Remove this word", "Dieses Wort entfernen";

    topics: "Sensitive topics", "Sensible Themen";
    topics_hint: "What people should handle, whatever your docs say about it. To ask how something is done stays with the AI.", "Was Menschen bearbeiten sollen, egal was in der Doku steht. Fragen danach, wie etwas geht, bleiben bei der KI.";
    new_topic: "New topic", "Neues Thema";
    add_topic: "Add a topic", "Thema hinzufügen";
    remove_topic: "Remove this topic", "Dieses Thema entfernen";
    name_of_topic: "Name", "Name";
    edit_wordings: "Edit", "Bearbeiten";
    n_wordings[n]: "{n} wording" / "{n} wordings", "{n} Formulierung" / "{n} Formulierungen";
    form_said: "Said anywhere", "Irgendwo gesagt";
    form_said_hint: "A fact, such as “charged … twice”. One wording a line.", "Eine Tatsache wie „doppelt … abgebucht“. Eine Formulierung pro Zeile.";
    form_wished: "Wanted or ordered", "Gewünscht oder verlangt";
    form_wished_hint: "What the visitor wants to do or asks us to do, such as “cancel my plan”; not when they ask how.", "Was der Besucher tun will oder von uns verlangt, wie „Abo kündigen“; nicht, wenn er fragt, wie es geht.";
    form_ordered: "Ordered from us", "Von uns verlangt";
    form_ordered_hint: "Only after “please …” or “can you …”.", "Nur nach „bitte …“ oder „können Sie …“.";
    marks_help: "What a wording can hold", "Was eine Formulierung enthalten kann";
    mark_any_ending: "any ending", "jede Endung";
    mark_either: "either word", "eines der Wörter";
    mark_may_stand: "may stand there, or not", "darf dastehen, muss aber nicht";
    mark_gap: "up to four words between", "bis zu vier Wörter dazwischen";
    mark_number: "a number from 1,000 on", "eine Zahl ab 1.000";
    is_usual: "This is the list that comes with Baton.", "Das ist die Liste, die mit Baton kommt.";
    back_to_usual: "Back to the list that comes with Baton", "Zurück zur Liste, die mit Baton kommt";
    back_is_final: "Your own topics and changes will be gone.", "Deine eigenen Themen und Änderungen sind dann weg.";
    back_now: "Put it back", "Zurücksetzen";
    keep_mine: "Keep mine", "Meine behalten";
    topic_money: "Money disputes", "Streit um Geld";
    topic_privacy: "Privacy", "Datenschutz";
    topic_cancellation: "Cancellation", "Kündigung";
    topic_permissions: "Permissions and ownership", "Rechte und Inhaberschaft";
    topic_imports: "Complex imports", "Aufwendige Importe";

    business_hours: "When people are there", "Wann Menschen da sind";
    business_hours_hint: "Outside of these hours, visitors are told when your team is back. The AI answers around the clock.", "Außerhalb dieser Zeiten erfahren Besucher, wann dein Team wieder da ist. Die KI antwortet rund um die Uhr.";
    open_until(when): "Open now, until {when}.", "Jetzt geöffnet, bis {when}.";
    open_always: "Open around the clock.", "Rund um die Uhr geöffnet.";
    closed_until(when): "Closed now, open again {when}.", "Jetzt geschlossen, wieder geöffnet {when}.";
    closed_for_long: "Closed, and no opening lies ahead.", "Geschlossen, ohne Öffnung in Sicht.";
    clock_there(time): "It is {time} there.", "Dort ist es {time} Uhr.";
    on_day(day, time): "{day} {time}", "{day} {time}";
    zone: "Time zone", "Zeitzone";
    zone_hint: "Type a city or a region, such as Berlin.", "Tippe eine Stadt oder Region, etwa Berlin.";
    always_open: "Always open", "Immer geöffnet";
    closed: "Closed", "Geschlossen";
    copy_monday: "Tuesday to Friday as Monday", "Dienstag bis Freitag wie Montag";
    from_on(day): "{day}, from", "{day}, von";
    to_on(day): "{day}, to", "{day}, bis";
    add_span(day): "Add hours on {day}", "Zeiten am {day} hinzufügen";
    remove_span(day): "Remove these hours on {day}", "Diese Zeiten am {day} entfernen";
    holidays: "Holidays and closed days", "Feiertage und geschlossene Tage";
    holidays_hint: "Closed from midnight to midnight.", "Von Mitternacht bis Mitternacht geschlossen.";
    add_holiday: "Add a day", "Tag hinzufügen";
    date: "Date", "Datum";
    name_of_day: "Name of the day", "Name des Tages";
    every_year: "every year", "jedes Jahr";
    remove_holiday: "Remove this day", "Diesen Tag entfernen";
    /// The days of the week from Monday on, a space between them.
    weekdays: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday", "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag";
    short_days: "Mon Tue Wed Thu Fri Sat Sun", "Mo Di Mi Do Fr Sa So";

    answer_times: "How soon a person answers", "Wie bald ein Mensch antwortet";
    answer_times_hint: "Counted within your business hours.", "Gezählt innerhalb deiner Geschäftszeiten.";
    target: "A person should answer within, in minutes", "Ein Mensch soll antworten innerhalb von, in Minuten";
    target_hint: "Leave it empty for no target.", "Leer lassen, wenn es kein Ziel gibt.";
    email_after: "Ask for an e-mail address where a wait may exceed, in minutes", "Nach einer E-Mail-Adresse fragen, wenn die Wartezeit länger sein kann als, in Minuten";
    email_after_hint: "The visitor can leave, and the answer reaches them by mail.", "Der Besucher kann gehen, und die Antwort erreicht ihn per E-Mail.";
    target_kept: "How often the target is kept", "Wie oft das Ziel gehalten wird";
    target_kept_hint: "Of the latest waits for a person. Only your business hours count.", "Von den letzten Wartezeiten auf einen Menschen. Nur eure Geschäftszeiten zählen.";
    nobody_waited: "No visitor has waited for a person yet.", "Noch kein Besucher hat auf einen Menschen gewartet.";
    too_few_decided[n]: "Not enough yet: {n} wait is decided." / "Not enough yet: {n} waits are decided.", "Noch zu wenige: {n} Wartezeit ist entschieden." / "Noch zu wenige: {n} Wartezeiten sind entschieden.";
    share_in_time(share, kept, n): "{share} % in time: {kept} of the last {n}.", "{share} % rechtzeitig: {kept} der letzten {n}.";
    waits_held: "How honest the shown wait is", "Wie ehrlich die angezeigte Wartezeit ist";
    waits_held_hint: "Visitors are told how long most wait at most. Nine in ten of these should hold.", "Besucher erfahren, wie lange die meisten höchstens warten. Neun von zehn davon sollen stimmen.";
    no_waits_yet: "No visitor has been told a wait yet.", "Noch keinem Besucher wurde eine Wartezeit genannt.";
    too_few_waits[n]: "Not enough yet: {n} told wait is decided." / "Not enough yet: {n} told waits are decided.", "Noch zu wenige: {n} genannte Wartezeit ist entschieden." / "Noch zu wenige: {n} genannte Wartezeiten sind entschieden.";
    share_held(share, held, n): "{share} % held: {held} of the last {n}.", "{share} % haben gestimmt: {held} der letzten {n}.";

    teams: "Teams", "Teams";
    teams_hint: "A conversation can be given to a team, and each member finds it in a view of the team.", "Ein Gespräch kann einem Team gegeben werden, und jedes Mitglied findet es in einer Ansicht des Teams.";
    no_teams: "There are no teams yet: everybody sees every conversation.", "Es gibt noch keine Teams: Alle sehen jedes Gespräch.";
    first_team: "Make the first team", "Erstes Team anlegen";
    add_team: "Add a team", "Team hinzufügen";
    new_team: "New team", "Neues Team";
    name_of_team: "Name of the team", "Name des Teams";
    members: "Members", "Mitglieder";
    delete_team: "Delete the team", "Team löschen";
    delete_empty_team: "No open conversation is given to this team. Closed ones keep its name.", "Diesem Team ist kein offenes Gespräch gegeben. Geschlossene behalten seinen Namen.";
    delete_team_with[n]: "{n} open conversation will be no team’s. Closed ones keep its name." / "{n} open conversations will be no team’s. Closed ones keep its name.", "{n} offenes Gespräch gehört dann keinem Team mehr. Geschlossene behalten seinen Namen." / "{n} offene Gespräche gehören dann keinem Team mehr. Geschlossene behalten seinen Namen.";
    delete_now: "Delete it", "Löschen";
    keep_team: "Keep it", "Behalten";

    reading_along: "Reading along", "Mitlesen";
    reading_along_hint: "Off unless you switch it on.", "Aus, bis du es einschaltest.";
    read_along: "Let the team see what visitors type while they type it", "Das Team sieht, was Besucher schreiben, während sie schreiben";
    read_along_sees: "Who has a conversation open sees the words before they are sent, also those that are never sent.", "Wer ein Gespräch offen hat, sieht die Worte vor dem Senden, auch solche, die nie gesendet werden.";
    read_along_told: "The visitor is told so above the field that they type in.", "Der Besucher liest das über dem Feld, in das er schreibt.";
    read_along_kept: "Nothing of it is kept: it is gone seconds after they stop.", "Nichts davon bleibt: Sekunden nach der letzten Eingabe ist es weg.";
    read_along_law: "In many places this needs a line in your privacy notice, and may need consent.", "Vielerorts gehört das in deine Datenschutzerklärung und braucht womöglich eine Einwilligung.";

    card_title: "A card from your own system", "Eine Karte aus deinem eigenen System";
    card_hint: "Beside each conversation, your team sees what your system knows of the visitor: plan, orders, whatever it answers.", "Neben jedem Gespräch sieht dein Team, was dein System über den Besucher weiß: Tarif, Bestellungen, was immer es antwortet.";
    card_url: "Address", "Adresse";
    card_url_hint: "Asked with GET. Empty: no card.", "Wird mit GET gefragt. Leer: keine Karte.";
    card_places: "Filled in, percent-encoded, as the visitor gave them:", "Wird eingesetzt, prozentkodiert, so wie es der Besucher angab:";
    card_header: "Secret header", "Geheimer Header";
    card_header_hint: "Proves that Baton asks, such as Authorization. Leave it empty where none is needed.", "Beweist, dass Baton fragt, zum Beispiel Authorization. Leer lassen, wenn keiner nötig ist.";
    secret: "Its value", "Sein Wert";
    secret_hint: "Such as “Bearer …”. It is encrypted, never shown again, and only told to this server.", "Zum Beispiel „Bearer …“. Er wird verschlüsselt, nie wieder gezeigt und nur diesem Server genannt.";
    secret_kept: "A value is kept. Type a new one to replace it.", "Ein Wert ist hinterlegt. Tippe einen neuen, um ihn zu ersetzen.";
    test_title: "Try it", "Ausprobieren";
    test_hint: "Asks your system now, as it stands above, saved or not.", "Fragt dein System jetzt, so wie es oben steht, gespeichert oder nicht.";
    test_email: "For a visitor with the e-mail address", "Für einen Besucher mit der E-Mail-Adresse";
    test: "Test", "Testen";
    shape: "What your system answers", "Was dein System antwortet";
    shape_hint: "JSON within 3 seconds, of at most 64 KB. A status 404 means: not known.", "JSON innerhalb von 3 Sekunden, höchstens 64 KB. Der Status 404 heißt: unbekannt.";
    shape_else: "Any other JSON object works as well: each of its plain values becomes a row.", "Jedes andere JSON-Objekt geht auch: Jeder einfache Wert darin wird eine Zeile.";
}

/// The name of a section.
pub fn section(it: Section) -> &'static str {
    match it {
        Section::Handoff => section_handoff(),
        Section::Topics => section_topics(),
        Section::Hours => section_hours(),
        Section::Answers => section_answers(),
        Section::Teams => section_teams(),
        Section::Card => section_card(),
        Section::Privacy => section_privacy(),
        Section::Assistants => super::assistants::assistants(),
        Section::Identity => super::identity::section(),
        Section::Model => section_model(),
    }
}

/// What follows, as a choice.
pub fn step(it: Step) -> &'static str {
    match it {
        Step::Off => step_off(),
        Step::Suggest => step_suggest(),
        Step::HandOff => step_hand_off(),
    }
}

/// What follows, at the end of a sentence.
pub fn follows(it: Step) -> &'static str {
    match it {
        Step::Off => follows_off(),
        Step::Suggest => follows_suggest(),
        Step::HandOff => follows_hand_off(),
    }
}

/// When a reason fires.
pub fn explain(why: Reason) -> &'static str {
    match why {
        Reason::AskedForPerson | Reason::AgentPulled => explain_person(),
        Reason::NotInDocs => explain_not_in_docs(),
        Reason::LowConfidence => explain_low_confidence(),
        Reason::AccountQuestion => explain_account(),
        Reason::Keyword => explain_keyword(),
        Reason::Action => explain_action(),
        Reason::Repeated => explain_repeated(),
        Reason::Frustrated => explain_frustrated(),
        Reason::SensitiveTopic => explain_sensitive(),
        Reason::Contradiction => explain_contradiction(),
        Reason::AssistantFailed => explain_failed(),
        Reason::SwitchedOff => explain_off(),
    }
}

/// How much must be said for a wording to count.
pub fn form(it: Form) -> &'static str {
    match it {
        Form::Said => form_said(),
        Form::Wished => form_wished(),
        Form::Ordered => form_ordered(),
    }
}

/// The same with an example.
pub fn form_hint(it: Form) -> &'static str {
    match it {
        Form::Said => form_said_hint(),
        Form::Wished => form_wished_hint(),
        Form::Ordered => form_ordered_hint(),
    }
}

/// The name of a topic; those that come with Baton have one in each language.
pub fn topic(name: &str) -> String {
    match name {
        "Money disputes" => topic_money(),
        "Privacy" => topic_privacy(),
        "Cancellation" => topic_cancellation(),
        "Permissions and ownership" => topic_permissions(),
        "Complex imports" => topic_imports(),
        own => own,
    }
    .to_owned()
}

/// The name of a day.
pub fn weekday(day: Weekday) -> &'static str {
    let all = weekdays();
    all.split(' ').nth(day as usize).unwrap_or_default()
}

/// Its name in two or three letters.
pub fn short_day(day: Weekday) -> &'static str {
    let all = short_days();
    all.split(' ').nth(day as usize).unwrap_or_default()
}
