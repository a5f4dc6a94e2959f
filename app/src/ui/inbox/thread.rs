//! One conversation: its head, who holds it, what was said, and the composer.

use super::{
    DetailsShown,
    composer::Composer,
    details::Details,
    draft::Draft,
    holder::HolderBar,
    line::line_view,
    lines::{Line, lines},
    open::Open,
    outbox::{Outbox, on_its_way},
};
use crate::{
    api::{
        Caller,
        inbox::{ReadAt, read_thread},
    },
    domain::{fault::Fault, id::ConversationId, thread::Thread},
    ui::{
        guard::Me,
        kit::{
            empty::{Empty, Skeleton, Trouble},
            mark::{Icon, Mark},
            time::{Waiting, Zone, ticking},
        },
        live::Live,
        reading::reading,
        words::{common, faults, thread as words},
    },
};
use leptos::{html, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};

/// The page of a conversation. It reads; [`Opened`] shows.
#[component]
pub fn ThreadPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|it| it.get_str("id").and_then(ConversationId::parse)));
    let read = reading(move || id.get(), |id| async move { read_thread(id.ok_or(Fault::NotFound)?).await });
    let me = expect_context::<Me>();
    let shown = move || match (read.get()?, me.read()?) {
        (Ok(read), _) if id.with(|id| id.as_ref() != Some(&read.it.conversation.id)) => Some(waiting()),
        (Ok(read), Ok(Some(me))) => Some(view! { <Opened read me/> }.into_any()),
        (_, Ok(None)) => None,
        (Err(Fault::NotFound), _) => Some(view! { <Gone/> }.into_any()),
        (Err(fault), _) => Some(view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any()),
        (_, Err(fault)) => Some(view! { <Trouble say=faults::say(&fault) on_retry=move || me.ask_again()/> }.into_any()),
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
fn Opened(read: ReadAt<Thread>, me: Caller) -> impl IntoView {
    let open = Open::follow(read.it, ticking(read.now), &me, expect_context::<Live>());
    let draft = Draft::of(open.id());
    let outbox = Outbox::of(open, draft);
    let DetailsShown(shows_details) = expect_context();
    shows_details.set(false);
    let composer = NodeRef::<html::Textarea>::new();
    view! {
        <section class="thread" aria-label=words::thread()>
            <Head open/>
            <HolderBar open composer/>
            <Log open outbox/>
            <Composer draft outbox node=composer/>
        </section>
        <Details open/>
    }
}

/// Who writes, to which assistant, and since when they wait.
#[component]
fn Head(open: Open) -> impl IntoView {
    let it = open.conversation;
    let waiting_since = Memo::new(move |_| it.with(|it| it.waiting_since.filter(|_| it.is_open())));
    let DetailsShown(shows_details) = expect_context();
    let query = use_query_map();
    let list_path = move || query.with(|it| if it.get_str("folder").is_some() { "/inbox?folder=closed" } else { "/inbox" });
    view! {
        <header class="thread-head">
            <a class="icon-button back" href=list_path aria-label=common::back_to_list()><Icon mark=Mark::Back/></a>
            <div class="thread-title">
                <h2 dir="auto">{move || it.with(|it| common::visitor(&it.visitor))}</h2>
                <p>{move || it.with(|it| words::writes_to(it.assistant.name.as_str()))}</p>
            </div>
            {move || waiting_since.get().map(|since| view! { <Waiting since now=open.now is_told=true/> })}
            <button
                type="button"
                class="icon-button details-toggle"
                aria-label=common::details()
                aria-expanded=move || if shows_details.get() { "true" } else { "false" }
                on:click=move |_| shows_details.update(|it| *it = !*it)
            >
                <Icon mark=Mark::Panel/>
            </button>
        </header>
    }
}

/// How far from its end the log still counts as read to the end, in pixels.
const NEAR: i32 = 48;

/// What was said and done, in order. It is laid out from its end upwards, so the browser itself keeps it there.
#[component]
fn Log(open: Open, outbox: Outbox) -> impl IntoView {
    let zone = expect_context::<Zone>();
    let node = NodeRef::<html::Div>::new();
    let drawn = Memo::new(move |_| open.thread.with(|it| lines(&it.events, |at| zone.date(at))));
    let n_read = RwSignal::new(drawn.with_untracked(Vec::len));
    let is_at_end = move || node.get_untracked().is_none_or(|log| log.scroll_top() > -NEAR);
    let on_scroll = move |_| {
        if is_at_end() {
            n_read.set(drawn.with_untracked(Vec::len));
        }
    };
    let has_new = Memo::new(move |_| {
        let n = drawn.with(Vec::len);
        n > n_read.get() && !is_at_end()
    });
    let to_end = move || {
        if let Some(log) = node.get_untracked() {
            log.set_scroll_top(0);
        }
        n_read.set(drawn.with_untracked(Vec::len));
    };
    Effect::new(move |before: Option<usize>| {
        let n = outbox.n_sent();
        if before.is_some_and(|before| before < n) {
            to_end();
        }
        n
    });
    let line = move |line: Line| {
        let event = open.thread.with_untracked(|it| it.events.get(line.nth).cloned());
        event.map(|event| line_view(&line, &event, open))
    };
    view! {
        <div class="log-frame">
            <div class="log" role="log" aria-label=common::conversation() tabindex="0" node_ref=node on:scroll=on_scroll>
                <ol class="lines" role="list">
                    <For each=move || drawn.get() key=Clone::clone children=line/>
                    <For each=move || outbox.waiting() key=|it| it.id.clone() children=move |it| on_its_way(&it, open.me().name.as_str())/>
                </ol>
            </div>
            {move || has_new.get().then(|| view! {
                <button type="button" class="new-messages" on:click=move |_| to_end()>
                    <Icon mark=Mark::Down/>
                    {words::new_messages()}
                </button>
            })}
        </div>
    }
}
