//! Who speaks now, and the next step.

words! {
    closed: "Closed.", "Geschlossen.";
    reply_reopens: "A reply opens it again.", "Eine Antwort öffnet das Gespräch wieder.";
    merged: "Merged.", "Zusammengeführt.";
    goes_on_there: "It goes on in the other conversation: see its last line.", "Es geht im anderen Gespräch weiter: siehe die letzte Zeile.";
    waits_for_person: "Waits for a person.", "Wartet auf einen Menschen.";
    why_and_silent(why): "{why}. The AI is silent.", "{why}. Die KI schweigt.";
    ai_answers: "The AI answers.", "Die KI antwortet.";
    reply_takes_over: "A reply of yours takes over.", "Mit einer Antwort übernimmst du.";
    ai_answers_but_look: "The AI answers, but a person should look:", "Die KI antwortet, aber jemand sollte einen Blick darauf werfen:";
    why(why): "{why}.", "{why}.";
    you_hold: "You hold this.", "Liegt bei dir.";
    holds(name): "{name} holds this.", "Liegt bei {name}.";
    waits_for_who_is_gone: "They aren't here, and the visitor waits: take over.", "Die Person ist nicht da, und der Besucher wartet: Übernimm.";
    ai_is_silent: "The AI is silent.", "Die KI schweigt.";
    close: "Close", "Schließen";
    hand_back: "Hand back to AI", "An KI zurückgeben";
    take_over: "Take over", "Übernehmen";
    reopen: "Reopen", "Wieder öffnen";
    wake: "Wake now", "Jetzt wecken";
    away_for(when): "Snoozed until {when}", "Zurückgestellt bis {when}";
    was_snoozed: "Snoozed.", "Zurückgestellt.";
    was_spam: "Marked as spam.", "Als Spam markiert.";
    was_kept: "Promise kept.", "Versprechen gehalten.";
    was_dropped: "Promise dropped.", "Versprechen gestrichen.";
    claim: "Claim", "Annehmen";
    hold: "Hold", "Zurückhalten";
    /// The menu of "Hold".
    hold_until: "Hold until", "Zurückhalten bis";
    /// The menu of "Hand back to AI".
    hand_back_with: "Hand back and say what was settled", "Zurückgeben und sagen, was geklärt ist";
    settled: "What was settled", "Was geklärt ist";
    settled_hint: "Where the visitor asks the same again, the AI points to your answer instead of giving one of its own, and asks for no person again.", "Fragt der Besucher dasselbe noch einmal, verweist die KI auf deine Antwort, statt selbst zu antworten, und ruft nicht noch einmal nach einem Menschen.";
    hand_back_now: "Hand back", "Zurückgeben";
    back_in(left): "AI back in {left}", "KI zurück in {left}";
    /// The clock stands while somebody of the team is here.
    back_after_you(left): "AI back in {left}; the clock stands while somebody is here", "KI zurück in {left}; die Uhr steht, solange jemand da ist";
    back_after_reply(left): "AI back in {left}; the clock stands while the visitor waits", "KI zurück in {left}; die Uhr steht, solange der Besucher wartet";
    away_until(when): "AI held back until {when}", "KI zurückgehalten bis {when}";
}
