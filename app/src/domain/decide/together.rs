//! What a step in one conversation means for another one with the same person. Both are one transaction.

use super::{clock_moved, handed_off, reopened};
use crate::domain::{
    command::Actor,
    conversation::Conversation,
    event::{Event, What},
    handoff::{Holder, Reason},
    policy::Scene,
};

/// What a conversation hears when it was linked from `other`: that they belong together.
pub fn linked_back(now: &Conversation, other: &Conversation) -> Vec<What> {
    let is_known = now.links.contains_key(&other.id) || now.merged_into.is_some();
    let linked = (!is_known).then(|| What::Linked { other: other.id.clone(), label: other.visitor.label() });
    linked.into_iter().collect()
}

/// What happens in the conversation in which `from` goes on. Who waits for anything in either waits for people from here on: the
/// assistant knew only one of the two.
pub fn absorbed(now: &Conversation, scene: &Scene, actor: &Actor, from: Conversation, history: Vec<Event>) -> Vec<What> {
    let is_owed = from.waiting_since.is_some() || (now.waiting_since.is_some() && now.is_open());
    let opens = is_owed.then(|| reopened(now)).flatten();
    let wakes = (is_owed && now.is_snoozed()).then_some(What::Woke);
    let cause = from.handoff.as_ref().filter(|_| matches!(from.holder, Holder::Queue { .. })).map(|it| it.cause.clone());
    let has_person = now.is_open() && now.holder != Holder::Assistant;
    let calls = (is_owed && !has_person).then(|| handed_off(scene, cause.unwrap_or_else(|| Reason::AgentPulled.into()), None));
    let promised: Vec<What> = from.promises.iter().map(|it| What::Promised { promise: it.clone() }).collect();
    let mut whats: Vec<What> =
        opens.into_iter().chain(wakes).chain([What::Absorbed { from: Box::new(from), history }]).chain(promised).chain(calls).collect();
    whats.extend(clock_moved(now, scene, actor, &whats));
    whats
}
