//! Why the assistant said what it said: what it had read then, and what it would say today.

use super::{Desk, Failure, Result, model::Aim};
use crate::{
    answer::difference::difference,
    library::Shelf,
    markdown,
    store::{self, receipt::Row},
};
use app::{
    api::{
        Caller,
        receipts::{Compared, Kept, Moved, ReceiptDesk, Replay, Standing},
    },
    domain::{
        answer::{Receipt, Retrieved},
        event::Event,
        fault::Fault,
        id::{ConversationId, PassageId, Seq, WorkspaceId},
        person::Assistant,
        time::Timestamp,
        turn::Turn,
    },
};
use std::collections::{HashMap, HashSet};

#[async_trait::async_trait]
impl ReceiptDesk for Desk {
    async fn receipt(&self, me: &Caller, conversation: &ConversationId, seq: Seq) -> Result<Vec<Kept>, Fault> {
        self.read_receipt(&me.workspace, conversation, seq).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn replay(&self, me: &Caller, conversation: &ConversationId, seq: Seq) -> Result<Replay, Fault> {
        self.replayed(&me.workspace, conversation, seq).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

/// A turn of the assistant, and what led to it.
struct Past {
    assistant: Assistant,
    /// All that had happened before it.
    before: Vec<Event>,
    turn: Turn,
}

impl Desk {
    async fn read_receipt(&self, workspace: &WorkspaceId, conversation: &ConversationId, seq: Seq) -> Result<Vec<Kept>> {
        let past = self.past(workspace, conversation, seq).await?;
        let Some(receipt) = past.turn.receipt() else { return Ok(Vec::new()) };
        let stored = self.stored(workspace, [receipt]).await?;
        let shelf = self.library.shelf(&past.assistant.id);
        let kept = |it: &Retrieved| {
            let row = stored.get(it.passage.as_str())?;
            Some(Kept {
                passage: it.passage.clone(),
                blocks: markdown::blocks(&row.markdown),
                read_at: Timestamp(row.read_at),
                now: standing(shelf.as_deref(), row),
            })
        };
        Ok(receipt.passages.iter().filter_map(kept).collect())
    }

    async fn replayed(&self, workspace: &WorkspaceId, conversation: &ConversationId, seq: Seq) -> Result<Replay> {
        let past = self.past(workspace, conversation, seq).await?;
        let today = self.dry_turn(workspace, &past.assistant, &past.before, Aim::Try).await?;
        let stored = self.stored(workspace, past.turn.receipt().into_iter().chain(today.receipt())).await?;
        let shelf = self.library.shelf(&past.assistant.id);
        Ok(Replay {
            verdict: compared(&past.turn, &today),
            words: difference(&past.turn.said(), &today.said()),
            passages: moved(&past.turn, &today, shelf.as_deref(), &stored),
            then: past.turn,
            today,
        })
    }

    /// The turn that began with event `seq`.
    async fn past(&self, workspace: &WorkspaceId, conversation: &ConversationId, seq: Seq) -> Result<Past> {
        let missing = || Failure::Fault(Fault::NotFound);
        let it = store::conversation::by_id(&self.db, workspace, conversation).await?.ok_or_else(missing)?;
        let mut before = store::event::of_conversation(&self.db, workspace, conversation, 0).await?;
        let at = before.iter().position(|event| event.seq == seq).ok_or_else(missing)?;
        let turn = Turn::begun_by(&before.split_off(at));
        if turn.answer.is_none() && turn.cause.is_none() {
            return Err(missing());
        }
        Ok(Past { assistant: it.assistant, before, turn })
    }

    /// The passages of these receipts as they were weighed, by id.
    async fn stored<'r>(&self, workspace: &WorkspaceId, receipts: impl IntoIterator<Item = &'r Receipt>) -> Result<HashMap<String, Row>> {
        let ids: Vec<&PassageId> = receipts.into_iter().flat_map(|receipt| receipt.passages.iter().map(|it| &it.passage)).collect();
        let rows = store::receipt::passages(&self.db, workspace, &ids).await?;
        Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
    }
}

/// What became of a stored passage: the same words somewhere in its section, other words there, or no such section.
fn standing(shelf: Option<&Shelf>, row: &Row) -> Standing {
    let section: Vec<&str> =
        shelf.into_iter().flat_map(|shelf| &shelf.rows).filter(|it| it.section_id == row.section_id).map(|it| it.text.as_str()).collect();
    if section.contains(&row.text.as_str()) {
        return Standing::Same;
    }
    match nearest(&section, &row.text) {
        Some(today) => Standing::Changed { words: difference(&row.text, today) },
        None => Standing::Gone,
    }
}

/// Of the passages of a section, the one that has most words in common with `text`.
fn nearest<'t>(section: &[&'t str], text: &str) -> Option<&'t str> {
    let words: HashSet<&str> = text.split_whitespace().collect();
    section.iter().copied().max_by_key(|it| it.split_whitespace().filter(|word| words.contains(word)).count())
}

fn compared(then: &Turn, today: &Turn) -> Compared {
    match () {
        () if then.fate() != today.fate() => Compared::Otherwise { fate: today.fate() },
        () if then.said() != today.said() => Compared::OtherWords,
        () => Compared::Same,
    }
}

/// The passages that tell the two turns apart: those used by either, and of the others those that changed since.
fn moved(then: &Turn, today: &Turn, shelf: Option<&Shelf>, stored: &HashMap<String, Row>) -> Vec<Moved> {
    let (before, after) = (weighed(then), weighed(today));
    let of = |it: &Retrieved, was_used, is_used, standing| Moved {
        title: it.title.clone(),
        section: it.section.clone(),
        href: it.href.clone(),
        was_used,
        is_used,
        standing,
    };
    let section = |all: &[Retrieved], id: &str| all.iter().find(|it| it.section_id == id).cloned();
    let old = before.iter().map(|it| {
        let is_used = section(after, &it.section_id).is_some_and(|it| it.used.is_some());
        let standing = stored.get(it.passage.as_str()).map_or(Standing::Gone, |row| standing(shelf, row));
        of(it, it.used.is_some(), is_used, standing)
    });
    let new = after.iter().filter(|it| section(before, &it.section_id).is_none()).map(|it| of(it, false, it.used.is_some(), Standing::New));
    old.chain(new).filter(|it| it.was_used || it.is_used || matches!(it.standing, Standing::Changed { .. } | Standing::Gone)).collect()
}

fn weighed(turn: &Turn) -> &[Retrieved] {
    turn.receipt().map_or(&[], |receipt| &receipt.passages)
}
