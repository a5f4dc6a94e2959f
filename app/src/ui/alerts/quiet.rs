//! When one wants to be left alone: nothing rings then, and the bell keeps it for later.

use super::page::{Wanted, went};
use crate::{
    domain::{alert::Quiet, hours::Span},
    ui::{browser, words::alerts as words},
};
use leptos::prelude::*;

/// Where nobody chose: from eight in the evening until eight in the morning.
const USUAL: Span = Span::new((20, 0), (8, 0));

/// The hours.
pub fn quiet(wanted: Wanted) -> AnyView {
    let is_on = Memo::new(move |_| wanted.it.with(|it| it.quiet.is_some()));
    let switch = move |event| {
        let quiet = event_target_checked(&event).then(|| Quiet { span: USUAL, zone: browser::time_zone() });
        wanted.it.update(|it| it.quiet = quiet);
        wanted.save();
    };
    let hours = move || {
        is_on.get().then(|| {
            view! {
                <div class="telling-hours">
                    {hour(words::from(), wanted, |span| span.from, |span, minute| span.from = minute)}
                    {hour(words::until(), wanted, |span| span.to, |span, minute| span.to = minute)}
                    <span class="telling-hint">{move || wanted.it.with(|it| it.quiet.as_ref().map(|it| it.zone.clone()))}</span>
                </div>
            }
        })
    };
    view! {
        <p class="telling-hint">{words::quiet_hint()}</p>
        <label class="telling-tick">
            <input type="checkbox" checked=is_on.get_untracked() prop:checked=is_on on:change=switch/>
            <span>{words::leave_me_alone()}</span>
        </label>
        {hours}
        {went(wanted.went)}
    }
    .into_any()
}

fn hour(label: &'static str, wanted: Wanted, get: fn(Span) -> u16, set: fn(&mut Span, u16)) -> AnyView {
    let shown = move || wanted.it.with(|it| it.quiet.as_ref().map(|it| clock(get(it.span))).unwrap_or_default());
    let change = move |event| {
        let Some(minute) = minute(&event_target_value(&event)) else { return };
        wanted.it.update(|it| {
            if let Some(quiet) = &mut it.quiet {
                set(&mut quiet.span, minute);
                quiet.zone = browser::time_zone();
            }
        });
        wanted.save();
    };
    view! {
        <label>
            <span class="field-label">{label}</span>
            <input class="input" type="time" required value=untrack(shown) prop:value=shown on:change=change/>
        </label>
    }
    .into_any()
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

fn minute(clock: &str) -> Option<u16> {
    let (hour, minute) = clock.split_once(':')?;
    Some(hour.parse::<u16>().ok()? * 60 + minute.get(..2)?.parse::<u16>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_as_it_is_written() {
        for at in [0, 485, 1_439] {
            assert_eq!(minute(&clock(at)), Some(at));
        }
        assert_eq!((minute("08:05:00"), minute("8"), minute("x:1")), (Some(485), None, None));
    }
}
