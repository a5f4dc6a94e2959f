//! When a ladder of alerts runs: as long as people owe the visitor an answer, whoever holds the conversation.

use app::domain::{
    conversation::Conversation,
    event::{Event, What},
    handoff::Holder,
    id::Seq,
    time::Timestamp,
};

/// Who has just taken a conversation in which the visitor waits has so many milliseconds before they are reminded.
pub const GRACE_MS: i64 = 120_000;

/// What becomes of a conversation's ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ladder {
    /// It runs on, or there is none.
    Stays,
    /// Nobody of the team owes the visitor anything.
    Ends,
    /// It begins anew, from its first rung.
    Begins { seq: Seq, since: Timestamp },
    /// The visitor has written once more: where it was climbed to its top a good while ago, it begins anew.
    Again { seq: Seq, since: Timestamp },
}

/// What `events`, which brought the conversation to where it is `now`, do to its ladder.
pub fn ladder(now: &Conversation, events: &[Event]) -> Ladder {
    if !now.is_owed_by_people() {
        return Ladder::Ends;
    }
    events.iter().map(|event| of_event(now, event)).fold(Ladder::Stays, stronger)
}

fn of_event(now: &Conversation, event: &Event) -> Ladder {
    let begins = |since| Ladder::Begins { seq: event.seq, since };
    let is_held = matches!(now.holder, Holder::Agent { .. });
    match event.what {
        What::HandedOff { .. } | What::Woke | What::MarkedSpam { .. } | What::Blocked { .. } | What::Absorbed { .. } => begins(event.at),
        What::TookOver { .. } => begins(event.at.plus(GRACE_MS)),
        // The first word since the last answer; those that follow don't put off what is on its way.
        What::Said { .. } | What::FilledIn { is_skipped: false, .. } if is_held && now.waiting_since == Some(event.at) => begins(event.at),
        What::Said { .. } => Ladder::Again { seq: event.seq, since: event.at },
        _ => Ladder::Stays,
    }
}

/// Of two events in one step, a beginning counts, and of two beginnings the later.
const fn stronger(before: Ladder, after: Ladder) -> Ladder {
    match (before, after) {
        (_, Ladder::Begins { .. }) | (Ladder::Stays, _) => after,
        _ => before,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        handoff::{Lease, Reason},
        id::{AccountId, AssistantId, ConversationId, MessageId, VisitorId},
        person::{Agent, Assistant, Author, Visitor},
        text::{Body, Name},
    };
    use std::collections::BTreeMap;

    fn agent() -> Agent {
        Agent { id: AccountId::parse("ana-").expect("an id"), name: Name::parse("Ana").expect("a name") }
    }

    /// A conversation that `holder` has, whose visitor waits since then.
    fn now(holder: Holder, waiting_since: Option<i64>) -> Conversation {
        let assistant = Assistant { id: AssistantId::parse("robin").expect("an id"), name: Name::parse("Robin").expect("a name") };
        let visitor = Visitor::unknown(VisitorId::parse("visitor").expect("an id"));
        let it = Conversation::unborn(ConversationId::parse("conversation").expect("an id"), assistant, visitor, Timestamp(0));
        Conversation { holder, waiting_since: waiting_since.map(Timestamp), ..it }
    }

    fn held(waiting_since: Option<i64>) -> Conversation {
        now(Holder::Agent { agent: agent(), since: Timestamp(0), lease: Lease::new(1) }, waiting_since)
    }

    fn queued() -> Conversation {
        now(Holder::Queue { since: Timestamp(5), why: Reason::AskedForPerson }, Some(5))
    }

    /// What these do, all at `at`, numbered from 1.
    fn does(it: &Conversation, at: i64, whats: Vec<What>) -> Ladder {
        let event = |(seq, what)| Event { seq, conversation: it.id.clone(), at: Timestamp(at), by: Author::Visitor, what };
        ladder(it, &(1..).zip(whats).map(event).collect::<Vec<_>>())
    }

    fn said() -> What {
        let id = MessageId::parse("message").expect("an id");
        What::Said { id, body: Body::plain("Hello").expect("fits"), page: None, files: Vec::new() }
    }

    fn filled_in(is_skipped: bool) -> What {
        What::FilledIn { attributes: BTreeMap::new(), files: Vec::new(), is_skipped }
    }

    fn handed_off() -> What {
        What::HandedOff { cause: Reason::AskedForPerson.into(), receipt: None, outlook: None }
    }

    #[test]
    fn a_ladder_runs_whenever_people_owe_an_answer() {
        let begins = |seq, since| Ladder::Begins { seq, since: Timestamp(since) };
        let again = |seq, since| Ladder::Again { seq, since: Timestamp(since) };
        let spam = Conversation { is_spam: true, ..queued() };
        let blocked = Conversation { is_blocked: true, ..queued() };
        let took = || What::TookOver { lease_ms: 1 };
        for (case, it, at, whats, expected) in [
            ("a handoff", queued(), 5, vec![said(), handed_off()], begins(2, 5)),
            ("words in the queue", queued(), 9, vec![said()], again(1, 9)),
            ("an agent takes it", held(Some(5)), 9, vec![took()], begins(1, 9 + GRACE_MS)),
            ("an agent takes it and owes nothing", held(None), 9, vec![took()], Ladder::Ends),
            ("the first words to an agent", held(Some(9)), 9, vec![said()], begins(1, 9)),
            ("more words to an agent", held(Some(5)), 9, vec![said()], again(1, 9)),
            ("a form for an agent who has answered", held(Some(9)), 9, vec![filled_in(false)], begins(1, 9)),
            ("a form for an agent who owes an answer", held(Some(5)), 9, vec![filled_in(false)], Ladder::Stays),
            ("a form that is skipped", held(Some(9)), 9, vec![filled_in(true)], Ladder::Stays),
            ("words that wake it", held(Some(5)), 9, vec![What::Woke, said()], begins(1, 9)),
            ("a snooze is over", queued(), 9, vec![What::Woke], begins(1, 9)),
            ("nothing that matters", queued(), 9, vec![What::Saw { up_to: 1 }], Ladder::Stays),
            ("the AI has it", now(Holder::Assistant, Some(5)), 5, vec![said()], Ladder::Ends),
            ("spam", spam, 5, vec![handed_off()], Ladder::Ends),
            ("a blocked visitor", blocked, 5, vec![handed_off()], Ladder::Ends),
            ("no spam after all", queued(), 9, vec![What::MarkedSpam { is_spam: false }], begins(1, 9)),
        ] {
            assert_eq!(does(&it, at, whats), expected, "{case}");
        }
    }
}
