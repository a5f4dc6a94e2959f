use super::*;
use app::domain::{
    hours::{Holiday, Weekly},
    target::{Opening, Standing, Target},
};
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;

fn at(text: &str) -> Timestamp {
    Timestamp(text.parse::<Instant>().expect("a moment").as_millisecond())
}

fn told(moment: Option<Timestamp>) -> String {
    moment.map_or("never".to_owned(), |moment| instant(moment).to_string())
}

fn schedule(hours: Hours) -> Schedule {
    Schedule::new(hours).expect("holds")
}

/// Monday to Friday, 9 to 17.
fn office(zone: &str) -> Schedule {
    schedule(Hours::weekdays(zone, Span::new((9, 0), (17, 0))))
}

fn closed_on(year: i16, month: u8, day: u8) -> Holiday {
    Holiday { date: Date::new(year, month, day).expect("a day"), yearly: false, name: None, spans: vec![] }
}

fn every_day(zone: &str, span: Span) -> Hours {
    Hours { week: Weekday::ALL.map(|day| Weekly { day, span }).to_vec(), ..Hours::weekdays(zone, span) }
}

#[test]
fn an_office_opens_and_closes_by_the_clock_on_its_wall() {
    let office = office("Europe/Berlin");
    // 2026-03-06 is a Friday; Berlin is an hour ahead of UTC.
    for (moment, is_open, opens, closes) in [
        ("2026-03-06T07:59:59Z", false, "2026-03-06T08:00:00Z", "never"),
        ("2026-03-06T08:00:00Z", true, "2026-03-06T08:00:00Z", "2026-03-06T16:00:00Z"),
        ("2026-03-06T15:59:59Z", true, "2026-03-06T15:59:59Z", "2026-03-06T16:00:00Z"),
        ("2026-03-06T16:00:00Z", false, "2026-03-09T08:00:00Z", "never"),
        ("2026-03-08T12:00:00Z", false, "2026-03-09T08:00:00Z", "never"),
    ] {
        let moment = at(moment);
        assert_eq!(office.is_open(moment), is_open, "{moment:?}");
        assert_eq!(told(office.opens_next(moment)), opens, "{moment:?}");
        assert_eq!(told(office.closes_next(moment)), closes, "{moment:?}");
    }
}

#[test]
fn the_clocks_change_between_two_working_days() {
    // Berlin goes from +1 to +2 on 2026-03-29 and back on 2026-10-25; New York from -5 to -4 on 2026-03-08 and back on 2026-11-01.
    for (zone, friday_evening, opens) in [
        ("Europe/Berlin", "2026-03-27T20:00:00Z", "2026-03-30T07:00:00Z"),
        ("Europe/Berlin", "2026-10-23T20:00:00Z", "2026-10-26T08:00:00Z"),
        ("America/New_York", "2026-03-06T23:00:00Z", "2026-03-09T13:00:00Z"),
        ("America/New_York", "2026-10-30T23:00:00Z", "2026-11-02T14:00:00Z"),
    ] {
        assert_eq!(told(office(zone).opens_next(at(friday_evening))), opens, "{zone}");
    }
}

#[test]
fn a_night_of_the_clock_change_has_its_true_length() {
    let night = |zone| schedule(every_day(zone, Span::new((22, 0), (6, 0))));
    for (zone, evening, hours) in [
        ("Europe/Berlin", "2026-03-28T12:00:00Z", 7),
        ("Europe/Berlin", "2026-10-24T12:00:00Z", 9),
        ("Europe/Berlin", "2026-07-01T12:00:00Z", 8),
        ("America/New_York", "2026-03-07T17:00:00Z", 7),
        ("America/New_York", "2026-10-31T17:00:00Z", 9),
    ] {
        let noon = at(evening);
        assert_eq!(night(zone).open_ms_between(noon, noon.plus(22 * HOUR)), hours * HOUR, "{zone} {evening}");
    }
}

#[test]
fn an_edge_that_the_clocks_skip_or_repeat() {
    // At 02:00 the clocks in Berlin jump to 03:00: what would end at 02:30 ends at the jump, what would begin then begins there.
    let early = schedule(every_day("Europe/Berlin", Span::new((1, 0), (2, 30))));
    assert_eq!(told(early.closes_next(at("2026-03-29T00:10:00Z"))), "2026-03-29T01:00:00Z");
    let late = schedule(every_day("Europe/Berlin", Span::new((2, 30), (5, 0))));
    assert_eq!(told(late.opens_next(at("2026-03-28T23:30:00Z"))), "2026-03-29T01:00:00Z");
    let gone = schedule(every_day("Europe/Berlin", Span::new((2, 10), (2, 50))));
    assert_eq!(told(gone.opens_next(at("2026-03-28T23:30:00Z"))), "2026-03-30T00:10:00Z");
    // At 03:00 they go back to 02:00: half past two comes at 00:30 and 01:30 UTC.
    assert_eq!(told(early.closes_next(at("2026-10-25T00:10:00Z"))), "2026-10-25T01:30:00Z");
    assert_eq!(told(late.opens_next(at("2026-10-24T23:30:00Z"))), "2026-10-25T00:30:00Z");
}

#[test]
fn a_span_over_midnight_belongs_to_the_day_it_begins_on() {
    let span = Span::new((22, 0), (6, 0));
    let friday_night = schedule(Hours { week: vec![Weekly { day: Weekday::Friday, span }], ..Hours::default() });
    assert!(!friday_night.is_open(at("2026-03-06T05:00:00Z")));
    assert!(friday_night.is_open(at("2026-03-07T05:59:00Z")));
    assert_eq!(told(friday_night.closes_next(at("2026-03-07T00:00:00Z"))), "2026-03-07T06:00:00Z");
    assert_eq!(told(friday_night.opens_next(at("2026-03-07T06:00:00Z"))), "2026-03-13T22:00:00Z");
}

#[test]
fn spans_that_touch_or_overlap_are_one() {
    let week = [Span::new((9, 0), (12, 0)), Span::new((11, 0), (14, 0)), Span::new((14, 0), (15, 0)), Span::new((16, 0), (17, 0))];
    let hours = Hours { week: week.map(|span| Weekly { day: Weekday::Friday, span }).to_vec(), ..Hours::default() };
    let friday = schedule(hours);
    assert_eq!(told(friday.closes_next(at("2026-03-06T09:30:00Z"))), "2026-03-06T15:00:00Z");
    assert_eq!(friday.open_ms_between(at("2026-03-06T00:00:00Z"), at("2026-03-07T00:00:00Z")), 7 * HOUR);
    // A long span goes on beneath a short one.
    let spans = [Span::new((9, 0), (17, 0)), Span::new((10, 0), (11, 0))];
    let nested = schedule(Hours { week: spans.map(|span| Weekly { day: Weekday::Friday, span }).to_vec(), ..Hours::default() });
    assert_eq!(nested.open_ms_between(at("2026-03-06T00:00:00Z"), at("2026-03-07T00:00:00Z")), 8 * HOUR);
}

#[test]
fn holidays_close_or_have_hours_of_their_own() {
    let mut hours = every_day("Europe/Berlin", Span::new((22, 0), (6, 0)));
    hours.holidays = vec![closed_on(2026, 12, 25), Holiday { spans: vec![Span::new((10, 0), (12, 0))], ..closed_on(2026, 12, 31) }];
    let night = schedule(hours);
    // The night of the 24th ends at midnight, for the 25th is closed; the next one begins on the 26th.
    assert_eq!(told(night.closes_next(at("2026-12-24T22:00:00Z"))), "2026-12-24T23:00:00Z");
    assert_eq!(told(night.opens_next(at("2026-12-24T23:00:00Z"))), "2026-12-26T21:00:00Z");
    assert_eq!(told(night.opens_next(at("2026-12-30T23:30:00Z"))), "2026-12-31T09:00:00Z");
    assert_eq!(told(night.closes_next(at("2026-12-31T10:00:00Z"))), "2026-12-31T11:00:00Z");
}

#[test]
fn a_holiday_of_each_year_comes_back() {
    let hours = Hours::weekdays("Europe/Berlin", Span::new((9, 0), (17, 0)));
    let hours = Hours { holidays: vec![Holiday { yearly: true, ..closed_on(2020, 12, 25) }], ..hours };
    assert!(!schedule(hours.clone()).is_open(at("2028-12-25T12:00:00Z")));
    assert!(schedule(hours).is_open(at("2028-12-26T12:00:00Z")));
}

#[test]
fn without_a_schedule_it_is_always_open() {
    let always = schedule(Hours::default());
    let now = at("2026-03-08T03:00:00Z");
    assert!(always.is_open(now));
    assert_eq!((always.opens_next(now), always.closes_next(now)), (Some(now), None));
    assert_eq!(always.open_ms_between(now, now.plus(1_000 * HOUR)), 1_000 * HOUR);
    let but_christmas = schedule(Hours { holidays: vec![closed_on(2026, 12, 25)], ..Hours::default() });
    assert_eq!(told(but_christmas.closes_next(now)), "2026-12-25T00:00:00Z");
    // Seven spans of a whole day are the same.
    assert_eq!(schedule(every_day("Europe/Berlin", Span::whole_day())).closes_next(now), None);
}

#[test]
fn a_year_without_openings_never_opens() {
    let mut hours = Hours::weekdays("UTC", Span::new((9, 0), (17, 0)));
    for month in 1..=12 {
        let days = (1..=31).filter_map(|day| Date::new(2024, month, day));
        hours.holidays.extend(days.map(|date| Holiday { date, yearly: true, name: None, spans: vec![] }));
    }
    let never = schedule(hours);
    let now = at("2026-03-06T12:00:00Z");
    assert_eq!((never.is_open(now), never.opens_next(now), never.closes_next(now)), (false, None, None));
    assert_eq!(never.breach(now, now.plus(100 * HOUR), HOUR), Breach { due_at: None, is_breached: false, left_ms: HOUR });
}

#[test]
fn a_target_counts_business_hours_alone() {
    let office = office("Europe/Berlin");
    let target = 3 * 60_000;
    // Handed over on Friday, a minute before closing: two minutes are left on Monday.
    let since = at("2026-03-06T15:59:00Z");
    for (now, due, is_breached, left_ms) in [
        ("2026-03-06T15:59:00Z", "2026-03-09T08:02:00Z", false, 180_000),
        ("2026-03-06T15:59:30Z", "2026-03-09T08:02:00Z", false, 150_000),
        ("2026-03-08T12:00:00Z", "2026-03-09T08:02:00Z", false, 120_000),
        ("2026-03-09T08:02:00Z", "2026-03-09T08:02:00Z", false, 0),
        ("2026-03-09T08:03:00Z", "2026-03-09T08:02:00Z", true, -60_000),
        ("2026-03-06T15:00:00Z", "2026-03-09T08:02:00Z", false, 180_000),
    ] {
        let breach = office.breach(since, at(now), target);
        assert_eq!((told(breach.due_at).as_str(), breach.is_breached, breach.left_ms), (due, is_breached, left_ms), "{now}");
    }
}

#[test]
fn only_known_zones_are_taken() {
    assert!(Schedule::new(Hours { zone: "Europe/Atlantis".to_owned(), ..Hours::default() }).is_err());
    assert!(zones().len() > 400 && zones().iter().any(|zone| zone == "Asia/Kathmandu"));
}

fn any_hours() -> impl Strategy<Value = Hours> {
    let zone =
        prop_oneof![Just("Europe/Berlin"), Just("America/New_York"), Just("Australia/Lord_Howe"), Just("Asia/Kathmandu"), Just("UTC")];
    let span = (0u16..DAY, 0u16..=DAY).prop_filter("has a length", |(from, to)| from != to).prop_map(|(from, to)| Span { from, to });
    let weekly = (0usize..7, span.clone()).prop_map(|(day, span)| Weekly { day: Weekday::ALL[day], span });
    let holiday = (1u8..=12, 1u8..=28, proptest::collection::vec(span, 0..2)).prop_map(|(month, day, spans)| Holiday {
        yearly: true,
        spans,
        ..closed_on(2020, month, day)
    });
    (zone, proptest::collection::vec(weekly, 0..8), proptest::collection::vec(holiday, 0..6)).prop_map(|(zone, week, holidays)| Hours {
        zone: zone.to_owned(),
        week,
        holidays,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// What is said of one moment agrees with what is said of its neighbours.
    #[test]
    fn openings_closings_and_lengths_agree(hours in any_hours(), start in 1_700_000_000_000i64..1_800_000_000_000, length in 0i64..40 * 24 * HOUR) {
        let schedule = schedule(hours);
        let (from, to) = (Timestamp(start), Timestamp(start + length));
        let middle = Timestamp(start + length / 3);
        let all = schedule.open_ms_between(from, to);
        prop_assert!((0..=length).contains(&all));
        prop_assert_eq!(all, schedule.open_ms_between(from, middle) + schedule.open_ms_between(middle, to));
        if let Some(opens) = schedule.opens_next(from) {
            prop_assert!(opens >= from && schedule.is_open(opens));
            prop_assert_eq!(opens == from, schedule.is_open(from));
            prop_assert_eq!(schedule.open_ms_between(from, opens), 0);
        }
        if let Some(closes) = schedule.closes_next(from) {
            prop_assert!(closes > from && !schedule.is_open(closes) && schedule.is_open(Timestamp(closes.0 - 1)));
            prop_assert_eq!(schedule.open_ms_between(from, closes), closes.0 - from.0);
        }
        if let Some(due) = schedule.after_open_ms(from, length / 5) {
            prop_assert_eq!(schedule.open_ms_between(from, due), length / 5);
        }
    }
}

#[test]
fn a_response_target_counts_open_time_alone() {
    let berlin = || office("Europe/Berlin");
    let without_monday = || {
        let hours = Hours { holidays: vec![closed_on(2026, 3, 9)], ..Hours::weekdays("Europe/Berlin", Span::new((9, 0), (17, 0))) };
        schedule(hours)
    };
    let night = || schedule(every_day("Europe/Berlin", Span::new((22, 0), (6, 0))));
    for (schedule, since, minutes, due) in [
        // Friday 16:58 and three minutes: Monday 9:01.
        (berlin(), "2026-03-06T15:58:00Z", 3, "2026-03-09T08:01:00Z"),
        (berlin(), "2026-03-06T15:57:00Z", 3, "2026-03-06T16:00:00Z"),
        (berlin(), "2026-03-07T12:00:00Z", 3, "2026-03-09T08:03:00Z"),
        // Monday is a holiday.
        (without_monday(), "2026-03-06T15:58:00Z", 3, "2026-03-10T08:01:00Z"),
        // The clocks change over the weekend, forward and back.
        (berlin(), "2026-03-27T15:58:00Z", 3, "2026-03-30T07:01:00Z"),
        (berlin(), "2026-10-23T14:58:00Z", 3, "2026-10-26T08:01:00Z"),
        // Five hours of a night of seven, and of one of nine.
        (night(), "2026-03-28T21:00:00Z", 300, "2026-03-29T02:00:00Z"),
        (night(), "2026-10-24T20:00:00Z", 300, "2026-10-25T01:00:00Z"),
        // Longer than a working day.
        (berlin(), "2026-03-06T15:00:00Z", 600, "2026-03-10T09:00:00Z"),
        (schedule(Hours::default()), "2026-03-06T15:58:00Z", 3, "2026-03-06T16:01:00Z"),
    ] {
        let (since, due) = (at(since), at(due));
        let ms = minutes * 60_000;
        assert_eq!(told(schedule.after_open_ms(since, ms)), told(Some(due)));
        // What a page counts by says the same to the millisecond.
        let open = schedule.open_between(since.plus(-48 * HOUR), since.plus(240 * HOUR)).into_iter();
        let target = Target { ms, open: open.map(|(from, to)| Opening { from, to }).collect() };
        assert_eq!(told(target.due_at(since)), told(Some(due)));
        assert_eq!(target.stands(since, due), Standing::Close { left_ms: 0 });
        // At the very end of a day the next millisecond that counts is the next morning's.
        let late = schedule.opens_next(due.plus(1)).expect("opens again").max(due.plus(1));
        let by_ms = schedule.open_ms_between(since, late.plus(1)) - ms;
        assert_eq!(target.stands(since, late.plus(1)), Standing::Missed { by_ms });
        assert!(by_ms > 0 && schedule.breach(since, late.plus(1), ms).is_breached);
    }
}

#[test]
fn open_spans_that_touch_are_one_and_end_where_they_are_asked_to() {
    let noon = at("2026-03-06T12:00:00Z");
    let around = schedule(Hours::default());
    assert_eq!(around.open_between(noon, noon.plus(80 * HOUR)), [(noon, noon.plus(80 * HOUR))]);
    let friday = office("UTC").open_between(noon.plus(-HOUR), noon.plus(72 * HOUR));
    let edge = |text: &str| at(text);
    assert_eq!(friday, [(noon.plus(-HOUR), edge("2026-03-06T17:00:00Z")), (edge("2026-03-09T09:00:00Z"), edge("2026-03-09T12:00:00Z")),]);
    assert_eq!(office("UTC").open_between(noon, noon), []);
}
