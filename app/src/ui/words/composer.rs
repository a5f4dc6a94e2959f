//! Where one writes, and what is attached there.

use super::number;

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
    open_picture(name): "Open the picture {name}", "Bild {name} öffnen";
}

/// A size in bytes, rounded to what an eye wants to know.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", number(bytes.div_ceil(1_000_000))),
    }
}
