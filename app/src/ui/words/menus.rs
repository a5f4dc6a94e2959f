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
    /// Begins it; what follows asks with which.
    merge: "Merge into another conversation…", "Mit einem anderen Gespräch zusammenführen …";
    merge_into: "Merge into the conversation (its address)", "Zusammenführen mit dem Gespräch (dessen Adresse)";
    go_on: "Go on", "Weiter";
    merge_hint: "This conversation is closed for good and goes on in the other one, with all that was said. Its visitor sees the other one from then on, with what was said there. This can't be taken back.", "Dieses Gespräch wird endgültig geschlossen und geht im anderen weiter, mit allem, was gesagt wurde. Der Besucher sieht von da an das andere, mit allem, was dort gesagt wurde. Das lässt sich nicht rückgängig machen.";
    merge_now: "Yes, merge them", "Ja, zusammenführen";
}
