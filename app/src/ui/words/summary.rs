//! A thread in short.

words! {
    in_short: "In short", "Kurz gesagt";
    why: "Why a person", "Warum ein Mensch";
    asked: "Asked", "Gefragt";
    times[n]: "{n} times", "{n}-mal";
    answered: "answered", "beantwortet";
    ai_said: "The AI said", "Die KI sagte";
    found: "It had found", "Gefunden hatte sie";
    /// In a language model's words.
    summed_up: "Summed up by AI", "Von KI zusammengefasst";
    by_model(model): "Written by {model}. Each sentence leads to the message that says so.", "Geschrieben von {model}. Jeder Satz führt zu der Nachricht, die es sagt.";
    given: "Already given", "Schon angegeben";
    settled: "Settled before", "Zuvor geklärt";
    /// A reply promises something.
    remind_me(what, when): "Remind you: “{what}”, {when}?", "Daran erinnern: „{what}“, {when}?";
    /// An answer of the AI promises something in our name.
    ai_promised(what, when): "The AI promised: “{what}”. Remind you, {when}?", "Die KI hat versprochen: „{what}“. Daran erinnern, {when}?";
    other_time: "Another time…", "Anderer Zeitpunkt …";
    add: "Add", "Hinzufügen";
    not_now: "Not now", "Nicht jetzt";
}
