//! Walks the index from the newest messages to the oldest until it has enough.

use super::{SHOWN, Sought};
use crate::{
    desk::{Desk, Result},
    search::{Build, Document, Match, Plan, Posting},
    store::search::{
        LIST,
        index::{self, AT_ONCE, Found, Segment},
        read,
    },
};
use app::domain::{
    conversation::Conversation,
    id::{ConversationId, Seq},
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
};

/// So many messages that match are ranked; older ones aren't looked at where those give enough conversations.
const RANKED: usize = 128;
/// So many messages are looked at where filters leave few of their conversations.
const LOOKED_AT: usize = 2_048;
/// The newest so many events that no segment covers are read as they are.
const TAIL: i64 = 2_048;
/// A beginning of a word that so many words of some segments have: what goes beyond isn't looked at.
const WORDS: i64 = 5_000;

pub(super) struct Gather<'d> {
    desk: &'d Desk,
    sought: &'d Sought<'d>,
    plan: &'d Plan,
    /// The conversations that were seen; nothing for those that the filters drop.
    conversations: HashMap<ConversationId, Option<Conversation>>,
    best: BTreeMap<ConversationId, Match>,
    n_looked: usize,
    n_kept: usize,
    is_cut: bool,
}

impl<'d> Gather<'d> {
    pub(super) fn of(desk: &'d Desk, sought: &'d Sought<'d>, plan: &'d Plan) -> Self {
        Self { desk, sought, plan, conversations: HashMap::new(), best: BTreeMap::new(), n_looked: 0, n_kept: 0, is_cut: false }
    }

    /// Whether there may be more than was gathered.
    pub(super) const fn has_more(&self) -> bool {
        self.is_cut
    }

    /// The conversations with the message to show of each: those that have the words as asked for first, then the newest.
    pub(super) fn best(mut self) -> Vec<(Conversation, Seq)> {
        let mut best: Vec<(ConversationId, Match)> = std::mem::take(&mut self.best).into_iter().collect();
        best.sort_by_key(|(_, it)| (Reverse(it.is_whole), Reverse(it.seq)));
        let whole = |(id, it): (ConversationId, Match)| Some((self.conversations.remove(&id).flatten()?, it.seq));
        best.into_iter().filter_map(whole).take(SHOWN + 1).collect()
    }

    /// Gathers; whether the index is so far behind that old messages may be missing.
    pub(super) async fn run(&mut self) -> Result<bool> {
        let (db, wall) = (&self.desk.db, self.sought.wall);
        // The segments before the tail: what becomes one in between is in both, and counts once.
        let live = index::live(db, wall).await?;
        let reached = live.first().map_or(0, |newest| newest.last_seq.cast_unsigned());
        let tail = read::tail(db, wall, reached, TAIL).await?;
        let is_behind = tail.len() as i64 == TAIL;
        let mut build = Build::default();
        tail.iter().rev().filter_map(Document::of).for_each(|document| build.add(&document));
        let found = self.plan.look_up_in(&build.postings());
        if self.take(&self.plan.matches(&(reached + 1..=Seq::MAX), &found)).await? {
            return Ok(is_behind);
        }
        // A few at first: where a word is common, they are enough.
        let mut rest = live.as_slice();
        for n in [2, 4].into_iter().chain(std::iter::repeat(AT_ONCE)) {
            let (some, older) = rest.split_at(n.min(rest.len()));
            if some.is_empty() || self.look_into(some).await? {
                break;
            }
            rest = older;
        }
        Ok(is_behind)
    }

    /// Looks into some segments; whether that is enough.
    async fn look_into(&mut self, segments: &[Segment]) -> Result<bool> {
        let mut found: Vec<Option<Vec<Found>>> = self.plan.lookups.iter().map(|_| None).collect();
        for n in self.plan.rarest_first() {
            let lookup = &self.plan.lookups[n];
            let words = index::look_up(&self.desk.db, self.sought.wall, segments, lookup, WORDS).await?;
            self.is_cut |= words.len() as i64 == WORDS;
            found[n] = Some(words);
            if self.plan.is_void(&found.iter().map(|it| it.as_ref().map(Vec::len)).collect::<Vec<_>>()) {
                return Ok(false);
            }
        }
        let mut found: Vec<Vec<Found>> = found.into_iter().map(Option::unwrap_or_default).collect();
        for segment in segments {
            let here: Vec<Vec<Posting>> = found
                .iter_mut()
                .map(|words| words.extract_if(.., |it| it.segment == segment.segment).map(|it| it.posting).collect())
                .collect();
            let stretch = segment.first_seq.cast_unsigned()..=segment.last_seq.cast_unsigned();
            if self.take(&self.plan.matches(&stretch, &here)).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes in matches, newest first; whether that is enough.
    async fn take(&mut self, matches: &[Match]) -> Result<bool> {
        for some in matches.chunks(LIST) {
            if self.has_enough() {
                self.is_cut = true;
                return Ok(true);
            }
            let seqs: Vec<Seq> = some.iter().map(|it| it.seq).collect();
            let places: HashMap<Seq, ConversationId> = read::places(&self.desk.db, self.sought.wall, &seqs).await?.into_iter().collect();
            self.meet(places.values()).await?;
            self.n_looked += some.len();
            for it in some {
                let Some(id) = places.get(&it.seq).filter(|id| matches!(self.conversations.get(*id), Some(Some(_)))) else { continue };
                self.n_kept += 1;
                let best = self.best.entry(id.clone()).or_insert(*it);
                if it.is_whole && !best.is_whole {
                    *best = *it;
                }
            }
        }
        Ok(false)
    }

    fn has_enough(&self) -> bool {
        (self.best.len() > SHOWN && self.n_kept >= RANKED) || self.n_looked >= LOOKED_AT
    }

    /// Reads the conversations that weren't seen yet.
    async fn meet(&mut self, ids: impl Iterator<Item = &ConversationId>) -> Result<()> {
        let mut new: Vec<ConversationId> = ids.filter(|id| !self.conversations.contains_key(*id)).cloned().collect();
        new.sort_unstable();
        new.dedup();
        for it in read::conversations(&self.desk.db, self.sought.wall, &new).await? {
            let is_left = self.sought.allows(&it);
            self.conversations.insert(it.id.clone(), is_left.then_some(it));
        }
        Ok(())
    }
}
