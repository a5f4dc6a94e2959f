//! The assistant's turn without anybody hearing it: for replays, trials and test questions.

use super::{Desk, Failure, Result, model::Aim};
use crate::{chance, store};
use app::domain::{
    command::Actor,
    conversation::Conversation,
    decide::decide,
    event::Event,
    fault::Fault,
    id::WorkspaceId,
    person::{Assistant, Visitor},
    policy::{Policy, Scene},
    turn::Turn,
};

impl Desk {
    /// What `assistant` would do after `events`, by what is searched and what the owner wants today. Nothing is said,
    /// and nothing is kept. `aim`: whether a language model may be asked; it isn't [`Aim::Say`].
    ///
    /// # Errors
    /// Where the database or the engine fails; `Stale` where it wasn't the assistant's turn.
    pub(super) async fn dry_turn(&self, workspace: &WorkspaceId, assistant: &Assistant, events: &[Event], aim: Aim) -> Result<Turn> {
        let now = self.clock.now();
        let mut it = Conversation::unborn(chance::conversation(now), assistant.clone(), Visitor::unknown(chance::visitor(now)), now);
        events.iter().for_each(|event| it.apply(event));
        let wish = self.wish(workspace, &it, events, &chance::id(now), aim).await?.ok_or(Failure::Fault(Fault::Stale))?;
        let policy: Policy = store::setting::read(&self.db, workspace).await?;
        let scene = Scene { at: now, policy, outlook: None };
        Ok(Turn::of(&decide(&it, &scene, &Actor::Assistant, wish)?))
    }
}
