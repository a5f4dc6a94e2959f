//! What is known about a conversation.

words! {
    back_to_thread: "Back to the thread", "Zurück zum Verlauf";
    visitor: "Visitor", "Besucher";
    name: "Name", "Name";
    first_seen: "First seen", "Erstkontakt";
    last_page: "Last page", "Letzte Seite";
    status: "Status", "Status";
    holder: "Holder", "Zuständig";
    reason: "Reason", "Grund";
    segment: "Segment", "Abschnitt";
    assistant: "Assistant", "Assistent";
    nobody: "Nobody", "Niemand";
    queue: "The queue", "Die Warteschlange";
    docs_used: "Docs used here", "Hier verwendete Doku";
    none_so_far: "None so far.", "Bisher keine.";
}
