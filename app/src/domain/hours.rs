//! When people are there: a workspace's week, its holidays and its time zone, as data.
//!
//! Only the data and its rules live here, for the settings page and the wire. Time zones need a database that no
//! browser bundle should carry, so what follows from the data ("open now?", "until when?") is `server::hours`.

use super::fault::Fault;
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A week may hold this many spans, and a day of its own as many.
pub const MOST_SPANS: usize = 70;
/// A workspace may have this many holidays.
pub const MOST_HOLIDAYS: usize = 500;
/// Minutes of a day; as the end of a span it is midnight, "24:00".
pub const DAY: u16 = 24 * 60;

/// Business hours. The default is always open, in UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Hours {
    /// The IANA name of the time zone, such as `Europe/Berlin`.
    pub zone: String,
    /// When it is open, by weekday. No span at all means around the clock, holidays excepted.
    #[serde(default)]
    pub week: Vec<Weekly>,
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// An open span of one weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Weekly {
    pub day: Weekday,
    #[serde(flatten)]
    pub span: Span,
}

/// From a minute of the day until another one; where `to` isn't later, it is the next day's ("22:00 to 06:00").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Span {
    /// Minutes since local midnight, 0 to 1439.
    pub from: u16,
    /// Minutes since local midnight, 0 to 1440.
    pub to: u16,
}

/// A day that isn't like its weekday. Its own spans replace the week's; without any, it is closed from midnight to
/// midnight, and what began the evening before ends at midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Holiday {
    pub date: Date,
    /// Whether it comes back each year; 29 February then only in leap years.
    #[serde(default)]
    pub yearly: bool,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub spans: Vec<Span>,
}

/// A day of the calendar, written `2026-12-25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    pub year: i16,
    pub month: u8,
    pub day: u8,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// Monday first.
    pub const ALL: [Self; 7] = [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];
}

impl Default for Hours {
    fn default() -> Self {
        Self { zone: "UTC".to_owned(), week: Vec::new(), holidays: Vec::new() }
    }
}

impl Hours {
    /// Monday to Friday, the same span each day: what the settings page starts from.
    pub fn weekdays(zone: &str, span: Span) -> Self {
        let week = Weekday::ALL[..5].iter().map(|day| Weekly { day: *day, span }).collect();
        Self { zone: zone.to_owned(), week, holidays: Vec::new() }
    }

    /// The same hours, where they can be kept. Whether the zone exists is for `server::hours` to say.
    ///
    /// # Errors
    /// `Fault::Invalid` where a span has no length or lies outside of a day, or there are too many of something.
    pub fn checked(self) -> Result<Self, Fault> {
        if self.zone.is_empty() || self.zone.len() > 64 {
            return Err(Fault::invalid("zone", "Choose a time zone, such as Europe/Berlin."));
        }
        if self.week.len() > MOST_SPANS || self.holidays.iter().any(|holiday| holiday.spans.len() > MOST_SPANS) {
            return Err(Fault::invalid("week", &format!("A schedule can have {MOST_SPANS} spans.")));
        }
        if self.holidays.len() > MOST_HOLIDAYS {
            return Err(Fault::invalid("holidays", &format!("A workspace can have {MOST_HOLIDAYS} holidays.")));
        }
        let spans = self.week.iter().map(|weekly| weekly.span).chain(self.holidays.iter().flat_map(|holiday| holiday.spans.clone()));
        if spans.into_iter().any(|span| !span.is_valid()) {
            return Err(Fault::invalid("week", "A span needs two different times of the day, such as 09:00 to 17:00."));
        }
        Ok(self)
    }

    /// Why a week without any hours, which isn't meant to be always open, can't be saved.
    pub fn none_at_all() -> Fault {
        Fault::invalid("week", "Add hours to a day, or choose always open.")
    }

    /// The holiday on `date`: one of that very date before one that comes back each year.
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        let returns = |holiday: &&Holiday| {
            holiday.yearly && (holiday.date.month, holiday.date.day) == (date.month, date.day) && holiday.date.year <= date.year
        };
        self.holidays.iter().find(|holiday| holiday.date == date).or_else(|| self.holidays.iter().find(returns))
    }
}

impl Span {
    /// The span between two times of the day, each as hour and minute.
    pub const fn new(from: (u16, u16), to: (u16, u16)) -> Self {
        Self { from: from.0 * 60 + from.1, to: to.0 * 60 + to.1 }
    }

    /// The whole day.
    pub const fn whole_day() -> Self {
        Self { from: 0, to: DAY }
    }

    /// The end in minutes since the midnight that the span's day began with; past 1440 where it lasts into the next.
    pub const fn end(self) -> u16 {
        if self.to > self.from { self.to } else { self.to + DAY }
    }

    const fn is_valid(self) -> bool {
        self.from < DAY && self.to <= DAY && self.from != self.to
    }
}

impl Date {
    /// The date, where the calendar has it.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let longest = match month {
            2 => 28 + u8::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=longest).contains(&day)).then_some(Self { year, month, day })
    }

    /// The date in `text`, written `2026-12-25`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let date = Self::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)?;
        (parts.next().is_none() && text.len() == 10).then_some(date)
    }
}

impl TryFrom<String> for Date {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a date is written 2026-12-25")
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICE: Span = Span::new((9, 0), (17, 30));

    #[test]
    fn hours_are_kept_as_readable_json() {
        let mut hours = Hours { week: vec![Weekly { day: Weekday::Friday, span: OFFICE }], ..Hours::default() };
        hours.holidays.push(Holiday {
            date: Date::new(2026, 12, 25).expect("a day"),
            yearly: true,
            name: Some("Christmas".to_owned()),
            spans: vec![],
        });
        let json = serde_json::to_string(&hours).expect("plain data");
        assert_eq!(
            json,
            r#"{"zone":"UTC","week":[{"day":"friday","from":540,"to":1050}],"holidays":[{"date":"2026-12-25","yearly":true,"name":"Christmas","spans":[]}]}"#
        );
        assert_eq!(serde_json::from_str::<Hours>(&json).expect("the same"), hours);
        assert_eq!(serde_json::from_str::<Hours>(r#"{"zone":"UTC"}"#).expect("the rest is optional"), Hours::default());
    }

    #[test]
    fn a_span_needs_a_length_and_lies_in_a_day() {
        for (from, to, fits) in
            [(540, 1020, true), (1320, 360, true), (0, 1440, true), (540, 540, false), (1440, 60, false), (0, 1441, false), (0, 0, false)]
        {
            let hours = Hours::weekdays("UTC", Span { from, to });
            assert_eq!(hours.checked().is_ok(), fits, "{from} to {to}");
        }
        assert!(Hours { zone: String::new(), ..Hours::default() }.checked().is_err());
    }

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        for (text, fits) in [
            ("2026-12-25", true),
            ("2024-02-29", true),
            ("2026-02-29", false),
            ("2000-02-29", true),
            ("1900-02-29", false),
            ("2026-13-01", false),
            ("2026-00-01", false),
            ("2026-1-1", false),
            ("2026-12-25-1", false),
            ("", false),
            ("25.12.2026", false),
        ] {
            assert_eq!(Date::parse(text).is_some(), fits, "{text}");
            if let Some(date) = Date::parse(text) {
                assert_eq!(String::from(date), text);
            }
        }
    }

    #[test]
    fn a_holiday_of_one_year_goes_before_the_one_of_each_year() {
        let day = |year| Date::new(year, 12, 24).expect("a day");
        let holiday = |year, yearly, name: &str| Holiday { date: day(year), yearly, name: Some(name.to_owned()), spans: vec![] };
        let hours = Hours { holidays: vec![holiday(2025, true, "each"), holiday(2026, false, "once")], ..Hours::default() };
        let name = |year| hours.holiday(day(year)).and_then(|holiday| holiday.name.as_deref());
        assert_eq!([name(2024), name(2025), name(2026), name(2027)], [None, Some("each"), Some("once"), Some("each")]);
    }
}
