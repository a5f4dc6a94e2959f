//! What is read off a thread for its agents.

use super::{Desk, Failure, Result};
use crate::{answer::signals::frustrated, react::promise, store};
use app::{
    api::{
        Caller,
        summary::{Pledge, SummaryDesk},
    },
    domain::{
        fault::Fault,
        id::ConversationId,
        summary::{Summary, summary},
        time::Timestamp,
    },
};
use jiff::tz::{Offset, TimeZone};

/// A summary is read off so many events at most, the latest.
const MOST_EVENTS: i64 = 2_000;

#[async_trait::async_trait]
impl SummaryDesk for Desk {
    async fn summary(&self, me: &Caller, id: &ConversationId) -> Result<Summary, Fault> {
        self.read_summary(me, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    fn pledges(&self, text: &str, minutes_east: i64) -> Vec<Pledge> {
        pledges(text, self.clock.now(), minutes_east)
    }
}

impl Desk {
    async fn read_summary(&self, me: &Caller, id: &ConversationId) -> Result<Summary> {
        let it = store::conversation::by_id(&self.db, &me.workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let events = store::event::latest(&self.db, &me.workspace, id, it.seq + 1, MOST_EVENTS).await?;
        Ok(summary(&it, &events, &|text| frustrated(text, &[])))
    }
}

/// What `text` promises, as of `now` on a clock that is `minutes_east` ahead of UTC; nothing where there is no such clock.
fn pledges(text: &str, now: Timestamp, minutes_east: i64) -> Vec<Pledge> {
    let offset = i32::try_from(minutes_east.saturating_mul(60)).ok().and_then(|seconds| Offset::from_seconds(seconds).ok());
    let (Some(offset), Ok(now)) = (offset, jiff::Timestamp::from_millisecond(now.0)) else { return Vec::new() };
    let found = promise::find(text, now.to_zoned(TimeZone::fixed(offset)).datetime());
    let pledge = |it: promise::Promise| {
        let due = offset.to_timestamp(it.due).ok()?.as_millisecond();
        Some(Pledge { what: it.what, due: Timestamp(due) })
    };
    found.into_iter().filter_map(pledge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_due_on_the_clock_of_who_gave_it() {
        // 2024-03-29, a Friday, 12:00 UTC.
        let now = Timestamp(1_711_713_600_000);
        let due = |minutes_east| {
            pledges("We'll refund you by Monday.", now, minutes_east).into_iter().map(|it| it.due.0 - now.0).collect::<Vec<_>>()
        };
        let hour = 3_600_000;
        assert_eq!((due(0), due(120)), (vec![78 * hour], vec![76 * hour]), "Monday, 18:00");
        assert_eq!(pledges("Refunds take five days.", now, 0), vec![]);
        assert_eq!(pledges("We'll refund you by Monday.", now, i64::MAX), vec![]);
    }
}
