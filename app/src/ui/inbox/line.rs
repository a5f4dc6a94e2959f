//! One line of the log: a message, a note, or what was done.

use super::{answer, lines::Line, open::Open};
use crate::{
    domain::{
        event::{Event, What},
        handoff::Cause,
        person::{Author, Visitor},
        text::Body,
        time::Timestamp,
    },
    ui::kit::{
        mark::{Icon, Mark},
        rich::blocks,
        time::{Clock, Date, Zone},
    },
};
use leptos::prelude::*;

/// A line with the day mark before it.
pub fn line_view(line: &Line, event: &Event, open: Open) -> AnyView {
    let day = line.day.map(|day| view! { <DayMark day now=open.now/> });
    (day, drawn(line, event, open)).into_any()
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
            let label = Signal::derive(move || open.conversation.with(|it| it.visitor.label()));
            message("said", head(opens, None, label, event.at), body)
        }
        What::Replied { body, .. } => message("replied", head(opens, None, name(&event.by).into(), event.at), body),
        What::Noted { body, .. } => note(opens, event, body),
        What::Answered { answer: said, .. } => {
            let assistant = open.conversation.with_untracked(|it| it.assistant.name.as_str().to_owned());
            let head = head(opens, Some(Mark::Spark), format!("{assistant} · AI").into(), event.at);
            view! {
                <li class="line answered">
                    {head}
                    {answer::answer_view(said)}
                </li>
            }
            .into_any()
        }
        done => view! {
            <li class="line done">
                <span>{sentence(done, &event.by, &visitor)}</span>
                " · "
                <Clock at=event.at/>
                {why(done)}
            </li>
        }
        .into_any(),
    }
}

/// What the assistant had found when it gave up.
fn why(done: &What) -> Option<AnyView> {
    match done {
        What::HandedOff { receipt: Some(receipt), .. } => Some(answer::why(receipt)),
        _ => None,
    }
}

fn message(class: &'static str, head: AnyView, body: &Body) -> AnyView {
    view! {
        <li class=format!("line {class}")>
            {head}
            <div class="bubble rich" class=("bubble-bare", is_emoji(&body.text)) dir="auto">{blocks(&body.blocks)}</div>
        </li>
    }
    .into_any()
}

fn note(opens: bool, event: &Event, body: &Body) -> AnyView {
    view! {
        <li class="line noted">
            {head(opens, Some(Mark::Lock), format!("{} · Note", name(&event.by)).into(), event.at)}
            {opens.then(|| view! { <p class="note-for">"Only your team sees this"</p> })}
            <div class="rich" dir="auto">{blocks(&body.blocks)}</div>
        </li>
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

fn name(by: &Author) -> String {
    match by {
        Author::Visitor => "The visitor".to_owned(),
        Author::Assistant => "The AI".to_owned(),
        Author::Agent(agent) => agent.name.as_str().to_owned(),
        Author::Clock => "The clock".to_owned(),
        Author::Rule { name } => name.as_str().to_owned(),
    }
}

/// What was done, as one quiet sentence.
fn sentence(what: &What, by: &Author, visitor: &Visitor) -> String {
    let who = name(by);
    match what {
        What::Started { assistant, .. } => format!("{} began to write to {}", visitor.label(), assistant.name.as_str()),
        What::Introduced { name } => format!("The visitor gave a name: {}", name.as_str()),
        What::LeftEmail { email } => format!("The visitor left an e-mail address: {}", email.as_str()),
        What::Flagged { cause } => format!("Flagged for people: {}", told(cause)),
        What::HandedOff { cause, .. } => format!("Handed to people: {}", told(cause)),
        What::TookOver { .. } => format!("{who} took over"),
        What::Held { .. } => format!("{who} keeps the AI away"),
        What::HandedBack { .. } if *by == Author::Clock => "The AI answers again".to_owned(),
        What::HandedBack { .. } => format!("{who} handed back to the AI"),
        What::Closed { .. } => format!("{who} closed this"),
        What::Reopened { .. } => format!("{who} opened this again"),
        What::Snoozed { .. } => format!("{who} snoozed this"),
        What::Woke => "Back from the snooze".to_owned(),
        What::Assigned { to: Some(to) } => format!("{who} assigned this to {}", to.name.as_str()),
        What::Assigned { to: None } => format!("{who} assigned this to nobody"),
        What::Routed { team: Some(team) } => format!("{who} gave this to {}", team.name.as_str()),
        What::Routed { team: None } => format!("{who} took this from its team"),
        What::Tagged { tag } => format!("{who} added the tag {}", tag.as_str()),
        What::Untagged { tag } => format!("{who} removed the tag {}", tag.as_str()),
        What::Prioritised { priority } => format!("{who} set the priority to {priority:?}").to_lowercase(),
        What::MarkedSpam { is_spam: true } => format!("{who} marked this as spam"),
        What::MarkedSpam { is_spam: false } => format!("{who} says that this is no spam"),
        What::Blocked { is_blocked: true } => format!("{who} blocked the visitor"),
        What::Blocked { is_blocked: false } => format!("{who} let the visitor in again"),
        What::Promised { promise } => format!("{who} noted a promise: {}", promise.what),
        What::PromiseSettled { is_kept: true, .. } => format!("{who} kept a promise"),
        What::PromiseSettled { is_kept: false, .. } => format!("{who} dropped a promise"),
        What::Linked { label, .. } => format!("{who} linked another conversation: {label}"),
        What::Visited { .. }
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
    let why = lower_first(cause.why.label());
    cause.detail.as_ref().map_or_else(|| why.clone(), |detail| format!("{why} ({detail})"))
}

/// A label in the middle of a sentence.
pub fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
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
