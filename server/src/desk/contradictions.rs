//! Passages that contradict each other: found when the docs change, settled by the owner, and until then no answer.

use super::{Desk, Failure, Result};
use crate::{
    answer::{
        Encoding,
        conflict::{Conflict, Says, Text, conflicts},
        difference::difference,
    },
    library::Shelf,
    markdown,
    store::{
        self,
        assistant::Profile,
        contradiction::{Found, Row, Says as Kept},
        knowledge::Row as Passage,
    },
};
use anyhow::Context;
use app::{
    api::{
        Caller,
        contradictions::{Contradiction, ContradictionDesk, Verdict, Voice},
    },
    domain::{
        answer::{Answer, Gate, Kind},
        command::Command,
        fault::Fault,
        handoff::{Cause, Reason},
        id::{AssistantId, ContradictionId, WorkspaceId},
        rich::Href,
        time::Timestamp,
    },
};
use futures::FutureExt;
use sha2::{Digest, Sha256};

#[async_trait::async_trait]
impl ContradictionDesk for Desk {
    async fn contradictions(&self, me: &Caller) -> Result<Vec<Contradiction>, Fault> {
        self.read_contradictions(&me.workspace).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn settle(&self, me: &Caller, id: &ContradictionId, verdict: Verdict) -> Result<Vec<Contradiction>, Fault> {
        self.settle_contradiction(me, id, verdict).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn read_contradictions(&self, workspace: &WorkspaceId) -> Result<Vec<Contradiction>> {
        Ok(store::contradiction::all(&self.db, workspace).await?.into_iter().filter_map(told).collect())
    }

    async fn settle_contradiction(&self, me: &Caller, id: &ContradictionId, verdict: Verdict) -> Result<Vec<Contradiction>> {
        let (wall, pair, now) = (me.workspace.clone(), id.clone(), self.clock.now());
        let by = me.name.as_str().to_owned();
        let settle = self.db.write::<_, crate::db::Error, _>(move |tx| {
            async move {
                let whose = store::contradiction::settle(tx, &wall, &pair, verdict.key(), &by, now).await?;
                if let Some(assistant) = &whose {
                    // Other nodes take it up, as they do what was read in.
                    store::knowledge::stir_all(tx, &wall, assistant, now).await?;
                }
                Ok(whose)
            }
            .boxed()
        });
        let assistant = settle.await?.ok_or(Failure::Fault(Fault::NotFound))?;
        if let Some(profile) = store::assistant::by_id(&self.db, &assistant).await? {
            self.library.refresh(&self.db, &profile).await?;
        }
        self.read_contradictions(&me.workspace).await
    }

    /// Looks through an assistant's docs for what contradicts each other, and keeps it.
    ///
    /// # Errors
    /// Where the database fails.
    pub(super) async fn find_contradictions(&self, profile: &Profile) -> Result<()> {
        let Some(shelf) = self.library.shelf(&profile.id) else { return Ok(()) };
        let assistant = profile.id.clone();
        let found = tokio::task::spawn_blocking(move || found(&assistant, &shelf)).await.context("looking for contradictions")?;
        let (wall, assistant, now) = (profile.workspace.clone(), profile.id.clone(), self.clock.now());
        let keep = self.db.write(move |tx| async move { store::contradiction::keep(tx, &wall, &assistant, &found, now).await }.boxed());
        let n_new = keep.await?;
        if n_new > 0 {
            tracing::info!(assistant.id = %profile.id, n_new, "Found {n_new} pairs of passages that contradict each other");
        }
        Ok(())
    }

    /// The assistant's wish, unless it would answer from a passage that another contradicts, or offer one first: then a
    /// person is asked.
    pub(super) async fn undisputed(&self, workspace: &WorkspaceId, assistant: &AssistantId, wish: Command) -> Result<Command> {
        let Command::Answer { id, epoch, answer, flag } = wish else { return Ok(wish) };
        if matches!(answer.kind, Kind::Grounded | Kind::Suggestion) {
            let disputed = store::contradiction::disputed(&self.db, workspace, assistant).await?;
            if let Some(detail) = disputed.iter().find_map(|pair| touched(&answer, pair)) {
                let mut receipt = answer.receipt;
                receipt.gates.push(Gate { name: "contradiction".to_owned(), value: 1.0 });
                let cause = Cause { why: Reason::Contradiction, detail: Some(detail) };
                return Ok(Command::HandOff { id, epoch, cause, receipt: Some(Box::new(receipt)) });
            }
        }
        Ok(Command::Answer { id, epoch, answer, flag })
    }
}

/// What an answer rests on, or offers first, where that is one of a pair.
fn touched(answer: &Answer, (one, other): &(String, String)) -> Option<String> {
    let counts = |n: u32| n == 1 || answer.kind == Kind::Grounded;
    let mut used = answer.receipt.passages.iter().filter(|it| it.used.is_some_and(counts));
    used.find(|it| it.section_id == *one || it.section_id == *other)
        .map(|it| if it.section.is_empty() { it.title.clone() } else { it.section.clone() })
}

/// The pairs of a shelf, those that were left out of the search included: else they would be found no more, and come back.
fn found(assistant: &AssistantId, shelf: &Shelf) -> Vec<Found> {
    let rows: Vec<&Passage> = shelf.rows.iter().chain(&shelf.left_out).collect();
    let vectors: Vec<Option<Vec<f32>>> =
        rows.iter().map(|row| row.encoding.as_deref().and_then(Encoding::from_bytes).map(|it| it.vector)).collect();
    let texts: Vec<Text<'_>> = rows
        .iter()
        .zip(&vectors)
        .map(|(row, vector)| Text {
            section: &row.section_id,
            title: &row.title,
            heading: &row.heading,
            text: &row.text,
            vector: vector.as_deref(),
        })
        .collect();
    conflicts(&texts).iter().filter_map(|conflict| pair(assistant, &rows, conflict)).collect()
}

/// A pair with its sides in an order of their own, so that it is the same pair whichever was read first.
fn pair(assistant: &AssistantId, rows: &[&Passage], conflict: &Conflict) -> Option<Found> {
    let side = |says: &Says| {
        let row = rows[says.at];
        Kept { section: row.section_id.clone(), passage: row.id.clone(), sentence: says.sentence.clone() }
    };
    let mut sides = [side(&conflict.one), side(&conflict.other)];
    sides.sort_by(|a, b| (&a.section, &a.sentence).cmp(&(&b.section, &b.sentence)));
    let [one, other] = sides;
    let parts = [assistant.as_str(), &one.section, &one.sentence, &other.section, &other.sentence];
    let id: String = Sha256::digest(parts.join("\n")).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Some(Found { id: ContradictionId::parse(&id)?, one, other })
}

fn told(row: Row) -> Option<Contradiction> {
    let voice = |title: String, section: String, url: &str, text: &str| Voice {
        title,
        section,
        href: Href::parse(url),
        blocks: markdown::blocks(text),
    };
    Some(Contradiction {
        id: ContradictionId::parse(&row.id)?,
        assistant: AssistantId::parse(&row.assistant_id)?,
        verdict: Verdict::named(&row.state),
        found_at: Timestamp(row.found_at),
        settled_at: Timestamp(row.settled_at),
        settled_by: row.settled_by,
        words: difference(&row.one_says, &row.other_says),
        one: voice(row.one_title, row.one_heading, &row.one_url, &row.one_markdown),
        other: voice(row.other_title, row.other_heading, &row.other_url, &row.other_markdown),
    })
}
