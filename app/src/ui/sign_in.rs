//! Signing in: a plain form that works without script.

use super::{
    kit::{field::Field, mark::Logo},
    language::Languages,
    words::sign_in as words,
};
use crate::api::session::SIGN_IN;
use crate::ui::effect::memo;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page with the form.
#[component]
pub fn SignIn() -> impl IntoView {
    let query = use_query_map();
    let wrong = memo(move |_| query.with(|it| it.get_str("error").map(sentence)));
    let next = move || query.with(|it| it.get_str("next").unwrap_or("/inbox").to_owned());
    let describes = Signal::derive(move || wrong.get().map(|_| "sign-in-error"));
    view! {
        <Title text=words::sign_in()/>
        <main class="alone">
            <form class="card sign-in" method="post" action=SIGN_IN>
                <Logo/>
                <h1>{words::sign_in_to_baton()}</h1>
                {move || wrong.get().map(|say| view! { <p id="sign-in-error" class="wrong" role="alert">{say}</p> })}
                <Field label=words::email() name="email" kind="email" autocomplete="username" described_by=describes/>
                <Field label=words::password() name="password" kind="password" autocomplete="current-password" described_by=describes/>
                <input type="hidden" name="next" value=next/>
                <button type="submit" class="button button-primary">{words::sign_in()}</button>
            </form>
            <Languages class="button button-quiet"/>
        </main>
    }
}

fn sentence(error: &str) -> &'static str {
    match error {
        "many" => words::many_attempts(),
        _ => words::no_match(),
    }
}
