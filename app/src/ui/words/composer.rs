//! Where one writes.

words! {
    who_reads: "Who reads it", "Wer es liest";
    reply: "Reply", "Antwort";
    note: "Note", "Notiz";
    note_text: "Note text", "Notiztext";
    write_reply: "Write a reply", "Antwort schreiben";
    write_note: "Write a note for your team", "Notiz für dein Team schreiben";
    visitor_sees: "The visitor sees this", "Der Besucher sieht das";
    send: "Send", "Senden";
}
