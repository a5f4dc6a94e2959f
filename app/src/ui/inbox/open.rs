//! The conversation that is open: what all parts of its page share.

use super::{holder::Acts, mailed::Mailed, remind::Remind};
use crate::{
    api::{
        Caller,
        inbox::{act, read_earlier, read_later, read_thread},
    },
    domain::{
        command::Command,
        conversation::Conversation,
        fault::Fault,
        id::{ConversationId, Seq},
        person::Agent,
        thread::Thread,
        time::Timestamp,
    },
    ui::{
        effect::follow,
        live::{Live, News},
    },
};
use leptos::{prelude::*, task::spawn_local};

/// An open conversation, folded as it goes on.
#[derive(Debug, Clone, Copy)]
pub struct Open {
    pub thread: RwSignal<Thread>,
    pub conversation: Memo<Conversation>,
    /// How far the visitor has seen it.
    pub seen_by_visitor: Memo<Seq>,
    /// The event that the address leads to.
    pub at: Option<Seq>,
    pub now: ReadSignal<Timestamp>,
    mailed: Mailed,
    remind: Remind,
    /// Up to here lines were drawn before: whoever hears the page is told of later ones alone.
    told: StoredValue<Seq>,
    me: StoredValue<Agent>,
    live: Live,
}

/// What is open, and what was asked for in it.
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    pub open: Open,
    pub acts: Acts,
}

/// The conversation that is open, for what stands beside the pages.
#[derive(Debug, Clone, Copy)]
pub struct OpenNow(RwSignal<Option<Opened>>);

impl OpenNow {
    pub fn none() -> Self {
        Self(RwSignal::new(None))
    }

    /// Whether it is this one.
    pub fn is(self, id: &ConversationId) -> bool {
        self.get().is_some_and(|it| it.open.is(id))
    }

    /// Hears when another one is opened.
    pub fn track(self) {
        follow(&self.0);
    }

    /// What is open now.
    pub fn get(self) -> Option<Opened> {
        self.0.get_untracked()
    }

    /// Shows it until the owner of this call ends.
    pub fn show(self, opened: Opened) {
        self.0.set(Some(opened));
        on_cleanup(move || {
            // The next one may be open already.
            self.0.try_update(|it| {
                if it.is_some_and(|it| it.open.thread == opened.open.thread) {
                    *it = None;
                }
            });
        });
    }
}

impl Open {
    /// What was read, followed from here on.
    pub fn follow(thread: Thread, at: Option<Seq>, now: ReadSignal<Timestamp>, me: &Caller, live: Live) -> Self {
        let (seq, told) = (thread.seq, thread.events.last().map_or(0, |event| event.seq));
        let thread = RwSignal::new(thread);
        let conversation = Memo::new(move |_| thread.with(|it| it.conversation.clone()));
        let seen_by_visitor = Memo::new(move |_| conversation.with(|it| it.seen));
        let open = Self {
            thread,
            conversation,
            seen_by_visitor,
            at,
            now,
            mailed: Mailed::unread(),
            remind: Remind::closed(),
            told: StoredValue::new(told),
            me: StoredValue::new(me.agent()),
            live,
        };
        open.mailed.follow(open);
        live.follow(seq, move |news| match news {
            News::Frame(frame) => {
                // What happens elsewhere only moves the number, and nothing needs to be drawn for it.
                thread.try_maybe_update(|it| {
                    it.apply(&frame.event);
                    (frame.event.conversation == it.conversation.id, ())
                });
            }
            News::StartAfresh => spawn_local(async move {
                // What can't be read now stays as it is shown; the line above says that the link is gone.
                let _ = open.read_again().await;
            }),
        });
        open
    }

    /// Whether it is this conversation that is still open here.
    pub fn is(self, id: &ConversationId) -> bool {
        self.thread.try_with_untracked(|it| it.conversation.id == *id) == Some(true)
    }

    pub fn id(self) -> ConversationId {
        self.thread.with_untracked(|it| it.conversation.id.clone())
    }

    /// How its replies fare by mail.
    pub const fn mailed(self) -> Mailed {
        self.mailed
    }

    /// The window in which a promise is noted by hand.
    pub const fn remind(self) -> Remind {
        self.remind
    }

    /// Lines were drawn up to this one.
    pub fn told(self, seq: Seq) {
        self.told.try_update_value(|it| *it = (*it).max(seq));
    }

    /// What is drawn again, or was there before, isn't told of like news.
    pub fn hush(self, seq: Seq) -> Option<&'static str> {
        (self.told.try_get_value().unwrap_or_default() >= seq).then_some("off")
    }

    pub fn me(self) -> Agent {
        self.me.get_value()
    }

    /// As [`Self::me`]; nothing once the conversation was left.
    pub fn me_still(self) -> Option<Agent> {
        self.me.try_get_value()
    }

    /// The last number of the log that is on the screen.
    pub fn seen(self) -> Option<Seq> {
        self.thread.try_with_untracked(|it| it.seq)
    }

    /// Asks the server to do it, and shows what came of it.
    pub async fn act(self, id: ConversationId, command: Command) -> Result<(), Fault> {
        match act(id, command).await {
            Ok(frames) => {
                self.live.answered(&frames);
                Ok(())
            }
            Err(fault) => Err(self.understood(fault).await),
        }
    }

    /// A colleague was quicker: reads what they did, so that the next send has seen it.
    async fn understood(self, fault: Fault) -> Fault {
        match &fault {
            Fault::SignedOut => self.live.sign_out(),
            Fault::Changed { .. } => {
                // Where even this fails, the sentence of the refusal still stands, and the stream brings the rest.
                let _ = self.read_again().await;
            }
            _ => {}
        }
        fault
    }

    /// Goes further back in the thread.
    pub async fn go_back(self) -> Result<(), Fault> {
        let here = self.thread.try_with_untracked(|it| (it.conversation.id.clone(), it.first()));
        let Some((id, first)) = here else { return Ok(()) };
        let earlier = read_earlier(id, first).await?;
        self.thread.try_update(|it| it.go_back(earlier));
        Ok(())
    }

    /// Goes further on in the thread, where it isn't shown to its end.
    pub async fn go_on(self) -> Result<(), Fault> {
        let here = self.thread.try_with_untracked(|it| (it.conversation.id.clone(), it.last()));
        let Some((id, last)) = here else { return Ok(()) };
        let later = read_later(id, last).await?;
        self.thread.try_update(|it| {
            it.go_on(later);
            // What came by the stream in between follows on what is here now.
            self.live.recent().iter().for_each(|frame| it.join(&frame.event));
        });
        Ok(())
    }

    /// Shows another stretch of the thread: around `at`, or the latest of it.
    pub async fn go_to(self, at: Option<Seq>) -> Result<(), Fault> {
        let Some(id) = self.thread.try_with_untracked(|it| it.conversation.id.clone()) else { return Ok(()) };
        let read = read_thread(id, at).await?.it;
        self.thread.try_update(|it| {
            let first_new = it.first_new;
            *it = Thread { first_new, ..read };
            self.live.recent().iter().for_each(|frame| it.apply(&frame.event));
        });
        Ok(())
    }

    async fn read_again(self) -> Result<(), Fault> {
        let Some(id) = self.thread.try_with_untracked(|it| it.conversation.id.clone()) else { return Ok(()) };
        let read = read_thread(id, None).await?;
        self.thread.try_update(|it| {
            if read.it.seq >= it.seq {
                it.renew(read.it);
            }
            self.live.recent().iter().for_each(|frame| it.apply(&frame.event));
        });
        Ok(())
    }
}
