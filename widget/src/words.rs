//! Every word of the widget's own, English and German side by side: one that lacks a language doesn't build.
//!
//! Each language is a bundle of its own (the feature `german`), so nobody loads two. What stands in `frame.html` and
//! `loader.js` is translated by `german.json` when the bundles are built.

/// `send: "Send", "Senden";` gives `words::send!()`, a literal, so that it can be part of a constant.
macro_rules! words {
    ($($name:ident: $en:literal, $de:literal;)+) => {$(
        #[cfg(not(feature = "german"))]
        macro_rules! $name { () => { $en } }
        #[cfg(feature = "german")]
        macro_rules! $name { () => { $de } }
        pub(crate) use $name;
    )+};
}

words! {
    // Around the thread.
    tagline: "AI, answers from our docs", "KI, antwortet aus unserer Hilfe";
    awaited: "Waiting for a person", "Wartet auf einen Menschen";
    is_offline: "You are offline", "Du bist offline";
    reconnecting: "Reconnecting…", "Verbindung wird gesucht…";
    unavailable: "The chat isn't available right now.", "Der Chat ist gerade nicht da.";
    is_shared: "The team can see what you type", "Das Team sieht, was du schreibst";
    talk: "Talk to a person", "Mit einem Menschen sprechen";
    failed: "That didn't get through. Try again.", "Das kam nicht durch. Versuche es noch einmal.";
    // How long it takes.
    will_join: "A person will join you here", "Ein Mensch antwortet dir hier";
    nobody: "The team isn't here right now", "Das Team ist gerade nicht da";
    go_on: ". You can go on writing.", ". Du kannst weiterschreiben.";
    within: ", usually within ", ", meist innerhalb von ";
    minutes: " minutes.", " Minuten.";
    hours: " hours.", " Stunden.";
    is_late: ". It takes longer than usual.", ". Es dauert länger als sonst.";
    away_until: "The team is away until ", "Das Team ist wieder da: ";
    is_here: " is here. The AI answers again after ", " ist da. Die KI antwortet wieder ab ";
    is_typing: " is typing…", " schreibt…";
    is_looking: " is looking at this", " sieht sich das an";
    // Forms.
    your_name: "Your name", "Dein Name";
    why_name: " (so we know who we are talking to)", " (damit wir wissen, mit wem wir sprechen)";
    your_email: "Your e-mail", "Deine E-Mail";
    why_email: " (so our answer reaches you there too)", " (damit dich die Antwort auch dort erreicht)";
    save: "Save", "Speichern";
    not_now: "Not now", "Jetzt nicht";
    helps_us: "So that a person can help you at once", "Damit dir gleich geholfen werden kann";
    pass_on: "Pass on", "Weitergeben";
    skip: "Skip", "Überspringen";
    // Messages.
    you: "You", "Du";
    assistant: "AI assistant ", "KI-Assistent ";
    ai: "AI", "KI";
    sources: "Sources", "Quellen";
    source: "Source ", "Quelle ";
    table: "Table", "Tabelle";
    one_of_these: "Is it one of these?", "Ist es eines davon?";
    not_covered: "I couldn't find that in our help pages, and I don't guess.", "Das steht nicht in unserer Hilfe, und ich rate nicht.";
    helped: "That helped", "Das hat geholfen";
    thinks: "The AI is looking for an answer", "Die KI sucht eine Antwort";
    waits_for_line: "Will be sent when you are back online", "Wird gesendet, sobald du wieder online bist";
    sending: "Sending…", "Wird gesendet…";
    try_again: "Not sent. Try again", "Nicht gesendet. Noch einmal";
    edit: "Not sent. Edit", "Nicht gesendet. Ändern";
    // What happened.
    asked: "You asked for a person", "Du möchtest einen Menschen sprechen";
    has_failed: "The assistant had a problem. A person takes over.", "Der Assistent hatte ein Problem. Ein Mensch übernimmt.";
    passed_on: "Passed on to a person", "An einen Menschen weitergegeben";
    joined: " joined", " ist jetzt da";
    handed_back: "The AI answers again", "Die KI antwortet wieder";
    closed: "This conversation is closed. Write again to go on.", "Dieses Gespräch ist beendet. Schreibe wieder, um es fortzusetzen.";
    named: " is the name you gave", " ist der Name, den du genannt hast";
    mailed: " gets our answer too", " bekommt unsere Antwort auch";
    filled_in: " – passed on to the team", " – ans Team weitergegeben";
    reopened: "The conversation goes on", "Das Gespräch geht weiter";
}
