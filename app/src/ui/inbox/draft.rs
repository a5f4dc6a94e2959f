//! What is being written: a reply and a note, each kept per conversation across reloads of the tab.

use crate::{
    domain::id::{ConversationId, MessageId},
    ui::browser,
};
use leptos::prelude::*;

/// For whom one writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Reply,
    Note,
}

impl Mode {
    const fn key(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
        }
    }
}

/// The two texts of one conversation.
#[derive(Debug, Clone, Copy)]
pub struct Draft {
    pub mode: RwSignal<Mode>,
    reply: RwSignal<String>,
    note: RwSignal<String>,
    /// Whether what was kept has been read; until then the field belongs to the browser.
    is_read: RwSignal<bool>,
    conversation: StoredValue<ConversationId>,
}

impl Draft {
    /// The drafts of `conversation`, not read yet.
    pub fn of(conversation: ConversationId) -> Self {
        let text = || RwSignal::new(String::new());
        let conversation = StoredValue::new(conversation);
        Self { mode: RwSignal::new(Mode::Reply), reply: text(), note: text(), is_read: RwSignal::new(false), conversation }
    }

    /// What stands in the field; nothing until the kept text has been read.
    pub fn shown(self) -> Option<String> {
        self.is_read.get().then(|| self.text(self.mode.get()))
    }

    pub fn text(self, mode: Mode) -> String {
        self.signal(mode).get()
    }

    /// Somebody typed.
    pub fn write(self, mode: Mode, text: String) {
        let Some(key) = self.key("draft", mode) else { return };
        browser::keep(&key, &text);
        self.is_read.try_set(true);
        self.signal(mode).try_set(text);
    }

    /// The id under which `text` is sent: the same as before where this very text was tried before, so that it is one message.
    pub fn attempt(self, mode: Mode, text: &str) -> MessageId {
        let Some(key) = self.key("sent", mode) else { return browser::fresh_message_id() };
        let tried = browser::kept(&key).and_then(|kept| {
            let (id, kept) = kept.split_once('\n')?;
            (kept == text).then(|| MessageId::parse(id)).flatten()
        });
        let id = tried.unwrap_or_else(browser::fresh_message_id);
        browser::keep(&key, &format!("{id}\n{text}"));
        id
    }

    /// It arrived: the next message is another one, even with the same words.
    pub fn arrived(self, mode: Mode) {
        if let Some(key) = self.key("sent", mode) {
            browser::keep(&key, "");
        }
    }

    /// Takes up what was kept, and what was `typed` into the field before the page came to life.
    pub fn read(self, typed: String) {
        if !typed.is_empty() {
            self.write(Mode::Reply, typed);
        }
        for mode in [Mode::Note, Mode::Reply] {
            let kept = self.key("draft", mode).and_then(|key| browser::kept(&key)).unwrap_or_default();
            if !kept.is_empty() && self.signal(mode).with_untracked(String::is_empty) {
                self.mode.set(mode);
                self.signal(mode).set(kept);
            }
        }
        self.is_read.set(true);
    }

    const fn signal(self, mode: Mode) -> RwSignal<String> {
        match mode {
            Mode::Reply => self.reply,
            Mode::Note => self.note,
        }
    }

    /// Nothing once the conversation's page is gone.
    fn key(self, what: &str, mode: Mode) -> Option<String> {
        self.conversation.try_with_value(|id| format!("{what}:{id}:{}", mode.key()))
    }
}
