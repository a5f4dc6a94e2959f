//! The list of a view: read page by page, folded as things happen, and drawn only where it is looked at.

use super::{
    builder::builder,
    bulk::{Bulk, Picked, bulk_bar},
    claim::claim_next_button,
    nav::{self, view_links},
    near::here::HereNow,
    reading::read_along,
    row::row_view,
    search::{self, Search},
    shelf::{Looked, Shelf, looked},
};
use crate::ui::effect::{effect, follow};
use crate::{
    api::inbox::{ReadAt, list_inbox, list_more},
    domain::{
        fault::Fault,
        id::ConversationId,
        inbox::{Inbox, Listed},
        time::Timestamp,
        view::{BuiltIn, Sort, ViewKey},
    },
    ui::{
        alerts::prompt::prompt,
        browser,
        guard::Me,
        kit::{
            button::Button,
            empty::{Empty, Skeleton, Trouble},
            keyed::keyed,
            mark::Mark,
            time::ticking,
        },
        live::{Live, News},
        reading::reading,
        setup::setup_path,
        words::{common, faults, list as words, number, views},
    },
    write::write,
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The height of a row in pixels, as the style has it.
const ROW: usize = 64;
/// So many rows are drawn above and below those that are seen.
const MARGIN: usize = 10;
/// What both ends draw at first, before it is known how much is seen.
const FIRST: usize = 40;
/// The next page is read when so few rows are left below.
const AHEAD: usize = 60;

/// The column with the list. It reads; [`folded`] shows.
#[component]
pub fn Conversations() -> impl IntoView {
    let looked = looked();
    let read = reading(move || looked.get(), |Looked { view, sort }| list_inbox(view, sort));
    let (shelf, live, me) = (expect_context::<Shelf>(), expect_context::<Live>(), expect_context::<Me>());
    let (search, here) = (Search::of_page(), expect_context::<HereNow>());
    let shown = move || {
        here.ready()?;
        shelf.follow(shelf.ready()?, live);
        Some(match read.get()? {
            Ok(read) => folded(read, &looked.get_untracked(), shelf, live, me),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    let title = move || shelf.views.with(|it| looked.with(|looked| nav::title(looked, &it.saved)));
    view! {
        <section class="list" aria-label=common::inbox()>
            <header class="list-head">
                <h2 dir="auto"><Suspense>{move || shelf.ready().map(|_| title())}</Suspense></h2>
                <Suspense>{move || me.get().map(|me| view! { <span class="workspace">{me.workspace_name}</span> })}</Suspense>
                <details class="views-sheet">
                    <summary class="button">{words::views()}</summary>
                    <Suspense>{move || shelf.ready().map(|_| view_links(shelf))}</Suspense>
                </details>
            </header>
            {search::field(search)}
            <div class="list-folder" hidden=move || search.is_on()>
                <Transition fallback=|| view! { <Skeleton n=8 shape="skeleton-rows"/> }>{shown}</Transition>
            </div>
            {search::results(search)}
            {prompt()}
        </section>
    }
}

/// A view as it was read, and all that has happened since.
fn folded(read: ReadAt<Listed>, looked: &Looked, shelf: Shelf, live: Live, me: Me) -> AnyView {
    let now = ticking(read.now);
    let lacks_model = read.lacks_model;
    let inbox = RwSignal::new(Inbox::of(read.it));
    let (seq, filter, sort) = inbox.with_untracked(|it| (it.seq, it.filter.clone(), it.sort));
    let asked = looked.clone();
    live.follow(seq, move |news| match news {
        News::Frame(frame) => {
            inbox.try_update(|it| it.apply(frame));
            let unknown = inbox.try_with_untracked(Inbox::unknown).unwrap_or_default();
            shelf.ask_reads(unknown);
        }
        News::StartAfresh => spawn_local(read_again(inbox, asked.clone(), live)),
    });
    keep_up(inbox, shelf, live, now);
    let picked = expect_context::<Picked>();
    picked.clear();
    let n_needing = Memo::new(move |_| shelf.n(BuiltIn::NeedsPerson));
    let bulk = me.get().map(|me| Bulk::of(inbox, &me.agent()));
    let is_closed = looked.is(BuiltIn::Closed);
    let is_open = looked.is(BuiltIn::Open);
    let total = total(looked, inbox, shelf);
    view! {
        <Title text=move || heading(n_needing.get())/>
        <div class="list-tools" role="group" aria-label=words::tools()>
            {claim_next_button(filter.clone(), live)}
            {sorting(looked, sort)}
            {builder(looked, filter, sort, shelf)}
        </div>
        {bulk.map(|bulk| bulk_bar(bulk, now))}
        {lacks_model.then(without_model)}
        {rows(inbox, live, picked, bulk, now, total)}
        {move || inbox.with(Inbox::is_empty).then(|| nothing_in(is_open, is_closed))}
    }
    .into_any()
}

/// Marks what is read, and learns what others of the member's pages have read.
fn keep_up(inbox: RwSignal<Inbox>, shelf: Shelf, live: Live, now: ReadSignal<Timestamp>) {
    let seq = inbox.with_untracked(|it| it.seq);
    let reading = read_along(live, shelf, seq);
    effect(move || {
        if let Some((id, seq)) = reading.0.get() {
            inbox.update(|it| it.read(&id, seq, now.get_untracked()));
        }
    });
    effect(move || {
        let reads = shelf.reads();
        if !reads.is_empty() {
            inbox.update(|it| it.learn(&reads, now.get_untracked()));
        }
    });
    let minute = Memo::new(move |_| now.get().0 / 60_000);
    effect(move || {
        follow(&minute);
        if inbox.with_untracked(|it| it.filter.watches_time()) {
            inbox.update(|it| it.pass(now.get_untracked()));
        }
    });
}

/// How many rows the view has, read or not.
fn total(looked: &Looked, inbox: RwSignal<Inbox>, shelf: Shelf) -> Memo<usize> {
    let name = looked.view.name().map(str::to_owned);
    Memo::new(move |_| {
        let (n, is_whole) = inbox.try_with(|it| (it.len(), it.end().is_none())).unwrap_or_default();
        let counted = name.as_ref().and_then(|name| shelf.views.try_with(|it| it.counts.get(name).copied()).flatten());
        let counted = counted.and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
        if is_whole { n } else { counted.max(n) }
    })
}

/// The rows that are seen, in the place of all.
fn rows(inbox: RwSignal<Inbox>, live: Live, picked: Picked, bulk: Option<Bulk>, now: ReadSignal<Timestamp>, total: Memo<usize>) -> AnyView {
    let scroller = NodeRef::<html::Div>::new();
    let list = NodeRef::<html::Ul>::new();
    let seen = RwSignal::new((0, FIRST));
    let n = Memo::new(move |_| inbox.try_with(Inbox::len).unwrap_or_default());
    let more = More { inbox, live, is_busy: RwSignal::new(false), wrong: RwSignal::new(None) };
    let look = move || {
        let Some(box_) = scroller.try_get_untracked().flatten() else { return };
        let pixels = |it: i32| usize::try_from(it).unwrap_or_default();
        let (top, height) = (pixels(box_.scroll_top()), pixels(box_.client_height()));
        let (first, last) = ((top / ROW).saturating_sub(MARGIN), (top + height) / ROW + MARGIN);
        seen.maybe_update(|it| {
            let is_new = *it != (first, last);
            *it = (first, last);
            is_new
        });
        if last + AHEAD > n.get_untracked() {
            more.read();
        }
    };
    let ids = Memo::new(move |_| {
        let (first, last) = seen.try_get().unwrap_or_default();
        inbox.try_with(|it| it.ids().skip(first).take(last.saturating_sub(first)).cloned().collect::<Vec<_>>()).unwrap_or_default()
    });
    let before = StoredValue::new(Vec::new());
    effect(move || {
        let (first, _) = seen.get();
        let n_drawn = ids.with(Vec::len);
        let n_all = n.get();
        if let Some(list) = list.get() {
            let above = first.min(n_all);
            browser::pad(&list, above * ROW, n_all.saturating_sub(above + n_drawn) * ROW);
            request_animation_frame(move || {
                before.try_update_value(|before| browser::slide(&list, &std::mem::replace(before, browser::tops(&list))));
            });
        }
    });
    // Once the page lives, and whenever rows came or went.
    effect(move || {
        follow(&n);
        request_animation_frame(look);
    });
    effect(move || {
        let resized = window_event_listener(ev::resize, move |_| look());
        on_cleanup(move || resized.remove());
    });
    let row = move |id: ConversationId| row_view(id, inbox, picked, bulk, now, total);
    view! {
        <div class="list-scroll" node_ref=scroller on:scroll=move |_| look()>
            <ul class="rows" role="list" aria-label=words::conversations() node_ref=list>
                {keyed(move || ids.get(), ToString::to_string, row)}
            </ul>
            {move || more.wrong.get().map(|fault| view! {
                <div class="older">
                    <p class="wrong" role="alert">{faults::say(&fault)}</p>
                    <Button on_press=move || more.read_again()>{common::retry()}</Button>
                </div>
            })}
        </div>
    }
    .into_any()
}

/// The way to the rows that aren't read yet.
#[derive(Debug, Clone, Copy)]
struct More {
    inbox: RwSignal<Inbox>,
    live: Live,
    is_busy: RwSignal<bool>,
    wrong: RwSignal<Option<Fault>>,
}

impl More {
    /// Reads the next page where there is one. After a failure it waits to be asked.
    fn read(self) {
        let end = self.inbox.with_untracked(|it| it.end().map(|end| (it.filter.clone(), it.sort, end.clone())));
        let is_free = !self.is_busy.get_untracked() && self.wrong.with_untracked(Option::is_none);
        let Some((filter, sort, end)) = end.filter(|_| is_free) else { return };
        self.is_busy.set(true);
        spawn_local(async move {
            let page = list_more(filter, sort, end).await;
            self.is_busy.try_set(false);
            match page {
                Ok(page) => drop(self.inbox.try_update(|it| it.append(page, &self.live.recent()))),
                Err(fault) => drop(self.wrong.try_set(Some(fault))),
            }
        });
    }

    fn read_again(self) {
        self.wrong.set(None);
        self.read();
    }
}

/// The order, to choose.
fn sorting(looked: &Looked, sort: Sort) -> AnyView {
    let go = use_navigate();
    let base = match &looked.view {
        ViewKey::Asked { filter } => {
            format!("filter={}", leptos_router::location::Url::escape(&write(filter).unwrap_or_default()))
        }
        view => format!("view={}", view.name().unwrap_or_default()),
    };
    let choose = move |event: ev::Event| go(&format!("/inbox?{base}&sort={}", event_target_value(&event)), NavigateOptions::default());
    view! {
        <select class="button chooser" aria-label=views::sort_by() on:change=choose>
            {Sort::ALL.into_iter().map(|it| view! { <option value=it.name() selected=it == sort>{views::sort(it)}</option> }.into_any()).collect_view()}
        </select>
    }
    .into_any()
}

/// Answers are worse than they could be, and what to do about it.
fn without_model() -> AnyView {
    view! {
        <p class="list-notice" role="note">
            {words::no_model()} " " <code>"baton models pull"</code> " " {words::no_model_then()}
        </p>
    }
    .into_any()
}

/// The page's title: how many need a person comes first, so that a tab tells it.
fn heading(n_needing: u64) -> String {
    if n_needing == 0 { common::inbox().to_owned() } else { words::inbox_needing(&number(n_needing)) }
}

fn nothing_in(is_open: bool, is_closed: bool) -> AnyView {
    match (is_open, is_closed) {
        (true, _) => view! {
            <Empty mark=Mark::Inbox title=words::none_open()>
                <p>{words::appears_at_once()}</p>
            </Empty>
            {setup_path(None)}
        }
        .into_any(),
        (_, true) => view! {
            <Empty mark=Mark::Check title=words::none_closed()>
                <p>{words::closed_are_kept()}</p>
            </Empty>
        }
        .into_any(),
        _ => view! {
            <Empty mark=Mark::Check title=words::none_in_view()>
                <p>{words::joins_by_itself()}</p>
            </Empty>
        }
        .into_any(),
    }
}

async fn read_again(inbox: RwSignal<Inbox>, looked: Looked, live: Live) {
    if let Ok(read) = list_inbox(looked.view, looked.sort).await {
        inbox.try_set(Inbox::of(read.it));
        live.recent().iter().for_each(|frame| {
            inbox.try_update(|it| it.apply(frame));
        });
    }
}
