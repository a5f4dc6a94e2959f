//! A promise that somebody notes by hand.

words! {
    remind: "Remind me…", "Daran erinnern …";
    /// The same beside a message, for those who only hear it.
    remind_of(moment): "Remind me of the message of {moment}", "An die Nachricht vom {moment} erinnern";
    what: "What was promised", "Was versprochen ist";
    when: "When", "Wann";
    moment: "Day and time", "Tag und Uhrzeit";
    lies_behind: "Choose a time that lies ahead.", "Wähle einen Zeitpunkt in der Zukunft.";
    set: "Remind me", "Erinnern";
    cancel: "Cancel", "Abbrechen";
}
