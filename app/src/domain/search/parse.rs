//! From a text to a [`Query`].

use super::{Asked, Assigned, Day, Filter, From, Has, Holds, Is, LONGEST_PART, MOST_PARTS, Part, Query};
use crate::domain::{
    case::lower,
    handoff::Reason,
    label::{Lead, Priority, Tag},
};
use std::ops::Range;

/// A piece of the text between spaces: `key:` where there is one, and the value without its quotes.
struct Token<'a> {
    range: Range<usize>,
    key: Option<&'a str>,
    value: &'a str,
    is_quoted: bool,
}

pub(super) fn query(text: &str) -> Query {
    let mut parts = Vec::new();
    let mut rest = 0;
    while let Some(token) = next(text, rest) {
        rest = token.range.end;
        if parts.len() >= MOST_PARTS {
            return Query { parts, is_cut: true };
        }
        read(&token, &mut parts);
    }
    Query { parts, is_cut: false }
}

/// The next token at or after byte `from`.
fn next(text: &str, from: usize) -> Option<Token<'_>> {
    let start = from + text[from..].find(|c: char| !c.is_whitespace() && !c.is_control())?;
    let word_end = |at: usize| text[at..].find(|c: char| c.is_whitespace() || c.is_control()).map_or(text.len(), |n| at + n);
    let colon = text[start..word_end(start)].find(|c| c == ':' || is_quote(c)).map(|n| start + n).filter(|at| text[*at..].starts_with(':'));
    let key = colon.map(|colon| &text[start..colon]).filter(|key| is_operator(key));
    let at = colon.filter(|_| key.is_some()).map_or(start, |colon| colon + 1);
    if let Some(inside) = text[at..].strip_prefix(is_quote) {
        let at = text.len() - inside.len();
        // A quote that isn't closed yet, as while typing, runs to the end.
        let (value, end) = match inside.find(is_quote) {
            Some(n) => (&inside[..n], at + n + inside[n..].chars().next().map_or(0, char::len_utf8)),
            None => (inside, text.len()),
        };
        return Some(Token { range: start..end, key, value, is_quoted: true });
    }
    // A quote in the middle of a word begins a token of its own.
    let end = word_end(at);
    let end = text[at..end].find(is_quote).map_or(end, |n| at + n);
    Some(Token { range: start..end, key, value: &text[at..end], is_quoted: false })
}

/// Keyboards of phones set the quotes of print.
const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

const KEYS: [&str; 16] = [
    "from",
    "holder",
    "is",
    "assistant",
    "note",
    "has",
    "after",
    "before",
    "tag",
    "priority",
    "lead",
    "assigned",
    "team",
    "reason",
    "language",
    "attribute",
];

/// What the reasons for a person are called after `reason:`.
const REASONS: [(&str, Reason); 13] = [
    ("person", Reason::AskedForPerson),
    ("docs", Reason::NotInDocs),
    ("unsure", Reason::LowConfidence),
    ("account", Reason::AccountQuestion),
    ("keyword", Reason::Keyword),
    ("action", Reason::Action),
    ("repeated", Reason::Repeated),
    ("frustrated", Reason::Frustrated),
    ("off", Reason::SwitchedOff),
    ("sensitive", Reason::SensitiveTopic),
    ("contradiction", Reason::Contradiction),
    ("failed", Reason::AssistantFailed),
    ("pulled", Reason::AgentPulled),
];

fn is_operator(key: &str) -> bool {
    KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
}

fn read(token: &Token<'_>, parts: &mut Vec<Part>) {
    let value = cut(token.value.trim());
    let mut push = |asked| parts.push(Part { range: token.range.clone(), asked });
    let words = |value: String| if token.is_quoted { Asked::Phrase(value) } else { Asked::Word(value) };
    match token.key.map(str::to_ascii_lowercase).as_deref() {
        None if value.is_empty() => {}
        None => push(words(value)),
        Some("note") => {
            push(Asked::Filter(Filter::Note));
            if !value.is_empty() {
                push(words(value));
            }
        }
        Some(key) => push(filter(key, value)),
    }
}

fn cut(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).take(LONGEST_PART).collect()
}

fn filter(key: &str, value: String) -> Asked {
    let known = lower(&value);
    let filter = match (key, known.as_str()) {
        ("from" | "holder" | "assistant" | "assigned" | "team" | "tag", "") => None,
        ("from", known) => Some(Filter::From(match known {
            "visitor" => From::Visitor,
            "ai" => From::Assistant,
            "agent" => From::Agent,
            "me" => From::Me,
            _ => From::Named(value),
        })),
        ("holder", known) => Some(Filter::Holder(match known {
            "ai" => Holds::Assistant,
            "queue" => Holds::Queue,
            "me" => Holds::Me,
            _ => Holds::Named(value),
        })),
        ("assigned", known) => Some(Filter::Assigned(match known {
            "nobody" => Assigned::Nobody,
            "me" => Assigned::Me,
            _ => Assigned::Named(value),
        })),
        ("assistant", _) => Some(Filter::Assistant(value)),
        ("team", _) => Some(Filter::Team(value)),
        ("tag", _) => Tag::parse(&value).ok().map(Filter::Tag),
        ("priority", "low") => Some(Filter::Priority(Priority::Low)),
        ("priority", "normal") => Some(Filter::Priority(Priority::Normal)),
        ("priority", "high") => Some(Filter::Priority(Priority::High)),
        ("priority", "urgent") => Some(Filter::Priority(Priority::Urgent)),
        ("lead", known) => Lead::named(known).map(Filter::Lead),
        ("is", "open") => Some(Filter::Is(Is::Open)),
        ("is", "closed") => Some(Filter::Is(Is::Closed)),
        ("is", "snoozed") => Some(Filter::Is(Is::Snoozed)),
        ("is", "spam") => Some(Filter::Is(Is::Spam)),
        ("is", "waiting") => Some(Filter::Is(Is::Waiting)),
        ("has", "file") => Some(Filter::Has(Has::File)),
        ("has", "link") => Some(Filter::Has(Has::Link)),
        ("reason", known) => REASONS.iter().find(|(name, _)| *name == known).map(|(_, why)| Filter::Reason(*why)),
        ("language", known) => language(known).map(Filter::Language),
        ("attribute", _) => attribute(&value),
        ("before", day) => parse_day(day).map(Filter::Before),
        ("after", day) => parse_day(day).map(Filter::After),
        _ => None,
    };
    filter.map_or_else(|| Asked::Wrong(advice(key)), Asked::Filter)
}

/// The first part of a tag such as `de-AT`.
fn language(tag: &str) -> Option<String> {
    let first = tag.split(['-', '_']).next().unwrap_or_default();
    let is_one = (2..=8).contains(&first.len()) && first.bytes().all(|it| it.is_ascii_alphabetic());
    is_one.then(|| first.to_owned())
}

/// `plan`, or `plan=pro`.
fn attribute(text: &str) -> Option<Filter> {
    let (key, value) = match text.split_once('=') {
        Some((key, value)) => (key.trim(), Some(value.trim().to_owned())),
        None => (text, None),
    };
    (!key.is_empty() && value.as_deref() != Some("")).then(|| Filter::Attribute { key: key.to_owned(), value })
}

/// What to write after an operator.
fn advice(key: &str) -> String {
    let says = match key {
        "from" => "After from: comes a name, or me, visitor, ai, agent.",
        "holder" => "After holder: comes a name, or me, ai, queue.",
        "assigned" => "After assigned: comes a name, or me, nobody.",
        "team" => "After team: comes the name of a team.",
        "tag" => "After tag: comes a tag, in quotes where it has spaces.",
        "priority" => "After priority: comes low, normal, high or urgent.",
        "lead" => "After lead: comes none, new, contacted, qualified, customer or lost.",
        "assistant" => "After assistant: comes the name of an assistant.",
        "is" => "After is: comes open, snoozed, closed, waiting or spam.",
        "has" => "After has: comes file or link.",
        "reason" => return after_reason(),
        "language" => "After language: comes a language such as de.",
        "attribute" => "After attribute: comes its name, or its name and value such as plan=pro.",
        "before" => "After before: comes a day, such as 2026-01-31.",
        _ => "After after: comes a day, such as 2026-01-31.",
    };
    says.to_owned()
}

/// Every reason that can be asked for.
fn after_reason() -> String {
    let [others @ .., last] = REASONS.map(|(name, _)| name);
    format!("After reason: comes {} or {last}.", others.join(", "))
}

/// `2026`, `2026-03` or `2026-03-31`; the first day of what is named.
fn parse_day(text: &str) -> Option<Day> {
    let mut numbers = text.split('-').map(|piece| (piece.len(), piece.bytes().all(|b| b.is_ascii_digit()), piece.parse::<i64>()));
    let mut number = |longest: usize| match numbers.next() {
        None => Some(None),
        Some((1.., true, Ok(n))) if n > 0 => Some(Some(n)).filter(|_| longest >= n.to_string().len()),
        Some(_) => None,
    };
    let year = number(4)?.filter(|year| (1970..=9999).contains(year))?;
    let month = number(2)?.unwrap_or(1);
    let day = number(2)?.unwrap_or(1);
    let is_there = (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day);
    (is_there && numbers.next().is_none()).then(|| Day(days_since_1970(year, month, day)))
}

const fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Howard Hinnant's `days_from_civil`, for years after 1970.
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(text: &str) -> Vec<Asked> {
        Query::parse(text).parts.into_iter().map(|part| part.asked).collect()
    }

    fn word(text: &str) -> Asked {
        Asked::Word(text.to_owned())
    }

    fn phrase(text: &str) -> Asked {
        Asked::Phrase(text.to_owned())
    }

    #[test]
    fn words_phrases_and_filters_are_told_apart() {
        use Asked::Filter as F;
        for (text, parts) in [
            ("", vec![]),
            (" \n\t ", vec![]),
            ("refund  Status", vec![word("refund"), word("Status")]),
            ("\"exact words\"", vec![phrase("exact words")]),
            ("„exact words“ “x y”", vec![phrase("exact words"), phrase("x y")]),
            ("say \"not closed", vec![word("say"), phrase("not closed")]),
            ("\"\" \"", vec![]),
            ("from:ana", vec![F(Filter::From(From::Named("ana".to_owned())))]),
            ("From:\"Ana Ortiz\" x", vec![F(Filter::From(From::Named("Ana Ortiz".to_owned()))), word("x")]),
            ("from:AI holder:queue", vec![F(Filter::From(From::Assistant)), F(Filter::Holder(Holds::Queue))]),
            ("is:waiting has:link", vec![F(Filter::Is(Is::Waiting)), F(Filter::Has(Has::Link))]),
            ("before:2026-01-01 after:1970", vec![F(Filter::Before(Day(20_454))), F(Filter::After(Day(0)))]),
            ("tag:\"VIP  Buyer\"", vec![F(Filter::Tag(Tag::parse("vip buyer").expect("a tag")))]),
            ("assigned:nobody priority:high", vec![F(Filter::Assigned(Assigned::Nobody)), F(Filter::Priority(Priority::High))]),
            ("lead:Qualified lead:none", vec![F(Filter::Lead(Lead::Qualified)), F(Filter::Lead(Lead::None))]),
            ("reason:docs language:de-AT", vec![F(Filter::Reason(Reason::NotInDocs)), F(Filter::Language("de".to_owned()))]),
            ("attribute:Plan", vec![F(Filter::Attribute { key: "Plan".to_owned(), value: None })]),
            ("attribute:plan=pro", vec![F(Filter::Attribute { key: "plan".to_owned(), value: Some("pro".to_owned()) })]),
            ("attribute:\"plan = Pro Max\"", vec![F(Filter::Attribute { key: "plan".to_owned(), value: Some("Pro Max".to_owned()) })]),
            ("note:refund", vec![F(Filter::Note), word("refund")]),
            ("note: \"a b\"", vec![F(Filter::Note), phrase("a b")]),
        ] {
            assert_eq!(asked(text), parts, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_operator_is_words() {
        for text in ["https://example.com/a?b=c", "12:30", "Error:timeout", ":", "x:", "*", "%_'--"] {
            assert!(asked(text).iter().all(|it| matches!(it, Asked::Word(_))), "{text}: {:?}", asked(text));
        }
        assert_eq!(asked("Error:timeout"), [word("Error:timeout")]);
    }

    #[test]
    fn a_filter_that_can_not_be_says_what_to_write() {
        for (text, says) in [
            ("is:funny", "open, snoozed, closed"),
            ("is:", "open, snoozed, closed"),
            ("before:yesterday", "2026-01-31"),
            ("after:2026-13-01", "2026-01-31"),
            ("after:2026-02-29", "2026-01-31"),
            ("after:2026-02-03-04", "2026-01-31"),
            ("after:+2026", "2026-01-31"),
            ("from:", "a name"),
            ("has:everything", "file or link"),
            ("tag:", "a tag"),
            ("priority:hot", "low, normal"),
            ("lead:hot", "none, new, contacted"),
            ("lead:", "customer or lost"),
            ("assigned:", "nobody"),
            ("reason:luck", "person, docs, unsure"),
            ("reason:", "sensitive, contradiction, failed or pulled."),
        ] {
            let query = Query::parse(text);
            assert!(query.wrong().is_some_and(|say| say.contains(says)), "{text}: {query:?}");
        }
    }

    #[test]
    fn every_reason_can_be_asked_for() {
        assert!(Reason::ALL.iter().all(|why| REASONS.iter().any(|(_, known)| known == why)));
    }

    #[test]
    fn days_are_days_of_the_calendar() {
        for (text, day) in [("1970-01-01", 0), ("2024-02-29", 19_782), ("2024-03-01", 19_783), ("2024-3", 19_783), ("2027", 20_819)] {
            assert_eq!(parse_day(text), Some(Day(day)), "{text}");
        }
    }

    #[test]
    fn a_pasted_page_is_cut() {
        let query = Query::parse(&"word ".repeat(2_000));
        assert_eq!((query.parts.len(), query.is_cut), (MOST_PARTS, true));
        let Asked::Word(word) = &Query::parse(&"x".repeat(10_000)).parts[0].asked else { panic!("a word") };
        assert_eq!(word.len(), LONGEST_PART);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_every_part_stands_in_it(text in any::<String>()) {
            let query = Query::parse(&text);
            for part in &query.parts {
                prop_assert!(text.get(part.range.clone()).is_some_and(|it| !it.is_empty()));
                if let Asked::Word(words) | Asked::Phrase(words) = &part.asked {
                    prop_assert!(!words.trim().is_empty());
                }
            }
        }

        #[test]
        fn near_queries_are_read_too(text in "((from|is|before|note|x|:|\"|“| |-|2026|é|東)){0,24}") {
            let query = Query::parse(&text);
            let ends: Vec<usize> = query.parts.iter().map(|part| part.range.end).collect();
            prop_assert!(ends.is_sorted());
        }
    }
}
