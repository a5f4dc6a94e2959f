//! The names of views, and how one is made.

use crate::{
    domain::view::{HolderKind, Sort, Stage},
    ui::words::common,
};

words! {
    needs_person: "Needs a person", "Braucht einen Menschen";
    mine: "Mine", "Meine";
    unassigned: "Unassigned", "Nicht zugewiesen";
    unread: "Unread", "Ungelesen";
    mentions: "Mentions", "Erwähnungen";
    ai_handled: "AI-handled", "Bei der KI";
    open: "All open", "Alle offenen";
    snoozed: "Snoozed", "Zurückgestellt";
    closed: "Closed", "Geschlossen";
    spam: "Spam", "Spam";
    saved: "Saved view", "Gespeicherte Ansicht";
    filtered: "Filtered", "Gefiltert";
    sort_by: "Sort by", "Sortieren nach";
    by_waiting: "Waiting longest", "Längste Wartezeit";
    by_newest: "Newest", "Neueste";
    by_oldest: "Oldest", "Älteste";
    by_priority: "Priority", "Priorität";
    filter: "Filter", "Filtern";
    any: "Any", "Beliebig";
    status: "Status", "Status";
    stage_open: "Open", "Offen";
    holder: "Who speaks", "Wer spricht";
    holder_ai: "The AI", "Die KI";
    holder_queue: "Waits for a person", "Wartet auf einen Menschen";
    holder_agent: "A person", "Ein Mensch";
    assignee: "Assignee", "Zugewiesen an";
    me: "Me", "Mir";
    nobody: "Nobody", "Niemandem";
    team: "Team", "Team";
    assistant: "Assistant", "Assistent";
    tags: "Tags, a comma between them", "Tags, durch Komma getrennt";
    all_tags: "Has all of these tags", "Hat alle diese Tags";
    priority: "Priority", "Priorität";
    lead: "Lead", "Lead";
    language: "Language, such as en", "Sprache, z. B. de";
    reason: "Reason for a person", "Grund für einen Menschen";
    attribute: "Attribute", "Attribut";
    value: "Its value", "Sein Wert";
    changed: "Changed within", "Geändert innerhalb";
    opened: "Opened within", "Begonnen innerhalb";
    an_hour: "1 hour", "1 Stunde";
    a_day: "1 day", "1 Tag";
    a_week: "7 days", "7 Tage";
    a_month: "30 days", "30 Tage";
    needs: "Needs a person", "Braucht einen Menschen";
    mentions_me: "Mentions me", "Erwähnt mich";
    is_unread: "Unread by me", "Von mir ungelesen";
    show: "Show", "Anzeigen";
    name: "Name of the view", "Name der Ansicht";
    shared: "Shared with the team", "Mit dem Team geteilt";
    save: "Save view", "Ansicht speichern";
    change: "Save changes", "Änderungen speichern";
    remove: "Delete view", "Ansicht löschen";
    claim_next: "Claim next", "Nächstes annehmen";
    nobody_waits: "Nobody waits in this view.", "In dieser Ansicht wartet niemand.";
}

/// A stage as a filter names it.
pub fn stage(it: Stage) -> &'static str {
    match it {
        Stage::Open => stage_open(),
        Stage::Snoozed => snoozed(),
        Stage::Closed => common::closed(),
        Stage::Spam => spam(),
    }
}

/// A kind of holder as a filter names it.
pub fn holder_kind(it: HolderKind) -> &'static str {
    match it {
        HolderKind::Assistant => holder_ai(),
        HolderKind::Queue => holder_queue(),
        HolderKind::Agent => holder_agent(),
    }
}

/// An order by what comes first in it.
pub fn sort(it: Sort) -> &'static str {
    match it {
        Sort::Waiting => by_waiting(),
        Sort::Newest => by_newest(),
        Sort::Oldest => by_oldest(),
        Sort::Priority => by_priority(),
    }
}
