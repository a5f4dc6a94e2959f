//! How fast a host is asked: two sources of one host are read no faster than one.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// A host that nobody asked for so long is forgotten. No pause is longer.
const KEPT: Duration = Duration::from_secs(3_600);

/// When each host was last asked, or is about to be, by any reading of this process.
#[derive(Debug, Default)]
pub struct Pace(Mutex<HashMap<String, Instant>>);

impl Pace {
    /// The moment from which on a host may be asked, `pause` after it was last; it is taken by that.
    pub(super) fn take(&self, host: &str, pause: Duration) -> Instant {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        all.retain(|_, at| *at + KEPT > now);
        let at = all.get(host).map_or(now, |last| now.max(*last + pause));
        all.insert(host.to_owned(), at);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_the_same_host_waits_for_the_other() {
        let (pace, pause) = (Pace::default(), Duration::from_secs(5));
        let first = pace.take("x.test", pause);
        assert_eq!(pace.take("x.test", pause), first + pause);
        assert_eq!(pace.take("x.test", pause * 2), first + pause * 3);
        assert!(pace.take("y.test", pause) < first + pause);
    }
}
