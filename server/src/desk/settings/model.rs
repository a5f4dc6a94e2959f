//! The model of a workspace: how it is set, shown and tried. Its key comes in and never goes out.

use super::super::{
    Desk, Result,
    model::{MOST_TOKENS, Setup, month},
};
use crate::{
    answer::{
        Question,
        model::{Passage, Prompt, Reader, Vault, Wish, check, form, pattern},
    },
    outside::model::{Ask, Usage, ask, millis},
    store::{self, setting::KeptModel},
};
use app::{
    api::settings::{ModelDraft, ModelShown, Shown},
    domain::{
        fault::Fault,
        id::WorkspaceId,
        model::{ModelWish, Tried, Trouble},
    },
};
use std::time::Instant;

/// A key may have so many characters.
const LONGEST_KEY: usize = 1_000;

impl Desk {
    pub(super) async fn model_shown(&self, workspace: &WorkspaceId) -> Result<Shown> {
        let kept: KeptModel = self.kept(workspace).await?;
        let spend = store::model_spend::of_month(&self.db, workspace, &month(self.clock.now())).await?;
        let standing = self.model_standing(workspace, kept.clone(), &spend).await?;
        let (has_key, allowance) = (kept.key.is_some(), self.kept(workspace).await?);
        let it = ModelShown { wish: kept.wish, has_key, usual: self.usual_model(), standing, spend, allowance };
        Ok(Shown::Model { it: Box::new(it) })
    }

    pub(super) async fn save_model(&self, workspace: &WorkspaceId, draft: ModelDraft) -> Result<()> {
        let fresh = self.drafted_model(workspace, draft).await?;
        self.set(workspace, move |it: &mut KeptModel| *it = fresh).await
    }

    /// Asks a model as it would be kept, with a passage of ours; it costs what such a call costs.
    pub(super) async fn ask_as_drafted(&self, workspace: &WorkspaceId, draft: ModelDraft) -> Result<Tried> {
        let kept = self.drafted_model(workspace, draft).await?;
        let Some(setup) = self.setup(workspace, kept) else { return Ok(Tried::Nothing) };
        let prompt = trial();
        let n_bytes = prompt.system.len() + prompt.user.len();
        // A trial is the owner's own wish: it is counted, and made beyond the cap as well.
        let held = self.hold_cost(workspace, &setup, n_bytes).await?;
        let mut usage = Usage::default();
        let tried = try_it(&setup, &prompt, &mut usage).await.unwrap_or_else(|why| Tried::Failed { why });
        if let Some(held) = held {
            self.settle_cost(workspace, &setup, held, usage).await?;
        }
        Ok(tried)
    }

    /// A draft as it would be kept. A key that was kept goes on to the same server alone: who could lead it elsewhere could
    /// read it there.
    async fn drafted_model(&self, workspace: &WorkspaceId, draft: ModelDraft) -> Result<KeptModel> {
        let wish = checked(draft.wish)?;
        let before: KeptModel = self.kept(workspace).await?;
        let (key, key_for) = match draft.key.map(|it| it.trim().to_owned()) {
            Some(fresh) if fresh.is_empty() => (None, String::new()),
            Some(fresh) => (Some(self.keys.seal(workspace, &checked_key(fresh)?)?), wish.origin()),
            // Who does without their own model for a while keeps its key.
            None if wish.choice.provider().is_none() || before.key.is_none() || wish.origin() == before.key_for => {
                (before.key, before.key_for)
            }
            None => return Err(Fault::invalid("key", "Enter the key again: it was given for another server.").into()),
        };
        Ok(KeptModel { wish, key, key_for })
    }
}

fn checked(wish: ModelWish) -> Result<ModelWish, Fault> {
    let wish = wish.checked()?;
    match wish.patterns.iter().find(|it| pattern(it).is_none()) {
        Some(wrong) => Err(Fault::invalid("patterns", &format!("This pattern can't be read: {wrong}"))),
        None => Ok(wish),
    }
}

fn checked_key(key: String) -> Result<String, Fault> {
    let is_plain = key.chars().all(|c| c.is_ascii_graphic());
    if is_plain && key.len() <= LONGEST_KEY {
        return Ok(key);
    }
    Err(Fault::invalid("key", "A key is one word of plain letters, digits and signs."))
}

const OPENING: &str = "Our shop opens at nine in the morning.";

fn passage() -> Passage {
    Passage { title: "Opening hours".to_owned(), heading: String::new(), text: OPENING.to_owned() }
}

fn trial() -> Prompt {
    let question = Question { text: "When do you open?".to_owned(), ..Question::default() };
    Prompt::of(&[passage()], &question, &mut Vault::default())
}

async fn try_it(setup: &Setup, prompt: &Prompt, usage: &mut Usage) -> Result<Tried, Trouble> {
    let begun = Instant::now();
    let asked = Ask { system: prompt.system.clone(), user: prompt.user.clone(), form: form(), most_tokens: MOST_TOKENS };
    // Whoever tries has more patience than a visitor, and is told how long it took.
    let patience = crate::outside::model::Patience { first: setup.patience().whole, ..setup.patience() };
    let mut reply = ask(&setup.model, &asked, patience).await?;
    let mut reader = Reader::default();
    loop {
        let next = reply.next().await;
        *usage = reply.usage;
        let Some(more) = next? else { break };
        reader.push(&more);
    }
    let Some(Wish::Answer { sentences }) = reader.finish() else { return Err(Trouble::Odd) };
    let held = sentences.iter().find_map(|it| check(it, &[passage()], "")).ok_or(Trouble::Odd)?;
    Ok(Tried::Well {
        said: held.text,
        first_ms: reply.first_ms(),
        ms: millis(begun),
        tokens_in: usage.tokens_in,
        tokens_out: usage.tokens_out,
    })
}
