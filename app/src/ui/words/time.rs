//! Days and waits.

words! {
    today: "Today", "Heute";
    /// Less than a minute ago.
    now: "now", "jetzt";
    /// The months in order, a space between them.
    months:
        "January February March April May June July August September October November December",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember";
    day(day, month): "{day} {month}", "{day}. {month}";
    day_of_year(day, month, year): "{day} {month} {year}", "{day}. {month} {year}";
    seconds[n]: "{n} s", "{n} s";
    minutes[n]: "{n} min", "{n} min";
    hours[n]: "{n} h", "{n} Std.";
    days[n]: "{n} d", "{n} Tag" / "{n} Tage";
    just_now: "just now", "gerade eben";
    minutes_ago[n]: "{n} min ago", "vor {n} Min.";
    hours_ago[n]: "{n} h ago", "vor {n} Std.";
    days_ago[n]: "{n} day ago" / "{n} days ago", "vor {n} Tag" / "vor {n} Tagen";
    any_moment: "any moment now", "jeden Moment";
    in_minutes[n]: "in {n} min", "in {n} Min.";
    in_hours[n]: "in {n} h", "in {n} Std.";
    in_days[n]: "in {n} day" / "in {n} days", "in {n} Tag" / "in {n} Tagen";
    /// Before a wait.
    waiting: "Waiting", "Wartet";
    /// Between "Waiting" and a wait of more than five minutes.
    too_long: "too long:", "zu lange:";
}

/// The name of a month, 1 to 12.
pub fn month(n: usize) -> &'static str {
    months().split(' ').nth(n.saturating_sub(1)).unwrap_or_default()
}

/// A wait in the fewest words that still help: `40 s`, `12 min`, `3 h`, `2 d`.
pub fn brief(wait: u64) -> String {
    match wait {
        0..60 => seconds(wait),
        60..3_600 => minutes(wait / 60),
        3_600..86_400 => hours(wait / 3_600),
        _ => days(wait / 86_400),
    }
}

/// How long ago it was, in the fewest words that still help.
pub fn ago(seconds: u64) -> String {
    match seconds {
        0..60 => just_now().to_owned(),
        60..3_600 => minutes_ago(seconds / 60),
        3_600..86_400 => hours_ago(seconds / 3_600),
        _ => days_ago(seconds / 86_400),
    }
}

/// How long until then, rounded to what is waited for.
pub fn ahead(seconds: u64) -> String {
    match seconds {
        0..60 => any_moment().to_owned(),
        60..3_570 => in_minutes((seconds + 30) / 60),
        3_570..84_600 => in_hours((seconds + 1_800) / 3_600),
        _ => in_days((seconds + 43_200) / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::words::{Lang, on_page_in};

    #[test]
    fn a_wait_is_told_in_its_largest_unit() {
        for (wait, told) in [
            (0, ["0 s", "0 s"]),
            (59, ["59 s", "59 s"]),
            (60, ["1 min", "1 min"]),
            (3_599, ["59 min", "59 min"]),
            (7_200, ["2 h", "2 Std."]),
            (100_000, ["1 d", "1 Tag"]),
            (200_000, ["2 d", "2 Tage"]),
        ] {
            assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || brief(wait))), told);
        }
    }

    #[test]
    fn what_was_and_what_will_be_are_told_in_their_largest_unit() {
        for (seconds, was, will) in [
            (5, ["just now", "gerade eben"], ["any moment now", "jeden Moment"]),
            (3_599, ["59 min ago", "vor 59 Min."], ["in 1 h", "in 1 Std."]),
            (86_395, ["23 h ago", "vor 23 Std."], ["in 1 day", "in 1 Tag"]),
            (200_000, ["2 days ago", "vor 2 Tagen"], ["in 2 days", "in 2 Tagen"]),
        ] {
            assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || ago(seconds))), was);
            assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || ahead(seconds))), will);
        }
    }

    #[test]
    fn each_language_has_twelve_months() {
        for (lang, march, last) in [(Lang::En, "March", "December"), (Lang::De, "März", "Dezember")] {
            assert_eq!(on_page_in(lang, || (months().split(' ').count(), month(3), month(12))), (12, march, last));
        }
    }
}
