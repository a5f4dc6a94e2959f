//! What is read off a thread for its agents.

use super::{Desk, Failure, Result};
use crate::{answer::signals::frustrated, react::promise, store};
use app::{
    api::{
        Caller,
        summary::{MOST_SPOKEN, Pledge, Spoken, SummaryDesk},
    },
    domain::{
        fault::Fault,
        id::ConversationId,
        label::LONGEST_PROMISE,
        summary::{Gist, Summary, summary},
        time::Timestamp,
    },
};
use jiff::tz::{Offset, TimeZone};

/// A summary is read off so many events at most, the latest.
const MOST_EVENTS: i64 = 2_000;
/// What the assistant promised and was due longer ago than this, in milliseconds, is past.
const LONGEST_OVERDUE: i64 = 30 * 86_400_000;

#[async_trait::async_trait]
impl SummaryDesk for Desk {
    async fn summary(&self, me: &Caller, id: &ConversationId) -> Result<Summary, Fault> {
        self.read_summary(me, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn gist(&self, me: &Caller, id: &ConversationId) -> Result<Option<Gist>, Fault> {
        self.read_gist(me, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    fn pledges(&self, said: &[Spoken], is_of_ai: bool) -> Vec<Vec<Pledge>> {
        let now = self.clock.now();
        said.iter().take(MOST_SPOKEN).map(|it| pledges(it, is_of_ai, now)).collect()
    }
}

impl Desk {
    async fn read_summary(&self, me: &Caller, id: &ConversationId) -> Result<Summary> {
        let it = store::conversation::by_id(&self.db, &me.workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let events = store::event::latest(&self.db, &me.workspace, id, it.seq + 1, MOST_EVENTS).await?;
        let retold = self.retold(&me.workspace, &it, &events).await?;
        Ok(Summary { retold, ..summary(&it, &events, &|text| frustrated(text, &[])) })
    }
}

/// What was promised, on the clock of when it was said; nothing where there is no such clock.
fn pledges(it: &Spoken, is_of_ai: bool, now: Timestamp) -> Vec<Pledge> {
    let offset = i32::try_from(it.minutes_east.saturating_mul(60)).ok().and_then(|seconds| Offset::from_seconds(seconds).ok());
    // Nothing was said later than now, whoever says so.
    let (Some(offset), Ok(at)) = (offset, jiff::Timestamp::from_millisecond(it.at.min(now).0)) else { return Vec::new() };
    let find = if is_of_ai { promise::find_of_assistant } else { promise::find };
    let pledge = |found: promise::Promise| {
        let due = Timestamp(offset.to_timestamp(found.due).ok()?.as_millisecond());
        let is_past = is_of_ai && due < now.plus(-LONGEST_OVERDUE);
        (!is_past).then(|| Pledge { what: found.what.chars().take(LONGEST_PROMISE).collect(), due })
    };
    find(&it.text, at.to_zoned(TimeZone::fixed(offset)).datetime()).into_iter().filter_map(pledge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-03-29, a Friday, 12:00 UTC.
    const FRIDAY: Timestamp = Timestamp(1_711_713_600_000);
    const HOUR: i64 = 3_600_000;
    const MONDAY: &str = "We'll refund you by Monday.";

    fn spoken(text: &str, at: Timestamp, minutes_east: i64) -> Spoken {
        Spoken { text: text.to_owned(), at, minutes_east }
    }

    /// So many hours after that Friday it is due, as read at `now`.
    fn due(it: &Spoken, is_of_ai: bool, now: Timestamp) -> Vec<i64> {
        pledges(it, is_of_ai, now).into_iter().map(|found| (found.due.0 - FRIDAY.0) / HOUR).collect()
    }

    #[test]
    fn a_promise_is_due_on_the_clock_of_who_gave_it() {
        let found = |text: &str, minutes_east| due(&spoken(text, FRIDAY, minutes_east), false, FRIDAY);
        assert_eq!((found(MONDAY, 0), found(MONDAY, 120)), (vec![78], vec![76]), "Monday, 18:00");
        assert_eq!((found("Refunds take five days.", 0), found(MONDAY, i64::MAX)), (vec![], vec![]));
        let long = format!("We'll refund {} by Monday.", "you ".repeat(999));
        assert_eq!(pledges(&spoken(&long, FRIDAY, 0), false, FRIDAY)[0].what.len(), 500);
    }

    #[test]
    fn a_promise_is_due_by_when_it_was_said_whenever_it_is_read() {
        let said = spoken(MONDAY, FRIDAY, 0);
        let read = |is_of_ai, days: i64| due(&said, is_of_ai, FRIDAY.plus(days * 24 * HOUR));
        assert_eq!((read(true, 0), read(true, 20), read(false, 40)), (vec![78], vec![78], vec![78]));
        assert_eq!(read(true, 40), Vec::<i64>::new(), "what the AI promised long ago is past");
        let ahead = spoken(MONDAY, FRIDAY.plus(9 * 24 * HOUR), 0);
        assert_eq!(due(&ahead, false, FRIDAY), vec![78], "nothing was said later than now");
    }
}
