//! What was just done to the open conversation, and the way back.

use super::open::Open;
use crate::ui::effect::spawn_local;
use crate::{
    domain::{command::Command, conversation::Conversation, view::undoing},
    ui::{
        keys::table::Act,
        kit::button::Button,
        words::{bulk, faults, holder as words},
    },
};
use leptos::prelude::*;
use std::time::Duration;

/// How long the way back is offered.
const OFFERED: Duration = Duration::from_secs(10);

/// What was done, and what takes it back.
#[derive(Debug, Clone, PartialEq)]
struct Done {
    said: String,
    back: Vec<Command>,
    nth: u32,
}

/// The last thing that can be taken back.
#[derive(Debug, Clone, Copy)]
pub struct Undo {
    done: RwSignal<Option<Done>>,
    n_done: StoredValue<u32>,
}

impl Undo {
    pub fn none() -> Self {
        Self { done: RwSignal::new(None), n_done: StoredValue::new(0) }
    }

    /// Offers the way back to where `before` stood, where `command` put it away or settled something in it.
    pub fn offer(self, open: Open, before: &Conversation, command: &Command) {
        let said = match command {
            Command::Close => words::closed(),
            Command::Snooze { .. } => words::was_snoozed(),
            Command::MarkSpam { is_spam: true } => words::was_spam(),
            Command::SettlePromise { is_kept: true, .. } => words::was_kept(),
            Command::SettlePromise { is_kept: false, .. } => words::was_dropped(),
            _ => return,
        };
        let Some(me) = open.me_still() else { return };
        let back = undoing(before, command, &me);
        if !back.is_empty() {
            self.say(said.to_owned(), back);
        }
    }

    /// Says something of which there is no way back.
    pub fn tell(self, said: String) {
        self.say(said, Vec::new());
    }

    fn say(self, said: String, back: Vec<Command>) {
        let nth = self.n_done.try_update_value(|n| {
            *n += 1;
            *n
        });
        let nth = nth.unwrap_or_default();
        self.done.try_set(Some(Done { said, back, nth }));
        let forget = move || {
            self.done.try_update(|it| {
                if it.as_ref().is_some_and(|it| it.nth == nth) {
                    *it = None;
                }
            });
        };
        set_timeout(forget, OFFERED);
    }

    fn take_back(self, open: Open) {
        let Some(Done { back, .. }) = self.done.try_update(Option::take).flatten() else { return };
        let id = open.id();
        spawn_local(async move {
            for command in back {
                if let Err(fault) = open.act(id.clone(), command).await {
                    return self.say(faults::say(&fault), Vec::new());
                }
            }
            self.say(bulk::undone().to_owned(), Vec::new());
        });
    }
}

/// What was done last, for a moment.
pub fn undo_toast(open: Open, undo: Undo) -> AnyView {
    let toast = move || {
        undo.done.get().map(|it| {
            let back = (!it.back.is_empty()).then(|| {
                view! { <Button act=Some(Act::Undo) on_press=move || undo.take_back(open)>{bulk::undo()}</Button> }
            });
            view! { <p class="toast"><span>{it.said}</span> {back}</p> }
        })
    };
    view! { <div class="toasts thread-toasts" role="status">{toast}</div> }.into_any()
}
