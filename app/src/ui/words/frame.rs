//! The rail, the line about the link, and the page that leads nowhere.

words! {
    sections: "Sections", "Bereiche";
    keys: "Keys", "Tasten";
    settings: "Settings", "Einstellungen";
    sign_out: "Sign out", "Abmelden";
    reconnecting: "Reconnecting…", "Verbindung wird wiederhergestellt …";
    signed_out: "You are signed out. What you typed is kept.", "Du bist abgemeldet. Dein Text bleibt erhalten.";
    sign_in_again: "Sign in again", "Wieder anmelden";
    not_found: "Not found", "Nicht gefunden";
    no_such_page: "There is no such page", "Diese Seite gibt es nicht";
    address_may_be_old: "The address may be old or mistyped.", "Die Adresse ist vielleicht veraltet oder vertippt.";
    /// Where the second half of the page's code can't be fetched.
    missing: "A part of this page couldn’t be fetched. Check the connection.", "Ein Teil dieser Seite konnte nicht geholt werden. Prüfe die Verbindung.";
    reload: "Reload the page", "Seite neu laden";
    go_to_inbox: "Go to the inbox", "Zum Eingang";
}
