//! The page of what the team promised visitors and still owes.

pub mod due;

use super::{
    frame::{LinkLine, Rail},
    guard::{Guard, Me},
    inbox::{moments::due_menu, shelf::Shelf},
    kit::{
        button::{Button, Weight},
        empty::{Empty, Skeleton, Trouble},
        keyed::keyed,
        mark::{Icon, Mark},
        tabs::TabLink,
        time::{Moment, Zone, ticking},
    },
    live::{Live, News},
    reading::reading,
    words::{common, faults, promises as words},
};
use crate::{
    api::{
        inbox::{ReadAt, act},
        promises::{Owed, list_owed},
    },
    domain::{command::Command, event::What, id::AccountId, time::Timestamp},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use std::time::Duration;

/// How long the way back is offered.
const OFFERED: Duration = Duration::from_secs(10);

/// The page.
#[component]
pub fn PromisesPage() -> impl IntoView {
    let me = Me::ask();
    let (live, shelf) = (Live::new(), Shelf::of_page());
    provide_context(me);
    provide_context(live);
    provide_context(shelf);
    let read = reading(|| (), |()| list_owed());
    let shown = move || {
        shelf.follow(shelf.ready()?, live);
        let me = me.get()?;
        Some(match read.get()? {
            Ok(read) => owed_view(read, me.account, live, shelf),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <Guard me/>
        <Title text=words::promises()/>
        <div class="desk">
            <Rail me/>
            <LinkLine/>
            <main class="sheet-page">
                <div class="sheet-column">
                    <Transition fallback=|| view! { <Skeleton n=6 shape="skeleton-rows"/> }>{shown}</Transition>
                </div>
            </main>
        </div>
    }
}

/// What was settled, and whether it was kept.
#[derive(Debug, Clone, PartialEq)]
struct Settled {
    owed: Owed,
    said: String,
    has_way_back: bool,
    nth: u32,
}

/// What the page knows.
#[derive(Debug, Clone, Copy)]
struct Page {
    all: RwSignal<Vec<Owed>>,
    settled: RwSignal<Option<Settled>>,
    wrong: RwSignal<Option<String>>,
    n_settled: StoredValue<u32>,
    live: Live,
    shelf: Shelf,
}

impl Page {
    fn settle(self, owed: Owed, is_kept: bool) {
        self.wrong.set(None);
        spawn_local(async move {
            let command = Command::SettlePromise { id: owed.promise.id.clone(), is_kept };
            match act(owed.conversation.clone(), command).await {
                Ok(frames) => {
                    self.live.answered(&frames);
                    self.all.try_update(|all| all.retain(|it| it.promise.id != owed.promise.id));
                    let what = &owed.promise.what;
                    let said = if is_kept { words::done_one(what) } else { words::dropped_one(what) };
                    self.say(owed.clone(), said, true);
                }
                Err(fault) => drop(self.wrong.try_set(Some(faults::say(&fault)))),
            }
        });
    }

    fn move_to(self, owed: Owed, due: Timestamp) {
        self.wrong.set(None);
        spawn_local(async move {
            match act(owed.conversation, Command::MovePromise { id: owed.promise.id, due }).await {
                Ok(frames) => {
                    self.live.answered(&frames);
                    self.shelf.refresh();
                    self.read_again();
                }
                Err(fault) => drop(self.wrong.try_set(Some(faults::say(&fault)))),
            }
        });
    }

    fn undo(self) {
        let Some(Settled { owed, .. }) = self.settled.try_update(Option::take).flatten() else { return };
        spawn_local(async move {
            match act(owed.conversation.clone(), Command::Promise { promise: owed.promise.clone() }).await {
                Ok(frames) => {
                    self.live.answered(&frames);
                    self.say(owed, words::undone().to_owned(), false);
                    self.read_again();
                }
                Err(fault) => drop(self.wrong.try_set(Some(faults::say(&fault)))),
            }
        });
    }

    fn say(self, owed: Owed, said: String, has_way_back: bool) {
        let nth = self.n_settled.try_update_value(|n| {
            *n += 1;
            *n
        });
        let nth = nth.unwrap_or_default();
        self.settled.try_set(Some(Settled { owed, said, has_way_back, nth }));
        let forget = move || {
            self.settled.try_update(|it| {
                if it.as_ref().is_some_and(|it| it.nth == nth) {
                    *it = None;
                }
            });
        };
        set_timeout(forget, OFFERED);
        self.shelf.refresh();
    }

    fn read_again(self) {
        spawn_local(async move {
            // What can't be read now stays as it is shown; the line above says that the link is gone.
            if let Ok(read) = list_owed().await {
                self.all.try_set(read.it);
            }
        });
    }
}

fn owed_view(read: ReadAt<Vec<Owed>>, me: AccountId, live: Live, shelf: Shelf) -> AnyView {
    let now = ticking(read.now);
    let page = Page {
        all: RwSignal::new(read.it),
        settled: RwSignal::new(None),
        wrong: RwSignal::new(None),
        n_settled: StoredValue::new(0),
        live,
        shelf,
    };
    live.follow(shelf.views.with_untracked(|it| it.seq), move |news| {
        let is_news = match news {
            News::Frame(frame) => matches!(
                frame.event.what,
                What::Promised { .. } | What::PromiseMoved { .. } | What::PromiseSettled { .. } | What::Introduced { .. }
            ),
            News::StartAfresh => true,
        };
        if is_news {
            page.read_again();
        }
    });
    let query = use_query_map();
    let is_mine = Memo::new(move |_| query.with(|it| it.get_str("who") == Some("mine")));
    let n_mine = {
        let me = me.clone();
        Memo::new(move |_| page.all.with(|all| all.iter().filter(|it| it.promise.by.id == me).count() as u64))
    };
    let n_all = Memo::new(move |_| page.all.with(|all| all.len() as u64));
    let shown = Memo::new(move |_| {
        let mine = |it: &&Owed| !is_mine.get() || it.promise.by.id == me;
        page.all.with(|all| all.iter().filter(mine).cloned().collect::<Vec<_>>())
    });
    let row = move |it: Owed| row(it, page, now);
    let toast = move || {
        page.settled.get().map(|it| {
            let back = it.has_way_back.then(|| view! { <Button on_press=move || page.undo()>{words::undo()}</Button> });
            view! { <p class="toast"><span dir="auto">{it.said}</span> {back}</p> }
        })
    };
    view! {
        <header class="sheet-head">
            <h1>{words::promises()}</h1>
            <nav class="tabs" aria-label=words::whose()>
                <TabLink href="/promises" label=words::everyone() count=n_all is_current=Signal::derive(move || !is_mine.get())/>
                <TabLink href="/promises?who=mine" label=words::mine() count=n_mine is_current=is_mine/>
            </nav>
        </header>
        {move || page.wrong.get().map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
        <div class="toasts" role="status">{toast}</div>
        <ul class="owed-list" role="list" aria-label=words::open()>
            {keyed(move || shown.get(), |it| format!("{} {} {}", it.promise.id, it.seq, it.promise.due.0), row)}
        </ul>
        {move || shown.with(Vec::is_empty).then(|| nothing(is_mine.get()))}
    }
    .into_any()
}

fn nothing(is_mine: bool) -> AnyView {
    let title = if is_mine { words::none_mine() } else { words::none() };
    view! { <Empty mark=Mark::Flag title><p>{words::how()}</p></Empty> }.into_any()
}

/// How a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Overdue,
    Today,
    Later,
}

impl Stand {
    fn of(due: Timestamp, now: Timestamp, zone: Zone) -> Self {
        match () {
            () if due <= now => Self::Overdue,
            () if zone.date(due) == zone.date(now) => Self::Today,
            () => Self::Later,
        }
    }

    fn says(self) -> &'static str {
        match self {
            Self::Overdue => words::overdue(),
            Self::Today => words::due_today(),
            Self::Later => words::due(),
        }
    }
}

fn row(it: Owed, page: Page, now: ReadSignal<Timestamp>) -> AnyView {
    let zone = expect_context::<Zone>();
    let due = it.promise.due;
    let stand = Memo::new(move |_| Stand::of(due, now.get(), zone));
    let href = format!("/inbox/{}?at={}", it.conversation, it.promise.about.unwrap_or(it.seq));
    let whom = words::to(it.promise.by.name.as_str(), &common::visitor(&it.visitor));
    let what = it.promise.what.clone();
    let own = it.clone();
    let moved = due_menu(now, move |due| page.move_to(own.clone(), due));
    let settle = move |is_kept| {
        let it = it.clone();
        move || page.settle(it.clone(), is_kept)
    };
    view! {
        <li class="owed" class=("owed-over", move || stand.get() == Stand::Overdue) class=("owed-today", move || stand.get() == Stand::Today)>
            <a class="owed-link" href=href>
                <span class="owed-what" dir="auto">{what}</span>
                <span class="owed-whom" dir="auto">{whom}</span>
            </a>
            <p class="owed-when">
                <Icon mark=Mark::Clock/>
                <strong>{move || stand.get().says()}</strong>
                " · "
                <Moment at=due now/>
            </p>
            <div class="owed-steps">
                <Button on_press=settle(true)>{words::done()}</Button>
                <Button weight=Weight::Quiet on_press=settle(false)>{words::drop()}</Button>
                {moved}
            </div>
        </li>
    }
    .into_any()
}
