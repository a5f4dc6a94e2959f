//! What the AI said, and why.

words! {
    asked_which: "Not sure, so it asked: is it one of these?", "Nicht sicher, also hat sie gefragt: Ist es eines davon?";
    said_not_covered:
        "Said that this isn't in the docs, and offered a person.",
        "Hat gesagt, dass das nicht in der Doku steht, und einen Menschen angeboten.";
    sources: "Sources", "Quellen";
    why: "Why", "Warum";
    searched_for: "Searched for", "Gesucht nach";
    engine: "Engine", "Suche";
    confidence: "Confidence", "Gewissheit";
    took: "Took", "Dauer";
    milliseconds[n]: "{n} ms", "{n} ms";
    all_figures: "All figures", "Alle Werte";
    weighed: "Passages that were weighed", "Abgewogene Textstellen";
    used: "Used", "Verwendet";
    is_used: "used", "verwendet";
    passage: "Passage", "Textstelle";
    score: "Score", "Punkte";
    version: "Version", "Version";
    // The figures of a receipt; `server/src/answer` names them.
    answer_from: "Answer from", "Antworten ab";
    suggest_from: "Suggest from", "Vorschlagen ab";
    heading: "Heading", "Überschrift";
    stands_out: "Stands out", "Ragt heraus";
    lead: "Lead", "Vorsprung";
    words: "Words", "Wörter";
    covered: "Covered", "Abgedeckt";
    unknown: "Unknown", "Unbekannt";
    page_share: "Page share", "Anteil der Seite";
    length: "Length", "Länge";
    account: "Account", "Konto";
    asks_whether: "Asks whether", "Fragt, ob";
    alike: "Alike", "Ähnlich";
    least_alike: "Least alike", "Am wenigsten ähnlich";
    telling_alike: "Telling alike", "Aussagekräftig ähnlich";
    telling_lead: "Telling lead", "Aussagekräftiger Vorsprung";
    wants_person: "Wants person", "Will einen Menschen";
    small_talk: "Small talk", "Plauderei";
    allowance: "Answers used up", "Antworten aufgebraucht";
}

/// The name of a receipt's figure as a person reads it; one that is new to us as it is.
pub fn figure(name: &str) -> String {
    let known = match name {
        "answer_from" => answer_from(),
        "suggest_from" => suggest_from(),
        "heading" => heading(),
        "stands_out" => stands_out(),
        "lead" => lead(),
        "words" => words(),
        "covered" => covered(),
        "unknown" => unknown(),
        "page_share" => page_share(),
        "length" => length(),
        "account" => account(),
        "asks_whether" => asks_whether(),
        "alike" => alike(),
        "least_alike" => least_alike(),
        "telling_alike" => telling_alike(),
        "telling_lead" => telling_lead(),
        "wants_person" => wants_person(),
        "small_talk" => small_talk(),
        "allowance" => allowance(),
        _ => return spelt_out(name),
    };
    known.to_owned()
}

fn spelt_out(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    // The engine's names are ASCII.
    letters.next().map(|first| [first.to_ascii_uppercase()].into_iter().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_figures_are_words() {
        for (name, told) in [("answer_from", "Answer from"), ("a_new_one", "A new one"), ("", "")] {
            assert_eq!(figure(name), told);
        }
    }
}
