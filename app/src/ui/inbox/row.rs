//! One row of the list: who needs what from whom, how long they wait, the last words, its tags, who holds it.

use super::{
    Chosen,
    bulk::{Bulk, Picked},
    near::{due::row_due, faces::row_mark},
    shelf::Shelf,
    swipe::Swipe,
};
use crate::{
    domain::{
        conversation::{Conversation, Last, Status},
        handoff::{Holder, Reason},
        id::ConversationId,
        inbox::Inbox,
        label::Priority,
        person::Author,
        time::Timestamp,
    },
    ui::{
        effect::{still, still_with},
        kit::{
            avatar::initials,
            mark::{Icon, Mark, Marked},
            time::{Ago, Moment, Waiting},
        },
        words::{assistants, common, list as words, promises, reasons},
    },
};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_location;

/// Who has written so often without an answer of a person stays unsolved.
const MANY_TURNS: u32 = 3;

/// The row of one conversation. `total`: of the whole view, for who doesn't see it.
pub fn row_view(
    id: ConversationId,
    inbox: RwSignal<Inbox>,
    picked: Picked,
    bulk: Option<Bulk>,
    now: ReadSignal<Timestamp>,
    total: Memo<usize>,
) -> Option<AnyView> {
    let first = inbox.with_untracked(|it| it.row(&id).cloned())?;
    let own = id.clone();
    let row = Memo::new(move |known: Option<&Conversation>| {
        inbox.with(|it| it.row(&own).cloned()).or_else(|| known.cloned()).unwrap_or_else(|| first.clone())
    });
    let own = id.clone();
    let is_unread = Memo::new(move |_| inbox.with(|it| it.is_unread(&own)));
    let own = id.clone();
    let place = Memo::new(move |_| inbox.with(|it| it.place(&own)).map_or(0, |place| place + 1));
    let Chosen(chosen) = expect_context();
    let own = id.clone();
    let is_chosen = Memo::new(move |_| chosen.with(|chosen| chosen.as_ref() == Some(&own)));
    let search = use_location().search;
    let path = format!("/inbox/{id}");
    let href = move || match search.get().trim_start_matches('?') {
        "" => path.clone(),
        query => format!("{path}?{query}"),
    };
    let swipe = Swipe::new(row, bulk);
    Some(
        view! {
            <li
                class="row"
                node_ref=swipe.node
                on:pointerdown=move |event| swipe.down(&event)
                on:pointermove=move |event| swipe.moves(&event)
                on:pointerup=move |_| swipe.up()
                on:pointercancel=move |_| swipe.cancel()
                on:click=move |event| swipe.click(&event)
                class=("row-needs", move || row.with(Conversation::needs_person))
                class=("row-unread", is_unread)
                aria-setsize=move || total.get().to_string()
                aria-posinset=move || place.get().to_string()
            >
                {swipe.behind(now)}
                {pick(id.clone(), inbox, picked, row)}
                <a class="row-link" href=href aria-current=move || is_chosen.get().then_some("page")>
                    {top(row, is_unread, now)}
                    {below(id, row)}
                </a>
            </li>
        }
        .into_any(),
    )
}

fn pick(id: ConversationId, inbox: RwSignal<Inbox>, picked: Picked, row: Memo<Conversation>) -> AnyView {
    let own = id.clone();
    let is_picked = Memo::new(move |_| picked.has(&own));
    let toggle = move |event: ev::MouseEvent| {
        let order = event.shift_key().then(|| inbox.with_untracked(|it| it.ids().cloned().collect()));
        picked.toggle(id.clone(), order);
    };
    view! {
        <input
            type="checkbox"
            class="row-pick"
            aria-label=move || row.with(|it| words::choose(&common::visitor(&it.visitor)))
            prop:checked=is_picked
            on:click=toggle
        />
    }
    .into_any()
}

fn top(row: Memo<Conversation>, is_unread: Memo<bool>, now: ReadSignal<Timestamp>) -> AnyView {
    let mark = Memo::new(move |_| row.with(mark_of));
    let waiting_since = Memo::new(move |_| row.with(|it| it.waiting_since.filter(|_| it.is_open())));
    let snoozed_until = Memo::new(move |_| row.with(|it| if let Status::Snoozed { until } = it.status { Some(until) } else { None }));
    let changed_at = Memo::new(move |_| row.with(|it| it.changed_at));
    let priority = Memo::new(move |_| row.with(|it| it.priority));
    let is_due = Memo::new(move |_| row.with(Conversation::has_due_promise));
    let is_frustrated = Memo::new(move |_| row.with(Conversation::is_frustrated));
    view! {
        <span class="row-mark">
            {move || {
                let (mark, says) = mark.get();
                view! { <Marked mark says/> }
            }}
        </span>
        <span class="row-top">
            <span class="row-name" dir="auto">
                {move || is_unread.get().then(|| view! { <span class="unseen">{words::unread()} " "</span> })}
                {move || row.with(|it| common::visitor(&it.visitor))}
            </span>
            {via(row)}
            {move || is_frustrated.get().then(|| view! { <span class="row-mood"><Marked mark=Mark::Warn says=reasons::frustrated()/></span> })}
            {move || is_due.get().then(|| view! { <span class="row-due"><Marked mark=Mark::Flag says=promises::is_due()/></span> })}
            {move || (priority.get() > Priority::Normal).then(|| view! {
                <span class="row-priority">{common::priority(priority.get())}</span>
            })}
            {row_due(row, now)}
            {move || match (snoozed_until.get(), waiting_since.get()) {
                (Some(until), _) => view! { <span class="row-until"><Icon mark=Mark::Clock/> {words::until()} " " <Moment at=until now/></span> }.into_any(),
                (None, Some(since)) => view! { <Waiting since now/> }.into_any(),
                (None, None) => view! { <Ago at=changed_at now/> }.into_any(),
            }}
        </span>
    }
    .into_any()
}

fn below(id: ConversationId, row: Memo<Conversation>) -> AnyView {
    let reason = Memo::new(move |_| row.with(reason_of));
    let turns = Memo::new(move |_| row.with(|it| it.turns));
    let tags = Memo::new(move |_| row.with(|it| it.tags.iter().map(|it| it.tag.as_str().to_owned()).collect::<Vec<_>>()));
    let holder = Memo::new(move |_| row.with(|it| it.holder.agent().or(it.assignee.as_ref()).map(|agent| agent.name.clone())));
    view! {
        <span class="row-below">
            {move || reason.get().map(|why| view! { <span class="row-reason">{reasons::label(why)}</span> })}
            <span class="row-words" dir="auto">{move || row.with(|it| it.last.as_ref().map(last_words))}</span>
            {move || (turns.get() >= MANY_TURNS).then(|| view! {
                <span class="row-turns" title=words::turns(turns.get().into())>
                    <span aria-hidden="true">{format!("×{}", turns.get())}</span>
                    <span class="unseen">{words::turns(turns.get().into())}</span>
                </span>
            })}
            {move || tags.with(|all| tags_view(all))}
            {row_mark(id, row)}
            {move || holder.get().map(|name| view! {
                <span class="row-holder" title=name.as_str().to_owned()>
                    <span class="unseen">{words::held_by()} " " {name.as_str().to_owned()}</span>
                    <span aria-hidden="true">{initials(name.as_str())}</span>
                </span>
            })}
        </span>
    }
    .into_any()
}

/// Whose conversation it is, where there are several assistants.
fn via(row: Memo<Conversation>) -> AnyView {
    let shelf = expect_context::<Shelf>();
    let name = Memo::new(move |_| still_with(&row, |it| shelf.has_several_assistants().then(|| shelf.assistant(&it.assistant))));
    (move || {
        still(&name).map(|name| {
            let title = name.clone();
            view! {
                <span class="row-via" title=title>
                    <span class="unseen">{assistants::with()} " "</span>
                    <span dir="auto">{name}</span>
                    <span class="unseen">"."</span>
                </span>
            }
        })
    })
    .into_any()
}

/// The first tag, and how many more there are.
fn tags_view(all: &[String]) -> Option<AnyView> {
    let first = all.first()?.clone();
    let n_more = all.len() - 1;
    let whole = all.join(", ");
    Some(
        view! {
            <span class="row-tags" title=whole>
                <span class="row-tag" dir="auto">{first}</span>
                {(n_more > 0).then(|| view! { <span aria-hidden="true">{format!("+{n_more}")}</span> <span class="unseen">{whole.clone()}</span> })}
            </span>
        }
        .into_any(),
    )
}

/// Its sign, and the sign in words.
pub fn mark_of(row: &Conversation) -> (Mark, &'static str) {
    match row.holder {
        _ if !row.is_open() => (Mark::Check, common::closed()),
        _ if row.is_snoozed() => (Mark::Clock, words::snoozed()),
        _ if row.needs_person() => (Mark::Hand, common::needs_person()),
        Holder::Agent { .. } => (Mark::Face, words::person_holds()),
        Holder::Queue { .. } | Holder::Assistant => (Mark::Spark, common::ai_answers()),
    }
}

/// Why a person is wanted, where one is.
pub fn reason_of(row: &Conversation) -> Option<Reason> {
    match row.holder {
        Holder::Queue { why, .. } => Some(why),
        Holder::Assistant => row.flag.as_ref().map(|flag| flag.why),
        Holder::Agent { .. } => None,
    }
}

/// The last message with its author, where it wasn't the visitor.
fn last_words(last: &Last) -> String {
    match &last.by {
        Author::Visitor | Author::Clock | Author::Rule { .. } => last.preview.clone(),
        Author::Assistant => words::ai_said(&last.preview),
        Author::Agent(agent) => format!("{}: {}", agent.name.as_str(), last.preview),
    }
}
