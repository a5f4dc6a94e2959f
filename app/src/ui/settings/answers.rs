//! How soon a person should answer, when a waiting visitor is asked for an address, and how honest the told waits were.

use super::form::{Form, Line, line, number_in, part, saved_part, typed};
use crate::{
    api::settings::{Change, Record, Shown},
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
                move || typed(form.draft.with(|it| it.target_minutes.unwrap_or_default())),
                move |text| form.draft.update(|it| it.target_minutes = (!text.trim().is_empty()).then(|| number_in(&text))),
            )}
            {line(
                Line::minutes(words::email_after(), "email_after_minutes", words::email_after_hint()),
                form.went,
                move || typed(form.draft.with(|it| it.email_after_minutes)),
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
    let kept = view! { <p class="figure-line">{told(record)}</p> };
    view! { {times} {part(words::waits_held(), words::waits_held_hint(), kept.into_any())} }.into_any()
}

fn told(it: Record) -> String {
    match it.n_told {
        0 => words::no_waits_yet().to_owned(),
        n if n < ENOUGH => words::too_few_waits(n),
        n => words::share_held(&number((it.n_held * 200 + n) / (2 * n)), &number(it.n_held), &number(n)),
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
            assert_eq!(told(Record { n_told, n_held }), say);
        }
    }
}
