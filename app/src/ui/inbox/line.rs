//! One line of the log: a message, a note, or what was done.

use super::{
    answer,
    files::files_view,
    lines::{Line, lines},
    log::{NEW, line_id},
    mailed::mail_state,
    open::Open,
    shelf::Shelf,
};
use crate::{
    domain::{
        event::{Event, What},
        form::in_line,
        handoff::Cause,
        id::{ConversationId, Seq},
        person::{Author, Visitor},
        rich::{Block, Inline},
        text::Body,
        time::Timestamp,
    },
    ui::alerts::alerted::alerted,
    ui::browser,
    ui::kit::{
        mark::{Icon, Mark},
        rich::blocks,
        time::{Clock, Date, Zone, exact},
    },
    ui::words::{common, faults, reasons, remind, thread as words},
};
use leptos::{ev::MouseEvent, prelude::*};
use std::time::Duration;

/// What was said in a merged conversation is shown at once where it isn't more than this.
const FEW: usize = 20;
/// So long it says that a link was copied.
const COPIED: Duration = Duration::from_secs(2);

/// A line with the day mark before it.
pub fn line_view(line: &Line, event: &Event, open: Open) -> AnyView {
    let day = line.day.map(|day| view! { <DayMark day now=open.now/> });
    let new = line.is_first_new.then(|| view! { <li class="day new-mark" id=NEW><span>{words::new()}</span></li> });
    (day, new, drawn(line, event, open)).into_any()
}

#[component]
fn DayMark(day: Date, now: ReadSignal<Timestamp>) -> impl IntoView {
    let zone = expect_context::<Zone>();
    let label = Memo::new(move |_| day.label(zone.date(now.get())));
    view! { <li class="day"><span>{label}</span></li> }
}

fn drawn(line: &Line, event: &Event, open: Open) -> AnyView {
    let visitor = open.conversation.with_untracked(|it| it.visitor.clone());
    let opens = line.opens_run;
    match &event.what {
        What::Said { body, .. } => {
            // A name that the visitor gives later stands over what they wrote before, too.
            let label = Signal::derive(move || open.conversation.with(|it| common::visitor(&it.visitor)));
            message("said", head(opens, None, label, event.at), body, event, open)
        }
        What::Replied { body, .. } => message("replied", head(opens, None, common::author(&event.by).into(), event.at), body, event, open),
        What::Noted { body, .. } => note(opens, event, body, open),
        What::Answered { answer: said, .. } => {
            let shelf = expect_context::<Shelf>();
            let label = Signal::derive(move || open.conversation.with(|it| words::assistant_is_ai(&shelf.assistant(&it.assistant))));
            let head = head(opens, Some(Mark::Spark), label, event.at);
            view! {
                <li class="line answered" class=("line-at", open.at == Some(event.seq)) id=line_id(event.seq) aria-live=open.hush(event.seq)>
                    {head}
                    {answer::answer_view(said, answer::why(event))}
                    {rating(event.seq, open)}
                    {tools(event, open)}
                </li>
            }
            .into_any()
        }
        done => view! {
            <li class="line done" class=("line-at", open.at == Some(event.seq)) id=line_id(event.seq) aria-live=open.hush(event.seq)>
                <span>{sentence(done, &event.by, &visitor)}</span>
                " · "
                <Clock at=event.at/>
                {why(event)}
                {matches!(done, What::HandedOff { .. }).then(|| alerted(event.conversation.clone(), event.seq))}
                {elsewhere(done, open)}
                {files_view(done.files())}
            </li>
        }
        .into_any(),
    }
}

/// What the visitor says of an answer, as it stands now.
fn rating(answer: Seq, open: Open) -> impl IntoView {
    let told = Memo::new(move |_| open.conversation.with(|it| it.rating(answer)));
    move || {
        told.get().map(|is_helpful| view! { <p class="line-rating">{if is_helpful { words::helped() } else { words::helped_not() }}</p> })
    }
}

/// What the assistant had found when it gave up.
fn why(event: &Event) -> Option<AnyView> {
    match &event.what {
        What::HandedOff { receipt: Some(_), .. } => Some(answer::why(event)),
        _ => None,
    }
}

/// The way to the conversation that it belongs to, and what was said there where it goes on here.
fn elsewhere(done: &What, open: Open) -> Option<AnyView> {
    let way = |id: &ConversationId| view! { " " <a href=format!("/inbox/{id}")>{words::go_there()}</a> };
    match done {
        What::Linked { other: id, .. } | What::Merged { into: id, .. } => Some(way(id).into_any()),
        What::Absorbed { from, history } => {
            let n = history.iter().filter(|event| event.what.message_id().is_some()).count();
            let (zone, is_few) = (expect_context::<Zone>(), n <= FEW);
            let lines = lines(history, None, |at| zone.date(at));
            let drawn = lines
                .iter()
                .filter_map(|line| history.iter().find(|event| event.seq == line.seq).map(|event| line_view(line, event, open)));
            Some(
                view! {
                    {way(&from.id)}
                    <details class="absorbed" open=is_few>
                        <summary>{words::absorbed_history(n as u64)}</summary>
                        <ol class="lines" role="list">{drawn.collect_view()}</ol>
                    </details>
                }
                .into_any(),
            )
        }
        _ => None,
    }
}

fn message(class: &'static str, head: AnyView, body: &Body, event: &Event, open: Open) -> AnyView {
    view! {
        <li class=format!("line {class}") class=("line-at", open.at == Some(event.seq)) id=line_id(event.seq) aria-live=open.hush(event.seq)>
            {head}
            <div class="bubble rich" class=("bubble-bare", is_emoji(&body.text)) dir="auto">{blocks(&body.blocks)}</div>
            {files_view(event.what.files())}
            {tools(event, open)}
        </li>
    }
    .into_any()
}

fn note(opens: bool, event: &Event, body: &Body, open: Open) -> AnyView {
    view! {
        <li class="line noted" class=("line-at", open.at == Some(event.seq)) id=line_id(event.seq) aria-live=open.hush(event.seq)>
            {head(opens, Some(Mark::Lock), words::noted_by(&common::author(&event.by)).into(), event.at)}
            {opens.then(|| view! { <p class="note-for">{common::only_team_sees()}</p> })}
            <div class="rich" dir="auto">{blocks(&told_by_us(&event.by, body).unwrap_or_else(|| body.blocks.clone()))}</div>
            {files_view(event.what.files())}
            {tools(event, open)}
        </li>
    }
    .into_any()
}

/// A note of Baton's own in the language of the page: its first paragraph is a sentence that we know; nothing where we don't.
fn told_by_us(by: &Author, body: &Body) -> Option<Vec<Block>> {
    let Author::Rule { .. } = by else { return None };
    let first = body.text.split("\n\n").next().unwrap_or_default();
    let text = Some(faults::sentence(first)).filter(|told| told != first)?;
    let told = Block::Paragraph { of: vec![Inline::Text { text }] };
    Some(std::iter::once(told).chain(body.blocks.iter().skip(1).cloned()).collect())
}

/// Whether the visitor has seen it, the way to link to it, and to be reminded of it.
fn tools(event: &Event, open: Open) -> AnyView {
    let (seq, at) = (event.seq, event.at);
    let zone = expect_context::<Zone>();
    let path = format!("/inbox/{}?at={seq}", event.conversation);
    let is_copied = RwSignal::new(false);
    let copy = {
        let path = path.clone();
        move |event: MouseEvent| {
            // With a key held down the browser opens it elsewhere, as with any link.
            if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                event.prevent_default();
                browser::copy(&format!("{}{path}", browser::origin()));
                is_copied.set(true);
                set_timeout(
                    move || {
                        is_copied.try_set(false);
                    },
                    COPIED,
                );
            }
        }
    };
    let is_reply = matches!(event.what, What::Replied { .. });
    let state = is_reply.then_some(move || tick(open.seen_by_visitor.get() >= seq));
    let mail = is_reply.then(|| mail_state(open, seq));
    view! {
        <p class="line-tools">
            {mail}
            {state}
            <a class="line-link" href=path title=move || exact(at, zone) aria-label=move || words::link_to(&exact(at, zone)) on:click=copy>
                <Icon mark=Mark::Link/>
            </a>
            <button
                type="button"
                class="line-remind"
                title=remind::remind()
                aria-label=move || remind::remind_of(&exact(at, zone))
                on:click=move |_| open.remind().begin_with(open, Some(seq))
            >
                <Icon mark=Mark::Flag/>
            </button>
            <span class="line-copied" role="status">{move || if is_copied.get() { words::link_copied() } else { "" }}</span>
        </p>
    }
    .into_any()
}

fn tick(is_seen: bool) -> AnyView {
    let (ticks, says) = if is_seen { ("✓✓", words::seen()) } else { ("✓", words::sent()) };
    view! {
        <span class="tick" class=("tick-seen", is_seen) title=says>
            <span aria-hidden="true">{ticks}</span>
            <span class="unseen">{says}</span>
        </span>
    }
    .into_any()
}

/// Author and time: seen at the head of a run, heard at each message.
fn head(opens: bool, mark: Option<Mark>, author: Signal<String>, at: Timestamp) -> AnyView {
    view! {
        <p class="by" class=("unseen", !opens)>
            {mark.map(|mark| view! { <Icon mark/> })}
            <span class="author" dir="auto">{author}</span>
            " "
            <Clock at/>
        </p>
    }
    .into_any()
}

/// What was done, as one quiet sentence.
fn sentence(what: &What, by: &Author, visitor: &Visitor) -> String {
    let who = common::author(by);
    match what {
        What::Started { assistant, .. } => words::began(&common::visitor(visitor), assistant.name.as_str()),
        What::Introduced { name } => words::gave_name(name.as_str()),
        What::LeftEmail { email } => words::left_email(email.as_str()),
        What::Flagged { cause } => words::flagged(&told(cause)),
        What::HandedOff { cause, .. } => words::handed_off(&told(cause)),
        What::TookOver { .. } => words::took_over(&who),
        What::Held { .. } => words::held(&who),
        What::HandedBack { .. } if *by == Author::Clock => words::lease_over().to_owned(),
        What::HandedBack { .. } => words::handed_back(&who),
        What::Closed { .. } => words::closed(&who),
        What::Reopened { .. } => words::reopened(&who),
        What::Snoozed { .. } => words::snoozed(&who),
        What::Woke => words::woke().to_owned(),
        What::Assigned { to: Some(to) } => words::assigned(&who, to.name.as_str()),
        What::Assigned { to: None } => words::unassigned(&who),
        What::Routed { team: Some(team) } if matches!(by, Author::Rule { .. }) => words::routed(&who, team.name.as_str()),
        What::Routed { team: Some(team) } => words::assigned(&who, team.name.as_str()),
        What::Routed { team: None } => words::unrouted(&who),
        What::Tagged { tag } => words::tagged(&who, tag.as_str()),
        What::Untagged { tag } => words::untagged(&who, tag.as_str()),
        What::Prioritised { priority } => words::prioritised(&who, common::priority(*priority)),
        What::LeadSet { lead } => words::lead_set(&who, common::lead(*lead)),
        What::MarkedSpam { is_spam: true } => words::marked_spam(&who),
        What::MarkedSpam { is_spam: false } => words::unmarked_spam(&who),
        What::Blocked { is_blocked: true } => words::blocked(&who),
        What::Blocked { is_blocked: false } => words::unblocked(&who),
        What::Promised { promise } => words::promised(&who, &promise.what),
        What::PromiseDue { promise } => words::promise_due(promise.by.name.as_str(), &promise.what),
        What::PromiseMoved { promise } => words::moved_promise(&who, &promise.what),
        What::PromiseSettled { is_kept: true, .. } => words::kept_promise(&who),
        What::PromiseSettled { is_kept: false, .. } => words::dropped_promise(&who),
        What::Linked { label, .. } => words::linked(&who, label),
        What::Merged { label, .. } => words::merged(&who, label),
        What::Absorbed { from, .. } => words::absorbed(&who, &common::visitor(&from.visitor)),
        What::Rated { is_helpful, .. } => {
            if *is_helpful {
                words::rated_helpful(&common::visitor(visitor))
            } else {
                words::rated_unhelpful(&common::visitor(visitor))
            }
        }
        What::Asked { fields } => words::asked_for(&fields.iter().map(|it| it.label.as_str()).collect::<Vec<_>>().join(" · ")),
        What::FilledIn { is_skipped: true, .. } => words::skipped_form().to_owned(),
        What::FilledIn { attributes, .. } if attributes.is_empty() => words::answered_form().to_owned(),
        What::FilledIn { attributes, .. } => words::filled_in(&in_line(attributes)),
        What::Visited { .. }
        | What::Identified { .. }
        | What::Described { .. }
        | What::Saw { .. }
        | What::Leased { .. }
        | What::Said { .. }
        | What::Answered { .. }
        | What::Replied { .. }
        | What::Noted { .. } => String::new(),
    }
}

fn told(cause: &Cause) -> String {
    let why = reasons::inside(cause.why);
    cause.detail.as_ref().map_or_else(|| why.to_owned(), |detail| format!("{why} ({detail})"))
}

/// Whether it is nothing but a few emoji, which need no bubble.
fn is_emoji(text: &str) -> bool {
    let n = text.chars().count();
    n <= 12 && n > 0 && text.chars().all(|c| matches!(u32::from(c), 0x200D | 0xFE0F | 0x2600..=0x27BF | 0x1F000..=0x1FAFF))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_few_emoji_alone_stand_without_a_bubble() {
        for (text, bare) in
            [("👍🎉", true), ("👩‍💻", true), ("❤️", true), ("ok 👍", false), ("", false), ("مرحبا", false), (&"👍".repeat(13), false)]
        {
            assert_eq!(is_emoji(text), bare, "{text}");
        }
    }
}
