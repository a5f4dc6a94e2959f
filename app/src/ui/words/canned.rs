//! Canned replies.

words! {
    canned: "Canned replies", "Textbausteine";
    none_yet: "No canned replies yet. Make one, then type / at the start of a line.", "Noch keine Textbausteine. Lege einen an und tippe dann / am Zeilenanfang.";
    new_one: "New canned reply", "Neuer Textbaustein";
    edit: "Edit", "Ändern";
    edit_one(shortcut): "Edit /{shortcut}", "/{shortcut} ändern";
    delete: "Delete", "Löschen";
    delete_one(shortcut): "Delete /{shortcut}", "/{shortcut} löschen";
    shortcut: "Shortcut, after the slash", "Kürzel nach dem Schrägstrich";
    title: "Title", "Titel";
    text: "Text", "Text";
    variables: "These are filled in; after | stands what is used where nothing is known:", "Das wird eingesetzt; nach | steht, was gilt, wenn nichts bekannt ist:";
    save: "Save", "Speichern";
    cancel: "Cancel", "Abbrechen";
    manage: "Manage canned replies", "Textbausteine verwalten";
}
