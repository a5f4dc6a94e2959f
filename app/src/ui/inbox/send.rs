//! The button that sends, what else can follow, and by which key.

use super::{
    draft::{Draft, Mode},
    outbox::{is_undo_on, set_undo},
};
use crate::{
    domain::{command::Then, time::Timestamp},
    ui::{
        browser,
        kit::mark::{Icon, Mark},
        words::composer as words,
    },
};
use leptos::{ev::KeyboardEvent, prelude::*};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The working day begins at nine.
const MORNING: i64 = 9 * HOUR;
/// Where it is remembered that only Ctrl+Enter sends: "ctrl".
const KEY: &str = "send-key";

/// Enter sends, or Ctrl+Enter alone where that was chosen; Shift+Enter breaks the line. Not while an input method is composing.
pub fn sends(event: &KeyboardEvent) -> bool {
    let with_ctrl = event.ctrl_key() || event.meta_key();
    let is_enter = event.key() == "Enter" && !event.shift_key() && !event.is_composing() && event.key_code() != 229;
    is_enter && (with_ctrl || !needs_ctrl())
}

fn needs_ctrl() -> bool {
    browser::remembered(KEY).as_deref() == Some("ctrl")
}

/// The next morning at nine, `days` days on, on a clock that is `minutes_east` of UTC.
fn morning(now: Timestamp, minutes_east: i64, days: i64) -> Timestamp {
    let local = now.0 + minutes_east * MINUTE;
    Timestamp((local.div_euclid(DAY) + days) * DAY + MORNING - minutes_east * MINUTE)
}

/// How many days it is to the next Monday, 1 to 7.
fn days_to_monday(now: Timestamp, minutes_east: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    let weekday = ((now.0 + minutes_east * MINUTE).div_euclid(DAY) + 3).rem_euclid(7);
    7 - weekday
}

/// The moment that a field for date and time names, `2026-11-23T09:30`.
fn moment(text: &str, minutes_east: impl Fn(Timestamp) -> i64) -> Option<Timestamp> {
    let (date, time) = text.split_once('T')?;
    let mut date = date.split('-').map(|it| it.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let mut time = time.split(':').map(|it| it.parse::<i64>().ok());
    let (hour, minute) = (time.next()??, time.next()??);
    // Howard Hinnant's `days_from_civil`.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    let utc = Timestamp(days * DAY + hour * HOUR + minute * MINUTE);
    Some(Timestamp(utc.0 - minutes_east(utc) * MINUTE))
}

/// "Send", and beside it what else can follow.
pub fn send_buttons(draft: Draft, go: impl Fn(Then) + Copy + Send + Sync + 'static) -> AnyView {
    let is_shown = RwSignal::new(false);
    let is_note = move || draft.mode.get() == Mode::Note;
    let label = move || if is_note() { words::add_note() } else { words::send() };
    view! {
        <div class="sends">
            <button type="submit" class="button button-primary send" aria-keyshortcuts="Enter Control+Enter">
                <Icon mark=Mark::Send/>
                <span>{label}</span>
            </button>
            <button
                type="button"
                class="button button-primary send-more"
                aria-label=words::what_follows()
                title=words::what_follows()
                aria-haspopup="menu"
                aria-expanded=move || if is_shown.get() { "true" } else { "false" }
                on:click=move |_| is_shown.update(|it| *it = !*it)
            >
                <Icon mark=Mark::More/>
            </button>
            {move || is_shown.get().then(|| menu(is_shown, is_note(), go))}
        </div>
    }
    .into_any()
}

fn menu(is_shown: RwSignal<bool>, is_note: bool, go: impl Fn(Then) + Copy + Send + Sync + 'static) -> AnyView {
    let now = browser::now();
    let east = browser::minutes_east(now);
    let until = |at: Timestamp| Then::Snooze { until: at };
    let choices = [
        (words::and_close(), Then::Close),
        (words::and_snooze_hour(), until(now.plus(HOUR))),
        (words::and_snooze_tomorrow(), until(morning(now, east, 1))),
        (words::and_snooze_monday(), until(morning(now, east, days_to_monday(now, east)))),
    ];
    let choice = move |(label, then): (&'static str, Then)| {
        let press = move |_| {
            is_shown.set(false);
            go(then);
        };
        let hook = (then == Then::Close).then_some("close");
        view! { <button type="button" role="menuitem" class="menu-item" data-then=hook on:click=press>{label}</button> }
    };
    let typed = RwSignal::new(String::new());
    let on_until = move |_| {
        if let Some(at) = typed.with_untracked(|text| moment(text, browser::minutes_east)) {
            is_shown.set(false);
            go(Then::Snooze { until: at });
        }
    };
    let follows = (!is_note).then(|| {
        view! {
            {choices.map(choice).collect_view()}
            <div class="menu-until">
                <input
                    class="input"
                    type="datetime-local"
                    aria-label=words::snooze_until()
                    on:input:target=move |event| typed.set(event.target().value())
                />
                <button type="button" role="menuitem" class="button" on:click=on_until>{words::and_snooze()}</button>
            </div>
            <hr/>
        }
    });
    let (by_ctrl, undo) = (RwSignal::new(needs_ctrl()), RwSignal::new(is_undo_on()));
    view! {
        <div class="popup menu" role="menu" aria-label=words::what_follows() on:keydown=move |event| if event.key() == "Escape" { is_shown.set(false) }>
            {follows}
            {tick(words::only_ctrl(), by_ctrl, move |is_on| browser::remember(KEY, if is_on { "ctrl" } else { "" }))}
            {tick(words::hold_back(), undo, set_undo)}
        </div>
    }
    .into_any()
}

fn tick(label: &'static str, value: RwSignal<bool>, chosen: impl Fn(bool) + 'static) -> AnyView {
    let press = move |_| {
        value.update(|it| *it = !*it);
        chosen(value.get_untracked());
    };
    view! {
        <button
            type="button"
            role="menuitemcheckbox"
            class="menu-item"
            aria-checked=move || if value.get() { "true" } else { "false" }
            on:click=press
        >
            {label}
        </button>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday, 2026-11-20, 23:30 UTC.
    const NOW: Timestamp = Timestamp(1_795_217_400_000);

    #[test]
    fn mornings_are_those_of_the_readers_clock() {
        assert_eq!(morning(NOW, 0, 1).0 - NOW.0, 9 * HOUR + 30 * MINUTE);
        // In Berlin it is Saturday already.
        assert_eq!(morning(NOW, 60, 1).0 - NOW.0, 32 * HOUR + 30 * MINUTE);
        assert_eq!([0, 60].map(|east| days_to_monday(NOW, east)), [3, 2]);
        assert_eq!(days_to_monday(NOW.plus(3 * DAY), 0), 7, "on a Monday it is the next one");
    }

    #[test]
    fn a_field_names_a_moment_of_the_readers_clock() {
        assert_eq!(moment("2026-11-20T23:30", |_| 0), Some(NOW));
        assert_eq!(moment("2026-11-21T00:30", |_| 60), Some(NOW));
        assert_eq!(moment("2024-02-29T00:00", |_| 0), Some(Timestamp(1_709_164_800_000)));
        for wrong in ["", "2026-11-20", "T", "a-b-cTd:e"] {
            assert_eq!(moment(wrong, |_| 0), None);
        }
    }
}
