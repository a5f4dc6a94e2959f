//! Shortcuts: what they do, and the sheet that lists them.

words! {
    keyboard: "Keyboard shortcuts", "Tastenkürzel";
    single_keys: "Single keys", "Einzelne Tasten";
    single_keys_hint:
        "Off: only keys with Ctrl or ⌘ do anything, in this browser.",
        "Aus: In diesem Browser wirken nur Tasten mit Strg oder ⌘.";
    in_list: "In the list", "In der Liste";
    go_to: "Go to", "Gehe zu";
    everywhere: "Everywhere", "Überall";
    next: "Next one", "Nächstes";
    previous: "Previous one", "Voriges";
    open: "Open it", "Öffnen";
    pick: "Choose it, to do something to several", "Auswählen, um etwas mit mehreren zu tun";
    reply: "Write a reply", "Antwort schreiben";
    note: "Write a note", "Notiz schreiben";
    assign: "Assign…", "Zuweisen …";
    reopen: "Reopen, or wake", "Wieder öffnen oder wecken";
    undo: "Undo", "Rückgängig machen";
    snooze: "Snooze…", "Zurückstellen …";
    tag: "Add a tag…", "Tag hinzufügen …";
    priority: "Priority, and more…", "Priorität und mehr …";
    promises: "Promises", "Versprechen";
    settings: "Settings", "Einstellungen";
    search: "Search", "Suchen";
    palette: "Search and do anything", "Alles suchen und tun";
    help: "This list", "Diese Liste";
    leave: "Close what lies on top, or leave a field", "Oberstes schließen oder ein Feld verlassen";
    /// Between two keys of which either does.
    or: "or", "oder";
    /// Between two keys that follow each other.
    then: "then", "dann";
    command_key: "Ctrl/⌘", "Strg/⌘";
    enter: "Enter", "Enter";
    escape: "Esc", "Esc";
    /// The title of a control whose name stands on it.
    key_is(key): "Shortcut: {key}", "Kürzel: {key}";
    /// The title of a control that shows a sign alone.
    with_key(name, key): "{name} ({key})", "{name} ({key})";
}
