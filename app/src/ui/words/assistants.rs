//! The assistants: what visitors see of each, and whether it is on.

words! {
    assistants: "Assistants", "Assistenten";
    hint: "Each has its own docs, its own look and its own snippet. Their conversations are in one inbox.", "Jeder hat seine eigene Doku, sein eigenes Aussehen und sein eigenes Snippet. Ihre Gespräche sind in einem Eingang.";
    which: "Which assistant", "Welcher Assistent";
    all: "All assistants", "Alle Assistenten";
    /// Before an assistant's name, for who doesn't see where it stands.
    with: "With", "Mit";
    make: "Make an assistant", "Assistenten anlegen";
    new_assistant: "New assistant", "Neuer Assistent";
    edit(name): "Edit {name}", "{name} bearbeiten";
    /// The same where the name stands beside it.
    edit_short: "Edit", "Bearbeiten";
    face: "What visitors see", "Was Besucher sehen";
    face_of(name): "What visitors see of {name}", "Was Besucher von {name} sehen";
    close: "Close", "Schließen";
    n_sources[n]: "{n} source" / "{n} sources", "{n} Quelle" / "{n} Quellen";
    n_open[n]: "{n} open conversation" / "{n} open conversations", "{n} offenes Gespräch" / "{n} offene Gespräche";
    is_on(name): "{name} is on", "{name} ist an";
    on: "On", "An";
    off: "Off", "Aus";
    off_hint: "New visitors are told that this chat is switched off. Who has a conversation keeps it, and your team answers in place of the AI.", "Neue Besucher erfahren, dass dieser Chat ausgeschaltet ist. Wer ein Gespräch hat, behält es, und statt der KI antwortet dein Team.";
    snippet: "For your pages, before </body>", "Für deine Seiten, vor </body>";
    name: "Name", "Name";
    name_hint: "Visitors read it over the chat.", "Besucher lesen ihn über dem Chat.";
    tagline: "Line under the name", "Zeile unter dem Namen";
    tagline_hint: "Empty: “AI, answers from our docs”, in the visitor’s language.", "Leer: „KI, antwortet aus unserer Hilfe“, in der Sprache des Besuchers.";
    greeting: "First words", "Erste Worte";
    greeting_hint: "Empty: the chat begins without any.", "Leer: Der Chat beginnt ohne.";
    first_words: "Hi! Ask me anything; I answer from our help pages and show you where it says so.", "Hallo! Frag mich etwas; ich antworte aus unserer Hilfe und zeige dir, wo es steht.";
    starters: "Questions for a first click", "Fragen für den ersten Klick";
    starters_hint: "One a line, six at most. Those that your docs answer.", "Eine pro Zeile, höchstens sechs. Solche, die deine Doku beantwortet.";
    accent: "Colour", "Farbe";
    accent_hint: "Of the chat’s button and of the visitor’s own messages. Where it can’t be read on, it is made a little darker.", "Für den Knopf des Chats und die Nachrichten des Besuchers. Wo sie nicht lesbar wäre, wird sie etwas dunkler.";
}
