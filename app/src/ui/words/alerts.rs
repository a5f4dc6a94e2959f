//! What the team is told, and how.

words! {
    alerts: "Notifications", "Meldungen";
    mark_all: "Mark all as read", "Alle als gelesen markieren";
    /// Before an alert that wasn't opened yet, for those who don't see that it is bold.
    new: "New:", "Neu:";
    none_yet: "Nothing yet. What needs you will be listed here.", "Noch nichts. Was dich braucht, steht dann hier.";
    needs_person(who): "{who} waits for a person", "{who} wartet auf einen Menschen";
    mentioned(by): "{by} mentioned you", "{by} hat dich erwähnt";
    assigned(by, who): "{by} gave {who} to you", "{by} hat dir {who} zugewiesen";
    routed_by_rule(who, team): "A rule gave {who} to {team}", "Eine Regel hat {who} an {team} gegeben";
    routed(by, who, team): "{by} gave {who} to {team}", "{by} hat {who} an {team} gegeben";
    wrote(who): "{who} wrote", "{who} hat geschrieben";
    woke(who): "{who} is back from snooze", "{who} ist nicht mehr zurückgestellt";
    suggested(who): "The AI suggests a person for {who}", "Die KI schlägt für {who} einen Menschen vor";
    promise_due(who): "A promise to {who} is due", "Ein Versprechen an {who} ist fällig";
    target_missed(who): "{who} waits longer than your target", "{who} wartet länger als vorgesehen";
    test: "A test of your notifications", "Ein Test deiner Meldungen";
    /// In the bell: how many wait and nobody has looked; `n` is their number in digits.
    unseen_longer[minutes, n]: "Handoffs unseen longer than {minutes} minute: {n}" / "Handoffs unseen longer than {minutes} minutes: {n}", "Seit über {minutes} Minute ungesehen: {n}" / "Seit über {minutes} Minuten ungesehen: {n}";
    how_told: "How you are told", "Wie du sie bekommst";
    wait_unseen[n, minutes]:
        "{n} visitor waits for a person, and nobody has looked for more than {minutes} min." / "{n} visitors wait for a person, and nobody has looked for more than {minutes} min.",
        "{n} Besucher wartet auf einen Menschen, und seit über {minutes} Min. hat niemand nachgesehen." / "{n} Besucher warten auf einen Menschen, und seit über {minutes} Min. hat niemand nachgesehen.";
    offer: "Shall this browser tell you when somebody needs you?", "Soll dieser Browser melden, wenn dich jemand braucht?";
    not_now: "Not now", "Jetzt nicht";
    earlier: "Show earlier", "Früheres zeigen";
    who_was_alerted: "Who was alerted", "Wer gerufen wurde";
    nobody_alerted: "Nobody has been alerted yet.", "Es wurde noch niemand gerufen.";
    everybody: "The whole team", "Das ganze Team";
    look_there: "Look now", "Jetzt nachsehen";
    mend: "Mend it", "Beheben";
    could_not(channel, why): "{channel}: {why}", "{channel}: {why}";

    bell: "Bell", "Glocke";
    sound: "Sound", "Ton";
    desktop: "Desktop", "Desktop";
    push: "Push", "Push";
    mail: "Mail", "E-Mail";
    webhook: "Webhook", "Webhook";

    nobody_here: "Nobody has the inbox open.", "Niemand hat den Eingang offen.";
    is_away: "Everybody who has the inbox open is away.", "Alle, die den Eingang offen haben, sind abwesend.";
    blocked: "The browser blocks notifications.", "Der Browser blockiert Meldungen.";
    is_quiet: "Quiet hours.", "Ruhezeit.";
    unwanted: "Nobody wants it over this channel.", "Niemand möchte es auf diesem Weg.";
    no_device: "No device takes pushes.", "Kein Gerät nimmt Push-Meldungen an.";
    no_mail_server: "No mail server is set up (BATON_SMTP_URL).", "Es ist kein Mailserver eingerichtet (BATON_SMTP_URL).";
    not_asked: "Notifications aren't allowed yet.", "Meldungen sind noch nicht erlaubt.";
    unsupported: "This browser knows no notifications.", "Dieser Browser kennt keine Meldungen.";
    mute: "The browser plays no sound yet. Press anything, then try again.", "Der Browser spielt noch keinen Ton. Drücke irgendetwas und versuche es noch einmal.";
    gone: "The browser takes no more pushes; the device was removed.", "Der Browser nimmt keine Push-Meldungen mehr an; das Gerät wurde entfernt.";
    refused(said): "It failed: {said}", "Fehlgeschlagen: {said}";

    kind_needs_person: "Somebody waits for a person", "Jemand wartet auf einen Menschen";
    kind_mentioned: "I am mentioned in a note", "Ich werde in einer Notiz erwähnt";
    kind_assigned: "A conversation is given to me or my team", "Ein Gespräch geht an mich oder mein Team";
    kind_message: "A visitor writes in a conversation of mine", "Ein Besucher schreibt in einem meiner Gespräche";
    kind_woke: "A snooze of mine is over", "Etwas Zurückgestelltes ist wieder dran";
    kind_suggested: "The AI suggests a person", "Die KI schlägt einen Menschen vor";
    kind_promise_due: "A promise of mine is due", "Ein Versprechen von mir ist fällig";
    kind_target_missed: "Somebody waits longer than our target", "Jemand wartet länger als vorgesehen";

    what_reaches_you: "What reaches you", "Was dich erreicht";
    always_in_bell: "The bell always lists everything. Choose what else calls you.", "Die Glocke führt immer alles auf. Wähle, was dich außerdem ruft.";
    /// A box of the grid.
    over(kind, channel): "{kind}: {channel}", "{kind}: {channel}";
    saved: "Saved.", "Gespeichert.";

    quiet_hours: "Quiet hours", "Ruhezeit";
    quiet_hint: "Nothing rings then, on no channel. The bell keeps it for later, and the ladder goes on with your colleagues.", "Dann klingelt nichts, auf keinem Weg. Die Glocke behält es für später, und die Leiter geht bei den anderen weiter.";
    leave_me_alone: "Leave me alone each day", "Lass mich täglich in Ruhe";
    from: "From", "Von";
    until: "Until", "Bis";

    this_browser: "This browser", "Dieser Browser";
    may_show: "This browser shows notifications.", "Dieser Browser zeigt Meldungen.";
    may_show_hint: "Let this browser show a notification when somebody needs you. It works while the inbox is open in a tab.", "Lass diesen Browser melden, wenn dich jemand braucht. Das geht, solange der Eingang in einem Tab offen ist.";
    allow: "Allow notifications", "Meldungen erlauben";
    blocked_hint: "This browser blocks notifications from here. Allow them in its settings for this site, then reload.", "Dieser Browser blockiert Meldungen von hier. Erlaube sie in seinen Einstellungen für diese Website und lade neu.";
    sound_hint: "A short chime plays when something rings. Browsers allow it after your first press on the page.", "Ein kurzer Ton erklingt, wenn etwas ruft. Browser erlauben das nach dem ersten Klick auf der Seite.";
    hear: "Hear it", "Anhören";
    push_hint: "Pushes reach this device even when the inbox is closed. They never hold a customer's words.", "Push-Meldungen erreichen dieses Gerät auch, wenn der Eingang geschlossen ist. Worte von Kunden stehen nie darin.";
    push_on: "Turn on pushes here", "Push hier einschalten";
    pushes_here: "This browser takes pushes, even when the inbox is closed.", "Dieser Browser nimmt Push-Meldungen an, auch wenn der Eingang geschlossen ist.";
    no_push: "This browser didn't let us push to it. Allow notifications for this site, and open it over https.", "Dieser Browser lässt keine Push-Meldungen zu. Erlaube Meldungen für diese Website und öffne sie über https.";
    devices: "Devices that take pushes", "Geräte für Push-Meldungen";
    a_browser: "A browser", "Ein Browser";
    last_push: "Last push", "Letzte Push-Meldung";
    remove(name): "Remove {name}", "{name} entfernen";

    self_test: "Self-test", "Selbsttest";
    self_test_hint: "Rings everything that you have, and shows what arrived.", "Lässt alles klingeln, was du hast, und zeigt, was ankam.";
    ring_all: "Ring all my devices", "Alle meine Geräte klingeln lassen";
    of_device(channel, device): "{channel}, {device}", "{channel}, {device}";
    raised: "raised", "ausgelöst";
    sent: "sent", "gesendet";
    shown: "shown", "angezeigt";
    opened: "opened", "geöffnet";
    not_shown_yet: "not shown yet", "noch nicht angezeigt";

    ladder: "The team's ladder", "Die Leiter des Teams";
    ladder_hint: "While a visitor waits for an answer of yours, one rung after the other rings. It stops when somebody answers, closes or snoozes the conversation, or hands it back to the AI. Where somebody holds it, they are rung first, and the others two minutes later. A rung that reaches nobody passes on at once.", "Solange ein Besucher auf eine Antwort von euch wartet, klingelt eine Stufe nach der anderen. Sie hört auf, wenn jemand antwortet, das Gespräch schließt, zurückstellt oder an die KI zurückgibt. Wo es bei jemandem liegt, klingelt es zuerst dort und zwei Minuten später bei den anderen. Eine Stufe, die niemanden erreicht, gibt sofort weiter.";
    rung_first: "Those whose it is: the assignee, else the team, else everybody", "Wem es gehört: der zuständigen Person, sonst dem Team, sonst allen";
    rung_all: "Everybody who is here", "Alle, die da sind";
    rung_push: "Pushes to everybody's devices", "Push-Meldungen an die Geräte aller";
    rung_mail: "Mails to everybody", "E-Mails an alle";
    rung_webhook: "Your webhook", "Euer Webhook";
    at_once: "at once", "sofort";
    seconds: "seconds", "Sekunden";
    webhook_address: "Webhook address", "Adresse des Webhooks";
    webhook_hint: "Signed as standardwebhooks.com has it, with this secret:", "Signiert nach standardwebhooks.com, mit diesem Schlüssel:";
    unseen_after: "Warn when nobody has looked for so many minutes", "Warnen, wenn so viele Minuten niemand nachgesehen hat";
    at_night: "Push, mail and webhook ring outside your business hours too", "Push, E-Mail und Webhook klingeln auch außerhalb eurer Geschäftszeiten";
    save_ladder: "Save the ladder", "Leiter speichern";
}
