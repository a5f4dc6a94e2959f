//! The bell in the rail: how many alerts are unopened, and the latest of them.

use super::{
    Alerts, PLACE, concerns,
    sentence::{mark, sentence},
};
use crate::{
    api::alerts::{LISTED, Which, read_bell, read_earlier_alerts, ring_told},
    domain::{
        alert::{Alert, Channel},
        time::Timestamp,
    },
    ui::{
        browser,
        effect::{effect, follow},
        guard::Me,
        inbox::Chosen,
        kit::{
            button::{Button, Weight},
            keyed::keyed,
            mark::{Icon, Mark},
            menu::{Face, Opened, menu},
            time::{Ago, ticking},
        },
        live::{Live, News},
        reading::reading,
        words::{alerts as words, faults, number, reasons},
    },
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

/// A page says so often that it is here.
const BEAT: Duration = Duration::from_secs(10);

/// The bell.
pub fn bell(me: Me) -> AnyView {
    let alerts = expect_context::<Alerts>();
    let read = reading(|| (), |()| read_bell(None));
    let n = Memo::new(move |_| alerts.bell.try_with(|it| it.n_unopened).unwrap_or_default());
    view! {
        <div class="bell">
            <Suspense>
                {move || {
                    let read = read.get()?.unwrap_or_default();
                    let account = me.get()?.account;
                    let seq = read.seq;
                    alerts.take(read);
                    if let Some(live) = use_context::<Live>() {
                        live.follow(seq, move |news| match news {
                            News::Frame(frame) if !concerns(frame, &account) => {}
                            News::Frame(_) | News::StartAfresh => alerts.refresh(),
                        });
                    }
                    keep_up(alerts);
                    Some(menu(words::alerts(), Face::Counted(Mark::Bell, n), move |opened| panel(alerts, opened)))
                }}
            </Suspense>
        </div>
    }
    .into_any()
}

/// Says again and again that the page is here, and that what is open is read.
fn keep_up(alerts: Alerts) {
    let navigate = use_navigate();
    let n_new = Memo::new(move |_| alerts.bell.try_with(|it| it.n_unopened).unwrap_or_default());
    effect(move || browser::mark_favicon(n_new.get()));
    effect(move || {
        if let Some(to) = alerts.go.get() {
            navigate(&to, NavigateOptions::default());
        }
    });
    effect(move || {
        browser::on_first_press(browser::unlock_sound);
        if let Some(ring) = browser::asked_for("ring") {
            spawn_local(async move {
                // Where it can't be said, it counts as opened by the thread.
                let _ = ring_told(ring, true).await;
            });
        }
        alerts.refresh();
        let beat = set_interval_with_handle(move || alerts.refresh(), BEAT).ok();
        let seen = window_event_listener(ev::visibilitychange, move |_| alerts.refresh());
        on_cleanup(move || {
            beat.into_iter().for_each(|it| it.clear());
            seen.remove();
        });
    });
    if let Some(Chosen(chosen)) = use_context::<Chosen>() {
        effect(move || {
            follow(&alerts.bell);
            if let Some(id) = chosen.get().filter(|_| browser::is_visible()) {
                alerts.read_thread(&id);
            }
        });
    }
}

fn panel(alerts: Alerts, opened: Opened) -> AnyView {
    let now = ticking(alerts.bell.with_untracked(|it| it.now));
    let has_new = Memo::new(move |_| alerts.bell.try_with(|it| it.n_unopened > 0).unwrap_or_default());
    view! {
        <div class="bell-head">
            <p class="bell-title">{words::alerts()}</p>
            {move || has_new.get().then(|| view! { <Button weight=Weight::Quiet on_press=move || alerts.open(Which::All)>{words::mark_all()}</Button> })}
        </div>
        {history(alerts, opened, now)}
        <p class="bell-foot">
            <span>{move || alerts.bell.with(|it| words::unseen_longer(it.unseen_minutes.into(), &number(it.n_unseen)))}</span>
            " "
            <a href=PLACE on:click=move |_| opened.close()>{words::how_told()}</a>
        </p>
    }
    .into_any()
}

/// All that was read, latest first: the latest by themselves, and what came before when it is asked for.
#[derive(Debug, Clone, Copy)]
struct History {
    all: RwSignal<Vec<Alert>>,
    has_more: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
}

impl History {
    /// Takes in what was read; what is known already is replaced.
    fn take(self, read: &[Alert]) {
        self.all.update(|all| {
            all.retain(|it| read.iter().all(|new| new.id != it.id));
            all.extend(read.iter().cloned());
            all.sort_by(|a, b| (b.raised_at, &b.id).cmp(&(a.raised_at, &a.id)));
        });
    }

    fn go_back(self) {
        let Some(last) = self.all.with_untracked(|all| all.last().map(|it| it.id.clone())) else { return };
        self.is_busy.set(true);
        self.wrong.set(None);
        spawn_local(async move {
            let read = read_earlier_alerts(last).await;
            self.is_busy.try_set(false);
            match read {
                Ok(read) => {
                    self.has_more.try_set(read.len() as i64 == LISTED);
                    self.take(&read);
                }
                Err(fault) => drop(self.wrong.try_set(Some(faults::say(&fault)))),
            }
        });
    }
}

fn history(alerts: Alerts, opened: Opened, now: ReadSignal<Timestamp>) -> AnyView {
    let history = History {
        all: RwSignal::new(Vec::new()),
        has_more: RwSignal::new(alerts.bell.with_untracked(|it| it.alerts.len() as i64 == LISTED)),
        is_busy: RwSignal::new(false),
        wrong: RwSignal::new(None),
    };
    effect(move || alerts.bell.with(|it| history.take(&it.alerts)));
    let key = |it: &Alert| format!("{} {} {}", it.id, it.opened_at.is_some(), it.raised_at.0);
    let row = move |it: Alert| view! { <li>{row(&it, alerts, opened, now)}</li> };
    let is_empty = Memo::new(move |_| alerts.bell.with(|it| it.alerts.is_empty()));
    view! {
        {move || is_empty.get().then(|| view! { <p class="menu-hint">{words::none_yet()}</p> })}
        <div class="bell-list">
            <ul role="list" aria-label=words::alerts()>{keyed(move || history.all.get(), key, row)}</ul>
            {move || history.has_more.get().then(|| view! {
                <p class="bell-more">
                    <Button weight=Weight::Quiet is_busy=history.is_busy on_press=move || history.go_back()>{words::earlier()}</Button>
                </p>
            })}
            {move || history.wrong.get().map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
        </div>
    }
    .into_any()
}

fn row(it: &Alert, alerts: Alerts, opened: Opened, now: ReadSignal<Timestamp>) -> AnyView {
    let href = it.conversation.as_ref().map_or_else(|| "/inbox".to_owned(), |id| format!("/inbox/{id}"));
    let is_new = it.opened_at.is_none();
    let id = it.id.clone();
    let on_open = move |_| {
        alerts.open(Which::One { id: id.clone(), via: Channel::Screen });
        opened.close();
    };
    let why = it.told.why.map(|why| view! { <span class="bell-why">{reasons::label(why)}</span> }.into_any());
    let at = it.raised_at;
    view! {
        <a class="bell-row" class=("bell-new", is_new) href=href on:click=on_open>
            <Icon mark=mark(it.kind)/>
            <span class="bell-what">
                {is_new.then(|| view! { <span class="unseen">{words::new()} " "</span> })}
                <span dir="auto">{sentence(it)}</span>
                " "
                {why}
            </span>
            <Ago at=Signal::stored(at) now/>
            <span class="bell-words" dir="auto">{it.told.words.clone()}</span>
        </a>
    }
    .into_any()
}
