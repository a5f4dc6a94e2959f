//! What a member of the team may do.

use super::{reopened, seal};
use crate::domain::{
    command::{Command, Then},
    conversation::{Conversation, Did, Move},
    event::What,
    fault::Fault,
    handoff::{Cause, Holder, Lease, Seal},
    id::{PromiseId, Seq},
    label::{MOST_MARKS, Promise},
    person::Agent,
    policy::Scene,
    text::Body,
    time::Timestamp,
};

pub(super) fn by_agent(now: &Conversation, scene: &Scene, me: &Agent, command: Command) -> Result<Vec<What>, Fault> {
    if now.seq == 0 {
        return Err(Fault::NotFound);
    }
    let lease_ms = scene.policy.lease_ms();
    match command {
        Command::Reply { id, body, seen, shown, files, then } => {
            nothing_changed(now, me, seen, shown)?;
            let taken = (!now.holder.is(me)).then_some(What::TookOver { lease_ms });
            let lasts = lasting(now, me, lease_ms);
            let before = reopened(now).into_iter().chain(awake(now)).chain(taken).chain(lasts);
            let after = and_then(now, me, scene.at, then, &body)?;
            Ok(before.chain([What::Replied { id, body, files }]).chain(after).collect())
        }
        Command::Note { id, body, files, mentions } => Ok(vec![What::Noted { id, body, files, mentions }]),
        Command::Claim => claim(now, me, lease_ms),
        Command::TakeOver if now.holder.is(me) => Ok(Vec::new()),
        Command::TakeOver => Ok(taken(now, lease_ms)),
        Command::Watch => Ok(watched(now, scene.at).into_iter().collect()),
        Command::Hold { until } => hold(now, me, scene, until),
        Command::HandBack { .. } if !now.is_open() || now.holder == Holder::Assistant => Ok(Vec::new()),
        Command::HandBack { settled } => {
            Ok(vec![What::HandedBack { seal: seal(now, Some(me), settled.filter(|it| !it.trim().is_empty())) }])
        }
        Command::Close if !now.is_open() => Ok(Vec::new()),
        Command::Close => Ok(vec![What::Closed { seal: seal(now, (now.holder != Holder::Assistant).then_some(me), None) }]),
        Command::Reopen { cause } => Ok(opened_again(now, scene, cause)),
        Command::Snooze { until } => Ok(vec![snoozed(now, scene.at, until)?]),
        Command::MarkSpam { is_spam } if is_spam == now.is_spam => Ok(Vec::new()),
        Command::MarkSpam { is_spam } => {
            let closed = (is_spam && now.is_open()).then_some(What::Closed { seal: None });
            Ok([What::MarkedSpam { is_spam }].into_iter().chain(closed).collect())
        }
        Command::Block { is_blocked } if is_blocked == now.is_blocked => Ok(Vec::new()),
        Command::Block { is_blocked } => Ok(vec![What::Blocked { is_blocked }]),
        Command::Promise { promise } if now.promises.iter().any(|it| it.id == promise.id) => Ok(Vec::new()),
        Command::Promise { .. } if now.promises.len() >= MOST_MARKS => Err(Fault::invalid("promise", "Settle some promises first.")),
        // One that is due already needs no reminder.
        Command::Promise { promise } => {
            let promise = promise.checked()?;
            Ok(vec![What::Promised { promise: Promise { is_due: promise.due <= scene.at, ..promise } }])
        }
        Command::MovePromise { id, due } => moved(now, scene.at, &id, due),
        Command::SettlePromise { id, is_kept } => {
            Ok(now.promises.iter().any(|it| it.id == id).then_some(What::PromiseSettled { id, is_kept }).into_iter().collect())
        }
        Command::Link { other, .. } if other == now.id => Err(Fault::invalid("other", "That is this very conversation.")),
        Command::Link { other, .. } if now.links.contains_key(&other) => Ok(Vec::new()),
        Command::Link { other, label } => Ok(vec![What::Linked { other, label }]),
        Command::Merge { into, .. } if into == now.id => Err(Fault::invalid("other", "That is this very conversation.")),
        Command::Merge { into, label } => Ok(vec![What::Merged { into, label }]),
        command => marked(now, command),
    }
}

/// Tags, priority, how far the visitor has come, and to whom it is given: what the owner's rules may do as well.
pub(super) fn marked(now: &Conversation, command: Command) -> Result<Vec<What>, Fault> {
    let what = match command {
        Command::Tag { tag } if now.has_tag(&tag) => None,
        Command::Tag { .. } if now.tags.len() >= MOST_MARKS => {
            return Err(Fault::invalid("tag", &format!("A conversation can have {MOST_MARKS} tags.")));
        }
        Command::Tag { tag } => Some(What::Tagged { tag }),
        Command::Untag { tag } => now.has_tag(&tag).then_some(What::Untagged { tag }),
        Command::Prioritise { priority } => (priority != now.priority).then_some(What::Prioritised { priority }),
        Command::Assign { to } => (to.as_ref().map(|it| &it.id) != now.assignee.as_ref().map(|it| &it.id)).then_some(What::Assigned { to }),
        Command::SetLead { lead } => (lead != now.lead_state()).then_some(What::LeadSet { lead }),
        // By its name as well: a team that got another one is told of anew.
        Command::Route { team } => (team != now.team).then_some(What::Routed { team }),
        _ => return Err(Fault::not_allowed("An agent can't do that.")),
    };
    Ok(what.into_iter().collect())
}

/// Exactly one agent wins; the others learn who.
fn claim(now: &Conversation, me: &Agent, lease_ms: i64) -> Result<Vec<What>, Fault> {
    match &now.holder {
        Holder::Agent { agent, .. } if agent.id == me.id => Ok(Vec::new()),
        Holder::Agent { agent, .. } => Err(Fault::Changed { by: agent.name.as_str().to_owned(), did: Did::Claimed }),
        Holder::Assistant | Holder::Queue { .. } => Ok(taken(now, lease_ms)),
    }
}

fn taken(now: &Conversation, lease_ms: i64) -> Vec<What> {
    reopened(now).into_iter().chain(awake(now)).chain([What::TookOver { lease_ms }]).collect()
}

/// Open again, and back in the queue where a person was wanted: what closing it took away.
fn opened_again(now: &Conversation, scene: &Scene, cause: Option<Cause>) -> Vec<What> {
    let wanted = cause.filter(|_| !now.is_open()).map(|cause| What::HandedOff { cause, receipt: None, outlook: scene.outlook });
    reopened(now).into_iter().chain(awake(now)).chain(wanted).collect()
}

fn awake(now: &Conversation) -> Option<What> {
    now.is_snoozed().then_some(What::Woke)
}

/// The length of the lease as the owner has set it since the agent took over: it counts from the reply that renews it, and leaves
/// what is left until then as it is.
fn lasting(now: &Conversation, me: &Agent, lease_ms: i64) -> Option<What> {
    let lease = now.holder.lease().filter(|lease| now.holder.is(me) && lease.full_ms != lease_ms)?;
    Some(What::Leased { lease: Lease { full_ms: lease_ms, ..*lease } })
}

/// A promise with another time at which it is due.
fn moved(now: &Conversation, at: Timestamp, id: &PromiseId, due: Timestamp) -> Result<Vec<What>, Fault> {
    let Some(promise) = now.promises.iter().find(|it| it.id == *id) else {
        return Err(Fault::invalid("promise", "This promise is settled already."));
    };
    if promise.due == due {
        return Ok(Vec::new());
    }
    in_the_future(at, due)?;
    Ok(vec![What::PromiseMoved { promise: Promise { due, is_due: false, ..promise.clone() } }])
}

/// Somebody looks: the clock stands from now on, where it matters, and one event says so. Who turned away a moment ago says it
/// again soon.
fn watched(now: &Conversation, at: Timestamp) -> Option<What> {
    let lease = now.holder.lease().filter(|lease| !lease.is_watched && lease.may_turn(at))?;
    Some(What::Leased { lease: lease.turned(true, at).settled(at, now.waiting_since.is_some()) })
}

fn hold(now: &Conversation, me: &Agent, scene: &Scene, until: Option<Timestamp>) -> Result<Vec<What>, Fault> {
    let until = until.unwrap_or_else(|| scene.at.plus(scene.policy.hold_ms()));
    in_the_future(scene.at, until)?;
    let taken = if now.holder.is(me) { Vec::new() } else { taken(now, scene.policy.lease_ms()) };
    Ok(taken.into_iter().chain([What::Held { until }]).collect())
}

fn snoozed(now: &Conversation, at: Timestamp, until: Timestamp) -> Result<What, Fault> {
    in_the_future(at, until)?;
    if now.is_open() { Ok(What::Snoozed { until }) } else { Err(Fault::invalid("until", "It is closed: there is nothing to put away.")) }
}

fn in_the_future(at: Timestamp, until: Timestamp) -> Result<(), Fault> {
    if until > at { Ok(()) } else { Err(Fault::invalid("until", "Choose a time that lies ahead.")) }
}

/// What follows a reply. Its agent holds the conversation by then, so the seal is theirs.
fn and_then(now: &Conversation, me: &Agent, at: Timestamp, then: Then, told: &Body) -> Result<Option<What>, Fault> {
    match then {
        Then::Stay => Ok(None),
        Then::Snooze { until } => {
            in_the_future(at, until)?;
            Ok(Some(What::Snoozed { until }))
        }
        Then::Close => {
            let used = now.handoff.as_ref().map(|it| it.cause.why);
            let promised = now.promises.clone();
            let seal = Seal { by: me.clone(), settled: told.preview(), promised, used, asked: now.asked.clone(), said: now.said };
            Ok(Some(What::Closed { seal: Some(seal) }))
        }
    }
}

/// Refuses a send whose sender hasn't seen what a colleague did since they began, or what the visitor wrote that their screen
/// doesn't show yet.
fn nothing_changed(now: &Conversation, me: &Agent, seen: Option<Seq>, shown: Option<Seq>) -> Result<(), Fault> {
    if shown.is_some_and(|shown| now.said > shown) {
        return Err(Fault::Changed { by: now.visitor.label(), did: Did::Wrote });
    }
    match (&now.moved, seen) {
        (Some(Move { seq, agent, did }), Some(seen)) if *seq > seen && agent.id != me.id => {
            Err(Fault::Changed { by: agent.name.as_str().to_owned(), did: *did })
        }
        _ => Ok(()),
    }
}
