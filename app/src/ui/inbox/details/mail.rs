//! How mail to the visitor fares.

use crate::{
    api::mail::Address,
    ui::{
        inbox::open::Open,
        words::{details, mail as words},
    },
};
use leptos::prelude::*;

pub(super) fn mail(open: Open) -> AnyView {
    let mailed = open.mailed();
    (move || mailed.get().map(|it| facts(&it))).into_any()
}

fn facts(it: &Address) -> AnyView {
    let last = it.mails.first().map(|mail| {
        let why = (!mail.reason.is_empty()).then(|| format!(": {}", words::reason(&mail.reason)));
        view! { <div><dt>{words::last_mail()}</dt><dd dir="auto">{words::of_reply(mail)} {why}</dd></div> }
    });
    let held = (!it.held.is_empty()).then(|| view! { <div><dt>{words::held()}</dt><dd>{words::reason(&it.held)}</dd></div> });
    view! {
        <h3>{words::fares()}</h3>
        <dl class="facts">
            <div><dt>{details::email()}</dt><dd>{standing(it)}</dd></div>
            {last}
            {held}
        </dl>
        <p><a href="/settings/mail">{words::all_mails()}</a></p>
    }
    .into_any()
}

fn standing(it: &Address) -> &'static str {
    match it {
        Address { is_stopped: true, .. } => words::stopped(),
        Address { has_bounced: true, .. } => words::bounced(),
        Address { is_confirmed: true, .. } => words::confirmed(),
        _ => words::unconfirmed(),
    }
}
