//! The palette: one field for every action, page and conversation.

words! {
    commands: "Commands", "Befehle";
    what: "Action, page or conversation", "Aktion, Seite oder Gespräch";
    hint: "What do you want to do?", "Was möchtest du tun?";
    fitting: "What fits", "Was passt";
    n_fitting[n]: "{n} fits" / "{n} fit", "{n} passt" / "{n} passen";
    none: "Nothing fits", "Nichts passt";
    view: "View", "Ansicht";
    page: "Page", "Seite";
    assign_to(who): "Assign to {who}", "Zuweisen an {who}";
    snooze_for(when): "Snooze: {when}", "Zurückstellen: {when}";
    tag_with(tag): "Tag: {tag}", "Tag: {tag}";
    take_tag(tag): "Remove tag: {tag}", "Tag entfernen: {tag}";
    lead_is(lead): "Lead: {lead}", "Lead: {lead}";
    copy_link: "Copy link to this conversation", "Link zu diesem Gespräch kopieren";
    copy_message_link: "Copy link to this message", "Link zu dieser Nachricht kopieren";
    copy_last_link: "Copy link to the last message", "Link zur letzten Nachricht kopieren";
    be_away: "Set myself to away", "Mich abwesend melden";
    be_available: "Set myself to available", "Mich verfügbar melden";
    language_is(language): "Language: {language}", "Sprache: {language}";
}
