//! A thread in short.

words! {
    in_short: "In short", "Kurz gesagt";
    why: "Why a person", "Warum ein Mensch";
    asked: "Asked", "Gefragt";
    times[n]: "{n} times", "{n}-mal";
    answered: "answered", "beantwortet";
    ai_said: "The AI said", "Die KI sagte";
    found: "It had found", "Gefunden hatte sie";
    given: "Already given", "Schon angegeben";
    settled: "Settled before", "Zuvor geklärt";
    /// A reply promises something.
    remind_me(what, when): "Remind you: “{what}”, {when}?", "Daran erinnern: „{what}“, {when}?";
    add: "Add", "Hinzufügen";
    not_now: "Not now", "Nicht jetzt";
}
