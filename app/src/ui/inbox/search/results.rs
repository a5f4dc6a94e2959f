//! What was found: a row per conversation, with the words around it.

use super::{Search, with_query};
use crate::ui::effect::{effect, memo, spawn_local};
use crate::{
    api::{inbox::ReadAt, search::search as ask},
    domain::{
        conversation::Conversation,
        fault::Fault,
        id::ConversationId,
        person::Author,
        search::{Found, Hit, Piece, Place, Query},
        time::Timestamp,
    },
    ui::{
        browser,
        inbox::{Chosen, row::mark_of},
        kit::{
            empty::{Empty, Skeleton, Trouble},
            keyed::keyed,
            mark::{Mark, Marked},
            time::{Ago, ticking},
        },
        live::{Live, News},
        reading::reading,
        words::{common, faults, list, search as words},
    },
};
use leptos::{ev, prelude::*};
use leptos_router::NavigateOptions;
use std::time::Duration;

/// What was written meanwhile is looked for after this.
const LATER: Duration = Duration::from_secs(1);

/// What was found, while something is looked for. It reads; [`Results`] shows.
pub fn results(search: Search) -> AnyView {
    let read = reading(move || search.asked.get(), |text| async move { look(text).await });
    let is_pending = RwSignal::new(false);
    let shown = move || {
        Some(match read.get()? {
            Ok(None) => ().into_any(),
            Ok(Some((asked, read))) => view! { <Results search asked read/> }.into_any(),
            Err(Fault::Invalid { field, say }) => {
                let say = faults::say(&Fault::Invalid { field, say });
                view! { <p class="search-says" role="status">{say}</p> }.into_any()
            }
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <div
            class="found"
            hidden=move || !search.is_on()
            aria-busy=move || if is_pending.get() { "true" } else { "false" }
        >
            <Transition fallback=|| view! { <Skeleton n=6 shape="skeleton-rows"/> } set_pending=is_pending>
                {shown}
            </Transition>
        </div>
    }
    .into_any()
}

/// Asks the server, where there is something to ask. A filter that can't be is told without it.
async fn look(text: String) -> Result<Option<(String, ReadAt<Found>)>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(say) = Query::parse(&text).wrong() {
        return Err(Fault::invalid("q", say));
    }
    Ok(Some((text.clone(), ask(text).await?)))
}

#[component]
fn Results(search: Search, asked: String, read: ReadAt<Found>) -> impl IntoView {
    let now = ticking(read.now);
    let found = RwSignal::new(read.it);
    let asked = StoredValue::new(asked);
    stay_fresh(found, asked);
    let href = move |hit: &Hit| asked.with_value(|asked| href(hit, asked));
    effect(move || {
        let first = found.with(|it| it.hits.first().map(href));
        if let Some(first) = search.found(first) {
            search.go(&first, NavigateOptions::default());
        }
    });
    let ids = memo(move |_| found.with(|it| it.hits.iter().map(|hit| hit.conversation.id.clone()).collect::<Vec<_>>()));
    let row = move |id: ConversationId| {
        let of = move |it: &Found| it.hits.iter().find(|hit| hit.conversation.id == id).cloned();
        let first = found.with_untracked(&of)?;
        let hit = memo(move |known: Option<&Hit>| found.with(&of).or_else(|| known.cloned()).unwrap_or_else(|| first.clone()));
        Some(row(hit, move || hit.with(href), now))
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        browser::step(".found .row-link", by);
    };
    view! {
        <p class="search-says" role="status">
            {move || found.with(|it| (!it.hits.is_empty()).then(|| words::found(it.hits.len() as u64)))}
            {move || found.with(|it| it.has_more).then(|| format!(" · {}", words::best_of_more()))}
            {move || found.with(|it| it.is_behind).then(|| format!(" · {}", words::is_behind()))}
        </p>
        <div class="list-scroll">
            <ul class="rows" role="list" aria-label=words::results() on:keydown=on_key>
                {keyed(move || ids.get(), ToString::to_string, row)}
            </ul>
            {move || ids.with(Vec::is_empty).then(nothing)}
        </div>
    }
}

/// Looks again a moment after something happened: what is said now is found now.
fn stay_fresh(found: RwSignal<Found>, asked: StoredValue<String>) {
    let live = expect_context::<Live>();
    let is_due = StoredValue::new(true);
    let look = move || {
        is_due.try_set_value(false);
        let Some(asked) = asked.try_get_value() else { return };
        spawn_local(async move {
            // What can't be read now stays as it is shown; the line above says that the link is gone.
            if let Ok(read) = ask(asked).await {
                found.try_set(read.it);
            }
        });
    };
    // Whoever follows hears the latest frames again at once: those are in what was read.
    live.follow(u64::MAX, move |news| {
        let is_news = match news {
            News::Frame(frame) => frame.event.what.has_line(),
            News::StartAfresh => true,
        };
        if is_news && is_due.try_get_value() == Some(false) {
            is_due.try_set_value(true);
            set_timeout(look, LATER);
        }
    });
    is_due.set_value(false);
}

fn nothing() -> AnyView {
    view! {
        <Empty mark=Mark::Search title=words::nothing()>
            <p>{words::nothing_has_all()}</p>
            <p>{words::fewer()}</p>
        </Empty>
    }
    .into_any()
}

/// Where a hit leads: to its message, with the search beside it.
fn href(hit: &Hit, asked: &str) -> String {
    let at = hit.message.as_ref().map(|place| place.seq.to_string());
    with_query(&format!("/inbox/{}", hit.conversation.id), &[("at", at.as_deref()), ("q", Some(asked))])
}

fn row(hit: Memo<Hit>, href: impl Fn() -> String + Send + Sync + 'static, now: ReadSignal<Timestamp>) -> AnyView {
    let Chosen(chosen) = expect_context();
    let is_chosen = memo(move |_| chosen.with(|chosen| hit.with(|hit| chosen.as_ref() == Some(&hit.conversation.id))));
    let at = memo(move |_| hit.with(|hit| hit.message.as_ref().map_or(hit.conversation.changed_at, |place| place.at)));
    let needs_person = move || hit.with(|hit| Conversation::needs_person(&hit.conversation));
    view! {
        <li class="row" class=("row-needs", needs_person)>
            <a class="row-link" href=href aria-current=move || is_chosen.get().then_some("page")>
                <span class="row-mark">
                    {move || {
                        let (mark, says) = hit.with(|hit| mark_of(&hit.conversation));
                        view! { <Marked mark says/> }
                    }}
                </span>
                <span class="row-top">
                    <span class="row-name" dir="auto">{move || hit.with(name)}</span>
                    <Ago at now/>
                </span>
                <span class="row-below">
                    <span class="row-words" dir="auto">
                        {move || hit.with(|hit| hit.message.as_ref().and_then(by))}
                        {move || hit.with(|hit| pieces(&hit.snippet))}
                    </span>
                    {move || hit.with(|hit| holder(&hit.conversation))}
                </span>
            </a>
        </li>
    }
    .into_any()
}

fn name(hit: &Hit) -> AnyView {
    match hit.conversation.visitor.name {
        Some(_) => pieces(&hit.name),
        None => common::visitor(&hit.conversation.visitor).into_any(),
    }
}

/// Who wrote it, where it wasn't the visitor.
fn by(place: &Place) -> Option<String> {
    match &place.by {
        Author::Visitor | Author::Clock | Author::Rule { .. } => None,
        Author::Assistant => Some(format!("{} ", words::ai())),
        Author::Agent(agent) if place.is_note => Some(format!("{} ", words::note_by(agent.name.as_str()))),
        Author::Agent(agent) => Some(format!("{}: ", agent.name.as_str())),
    }
}

fn holder(it: &Conversation) -> Option<AnyView> {
    let name = it.holder.agent()?.name.as_str().to_owned();
    Some(view! { <span class="row-holder"><span class="unseen">{list::held_by()} " "</span>{name}</span> }.into_any())
}

fn pieces(of: &[Piece]) -> AnyView {
    let piece = |it: &Piece| match it.is_hit {
        true => view! { <mark class="hit">{it.text.clone()}</mark> }.into_any(),
        false => it.text.clone().into_any(),
    };
    of.iter().map(piece).collect_view().into_any()
}
