//! Mails: what went out, what didn't and why, what came in. Where no server sends them, their links can be copied.

use super::form::part;
use crate::{
    api::mail::{About, MailHeld, MailIn, MailOut, Mails, Outcome, State, list_mails, resend_mail},
    domain::{fault::Fault, time::Timestamp},
    ui::{
        browser,
        effect::{effect, still, still_with},
        kit::{
            button::Button,
            copy::copier,
            empty::{Skeleton, Trouble},
            keyed::keyed,
            mark::{Icon, Mark},
            time::{Moment, ticking},
        },
        reading::reading,
        words::{common, faults, mail as words},
    },
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use std::time::Duration;

/// How its address ends.
pub(super) const NAME: &str = "mail";
/// So often it is read again while it is seen.
const AGAIN: Duration = Duration::from_secs(10);

/// The page.
#[component]
pub fn MailPage() -> impl IntoView {
    let read = reading(|| (), |()| list_mails());
    let shown = move || {
        Some(match read.try_get().flatten()? {
            Ok(mails) => parts(mails),
            Err(Fault::SignedOut) => ().into_any(),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <Title text=words::mails()/>
        <div class="settings-parts">
            <Suspense fallback=|| view! { <Skeleton n=4 shape="skeleton-rows"/> }>{shown}</Suspense>
        </div>
    }
}

/// What the page knows.
#[derive(Debug, Clone, Copy)]
struct Page {
    mails: RwSignal<Mails>,
    /// How sending one again went.
    told: RwSignal<Option<Result<(), String>>>,
    now: ReadSignal<Timestamp>,
}

impl Page {
    fn read_again(self) {
        spawn_local(async move {
            // What can't be read now is read ten seconds later.
            if let Ok(read) = list_mails().await {
                self.mails.try_set(read);
            }
        });
    }

    fn send_again(self, id: String) {
        self.told.set(None);
        spawn_local(async move {
            let done = resend_mail(id).await.map_err(|fault| faults::say(&fault));
            self.told.try_set(Some(done));
            self.read_again();
        });
    }
}

fn parts(mails: Mails) -> AnyView {
    let now = ticking(mails.now);
    let page = Page { mails: RwSignal::new(mails), told: RwSignal::new(None), now };
    effect(move || {
        let look = move || {
            if browser::is_visible() {
                page.read_again();
            }
        };
        let again = set_interval_with_handle(look, AGAIN).ok();
        on_cleanup(move || again.into_iter().for_each(|it| it.clear()));
    });
    let held = Memo::new(move |_| still_with(&page.mails, |it| it.held.clone()));
    view! {
        {part(words::server(), words::server_hint(), server(page))}
        {part(words::out(), words::out_hint(), out(page))}
        {move || Some(still(&held)).filter(|it| !it.is_empty()).map(|it| part(words::held(), words::held_hint(), held_list(it)))}
        {part(words::came(), words::came_hint(), came(page))}
    }
    .into_any()
}

/// Whether mails go out, and where answers come in.
fn server(page: Page) -> AnyView {
    let Mails { has_server, from, answers_at, .. } = page.mails.get_untracked();
    let sends = if has_server {
        view! { <p><Icon mark=Mark::Check/> {words::sends_from(&from)}</p> }.into_any()
    } else {
        view! { <p class="mail-trouble"><Icon mark=Mark::Warn/> {words::no_server()}</p> <p class="quiet">{words::no_server_how()}</p> }
            .into_any()
    };
    let answers = match answers_at {
        Some(address) => view! {
            <p>{words::answers_at()} " " <code class="mail-address" dir="ltr">{address}</code></p>
            <p class="quiet">{words::answers_hint()}</p>
        }
        .into_any(),
        None => view! { <p class="quiet">{words::no_answers()}</p> }.into_any(),
    };
    view! { <div class="mail-server">{sends} {answers}</div> }.into_any()
}

fn out(page: Page) -> AnyView {
    let key = |it: &MailOut| format!("{} {} {}", it.id, it.state as u8, it.attempts);
    let told = move || match still(&page.told) {
        Some(Ok(())) => view! { <span>{words::resent()}</span> }.into_any(),
        Some(Err(say)) => view! { <span class="wrong">{say}</span> }.into_any(),
        None => ().into_any(),
    };
    view! {
        {move || still_with(&page.mails, |it| it.out.is_empty()).then(|| view! { <p class="quiet">{words::none_out()}</p> })}
        <p class="went" role="status">{told}</p>
        <ul class="mails" role="list" aria-label=words::out()>
            {keyed(move || still_with(&page.mails, |it| it.out.clone()), key, move |it| sent(it, page))}
        </ul>
    }
    .into_any()
}

fn sent(it: MailOut, page: Page) -> AnyView {
    let has_server = page.mails.with_untracked(|it| it.has_server);
    let may_resend = has_server && !matches!(it.state, State::Waiting | State::Sent);
    let resend = may_resend.then(|| {
        let id = it.id.clone();
        view! { <Button on_press=move || page.send_again(id.clone())>{words::resend()}</Button> }
    });
    let copy = it.link.map(|link| copier(words::copy_link(), link));
    let has_steps = resend.is_some() || copy.is_some();
    let steps = has_steps.then(|| view! { <div class="mail-steps">{copy} {resend}</div> });
    let tries = (it.attempts > 1).then(|| view! { " · " {words::tries(it.attempts.into())} });
    let at = it.at;
    view! {
        <li class="mail">
            <p class="mail-what" dir="auto">{it.subject}</p>
            <p class="mail-state">{state(it.state)}</p>
            <p class="mail-whom">
                <span dir="auto">{words::to(&it.to)}</span>
                " · "
                {about(it.about)}
                " · "
                <Moment at now=page.now/>
                {tries}
            </p>
            {why(&it.reason)}
            {steps}
        </li>
    }
    .into_any()
}

/// The state, in a sign and in words.
fn state(it: State) -> AnyView {
    let (mark, class) = match it {
        State::Sent => (Mark::Check, "mail-mark"),
        State::Waiting => (Mark::Clock, "mail-mark"),
        State::Unsent => (Mark::Pause, "mail-mark mail-trouble"),
        State::Failed | State::Bounced => (Mark::Warn, "mail-mark mail-bad"),
    };
    view! { <span class=class><Icon mark/> {words::state(it)}</span> }.into_any()
}

/// The conversation that it is about; where there is none, it is to the team.
fn about(it: Option<About>) -> AnyView {
    match it {
        Some(it) => {
            let whom = words::about(&common::visitor(&it.visitor));
            view! { <a href=format!("/inbox/{}", it.conversation) dir="auto">{whom}</a> }.into_any()
        }
        None => words::to_team().into_any(),
    }
}

fn why(reason: &str) -> Option<AnyView> {
    (!reason.is_empty()).then(|| view! { <p class="mail-why" dir="auto">{words::reason(reason)}</p> }.into_any())
}

fn held_list(all: Vec<MailHeld>) -> AnyView {
    let row = |it: MailHeld| {
        view! {
            <li class="mail">
                <p class="mail-what" dir="auto">{words::to(&it.to)}</p>
                <p class="mail-state"><span class="mail-mark mail-trouble"><Icon mark=Mark::Pause/> {words::held()}</span></p>
                <p class="mail-whom">{about(Some(it.about))}</p>
                {why(&it.reason)}
            </li>
        }
        .into_any()
    };
    view! { <ul class="mails" role="list" aria-label=words::held()>{all.into_iter().map(row).collect_view()}</ul> }.into_any()
}

fn came(page: Page) -> AnyView {
    let key = |it: &MailIn| format!("{} {} {}", it.at.0, it.from, it.outcome as u8);
    let row = move |it: MailIn| {
        let (mark, class) = match it.outcome {
            Outcome::Said => (Mark::Check, "mail-mark"),
            Outcome::Noted => (Mark::Lock, "mail-mark"),
            Outcome::Bounced => (Mark::Warn, "mail-mark mail-bad"),
            Outcome::Dropped => (Mark::Cross, "mail-mark mail-trouble"),
        };
        let at = it.at;
        let about = it.about.is_some().then(|| view! { {about(it.about)} " · " });
        view! {
            <li class="mail">
                <p class="mail-what" dir="auto">{words::from(&it.from)}</p>
                <p class="mail-state"><span class=class><Icon mark/> {words::outcome(it.outcome)}</span></p>
                <p class="mail-whom">{about} <Moment at now=page.now/></p>
                {why(&it.reason)}
            </li>
        }
        .into_any()
    };
    view! {
        {move || still_with(&page.mails, |it| it.came.is_empty()).then(|| view! { <p class="quiet">{words::none_came()}</p> })}
        <ul class="mails" role="list" aria-label=words::came()>
            {keyed(move || still_with(&page.mails, |it| it.came.clone()), key, row)}
        </ul>
    }
    .into_any()
}
