//! What a step in one conversation leads to in another one with the same person, in the same transaction: a link is known by both,
//! and what is merged goes on.

use super::{Done, Step, outlook};
use crate::{
    db::Tx,
    desk::{Failure, Result},
    store,
};
use app::domain::{
    conversation::Conversation,
    decide::{absorbed, linked_back},
    event::What,
    fault::Fault,
    id::{ConversationId, Seq, WorkspaceId},
    policy::Scene,
};

/// An event carries the whole story of a conversation that was merged: of so many events at most.
const LONGEST_STORY: usize = 2_000;

/// What follows elsewhere from what was just done to a conversation that stood as `before`. The log has reached `seq`.
pub(super) async fn follow(tx: &mut Tx, step: Step<'_>, before: &Conversation, done: &Done, seq: Seq) -> Result<Option<Done>> {
    for event in &done.events {
        match &event.what {
            What::Linked { other, .. } => return link_back(tx, step, &done.conversation, other, seq).await,
            What::Merged { into, .. } => return absorb(tx, step, before, into, seq).await.map(Some),
            _ => {}
        }
    }
    Ok(None)
}

async fn link_back(tx: &mut Tx, step: Step<'_>, it: &Conversation, other: &ConversationId, seq: Seq) -> Result<Option<Done>> {
    let Some(other) = store::conversation::load(tx, step.workspace, other).await? else { return Ok(None) };
    let whats = linked_back(&other, it);
    if whats.is_empty() { Ok(None) } else { step.take(tx, other, whats, seq).await.map(Some) }
}

/// `from`, as it stood, goes on in `into`.
async fn absorb(tx: &mut Tx, step: Step<'_>, from: &Conversation, into: &ConversationId, seq: Seq) -> Result<Done> {
    let it = goes_on_in(tx, step.workspace, into).await?;
    let story = i64::try_from(LONGEST_STORY + 2).unwrap_or(i64::MAX);
    let mut history = store::event::story(tx, step.workspace, &from.id, story).await?;
    if history.len() > LONGEST_STORY + 1 {
        let say = format!("This conversation is too long to be merged: it has more than {LONGEST_STORY} events. Link the two instead.");
        return Err(Fault::invalid("conversation", &say).into());
    }
    // Its last event is that it was merged; what browsers told and clocks have no place in a story.
    history.pop();
    history.retain(|event| event.what.has_line());
    let policy = store::setting::load(tx, step.workspace).await?;
    let scene = Scene { at: step.now, policy, outlook: Some(outlook(tx, step.workspace, &it, step.now).await?) };
    let whats = absorbed(&it, &scene, step.actor, from.clone(), history);
    store::conversation::merged_on(tx, step.workspace, &from.id, into).await?;
    step.take(tx, it, whats, seq).await
}

/// The conversation that another one is to go on in.
pub(super) async fn goes_on_in(tx: &mut Tx, workspace: &WorkspaceId, into: &ConversationId) -> Result<Conversation> {
    let found = store::conversation::load(tx, workspace, into).await?;
    let it = found.ok_or_else(|| {
        Failure::Fault(Fault::invalid("other", "There is no such conversation to merge into. Open it and copy its address."))
    })?;
    match it.merged_into {
        Some(_) => Err(Fault::invalid("other", "That conversation was merged into another itself. Merge into that one.").into()),
        None => Ok(it),
    }
}
