//! The search over conversations. Operators are the same in every language, as they are part of a shared link.

words! {
    search: "Search", "Suche";
    placeholder: "Search messages, names, ids, tags", "Nachrichten, Namen, IDs, Tags suchen";
    results: "Search results", "Suchergebnisse";
    found[n]: "{n} conversation" / "{n} conversations", "{n} Gespräch" / "{n} Gespräche";
    best_of_more:
        "These are the best. Another word narrows it down.",
        "Das sind die besten. Ein weiteres Wort grenzt die Suche ein.";
    is_behind:
        "Older messages are still being indexed: some may be missing for a few minutes.",
        "Ältere Nachrichten werden noch erfasst: Manche können noch ein paar Minuten fehlen.";
    nothing: "Nothing found", "Nichts gefunden";
    nothing_has_all:
        "No message has all of these words, and no visitor, tag or id is called so.",
        "Keine Nachricht enthält alle diese Wörter, und kein Besucher, kein Tag und keine ID heißt so.";
    fewer: "Try fewer words, or the beginning of one.", "Versuche es mit weniger Wörtern oder dem Anfang eines Wortes.";
    remove(part): "Remove {part}", "{part} entfernen";
    operators: "Search operators", "Suchoperatoren";
    note_by(name): "Note by {name}:", "Notiz von {name}:";
    ai: "AI:", "KI:";
    exactly: "exactly these words", "genau diese Wörter";
    from: "written by: a name, me, visitor, ai, agent", "geschrieben von: ein Name, me, visitor, ai, agent";
    tag: "with this tag", "mit diesem Tag";
    is: "open, snoozed, closed, waiting, spam", "open, snoozed, closed, waiting, spam: der Stand";
    holder: "who has it: a name, me, ai, queue", "bei wem es liegt: ein Name, me, ai, queue";
    assigned: "assigned to: a name, me, nobody", "zugewiesen an: ein Name, me, nobody";
    team: "given to this team", "bei diesem Team";
    priority: "low, normal, high, urgent", "low, normal, high, urgent: die Priorität";
    lead:
        "none, new, contacted, qualified, customer, lost",
        "none, new, contacted, qualified, customer, lost: Stand als Lead";
    assistant: "written to this assistant", "an diesen Assistenten";
    reason: "why a person is wanted: person, docs, unsure, account, …", "warum ein Mensch gewünscht ist: person, docs, unsure, account, …";
    language: "the visitor’s language", "Sprache des Besuchers";
    attribute: "what your site says of the visitor", "was deine Website über den Besucher sagt";
    note: "in notes of the team", "in Notizen des Teams";
    has: "with a file or a link", "mit Datei (file) oder Link (link)";
    after: "from this day on (UTC)", "ab diesem Tag (UTC)";
    before: "before this day (UTC)", "vor diesem Tag (UTC)";
}
