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
    email: "E-mail", "E-Mail";
    visitor_id: "Id", "Kennung";
    came_from: "Came from", "Kam von";
    browser: "Browser", "Browser";
    language: "Language", "Sprache";
    local_time: "Local time", "Ortszeit";
    time_in(time, zone): "{time} ({zone})", "{time} ({zone})";
    attributes: "Attributes", "Attribute";
    verified: "Verified", "Bestätigt";
    tags: "Tags", "Tags";
    tag: "Tag", "Tag";
    add_tag: "Add tag", "Tag hinzufügen";
    remove_tag(tag): "Remove the tag {tag}", "Tag {tag} entfernen";
    assignee: "Assigned to", "Zugewiesen an";
    team: "Team", "Team";
    priority: "Priority", "Priorität";
    snoozed: "Snoozed", "Zurückgestellt";
    spam: "Spam", "Spam";
    blocked: "Visitor blocked", "Besucher gesperrt";
    handover: "Handover", "Übergabe";
    since: "Since", "Seit";
    told_visitor: "Visitor was told", "Dem Besucher gesagt";
    team_back(when): "The team is back {when}", "Das Team ist wieder da: {when}";
    up_to(wait): "Most wait up to {wait}", "Die meisten warten bis zu {wait}";
    settled: "Settled", "Geklärt";
    settled_by: "By", "Von";
    earlier: "Earlier", "Früher";
    segment_of(nth, when): "Segment {nth}, {when}", "Abschnitt {nth}, {when}";
    promises: "Promises", "Versprechen";
    overdue: "Overdue", "Überfällig";
    kept: "Kept", "Gehalten";
    drop: "Drop", "Streichen";
}
