//! What is done to several conversations at once.

words! {
    chosen_together: "Chosen conversations", "Ausgewählte Gespräche";
    n_chosen[n]: "{n} chosen", "{n} ausgewählt";
    close: "Close", "Schließen";
    assign_to_me: "Assign to me", "Mir zuweisen";
    tag: "Tag", "Tag";
    snooze: "Snooze", "Zurückstellen";
    choose_all: "Choose all in this view", "Alle in dieser Ansicht auswählen";
    most_chosen[n]: "{n} chosen, as many as fit at once", "{n} ausgewählt, so viele wie auf einmal gehen";
    colleague: "Assign to", "Zuweisen an";
    team: "Give to a team", "An ein Team geben";
    untag: "Remove tag", "Tag entfernen";
    priority: "Priority", "Priorität";
    spam: "Spam", "Spam";
    let_go: "Cancel", "Abbrechen";
    done[n]: "Done for {n} conversation." / "Done for {n} conversations.", "Für {n} Gespräch erledigt." / "Für {n} Gespräche erledigt.";
    partly_done[n, why]: "Done for {n}. The others: {why}", "Für {n} erledigt. Die anderen: {why}";
    undo: "Undo", "Rückgängig";
    undone: "Undone.", "Rückgängig gemacht.";
}
