//! What else can be done with a conversation.

words! {
    snooze: "Snooze", "Zurückstellen";
    assign: "Assign", "Zuweisen";
    more: "More", "Mehr";
    /// The reader, in a list of colleagues.
    me(name): "{name} (you)", "{name} (du)";
    nobody: "Nobody", "Niemand";
    no_team: "No team", "Kein Team";
    members: "Members", "Mitglieder";
    teams: "Teams", "Teams";
    priority(which): "Priority: {which}", "Priorität: {which}";
    spam: "Mark as spam", "Als Spam markieren";
    no_spam: "Not spam", "Kein Spam";
    block: "Block the visitor", "Besucher sperren";
    unblock: "Let the visitor in again", "Sperre aufheben";
    link_with: "Link with the conversation (its address)", "Mit dem Gespräch verknüpfen (dessen Adresse)";
    link: "Link", "Verknüpfen";
}
