//! How events become lines: day marks between days, runs of one author grouped.

use crate::{
    domain::{
        event::{Event, What},
        id::{AccountId, Seq},
        person::Author,
        time::Timestamp,
    },
    ui::kit::time::Date,
};

/// After this many milliseconds of silence the author and the time are told anew.
const PAUSE: i64 = 5 * 60_000;

/// One line of the log, by the number of its event.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Line {
    pub seq: Seq,
    /// The day that begins with it.
    pub day: Option<Date>,
    /// Whether it opens a run: then it tells author and time.
    pub opens_run: bool,
    /// Whether what is new begins with it.
    pub is_first_new: bool,
}

impl Line {
    /// What is drawn of it: another day or run draws it anew.
    pub fn key(&self) -> String {
        let opens = match (self.opens_run, self.is_first_new) {
            (_, true) => "!",
            (true, false) => "+",
            (false, false) => "",
        };
        match self.day {
            Some(Date { year, month, day }) => format!("{}{opens} {year}-{month}-{day}", self.seq),
            None => format!("{}{opens}", self.seq),
        }
    }
}

/// Whose voice a message is. A note is another voice than its author's reply.
#[derive(PartialEq, Eq)]
enum Voice<'a> {
    Visitor,
    Assistant,
    Agent(&'a AccountId),
    Note(&'a AccountId),
}

/// The lines of `events`. A line never changes by what comes after it, so that only what is new is drawn; what comes
/// before it changes at most the first.
pub fn lines(events: &[Event], first_new: Option<Seq>, date: impl Fn(Timestamp) -> Date) -> Vec<Line> {
    let mut before: Option<&Event> = None;
    let mut lines = Vec::with_capacity(events.len());
    for event in events.iter().filter(|event| event.what.has_line()) {
        let today = date(event.at);
        let day = before.is_none_or(|before| date(before.at) != today).then_some(today);
        let is_first_new = first_new == Some(event.seq);
        let opens_run = is_first_new || day.is_some() || before.is_none_or(|before| !goes_on(before, event));
        lines.push(Line { seq: event.seq, day, opens_run, is_first_new });
        before = Some(event);
    }
    lines
}

fn goes_on(before: &Event, event: &Event) -> bool {
    let is_same = voice(before).is_some_and(|voice_before| Some(voice_before) == voice(event));
    is_same && event.at.0 - before.at.0 < PAUSE
}

fn voice(event: &Event) -> Option<Voice<'_>> {
    match (&event.what, &event.by) {
        (What::Said { .. }, _) => Some(Voice::Visitor),
        (What::Answered { .. }, _) => Some(Voice::Assistant),
        (What::Replied { .. }, Author::Agent(agent)) => Some(Voice::Agent(&agent.id)),
        (What::Noted { .. }, Author::Agent(agent)) => Some(Voice::Note(&agent.id)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::{ConversationId, MessageId},
        person::Agent,
        text::{Body, Name},
    };

    const MINUTE: i64 = 60_000;

    fn event(minute: i64, by: Author, what: What) -> Event {
        let conversation = ConversationId::parse("conv").expect("an id");
        Event { seq: 1, conversation, at: Timestamp(minute * MINUTE), by, what }
    }

    fn message() -> (MessageId, Body) {
        (MessageId::parse("mess").expect("an id"), Body::plain("hi").expect("fits"))
    }

    fn said(minute: i64) -> Event {
        let (id, body) = message();
        event(minute, Author::Visitor, What::Said { id, body, page: None, files: Vec::new() })
    }

    fn ana() -> Author {
        Author::Agent(Agent { id: AccountId::parse("ana1").expect("an id"), name: Name::parse("Ana").expect("a name") })
    }

    fn replied(minute: i64) -> Event {
        let (id, body) = message();
        event(minute, ana(), What::Replied { id, body, files: Vec::new() })
    }

    fn noted(minute: i64) -> Event {
        let (id, body) = message();
        event(minute, ana(), What::Noted { id, body, files: Vec::new(), mentions: Vec::new() })
    }

    fn runs(events: &[Event]) -> Vec<bool> {
        lines(events, None, Date::utc).into_iter().map(|line| line.opens_run).collect()
    }

    #[test]
    fn a_run_is_one_author_without_a_pause() {
        assert_eq!(runs(&[said(0), said(1), said(2)]), [true, false, false]);
        assert_eq!(runs(&[said(0), said(4), said(10)]), [true, false, true]);
        assert_eq!(runs(&[said(0), replied(1), said(2)]), [true, true, true]);
    }

    #[test]
    fn what_is_new_begins_a_run_and_is_marked_once() {
        let events: Vec<Event> = (1..).zip([said(0), said(1), said(2)]).map(|(seq, it)| Event { seq, ..it }).collect();
        let lines = lines(&events, Some(2), Date::utc);
        assert_eq!(
            lines.iter().map(|line| (line.opens_run, line.is_first_new)).collect::<Vec<_>>(),
            [(true, false), (true, true), (false, false)]
        );
    }

    #[test]
    fn a_note_is_never_in_a_run_with_a_reply() {
        assert_eq!(runs(&[replied(0), noted(1), noted(2), replied(3)]), [true, true, false, true]);
    }

    #[test]
    fn what_happened_between_messages_ends_a_run() {
        assert_eq!(runs(&[said(0), event(0, ana(), What::TookOver { lease_ms: 1 }), said(1)]), [true, true, true]);
    }

    #[test]
    fn a_day_is_marked_where_it_begins_and_opens_a_run() {
        let midnight = 24 * 60;
        let lines = lines(&[said(midnight - 1), said(midnight), said(midnight + 1)], None, Date::utc);
        assert_eq!(lines.iter().map(|line| line.day.is_some()).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(lines.iter().map(|line| line.opens_run).collect::<Vec<_>>(), [true, true, false]);
    }
}
