//! What is done to several conversations at once.

words! {
    chosen_together: "Chosen conversations", "Ausgewählte Gespräche";
    n_chosen[n]: "{n} chosen", "{n} ausgewählt";
    close: "Close", "Schließen";
    assign_to_me: "Assign to me", "Mir zuweisen";
    tag: "Tag", "Tag";
    snooze: "Snooze", "Zurückstellen";
    three_hours: "for 3 hours", "für 3 Stunden";
    a_day: "for a day", "für einen Tag";
    a_week: "for a week", "für eine Woche";
    priority: "Priority", "Priorität";
    spam: "Spam", "Spam";
    let_go: "Cancel", "Abbrechen";
    done[n]: "Done for {n} conversation." / "Done for {n} conversations.", "Für {n} Gespräch erledigt." / "Für {n} Gespräche erledigt.";
    partly_done[n, why]: "Done for {n}. The others: {why}", "Für {n} erledigt. Die anderen: {why}";
    undo: "Undo", "Rückgängig";
    undone: "Undone.", "Rückgängig gemacht.";
}
