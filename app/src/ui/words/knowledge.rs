//! What the assistants know: sources and pages, what becomes of them, and what to do about it.

use crate::api::knowledge::{Origin, Schedule};

words! {
    sources: "Sources", "Quellen";
    add_source: "Add a source", "Quelle hinzufügen";
    add_first: "Add the first source", "Erste Quelle hinzufügen";
    sources_of(name): "Sources of {name}", "Quellen von {name}";
    no_sources: "Nothing to answer from yet", "Noch nichts, woraus geantwortet wird";
    no_sources_hint:
        "Your website, files, questions and answers will stand here. The assistant answers from them alone, and shows where it found what it says.",
        "Hier stehen deine Website, Dateien, Fragen und Antworten. Nur daraus antwortet der Assistent, und er zeigt, wo er es gefunden hat.";
    no_assistant: "There is no assistant yet", "Es gibt noch keinen Assistenten";
    no_assistant_hint: "Whoever runs the server makes one with", "Wer den Server betreibt, legt einen an mit";
    words_alone: "Searched by words alone: the embedding model isn’t installed.", "Gesucht wird nur nach Wörtern: Das Embedding-Modell ist nicht installiert.";
    getting_ready(n, of): "{n} of {of} passages are searched by meaning as well; the rest follow.", "{n} von {of} Textstellen werden auch nach ihrem Sinn durchsucht; der Rest folgt.";

    website: "Website", "Website";
    website_hint: "All pages that can be reached from an address", "Alle Seiten, die von einer Adresse aus erreichbar sind";
    sitemap: "Sitemap", "Sitemap";
    sitemap_hint: "The pages that a sitemap lists", "Die Seiten, die eine Sitemap aufzählt";
    files: "Files", "Dateien";
    files_hint: "Markdown, HTML, text, PDF, Word, CSV", "Markdown, HTML, Text, PDF, Word, CSV";
    pairs: "Questions and answers", "Fragen und Antworten";
    pairs_hint: "Written here, or taken from a CSV file", "Hier geschrieben oder aus einer CSV-Datei";
    text: "Text", "Text";
    text_hint: "Whatever you paste", "Was du einfügst";
    folder: "Folder on the server", "Ordner auf dem Server";
    folder_hint: "Read with", "Eingelesen mit";

    source: "Source", "Quelle";
    state: "State", "Zustand";
    pages: "Pages", "Seiten";
    passages: "Passages", "Textstellen";
    used_in: "Used in", "Benutzt in";
    checked: "Checked", "Geprüft";
    checked_at: "Last checked", "Zuletzt geprüft";
    changed_at: "Last changed", "Zuletzt geändert";
    next_check: "Next check", "Nächste Prüfung";
    is_used: "In use", "In Gebrauch";
    never: "never", "nie";
    n_answers[n]: "{n} answer" / "{n} answers", "{n} Antwort" / "{n} Antworten";
    n_pages[n]: "{n} page" / "{n} pages", "{n} Seite" / "{n} Seiten";
    n_passages[n]: "{n} passage" / "{n} passages", "{n} Textstelle" / "{n} Textstellen";
    /// Before a moment.
    changed: "changed", "geändert";
    /// Before a moment.
    next: "next check", "nächste Prüfung";
    use_source(name): "Use “{name}”", "„{name}“ benutzen";

    waiting: "Waits for its turn", "Wartet auf den Start";
    looking: "Looking for pages", "Seiten werden gesucht";
    reading(n, of): "Reading {n} of {of}", "Liest {n} von {of}";
    progress_of(name): "How far “{name}” was read", "Wie weit „{name}“ gelesen ist";
    ready: "Ready", "Bereit";
    partial: "Partly read", "Teilweise gelesen";
    failed: "Couldn’t be read", "Nicht lesbar";
    off: "Off", "Aus";
    nothing_in_it: "Nothing in it yet", "Noch leer";
    n_failed[n]: "{n} failed" / "{n} failed", "{n} fehlgeschlagen" / "{n} fehlgeschlagen";
    /// How many failed, and why.
    failed_why(n, why): "{n}: {why}", "{n}: {why}";
    still_used: "What was read before is still used.", "Was vorher gelesen wurde, wird weiter benutzt.";
    /// Said to those who don't see it, when reading begins and ends.
    begins(name): "“{name}” is being read.", "„{name}“ wird gelesen.";
    ends(name, how, pages): "“{name}”: {how}, {pages}.", "„{name}“: {how}, {pages}.";

    add_to(name): "Add a source to {name}", "Quelle für {name} hinzufügen";
    kind: "What kind of source", "Art der Quelle";
    url: "Address", "Adresse";
    url_hint: "Where reading begins, such as https://example.com/help. Everything below it is read, as robots.txt allows.", "Wo das Lesen beginnt, etwa https://example.com/help. Alles darunter wird gelesen, soweit robots.txt es erlaubt.";
    sitemap_url: "Address of the sitemap", "Adresse der Sitemap";
    sitemap_url_hint: "Such as https://example.com/sitemap.xml. A sitemap of sitemaps works as well.", "Etwa https://example.com/sitemap.xml. Auch eine Sitemap aus Sitemaps geht.";
    which_pages: "Which pages", "Welche Seiten";
    include: "Only pages like", "Nur Seiten wie";
    include_hint: "Patterns of paths such as /help/*, one a line. Empty: everything below the address.", "Muster von Pfaden wie /help/*, eines pro Zeile. Leer: alles unter der Adresse.";
    exclude: "But no pages like", "Aber keine Seiten wie";
    exclude_hint: "Such as /blog/* or *.pdf, one a line.", "Etwa /blog/* oder *.pdf, eines pro Zeile.";
    most_pages: "At most so many pages", "Höchstens so viele Seiten";
    most_pages_hint: "The rest is left out, and you are told.", "Der Rest bleibt weg, und du erfährst davon.";
    most_depth: "At most so many links away", "Höchstens so viele Links entfernt";
    most_depth_hint: "Counted from the address.", "Gezählt von der Adresse.";
    reads_noindex: "Read pages that ask not to be indexed", "Auch Seiten lesen, die nicht indexiert werden wollen";
    reads_noindex_hint: "They say “noindex”, in a meta tag or in X-Robots-Tag. Unless you tick this they are listed, but not answered from.", "Sie sagen „noindex“, in einem Meta-Tag oder in X-Robots-Tag. Ohne Häkchen werden sie aufgelistet, aber nicht benutzt.";
    schedule: "Look for changes", "Nach Änderungen sehen";
    schedule_hint: "Only what changed is read anew. A page that is gone isn’t used any more.", "Nur Geändertes wird neu gelesen. Eine verschwundene Seite wird nicht mehr benutzt.";
    schedule_never: "Only when I press “Check now”", "Nur wenn ich „Jetzt prüfen“ drücke";
    schedule_hourly: "Every hour", "Stündlich";
    schedule_daily: "Every day", "Täglich";
    schedule_weekly: "Every week", "Wöchentlich";
    name: "Name", "Name";
    name_hint: "For your team; customers don’t see it.", "Für dein Team; Kunden sehen ihn nicht.";
    files_name: "Manuals", "Anleitungen";
    files_next: "Next, you choose the files.", "Als Nächstes wählst du die Dateien.";
    go_on: "Go on", "Weiter";
    text_body: "Text", "Text";
    text_body_hint: "Markdown works: headings make passages that can be found and cited on their own.", "Markdown geht: Überschriften machen Textstellen, die sich einzeln finden und nennen lassen.";
    adding: "Adding…", "Wird hinzugefügt …";
    cancel: "Cancel", "Abbrechen";

    question: "Question", "Frage";
    answer: "Answer", "Antwort";
    answer_hint: "Word for word what customers read. Markdown works.", "Wort für Wort, was Kunden lesen. Markdown geht.";
    add_pair: "Add the question", "Frage hinzufügen";
    new_pair: "New question", "Neue Frage";
    both_needed: "Write a question and its answer.", "Schreibe eine Frage und ihre Antwort.";
    edit: "Edit", "Bearbeiten";
    edit_pair(question): "Edit “{question}”", "„{question}“ bearbeiten";
    remove_pair(question): "Remove “{question}”", "„{question}“ entfernen";
    removed_pair(question): "Removed “{question}”.", "„{question}“ entfernt.";
    undo: "Undo", "Rückgängig";
    find_pair: "Find a question", "Frage finden";
    no_pairs: "No questions yet.", "Noch keine Fragen.";
    no_pair_fits: "No question fits.", "Keine Frage passt.";
    n_pairs[n]: "{n} question" / "{n} questions", "{n} Frage" / "{n} Fragen";

    import: "Import from CSV", "Aus CSV importieren";
    import_hint: "Two columns: question and answer. A first line with their names is fine.", "Zwei Spalten: Frage und Antwort. Eine erste Zeile mit ihren Namen stört nicht.";
    csv: "CSV", "CSV";
    choose_csv: "Choose a CSV file", "CSV-Datei wählen";
    preview: "Preview", "Vorschau";
    too_much_csv: "This is more than 200 KB. Import it in parts.", "Das sind mehr als 200 KB. Importiere es in Teilen.";
    n_new[n]: "{n} new", "{n} neu";
    n_changed[n]: "{n} changed", "{n} geändert";
    n_same[n]: "{n} the same", "{n} gleich";
    n_wrong[n]: "{n} can’t be used" / "{n} can’t be used", "{n} unbrauchbar" / "{n} unbrauchbar";
    new_ones: "New", "Neu";
    changed_ones: "Gets a new answer", "Bekommt eine neue Antwort";
    wrong_ones: "Can’t be used", "Unbrauchbar";
    was: "was", "bisher";
    becomes: "becomes", "wird";
    line_is(n, why): "Line {n}: {why}", "Zeile {n}: {why}";
    take_over[n]: "Take {n} question over" / "Take {n} questions over", "{n} Frage übernehmen" / "{n} Fragen übernehmen";
    nothing_to_take: "Nothing here would change anything.", "Nichts davon würde etwas ändern.";
    taken[n]: "{n} question taken over." / "{n} questions taken over.", "{n} Frage übernommen." / "{n} Fragen übernommen.";
    and_more[n]: "and {n} more", "und {n} weitere";

    drop_files: "Drop files here", "Dateien hier ablegen";
    choose_files: "Choose files", "Dateien wählen";
    uploads: "Uploads", "Uploads";
    sending(name): "Sending {name}", "{name} wird gesendet";
    received: "Received", "Angekommen";

    check_now: "Check now", "Jetzt prüfen";
    stop: "Stop", "Anhalten";
    rename: "Rename", "Umbenennen";
    remove: "Remove", "Entfernen";
    remove_source(name): "Remove “{name}”?", "„{name}“ entfernen?";
    removal_is_final: "Nothing is answered from it any more, and it can’t be brought back. Answers that were given keep their receipts.", "Daraus wird nicht mehr geantwortet, und es lässt sich nicht zurückholen. Gegebene Antworten behalten ihre Belege.";
    remove_it: "Remove it", "Entfernen";
    keep_it: "Keep it", "Behalten";
    reach: "Limits and schedule", "Grenzen und Zeitplan";
    facts: "Facts", "Angaben";

    page: "Page", "Seite";
    find_page: "Filter pages", "Seiten filtern";
    only_failed: "Only failed", "Nur fehlgeschlagene";
    n_of_pages[n]: "{n} page" / "{n} pages", "{n} Seite" / "{n} Seiten";
    n_fit[n]: "{n} page fits" / "{n} pages fit", "{n} Seite passt" / "{n} Seiten passen";
    no_page_fits: "No page fits.", "Keine Seite passt.";
    no_pages: "No pages yet", "Noch keine Seiten";
    no_pages_files: "Each file that you add becomes a page here.", "Jede Datei, die du hinzufügst, wird hier eine Seite.";
    no_pages_pairs: "Each question becomes a page here.", "Jede Frage wird hier eine Seite.";
    no_pages_read: "They appear here as they are read.", "Sie erscheinen hier, sobald sie gelesen sind.";
    show_more[n]: "Show {n} more", "{n} weitere zeigen";
    read_well: "Read", "Gelesen";
    unread: "Not read", "Nicht gelesen";
    old_is_used: "An older version is used.", "Eine ältere Fassung wird benutzt.";
    remove_page(title): "Remove “{title}”", "„{title}“ entfernen";
    remove_page_sure(title): "Remove “{title}”? Nothing is answered from it any more.", "„{title}“ entfernen? Daraus wird nicht mehr geantwortet.";
    open_page_at(address): "{address}, opens in a new tab", "{address}, öffnet in neuem Tab";

    what_was_read: "What was read", "Was gelesen wurde";
    read_at: "Read", "Gelesen";
    version: "Version", "Fassung";
    versions: "Other versions", "Andere Fassungen";
    versions_hint: "Kept for the receipts of answers.", "Aufgehoben für die Belege von Antworten.";
    not_current: "This version isn’t used any more. It is kept for the receipts of answers.", "Diese Fassung wird nicht mehr benutzt. Sie ist für die Belege von Antworten aufgehoben.";
    by_words_alone: "Searched by words alone so far", "Wird bisher nur nach Wörtern durchsucht";
    nothing_was_read: "No words were found in it.", "Darin wurden keine Wörter gefunden.";
    open_there: "Open this place on the page", "Diese Stelle auf der Seite öffnen";
    where_one_is: "Where you are", "Wo du bist";
}

/// What kind of source it is.
pub fn kind_of(it: &Origin) -> &'static str {
    match it {
        Origin::Website { .. } => website(),
        Origin::Sitemap { .. } => sitemap(),
        Origin::Files => files(),
        Origin::Pairs => pairs(),
        Origin::Text => text(),
        Origin::Folder => folder(),
    }
}

/// When it is looked at again by itself.
pub fn schedule_of(it: Schedule) -> &'static str {
    match it {
        Schedule::Never => schedule_never(),
        Schedule::Hourly => schedule_hourly(),
        Schedule::Daily => schedule_daily(),
        Schedule::Weekly => schedule_weekly(),
    }
}
