//! Who else is here, who types, who of the team is there, and how a wait stands against the target.

words! {
    also_here: "Also here", "Auch hier";
    looks(who): "{who} looks at this", "{who} sieht sich das an";
    types_reply(who): "{who} is typing a reply…", "{who} schreibt eine Antwort …";
    types_note(who): "{who} is writing a note…", "{who} schreibt eine Notiz …";
    began_reply(who): "{who} has begun a reply", "{who} hat eine Antwort begonnen";
    began_note(who): "{who} has begun a note", "{who} hat eine Notiz begonnen";
    /// A visitor, or an agent where it doesn't matter to whom.
    types(who): "{who} is typing…", "{who} schreibt …";
    draft_of(who): "Draft of {who}", "Entwurf von {who}";
    /// Beside a colleague in a list.
    there: "here now", "gerade da";
    available: "Available", "Verfügbar";
    away: "Away", "Abwesend";
    /// The reader's own name and workspace, and whether they are there.
    myself(who, how): "{who}: {how}", "{who}: {how}";
    target_left(left): "Answer within {left}", "Antwort innerhalb von {left}";
    target_missed(by): "Target missed by {by}", "Ziel um {by} verfehlt";
    /// The same in few words.
    late(by): "{by} late", "{by} zu spät";
}
