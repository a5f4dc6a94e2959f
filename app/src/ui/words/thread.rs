//! The head of a thread, its log, and what was done in it.

words! {
    thread: "Thread", "Verlauf";
    writes_to(assistant): "writes to {assistant}", "schreibt an {assistant}";
    new_below[n]: "{n} new below" / "{n} new below", "{n} neue unten" / "{n} neue unten";
    /// Before the first message that the reader hasn't read.
    new: "New", "Neu";
    to_first_new: "To the first new one", "Zum ersten neuen";
    earlier: "Show earlier", "Früheres zeigen";
    later: "Show later", "Späteres zeigen";
    to_latest: "To the latest", "Zum Neuesten";
    link_to(moment): "Copy the link to the message of {moment}", "Link zur Nachricht vom {moment} kopieren";
    link_copied: "Link copied", "Link kopiert";
    sent: "Sent", "Gesendet";
    seen: "Seen", "Gesehen";
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
    left_email(email): "The visitor left an e-mail address: {email}", "Der Besucher hat eine E-Mail-Adresse hinterlassen: {email}";
    flagged(why): "Flagged for people: {why}", "Für Menschen markiert: {why}";
    held(who): "{who} keeps the AI away for now", "{who} hält die KI vorerst zurück";
    lease_over: "The AI answers again", "Die KI antwortet wieder";
    snoozed(who): "{who} snoozed this", "{who} hat das Gespräch zurückgestellt";
    woke: "Back from the snooze", "Wieder da";
    assigned(who, to): "{who} gave this to {to}", "{who} hat das Gespräch {to} zugewiesen";
    unassigned(who): "{who} took the assignment away", "{who} hat die Zuweisung aufgehoben";
    routed(rule, team): "A rule gave this to {team}: {rule}", "Eine Regel hat das Gespräch {team} zugewiesen: {rule}";
    unrouted(who): "{who} took this from its team", "{who} hat das Gespräch dem Team abgenommen";
    tagged(who, tag): "{who} added the tag {tag}", "{who} hat das Tag {tag} gesetzt";
    untagged(who, tag): "{who} removed the tag {tag}", "{who} hat das Tag {tag} entfernt";
    prioritised(who, priority): "{who} set the priority to {priority}", "{who} hat die Priorität auf {priority} gesetzt";
    lead_set(who, lead): "{who} set the lead to {lead}", "{who} hat den Lead auf {lead} gesetzt";
    marked_spam(who): "{who} marked this as spam", "{who} hat das Gespräch als Spam markiert";
    unmarked_spam(who): "{who} says that this is no spam", "{who} sagt, dass das kein Spam ist";
    blocked(who): "{who} blocked the visitor", "{who} hat den Besucher gesperrt";
    unblocked(who): "{who} let the visitor in again", "{who} hat die Sperre aufgehoben";
    promised(who, what): "{who} noted a promise: {what}", "{who} hat ein Versprechen notiert: {what}";
    promise_due(who, what): "Due now: {who} promised “{what}”", "Jetzt fällig: {who} hat versprochen: „{what}“";
    moved_promise(who, what): "{who} changed when this is due: {what}", "{who} hat geändert, wann das fällig ist: {what}";
    kept_promise(who): "{who} kept a promise", "{who} hat ein Versprechen gehalten";
    dropped_promise(who): "{who} dropped a promise", "{who} hat ein Versprechen gestrichen";
    merged(who, label): "{who} merged this: it goes on in the conversation with {label}", "{who} hat das Gespräch zusammengeführt: Es geht im Gespräch mit {label} weiter";
    absorbed(who, label): "{who} merged the conversation with {label} into this one", "{who} hat das Gespräch mit {label} mit diesem zusammengeführt";
    go_there: "Go there", "Dorthin";
    /// Over what was said in a conversation that goes on here.
    absorbed_history[n]: "What was said there ({n} message)" / "What was said there ({n} messages)", "Was dort gesagt wurde ({n} Nachricht)" / "Was dort gesagt wurde ({n} Nachrichten)";
    /// What a visitor is asked while they wait, and what came of it.
    asked_for(what): "The visitor was asked for: {what}", "Der Besucher wurde gefragt nach: {what}";
    filled_in(what): "The visitor filled in: {what}", "Der Besucher hat angegeben: {what}";
    answered_form: "The visitor answered what they were asked", "Der Besucher hat die Fragen beantwortet";
    skipped_form: "The visitor skipped the questions", "Der Besucher hat die Fragen übersprungen";
    rated_helpful(who): "{who} said that an answer helped", "{who} fand eine Antwort hilfreich";
    rated_unhelpful(who): "{who} said that an answer didn't help", "{who} fand eine Antwort nicht hilfreich";
    /// Under an answer of the AI, by the visitor.
    helped: "The visitor said: that helped", "Der Besucher sagt: Das hat geholfen";
    helped_not: "The visitor said: that didn't help", "Der Besucher sagt: Das hat nicht geholfen";
    linked(who, label): "{who} linked another conversation: {label}", "{who} hat ein anderes Gespräch verknüpft: {label}";
}
