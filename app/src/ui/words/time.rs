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
    fn each_language_has_twelve_months() {
        for (lang, march, last) in [(Lang::En, "March", "December"), (Lang::De, "März", "Dezember")] {
            assert_eq!(on_page_in(lang, || (months().split(' ').count(), month(3), month(12))), (12, march, last));
        }
    }
}
