//! Where one writes, and what is attached there.

use super::{lang, number};

words! {
    who_reads: "Who reads it", "Wer es liest";
    reply: "Reply", "Antwort";
    note: "Note", "Notiz";
    note_text: "Note text", "Notiztext";
    write_reply: "Write a reply", "Antwort schreiben";
    write_note: "Write a note for your team", "Notiz für dein Team schreiben";
    visitor_sees: "The visitor sees this", "Der Besucher sieht das";
    send: "Send", "Senden";
    files: "Files", "Dateien";
    /// A file that isn't shown as a picture.
    download(name, size): "Download {name}, {size}", "{name} herunterladen, {size}";
    add_note: "Add note", "Notiz hinzufügen";
    /// A file on its way.
    sending(name): "Sending {name}", "{name} wird gesendet";
    take_off(name): "Take {name} off", "{name} entfernen";
    choose_files: "Files to attach", "Dateien zum Anhängen";
    attach: "Attach files", "Dateien anhängen";
    emoji: "Emoji", "Emoji";
    search_emoji: "Search emoji", "Emoji suchen";
    preview: "Preview", "Vorschau";
    suggest: "Suggest a reply", "Antwort vorschlagen";
    looking: "Looking in the docs…", "Suche in der Dokumentation …";
    nothing_found: "The docs don’t tell. Nothing to suggest.", "Die Dokumentation sagt dazu nichts. Kein Vorschlag.";
    draft_from: "AI draft from:", "KI-Entwurf aus:";
    draft_of_told: "AI draft: what was told them before.", "KI-Entwurf: was schon gesagt wurde.";
    nothing_fits: "Nothing fits", "Nichts passt";
    colleagues: "Colleagues", "Teammitglieder";
    going_out: "Going out in 5 s.", "Wird in 5 s gesendet.";
    undo: "Undo", "Rückgängig";
    meanwhile: "What happened meanwhile", "Was inzwischen geschah";
    send_anyway: "Send anyway", "Trotzdem senden";
    wrote(who, what): "{who}: {what}", "{who}: {what}";
    what_follows: "What follows", "Was folgt";
    and_close: "Send and close", "Senden und schließen";
    and_snooze: "Send and snooze", "Senden und zurückstellen";
    and_snooze_hour: "Send and snooze for an hour", "Senden und eine Stunde zurückstellen";
    and_snooze_tomorrow: "Send and snooze until tomorrow, 9:00", "Senden und bis morgen 9:00 zurückstellen";
    and_snooze_monday: "Send and snooze until Monday, 9:00", "Senden und bis Montag 9:00 zurückstellen";
    snooze_until: "Snooze until", "Zurückstellen bis";
    only_ctrl: "Only Ctrl+Enter sends", "Nur Strg+Enter sendet";
    hold_back: "Wait 5 s, so that it can be undone", "5 s warten, damit es sich zurücknehmen lässt";
    open_picture(name): "Open the picture {name}", "Bild {name} öffnen";
}

/// An emoji's name, of its names in all languages.
pub fn emoji_name(names: &'static str) -> &'static str {
    names.split('|').nth(lang() as usize).unwrap_or(names)
}

/// A size in bytes, rounded to what an eye wants to know.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", number(bytes.div_ceil(1_000_000))),
    }
}
