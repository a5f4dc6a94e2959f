//! The way of a new workspace to its first answer.

words! {
    title: "Three steps to the first answer", "Drei Schritte zur ersten Antwort";
    done: "Done", "Erledigt";
    add_docs: "Add your docs", "Füge deine Doku hinzu";
    add_docs_hint: "The assistant answers from them alone.", "Nur daraus antwortet der Assistent.";
    website: "Website", "Website";
    files: "Files", "Dateien";
    text: "Text", "Text";
    embed: "Put the chat on your site", "Setze den Chat auf deine Website";
    embed_hint: "Paste this into your pages, before </body>. It is ticked off as soon as the chat is opened there.", "Füge das in deine Seiten ein, vor </body>. Der Schritt ist erledigt, sobald der Chat dort geöffnet wird.";
    none_is_on: "No assistant is on. Switch one on first.", "Kein Assistent ist an. Schalte erst einen ein.";
    see_assistants: "Assistants", "Assistenten";
    ask: "Ask the first question", "Stelle die erste Frage";
    ask_hint: "Open your page and ask in the chat, as a visitor would. The conversation appears in the inbox at once.", "Öffne deine Seite und frage im Chat, wie es ein Besucher täte. Das Gespräch erscheint sofort im Eingang.";
    try_first: "Try it unheard first", "Erst ungehört ausprobieren";
}
