//! Until when? The time that a clause names, in English or German: "by Friday", "within 2 days", "bis Ende der Woche", "am 3. Mai".
//!
//! A day without a time of day ends at 18:00, a week on Friday, and what has two readings is read as the earlier one,
//! except "next Friday", which is next week's.

use super::clock::{EVENING, clock};
use jiff::{
    ToSpan,
    civil::{Date, DateTime, Time, Weekday, time},
};

/// The moment by which the clause's words say that it will be done. `words` are folded.
pub fn due(words: &[&str], now: DateTime) -> Option<DateTime> {
    if let Some(due) = (0..words.len()).find_map(|at| after(words, at, now)) {
        return Some(due);
    }
    let days: Vec<(usize, Named)> =
        (0..words.len()).filter_map(|at| Some((at, day(words, at, now)?))).filter(|(at, _)| !is_bygone(words, *at)).collect();
    let is_bound = |(at, _): &&(usize, Named)| {
        words[at.saturating_sub(3)..*at].iter().any(|word| list("by until till bis before vor spatestens latest than", word))
    };
    let named = days.iter().find(is_bound).or(days.first());
    let clock = (0..words.len()).find_map(|at| clock(words, at));
    match named {
        Some((at, named)) => {
            let lead = words[..*at].iter().rev().find(|word| !list("the dem der den", word));
            let is_before = lead.is_some_and(|word| list("before vor", word));
            // Before the weekend is Friday.
            let n_days = if list("weekend wochenende", words[*at]) { 2 } else { 1 };
            let date = if is_before { named.date.checked_sub(n_days.days()).ok()? } else { named.date };
            let at = clock.or(named.clock).unwrap_or_else(|| evening(date, now));
            Some(date.to_datetime(at))
        }
        None => {
            let at = clock?;
            let today = now.date().to_datetime(at);
            if today > now { Some(today) } else { today.checked_add(1.day()).ok() }
        }
    }
}

/// The end of a day; of today, when it's late already, midnight.
fn evening(date: Date, now: DateTime) -> Time {
    if date == now.date() && now.time() >= EVENING { time(23, 59, 0, 0) } else { EVENING }
}

pub fn list(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|entry| entry == word)
}

/// "from Friday", "since Monday", "last week": not to come.
fn is_bygone(words: &[&str], at: usize) -> bool {
    words[at.saturating_sub(2)..at].iter().any(|word| list("last since from letzten letzte letzter vom seit past", word))
}

/// "in 3 days", "within 24-48 hours", "innerhalb von zwei Wochen", "within the hour", the unit standing at `at`.
fn after(words: &[&str], at: usize, now: DateTime) -> Option<DateTime> {
    let unit = Unit::named(words[at])?;
    let is_business = at > 0 && list("business working", words[at - 1])
        || list("werktag werktage werktagen arbeitstag arbeitstage arbeitstagen", words[at]);
    let skipped = words[..at].iter().rev().take_while(|word| list("business working more full short kurzen weiteren", word)).count();
    let end = at - skipped;
    let lead = &words[end.saturating_sub(6)..end];
    let start =
        lead.iter().rposition(|word| list("in within inside innerhalb binnen next nachsten kommenden take takes nachster", word))?;
    let amounts: Vec<f64> = lead[start + 1..].iter().filter_map(|word| amount(word)).collect();
    let is_plain = lead[start + 1..].iter().all(|word| {
        amount(word).is_some()
            || list(
                "the of von den der nachsten next to or bis oder max up around about approximately ca etwa rund maximal spatestens half",
                word,
            )
    });
    let is_next = lead[start..].iter().any(|word| list("next nachster nachsten", word));
    let n = match amounts.last() {
        _ if !is_plain => return None,
        Some(_) if lead.contains(&"half") || lead.contains(&"halben") => 0.5,
        Some(n) => *n,
        None if is_next && is_business => 1.0,
        None if lead[start] == "within" || (lead[start] == "innerhalb" && unit != Unit::Week) => 1.0,
        None => return None,
    };
    match unit {
        Unit::Minute if n < 5.0 => None,
        Unit::Minute => now.checked_add((n as i64).minutes()).ok(),
        Unit::Hour => now.checked_add(((n * 60.0) as i64).minutes()).ok(),
        // "Within the week" is this week.
        Unit::Week if amounts.is_empty() => None,
        Unit::Day if amounts.is_empty() && !is_business => Some(now.date().to_datetime(evening(now.date(), now))),
        Unit::Day if is_business => Some(business_days(now.date(), n as i64).to_datetime(EVENING)),
        Unit::Day => Some(now.date().checked_add((n.ceil() as i64).days()).ok()?.to_datetime(EVENING)),
        Unit::Week => Some(now.date().checked_add(((n * 7.0).ceil() as i64).days()).ok()?.to_datetime(EVENING)),
        Unit::Month => Some(now.date().checked_add((n.ceil() as i64).months()).ok()?.to_datetime(EVENING)),
    }
}

fn business_days(from: Date, n: i64) -> Date {
    let mut date = from;
    let mut left = n.clamp(0, 400);
    while left > 0 {
        date = date.tomorrow().unwrap_or(date);
        if !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    date
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

impl Unit {
    fn named(word: &str) -> Option<Self> {
        let units = [
            ("minute minutes min mins minuten", Self::Minute),
            ("hour hours hrs hr h stunde stunden std", Self::Hour),
            ("day days tag tage tagen werktag werktage werktagen arbeitstag arbeitstage arbeitstagen", Self::Day),
            ("week weeks woche wochen", Self::Week),
            ("month months monat monate monaten", Self::Month),
        ];
        units.into_iter().find_map(|(names, unit)| list(names, word).then_some(unit))
    }
}

/// A number in words or digits; of a range ("24-48") the upper end.
fn amount(word: &str) -> Option<f64> {
    const WORDS: [(&str, f64); 22] = [
        ("a an one ein eine einer einem einen", 1.0),
        ("two couple zwei paar", 2.0),
        ("three few drei wenigen", 3.0),
        ("four vier", 4.0),
        ("five funf fuenf", 5.0),
        ("six sechs", 6.0),
        ("seven sieben", 7.0),
        ("eight acht", 8.0),
        ("nine neun", 9.0),
        ("ten zehn", 10.0),
        ("eleven elf", 11.0),
        ("twelve zwolf zwoelf", 12.0),
        ("fourteen vierzehn", 14.0),
        ("fifteen funfzehn", 15.0),
        ("twenty zwanzig", 20.0),
        ("thirty dreissig", 30.0),
        ("fortyeight achtundvierzig", 48.0),
        ("sixty sechzig", 60.0),
        ("twentyfour vierundzwanzig", 24.0),
        ("half halben halbe", 0.5),
        ("anderthalb eineinhalb", 1.5),
        ("ninety neunzig", 90.0),
    ];
    let named = WORDS.iter().find_map(|(names, n)| list(names, word).then_some(*n));
    named.or_else(|| word.rsplit('-').next().and_then(|upper| upper.parse::<f64>().ok()).filter(|n| *n <= 1_000.0))
}

/// A day, and the time of day where its name says one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Named {
    date: Date,
    clock: Option<Time>,
}

/// The day that is named at `at`.
fn day(words: &[&str], at: usize, now: DateTime) -> Option<Named> {
    let date = near_day(words, at, now)
        .or_else(|| weekday(words, at, now))
        .or_else(|| calendar(words, at, now))
        .or_else(|| ending(words, at, now))?;
    Some(Named { date, clock: compound(words[at]) })
}

/// "today", "morgen", "the day after tomorrow".
fn near_day(words: &[&str], at: usize, now: DateTime) -> Option<Date> {
    let today = now.date();
    let before = |n: usize| at.checked_sub(n).map_or("", |at| words[at]);
    match words[at] {
        "today" | "tonight" | "heute" | "eod" | "cob" | "feierabend" => Some(today),
        "tomorrow" | "tmrw" | "tomorrows" if before(1) == "after" && before(2) == "day" => today.checked_add(2.days()).ok(),
        "tomorrow" | "tmrw" => today.tomorrow().ok(),
        "ubermorgen" | "uebermorgen" => today.checked_add(2.days()).ok(),
        // "heute Morgen", "guten Morgen" and "am Morgen" are mornings.
        "morgen" if !list("heute guten am jeden den ubermorgen", before(1)) && compound_day(before(1)).is_none() => today.tomorrow().ok(),
        "day" if before(1) == "of" && before(2) == "end" => Some(today),
        "day" if before(1) == "the" && before(2) == "of" && before(3) == "end" => Some(today),
        "business" if before(1) == "of" && list("close end", before(2)) => Some(today),
        _ => None,
    }
    .filter(|_| !is_followed_by_other_day(words, at))
}

/// "end of day Friday", "end of business tomorrow": the other day is meant.
fn is_followed_by_other_day(words: &[&str], at: usize) -> bool {
    matches!(words[at], "day" | "business" | "eod" | "cob" | "feierabend")
        && words.iter().any(|word| list("tomorrow morgen", word) || compound_day(word).is_some())
}

const WEEKDAYS: [(&str, &str, Weekday); 7] = [
    ("monday mon", "montag", Weekday::Monday),
    ("tuesday tue tues", "dienstag", Weekday::Tuesday),
    ("wednesday wed", "mittwoch", Weekday::Wednesday),
    ("thursday thu thur thurs", "donnerstag", Weekday::Thursday),
    ("friday fri", "freitag", Weekday::Friday),
    ("saturday sat", "samstag", Weekday::Saturday),
    ("sunday sun", "sonntag", Weekday::Sunday),
];

/// The weekday in a word: "friday", "freitag", "freitagabend"; "freitags" is each of them.
pub fn compound_day(word: &str) -> Option<Weekday> {
    let is_it = |(english, german, _): &&(&str, &str, Weekday)| {
        let german_day = word
            .strip_prefix(german)
            .is_some_and(|rest| matches!(rest, "" | "morgen" | "fruh" | "mittag" | "vormittag" | "nachmittag" | "abend"));
        (word.len() > 5 && list(english, word)) || german_day
    };
    let sonnabend = (word == "sonnabend").then_some(Weekday::Saturday);
    sonnabend.or_else(|| WEEKDAYS.iter().find(is_it).map(|(.., day)| *day))
}

/// The time of day in a compound such as "freitagabend".
fn compound(word: &str) -> Option<Time> {
    compound_day(word)?;
    let ends = [("vormittag", 12), ("nachmittag", 18), ("mittag", 13), ("morgen", 12), ("fruh", 12), ("abend", 22)];
    ends.iter().find_map(|(end, hour)| word.ends_with(end).then(|| time(*hour, 0, 0, 0)))
}

fn weekday(words: &[&str], at: usize, now: DateTime) -> Option<Date> {
    let before = at.checked_sub(1).map_or("", |at| words[at]);
    let is_short = list("by on until till next this before", before);
    let short = || WEEKDAYS.iter().find(|(english, ..)| is_short && list(english, words[at])).map(|(.., day)| *day);
    let meant = compound_day(words[at]).or_else(short)?;
    let today = now.date();
    let ahead = i64::from(meant.to_monday_zero_offset() - today.weekday().to_monday_zero_offset()).rem_euclid(7);
    let rest = words.get(at + 1..).unwrap_or_default();
    let is_next_week = before == "next" || matches!(rest, ["next" | "nachster" | "nachste" | "kommender", "week" | "woche", ..]);
    let ahead = match ahead {
        _ if is_next_week => 7 - i64::from(today.weekday().to_monday_zero_offset()) + i64::from(meant.to_monday_zero_offset()),
        0 if now.time() >= EVENING || list("nachsten nachster kommenden", before) => 7,
        ahead => ahead,
    };
    today.checked_add(ahead.days()).ok()
}

const MONTHS: [&str; 12] = [
    "january jan januar janner",
    "february feb februar",
    "march mar marz maerz",
    "april apr",
    "may mai",
    "june jun juni",
    "july jul juli",
    "august aug",
    "september sep sept",
    "october oct oktober okt",
    "november nov",
    "december dec dezember dez",
];

/// The number of a month's name, 1 to 12.
pub fn month(word: &str) -> Option<i8> {
    (1..).zip(MONTHS).find_map(|(n, names)| list(names, word).then_some(n))
}

/// "2026-05-03", "03.05.", "May 3rd", "3. Mai", "the 15th", "bis zum 15.".
fn calendar(words: &[&str], at: usize, now: DateTime) -> Option<Date> {
    let before = |n: usize| at.checked_sub(n).map_or("", |at| words[at]);
    let next = words.get(at + 1).copied().unwrap_or_default();
    let word = words[at];
    if let Some(date) = written(word, now) {
        return Some(date);
    }
    if let Some(month) =
        month(word).filter(|_| word != "may" || number(before(1)).is_some() || number(next).is_some() || before(2).ends_with("th"))
    {
        let day = number(next).or_else(|| number(before(1))).or_else(|| number(before(2)).filter(|_| before(1) == "of"))?;
        return upcoming(now, month, day);
    }
    let is_ordinal = word.ends_with("th") || word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd");
    let is_day = (is_ordinal && before(1) == "the")
        || (list("zum", before(1)) || (before(1) == "am" && !list("uhr", next))) && word.chars().all(|c| c.is_ascii_digit());
    if is_day && month(next).is_none() && next != "of" {
        let day = number(word)?;
        let this = Date::new(now.year(), now.month(), day).ok().filter(|date| *date >= now.date());
        return this.or_else(|| {
            let next = now.date().first_of_month().checked_add(1.month()).ok()?;
            Date::new(next.year(), next.month(), day).ok()
        });
    }
    None
}

/// A day's number: "3", "3rd", "21st".
fn number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    digits.parse::<i8>().ok().filter(|n| (1..=31).contains(n))
}

/// A date in figures. With slashes it's read where only one reading is a date.
fn written(word: &str, now: DateTime) -> Option<Date> {
    let parts: Vec<i16> = word.split(['-', '.', '/']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let small = |n: i16| i8::try_from(n).ok();
    let year = |n: i16| if n < 100 { n + 2000 } else { n };
    match parts[..] {
        [y, m, d] if word.contains('-') && y > 1_000 => Date::new(y, small(m)?, small(d)?).ok(),
        [d, m, y] if word.contains('.') => Date::new(year(y), small(m)?, small(d)?).ok(),
        [d, m] if word.contains('.') && (1..=12).contains(&m) && (1..=31).contains(&d) => upcoming(now, small(m)?, small(d)?),
        [a, b, y] if word.contains('/') && a > 12 => Date::new(year(y), small(b)?, small(a)?).ok(),
        [a, b, y] if word.contains('/') && (b > 12 || a == b) => Date::new(year(y), small(a)?, small(b)?).ok(),
        _ => None,
    }
}

/// That day of this year, or of next year where it has passed.
fn upcoming(now: DateTime, month: i8, day: i8) -> Option<Date> {
    let of = |year: i16| Date::new(year, month, day).ok();
    of(now.year()).filter(|date| *date >= now.date()).or_else(|| of(now.year() + 1))
}

/// "this week", "end of next week", "bis Monatsende", "the weekend".
fn ending(words: &[&str], at: usize, now: DateTime) -> Option<Date> {
    let today = now.date();
    let lead = &words[at.saturating_sub(3)..at];
    let has = |names: &str| lead.iter().any(|word| list(names, word));
    let is_next = has("next nachste nachster nachsten kommende kommender kommenden");
    let is_start = words[..at].iter().any(|word| list("early beginning start anfang beginn", word));
    let weekday = i64::from(today.weekday().to_monday_zero_offset());
    let friday = if weekday <= 4 { 4 - weekday } else { 6 - weekday };
    match words[at] {
        // With a weekday it's said more closely.
        "week" | "woche" if words.iter().any(|word| compound_day(word).is_some()) => None,
        "week" | "woche" if is_next => today.checked_add((7 - weekday + if is_start { 1 } else { 4 }).days()).ok(),
        "week" | "woche" if has("this the diese dieser end ende der within innerhalb") => today.checked_add(friday.days()).ok(),
        "wochenende" if has("nachstes") => today.checked_add((13 - weekday).days()).ok(),
        "weekend" | "wochenende" => today.checked_add((6 - weekday).days()).ok(),
        "month" | "monats" | "monat" if is_next => Some(today.first_of_month().checked_add(1.month()).ok()?.last_of_month()),
        "month" | "monats" | "monat" if has("this the end ende diesen dieses des") => Some(today.last_of_month()),
        "monatsende" => Some(today.last_of_month()),
        "year" | "jahres" if has("end ende this the des") && !is_next => Some(today.last_of_year()),
        _ => None,
    }
}
