//! What was sent and isn't in the log yet. It shows at once, may be taken back for a moment, and gives way to the event
//! or goes back to the composer.

use super::{
    draft::{Draft, Mode},
    files::Attachments,
    mention::mentioned,
    open::Open,
};
use crate::ui::effect::spawn_local;
use crate::write::write;
use crate::{
    domain::{
        canned::{not_filled, unfilled},
        command::{Command, Then},
        fault::Fault,
        file::File,
        id::{ConversationId, MessageId, Seq},
        person::Agent,
        text::Body,
    },
    ui::{browser, kit::rich::blocks, words::thread as words},
};
use leptos::{ev, prelude::*};
use std::time::Duration;

/// So long a message can be taken back.
const HOLD: Duration = Duration::from_secs(5);
/// Where the choice is remembered that messages go out at once: "off".
const UNDO: &str = "undo-send";

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnItsWay {
    pub id: MessageId,
    pub mode: Mode,
    pub body: Body,
    pub files: Vec<File>,
    /// As it was typed.
    text: String,
    /// The last number of the log that its sender saw.
    seen: Option<Seq>,
    then: Then,
    mentions: Vec<Agent>,
    /// It can still be taken back.
    is_held: bool,
}

impl OnItsWay {
    /// What is asked of the server; `shown`: the last number that is on the screen at that moment.
    fn command(&self, shown: Option<Seq>) -> Command {
        let (id, body, files) = (self.id.clone(), self.body.clone(), self.files.clone());
        match self.mode {
            Mode::Reply => Command::Reply { id, body, seen: self.seen, shown, files, then: self.then },
            Mode::Note => Command::Note { id, body, files, mentions: self.mentions.clone() },
        }
    }
}

/// The messages on their way, and why the last one came back.
#[derive(Debug, Clone, Copy)]
pub struct Outbox {
    on_their_way: RwSignal<Vec<OnItsWay>>,
    pub wrong: RwSignal<Option<Fault>>,
    /// A colleague was quicker: what happened after this number is shown before it is sent again.
    pub changed: RwSignal<Option<Seq>>,
    pub files: Attachments,
    /// Who can be called in a note; nobody until they were read.
    pub members: RwSignal<Vec<Agent>>,
    pub open: Open,
    draft: Draft,
    /// What the writer of the reply had seen when they began it.
    began: StoredValue<Option<Seq>>,
}

impl Outbox {
    pub fn of(open: Open, draft: Draft) -> Self {
        Self {
            on_their_way: RwSignal::new(Vec::new()),
            wrong: RwSignal::new(None),
            changed: RwSignal::new(None),
            files: Attachments::none(),
            members: RwSignal::new(Vec::new()),
            open,
            draft,
            began: StoredValue::new(None),
        }
    }

    /// Sends what is held when the page or the conversation is left. To be called where the composer lives.
    pub fn follow(self) {
        let id = self.open.id();
        let copy = id.clone();
        let leave = window_event_listener(ev::pagehide, move |_| self.send_at_last(&copy));
        on_cleanup(move || {
            leave.remove();
            self.release_all(&id);
        });
    }

    /// Notes what has been seen when a reply is begun: what a colleague does from then on is shown before it goes out.
    pub fn begin(self) {
        let is_empty = self.draft.text(Mode::Reply).trim().is_empty();
        self.began.try_update_value(|it| *it = if is_empty { None } else { it.or(self.open.seen()) });
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

    /// Whether the last message can still be taken back.
    pub fn is_held(self) -> bool {
        self.on_their_way.with(|it| it.iter().any(|it| it.is_held))
    }

    /// Sends what stands in the composer. The composer is empty at once, so a second press finds nothing to send.
    pub fn send(self, then: Then) {
        let mode = self.draft.mode.get_untracked();
        let text = untrack(|| self.draft.text(mode));
        let files = match self.files.ready() {
            Ok(files) => files,
            Err(fault) => return self.wrong.set(Some(fault)),
        };
        let body = match Body::plain_beside(!files.is_empty(), &text) {
            Ok(body) => body,
            Err(_) if text.trim().is_empty() => return,
            Err(fault) => return self.wrong.set(Some(fault)),
        };
        if let Some(variable) = unfilled(&text).first() {
            return self.wrong.set(Some(not_filled(variable)));
        }
        let mentions = self.members.with_untracked(|members| mentioned(members, &text));
        let seen = self.began.try_get_value().flatten().or(self.open.seen());
        let (id, text) = self.draft.take(mode);
        self.files.clear();
        self.wrong.set(None);
        self.changed.set(None);
        let conversation = self.open.id();
        // What was held before goes first.
        self.release_all(&conversation);
        let is_held = is_undo_on();
        let sent = OnItsWay { id: id.clone(), mode, body, files, text, seen, then, mentions, is_held };
        self.on_their_way.update(|it| it.push(sent.clone()));
        if is_held {
            set_timeout(move || self.release(&conversation, &id), HOLD);
        } else {
            self.deliver(conversation, sent);
        }
    }

    /// Takes the last message back while it is held; says whether there was one.
    pub fn undo(self) -> bool {
        let taken = self.on_their_way.try_update(|it| {
            let at = it.iter().rposition(|it| it.is_held)?;
            Some(it.remove(at))
        });
        let Some(it) = taken.flatten() else { return false };
        self.began.try_set_value(it.seen);
        self.files.put_back(&it.files);
        self.draft.mode.set(it.mode);
        self.draft.came_back(it.mode, it.id, it.text);
        true
    }

    fn release(self, conversation: &ConversationId, id: &MessageId) {
        let released = self.on_their_way.try_update(|all| {
            let it = all.iter_mut().find(|it| it.id == *id && it.is_held)?;
            it.is_held = false;
            Some(it.clone())
        });
        if let Some(it) = released.flatten() {
            self.deliver(conversation.clone(), it);
        }
    }

    fn release_all(self, conversation: &ConversationId) {
        let held = self.on_their_way.try_with_untracked(|it| it.iter().filter(|it| it.is_held).map(|it| it.id.clone()).collect::<Vec<_>>());
        held.unwrap_or_default().iter().for_each(|id| self.release(conversation, id));
    }

    /// The page goes away: what isn't known to have arrived is posted once more. Its id makes it one message.
    fn send_at_last(self, conversation: &ConversationId) {
        for it in self.on_their_way.try_get_untracked().unwrap_or_default().iter().filter(|it| it.is_held) {
            if let Ok(json) = write(&Act { id: conversation, command: &it.command(None) })
                && browser::post_at_last("/api/app/act", &json)
            {
                self.on_their_way.try_update(|all| all.iter_mut().filter(|other| other.id == it.id).for_each(|it| it.is_held = false));
            }
        }
    }

    fn deliver(self, conversation: ConversationId, sent: OnItsWay) {
        spawn_local(async move {
            match self.open.act(conversation, sent.command(self.open.seen())).await {
                Ok(()) => self.draft.arrived(sent.mode, &sent.id),
                Err(fault) => self.came_back(sent, fault),
            }
        });
    }

    /// The text goes back to where it was written, before what was typed meanwhile.
    fn came_back(self, sent: OnItsWay, fault: Fault) {
        let is_here = self.on_their_way.try_update(|it| it.retain(|it| it.id != sent.id)).is_some();
        if !is_here {
            // The conversation was left: the text is kept in the tab and on the server.
            return;
        }
        if matches!(fault, Fault::Changed { .. }) {
            self.changed.try_set(sent.seen);
            // By now it has been read anew, and stands beside the composer.
            self.began.try_set_value(self.open.seen());
        } else if sent.mode == Mode::Reply {
            self.began.try_set_value(sent.seen);
        }
        self.files.put_back(&sent.files);
        self.draft.came_back(sent.mode, sent.id, sent.text);
        self.wrong.try_set(Some(fault));
    }
}

/// The call of `act`, as the server function reads it.
#[derive(serde::Serialize)]
struct Act<'a> {
    id: &'a ConversationId,
    command: &'a Command,
}

/// Whether messages can be taken back for a moment.
pub fn is_undo_on() -> bool {
    browser::remembered(UNDO).as_deref() != Some("off")
}

/// Chooses it, for all tabs of this browser.
pub fn set_undo(is_on: bool) {
    browser::remember(UNDO, if is_on { "" } else { "off" });
}

/// A message on its way, where it will stand.
pub fn on_its_way(it: &OnItsWay, by: &str) -> AnyView {
    let class = match it.mode {
        Mode::Reply => "line replied on-its-way",
        Mode::Note => "line noted on-its-way",
    };
    let has_words = !it.body.text.is_empty();
    view! {
        <li class=class>
            <p class="by"><span class="author">{by.to_owned()}</span> " " {words::sending()}</p>
            {has_words.then(|| view! {
                <div class="rich" class=("bubble", it.mode == Mode::Reply) dir="auto">{blocks(&it.body.blocks)}</div>
            })}
            {super::files::files_view(&it.files)}
        </li>
    }
    .into_any()
}
