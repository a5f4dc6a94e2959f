//! The head of a thread, its log, and what was done in it.

words! {
    thread: "Thread", "Verlauf";
    writes_to(assistant): "writes to {assistant}", "schreibt an {assistant}";
    new_messages: "New messages", "Neue Nachrichten";
    no_such_conversation: "There is no such conversation", "Dieses Gespräch gibt es nicht";
    may_be_elsewhere: "It may belong to another workspace.", "Vielleicht gehört es zu einem anderen Workspace.";
    sending: "Sending…", "Wird gesendet …";
    /// The author of an answer.
    assistant_is_ai(assistant): "{assistant} · AI", "{assistant} · KI";
    /// The author of a note.
    noted_by(agent): "{agent} · Note", "{agent} · Notiz";
    began(visitor, assistant): "{visitor} began to write to {assistant}", "{visitor} schreibt an {assistant}";
    gave_name(name): "The visitor gave a name: {name}", "Der Besucher hat einen Namen genannt: {name}";
    handed_off(why): "Handed to people: {why}", "An Menschen übergeben: {why}";
    took_over(who): "{who} took over", "{who} hat übernommen";
    handed_back(who): "{who} handed back to the AI", "{who} hat an die KI zurückgegeben";
    closed(who): "{who} closed this", "{who} hat das Gespräch geschlossen";
    reopened(who): "{who} opened this again", "{who} hat das Gespräch wieder geöffnet";
}
