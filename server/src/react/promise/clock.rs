//! The time of day that a clause names: "17:30", "5 pm", "17 Uhr", "noon", "tomorrow morning", "heute Abend".

use super::due::{compound_day, list};
use jiff::civil::{Time, time};

/// When a day ends that was named without a time of day.
pub const EVENING: Time = time(18, 0, 0, 0);
const NIGHT: Time = time(22, 0, 0, 0);

/// A time of day at `at`: "17:30", "5 pm", "17 Uhr", "noon", "afternoon", "Abend".
pub fn clock(words: &[&str], at: usize) -> Option<Time> {
    let before = at.checked_sub(1).map_or("", |at| words[at]);
    let next = words.get(at + 1).copied().unwrap_or_default();
    let then = words.get(at + 2).copied().unwrap_or_default();
    let word = words[at];
    if let Some((hour, minute)) = word.split_once(':') {
        let (minute, half) =
            minute.strip_suffix("pm").map(|m| (m, 12)).or_else(|| minute.strip_suffix("am").map(|m| (m, 0))).unwrap_or((minute, -1));
        let half = if half >= 0 { half } else { afternoon(next, then) };
        return at_hour(hour.parse().ok()?, minute.parse().ok()?, half);
    }
    if let Some(hour) = word.strip_suffix("pm").or_else(|| word.strip_suffix("am")).and_then(|hour| hour.parse().ok()) {
        return at_hour(hour, 0, if word.ends_with("pm") { 12 } else { 0 });
    }
    if let Ok(hour) = word.parse::<i8>() {
        let half = afternoon(next, then);
        return (half >= 0 || matches!(next, "uhr" | "oclock")).then(|| at_hour(hour, 0, half)).flatten();
    }
    let is_of_day =
        list("tomorrow today heute morgen ubermorgen the this in am early late every", before) || compound_day(before).is_some();
    match word {
        "noon" | "midday" => Some(time(12, 0, 0, 0)),
        "mittag" if is_of_day || before == "bis" => Some(time(13, 0, 0, 0)),
        "midnight" | "mitternacht" => Some(time(23, 59, 0, 0)),
        "morning" | "vormittag" | "fruh" if is_of_day => Some(time(12, 0, 0, 0)),
        "morgen" if compound_day(before).is_some() => Some(time(12, 0, 0, 0)),
        "afternoon" | "nachmittag" if is_of_day => Some(EVENING),
        "evening" | "abend" if is_of_day => Some(NIGHT),
        "tonight" => Some(NIGHT),
        _ => None,
    }
}

/// 12 for "pm", 0 for "am", less for neither.
fn afternoon(next: &str, then: &str) -> i8 {
    match (next, then) {
        ("pm", _) | ("p", "m") => 12,
        ("am", _) | ("a", "m") => 0,
        _ => -1,
    }
}

fn at_hour(hour: i8, minute: i8, half: i8) -> Option<Time> {
    let hour = match (hour, half) {
        (12, 0) => 0,
        (1..=11, 12) => hour + 12,
        _ => hour,
    };
    Time::new(hour, minute, 0, 0).ok()
}
