//! What the team is shown of visitors beyond what they send.

use super::form::{Form, saved_part, tick};
use crate::{
    api::settings::{Change, Shown},
    domain::near::Sharing,
    ui::words::settings as words,
};
use leptos::prelude::*;

pub(super) fn section(sharing: Sharing) -> AnyView {
    let form = Form::of("settings-privacy", sharing);
    let body = view! {
        {tick(
            words::read_along().to_owned(),
            move || form.with(|it| it.visitor_drafts),
            move |is_on| form.draft.update(|it| it.visitor_drafts = is_on),
        )}
        <ul class="set-points">
            <li>{words::read_along_sees()}</li>
            <li>{words::read_along_told()}</li>
            <li>{words::read_along_kept()}</li>
            <li>{words::read_along_law()}</li>
        </ul>
    };
    let save = move || {
        let taken = |shown| match shown {
            Shown::Privacy { sharing } => Some(sharing),
            _ => None,
        };
        form.save(Change::Privacy { sharing: form.draft.get_untracked() }, taken);
    };
    saved_part(words::reading_along(), words::reading_along_hint(), form, &[], body.into_any(), save)
}
