//! The index of the log, kept up by one worker at a time: segments are made of what is new, and small ones merged.
//! All writing is in small slices, so that no message that is being sent waits for it.

use super::{Desk, Result};
use crate::{
    search::{self, Build, Document, Posting},
    store::{
        self,
        search::index::{self, AT_ONCE, Hold, Segment},
    },
};
use app::{
    api::inbox::InboxDesk,
    domain::id::{ConversationId, Seq, WorkspaceId},
};
use futures::FutureExt;
use std::collections::{BTreeMap, BTreeSet};

/// Events of the smallest segment. Each level is [`AT_ONCE`] times the one below.
pub const SMALLEST: u64 = 256;
/// The first index of a long log is made of segments of this level right away.
const LARGEST_AT_FIRST: i64 = 2;
/// Words of one slice.
const SLICE: usize = 256;
/// Words that a merge reads at once of each segment.
const PAGE: i64 = 1024;
/// A hold lasts this long, in milliseconds; each slice prolongs it.
const HOLD_MS: i64 = 60_000;
/// What was retired is kept this long, in milliseconds, for searches that are under way.
const KEPT_MS: i64 = 60_000;
/// Conversations that are labelled in one slice.
const LABELLED: i64 = 16;
/// Events are read in pages of this many.
const EVENTS: u64 = 1024;

fn size(level: i64) -> u64 {
    (0..level).fold(SMALLEST, |size, _| size.saturating_mul(AT_ONCE as u64))
}

impl Desk {
    /// Brings the index of every workspace up to date, where it is behind by a segment or more; how many segments were made.
    ///
    /// # Errors
    /// Where the database fails; what was done until then stays.
    pub async fn index_all(&self) -> Result<u64> {
        let mut n = 0;
        for workspace in index::behind(&self.db, i64::try_from(SMALLEST).unwrap_or(i64::MAX)).await? {
            n += self.index(&workspace).await?;
        }
        Ok(n)
    }

    /// As [`Desk::index_all`], for one workspace. Somebody else's hold is waited out by coming again.
    ///
    /// # Errors
    /// As [`Desk::index_all`].
    pub async fn index(&self, workspace: &WorkspaceId) -> Result<u64> {
        let (now, wall) = (self.clock.now(), workspace.clone());
        let held = self.db.write(move |tx| async move { index::hold(tx, &wall, now, now.plus(HOLD_MS)).await }.boxed()).await?;
        let Some(hold) = held else { return Ok(0) };
        let done = self.index_held(&hold).await;
        self.db.write(move |tx| async move { index::let_go(tx, &hold).await }.boxed()).await?;
        done
    }

    async fn index_held(&self, hold: &Hold) -> Result<u64> {
        self.clear(hold).await?;
        if index::reached(&self.db, &hold.workspace).await? == 0 {
            self.label_all(hold).await?;
        }
        let mut n = 0;
        loop {
            let live = index::live(&self.db, &hold.workspace).await?;
            let done = match full(&live) {
                Some(run) => self.merge(hold, &run).await?,
                None => self.extend(hold, &live).await?,
            };
            if !done {
                return Ok(n);
            }
            n += 1;
        }
    }

    /// Labels conversations that were there before labels were; those that are labelled stay as they are.
    async fn label_all(&self, hold: &Hold) -> Result<()> {
        let mut after = String::new();
        loop {
            let from = after.clone();
            let done = self.slice(hold, move |tx, workspace| async move { label_some(tx, &workspace, &from).await }.boxed()).await?;
            match done.flatten() {
                Some(last) => after = last.to_string(),
                None => return Ok(()),
            }
        }
    }

    /// Throws away what was left half made or is no longer needed.
    async fn clear(&self, hold: &Hold) -> Result<()> {
        let before = self.now().plus(-KEPT_MS);
        loop {
            let limit = i64::try_from(SLICE).unwrap_or(i64::MAX);
            let more = self
                .slice(hold, move |tx, workspace| {
                    async move {
                        let Some(segment) = index::leftover(tx, &workspace, before).await? else { return Ok(false) };
                        index::discard(tx, &workspace, segment, limit).await?;
                        Ok(true)
                    }
                    .boxed()
                })
                .await?;
            if more != Some(true) {
                return Ok(());
            }
        }
    }

    /// Makes a segment of what is new; whether there was enough.
    async fn extend(&self, hold: &Hold, live: &[Segment]) -> Result<bool> {
        let reached = index::reached(&self.db, &hold.workspace).await?;
        let new = store::workspace::seq(&self.db, &hold.workspace).await?.saturating_sub(reached);
        let most = if live.is_empty() { LARGEST_AT_FIRST } else { 0 };
        // Beside small segments only small ones: those of a level stand together, and are merged together.
        let most = live.first().map_or(most, |newest| newest.level.min(LARGEST_AT_FIRST));
        let Some(level) = (0..=most).rev().find(|level| size(*level) <= new) else { return Ok(false) };
        let it = segment(reached + 1, reached + size(level), level);
        let mut build = Build::default();
        let mut at = reached;
        while at < reached + size(level) {
            let limit = i64::try_from(EVENTS.min(reached + size(level) - at)).unwrap_or(i64::MAX);
            let events = store::search::read::stretch(&self.db, &hold.workspace, at, limit).await?;
            let Some(last) = events.last() else { break };
            at = last.seq;
            events.iter().filter_map(Document::of).for_each(|document| build.add(&document));
        }
        let begun = self.begin(hold, it).await? && self.write(hold, it, build.postings()).await?;
        Ok(begun && self.publish(hold, it, Vec::new()).await?)
    }

    /// Makes one segment of several neighbours; whether nobody interrupted.
    async fn merge(&self, hold: &Hold, run: &[Segment]) -> Result<bool> {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return Ok(false) };
        let it = segment(first.first_seq.cast_unsigned(), last.last_seq.cast_unsigned(), first.level + 1);
        if !self.begin(hold, it).await? {
            return Ok(false);
        }
        let mut after = Vec::new();
        while let Some(words) = self.next_words(&hold.workspace, run, &mut after).await? {
            if !self.write(hold, it, words).await? {
                return Ok(false);
            }
        }
        self.publish(hold, it, run.to_vec()).await
    }

    /// The next words of several segments joined, after `after`, which moves on; nothing at the end.
    async fn next_words(&self, workspace: &WorkspaceId, run: &[Segment], after: &mut Vec<u8>) -> Result<Option<Vec<Posting>>> {
        let mut by_word = BTreeMap::<Vec<u8>, Vec<Posting>>::new();
        let mut until: Option<Vec<u8>> = None;
        for segment in run {
            let page = index::page(&self.db, workspace, segment.segment, after, PAGE).await?;
            if let Some(last) = page.last().filter(|_| page.len() as i64 == PAGE) {
                until = Some(until.map_or_else(|| last.word.clone(), |until| until.min(last.word.clone())));
            }
            page.into_iter().for_each(|it| by_word.entry(it.word.clone()).or_default().push(it));
        }
        // Words beyond the end of a page that goes on may be missing in it: they come with the next.
        let beyond = until.map(|until| by_word.split_off(&[until.as_slice(), &[0]].concat()));
        drop(beyond);
        let Some(last) = by_word.keys().next_back().cloned() else { return Ok(None) };
        *after = last;
        Ok(Some(by_word.into_iter().map(|(word, parts)| search::merged(word, &parts)).collect()))
    }

    async fn begin(&self, hold: &Hold, it: Segment) -> Result<bool> {
        let now = self.now();
        let begun = self.slice(hold, move |tx, workspace| async move { index::begin(tx, &workspace, &it, now).await }.boxed()).await?;
        Ok(begun.is_some())
    }

    async fn write(&self, hold: &Hold, it: Segment, postings: Vec<Posting>) -> Result<bool> {
        let mut rest = postings.into_iter().peekable();
        while rest.peek().is_some() {
            let some: Vec<Posting> = rest.by_ref().take(SLICE).collect();
            let write = self.slice(hold, move |tx, workspace| async move { index::add(tx, &workspace, it.segment, &some).await }.boxed());
            if write.await?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn publish(&self, hold: &Hold, it: Segment, replaces: Vec<Segment>) -> Result<bool> {
        let now = self.now();
        let done =
            self.slice(hold, move |tx, workspace| async move { index::publish(tx, &workspace, &it, &replaces, now).await }.boxed()).await?;
        Ok(done.is_some())
    }

    /// One small transaction under the hold; nothing where somebody took it.
    async fn slice<T, F>(&self, hold: &Hold, work: F) -> Result<Option<T>>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut crate::db::Tx, WorkspaceId) -> futures::future::BoxFuture<'t, crate::db::Result<T>> + Send + 'static,
    {
        let (hold, until) = (hold.clone(), self.now().plus(HOLD_MS));
        let done = self.db.write::<_, crate::db::Error, _>(move |tx| {
            async move {
                if !index::still(tx, &hold, until).await? {
                    return Ok(None);
                }
                work(tx, hold.workspace).await.map(Some)
            }
            .boxed()
        });
        Ok(done.await?)
    }
}

/// Labels some conversations whose ids come after `after`; the last of them.
async fn label_some(tx: &mut crate::db::Tx, workspace: &WorkspaceId, after: &str) -> crate::db::Result<Option<ConversationId>> {
    let some = store::search::label::after(tx, workspace, after, LABELLED).await?;
    for it in &some {
        store::search::label::change(tx, workspace, &it.id, &BTreeSet::new(), &search::label_words(it)).await?;
    }
    Ok(some.last().map(|it| it.id.clone()))
}

/// The first run of neighbours of one level that is as long as a merge takes, oldest first.
fn full(newest_first: &[Segment]) -> Option<Vec<Segment>> {
    let mut run: Vec<Segment> = newest_first.chunk_by(|one, two| one.level == two.level).find(|run| run.len() >= AT_ONCE)?.to_vec();
    run.reverse();
    run.truncate(AT_ONCE);
    Some(run)
}

fn segment(first: Seq, last: Seq, level: i64) -> Segment {
    let number = |seq: Seq| i64::try_from(seq).unwrap_or(i64::MAX);
    Segment { segment: number(first) * 16 + level, first_seq: number(first), last_seq: number(last), level }
}

/// Takes a conversation out of the index, for who erases it in the same transaction. Its events must still be there.
/// What a worker is making meanwhile is void: it begins anew, without them.
///
/// # Errors
/// Where the database fails.
pub async fn forget(tx: &mut crate::db::Tx, workspace: &WorkspaceId, conversation: &ConversationId) -> crate::db::Result<()> {
    index::interrupt(tx, workspace).await?;
    store::search::label::forget(tx, workspace, conversation).await?;
    for event in store::search::read::all_of(tx, workspace, conversation).await? {
        let Some(document) = Document::of(&event) else { continue };
        let mut alone = Build::default();
        alone.add(&document);
        let words = alone.postings();
        for segment in index::covering(tx, workspace, event.seq).await? {
            for Posting { word, .. } in &words {
                if let Some(it) = index::word(tx, workspace, segment, word).await? {
                    index::replace(tx, workspace, segment, word, search::without(&it, &[event.seq]).as_ref()).await?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::StillClock,
        db::{Error, sql},
        library::Library,
        secret::Keys,
        store::test::{World, each},
    };
    use app::{
        api::{Caller, search::SearchDesk},
        domain::{
            event::{Event, What},
            id::MessageId,
            person::Author,
            search::Found,
            text::{Body, Name},
            time::Timestamp,
        },
    };
    use std::sync::Arc;

    const N: u64 = 9 * SMALLEST + 40;

    fn desk(world: &World) -> (Arc<Desk>, Arc<StillClock>) {
        let clock = Arc::new(StillClock::at(Timestamp(1_000_000)));
        (Desk::new(world.db.clone(), clock.clone(), Keys::from_secret(b"of a test"), Library::open(None).expect("needs no file")), clock)
    }

    /// A log of `N` messages in nine conversations, the words of each its own and some of all.
    async fn told(world: &World) -> Vec<ConversationId> {
        let mut ids = Vec::new();
        for n in 0..9 {
            ids.push(world.conversation(Timestamp(n)).await.id);
        }
        let (workspace, copy) = (world.workspace.clone(), ids.clone());
        let write = world.db.write::<_, Error, _>(move |tx| {
            async move {
                for seq in 1..=N {
                    let own = usize::try_from(seq % 9).expect("is small");
                    let text = format!("everybody says wort{} and zahl{} in a row{own}", seq % 31, seq % 7);
                    let id = MessageId::parse(&format!("message-{seq}")).expect("an id");
                    let what = What::Said { id, body: Body::plain(&text).expect("fits"), page: None, files: Vec::new() };
                    let event = Event { seq, conversation: copy[own].clone(), at: Timestamp(seq.cast_signed()), by: Author::Visitor, what };
                    store::event::append(tx, &workspace, &event).await?;
                }
                store::workspace::advance(tx, &workspace, N).await
            }
            .boxed()
        });
        write.await.expect("writes");
        ids
    }

    fn me(world: &World) -> Caller {
        let name = Name::parse("Ana").expect("a name");
        Caller { workspace: world.workspace.clone(), workspace_name: String::new(), account: world.account.clone(), name }
    }

    async fn found(desk: &Desk, world: &World) -> Vec<Found> {
        let mut all = Vec::new();
        for query in
            ["everybody", "wort3", "wort1 zahl2", "\"in a row4\"", "wor zah", "row8 zahl1", "nobody", "after:1970-01-01 wort30", "zahl3"]
        {
            let found = desk.search(&me(world), query).await.expect("finds");
            all.push(Found { is_behind: false, ..found });
        }
        all
    }

    #[tokio::test]
    async fn what_is_indexed_and_merged_is_found_as_it_was_in_the_log() {
        for world in each().await {
            let ids = told(&world).await;
            let (desk, clock) = desk(&world);
            let tail = desk.search(&me(&world), "wort3").await.expect("finds");
            assert!(tail.is_behind && tail.hits.len() == 9, "the tail alone is too long to be read whole");
            assert_eq!(index::behind(&world.db, 512).await.expect("reads"), std::slice::from_ref(&world.workspace));
            assert_eq!(desk.index_all().await.expect("indexes"), 2, "one of 2048 and one of 256");
            assert_eq!(index::reached(&world.db, &world.workspace).await.expect("reads"), 9 * SMALLEST);
            assert_eq!(index::reached(&world.db, &world.foreign).await.expect("reads"), 0);
            let first = found(&desk, &world).await;
            assert_eq!(first.iter().map(|it| it.hits.len()).collect::<Vec<_>>(), [9, 9, 9, 1, 9, 1, 0, 9, 9]);
            assert_eq!(first[3].hits[0].conversation.id, ids[4]);
            assert!(!first[1].is_behind);
            assert_eq!(desk.index_all().await.expect("indexes"), 0, "nothing is new");

            // The same log in segments of the smallest size, which are merged.
            start_over(&world).await;
            for _ in 0..8 {
                small(&desk, &world).await;
            }
            let before: Vec<i64> = levels(&world).await;
            assert_eq!(before, [0; 8]);
            assert_eq!(found(&desk, &world).await, first);
            assert_eq!(desk.index(&world.workspace).await.expect("indexes"), 2, "eight were merged, and one is new");
            assert_eq!(levels(&world).await, [0, 1]);
            assert_eq!(found(&desk, &world).await, first);
            // What was replaced is thrown away, but not under the feet of a search.
            assert!(rows(&world, "select count(*) from search_segment where state = 'retired'").await == 8);
            clock.pass(KEPT_MS + 1);
            desk.index(&world.workspace).await.expect("indexes");
            assert_eq!(rows(&world, "select count(*) from search_segment").await, 2);
            assert_eq!(found(&desk, &world).await, first);
        }
    }

    #[tokio::test]
    async fn nothing_is_left_of_a_conversation_that_is_forgotten() {
        for world in each().await {
            let ids = told(&world).await;
            let (desk, _) = desk(&world);
            desk.index_all().await.expect("indexes");
            assert!(rows(&world, "select count(*) from search_label").await >= 9);
            let (workspace, foreign, gone) = (world.workspace.clone(), world.foreign.clone(), ids[4].clone());
            let now = desk.clock.now();
            let held = world
                .db
                .write::<_, Error, _>(move |tx| {
                    async move {
                        let held = index::hold(tx, &workspace, now, now.plus(1)).await?.expect("is free");
                        forget(tx, &foreign, &gone).await?;
                        let foreign_hold = index::still(tx, &held, now.plus(1)).await?;
                        forget(tx, &workspace, &gone).await?;
                        Ok((foreign_hold, index::still(tx, &held, now.plus(1)).await?))
                    }
                    .boxed()
                })
                .await
                .expect("forgets");
            assert_eq!(held, (true, false), "what was being made is void, and only here");
            let mine = sql("select count(*) from search_label where conversation_id = $1").bind(&ids[4]);
            assert_eq!(world.db.one::<(i64,)>(mine).await.expect("reads"), (0,));
            let words: Vec<(Vec<u8>,)> = world.db.all(sql("select word from search_posting")).await.expect("reads");
            assert!(!words.iter().any(|(word,)| word == b"row4") && words.iter().any(|(word,)| word == b"row5"));
            for segment in index::live(&world.db, &world.workspace).await.expect("reads") {
                for it in index::page(&world.db, &world.workspace, segment.segment, &[], 10_000).await.expect("reads") {
                    let mut left = search::without(&it, &(0..=N).filter(|seq| seq % 9 != 4).collect::<Vec<_>>());
                    assert_eq!(left.take(), None, "a number of an event of it stayed");
                }
            }
            // Then whoever erases deletes the log, the tail with it.
            let gone = ids[4].clone();
            let delete = world.db.write::<_, Error, _>(move |tx| {
                async move { tx.run(sql("delete from event where conversation_id = $1").bind(&gone)).await }.boxed()
            });
            delete.await.expect("deletes");
            let all = found(&desk, &world).await;
            assert_eq!(all.iter().map(|it| it.hits.len()).collect::<Vec<_>>(), [8, 8, 8, 0, 8, 1, 0, 8, 8]);
            assert!(all.iter().flat_map(|it| &it.hits).all(|hit| hit.conversation.id != ids[4]));
        }
    }

    async fn small(desk: &Desk, world: &World) {
        let (wall, now) = (world.workspace.clone(), desk.clock.now());
        let hold = desk.db.write::<_, Error, _>(move |tx| async move { index::hold(tx, &wall, now, now.plus(1)).await }.boxed());
        let hold = hold.await.expect("writes").expect("is free");
        let reached = index::reached(&desk.db, &world.workspace).await.expect("reads");
        let it = segment(reached + 1, reached + SMALLEST, 0);
        let events = store::search::read::stretch(&desk.db, &world.workspace, reached, SMALLEST.cast_signed()).await.expect("reads");
        let mut build = Build::default();
        events.iter().filter_map(Document::of).for_each(|document| build.add(&document));
        assert!(desk.begin(&hold, it).await.expect("begins"));
        assert!(desk.write(&hold, it, build.postings()).await.expect("writes"));
        assert!(desk.publish(&hold, it, Vec::new()).await.expect("publishes"));
        desk.db.write::<_, Error, _>(move |tx| async move { index::let_go(tx, &hold).await }.boxed()).await.expect("writes");
    }

    async fn start_over(world: &World) {
        let write = world.db.write::<_, Error, _>(|tx| {
            async move {
                for text in ["delete from search_posting", "delete from search_segment", "delete from search_reach"] {
                    tx.run(sql(text)).await?;
                }
                Ok(())
            }
            .boxed()
        });
        write.await.expect("writes");
    }

    async fn levels(world: &World) -> Vec<i64> {
        index::live(&world.db, &world.workspace).await.expect("reads").iter().map(|it| it.level).collect()
    }

    async fn rows(world: &World, text: &'static str) -> i64 {
        let (n,): (i64,) = world.db.one(sql(text)).await.expect("reads");
        n
    }
}
