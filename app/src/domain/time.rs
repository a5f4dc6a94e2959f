//! Moments and spans. The clock is handed in, never called.

use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, Read)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment `ms` milliseconds later; the end of time where that overflows.
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Whole seconds from `earlier` to this moment; 0 where it lies before.
    pub fn seconds_since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0) / 1000).unwrap_or(0)
    }

    /// Hour and minute of the day in UTC, for places that have no time zone to ask.
    pub fn utc_clock(self) -> (u32, u32) {
        let minute_of_day = u32::try_from(self.0.div_euclid(60_000).rem_euclid(1440)).unwrap_or(0);
        (minute_of_day / 60, minute_of_day % 60)
    }
}

/// A waiting time in the fewest words that still help: `40 s`, `12 min`, `3 h`, `2 d`.
pub fn brief(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..86_400 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiting_time_is_told_in_its_largest_unit() {
        for (seconds, told) in [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (7_200, "2 h"), (200_000, "2 d")] {
            assert_eq!(brief(seconds), told);
        }
    }

    #[test]
    fn a_clock_that_ran_backwards_never_gives_a_negative_wait() {
        assert_eq!(Timestamp(1_000).seconds_since(Timestamp(9_000)), 0);
    }

    #[test]
    fn moments_before_1970_still_have_a_time_of_day() {
        assert_eq!(Timestamp(-60_000).utc_clock(), (23, 59));
    }
}
