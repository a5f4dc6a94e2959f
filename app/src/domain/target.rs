//! The response target: within how much open time a person should answer, and how a wait stands against it.
//!
//! Which times are open takes a database of time zones, so the server says it once, as moments. From there both ends count
//! alike, to the second and without asking again.

use super::time::Timestamp;
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// An open span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Opening {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// A target, and the open spans around now, in order and without overlaps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Target {
    /// Open milliseconds.
    pub ms: i64,
    pub open: Vec<Opening>,
}

/// How a wait stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is time.
    Fine,
    /// The last third runs; so many open milliseconds are left.
    Close { left_ms: i64 },
    /// It is late by so many open milliseconds.
    Missed { by_ms: i64 },
}

impl Target {
    /// How a wait since `since` stands at `now`.
    pub fn stands(&self, since: Timestamp, now: Timestamp) -> Standing {
        let left_ms = self.ms - self.open_ms(since, now);
        match left_ms {
            ..0 => Standing::Missed { by_ms: -left_ms },
            _ if left_ms <= self.ms / 3 => Standing::Close { left_ms },
            _ => Standing::Fine,
        }
    }

    /// When a wait since `since` reaches the target; nothing where the known spans end before.
    pub fn due_at(&self, since: Timestamp) -> Option<Timestamp> {
        let mut left = self.ms;
        for Opening { from, to } in self.after(since) {
            if left <= to.0 - from.0 {
                return Some(from.plus(left));
            }
            left -= to.0 - from.0;
        }
        None
    }

    fn open_ms(&self, since: Timestamp, now: Timestamp) -> i64 {
        self.after(since).map(|it| it.to.min(now).0 - it.from.0).filter(|ms| *ms > 0).sum()
    }

    /// The spans from `since` on, the first of them cut to where it goes on from there.
    fn after(&self, since: Timestamp) -> impl Iterator<Item = Opening> {
        self.open.iter().filter(move |it| it.to > since).map(move |it| Opening { from: it.from.max(since), to: it.to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn at(minute: i64) -> Timestamp {
        Timestamp(minute * MINUTE)
    }

    /// Open from minute 0 to 10 and from 100 to 200; three minutes.
    fn target() -> Target {
        Target { ms: 3 * MINUTE, open: [(0, 10), (100, 200)].map(|(from, to)| Opening { from: at(from), to: at(to) }).to_vec() }
    }

    #[test]
    fn a_wait_is_counted_in_open_time_alone() {
        for (since, now, stands) in [
            (1, 1, Standing::Fine),
            (1, 2, Standing::Fine),
            (1, 3, Standing::Close { left_ms: MINUTE }),
            (1, 4, Standing::Close { left_ms: 0 }),
            (1, 6, Standing::Missed { by_ms: 2 * MINUTE }),
            // Two minutes before closing: the third is the first of the next opening.
            (8, 10, Standing::Close { left_ms: MINUTE }),
            (8, 99, Standing::Close { left_ms: MINUTE }),
            (8, 102, Standing::Missed { by_ms: MINUTE }),
            // Begun while it is closed.
            (50, 99, Standing::Fine),
            (50, 102, Standing::Close { left_ms: MINUTE }),
            // A clock that is behind.
            (5, 1, Standing::Fine),
        ] {
            assert_eq!(target().stands(at(since), at(now)), stands, "{since} {now}");
        }
    }

    #[test]
    fn a_wait_is_due_when_its_open_time_is_used_up() {
        for (since, due) in [(1, Some(4)), (7, Some(10)), (8, Some(101)), (50, Some(103)), (198, None), (300, None)] {
            assert_eq!(target().due_at(at(since)), due.map(at), "{since}");
        }
    }
}
