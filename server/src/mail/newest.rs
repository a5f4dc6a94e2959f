//! What somebody wrote just now: a mail without the history that programs quote below it, and without its signature.
//!
//! Rules are few and sure. Where none fits, everything is kept: a line too many is a nuisance, a line too few is a loss.

/// A signature has at most this many lines; more is content.
const LONGEST_SIGNATURE: usize = 12;
/// The line above a quote may be wrapped over so many lines.
const LONGEST_ATTRIBUTION: usize = 3;
/// What stands in the line above a quote: English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Swedish.
const WROTE: [&str; 9] = [" wrote", " schrieb", " a écrit", " escribió", " ha scritto", " schreef", " escreveu", " napisał", " skrev"];
/// How Outlook begins the head of what it quotes.
const ORIGINAL: [&str; 5] = ["original message", "ursprüngliche nachricht", "message d'origine", "mensaje original", "messaggio originale"];
/// The fields of that head.
const FIELDS: [&str; 18] = [
    "from:",
    "sent:",
    "to:",
    "subject:",
    "date:",
    "cc:",
    "von:",
    "gesendet:",
    "an:",
    "betreff:",
    "datum:",
    "de :",
    "envoyé :",
    "à :",
    "objet :",
    "de:",
    "para:",
    "asunto:",
];
/// What telephones add.
const SENT_FROM: [&str; 13] = [
    "sent from my iphone",
    "sent from my ipad",
    "sent from my android",
    "sent from my samsung",
    "sent from my galaxy",
    "sent from my mobile",
    "sent from outlook for ",
    "sent from mail for ",
    "get outlook for ",
    "von meinem iphone",
    "von meinem ipad",
    "von meinem mobiltelefon",
    "envoyé de mon iphone",
];

/// The newest words of `text`.
pub fn newest(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().collect();
    let own = without_history(&lines);
    let kept = without_signature(&own).join("\n").trim().to_owned();
    if kept.is_empty() { text.trim().to_owned() } else { kept }
}

fn without_history<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let upto = original_head(lines).unwrap_or(lines.len());
    without_quote(&lines[..upto])
}

/// Where Outlook's copy of the mail that is answered begins. What stands first in the mail is no copy below an answer.
fn original_head(lines: &[&str]) -> Option<usize> {
    let n_fields = |from: usize| lines[from..].iter().take(7).filter(|line| is_field(line)).count();
    let starts = |at: usize| {
        let line = lines[at].trim().to_lowercase();
        let bare = line.trim_matches(|c: char| matches!(c, '-' | '_') || c.is_whitespace());
        let named = line.starts_with("--") && ORIGINAL.contains(&bare);
        let ruled = line.len() >= 10 && line.chars().all(|c| c == '_');
        let head = is_field(&line) && (at == 0 || lines[at - 1].trim().is_empty());
        ((named || ruled) && n_fields(at + 1) >= 2) || (head && n_fields(at) >= 3)
    };
    (0..lines.len()).find(|at| starts(*at)).filter(|at| lines[..*at].iter().any(|line| !line.trim().is_empty()))
}

fn is_field(line: &str) -> bool {
    let line = line.trim().trim_start_matches('*').to_lowercase();
    FIELDS.iter().any(|field| line.starts_with(field) || line.starts_with(&field.replace(':', ":*")))
}

/// The lines around the one quote, without the line that says whose it is. Several quotes are an answer point by point: all is kept.
fn without_quote<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let is_quote = |line: &&str| line.trim_start().starts_with('>');
    let Some(first) = lines.iter().position(is_quote) else { return lines.to_vec() };
    let last = lines.iter().rposition(is_quote).unwrap_or(first);
    let is_one = lines[first..=last].iter().all(|line| is_quote(line) || line.trim().is_empty());
    let attributed = attribution(&lines[..first]);
    match attributed {
        Some(from) if is_one => lines[..from].iter().chain(&lines[last + 1..]).copied().collect(),
        // A quote that nobody is named for, at the end of the mail, is history as well.
        None if is_one && first > 0 && lines[last + 1..].iter().all(|line| line.trim().is_empty()) => lines[..first].to_vec(),
        _ => lines.to_vec(),
    }
}

/// Where the "On Monday, Ana wrote:" at the end of `lines` begins.
fn attribution(lines: &[&str]) -> Option<usize> {
    let end = lines.iter().rposition(|line| !line.trim().is_empty())?;
    if !lines[end].trim().ends_with(':') {
        return None;
    }
    let earliest = (end + 1).saturating_sub(LONGEST_ATTRIBUTION);
    let begins = |at: &usize| at.checked_sub(1).is_none_or(|before| lines[before].trim().is_empty());
    // Wrapped lines belong to it only where an empty line or the start shows where it begins.
    let begins = (earliest..=end).rev().take_while(|at| !lines[*at].trim().is_empty()).find(begins).unwrap_or(end);
    let says = lines[begins..=end].join(" ").to_lowercase();
    WROTE.iter().any(|wrote| says.contains(wrote)).then_some(begins)
}

fn without_signature<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let marked = lines.iter().rposition(|line| *line == "-- " || *line == "--").filter(|at| lines.len() - at <= LONGEST_SIGNATURE + 1);
    let lines = &lines[..marked.unwrap_or(lines.len())];
    let last = lines.iter().rposition(|line| !line.trim().is_empty()).unwrap_or(0);
    let by_phone = lines.get(last).is_some_and(|line| {
        let line = line.trim().to_lowercase();
        line.len() < 60 && SENT_FROM.iter().any(|start| line.starts_with(start))
    });
    if by_phone { lines[..last].to_vec() } else { lines.to_vec() }
}

/// HTML up to where a mail program put the mail that is answered; all of it where nothing stands before.
pub fn own_html(html: &str) -> &str {
    const MARKS: [&str; 9] = [
        "<div class=\"gmail_quote",
        "<blockquote type=\"cite\"",
        "<div class=\"moz-cite-prefix",
        "<div id=\"appendonsend\"",
        "<div id=\"divrplyfwdmsg\"",
        "<div id=\"mail-editor-reference-message-container\"",
        "<div class=\"yahoo_quoted",
        "<div class=\"protonmail_quote",
        "<blockquote class=\"gmail_quote",
    ];
    // In ASCII alone, so that places in one are places in the other.
    let lower = html.to_ascii_lowercase();
    let cut = MARKS.iter().filter_map(|mark| lower.find(mark)).min();
    cut.map_or(html, |at| if says_something(&lower[..at]) { &html[..at] } else { html })
}

/// Whether words stand between the tags.
fn says_something(html: &str) -> bool {
    let body = html.find("<body").map_or(html, |at| &html[at..]);
    let mut in_tag = false;
    body.replace("&nbsp;", " ").chars().any(|c| {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            c => return !in_tag && c.is_alphanumeric(),
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(newest(text), expected, "{text}");
    }

    #[test]
    fn history_below_an_answer_goes() {
        check("Thanks!\r\n\r\nOn Mon, 3 Nov 2025 at 10:00, Plumvale <s@x.test> wrote:\r\n> Hello\r\n> there\r\n", "Thanks!");
        check("Danke\n\nAm Montag, den 3. November 2025 um 10:00 Uhr schrieb Plumvale\n<s@x.test> schrieb:\n\n> Hallo\n>\n> du", "Danke");
        check("Ja\n\nAm Mo., 3. Nov. 2025 um 10:00 Uhr schrieb Plumvale <s@x.test>:\n\n> Hallo", "Ja");
        check("Merci\n\nLe lun. 3 nov. 2025 à 10:00, Plumvale a écrit :\n> Bonjour", "Merci");
        check("Yes\n\n-----Original Message-----\nFrom: Plumvale <s@x.test>\nSent: Monday\nTo: Ana\nSubject: Hi\n\nHello", "Yes");
        check("Ja\n\n________________________________\nVon: Plumvale\nGesendet: Montag\nAn: Ana\nBetreff: Hi\n\nHallo", "Ja");
        check("Ok\n\nFrom: Plumvale\nDate: Monday\nTo: Ana\nSubject: Hi\n\nHello", "Ok");
        check("Below\n\n> quoted without a name\n", "Below");
    }

    #[test]
    fn an_answer_below_or_between_stays() {
        check("On Monday Plumvale wrote:\n> When?\n\nOn Tuesday.", "On Tuesday.");
        check("Ana wrote:\n> One?\nYes.\n> Two?\nNo.", "Ana wrote:\n> One?\nYes.\n> Two?\nNo.");
    }

    #[test]
    fn what_only_looks_like_history_stays() {
        check("She said this:\n> a quote\nand I agree", "She said this:\n> a quote\nand I agree");
        check("He wrote:\nnothing at all", "He wrote:\nnothing at all");
        check("From: Berlin\nI would go", "From: Berlin\nI would go");
        check("> a quote of a poem\n\nis what I mean", "> a quote of a poem\n\nis what I mean");
        check("________________________________\na line", "________________________________\na line");
        check("> only a quote", "> only a quote");
        check("Forwarded:\n-----Original Message-----\nno head here", "Forwarded:\n-----Original Message-----\nno head here");
    }

    #[test]
    fn signatures_go_and_long_ends_stay() {
        check("Hi\n-- \nAna Ortiz\nPlumvale", "Hi");
        check("Hi\n\nSent from my iPhone", "Hi");
        check("Hi\n\nVon meinem iPhone gesendet", "Hi");
        let long = format!("Hi\n--\n{}", "line\n".repeat(20));
        check(&long, long.trim());
        check("Sent from my house", "Sent from my house");
        check("", "");
    }

    #[test]
    fn html_ends_where_a_program_began_its_quote() {
        assert_eq!(own_html("<p>Yes</p><div class=\"gmail_quote gmail_x\">old</div>"), "<p>Yes</p>");
        assert_eq!(own_html("<p>Yes</p><BLOCKQUOTE type=\"cite\">old"), "<p>Yes</p>");
        assert_eq!(
            own_html("<body><p>&nbsp;</p><blockquote type=\"cite\">old</blockquote>new"),
            "<body><p>&nbsp;</p><blockquote type=\"cite\">old</blockquote>new"
        );
        assert_eq!(own_html("<p>Größe</p>"), "<p>Größe</p>");
    }

    proptest::proptest! {
        #[test]
        fn something_is_always_left(text in "[ a-z>\\n:-]{0,200}") {
            proptest::prop_assert_eq!(newest(&text).is_empty(), text.trim().is_empty());
        }
    }
}
