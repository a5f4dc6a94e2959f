//! What the team promised visitors.

words! {
    promises: "Promises", "Versprechen";
    everyone: "Everyone", "Alle";
    mine: "Mine", "Meine";
    whose: "Whose promises", "Wessen Versprechen";
    open: "Open promises", "Offene Versprechen";
    /// Who promised it to whom.
    to(by, whom): "{by} to {whom}", "{by} an {whom}";
    overdue: "Overdue", "Überfällig";
    due_today: "Due today", "Heute fällig";
    /// Before a moment.
    due: "Due", "Fällig";
    done: "Done", "Erledigt";
    drop: "Drop", "Streichen";
    done_one(what): "Done: “{what}”", "Erledigt: „{what}“";
    dropped_one(what): "Dropped: “{what}”", "Gestrichen: „{what}“";
    undo: "Undo", "Rückgängig";
    undone: "It is owed again.", "Wieder offen.";
    none: "Nothing is owed", "Nichts ist offen";
    none_mine: "You owe nothing", "Du hast nichts offen";
    how:
        "When a reply promises something by a day, or the AI does in your name, Baton offers to remind you. You can note one yourself with “Remind me…” beside any message. What you add is listed here until it is done.",
        "Verspricht eine Antwort etwas bis zu einem Tag, oder die KI in eurem Namen, bietet Baton an, daran zu erinnern. Mit „Daran erinnern …“ neben jeder Nachricht notierst du selbst etwas. Was du hinzufügst, steht hier, bis es erledigt ist.";
    n_due[n]: "{n} due today or overdue" / "{n} due today or overdue", "{n} heute fällig oder überfällig" / "{n} heute fällig oder überfällig";
    is_due: "A promise is due", "Ein Versprechen ist fällig";
}
