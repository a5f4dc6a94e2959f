//! Choosing until when: a few good moments, and any other.

use crate::{
    domain::time::Timestamp,
    ui::{
        browser,
        kit::{
            mark::Mark,
            menu::{Face, Opened, item, line, menu},
            time::{Zone, clock},
        },
        words::moments as words,
    },
};
use leptos::prelude::*;
use std::rc::Rc;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A moment ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ahead {
    Minutes(i64),
    Hours(i64),
    /// Tomorrow at nine.
    Tomorrow,
    /// Next Monday at nine.
    Monday,
    /// So many days from now at nine.
    Days(i64),
    /// Next Monday, called by what it begins.
    Week,
}

/// When something that was promised may be due.
pub const DUE: [Ahead; 3] = [Ahead::Tomorrow, Ahead::Days(3), Ahead::Week];

impl Ahead {
    /// When that is. `east`: how many minutes the local time is ahead of UTC at a moment.
    pub fn at(self, now: Timestamp, east: impl Fn(Timestamp) -> i64) -> Timestamp {
        match self {
            Self::Minutes(n) => now.plus(n * MINUTE),
            Self::Hours(n) => now.plus(n * 60 * MINUTE),
            Self::Tomorrow => morning(now, 1, east),
            Self::Days(n) => morning(now, n, east),
            Self::Monday | Self::Week => morning(now, 7 - weekday(now.plus(east(now) * MINUTE)), east),
        }
    }

    pub fn label(self) -> String {
        match self {
            Self::Minutes(n) => words::minutes(n.unsigned_abs()),
            Self::Hours(n) => words::hours(n.unsigned_abs()),
            Self::Tomorrow => words::tomorrow().to_owned(),
            Self::Monday => words::monday().to_owned(),
            Self::Days(n) => words::in_days(n.unsigned_abs()),
            Self::Week => words::next_week().to_owned(),
        }
    }
}

/// Nine o'clock by the wall, `days` days after today, also where the clocks change in between.
fn morning(now: Timestamp, days: i64, east: impl Fn(Timestamp) -> i64) -> Timestamp {
    let today = (now.0 + east(now) * MINUTE).div_euclid(DAY);
    let nine = Timestamp((today + days) * DAY + 9 * 60 * MINUTE);
    nine.plus(-east(nine.plus(-east(now) * MINUTE)) * MINUTE)
}

/// 0 for Monday.
const fn weekday(wall: Timestamp) -> i64 {
    (wall.0.div_euclid(DAY) + 3).rem_euclid(7)
}

/// The choices of a menu, and a field for any other moment.
pub fn until(choices: &[Ahead], now: ReadSignal<Timestamp>, opened: Opened, choose: impl Fn(Timestamp) + 'static) -> AnyView {
    let choose = Rc::new(move |at| {
        opened.close();
        choose(at);
    });
    let choices = choices
        .iter()
        .map(|ahead| {
            let (ahead, choose) = (*ahead, Rc::clone(&choose));
            item(ahead.label(), false, move || choose(ahead.at(now.get_untracked(), browser::minutes_east)))
        })
        .collect_view();
    let other = line(words::other(), "datetime-local", words::set(), move |text| {
        if let Some(at) = browser::local_moment(&text) {
            choose(at);
        }
    });
    (choices, other).into_any()
}

/// The menu that changes when something that was promised is due.
pub fn due_menu(now: ReadSignal<Timestamp>, choose: impl Fn(Timestamp) + Clone + Send + Sync + 'static) -> AnyView {
    menu(words::move_due(), Face::Sign(Mark::Clock), move |opened| until(&DUE, now, opened, choose.clone()))
}

/// A moment in the fewest words: the hour today, else the day and the hour.
pub fn told(at: Timestamp, now: Timestamp, zone: Zone) -> String {
    let (day, today, hour) = (zone.date(at), zone.date(now), clock(zone.wall(at)));
    if day == today { hour } else { words::day_and_hour(&day.label(today), &hour) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-03-29, a Friday, 12:00 UTC.
    const FRIDAY: Timestamp = Timestamp(19_811 * DAY + 12 * 60 * MINUTE);
    const HOUR: i64 = 60 * MINUTE;

    /// Berlin around the last Sunday of March 2024.
    fn berlin(at: Timestamp) -> i64 {
        if at.0 >= 19_813 * DAY + HOUR { 120 } else { 60 }
    }

    #[test]
    fn mornings_are_at_nine_by_the_wall_even_when_the_clocks_change() {
        assert_eq!(Ahead::Minutes(15).at(FRIDAY, berlin), FRIDAY.plus(15 * MINUTE));
        assert_eq!(Ahead::Hours(1).at(FRIDAY, berlin), FRIDAY.plus(HOUR));
        assert_eq!(Ahead::Tomorrow.at(FRIDAY, berlin), Timestamp(19_812 * DAY + 8 * HOUR));
        assert_eq!(Ahead::Monday.at(FRIDAY, berlin), Timestamp(19_814 * DAY + 7 * HOUR));
        assert_eq!(Ahead::Days(3).at(FRIDAY, berlin), Ahead::Week.at(FRIDAY, berlin));
    }

    #[test]
    fn monday_is_the_next_one_and_tomorrow_is_of_the_local_day() {
        let monday = FRIDAY.plus(3 * DAY);
        assert_eq!(Ahead::Monday.at(monday, |_| 0), Timestamp(19_821 * DAY + 9 * HOUR));
        let late = Timestamp(19_811 * DAY + 23 * HOUR + 30 * MINUTE);
        assert_eq!(Ahead::Tomorrow.at(late, |_| 60), Timestamp(19_813 * DAY + 8 * HOUR));
    }
}
