//! Figures in a sentence: durations, prices, shares, sizes, dates, times of day, and counts of things.

/// What a figure counts. Two can be compared only where this is the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// In minutes.
    Duration,
    /// In minutes, of days on which people work.
    WorkingDays,
    Money,
    Percent,
    /// In megabytes.
    Size,
    /// A day of the year.
    Date,
    /// In minutes since midnight.
    Clock,
    /// So many of this.
    Count(String),
}

impl Kind {
    /// Whether people say it roughly: "a year" for twelve months.
    pub const fn is_rough(&self) -> bool {
        matches!(self, Self::Duration | Self::WorkingDays)
    }
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    pub kind: Kind,
    pub value: f64,
}

const DAY: f64 = 1_440.0;

const UNITS: [(&str, f64); 13] = [
    ("second", 1.0 / 60.0),
    ("minute", 1.0),
    ("hour", 60.0),
    ("day", DAY),
    ("week", 7.0 * DAY),
    ("month", 30.0 * DAY),
    ("year", 365.0 * DAY),
    ("stunde", 60.0),
    ("tag", DAY),
    ("tage", DAY),
    ("woche", 7.0 * DAY),
    ("monat", 30.0 * DAY),
    ("jahr", 365.0 * DAY),
];

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

const NUMBERS: [(&str, f64); 24] = [
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("sixty", 60.0),
    ("ninety", 90.0),
    ("zwei", 2.0),
    ("drei", 3.0),
    ("vier", 4.0),
    ("fünf", 5.0),
    ("sieben", 7.0),
    ("vierzehn", 14.0),
    ("dreißig", 30.0),
];

/// Words before a number that make it a name: step 3, version 2.
const NUMBERED: [&str; 12] =
    ["step", "version", "chapter", "section", "option", "number", "page", "figure", "level", "phase", "part", "no"];
/// What is counted in passing, and limits nothing.
const IN_PASSING: [&str; 13] =
    ["steps", "ways", "options", "things", "examples", "parts", "kinds", "types", "times", "other", "more", "different", "main"];

/// Whether a word is a figure itself, or a month's name.
pub(super) fn is_figure(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || NUMBERS.iter().any(|(name, _)| *name == word) || is_month(word)
}

/// Whether a word names a month, by its first letters at least.
pub(super) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// The figures of a sentence, in their order.
pub(super) fn quantities(sentence: &str) -> Vec<Quantity> {
    let words: Vec<String> = sentence.split_whitespace().flat_map(parted).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (n, more) = read(&words, at);
        found.extend(more);
        at += n.max(1);
    }
    found
}

/// A word without the marks around it, in lower case; `14-day` and `3–5` in their parts.
fn parted(word: &str) -> Vec<String> {
    let bare = word.trim_matches(|c: char| !(c.is_alphanumeric() || "$€£%".contains(c))).to_lowercase();
    let is_joined = bare.contains(['-', '–']) && bare.starts_with(|c: char| c.is_ascii_digit() || "$€£".contains(c));
    if !is_joined {
        return vec![bare];
    }
    // A date as computers write it stays whole: three numbers are no range.
    let parts: Vec<&str> = bare.split(['-', '–']).collect();
    match parts.as_slice() {
        [from, to] if number(to).is_some() || to.ends_with('%') => vec![(*from).to_owned(), "to".to_owned(), (*to).to_owned()],
        [from, unit] => vec![(*from).to_owned(), (*unit).to_owned()],
        _ => vec![bare],
    }
}

/// How many words a figure at `at` takes, and what it says.
fn read(words: &[String], at: usize) -> (usize, Vec<Quantity>) {
    let word = words[at].as_str();
    if let Some(value) = month(word).and_then(|month| day_of(month, number(&ordinal(words.get(at + 1)?))?)) {
        return (2, vec![Quantity { kind: Kind::Date, value }]);
    }
    if let Some(whole) = whole(word) {
        return (1, vec![whole]);
    }
    let Some(first) = number(&ordinal(word)) else { return (1, Vec::new()) };
    let joins = |word: &String| matches!(word.as_str(), "to" | "or" | "and" | "bis" | "oder");
    let second = words.get(at + 1).filter(|word| joins(word)).and_then(|_| words.get(at + 2));
    if let Some(Quantity { kind, value }) = second.and_then(|word| whole(word)) {
        return (3, vec![Quantity { kind: kind.clone(), value: first }, Quantity { kind, value }]);
    }
    let second = second.and_then(|word| number(word));
    let n = if second.is_some() { 3 } else { 1 };
    let is_numbered = at > 0 && NUMBERED.contains(&words[at - 1].as_str());
    let Some((unit, n_unit)) = unit(words, at + n).filter(|_| !is_numbered) else { return (n, Vec::new()) };
    (n + n_unit, [Some(first), second].into_iter().flatten().map(|value| unit.of(value)).collect())
}

/// What is counted, how much one of it is, and from where it counts.
#[derive(Debug, Clone)]
struct Unit {
    kind: Kind,
    one: f64,
    from: f64,
}

impl Unit {
    const fn new(kind: Kind, one: f64) -> Self {
        Self { kind, one, from: 0.0 }
    }

    fn of(&self, value: f64) -> Quantity {
        Quantity { kind: self.kind.clone(), value: self.from + self.one * value }
    }
}

/// What is counted by the words at `at`, and how many words say so.
fn unit(words: &[String], at: usize) -> Option<(Unit, usize)> {
    let word = words.get(at)?.as_str();
    let is_worked = matches!(word, "business" | "working");
    if is_worked || matches!(word, "calendar" | "full" | "consecutive") {
        let (it, n) = unit(words, at + 1).filter(|(it, _)| it.kind == Kind::Duration)?;
        return Some((if is_worked { Unit { kind: Kind::WorkingDays, ..it } } else { it }, n + 1));
    }
    if let Some((_, minutes)) = UNITS.iter().find(|(unit, _)| is_form_of(word, unit)) {
        return Some((Unit::new(Kind::Duration, *minutes), 1));
    }
    if let Some(month) = month(word) {
        return Some((Unit { from: day_of(month, 1.0)? - 1.0, ..Unit::new(Kind::Date, 1.0) }, 1));
    }
    let it = match word {
        "werktage" | "werktagen" => Unit::new(Kind::WorkingDays, DAY),
        "€" | "$" | "£" | "euro" | "euros" | "eur" | "dollar" | "dollars" | "usd" | "pounds" | "gbp" => Unit::new(Kind::Money, 1.0),
        "%" | "percent" | "prozent" => Unit::new(Kind::Percent, 1.0),
        "kb" => Unit::new(Kind::Size, 1.0 / 1_024.0),
        "mb" => Unit::new(Kind::Size, 1.0),
        "gb" => Unit::new(Kind::Size, 1_024.0),
        "tb" => Unit::new(Kind::Size, 1_048_576.0),
        "am" | "a.m" => Unit::new(Kind::Clock, 60.0),
        "pm" | "p.m" => Unit { from: 720.0, ..Unit::new(Kind::Clock, 60.0) },
        _ => Unit::new(Kind::Count(counted(word)?), 1.0),
    };
    Some((it, 1))
}

/// `days` and `tagen` are forms of `day` and `tag`.
fn is_form_of(word: &str, unit: &str) -> bool {
    word.strip_prefix(unit).is_some_and(|rest| matches!(rest, "" | "s" | "n" | "e" | "en"))
}

/// The thing that is counted: many of it, by its form.
fn counted(word: &str) -> Option<String> {
    let is_many = word.len() >= 4 && word.ends_with('s') && word.chars().all(char::is_alphabetic) && !word.ends_with("ss");
    (is_many && !IN_PASSING.contains(&word)).then(|| word.to_owned())
}

/// A figure that is one word: `$20`, `20%`, `5gb`, `10:30`, `9am`, `2026-06-14`.
fn whole(word: &str) -> Option<Quantity> {
    let quantity = |kind, value| Some(Quantity { kind, value });
    if let Some(money) = word.strip_prefix(['$', '€', '£']) {
        return quantity(Kind::Money, number(money)?);
    }
    if let [year, month, day] = word.split('-').collect::<Vec<_>>().as_slice() {
        return if year.len() == 4 { quantity(Kind::Date, day_of(number(month)?, number(day)?)?) } else { None };
    }
    if let Some((hour, minute)) = word.split_once(':') {
        return quantity(Kind::Clock, number(hour)? * 60.0 + number(minute)?);
    }
    let letters = word.find(|c: char| !(c.is_ascii_digit() || ".,".contains(c)))?;
    let (figure, unit) = word.split_at(letters);
    let value = number(figure)?;
    match unit {
        "€" | "$" | "£" => quantity(Kind::Money, value),
        "%" => quantity(Kind::Percent, value),
        "kb" => quantity(Kind::Size, value / 1_024.0),
        "mb" => quantity(Kind::Size, value),
        "gb" => quantity(Kind::Size, value * 1_024.0),
        "tb" => quantity(Kind::Size, value * 1_048_576.0),
        "am" => quantity(Kind::Clock, value * 60.0),
        "pm" => quantity(Kind::Clock, value * 60.0 + 720.0),
        "h" => quantity(Kind::Duration, value * 60.0),
        _ => None,
    }
}

/// `14th` as `14`.
fn ordinal(word: &str) -> String {
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    if bare.chars().all(|c| c.is_ascii_digit()) { bare.to_owned() } else { word.to_owned() }
}

fn number(word: &str) -> Option<f64> {
    if let Some((_, value)) = NUMBERS.iter().find(|(name, _)| *name == word) {
        return Some(*value);
    }
    let digits = word.trim_end_matches(['.', ',']);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // A comma before three digits stands between thousands; before others it is a decimal one.
    let plain = match digits.rsplit_once(',') {
        Some((_, tail)) if tail.len() == 3 || tail.contains('.') => digits.replace(',', ""),
        _ => digits.replace(',', "."),
    };
    plain.parse().ok()
}

/// The number of a month, from 1.
fn month(word: &str) -> Option<f64> {
    let word = word.trim_end_matches('.').to_lowercase();
    // "May" alone is a verb more often than a month; beside a number it is told apart by its place.
    let at = MONTHS.iter().position(|month| *month == word || (word.len() >= 3 && word != "mar" && month[..3] == word))?;
    u8::try_from(at + 1).ok().map(f64::from)
}

/// A day of the year; nothing where there is no such day: a month beside a year.
fn day_of(month: f64, day: f64) -> Option<f64> {
    ((1.0..=12.0).contains(&month) && (1.0..=31.0).contains(&day)).then_some(month * 31.0 + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(sentence: &str) -> Vec<(Kind, f64)> {
        quantities(sentence).into_iter().map(|it| (it.kind, it.value)).collect()
    }

    #[test]
    fn figures_are_read_with_what_they_count() {
        let count = |what: &str, n| (Kind::Count(what.to_owned()), n);
        for (sentence, expected) in [
            ("Within 14 days.", vec![(Kind::Duration, 14.0 * DAY)]),
            ("A 14-day trial", vec![(Kind::Duration, 14.0 * DAY)]),
            ("two weeks or 1 month", vec![(Kind::Duration, 14.0 * DAY), (Kind::Duration, 30.0 * DAY)]),
            ("3–5 business days", vec![(Kind::WorkingDays, 3.0 * DAY), (Kind::WorkingDays, 5.0 * DAY)]),
            ("takes 3 to 5 days", vec![(Kind::Duration, 3.0 * DAY), (Kind::Duration, 5.0 * DAY)]),
            ("innerhalb von 30 Tagen", vec![(Kind::Duration, 30.0 * DAY)]),
            ("costs $1,200.50 or 20 euros", vec![(Kind::Money, 1200.5), (Kind::Money, 20.0)]),
            ("saves 20% (up to 30 percent)", vec![(Kind::Percent, 20.0), (Kind::Percent, 30.0)]),
            ("at most 25 MB or 1GB", vec![(Kind::Size, 25.0), (Kind::Size, 1024.0)]),
            ("up to 5 members", vec![count("members", 5.0)]),
            ("in 3 steps, see step 4 days", vec![]),
            ("open 24/7", vec![]),
            ("from 10:30", vec![(Kind::Clock, 630.0)]),
            ("call 559-737-5500", vec![]),
            ("in July 2023", vec![]),
        ] {
            assert_eq!(told(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn a_day_of_the_year_is_the_same_however_it_is_written() {
        let day = told("until 14 June");
        assert_eq!(day.len(), 1);
        for other in ["until June 14", "until June 14th, 2026", "until 2026-06-14"] {
            assert_eq!(told(other), day, "{other}");
        }
        assert_ne!(told("until 15 June"), day);
    }
}
