//! What was sent and isn't in the log yet. It shows at once, and gives way to the event or goes back to the composer.

use super::{
    draft::{Draft, Mode},
    open::Open,
};
use crate::{
    domain::{
        command::{Command, Then},
        fault::Fault,
        id::MessageId,
        text::Body,
    },
    ui::{kit::rich::blocks, words::thread as words},
};
use leptos::{prelude::*, task::spawn_local};

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnItsWay {
    pub id: MessageId,
    pub mode: Mode,
    pub body: Body,
}

/// The messages on their way, and why the last one came back.
#[derive(Debug, Clone, Copy)]
pub struct Outbox {
    on_their_way: RwSignal<Vec<OnItsWay>>,
    pub wrong: RwSignal<Option<Fault>>,
    open: Open,
    draft: Draft,
}

impl Outbox {
    pub fn of(open: Open, draft: Draft) -> Self {
        Self { on_their_way: RwSignal::new(Vec::new()), wrong: RwSignal::new(None), open, draft }
    }

    /// What is on its way and hasn't arrived.
    pub fn waiting(self) -> Vec<OnItsWay> {
        let mut waiting = self.on_their_way.get();
        if !waiting.is_empty() {
            self.open.thread.with(|thread| {
                waiting.retain(|it| !thread.events.iter().rev().any(|event| event.what.message_id() == Some(&it.id)));
            });
        }
        waiting
    }

    /// How many were sent from here, arrived or not.
    pub fn n_sent(self) -> usize {
        self.on_their_way.with(Vec::len)
    }

    /// Sends what stands in the composer. The composer is empty at once, so a second press finds nothing to send.
    pub fn send(self) {
        let mode = self.draft.mode.get_untracked();
        let text = untrack(|| self.draft.text(mode));
        let body = match Body::plain(&text) {
            Ok(body) => body,
            Err(_) if text.trim().is_empty() => return,
            Err(fault) => return self.wrong.set(Some(fault)),
        };
        let sent = OnItsWay { id: self.draft.attempt(mode, &text), mode, body };
        self.wrong.set(None);
        self.on_their_way.update(|it| it.push(sent.clone()));
        self.draft.write(mode, String::new());
        spawn_local(self.deliver(sent, text));
    }

    async fn deliver(self, sent: OnItsWay, text: String) {
        let OnItsWay { id, mode, body } = sent;
        let command = match mode {
            Mode::Reply => Command::Reply { id: id.clone(), body, seen: self.open.seen(), files: Vec::new(), then: Then::Stay },
            Mode::Note => Command::Note { id: id.clone(), body, files: Vec::new(), mentions: Vec::new() },
        };
        match self.open.act(self.open.id(), command).await {
            Ok(()) => self.draft.arrived(mode),
            Err(fault) => self.came_back(&id, mode, text, fault),
        }
    }

    /// The text goes back to where it was written, before what was typed meanwhile.
    fn came_back(self, id: &MessageId, mode: Mode, text: String, fault: Fault) {
        self.on_their_way.try_update(|it| it.retain(|it| it.id != *id));
        let typed = untrack(|| self.draft.text(mode));
        let whole = if typed.is_empty() { text } else { format!("{text}\n{typed}") };
        self.draft.write(mode, whole);
        self.wrong.try_set(Some(fault));
    }
}

/// A message on its way, where it will stand.
pub fn on_its_way(it: &OnItsWay, by: &str) -> AnyView {
    let class = match it.mode {
        Mode::Reply => "line replied on-its-way",
        Mode::Note => "line noted on-its-way",
    };
    view! {
        <li class=class>
            <p class="by"><span class="author">{by.to_owned()}</span> " " {words::sending()}</p>
            <div class="rich" class=("bubble", it.mode == Mode::Reply) dir="auto">{blocks(&it.body.blocks)}</div>
        </li>
    }
    .into_any()
}
