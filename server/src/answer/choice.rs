//! Which of a few offered titles a visitor chose: by its number, by its name, or by a word that only it has.

use super::index::Index;
use super::language::language;
use super::words::tokens;

/// What a visitor made of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This section; the place of its first passage.
    Section(usize),
    /// None of them.
    None,
}

/// The places in an offer, as they are counted in the languages that visitors write to us.
const ORDINALS: [&str; 3] = [
    "1 1st first one erste ersten erstes eins premier première premiere primero primera primo prima primeiro primeira eerste uno um a",
    "2 2nd second two zweite zweiten zweites zwei deuxième deuxieme second seconde segundo segunda secondo seconda tweede dos due dois b",
    "3 3rd third three dritte dritten drittes drei troisième troisieme tercero tercera terzo terza terceiro terceira derde tres tre três c",
];
const LAST: &str = "last latter letzte letzten letztes dernier dernière último última ultimo ultima laatste";
/// What may stand around an ordinal in a message that says nothing else.
const AROUND: &str = "the that one is it it's its i mean meant think take option number no nr nummer please pls yes yeah ja oui sí si bitte das die der den \
    ich meine le la les el il lo o de number: my question was about probably would be guess";
const YES: &str = "yes yeah yep yup sure exactly correct right ja genau jep richtig oui sí si claro sim certo";
const NONE: &str = "none neither nope no nein keines keine keins non ninguno ninguna nessuno nenhum geen";
const AROUND_NONE: &str = "of these those them that's thats not what i meant mean it the is davon really either nothing one der von diesen";

/// What the message chooses of the sections that were offered, in their order; nothing where it is about something else.
pub fn choice(index: &Index, offered: &[String], message: &str) -> Option<Choice> {
    let places: Vec<usize> = offered.iter().filter_map(|section| index.place_of(section)).collect();
    if places.len() != offered.len() || places.is_empty() {
        return None;
    }
    let words = tokens(message);
    if is_none(&words) {
        return Some(Choice::None);
    }
    let nth = by_name(index, &places, message)
        .or_else(|| by_place(&words, places.len()))
        .or_else(|| by_word(index, &places, message, words.len()));
    nth.map(|nth| Choice::Section(places[nth]))
}

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|it| it == word)
}

fn is_none(words: &[String]) -> bool {
    words.len() <= 8 && words.iter().any(|word| has(NONE, word)) && words.iter().all(|word| has(NONE, word) || has(AROUND_NONE, word))
}

/// "the second one", "2", "die letzte"; "yes" where only one was offered.
fn by_place(words: &[String], n: usize) -> Option<usize> {
    let is_ordinal = |word: &str| ORDINALS.iter().any(|list| has(list, word)) || has(LAST, word);
    let all_known = words.iter().all(|word| has(AROUND, word) || has(YES, word) || is_ordinal(word));
    if words.is_empty() || words.len() > 8 || !all_known {
        return None;
    }
    // "the second one": the telling ordinal is the one that isn't a filler as well.
    let telling = words
        .iter()
        .find(|word| is_ordinal(word) && !has(AROUND, word))
        .or_else(|| words.iter().find(|word| words.len() == 1 && is_ordinal(word)));
    match telling {
        Some(word) if has(LAST, word) => Some(n - 1),
        Some(word) => ORDINALS.iter().position(|list| has(list, word)).filter(|nth| *nth < n),
        None => (n == 1 && words.iter().any(|word| has(YES, word))).then_some(0),
    }
}

/// The title as it was shown, or most of it.
fn by_name(index: &Index, places: &[usize], message: &str) -> Option<usize> {
    let said = folded(message);
    let names = |place: &usize| {
        let passage = index.passage(*place);
        [folded(&passage.heading), folded(&passage.title), folded(&index.name_of(*place))]
    };
    let is_it = |place: &usize| names(place).iter().any(|name| !name.is_empty() && *name == said);
    only(places.iter().map(is_it)).or_else(|| {
        // A heading tells more than a title that several share.
        only(places.iter().map(|place| !index.passage(*place).heading.is_empty() && folded(&index.passage(*place).heading) == said))
    })
}

/// "the csv one": a short message with a telling word that one title alone has, and none that no title has.
fn by_word(index: &Index, places: &[usize], message: &str, n_words: usize) -> Option<usize> {
    let language = language(message).filter(|it| index.speaks(*it)).unwrap_or(index.main_language);
    let said: Vec<String> =
        index.tokens.stems(language, message).into_iter().filter(|stem| !has("second first third last option number", stem)).collect();
    let names: Vec<Vec<String>> =
        places.iter().map(|place| index.tokens.stems(index.language_of[*place], &index.name_of(*place))).collect();
    let all_named = !said.is_empty() && said.iter().all(|stem| names.iter().any(|name| name.contains(stem)));
    if n_words > 6 || !all_named {
        return None;
    }
    only(names.iter().map(|name| said.iter().all(|stem| name.contains(stem))))
}

fn folded(text: &str) -> String {
    tokens(text).join(" ")
}

/// The place of the one that is true; nothing where none or several are.
fn only(are: impl Iterator<Item = bool>) -> Option<usize> {
    let mut found = are.enumerate().filter_map(|(nth, is)| is.then_some(nth));
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Indexed;

    fn index() -> Index {
        let section = |page: &str, title: &str, heading: &str| Indexed {
            page: page.to_owned(),
            section: format!("{page}#{heading}"),
            title: title.to_owned(),
            heading: heading.to_owned(),
            text: "Some text about it and how to do it.".to_owned(),
            ..Indexed::default()
        };
        Index::build(vec![
            section("a", "Import members", "From CSV"),
            section("b", "Import members", "From Excel"),
            section("c", "Class packs", ""),
        ])
    }

    #[test]
    fn a_choice_is_heard_by_number_by_name_and_by_a_telling_word() {
        let index = index();
        let offered: Vec<String> = ["a#From CSV", "b#From Excel", "c#"].map(str::to_owned).to_vec();
        for (message, place) in [
            ("2", Some(1)),
            ("the second one", Some(1)),
            ("the first one please", Some(0)),
            ("the last one", Some(2)),
            ("Option 3", Some(2)),
            ("das zweite bitte", Some(1)),
            ("From Excel", Some(1)),
            ("class packs!", Some(2)),
            ("the csv one", Some(0)),
            ("Import members", None),
            ("import members", None),
            ("one", Some(0)),
            ("how do I cancel my second subscription?", None),
            ("I have one question about excel refunds", None),
            ("4", None),
            ("yes", None),
            ("", None),
        ] {
            assert_eq!(choice(&index, &offered, message), place.map(Choice::Section), "{message}");
        }
        assert_eq!(choice(&index, &offered[..1], "yes please"), Some(Choice::Section(0)));
        for message in ["none of these", "neither", "no, that's not what I meant"] {
            assert_eq!(choice(&index, &offered, message), Some(Choice::None), "{message}");
        }
        assert_eq!(choice(&index, &[], "2"), None);
        assert_eq!(choice(&index, &["gone#x".to_owned()], "1"), None);
    }
}
