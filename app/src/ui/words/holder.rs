//! Who speaks now, and the next step.

words! {
    closed: "Closed.", "Geschlossen.";
    reply_reopens: "A reply opens it again.", "Eine Antwort öffnet das Gespräch wieder.";
    waits_for_person: "Waits for a person.", "Wartet auf einen Menschen.";
    why_and_silent(why): "{why}. The AI is silent.", "{why}. Die KI schweigt.";
    ai_answers: "The AI answers.", "Die KI antwortet.";
    reply_takes_over: "A reply of yours takes over.", "Mit einer Antwort übernimmst du.";
    ai_answers_but_look: "The AI answers, but a person should look:", "Die KI antwortet, aber jemand sollte einen Blick darauf werfen:";
    why(why): "{why}.", "{why}.";
    you_hold: "You hold this.", "Liegt bei dir.";
    holds(name): "{name} holds this.", "Liegt bei {name}.";
    ai_is_silent: "The AI is silent.", "Die KI schweigt.";
    close: "Close", "Schließen";
    hand_back: "Hand back to AI", "An KI zurückgeben";
    take_over: "Take over", "Übernehmen";
    claim: "Claim", "Annehmen";
}
