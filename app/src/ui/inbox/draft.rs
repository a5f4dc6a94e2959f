//! What is being written: a reply and a note, kept on the server, so that another tab or device goes on with them.
//!
//! Until the server has it, a text is kept in the tab. It knows under which id it will be sent: two tabs send it once.

use super::open::Open;
use crate::ui::effect::spawn_local;
use crate::write::write;
use crate::{
    api::composer::{keep_draft, read_drafts},
    domain::{
        draft::Draft as Kept,
        event::What,
        id::{ConversationId, MessageId},
    },
    ui::browser,
};
use leptos::{ev, prelude::*};
use std::time::Duration;

pub use crate::domain::draft::Mode;

/// A text is kept on the server when nobody has typed for so long.
const PAUSE: Duration = Duration::from_millis(800);

/// The two texts of one conversation.
#[derive(Debug, Clone, Copy)]
pub struct Draft {
    pub mode: RwSignal<Mode>,
    reply: Text,
    note: Text,
    /// Whether what was kept has been read; until then the field belongs to the browser.
    is_read: RwSignal<bool>,
    conversation: StoredValue<ConversationId>,
}

#[derive(Debug, Clone, Copy)]
struct Text {
    text: RwSignal<String>,
    message: StoredValue<Option<MessageId>>,
    /// How often it was changed, and how many of these changes the server has.
    n_changes: StoredValue<u32>,
    n_saved: StoredValue<u32>,
}

impl Text {
    fn new() -> Self {
        let n = || StoredValue::new(0);
        Self { text: RwSignal::new(String::new()), message: StoredValue::new(None), n_changes: n(), n_saved: n() }
    }

    /// Whether the server knows less than we do.
    fn is_ahead(self) -> bool {
        self.n_changes.try_get_value() != self.n_saved.try_get_value()
    }

    fn is_empty(self) -> bool {
        self.text.try_with_untracked(String::is_empty).unwrap_or(true)
    }

    fn set(self, message: Option<MessageId>, text: String) {
        self.message.try_set_value(message);
        self.text.try_set(text);
    }
}

impl Draft {
    /// The drafts of `conversation`, not read yet.
    pub fn of(conversation: ConversationId) -> Self {
        let conversation = StoredValue::new(conversation);
        Self { mode: RwSignal::new(Mode::Reply), reply: Text::new(), note: Text::new(), is_read: RwSignal::new(false), conversation }
    }

    /// What stands in the field; nothing until the kept text has been read.
    pub fn shown(self) -> Option<String> {
        self.is_read.get().then(|| self.text(self.mode.get()))
    }

    pub fn text(self, mode: Mode) -> String {
        self.of_mode(mode).text.try_get().unwrap_or_default()
    }

    /// Somebody typed.
    pub fn write(self, mode: Mode, text: String) {
        let it = self.of_mode(mode);
        let message = it.message.try_get_value().flatten().unwrap_or_else(browser::fresh_message_id);
        self.keep("draft", mode, &format!("{message}\n{text}"));
        self.is_read.try_set(true);
        it.set(Some(message), text);
        let Some(n) = it.n_changes.try_update_value(|n| {
            *n += 1;
            *n
        }) else {
            return;
        };
        set_timeout(
            move || {
                if it.n_changes.try_get_value() == Some(n) {
                    self.save(mode);
                }
            },
            PAUSE,
        );
    }

    /// Takes the text out of the field to send it: its id, the same as before where this very text was tried before.
    pub fn take(self, mode: Mode) -> (MessageId, String) {
        let it = self.of_mode(mode);
        let text = untrack(|| self.text(mode));
        let message = it.message.try_get_value().flatten().unwrap_or_else(browser::fresh_message_id);
        let tried = self.kept("tried", mode).filter(|(id, before)| *id == message && *before != text);
        let message = if tried.is_some() { browser::fresh_message_id() } else { message };
        let kept = format!("{message}\n{text}");
        self.keep("tried", mode, &kept);
        self.keep("held", mode, &kept);
        self.keep("draft", mode, "");
        it.set(None, String::new());
        // What the server keeps stays until the message has arrived there.
        let n = it
            .n_changes
            .try_update_value(|n| {
                *n += 1;
                *n
            })
            .unwrap_or_default();
        it.n_saved.try_set_value(n);
        (message, text)
    }

    /// It arrived: nothing of it has to be kept.
    pub fn arrived(self, mode: Mode, id: &MessageId) {
        if self.kept("held", mode).is_some_and(|(held, _)| held == *id) {
            self.keep("held", mode, "");
        }
    }

    /// It comes back to where it was written, before what was typed meanwhile.
    pub fn came_back(self, mode: Mode, id: MessageId, text: String) {
        self.arrived(mode, &id);
        let it = self.of_mode(mode);
        let typed = untrack(|| self.text(mode));
        if typed.is_empty() {
            it.set(Some(id), text.clone());
            self.write(mode, text);
        } else {
            self.write(mode, format!("{text}\n{typed}"));
        }
    }

    /// Takes up what was kept, and what was `typed` into the field before the page came to life; then follows the other tabs.
    pub fn read(self, typed: String, open: Open) {
        if self.is_read.get_untracked() {
            return;
        }
        if !typed.is_empty() {
            self.write(Mode::Reply, typed);
        }
        for mode in [Mode::Note, Mode::Reply] {
            let kept = self.kept("draft", mode).or_else(|| self.kept("held", mode));
            if let Some((message, text)) = kept
                && !text.is_empty()
                && self.of_mode(mode).is_empty()
                && !is_sent(open, &message)
            {
                self.mode.set(mode);
                self.of_mode(mode).set(Some(message), text.clone());
                self.write(mode, text);
            }
        }
        self.is_read.set(true);
        self.read_again(open, true);
        let focus = window_event_listener(ev::focus, move |_| self.read_again(open, false));
        let leave = window_event_listener(ev::pagehide, move |_| self.save_at_last());
        on_cleanup(move || {
            focus.remove();
            leave.remove();
            self.save_at_last();
        });
    }

    /// Another tab sent it: it is no draft any more. What was changed since is another message.
    pub fn heard(self, open: Open) {
        for mode in Mode::ALL {
            let it = self.of_mode(mode);
            let Some(message) = it.message.try_get_value().flatten() else { continue };
            let sent = open.thread.with(|thread| {
                let event = thread.events.iter().rev().find(|event| event.what.message_id() == Some(&message));
                event.and_then(|event| match &event.what {
                    What::Replied { body, .. } | What::Noted { body, .. } => Some(body.text.clone()),
                    _ => None,
                })
            });
            let Some(sent) = sent else { continue };
            let is_same = it.text.with_untracked(|text| text.trim() == sent);
            self.keep("draft", mode, "");
            it.message.try_set_value(None);
            if is_same {
                it.set(None, String::new());
            }
        }
    }

    /// What the server keeps, where we don't know better.
    fn read_again(self, open: Open, is_first: bool) {
        let Some(id) = self.conversation.try_get_value() else { return };
        spawn_local(async move {
            // What can't be read now is read at the next focus.
            let Ok(kept) = read_drafts(id).await else { return };
            for mode in Mode::ALL {
                let it = self.of_mode(mode);
                let known = kept.iter().find(|draft| draft.mode == mode).filter(|draft| !is_sent(open, &draft.message));
                let is_held = self.kept("held", mode).is_some();
                match known {
                    _ if it.is_ahead() || (is_held && !is_first) => {}
                    Some(draft) if self.kept("held", mode).is_some_and(|(held, _)| held == draft.message) => {}
                    Some(draft) => {
                        let is_untouched = self.mode.try_get_untracked().is_some_and(|shown| untrack(|| self.text(shown)).is_empty());
                        if is_first && it.is_empty() && is_untouched {
                            self.mode.try_set(mode);
                        }
                        it.set(Some(draft.message.clone()), draft.text.clone());
                    }
                    None => it.set(None, String::new()),
                }
            }
        });
    }

    fn save(self, mode: Mode) {
        let it = self.of_mode(mode);
        let (Some(id), Some(n), Some(draft)) = (self.conversation.try_get_value(), it.n_changes.try_get_value(), self.kept_as(mode)) else {
            return;
        };
        spawn_local(async move {
            // What couldn't be kept is in the tab, and is tried again with the next letter.
            if keep_draft(id, draft).await.is_ok() && it.n_changes.try_get_value() == Some(n) {
                it.n_saved.try_set_value(n);
                self.keep("draft", mode, "");
            }
        });
    }

    /// The page or the conversation is being left.
    fn save_at_last(self) {
        let Some(id) = self.conversation.try_get_value() else { return };
        for mode in Mode::ALL {
            let it = self.of_mode(mode);
            if !it.is_ahead() {
                continue;
            }
            if let Some(draft) = self.kept_as(mode)
                && let Ok(json) = write(&KeepDraft { id: &id, draft: &draft })
                && browser::post_at_last("/api/app/keep_draft", &json)
            {
                it.n_saved.try_set_value(it.n_changes.try_get_value().unwrap_or_default());
            }
        }
    }

    fn kept_as(self, mode: Mode) -> Option<Kept> {
        let it = self.of_mode(mode);
        let message = it.message.try_get_value().flatten()?;
        Some(Kept { mode, message, text: it.text.try_get_untracked()? })
    }

    const fn of_mode(self, mode: Mode) -> Text {
        match mode {
            Mode::Reply => self.reply,
            Mode::Note => self.note,
        }
    }

    fn kept(self, what: &str, mode: Mode) -> Option<(MessageId, String)> {
        let kept = browser::kept(&self.key(what, mode)?)?;
        let (id, text) = kept.split_once('\n')?;
        Some((MessageId::parse(id)?, text.to_owned()))
    }

    fn keep(self, what: &str, mode: Mode, text: &str) {
        if let Some(key) = self.key(what, mode) {
            browser::keep(&key, text);
        }
    }

    /// Nothing once the conversation's page is gone.
    fn key(self, what: &str, mode: Mode) -> Option<String> {
        self.conversation.try_with_value(|id| format!("{what}:{id}:{}", mode.key()))
    }
}

#[derive(serde::Serialize)]
struct KeepDraft<'d> {
    id: &'d ConversationId,
    draft: &'d Kept,
}

fn is_sent(open: Open, message: &MessageId) -> bool {
    open.thread
        .try_with_untracked(|thread| thread.events.iter().rev().any(|event| event.what.message_id() == Some(message)))
        .unwrap_or(false)
}
