//! What the assistant would reply to the open question, for whoever writes the reply: they change it, and send it or don't.

use super::super::{
    Desk, Failure, Result,
    asked::question,
    model::{Aim, Spoken, Turn},
};
use super::{citations, cited, sections};
use crate::{
    answer::{Outcome, Verdict},
    library::Shelf,
    markdown, store,
};
use anyhow::Context;
use app::{
    api::composer::Suggestion,
    domain::{
        fault::Fault,
        id::{ConversationId, WorkspaceId},
    },
};
use std::sync::Arc;

impl Desk {
    /// What the assistant would answer to the visitor's open question: in the model's words where there is a model, by the same rules as
    /// any answer. Nothing is said, and nothing is kept.
    ///
    /// # Errors
    /// `NotFound` for a conversation that isn't this workspace's; where the database or the engine fails.
    pub(in super::super) async fn suggestion(&self, workspace: &WorkspaceId, id: &ConversationId) -> Result<Option<Suggestion>> {
        let it = store::conversation::by_id(&self.db, workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let events = store::event::of_conversation(&self.db, workspace, id, 0).await?;
        let question = question(&events);
        let Some(shelf) = self.library.shelf(&it.assistant.id) else { return Ok(None) };
        let (library, books, asked) = (Arc::clone(&self.library), Arc::clone(&shelf), question.clone());
        let verdict = tokio::task::spawn_blocking(move || library.verdict(&books, &asked)).await.context("looking a question up")?;
        let turn = Turn { workspace, it: &it, shelf: &shelf, question: &question, verdict: &verdict, aim: Aim::Try };
        Ok(match self.spoken(turn).await? {
            Spoken::Answer(said, _) => {
                let cited = sections(&shelf, said.iter().map(|(_, place)| *place));
                let text = said.iter().map(|(blocks, _)| markdown::source(blocks)).collect::<Vec<_>>().join("\n\n");
                Some(Suggestion { text, sources: citations(&shelf, &cited) })
            }
            Spoken::Clarify(places, _) => offered(&shelf, &places),
            // What a colleague has told them, told once more.
            Spoken::Settled(at, _) => Some(Suggestion { text: question.settled[at].told.clone(), sources: Vec::new() }),
            Spoken::HandOff(..) | Spoken::Contradicts(..) => None,
            Spoken::Verdict(_) | Spoken::Cut => built_in(&shelf, &verdict),
        })
    }
}

/// The built-in engine's draft, in the docs' own words.
fn built_in(shelf: &Shelf, verdict: &Verdict) -> Option<Suggestion> {
    match &verdict.outcome {
        Outcome::Answer { parts } => {
            let text = parts.iter().map(|part| part.markdown.trim()).collect::<Vec<_>>().join("\n\n");
            Some(Suggestion { text, sources: citations(shelf, &cited(shelf, parts)) })
        }
        Outcome::Suggest { hits, .. } => offered(shelf, &hits.iter().map(|hit| hit.passage).collect::<Vec<_>>()),
        Outcome::SmallTalk(_) | Outcome::WantsPerson | Outcome::HandOff(_) => None,
    }
}

/// The first of these passages, with the others to look at.
fn offered(shelf: &Shelf, places: &[usize]) -> Option<Suggestion> {
    let best = places.first().map(|place| shelf.rows[*place].markdown.trim().to_owned())?;
    (!best.is_empty()).then(|| Suggestion { text: best, sources: citations(shelf, places) })
}
