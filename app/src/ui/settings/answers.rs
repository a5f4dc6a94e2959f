//! How soon a person should answer, when a waiting visitor is asked for an address, and how honest the told waits were.

use super::form::{Form, Line, line, number_in, part, saved_part, typed};
use crate::{
    api::settings::{Change, InTime, Record, Shown},
    domain::settings::Promptness,
    ui::words::{number, settings as words},
};
use leptos::prelude::*;

/// With fewer, a share says nothing.
const ENOUGH: u64 = 10;

pub(super) fn section(promptness: Promptness, record: Record) -> AnyView {
    let form = Form::of("settings-answers", promptness);
    let body = view! {
        <div class="fields">
            {line(
                Line::minutes(words::target(), "target_minutes", words::target_hint()),
                form.went,
                move || typed(form.with(|it| it.target_minutes.unwrap_or_default())),
                move |text| form.draft.update(|it| it.target_minutes = (!text.trim().is_empty()).then(|| number_in(&text))),
            )}
            {line(
                Line::minutes(words::email_after(), "email_after_minutes", words::email_after_hint()),
                form.went,
                move || typed(form.with(|it| it.email_after_minutes)),
                move |text| form.draft.update(|it| it.email_after_minutes = number_in(&text)),
            )}
        </div>
    };
    let save = move || {
        let taken = |shown| match shown {
            Shown::Answers { promptness, .. } => Some(promptness),
            _ => None,
        };
        form.save(Change::Answers { promptness: form.draft.get_untracked() }, taken);
    };
    let fields = &["target_minutes", "email_after_minutes"];
    let times = saved_part(words::answer_times(), words::answer_times_hint(), form, fields, body.into_any(), save);
    let line = |says: String| view! { <p class="figure-line">{says}</p> }.into_any();
    let target = record.target.map(|it| part(words::target_kept(), words::target_kept_hint(), line(in_time(it))));
    view! { {times} {target} {part(words::waits_held(), words::waits_held_hint(), line(told(record)))} }.into_any()
}

fn in_time(it: InTime) -> String {
    match it.n_due {
        0 => words::nobody_waited().to_owned(),
        n if n < ENOUGH => words::too_few_decided(n),
        n => words::share_in_time(&share(it.n_in_time, n), &number(it.n_in_time), &number(n)),
    }
}

/// Of a hundred, rounded.
fn share(some: u64, of: u64) -> String {
    number((some * 200 + of) / (2 * of))
}

fn told(it: Record) -> String {
    match it.n_told {
        0 => words::no_waits_yet().to_owned(),
        n if n < ENOUGH => words::too_few_waits(n),
        n => words::share_held(&share(it.n_held, n), &number(it.n_held), &number(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_told_once_there_is_enough() {
        for (n_told, n_held, say) in [
            (0, 0, "No visitor has been told a wait yet."),
            (1, 1, "Not enough yet: 1 told wait is decided."),
            (9, 9, "Not enough yet: 9 told waits are decided."),
            (41, 38, "93 % held: 38 of the last 41."),
            (1_000, 0, "0 % held: 0 of the last 1,000."),
        ] {
            assert_eq!(told(Record { n_told, n_held, target: None }), say);
        }
        for (n_due, n_in_time, say) in [
            (0, 0, "No visitor has waited for a person yet."),
            (1, 0, "Not enough yet: 1 wait is decided."),
            (20, 15, "75 % in time: 15 of the last 20."),
        ] {
            assert_eq!(in_time(InTime { n_in_time, n_due }), say);
        }
    }
}
