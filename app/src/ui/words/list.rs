//! The list of conversations, and what stands beside it while none is open.

words! {
    conversations: "Conversations", "Gespräche";
    views: "Views", "Ansichten";
    tools: "Tools of the list", "Werkzeuge der Liste";
    none_in_view: "Nothing here", "Hier ist nichts";
    joins_by_itself: "What belongs in this view appears here by itself.", "Was in diese Ansicht gehört, erscheint hier von selbst.";
    unread: "Unread:", "Ungelesen:";
    snoozed: "Snoozed", "Zurückgestellt";
    /// Before a moment.
    until: "until", "bis";
    /// What is seen behind a row that is drawn aside.
    put_away: "Put away", "Weglegen";
    until_tomorrow: "Tomorrow", "Morgen";
    leave_tray: "Leave it here", "Hier lassen";
    choose(who): "Choose {who}", "{who} auswählen";
    turns[n]: "{n} message without an answer from a person" / "{n} messages without an answer from a person", "{n} Nachricht ohne Antwort eines Menschen" / "{n} Nachrichten ohne Antwort eines Menschen";
    /// The page's title where somebody needs a person.
    inbox_needing(n): "({n}) Inbox", "({n}) Eingang";
    /// Before `baton models pull`.
    no_model:
        "The embedding model is missing, so the AI searches by words alone. Run",
        "Das Embedding-Modell fehlt, deshalb sucht die KI nur nach einzelnen Wörtern. Führe";
    /// After `baton models pull`.
    no_model_then: "and start Baton again.", "aus und starte Baton neu.";
    none_open: "No open conversations", "Keine offenen Gespräche";
    appears_at_once:
        "When a visitor writes in the widget, the conversation appears here at once.",
        "Sobald jemand im Widget schreibt, erscheint das Gespräch hier.";
    none_closed: "Nothing is closed yet", "Noch ist nichts geschlossen";
    closed_are_kept:
        "Conversations that are done are kept here. One that a visitor writes in again goes on by itself.",
        "Hier bleiben erledigte Gespräche erhalten. Schreibt der Besucher wieder, geht es von selbst weiter.";
    person_holds: "A person holds it", "Liegt bei einem Menschen";
    /// Before an agent's name.
    held_by: "Held by", "Liegt bei";
    /// The last words of a conversation, where they weren't the visitor's.
    ai_said(words): "AI: {words}", "KI: {words}";
    none_chosen: "No conversation is open", "Kein Gespräch geöffnet";
    chosen_opens_here: "The one that you choose from the list opens here.", "Wähle in der Liste eines aus, dann erscheint es hier.";
}
