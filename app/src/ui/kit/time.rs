//! Moments and waits as they are read. The server draws UTC; the browser takes over with its own clock and zone.

use crate::ui::effect::{effect, memo};
pub use crate::ui::words::time::brief;
use crate::{
    domain::time::Timestamp,
    ui::{
        browser,
        kit::mark::{Icon, Mark},
        words::time as words,
    },
};
use leptos::prelude::*;
use std::time::Duration;

/// Whoever waits longer than this many seconds waits too long.
const TOO_LONG: u64 = 300;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i64,
    pub month: usize,
    pub day: i64,
}

impl Date {
    /// The day of `at` in UTC (Howard Hinnant's `civil_from_days`).
    pub fn utc(at: Timestamp) -> Self {
        let days = at.0.div_euclid(86_400_000) + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: usize::try_from(month).unwrap_or(1),
            day: day_of_year - (153 * month_from_march + 2) / 5 + 1,
        }
    }

    /// The day in words; without its year in the year of `today`.
    pub fn label(self, today: Self) -> String {
        let (day, month) = (self.day.to_string(), words::month(self.month));
        if self == today {
            words::today().to_owned()
        } else if self.year == today.year {
            words::day(&day, month)
        } else {
            words::day_of_year(&day, month, &self.year.to_string())
        }
    }
}

/// Whose clock is read: UTC until the page lives, then the browser's.
#[derive(Debug, Clone, Copy)]
pub struct Zone(RwSignal<bool>);

impl Zone {
    /// UTC for the first picture, which both ends must draw alike, and local time right after.
    pub fn utc_at_first() -> Self {
        let is_local = RwSignal::new(false);
        effect(move || is_local.set(true));
        Self(is_local)
    }

    /// `at` moved so that reading it as UTC gives the local time.
    pub fn wall(self, at: Timestamp) -> Timestamp {
        if self.0.get() { at.plus(browser::minutes_east(at) * 60_000) } else { at }
    }

    /// The local day of `at`.
    pub fn date(self, at: Timestamp) -> Date {
        Date::utc(self.wall(at))
    }
}

/// Hour and minute as two pairs of digits.
pub fn clock(wall: Timestamp) -> String {
    let (hour, minute) = wall.utc_clock();
    format!("{hour:02}:{minute:02}")
}

/// Day and time to the second, for those who want to know exactly.
pub fn exact(at: Timestamp, zone: Zone) -> String {
    let Date { year, month, day } = zone.date(at);
    let second = at.0.div_euclid(1_000).rem_euclid(60);
    format!("{}, {}:{second:02}", words::day_of_year(&day.to_string(), words::month(month), &year.to_string()), clock(zone.wall(at)))
}

/// `at` for machines: RFC 3339 in UTC.
pub fn rfc3339(at: Timestamp) -> String {
    let Date { year, month, day } = Date::utc(at);
    let second = at.0.div_euclid(1_000).rem_euclid(60);
    format!("{year:04}-{month:02}-{day:02}T{}:{second:02}Z", clock(at))
}

/// The server's clock, going on from `now`: the same at both ends at first, ticking once the page lives.
pub fn ticking(now: Timestamp) -> ReadSignal<Timestamp> {
    let (time, set_time) = signal(now);
    effect(move || {
        let ahead = browser::now().0 - now.0;
        let tick = move || {
            set_time.try_set(browser::now().plus(-ahead));
        };
        if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || interval.clear());
        }
    });
    time
}

/// The browser's own clock, to the half minute; nothing until the page lives, for both ends must draw the first picture alike.
pub fn clock_here() -> ReadSignal<Option<Timestamp>> {
    let (now, set_now) = signal(None);
    effect(move || {
        let tick = move || {
            set_now.try_set(Some(browser::now()));
        };
        tick();
        if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(30)) {
            on_cleanup(move || interval.clear());
        }
    });
    now
}

/// How long ago it was, such as "5 min ago"; its day until the page lives.
pub fn since(at: Timestamp, now: ReadSignal<Option<Timestamp>>) -> AnyView {
    from_now(at, now, |at, now| words::ago(now.seconds_since(at)))
}

/// How long until then, such as "in 3 h"; its day until the page lives.
pub fn until(at: Timestamp, now: ReadSignal<Option<Timestamp>>) -> AnyView {
    from_now(at, now, |at, now| words::ahead(at.seconds_since(now)))
}

fn from_now(at: Timestamp, now: ReadSignal<Option<Timestamp>>, told: fn(Timestamp, Timestamp) -> String) -> AnyView {
    let zone = expect_context::<Zone>();
    let words = move || now.get().map_or_else(|| exact(at, zone), |now| told(at, now));
    view! { <time class="time" datetime=rfc3339(at) title=move || exact(at, zone)>{words}</time> }.into_any()
}

/// Hour and minute of a moment.
#[component]
pub fn Clock(at: Timestamp) -> impl IntoView {
    let zone = expect_context::<Zone>();
    view! { <time class="time" datetime=rfc3339(at) title=move || exact(at, zone)>{move || clock(zone.wall(at))}</time> }
}

/// Day, hour and minute of a moment.
#[component]
pub fn Moment(#[prop(into)] at: Signal<Timestamp>, now: ReadSignal<Timestamp>) -> impl IntoView {
    let zone = expect_context::<Zone>();
    let words = move || format!("{}, {}", zone.date(at.get()).label(zone.date(now.get())), clock(zone.wall(at.get())));
    view! { <time class="time" datetime=move || rfc3339(at.get())>{words}</time> }
}

/// How long ago it was.
#[component]
pub fn Ago(#[prop(into)] at: Signal<Timestamp>, now: ReadSignal<Timestamp>) -> impl IntoView {
    let words = memo(move |_| match now.get().seconds_since(at.get()) {
        0..60 => words::now().to_owned(),
        seconds => brief(seconds),
    });
    view! { <time class="time ago" datetime=move || rfc3339(at.get())>{words}</time> }
}

/// How long somebody has been waiting; after five minutes that is too long, in colour, mark and word.
#[component]
pub fn Waiting(
    #[prop(into)] since: Signal<Timestamp>,
    now: ReadSignal<Timestamp>,
    /// Whether the word stands before the figure, for those who see it too.
    #[prop(optional)]
    is_told: bool,
) -> impl IntoView {
    let seconds = memo(move |_| now.get().seconds_since(since.get()));
    let is_too_long = memo(move |_| seconds.get() >= TOO_LONG);
    view! {
        <span class="waiting" class=("waiting-long", is_too_long)>
            {move || is_too_long.get().then(|| view! { <Icon mark=Mark::Clock/> })}
            <span class=("unseen", !is_told)>{words::waiting()} " "</span>
            {move || is_too_long.get().then(|| view! { <span class="unseen">{words::too_long()} " "</span> })}
            <span class="time">{move || brief(seconds.get())}</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::words::{Lang, on_page_in};

    fn at(day: i64) -> Timestamp {
        Timestamp(day * 86_400_000)
    }

    #[test]
    fn days_since_1970_are_days_of_the_calendar() {
        for (day, told) in
            [(0, (1970, 1, 1)), (-1, (1969, 12, 31)), (19_782, (2024, 2, 29)), (19_783, (2024, 3, 1)), (20_819, (2027, 1, 1))]
        {
            let date = Date::utc(at(day));
            assert_eq!((date.year, date.month, date.day), told);
        }
    }

    #[test]
    fn a_day_is_told_in_the_fewest_words_that_are_clear() {
        let today = Date::utc(at(19_783));
        for (day, told) in
            [(19_783, ["Today", "Heute"]), (19_782, ["29 February", "29. Februar"]), (19_700, ["9 December 2023", "9. Dezember 2023"])]
        {
            assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || Date::utc(at(day)).label(today))), told);
        }
    }

    #[test]
    fn machines_read_a_moment_to_the_second() {
        assert_eq!(rfc3339(Timestamp(1_709_210_096_789)), "2024-02-29T12:34:56Z");
    }
}
