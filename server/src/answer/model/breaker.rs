//! When a model that fails is left alone, and for how long.

use app::domain::{model::Trouble, time::Timestamp};

/// So many failures in a row, and it rests.
const MOST: u32 = 3;
/// A rest lasts so many milliseconds at first, twice as long each time, and no longer than this.
const REST_MS: i64 = 30_000;
const LONGEST_REST_MS: i64 = 600_000;
/// What only its owner can mend is tried again after this.
const OWNERS_MS: i64 = 60_000;
/// After a rest one question tries it; the others wait so long for how that goes.
const PROBE_MS: i64 = 30_000;

/// How a model has done lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Breaker {
    /// Failures in a row.
    n_failed: u32,
    resting: Option<(Trouble, Timestamp)>,
}

impl Breaker {
    /// Why it rests at `now`, and until when; nothing: it may be asked.
    pub fn resting(&self, now: Timestamp) -> Option<(Trouble, Timestamp)> {
        self.resting.filter(|(_, until)| now < *until)
    }

    /// It is being asked: the first question after a rest goes alone.
    ///
    /// # Errors
    /// Why it rests.
    pub fn ask(&mut self, now: Timestamp) -> Result<(), Trouble> {
        match (self.resting(now), &mut self.resting) {
            (Some((why, _)), _) => Err(why),
            (None, Some((_, until))) => {
                *until = now.plus(PROBE_MS);
                Ok(())
            }
            (None, None) => Ok(()),
        }
    }

    /// It answered.
    pub fn went_well(&mut self) {
        *self = Self::default();
    }

    /// It failed.
    pub fn failed(&mut self, why: Trouble, now: Timestamp) {
        self.n_failed = self.n_failed.saturating_add(1);
        let rounds = self.n_failed.saturating_sub(MOST).min(8);
        let rest = (REST_MS << rounds).min(LONGEST_REST_MS);
        let rest = match why {
            Trouble::TooMany { seconds } => rest.min(REST_MS).max(i64::from(seconds) * 1_000),
            Trouble::Key | Trouble::Missing | Trouble::Address | Trouble::Private | Trouble::Plain | Trouble::Untrusted => {
                rest.max(OWNERS_MS)
            }
            _ if self.n_failed < MOST => return,
            _ => rest,
        };
        self.resting = Some((why, now.plus(rest)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROKEN: Trouble = Trouble::Broken { status: 500 };

    fn after(whys: &[Trouble]) -> Option<i64> {
        let mut it = Breaker::default();
        whys.iter().for_each(|why| it.failed(*why, Timestamp(0)));
        it.resting(Timestamp(0)).map(|(_, until)| until.0)
    }

    #[test]
    fn it_rests_after_the_third_failure_and_ever_longer() {
        for (whys, rest) in [
            (vec![], None),
            (vec![BROKEN; 2], None),
            (vec![BROKEN; 3], Some(30_000)),
            (vec![Trouble::Silent; 4], Some(60_000)),
            (vec![BROKEN; 100], Some(600_000)),
            (vec![Trouble::Key], Some(60_000)),
            (vec![Trouble::TooMany { seconds: 90 }], Some(90_000)),
            (vec![Trouble::TooMany { seconds: 0 }], Some(30_000)),
        ] {
            assert_eq!(after(&whys), rest, "{whys:?}");
        }
    }

    #[test]
    fn after_a_rest_one_question_tries_it() {
        let mut it = Breaker::default();
        (0..3).for_each(|_| it.failed(BROKEN, Timestamp(0)));
        assert_eq!(it.ask(Timestamp(29_999)), Err(BROKEN));
        assert_eq!(it.ask(Timestamp(30_000)), Ok(()));
        assert_eq!(it.ask(Timestamp(30_001)), Err(BROKEN), "the others wait for how that goes");
        it.went_well();
        assert_eq!((it.ask(Timestamp(30_002)), it.ask(Timestamp(30_003))), (Ok(()), Ok(())));
    }
}
