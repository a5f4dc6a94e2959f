//! One conversation: its head, who holds it, what was said, and the composer.

use super::{
    DetailsShown,
    composer::Composer,
    details::details,
    draft::Draft,
    holder::{Acts, holder_bar},
    log::log,
    menus::menus,
    near::{faces::faces, here::HereNow, writing::writing},
    open::{Open, OpenNow, Opened},
    outbox::Outbox,
    pledge::pledges,
    remind::remind_window,
    shelf::Shelf,
    summary::summary,
    undo::undo_toast,
    watch::watch,
};
use crate::ui::effect::memo;
use crate::{
    api::{
        Caller,
        inbox::{Opening, ReadAt, open_thread},
    },
    domain::{
        fault::Fault,
        id::{ConversationId, Seq},
    },
    ui::{
        guard::Me,
        keys::table::{Act, Marks},
        kit::{
            empty::{Empty, Skeleton, Trouble},
            mark::{Icon, Mark},
            time::{Waiting, ticking},
        },
        live::Live,
        reading::reading,
        words::{common, faults, thread as words},
    },
};
use leptos::{html, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page of a conversation. It reads; [`Shown`] shows.
#[component]
pub fn ThreadPage() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move |_| params.with(|it| it.get_str("id").and_then(ConversationId::parse)));
    let query = use_query_map();
    let at = memo(move |_| query.with(|it| it.get_str("at").and_then(|at| at.parse::<Seq>().ok())));
    let read = reading(move || (id.get(), at.get()), |(id, at)| async move { open_thread(id.ok_or(Fault::NotFound)?, at).await });
    let (me, here) = (expect_context::<Me>(), expect_context::<HereNow>());
    let shown = move || {
        here.ready()?;
        match (read.get()?, me.read()?) {
            (Ok(read), _) if id.with(|id| id.as_ref() != Some(&read.it.thread.conversation.id)) => Some(waiting()),
            (Ok(read), Ok(Some(me))) => Some(view! { <Shown read at=at.get_untracked() me/> }.into_any()),
            (_, Ok(None)) => None,
            (Err(Fault::NotFound), _) => Some(view! { <Gone/> }.into_any()),
            (Err(fault), _) => Some(view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any()),
            (_, Err(fault)) => Some(view! { <Trouble say=faults::say(&fault) on_retry=move || me.ask_again()/> }.into_any()),
        }
    };
    view! { <Transition fallback=waiting>{shown}</Transition> }
}

fn waiting() -> AnyView {
    view! { <div class="thread"><Skeleton n=6 shape="skeleton-lines"/></div> }.into_any()
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <div class="unchosen">
            <Empty mark=Mark::Warn title=words::no_such_conversation()>
                <p>{words::may_be_elsewhere()} " " <a href="/inbox">{common::back_to_list()}</a></p>
            </Empty>
        </div>
    }
}

#[component]
fn Shown(read: ReadAt<Opening>, at: Option<Seq>, me: Caller) -> impl IntoView {
    let Opening { thread, summary: in_short } = read.it;
    let open = Open::follow(thread, at, ticking(read.now), &me, expect_context::<Live>());
    let draft = Draft::of(open.id());
    let outbox = Outbox::of(open, draft);
    let DetailsShown(shows_details) = expect_context();
    shows_details.set(false);
    let composer = NodeRef::<html::Textarea>::new();
    let acts = Acts::on(open);
    watch(open, draft);
    expect_context::<OpenNow>().show(Opened { open, acts });
    view! {
        <section class="thread" aria-label=words::thread()>
            <Head open acts/>
            {holder_bar(open, acts, composer)}
            {summary(open, in_short)}
            {undo_toast(open, acts.undo)}
            {log(open, outbox)}
            {pledges(open, acts)}
            {writing(open)}
            <Composer draft outbox node=composer/>
            {remind_window(open)}
        </section>
        {details(open, acts)}
    }
}

/// Who writes, to which assistant, and since when they wait.
#[component]
fn Head(open: Open, acts: Acts) -> impl IntoView {
    let it = open.conversation;
    let waiting_since = memo(move |_| it.with(|it| it.waiting_since.filter(|_| it.is_open())));
    let DetailsShown(shows_details) = expect_context();
    let shelf = expect_context::<Shelf>();
    let marks = Marks::of(Some(Act::Details));
    let (back, name) = (Marks::of(Some(Act::Back)), common::back_to_list());
    let query = use_query_map();
    let list_path = move || query.with(|it| format!("/inbox{}", it.to_query_string()));
    view! {
        <header class="thread-head">
            <a class="icon-button back" href=list_path aria-label=name title=move || back.named(name) data-act=back.hook() aria-keyshortcuts=move || back.spoken()><Icon mark=Mark::Back/></a>
            <div class="thread-title">
                <h2 dir="auto">{move || it.with(|it| common::visitor(&it.visitor))}</h2>
                <p>{move || it.with(|it| words::writes_to(&shelf.assistant(&it.assistant)))}</p>
            </div>
            {faces(open)}
            {move || waiting_since.get().map(|since| view! { <Waiting since now=open.now is_told=true/> })}
            {menus(open, acts)}
            <button
                type="button"
                class="icon-button details-toggle"
                aria-label=common::details()
                title=move || marks.named(common::details())
                data-act=marks.hook()
                aria-keyshortcuts=move || marks.spoken()
                aria-expanded=move || if shows_details.get() { "true" } else { "false" }
                on:click=move |_| shows_details.update(|it| *it = !*it)
            >
                <Icon mark=Mark::Panel/>
            </button>
        </header>
    }
}
