//! Why a page or a source couldn't be read, and what its owner can do about it.

use super::{composer::size, faults, number};
use crate::{api::knowledge::Trouble, domain::fault::Fault};

words! {
    address(say): "The address can’t be used. {say}", "Die Adresse ist nicht brauchbar. {say}";
    fix_address: "Check that it starts with https:// and opens outside your own network.", "Prüfe, ob sie mit https:// beginnt und sich außerhalb deines Netzes öffnen lässt.";
    unreachable(say): "The site doesn’t answer. {say}", "Die Website antwortet nicht. {say}";
    fix_unreachable: "Open the address in your browser. Where that works, the site may be slow or keep programs out; check again later.", "Öffne die Adresse im Browser. Geht das, ist die Website vielleicht langsam oder sperrt Programme aus; prüfe später noch einmal.";
    status(code): "The site answered with status {code}.", "Die Website antwortete mit Status {code}.";
    status_gone(code): "The page isn’t there (status {code}).", "Die Seite gibt es nicht (Status {code}).";
    fix_gone: "Remove links that lead to it, or leave it out by a pattern.", "Entferne Links, die dorthin führen, oder lass sie durch ein Muster weg.";
    status_closed(code): "The page asks for a login, or keeps programs out (status {code}).", "Die Seite verlangt eine Anmeldung oder sperrt Programme aus (Status {code}).";
    fix_closed: "Let Baton in on the site, or add what the page says as a text.", "Lass Baton auf der Website ein, oder füge den Inhalt der Seite als Text hinzu.";
    status_busy: "The site asks for fewer requests (status 429).", "Die Website bittet um weniger Anfragen (Status 429).";
    fix_busy: "Check again later, or lower the number of pages.", "Prüfe später noch einmal, oder senke die Zahl der Seiten.";
    fix_status: "That lies with the site: tell whoever runs it, and check again later.", "Das liegt an der Website: Sag es ihrem Betreiber, und prüfe später noch einmal.";
    robots: "robots.txt of the site keeps Baton out.", "Die robots.txt der Website sperrt Baton aus.";
    fix_robots: "Allow “BatonBot” in robots.txt, or add the page as a file or a text.", "Erlaube „BatonBot“ in der robots.txt, oder füge die Seite als Datei oder Text hinzu.";
    noindex: "The page asks not to be indexed (noindex).", "Die Seite will nicht indexiert werden (noindex).";
    fix_noindex: "Take that off the page, or tick “Read pages that ask not to be indexed” under “Limits and schedule”.", "Nimm das aus der Seite, oder setze unter „Grenzen und Zeitplan“ das Häkchen bei „Auch Seiten lesen, die nicht indexiert werden wollen“.";
    kind(found): "This kind of file can’t be read: {found}.", "Diese Art von Datei lässt sich nicht lesen: {found}.";
    fix_kind: "Save it as Markdown, HTML, text, PDF, Word (.docx) or CSV.", "Speichere sie als Markdown, HTML, Text, PDF, Word (.docx) oder CSV.";
    too_large(most): "It is larger than {most}.", "Sie ist größer als {most}.";
    fix_too_large: "Cut it into smaller parts.", "Teile sie in kleinere Stücke.";
    unreadable(say): "The file is broken, or took too long to read. {say}", "Die Datei ist beschädigt, oder das Lesen dauerte zu lange. {say}";
    fix_unreadable: "Open it, save it anew, and add it again; or paste its text.", "Öffne sie, speichere sie neu und füge sie noch einmal hinzu; oder füge ihren Text ein.";
    empty: "There are no words in it.", "Es stehen keine Wörter darin.";
    fix_empty: "It may be drawn by scripts, or be a scan. Add what it says as a text.", "Vielleicht wird sie von Skripten gezeichnet oder ist ein Scan. Füge ihren Inhalt als Text hinzu.";
    too_many(most): "There are more than {most} pages.", "Es gibt mehr als {most} Seiten.";
    fix_too_many: "Raise the limit, or leave pages out by patterns.", "Erhöhe die Grenze, oder lass Seiten durch Muster weg.";
    stopped: "Somebody stopped it.", "Jemand hat es angehalten.";
    fix_stopped: "Press “Check now” to go on.", "Drücke „Jetzt prüfen“, um weiterzumachen.";
}

/// What went wrong, in a sentence.
pub fn what(it: &Trouble) -> String {
    match it {
        Trouble::Address { say } => address(&told(say)).trim_end().to_owned(),
        Trouble::Unreachable { say } => unreachable(&told(say)).trim_end().to_owned(),
        Trouble::Status { code } => of_status(*code),
        Trouble::Robots => robots().to_owned(),
        Trouble::NoIndex => noindex().to_owned(),
        Trouble::Kind { found } => kind(found),
        Trouble::TooLarge { most } => too_large(&size(*most)),
        Trouble::Unreadable { say } => unreadable(&told(say)).trim_end().to_owned(),
        Trouble::Empty => empty().to_owned(),
        Trouble::TooMany { most } => too_many(&number(u64::from(*most))),
        Trouble::Stopped => stopped().to_owned(),
    }
}

/// What can be done about it.
pub fn fix(it: &Trouble) -> &'static str {
    match it {
        Trouble::Address { .. } => fix_address(),
        Trouble::Unreachable { .. } => fix_unreachable(),
        Trouble::Status { code: 404 | 410 } => fix_gone(),
        Trouble::Status { code: 401 | 403 } => fix_closed(),
        Trouble::Status { code: 429 } => fix_busy(),
        Trouble::Status { .. } => fix_status(),
        Trouble::Robots => fix_robots(),
        Trouble::NoIndex => fix_noindex(),
        Trouble::Kind { .. } => fix_kind(),
        Trouble::TooLarge { .. } => fix_too_large(),
        Trouble::Unreadable { .. } => fix_unreadable(),
        Trouble::Empty => fix_empty(),
        Trouble::TooMany { .. } => fix_too_many(),
        Trouble::Stopped => fix_stopped(),
    }
}

fn of_status(code: u16) -> String {
    match code {
        404 | 410 => status_gone(&code.to_string()),
        401 | 403 => status_closed(&code.to_string()),
        429 => status_busy().to_owned(),
        _ => status(&code.to_string()),
    }
}

/// What the reader said, in the language of the page where it is known.
fn told(say: &str) -> String {
    faults::say(&Fault::invalid("", say))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::words::{Lang, on_page_in};

    #[test]
    fn a_trouble_says_what_happened_and_what_to_do() {
        for (it, told) in [
            (Trouble::Status { code: 404 }, ["The page isn’t there (status 404).", "Die Seite gibt es nicht (Status 404)."]),
            (Trouble::Status { code: 500 }, ["The site answered with status 500.", "Die Website antwortete mit Status 500."]),
            (Trouble::TooMany { most: 1_500 }, ["There are more than 1,500 pages.", "Es gibt mehr als 1.500 Seiten."]),
            (
                Trouble::Address { say: "too many redirects".to_owned() },
                ["The address can’t be used. too many redirects", "Die Adresse ist nicht brauchbar. Sie leitet zu oft weiter."],
            ),
            (Trouble::Unreachable { say: String::new() }, ["The site doesn’t answer.", "Die Website antwortet nicht."]),
        ] {
            assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || what(&it))), told);
            assert!(!fix(&it).is_empty());
        }
    }
}
