//! What follows from business hours: open now, until when, how much open time lies between two moments. Pure.
//!
//! The time-zone arithmetic is `jiff`'s with its bundled database, so that it needs no files of the system and never
//! enters a browser's bundle. A workspace's hours become a [`Schedule`] once; everything is asked of that.
//!
//! On days when the clocks change: a span's edge that the clocks jump over is the moment of the jump; where an hour
//! comes twice, a span begins at the first and ends at the second, so it is open both times.

use app::domain::{
    fault::Fault,
    hours::{DAY, Date, Hours, Span, Weekday},
    time::Timestamp,
};
use jiff::{
    SignedDuration, Timestamp as Instant,
    civil::{self, DateTime},
    tz::{AmbiguousOffset, TimeZone},
};

/// So many days are looked ahead for an opening, a closing or a due moment.
const FAR: i64 = 366;

/// Business hours, ready to be asked.
#[derive(Debug, Clone)]
pub struct Schedule {
    hours: Hours,
    zone: TimeZone,
}

/// How a response target stands; business hours alone count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    /// When the target runs out; nothing where the year ahead has too little open time for it.
    pub due_at: Option<Timestamp>,
    pub is_breached: bool,
    /// Open milliseconds that are left; below 0 by how much open time it is late.
    pub left_ms: i64,
}

impl Schedule {
    /// The schedule of these hours.
    ///
    /// # Errors
    /// `Fault::Invalid` where the hours don't hold, or the time zone isn't a known one.
    pub fn new(hours: Hours) -> Result<Self, Fault> {
        let hours = hours.checked()?;
        let zone = zone(&hours.zone)?;
        Ok(Self { hours, zone })
    }

    /// Whether it is open at `at`. The first moment of a span is open, its last one isn't.
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.open_from(at, 1).next().is_some_and(|(from, _)| from <= at)
    }

    /// When it opens next: `at` itself while it is open; nothing where no opening lies within a year.
    pub fn opens_next(&self, at: Timestamp) -> Option<Timestamp> {
        self.open_from(at, FAR).next().map(|(from, _)| from.max(at))
    }

    /// When it closes next, spans that touch being one: nothing while it is closed, or where it never closes within a year.
    pub fn closes_next(&self, at: Timestamp) -> Option<Timestamp> {
        let mut spans = self.open_from(at, FAR);
        let (_, mut end) = spans.next().filter(|(from, _)| *from <= at)?;
        for (from, to) in spans {
            if from > end {
                return Some(end);
            }
            end = end.max(to);
        }
        (end < self.day_after(at, FAR - 1)).then_some(end)
    }

    /// The open milliseconds from `from` until `to`; 0 where `to` isn't later.
    pub fn open_ms_between(&self, from: Timestamp, to: Timestamp) -> i64 {
        let n_days = (to.0.saturating_sub(from.0) / i64::from(DAY) / 60_000).saturating_add(2);
        let spans = self.open_from(from, n_days).take_while(|(start, _)| *start < to);
        spans.map(|(start, end)| end.min(to).0 - start.max(from).0).filter(|ms| *ms > 0).sum()
    }

    /// The open spans between two moments, in order; spans that touch are one.
    pub fn open_between(&self, from: Timestamp, to: Timestamp) -> Vec<(Timestamp, Timestamp)> {
        let n_days = (to.0.saturating_sub(from.0) / i64::from(DAY) / 60_000).saturating_add(2);
        let mut spans: Vec<(Timestamp, Timestamp)> = Vec::new();
        for (start, end) in self.open_from(from, n_days).take_while(|(start, _)| *start < to) {
            let (start, end) = (start.max(from), end.min(to));
            match spans.last_mut() {
                Some(last) if last.1 >= start => last.1 = end,
                _ if start < end => spans.push((start, end)),
                _ => {}
            }
        }
        spans
    }

    /// The moment at which `ms` of open time have gone by since `from`; nothing where the year ahead has less.
    pub fn after_open_ms(&self, from: Timestamp, ms: i64) -> Option<Timestamp> {
        let mut left = ms.max(0);
        for (start, end) in self.open_from(from, FAR) {
            let start = start.max(from);
            let length = end.0 - start.0;
            if left <= length {
                return Some(start.plus(left));
            }
            left -= length;
        }
        None
    }

    /// How a target of `target_ms` open milliseconds stands `now`, for what has waited since `since`.
    pub fn breach(&self, since: Timestamp, now: Timestamp, target_ms: i64) -> Breach {
        let left_ms = target_ms - self.open_ms_between(since, now);
        Breach { due_at: self.after_open_ms(since, target_ms), is_breached: left_ms < 0, left_ms }
    }

    /// The date and time of day that a clock on the wall shows.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(instant(at))
    }

    /// The moment at which a clock on the wall shows `local`; the first one where it does so twice.
    pub fn moment(&self, local: DateTime) -> Timestamp {
        self.edge(local, true)
    }

    /// The open spans that end after `at`, in order and without overlaps, of the `n_days` days from `at`'s on.
    fn open_from(&self, at: Timestamp, n_days: i64) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let today = self.local(at).date();
        // Yesterday's last span may reach into today.
        let days = (-1..n_days).map_while(move |n| today.checked_add(SignedDuration::from_hours(24 * n)).ok());
        let mut reached = at;
        let spans = days.flat_map(|day| self.open_on(day));
        spans.filter_map(move |(from, to)| {
            if to <= reached {
                return None;
            }
            let fresh = if reached > at { from.max(reached) } else { from };
            reached = to;
            Some((fresh, to))
        })
    }

    /// The spans that begin on `day`, earliest first.
    fn open_on(&self, day: civil::Date) -> Vec<(Timestamp, Timestamp)> {
        let mut spans = self.spans_of(day);
        spans.sort_by_key(|span| (span.from, span.end()));
        let tomorrow = day.tomorrow().ok();
        let ends_at_midnight = tomorrow.and_then(date).is_some_and(|date| self.hours.holiday(date).is_some());
        let moment = |minute: u16, is_start| self.edge(at_minute(day, minute), is_start);
        let real = spans.into_iter().map(|span| {
            let end = if ends_at_midnight { span.end().min(DAY) } else { span.end() };
            (moment(span.from, true), moment(end, false))
        });
        real.filter(|(from, to)| from < to).collect()
    }

    fn spans_of(&self, day: civil::Date) -> Vec<Span> {
        if let Some(holiday) = date(day).and_then(|date| self.hours.holiday(date)) {
            return holiday.spans.clone();
        }
        if self.hours.week.is_empty() {
            return vec![Span::whole_day()];
        }
        let weekday = Weekday::ALL[usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0)];
        self.hours.week.iter().filter(|weekly| weekly.day == weekday).map(|weekly| weekly.span).collect()
    }

    /// The moment of a local time.
    fn edge(&self, local: DateTime, is_start: bool) -> Timestamp {
        let ambiguous = self.zone.to_ambiguous_timestamp(local);
        let with = |offset: jiff::tz::Offset| offset.to_timestamp(local).unwrap_or(Instant::MAX);
        let moment = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { offset } => with(offset),
            AmbiguousOffset::Fold { before, after } => with(if is_start { before } else { after }),
            // Read with the later offset, a time in the gap lies before the jump.
            AmbiguousOffset::Gap { after, .. } => {
                let before_jump = with(after);
                self.zone.following(before_jump).next().map_or(before_jump, |jump| jump.timestamp())
            }
        };
        Timestamp(moment.as_millisecond())
    }

    fn day_after(&self, at: Timestamp, n_days: i64) -> Timestamp {
        at.plus(n_days * i64::from(DAY) * 60_000)
    }
}

/// The names of all time zones, for choosing one.
pub fn zones() -> Vec<String> {
    jiff::tz::db().available().map(|name| name.to_string()).collect()
}

/// The time zone of that name.
///
/// # Errors
/// `Fault::Invalid` where there is none.
pub fn zone(name: &str) -> Result<TimeZone, Fault> {
    TimeZone::get(name).map_err(|_| Fault::invalid("zone", &format!("There is no time zone `{name}`. Choose one such as Europe/Berlin.")))
}

fn instant(at: Timestamp) -> Instant {
    Instant::from_millisecond(at.0).unwrap_or(if at.0 < 0 { Instant::MIN } else { Instant::MAX })
}

fn date(day: civil::Date) -> Option<Date> {
    Date::new(day.year(), u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?)
}

fn at_minute(day: civil::Date, minute: u16) -> DateTime {
    let midnight = day.to_datetime(civil::Time::midnight());
    midnight.saturating_add(SignedDuration::from_mins(i64::from(minute)))
}

#[cfg(test)]
mod tests;
