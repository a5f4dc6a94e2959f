//! When people are there: the week, the days that aren't like their weekday, and whose clock counts.

use super::form::{Form, Line, Went, adder, line, saved_part, small, tick};
use crate::{
    api::settings::{Change, Shown, Standing, WallTime},
    domain::hours::{DAY, Date, Holiday, Hours, Span, Weekday, Weekly},
    ui::{
        browser,
        effect::{effect, still},
        kit::{
            keyed::keyed,
            mark::{Icon, Mark},
            time::Date as Day,
        },
        words::{settings as words, time},
    },
};
use leptos::prelude::*;

/// What a day begins with.
const OFFICE: Span = Span::new((9, 0), (17, 0));
/// The list of zones, for the field that it is chosen from.
const ZONES: &str = "zones";

type Draft = Form<Hours>;

pub(super) fn section(hours: Hours, standing: Standing, zones: Vec<String>) -> AnyView {
    let form = Form::of("settings-hours", hours);
    let standing = RwSignal::new(standing);
    // A week that was emptied isn't meant to be always open: it is refused when it is saved.
    let is_emptied = RwSignal::new(false);
    let is_always = move || form.with(|it| it.week.is_empty()) && !still(&is_emptied);
    effect(move || {
        if !form.is_changed() {
            is_emptied.set(false);
        }
    });
    let set_always = move |is_on: bool| {
        is_emptied.set(!is_on);
        form.draft.update(|it| it.week = if is_on { Vec::new() } else { Hours::weekdays(&it.zone, OFFICE).week });
    };
    let now = move || {
        standing.try_get().map(|it| {
            let mark = if it.is_open { Mark::Check } else { Mark::Moon };
            view! { <Icon mark/> <span>{stands(&it)}</span> }
        })
    };
    let body = view! {
        <p class="standing" role="status">{now}</p>
        <div class="fields">
            {line(
                Line { list: Some(ZONES), ..Line::text(words::zone(), "zone", words::zone_hint()) },
                form.went,
                move || form.with(|it| it.zone.clone()),
                move |text| form.draft.update(|it| it.zone = text.trim().to_owned()),
            )}
        </div>
        <datalist id=ZONES>{zones.into_iter().map(|zone| view! { <option value=zone></option> }.into_any()).collect_view()}</datalist>
        {tick(words::always_open().to_owned(), is_always, set_always)}
        {move || (!is_always()).then(|| week(form, is_emptied))}
        <h3>{words::holidays()}</h3>
        <p class="hint">{words::holidays_hint()}</p>
        {holidays(form)}
    };
    let save = move || {
        let taken = move |shown| match shown {
            Shown::Hours { hours, standing: now, .. } => {
                standing.try_set(now);
                Some(hours)
            }
            _ => None,
        };
        if form.draft.with_untracked(|it| it.week.is_empty()) && is_emptied.get_untracked() {
            return form.went.set(Went::Wrong(Hours::none_at_all()));
        }
        form.save(Change::Hours { hours: form.draft.get_untracked() }, taken);
    };
    saved_part(words::business_hours(), words::business_hours_hint(), form, &["zone"], body.into_any(), save)
}

/// "Open now, until 17:00."
fn stands(it: &Standing) -> String {
    let there = words::clock_there(&clock(it.now.minute));
    let now = match (it.is_open, &it.until) {
        (true, Some(until)) => words::open_until(&moment(until)),
        (true, None) => words::open_always().to_owned(),
        (false, Some(until)) => words::closed_until(&moment(until)),
        (false, None) => words::closed_for_long().to_owned(),
    };
    [now, there].join(" ")
}

fn moment(it: &WallTime) -> String {
    let clock = clock(it.minute);
    match it.ahead {
        0 => clock,
        1..7 => words::on_day(words::short_day(it.day), &clock),
        _ => words::on_day(&time::day(&it.date.day.to_string(), time::month(it.date.month.into())), &clock),
    }
}

/// `09:00`; the end of a day is read as its midnight.
fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// The minute in `09:00`.
fn minute_in(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.get(..2)?.parse::<u16>().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

fn week(form: Draft, is_emptied: RwSignal<bool>) -> AnyView {
    let copy = move || {
        form.draft.update(|it| {
            let monday: Vec<Span> = it.week.iter().filter(|weekly| weekly.day == Weekday::Monday).map(|weekly| weekly.span).collect();
            let is_kept = |weekly: &Weekly| matches!(weekly.day, Weekday::Saturday | Weekday::Sunday);
            let weekend: Vec<Weekly> = it.week.iter().copied().filter(is_kept).collect();
            let days = Weekday::ALL[..5].iter().flat_map(|day| monday.iter().map(|span| Weekly { day: *day, span: *span }));
            it.week = days.chain(weekend).collect();
        });
    };
    view! {
        <div class="week">
            {Weekday::ALL.map(|day| weekday(form, day, is_emptied)).collect_view()}
            <button type="button" class="button button-quiet" on:click=move |_| copy()>{words::copy_monday()}</button>
        </div>
    }
    .into_any()
}

/// Where the spans of a day stand in the week, by their order.
fn places(hours: &Hours, day: Weekday) -> Vec<usize> {
    hours.week.iter().enumerate().filter(|(_, weekly)| weekly.day == day).map(|(place, _)| place).collect()
}

fn weekday(form: Draft, day: Weekday, is_emptied: RwSignal<bool>) -> AnyView {
    let n = Memo::new(move |_| form.with(|it| places(it, day).len()));
    let name = words::weekday(day);
    let add = move || {
        form.draft.update(|it| {
            let end = places(it, day).last().map(|place| it.week[*place].span.to);
            // After a break of an hour, where there is a span already.
            let span = end.filter(|end| *end < 22 * 60).map_or(OFFICE, |end| Span { from: end + 60, to: DAY.min(end + 240) });
            it.week.push(Weekly { day, span });
            it.week.sort_by_key(|weekly| (weekly.day, weekly.span.from));
        });
    };
    let row = move |nth: usize| {
        let get = move |of: fn(Span) -> u16| {
            form.with(|it| places(it, day).get(nth).map(|place| clock(of(it.week[*place].span))).unwrap_or_default())
        };
        let set = move |how: &dyn Fn(&mut Span)| {
            form.draft.update(|it| {
                if let Some(place) = places(it, day).get(nth) {
                    how(&mut it.week[*place].span);
                }
            });
        };
        let remove = move || {
            is_emptied.set(true);
            form.draft.update(|it| {
                if let Some(place) = places(it, day).get(nth).copied() {
                    it.week.remove(place);
                }
            });
        };
        let from = move |text: String| minute_in(&text).into_iter().for_each(|minute| set(&|span| span.from = minute));
        // Until midnight is the end of this day.
        let to = move |text: String| {
            minute_in(&text).into_iter().for_each(|minute| set(&|span| span.to = if minute == 0 { DAY } else { minute }))
        };
        view! {
            <div class="span">
                {hour(words::from_on(name), move || get(|span| span.from), from)}
                <span aria-hidden="true">"–"</span>
                {hour(words::to_on(name), move || get(|span| span.to), to)}
                {small(Mark::Cross, words::remove_span(name), remove)}
            </div>
        }
    };
    view! {
        <div class="weekday" role="group" aria-label=name>
            <span class="weekday-name">{name}</span>
            <div class="spans">
                {keyed(move || (0..still(&n)).collect(), ToString::to_string, row)}
                {move || (still(&n) == 0).then(|| view! { <span class="quiet">{words::closed()}</span> })}
            </div>
            {small(Mark::Plus, words::add_span(name), add)}
        </div>
    }
    .into_any()
}

fn hour(label: String, get: impl Fn() -> String + Copy + Send + Sync + 'static, set: impl Fn(String) + 'static) -> AnyView {
    let set: Box<dyn Fn(String)> = Box::new(set);
    view! {
        <input
            class="input input-time"
            type="time"
            aria-label=label
            value=untrack(get)
            prop:value=get
            on:change=move |event| set(event_target_value(&event))
        />
    }
    .into_any()
}

fn holidays(form: Draft) -> AnyView {
    let n = Memo::new(move |_| form.with(|it| it.holidays.len()));
    let add = move || {
        form.draft.update(|it| {
            let date = it.holidays.last().map_or_else(today, |holiday| next(holiday.date));
            it.holidays.push(Holiday { date, yearly: false, name: None, spans: Vec::new() });
        });
    };
    view! {
        <ul class="set-rows" role="list">{keyed(move || (0..still(&n)).collect(), ToString::to_string, move |at| holiday(form, at))}</ul>
        {adder(words::add_holiday(), add)}
    }
    .into_any()
}

fn today() -> Date {
    let it = Day::utc(browser::now());
    let small = |n: i64| i16::try_from(n).ok();
    let date = small(it.year).zip(u8::try_from(it.month).ok().zip(u8::try_from(it.day).ok()));
    date.and_then(|(year, (month, day))| Date::new(year, month, day)).unwrap_or(Date { year: 2026, month: 1, day: 1 })
}

fn next(date: Date) -> Date {
    let Date { year, month, day } = date;
    let days = [Date::new(year, month, day + 1), Date::new(year, month + 1, 1), Date::new(year + 1, 1, 1)];
    days.into_iter().flatten().next().unwrap_or(date)
}

fn holiday(form: Draft, at: usize) -> AnyView {
    let date = move || form.with(|it| it.holidays.get(at).map(|it| String::from(it.date)).unwrap_or_default());
    let name = move || form.with(|it| it.holidays.get(at).and_then(|it| it.name.clone()).unwrap_or_default());
    let is_yearly = move || form.with(|it| it.holidays.get(at).is_some_and(|it| it.yearly));
    let change = move |how: &dyn Fn(&mut Holiday)| form.draft.update(|it| it.holidays.get_mut(at).into_iter().for_each(how));
    let remove = move || {
        form.draft.update(|it| {
            if at < it.holidays.len() {
                it.holidays.remove(at);
            }
        });
    };
    view! {
        <li class="row-line">
            <input
                class="input input-date"
                type="date"
                aria-label=words::date()
                value=untrack(date)
                prop:value=date
                on:change=move |event| { let date = Date::parse(&event_target_value(&event)); change(&|it| it.date = date.unwrap_or(it.date)); }
            />
            <input
                class="input"
                type="text"
                dir="auto"
                maxlength="80"
                autocomplete="off"
                aria-label=words::name_of_day()
                placeholder=words::name_of_day()
                value=untrack(name)
                prop:value=name
                on:input=move |event| {
                    let name = Some(event_target_value(&event)).filter(|it| !it.is_empty());
                    change(&|it| it.name.clone_from(&name));
                }
            />
            {tick(words::every_year().to_owned(), is_yearly, move |is_on| change(&|it| it.yearly = is_on))}
            {small(Mark::Cross, words::remove_holiday().to_owned(), remove)}
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: Weekday, minute: u16, ahead: u16) -> WallTime {
        WallTime { date: Date { year: 2026, month: 12, day: 25 }, day, minute, ahead }
    }

    #[test]
    fn an_owner_reads_how_the_hours_stand() {
        let now = at(Weekday::Friday, 16 * 60 + 5, 0);
        for (is_open, until, told) in [
            (true, Some(at(Weekday::Friday, 17 * 60, 0)), "Open now, until 17:00. It is 16:05 there."),
            (true, None, "Open around the clock. It is 16:05 there."),
            (false, Some(at(Weekday::Monday, 9 * 60, 3)), "Closed now, open again Mon 09:00. It is 16:05 there."),
            (false, Some(at(Weekday::Friday, 9 * 60, 7)), "Closed now, open again 25 December 09:00. It is 16:05 there."),
            (false, None, "Closed, and no opening lies ahead. It is 16:05 there."),
        ] {
            assert_eq!(stands(&Standing { is_open, now, until }), told);
        }
    }

    #[test]
    fn a_time_is_read_as_the_field_writes_it() {
        assert_eq!(["09:00", "23:59", "9:05:00", "24:00", "", "x"].map(minute_in), [Some(540), Some(1439), Some(545), None, None, None]);
        assert_eq!([0, 545, DAY].map(clock), ["00:00", "09:05", "00:00"]);
    }

    #[test]
    fn the_next_holiday_is_suggested_for_the_day_after() {
        let day = |text| Date::parse(text).expect("a day");
        for (date, then) in
            [("2026-12-25", "2026-12-26"), ("2026-12-31", "2027-01-01"), ("2028-02-28", "2028-02-29"), ("2026-04-30", "2026-05-01")]
        {
            assert_eq!(next(day(date)), day(then));
        }
    }
}
