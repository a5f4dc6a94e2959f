//! What a model is asked beside the answers: nobody hears it as it comes. It is asked by the same rules, and in trouble there is nothing.
//!
//! How that goes tells nothing of the answers, which visitors wait for: it brings no rest about, and the one try after a rest is theirs.

use super::{Desk, MOST_TOKENS, Result, Setup, WHOLE, turn::spent};
use crate::{
    answer::model::{Prompt, Reader, Wish, form},
    outside::model::{Ask, Patience, Usage, ask},
};
use app::domain::{id::WorkspaceId, model::Trouble};

/// What came of it.
#[derive(Debug)]
pub(in super::super) enum Aside {
    Told(Wish),
    /// It failed.
    Failed,
    /// It may not be asked at the moment: it rests, the month's cap is reached, or too many ask.
    Unasked,
}

impl Desk {
    /// Has the model say something that no visitor waits for.
    pub(in super::super) async fn ask_aside(&self, workspace: &WorkspaceId, setup: &Setup, prompt: &Prompt) -> Result<Aside> {
        let Ok(_seat) = self.models.seats.try_acquire() else { return Ok(Aside::Unasked) };
        if self.models.with(workspace, setup, |it| it.resting(self.clock.now())).is_some() {
            return Ok(Aside::Unasked);
        }
        let held = self.hold_cost(workspace, setup, prompt.system.len() + prompt.user.len()).await?;
        let Some(held) = held else { return Ok(Aside::Unasked) };
        let (mut reader, mut usage) = (Reader::default(), Usage::default());
        let told = told(setup, prompt, &mut reader, &mut usage).await;
        let failed = told.as_ref().err().copied();
        self.settle_cost(workspace, setup, held, spent(reader.n_read(), usage, prompt, failed)).await?;
        Ok(match told {
            Ok(wish) => Aside::Told(wish),
            Err(why) => {
                tracing::warn!(workspace.id = %workspace, model = setup.model.label(), ?why, "The model failed at something beside the answers");
                Aside::Failed
            }
        })
    }
}

/// Hears the reply to its end. It may be as late with its first word as with its last.
async fn told(setup: &Setup, prompt: &Prompt, reader: &mut Reader, usage: &mut Usage) -> Result<Wish, Trouble> {
    let asked = Ask { system: prompt.system.clone(), user: prompt.user.clone(), form: form(), most_tokens: MOST_TOKENS };
    let mut reply = ask(&setup.model, &asked, Patience { first: WHOLE, ..setup.patience() }).await?;
    loop {
        let next = reply.next().await;
        *usage = reply.usage;
        let Some(more) = next? else { break };
        reader.push(&more);
    }
    reader.finish().ok_or(Trouble::Odd)
}
