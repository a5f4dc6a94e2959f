//! What becomes of a source when its reading ends.

use super::{Crawl, End, look::MOST_SILENT};
use crate::{db, desk::Result, store};
use app::{
    api::knowledge::{Origin, State, Trouble},
    domain::time::Timestamp,
};
use futures::FutureExt;

impl Crawl<'_> {
    /// How the reading went, all in all.
    pub(super) fn outcome(&self) -> State {
        let most = match &self.source.line.what {
            Origin::Website { limits, .. } | Origin::Sitemap { limits, .. } => limits.most_pages,
            _ => 0,
        };
        let noindex = self.has_noindex.then_some(Trouble::NoIndex);
        match &self.trouble {
            why if self.n_read == 0 => State::Failed { why: why.clone().or(noindex).unwrap_or(Trouble::Empty) },
            Some(why) if self.n_silent >= MOST_SILENT => State::Partial { why: why.clone() },
            _ if self.frontier.is_over => State::Partial { why: Trouble::TooMany { most } },
            Some(why) => State::Partial { why: why.clone() },
            None => State::Ready,
        }
    }

    /// Ends the reading: what isn't there any more is dropped where all was looked at, the index follows, and the source says how it went.
    pub(super) async fn settle(&mut self, end: End) -> Result<()> {
        match end {
            End::Done { state, saw_all } => {
                if saw_all {
                    self.drop_unseen().await?;
                }
                self.follow().await?;
                let now = self.desk.clock.now();
                self.put(state, self.due_again(now), true).await
            }
            End::Halted => {
                let due = self.source.due_at;
                self.put(State::Waiting, due, false).await
            }
            End::Lost => self.follow().await,
        }
    }

    async fn drop_unseen(&mut self) -> Result<()> {
        let unseen: Vec<String> = self.known.keys().filter(|path| !self.visited.contains(*path)).cloned().collect();
        if unseen.is_empty() || store::source::fence(&self.desk.db, self.workspace(), self.id()).await? != Some(self.fence) {
            return Ok(());
        }
        self.desk.drop_pages(self.workspace(), self.id(), unseen, Some(self.fence)).await?;
        self.has_changed = true;
        Ok(())
    }

    async fn follow(&mut self) -> Result<()> {
        if self.has_changed { self.index().await } else { Ok(()) }
    }

    async fn put(&self, state: State, due: Timestamp, is_whole: bool) -> Result<()> {
        let (wall, id, fence, now) = (self.workspace().clone(), self.id().clone(), self.fence, self.desk.clock.now());
        let put = self.desk.db.write::<_, db::Error, _>(move |tx| {
            async move {
                if store::source::is_held(tx, &wall, &id, fence).await? {
                    store::source::put(tx, &wall, &id, &state, due).await?;
                    if is_whole {
                        store::source::checked(tx, &wall, &id, now).await?;
                    }
                }
                Ok(())
            }
            .boxed()
        });
        Ok(put.await?)
    }
}
