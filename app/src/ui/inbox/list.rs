//! The list of a view: read once, then folded.

use super::{
    row::Row,
    search::{self, Search},
    shelf::{Looked, Shelf, looked},
};
use crate::{
    api::{
        inbox::{ReadAt, list_inbox, list_more},
        views::read_views,
    },
    domain::{
        conversation::Conversation,
        fault::Fault,
        inbox::{Inbox, Listed},
        view::BuiltIn,
    },
    ui::{
        browser,
        guard::Me,
        kit::{
            button::Button,
            empty::{Empty, Skeleton, Trouble},
            mark::{Icon, Mark},
            tabs::TabLink,
            time::ticking,
        },
        live::{Live, News},
        reading::reading,
        words::{common, faults, list as words, number},
    },
};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_meta::Title;

/// The column with the list. It reads; [`Folded`] shows.
#[component]
pub fn Conversations() -> impl IntoView {
    let looked = looked();
    let read = reading(move || looked.get(), |Looked { view, sort }| list_inbox(view, sort));
    let views = reading(|| (), |()| read_views(Vec::new()));
    let (shelf, live) = (expect_context::<Shelf>(), expect_context::<Live>());
    let me = expect_context::<Me>();
    let search = Search::of_page();
    let shown = move || {
        if let Ok(views) = views.get()? {
            shelf.follow(views.seq, live);
            shelf.views.set(views);
        }
        Some(match read.get()? {
            Ok(read) => view! { <Folded read looked=looked.get_untracked()/> }.into_any(),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <section class="list" aria-label=common::inbox()>
            <header class="list-head">
                <h2>{common::inbox()}</h2>
                <Suspense>{move || me.get().map(|me| view! { <span class="workspace">{me.workspace_name}</span> })}</Suspense>
            </header>
            {search::field(search)}
            <div class="list-folder" hidden=move || search.is_on()>
                <Transition fallback=|| view! { <Skeleton n=8 shape="skeleton-rows"/> }>{shown}</Transition>
            </div>
            {search::results(search)}
        </section>
    }
}

/// A folder as it was read, and all that has happened since.
#[component]
fn Folded(read: ReadAt<Listed>, looked: Looked) -> impl IntoView {
    let now = ticking(read.now);
    let lacks_model = read.lacks_model;
    let inbox = RwSignal::new(Inbox::of(read.it));
    let seq = inbox.with_untracked(|it| it.seq);
    let shelf = expect_context::<Shelf>();
    let (is_open, is_closed) = (looked.is(BuiltIn::Open), looked.is(BuiltIn::Closed));
    let live = expect_context::<Live>();
    live.follow(seq, move |news| match news {
        News::Frame(frame) => {
            inbox.try_update(|it| it.apply(frame));
        }
        News::StartAfresh => spawn_local(read_again(inbox, looked.clone(), live)),
    });
    let ids = Memo::new(move |_| inbox.with(|it| it.ids().cloned().collect::<Vec<_>>()));
    let n_needing = Memo::new(move |_| inbox.with(Inbox::n_needing));
    let list = NodeRef::<html::Ul>::new();
    let before = StoredValue::new(Vec::new());
    Effect::new(move |_| {
        ids.track();
        if let Some(list) = list.get() {
            request_animation_frame(move || {
                before.try_update_value(|before| browser::slide(&list, &std::mem::replace(before, browser::tops(&list))));
            });
        }
    });
    let row = move |id| {
        let first = inbox.with_untracked(|it| it.row(&id).cloned())?;
        let row = Memo::new(move |known: Option<&Conversation>| {
            inbox.with(|it| it.row(&id).cloned()).or_else(|| known.cloned()).unwrap_or_else(|| first.clone())
        });
        Some(view! { <Row row now/> }.into_any())
    };
    view! {
        <Title text=move || heading(n_needing.get())/>
        <nav class="tabs" aria-label=words::folders()>
            <TabLink href="/inbox" label=common::open() count=move || shelf.n(BuiltIn::Open) is_current=is_open/>
            <TabLink
                href="/inbox?view=closed"
                label=common::closed()
                count=move || shelf.n(BuiltIn::Closed)
                is_current=is_closed
            />
        </nav>
        {lacks_model.then(without_model)}
        <div class="list-scroll">
            {move || (n_needing.get() > 0).then(|| view! { <Needing n=n_needing/> })}
            <ul class="rows" role="list" aria-label=words::conversations() node_ref=list>
                <For each=move || ids.get() key=Clone::clone children=row/>
            </ul>
            {move || ids.with(Vec::is_empty).then(|| view! { <NothingIn is_closed/> })}
            {move || inbox.with(|it| it.end().is_some()).then(|| view! { <Older inbox/> })}
        </div>
    }
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
fn heading(n_needing: usize) -> String {
    if n_needing == 0 { common::inbox().to_owned() } else { words::inbox_needing(&number(n_needing as u64)) }
}

#[component]
fn Needing(n: Memo<usize>) -> impl IntoView {
    view! {
        <h3 class="needing">
            <Icon mark=Mark::Hand/>
            {common::needs_person()}
            " "
            <span class="count">{move || number(n.get() as u64)}</span>
        </h3>
    }
}

#[component]
fn NothingIn(is_closed: bool) -> impl IntoView {
    match is_closed {
        false => view! {
            <Empty mark=Mark::Inbox title=words::none_open()>
                <p>{words::appears_at_once()}</p>
                <p>{words::snippet_brings_widget()} " " <code>"baton user create"</code> " " {words::printed_it()}</p>
            </Empty>
        }
        .into_any(),
        true => view! {
            <Empty mark=Mark::Check title=words::none_closed()>
                <p>{words::closed_are_kept()}</p>
            </Empty>
        }
        .into_any(),
    }
}

/// The way to what changed earlier than the rows that are loaded.
#[component]
fn Older(inbox: RwSignal<Inbox>) -> impl IntoView {
    let live = expect_context::<Live>();
    let is_busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<Fault>);
    let load = move || {
        is_busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            wrong.try_set(append_older(inbox, live).await.err());
            is_busy.try_set(false);
        });
    };
    view! {
        <div class="older">
            <Button is_busy on_press=load>{words::show_older()}</Button>
            {move || wrong.get().map(|fault| view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> })}
        </div>
    }
}

async fn append_older(inbox: RwSignal<Inbox>, live: Live) -> Result<(), Fault> {
    let (filter, sort, end) = inbox.with_untracked(|it| (it.filter.clone(), it.sort, it.end().cloned()));
    let Some(end) = end else { return Ok(()) };
    let page = list_more(filter, sort, end).await?;
    inbox.try_update(|it| it.append(page, &live.recent()));
    Ok(())
}

async fn read_again(inbox: RwSignal<Inbox>, looked: Looked, live: Live) {
    if let Ok(read) = list_inbox(looked.view, looked.sort).await {
        inbox.try_set(Inbox::of(read.it));
        live.recent().iter().for_each(|frame| {
            inbox.try_update(|it| it.apply(frame));
        });
    }
}
