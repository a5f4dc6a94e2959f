//! What is known about a conversation.

words! {
    back_to_thread: "Back to the thread", "Zurück zum Verlauf";
    visitor: "Visitor", "Besucher";
    name: "Name", "Name";
    first_seen: "First seen", "Zuerst gesehen";
    last_page: "Last page", "Letzte Seite";
    status: "Status", "Status";
    holder: "Holder", "Liegt bei";
    reason: "Reason", "Grund";
    segment: "Segment", "Abschnitt";
    assistant: "Assistant", "Assistent";
    nobody: "Nobody", "Niemandem";
    /// Who holds it, where it is the AI.
    ai_holds: "The AI", "Der KI";
    queue: "The queue", "Der Warteschlange";
    docs_used: "Docs used here", "Hier genutzte Doku";
    none_so_far: "None so far.", "Bisher keine.";
}
