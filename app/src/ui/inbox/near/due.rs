//! How a wait stands against the response target: nothing while there is time, a clock in the last third, red once it is missed.

use super::here::HereNow;
use crate::{
    domain::{
        conversation::Conversation,
        target::{Standing, Target},
        time::Timestamp,
        view,
    },
    ui::{
        inbox::{holder::figure, open::Open},
        kit::{
            mark::{Icon, Mark},
            time::brief,
        },
        words::near as words,
    },
};
use leptos::prelude::*;

/// How the visitor's wait for a person stands; nothing where they wait for none, or there is no target.
fn stands(it: &Conversation, target: Option<&Target>, now: Timestamp) -> Option<Standing> {
    let since = view::waits(it);
    (since > 0).then_some(())?;
    Some(target?.stands(Timestamp(since), now)).filter(|it| *it != Standing::Fine)
}

/// Whether it is missed, and by how much or how much is left, in words.
type Told = Option<(bool, String)>;

fn told(of: Memo<Conversation>, now: ReadSignal<Timestamp>) -> Memo<Told> {
    let HereNow { target, .. } = expect_context();
    Memo::new(move |_| {
        let standing = target.with(|target| target.as_ref().and_then(|target| of.with(|it| stands(it, Some(target), now.get()))));
        standing.map(|it| match it {
            Standing::Missed { by_ms } => (true, brief(by_ms.unsigned_abs() / 1_000)),
            Standing::Close { left_ms } => (false, figure(left_ms)),
            Standing::Fine => (false, String::new()),
        })
    })
}

/// The mark on a row.
pub fn row_due(row: Memo<Conversation>, now: ReadSignal<Timestamp>) -> AnyView {
    let told = told(row, now);
    (move || {
        told.get().map(|(is_missed, figure)| {
            let (says, shows) =
                if is_missed { (words::target_missed(&figure), words::late(&figure)) } else { (words::target_left(&figure), figure) };
            view! {
                <span class="due" class=("due-missed", is_missed) title=says>
                    <Icon mark=Mark::Clock/>
                    <span class="unseen">{says.clone()}</span>
                    <span class="time" aria-hidden="true">{shows}</span>
                </span>
            }
        })
    })
    .into_any()
}

/// The line in the bar of who holds it.
pub fn bar_due(open: Open) -> AnyView {
    let told = told(open.conversation, open.now);
    (move || {
        told.get().map(|(is_missed, figure)| {
            let says = if is_missed { words::target_missed(&figure) } else { words::target_left(&figure) };
            view! {
                <p class="due" class=("due-missed", is_missed) role="timer">
                    <Icon mark=Mark::Clock/>
                    <span class="time">{says}</span>
                </p>
            }
        })
    })
    .into_any()
}
