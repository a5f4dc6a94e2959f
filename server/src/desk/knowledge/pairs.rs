//! Questions and answers that somebody wrote.

use crate::{
    desk::{Desk, Failure, Result},
    ingest::{self, pairs},
    store::{self, page::Found},
};
use app::{
    api::knowledge::{Origin, Pair, PairsPreview},
    domain::{
        fault::Fault,
        id::{SourceId, WorkspaceId},
    },
};
use std::collections::HashMap;

/// A source has so many at most.
const MOST: usize = 5_000;

impl Desk {
    /// The pairs of a source, in its order.
    pub(super) async fn pairs_of(&self, workspace: &WorkspaceId, id: &SourceId) -> Result<Vec<Pair>> {
        let source = self.own_source(workspace, id).await?;
        if source.line.what != Origin::Pairs {
            return Err(Fault::NotFound.into());
        }
        let raws = store::page::raws(&self.db, workspace, id).await?;
        Ok(raws.into_iter().map(|(_, question, answer)| Pair { question, answer }).collect())
    }

    /// What a list of pairs would add to a source, or to a new one.
    pub(super) async fn preview(&self, workspace: &WorkspaceId, source: Option<&SourceId>, csv: &str) -> Result<PairsPreview> {
        let known = match source {
            Some(id) => self.pairs_of(workspace, id).await?,
            None => Vec::new(),
        };
        let answers: HashMap<String, String> = known.into_iter().map(|pair| (pairs::name(&pair.question), pair.answer)).collect();
        let listed = pairs::listed(csv);
        let mut preview = PairsPreview { new: Vec::new(), changed: Vec::new(), n_same: 0, wrong: listed.wrong };
        for pair in listed.pairs {
            match answers.get(&pairs::name(&pair.question)) {
                None => preview.new.push(pair),
                Some(answer) if *answer == pair.answer => preview.n_same += 1,
                Some(answer) => {
                    let had = Pair { question: pair.question.clone(), answer: answer.clone() };
                    preview.changed.push((had, pair.answer));
                }
            }
        }
        Ok(preview)
    }

    /// These pairs instead of all that a source has.
    pub(super) async fn set_pairs(&self, workspace: &WorkspaceId, id: &SourceId, wanted: &[Pair]) -> Result<()> {
        let pages = pages(&checked(wanted)?);
        self.replace_pages(workspace, id, pages).await?;
        Ok(())
    }

    /// These pairs besides those that a source has; a question that it has gets the new answer.
    pub(super) async fn add_pairs(&self, workspace: &WorkspaceId, id: &SourceId, added: &[Pair]) -> Result<()> {
        let mut all = self.pairs_of(workspace, id).await?;
        let mut places: HashMap<String, usize> = all.iter().enumerate().map(|(n, pair)| (pairs::name(&pair.question), n)).collect();
        for pair in checked(added)? {
            match places.get(&pairs::name(&pair.question)) {
                Some(place) => all[*place] = pair,
                None => {
                    places.insert(pairs::name(&pair.question), all.len());
                    all.push(pair);
                }
            }
        }
        if all.len() > MOST {
            return Err(too_many());
        }
        let names: Vec<String> = added.iter().map(|pair| pairs::name(&pair.question)).collect();
        let fresh = pages(&all).into_iter().filter(|(document, _)| names.contains(&document.path)).collect();
        self.keep_pages(workspace, id, fresh).await?;
        Ok(())
    }
}

fn too_many() -> Failure {
    Fault::invalid("pairs", "That is more than 5,000 questions. Make a second source of the rest.").into()
}

/// The pairs without blanks around them; the last of two with the same question counts.
pub(super) fn checked(wanted: &[Pair]) -> Result<Vec<Pair>> {
    if wanted.len() > MOST {
        return Err(too_many());
    }
    let mut kept: Vec<Pair> = Vec::with_capacity(wanted.len());
    let mut places: HashMap<String, usize> = HashMap::new();
    for pair in wanted {
        let pair = pairs::checked(pair).map_err(|why| Fault::invalid("pairs", &named(pair, why)))?;
        match places.get(&pairs::name(&pair.question)) {
            Some(place) => kept[*place] = pair,
            None => {
                places.insert(pairs::name(&pair.question), kept.len());
                kept.push(pair);
            }
        }
    }
    Ok(kept)
}

fn named(pair: &Pair, why: &str) -> String {
    let question: String = pair.question.trim().chars().take(60).collect();
    if question.is_empty() { why.to_owned() } else { format!("“{question}”: {why}") }
}

fn pages(pairs: &[Pair]) -> Vec<(ingest::Document, Found)> {
    let page = |(pair, place): (&Pair, i64)| (pairs::document(pair), Found { place, raw: pair.answer.clone(), ..Found::default() });
    pairs.iter().zip(0_i64..).map(page).collect()
}
