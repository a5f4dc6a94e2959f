//! How many conversations are in each view, counted once for all who ask at the same moment.
//!
//! Every open page asks again when something has happened. What the log alone decides is kept by the log's number: who asks while
//! others do waits for their count, unless it is of a moment before the one that they have seen; then one counts for all of them.
//! So there is one count at a time for each workspace, however many pages are open, and none that is older than its asker knows.

use super::super::{Desk, Failure, Result};
use crate::store;
use app::{
    api::Caller,
    domain::{
        id::{AccountId, Seq, WorkspaceId},
        view::Filter,
    },
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The figures of so many workspaces and members are kept at once.
const MOST_KEPT: usize = 4_096;

/// The figures as they were counted last.
#[derive(Debug, Default)]
pub(in crate::desk) struct Figures(Mutex<HashMap<Key, Arc<Kept>>>);

/// Whose they are; without a member, the same for all of them.
type Key = (WorkspaceId, Option<AccountId>);
type Kept = tokio::sync::Mutex<Counted>;

/// What was counted as the log stood at `seq`, or later.
#[derive(Debug, Default)]
struct Counted {
    seq: Seq,
    by_filter: HashMap<String, u64>,
}

impl Figures {
    /// How many are in the view of each filter, as the log stands at `seq` or later. `count` counts those of these places, and says
    /// where the log stood before.
    async fn of<F>(&self, key: Key, seq: Seq, filters: &[String], count: impl FnOnce(Vec<usize>) -> F) -> Result<Vec<u64>>
    where
        F: Future<Output = Result<(Seq, Vec<u64>)>>,
    {
        let kept = self.kept(key);
        let mut it = kept.lock().await;
        let is_stale = it.seq < seq;
        let missing: Vec<usize> = (0..filters.len()).filter(|nth| is_stale || !it.by_filter.contains_key(&filters[*nth])).collect();
        if !missing.is_empty() {
            let (at, counts) = count(missing.clone()).await?;
            if is_stale {
                *it = Counted { seq: at, by_filter: HashMap::new() };
            }
            it.by_filter.extend(missing.into_iter().map(|nth| filters[nth].clone()).zip(counts));
        }
        Ok(filters.iter().map(|filter| it.by_filter.get(filter).copied().unwrap_or_default()).collect())
    }

    fn kept(&self, key: Key) -> Arc<Kept> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT && !all.contains_key(&key) {
            all.clear();
        }
        Arc::clone(all.entry(key).or_default())
    }
}

/// With whom a count can be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Share {
    Everybody,
    /// Other pages of the same member.
    Oneself,
    /// Time alone, or reading, changes it.
    Nobody,
}

impl Share {
    const ALL: [Self; 3] = [Self::Everybody, Self::Oneself, Self::Nobody];

    fn of(filter: &Filter) -> Self {
        match () {
            () if filter.is_unread || filter.watches_time() => Self::Nobody,
            () if filter.is_personal() => Self::Oneself,
            () => Self::Everybody,
        }
    }
}

impl Desk {
    /// How many conversations each of these views holds, as the log stands at `seq` or later.
    pub(super) async fn count_views(&self, me: &Caller, seq: Seq, filters: &[Filter]) -> Result<Vec<u64>> {
        let mut counts = vec![0; filters.len()];
        for share in Share::ALL {
            let places: Vec<usize> = (0..filters.len()).filter(|nth| Share::of(&filters[*nth]) == share).collect();
            let those: Vec<Filter> = places.iter().map(|nth| filters[*nth].clone()).collect();
            let found = match share {
                Share::Everybody => self.figures_of((me.workspace.clone(), None), me, seq, &those).await?,
                Share::Oneself => self.figures_of((me.workspace.clone(), Some(me.account.clone())), me, seq, &those).await?,
                Share::Nobody => self.count_anew(me, &those).await?,
            };
            for (nth, n) in places.into_iter().zip(found) {
                counts[nth] = n;
            }
        }
        Ok(counts)
    }

    async fn figures_of(&self, key: Key, me: &Caller, seq: Seq, filters: &[Filter]) -> Result<Vec<u64>> {
        let named = filters.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>().map_err(anyhow::Error::from)?;
        let count = |places: Vec<usize>| async move {
            let those: Vec<Filter> = places.into_iter().map(|nth| filters[nth].clone()).collect();
            let at = store::workspace::seq(&self.db, &me.workspace).await?;
            Ok::<_, Failure>((at, self.count_anew(me, &those).await?))
        };
        self.figures.of(key, seq, &named, count).await
    }

    async fn count_anew(&self, me: &Caller, filters: &[Filter]) -> Result<Vec<u64>> {
        Ok(store::conversation::counts(&self.db, &me.workspace, &me.account, filters, self.clock.now()).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::view::{Assignee, BuiltIn};
    use futures::future::join_all;
    use std::sync::atomic::{AtomicU64, Ordering};

    fn key() -> Key {
        (WorkspaceId::parse("workspace").expect("an id"), None)
    }

    /// A log that grows by one with each count, and how often was counted.
    #[derive(Default)]
    struct Log {
        seq: AtomicU64,
        n_counted: AtomicU64,
    }

    impl Log {
        /// Asks for these views, having seen the log up to `seq`; each holds as many as the log had events.
        async fn asks(&self, figures: &Figures, seq: Seq, filters: &[&str]) -> Vec<u64> {
            let named: Vec<String> = filters.iter().map(|it| (*it).to_owned()).collect();
            let count = |places: Vec<usize>| async move {
                self.n_counted.fetch_add(1, Ordering::SeqCst);
                let at = self.seq.load(Ordering::SeqCst);
                tokio::task::yield_now().await;
                Ok::<_, Failure>((at, vec![at; places.len()]))
            };
            figures.of(key(), seq, &named, count).await.unwrap_or_else(|failure| panic!("{failure:?}"))
        }

        fn n_counted(&self) -> u64 {
            self.n_counted.swap(0, Ordering::SeqCst)
        }
    }

    #[tokio::test]
    async fn who_ask_at_once_are_counted_for_once() {
        let (figures, log) = (Figures::default(), Log::default());
        log.seq.store(7, Ordering::SeqCst);
        let all = join_all((0..100).map(|_| log.asks(&figures, 7, &["a", "b"]))).await;
        assert!(all.iter().all(|it| *it == [7, 7]));
        assert_eq!(log.n_counted(), 1);
        assert_eq!(log.asks(&figures, 7, &["a", "c"]).await, [7, 7], "one more view");
        assert_eq!(log.n_counted(), 1);
        assert_eq!(log.asks(&figures, 7, &["a", "b", "c"]).await, [7, 7, 7]);
        assert_eq!(log.n_counted(), 0, "nothing has happened since");
    }

    #[tokio::test]
    async fn nobody_is_told_less_than_they_have_seen() {
        let (figures, log) = (Figures::default(), Log::default());
        // Each asks having seen one event more than the one before, while the first counts.
        let asking = (1..=100).map(|seq| {
            let (figures, log) = (&figures, &log);
            async move {
                log.seq.fetch_max(seq, Ordering::SeqCst);
                (seq, log.asks(figures, seq, &["a"]).await)
            }
        });
        let told = join_all(asking).await;
        assert!(told.iter().all(|(seq, counts)| counts[0] >= *seq), "{told:?}");
        assert!(log.n_counted() <= 2, "one is under way, and one for all who came meanwhile");
    }

    #[test]
    fn only_what_the_log_alone_decides_is_shared() {
        let shared = BuiltIn::ALL.into_iter().filter(|it| Share::of(&it.filter()) == Share::Everybody).count();
        assert_eq!(shared, BuiltIn::ALL.len() - 3, "all but mine, unread and mentions");
        for (filter, share) in [
            (BuiltIn::Mine.filter(), Share::Oneself),
            (BuiltIn::Mentions.filter(), Share::Oneself),
            (BuiltIn::Unread.filter(), Share::Nobody),
            (Filter { changed_within: Some(1), ..Filter::default() }, Share::Nobody),
            (Filter { assignee: Some(Assignee::Me), opened_within: Some(1), ..Filter::default() }, Share::Nobody),
            (Filter { assignee: Some(Assignee::Nobody), ..Filter::default() }, Share::Everybody),
        ] {
            assert_eq!(Share::of(&filter), share, "{filter:?}");
        }
    }
}
