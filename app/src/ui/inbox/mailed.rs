//! How the replies of a conversation fare by mail: read when it opens, and again while something may still change.

use super::open::Open;
use crate::ui::effect::{effect, follow, memo, spawn_local};
use crate::{
    api::mail::{Address, State, read_mail_address},
    domain::{
        event::{Event, What},
        id::Seq,
    },
    ui::{
        browser,
        kit::mark::{Icon, Mark},
        words::mail as words,
    },
};
use leptos::prelude::*;
use std::time::Duration;

/// So often it is read again while a reply is on its way.
const AGAIN: Duration = Duration::from_secs(10);
/// A reply that was neither read nor mailed within so many milliseconds stays where it is.
const PATIENCE: i64 = 15 * 60_000;

/// What is known of the visitor's address; nothing where they gave none.
#[derive(Debug, Clone, Copy)]
pub struct Mailed(RwSignal<Option<Address>>);

impl Mailed {
    pub fn unread() -> Self {
        Self(RwSignal::new(None))
    }

    /// Reads it for `open`, for as long as the owner of this call lives.
    pub fn follow(self, open: Open) {
        let it = self;
        let has_address = memo(move |_| open.conversation.with(|it| it.visitor.email.is_some()));
        let last = memo(move |_| open.thread.with(|it| last_reply(&it.events).map(|event| event.seq)));
        effect(move || {
            follow(&last);
            if has_address.get() {
                it.read(open);
            }
        });
        effect(move || {
            let look = move || {
                if browser::is_visible() && it.may_change(open) {
                    it.read(open);
                }
            };
            let again = set_interval_with_handle(look, AGAIN).ok();
            on_cleanup(move || again.into_iter().for_each(|it| it.clear()));
        });
    }

    fn read(self, open: Open) {
        let Some(id) = open.thread.try_with_untracked(|it| it.conversation.id.clone()) else { return };
        spawn_local(async move {
            // What can't be read now is read with the next reply.
            if let Ok(read) = read_mail_address(id).await {
                self.0.try_maybe_update(|it| {
                    let is_new = *it != read;
                    *it = read;
                    (is_new, ())
                });
            }
        });
    }

    /// Whether the last reply may still be mailed, or its mail is still on its way.
    fn may_change(self, open: Open) -> bool {
        let now = open.now.try_get_untracked().unwrap_or_default();
        let last = open.thread.try_with_untracked(|it| {
            let seen = it.conversation.seen;
            last_reply(&it.events).filter(|event| event.seq > seen && now.0 - event.at.0 < PATIENCE).map(|event| event.seq)
        });
        let Some(last) = last.flatten() else { return false };
        let settled = |it: &Address| it.of(last).is_some_and(|mail| mail.state != State::Waiting);
        self.0.try_with_untracked(|it| it.as_ref().is_some_and(|it| !settled(it))) == Some(true)
    }

    pub fn get(self) -> Option<Address> {
        self.0.get()
    }
}

fn last_reply(events: &[Event]) -> Option<&Event> {
    events.iter().rev().find(|event| matches!(event.what, What::Replied { .. }))
}

/// How a reply fares by mail, beside its ticks. Nothing is said of one that the visitor read in the widget first.
pub fn mail_state(open: Open, reply: Seq) -> AnyView {
    let Mailed(address) = open.mailed();
    let told = memo(move |_| address.with(|it| it.as_ref().and_then(|it| told(it, reply, open.seen_by_visitor.get() >= reply))));
    (move || {
        told.get().map(|Told { says, why, is_wrong }| {
            let why = (!why.is_empty()).then(|| words::reason(&why));
            let heard = why.clone().map(|why| view! { <span class="unseen">": " {why}</span> });
            view! {
                <span class="mail-state" class=("mail-bad", is_wrong) title=why>
                    <Icon mark={if is_wrong { Mark::Warn } else { Mark::Letter }}/>
                    <span>{says}</span>
                    {heard}
                </span>
            }
        })
    })
    .into_any()
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    says: &'static str,
    why: String,
    is_wrong: bool,
}

fn told(it: &Address, reply: Seq, is_seen: bool) -> Option<Told> {
    let is_last = it.mails.iter().all(|mail| mail.last < reply);
    match it.of(reply) {
        Some(mail) => Some(Told {
            says: words::of_reply(mail),
            why: mail.reason.clone(),
            is_wrong: matches!(mail.state, State::Failed | State::Bounced),
        }),
        None if is_last && !is_seen && !it.held.is_empty() => {
            Some(Told { says: words::mail_held(), why: it.held.clone(), is_wrong: false })
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{api::mail::Posted, domain::text::Email};

    fn posted(first: Seq, last: Seq, is_notice: bool, state: State) -> Posted {
        Posted { first, last, is_notice, state, reason: String::new() }
    }

    #[test]
    fn a_reply_is_told_by_the_latest_mail_that_brings_it() {
        let mut it = Address {
            email: Email::parse("ana@example.com").expect("fits"),
            is_confirmed: true,
            is_stopped: false,
            has_bounced: false,
            held: "too much".to_owned(),
            mails: vec![posted(5, 9, false, State::Bounced), posted(5, 5, true, State::Sent)],
        };
        let says = |it: &Address, reply, is_seen| told(it, reply, is_seen).map(|it| (it.says, it.is_wrong));
        assert_eq!(says(&it, 5, false), Some(("E-mail came back", true)));
        assert_eq!(says(&it, 9, true), Some(("E-mail came back", true)));
        assert_eq!(says(&it, 4, false), None, "it was read before");
        assert_eq!(says(&it, 12, false), Some(("Not e-mailed", false)));
        assert_eq!(says(&it, 12, true), None);
        it.mails.remove(0);
        assert_eq!(says(&it, 5, false), Some(("Told by e-mail that a reply waits", false)));
    }
}
