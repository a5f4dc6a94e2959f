//! Reading a website, one page after another, with manners. Whoever stops it, or asks for it anew, takes its right to go on.

mod look;
mod maps;
mod settle;

use super::change::next_at;
use crate::{
    db,
    desk::{Desk, Result},
    ingest::{frontier::Frontier, robots::Robots, scope::Scope},
    outside::fetch::Fetcher,
    stop::stopped,
    store::{
        self,
        assistant::Profile,
        page::Known,
        source::{Claimed, Source},
    },
};
use anyhow::Context;
use app::{
    api::knowledge::{Limits, Origin, State, Trouble},
    domain::{
        id::{SourceId, WorkspaceId},
        time::Timestamp,
    },
};
use futures::FutureExt;
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};
use tokio::{sync::watch, time::Instant};
use url::Url;

/// A reading says how far it is this often, and holds its source so long from then on.
const TELLS: Duration = Duration::from_secs(1);
const HOLDS_MS: i64 = 60_000;
/// A reading that was stopped ends within this.
const LISTENS: Duration = Duration::from_millis(300);
/// So many times of listening, it holds the source on.
const HOLDS_EVERY: u64 = 50;
/// The index follows while a site is read, at most this often, and never for more than a part of the time.
const INDEXES: Duration = Duration::from_secs(10);
const INDEX_SHARE: u32 = 20;

/// How a website is read.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Between two requests to a host.
    pub pause: Duration,
    /// A site that asks us to wait longer isn't waited for.
    pub longest_wait: Duration,
    /// A page is there within this.
    pub per_page: Duration,
    /// All is read within this.
    pub in_all: Duration,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            pause: Duration::from_millis(500),
            longest_wait: Duration::from_secs(60),
            per_page: Duration::from_secs(30),
            in_all: Duration::from_secs(4 * 3_600),
        }
    }
}

/// How a reading ended.
enum End {
    /// `saw_all`: what wasn't looked at isn't there, or isn't wanted.
    Done { state: State, saw_all: bool },
    /// Somebody else has the right now: what becomes of the source is theirs to say.
    Lost,
    /// The program is stopping: the source waits.
    Halted,
}

impl Desk {
    /// Reads the source that is due longest; whether there was one.
    ///
    /// # Errors
    /// Where the database fails: the source is read again when its time is up.
    pub async fn read_a_source(&self, stop: &watch::Receiver<bool>) -> Result<bool> {
        let now = self.clock.now();
        let claimed = self.db.write(move |tx| async move { store::source::claim(tx, now, now.plus(HOLDS_MS)).await }.boxed()).await?;
        let Some(claimed) = claimed else { return Ok(false) };
        self.read_claimed(&claimed, stop.clone()).await?;
        Ok(true)
    }

    /// Ends what an earlier process was reading: it waits again. A SQLite file has one process.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn free_sources(&self) -> Result<()> {
        if self.db.engine() == "sqlite" {
            self.db.write(|tx| store::source::free_all(tx).boxed()).await?;
        }
        Ok(())
    }

    async fn read_claimed(&self, claimed: &Claimed, stop: watch::Receiver<bool>) -> Result<()> {
        let workspace = WorkspaceId::parse(&claimed.workspace_id).context("a source names its workspace")?;
        let id = SourceId::parse(&claimed.id).context("a source has an id")?;
        let Some(source) = store::source::by_id(&self.db, &workspace, &id).await? else { return Ok(()) };
        let profile = self.own_assistant(&workspace, &source.line.assistant).await?;
        let mut crawl = Crawl::new(self, profile, source, claimed.fence).await?;
        let end = crawl.run_to_its_end(stop).await?;
        crawl.settle(end).await
    }
}

/// A reading that is under way.
struct Crawl<'d> {
    desk: &'d Desk,
    profile: Profile,
    source: Source,
    fence: i64,
    manner: Manner,
    fetcher: Fetcher,
    /// What each host allows; nothing where it can't be asked.
    robots: HashMap<String, Option<Robots>>,
    asked_at: Option<Instant>,
    frontier: Frontier,
    follows_links: bool,
    /// Pages that ask not to be indexed are read as well.
    reads_noindex: bool,
    known: HashMap<String, Known>,
    /// Pages that were looked at, by name.
    visited: HashSet<String>,
    /// Addresses that named another as their own.
    renamed: HashSet<String>,
    n_read: u64,
    n_failed: u64,
    /// Why the first page that couldn't be read couldn't.
    trouble: Option<Trouble>,
    /// Some page wasn't read because it asks not to be indexed.
    has_noindex: bool,
    /// Pages in a row that nobody answered for.
    n_silent: u32,
    has_changed: bool,
    told_at: Option<Instant>,
    indexed_at: Instant,
    index_took: Duration,
}

impl<'d> Crawl<'d> {
    async fn new(desk: &'d Desk, profile: Profile, source: Source, fence: i64) -> Result<Self> {
        let manner = desk.manner();
        let known = store::page::known(&desk.db, &profile.workspace, &source.line.id).await?;
        let limits = match &source.line.what {
            Origin::Website { limits, .. } | Origin::Sitemap { limits, .. } => limits.clone(),
            _ => Limits::default(),
        };
        let nowhere = Url::parse("http://invalid./").context("an address that is nobody's")?;
        Ok(Self {
            fetcher: Fetcher::new(desk.outbound(), manner.per_page),
            reads_noindex: limits.reads_noindex,
            frontier: Frontier::new(Scope::below(&nowhere, &limits), limits),
            follows_links: matches!(source.line.what, Origin::Website { .. }),
            known: known.into_iter().map(|page| (page.path.clone(), page)).collect(),
            desk,
            profile,
            source,
            fence,
            manner,
            robots: HashMap::new(),
            asked_at: None,
            visited: HashSet::new(),
            renamed: HashSet::new(),
            n_read: 0,
            n_failed: 0,
            trouble: None,
            has_noindex: false,
            n_silent: 0,
            has_changed: false,
            told_at: None,
            indexed_at: Instant::now(),
            index_took: Duration::ZERO,
        })
    }

    fn workspace(&self) -> &WorkspaceId {
        &self.profile.workspace
    }

    fn id(&self) -> &SourceId {
        &self.source.line.id
    }

    /// Reads until all is read, the time is up, or somebody wants it otherwise.
    async fn run_to_its_end(&mut self, mut stop: watch::Receiver<bool>) -> Result<End> {
        let (desk, workspace, id, fence) = (self.desk, self.workspace().clone(), self.id().clone(), self.fence);
        let longest = self.manner.in_all;
        tokio::select! {
            end = self.read() => end,
            () = lost(desk, &workspace, &id, fence) => Ok(End::Lost),
            () = stopped(&mut stop) => Ok(End::Halted),
            () = tokio::time::sleep(longest) => Ok(End::Done { state: State::Partial { why: too_long() }, saw_all: false }),
        }
    }

    async fn read(&mut self) -> Result<End> {
        self.tell(true).await?;
        let begun = match self.source.line.what.clone() {
            Origin::Website { url, limits } => self.begin_site(&url, &limits).await?,
            Origin::Sitemap { url, limits } => self.begin_map(&url, &limits).await?,
            _ => return Ok(End::Done { state: State::Ready, saw_all: false }),
        };
        if let Err(why) = begun {
            return Ok(End::Done { state: State::Failed { why }, saw_all: false });
        }
        self.look_at_all().await?;
        // What was read before and isn't linked any more may be there still.
        let mut before: Vec<Url> =
            self.known.values().filter(|page| !self.visited.contains(&page.path)).filter_map(|page| Url::parse(&page.url).ok()).collect();
        before.sort();
        before.into_iter().for_each(|url| self.frontier.offer_again(url));
        self.look_at_all().await?;
        let state = self.outcome();
        let saw_all = !matches!(state, State::Failed { .. }) && self.n_silent < look::MOST_SILENT;
        Ok(End::Done { state, saw_all })
    }

    /// The address of a website, its robots.txt and its sitemaps; or why there is no going on.
    async fn begin_site(&mut self, url: &str, limits: &Limits) -> Result<Result<(), Trouble>> {
        let Ok(home) = Url::parse(url) else { return Ok(Err(Trouble::Address { say: url.to_owned() })) };
        self.frontier = Frontier::new(Scope::below(&home, limits), limits.clone());
        if let Err(why) = self.ask_robots(&home).await {
            return Ok(Err(why));
        }
        let maps = self.maps_of(&home);
        self.frontier.start(home);
        if let Some(next) = self.frontier.take_next() {
            self.look(next, true).await?;
        }
        if self.n_read == 0
            && let Some(why) =
                self.trouble.clone().filter(|why| !matches!(why, Trouble::Empty | Trouble::Status { .. } | Trouble::Kind { .. }))
        {
            return Ok(Err(why));
        }
        self.read_maps(maps, 1).await;
        Ok(Ok(()))
    }

    /// The pages that a sitemap lists; or why it can't be read.
    async fn begin_map(&mut self, url: &str, limits: &Limits) -> Result<Result<(), Trouble>> {
        let Ok(home) = Url::parse(url) else { return Ok(Err(Trouble::Address { say: url.to_owned() })) };
        self.frontier = Frontier::new(Scope::of_host(&home, limits), limits.clone());
        if let Err(why) = self.ask_robots(&home).await {
            return Ok(Err(why));
        }
        Ok(self.read_maps(vec![home], 0).await.map_or(Ok(()), Err))
    }

    async fn look_at_all(&mut self) -> Result<()> {
        while let Some(next) = self.frontier.take_next() {
            self.look(next, false).await?;
            self.tell(false).await?;
            self.index_some().await?;
            if self.n_silent >= look::MOST_SILENT {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Says how far it is, at most once a second, and holds the source on.
    async fn tell(&mut self, must: bool) -> Result<()> {
        if !must && self.told_at.is_some_and(|at| at.elapsed() < TELLS) {
            return Ok(());
        }
        self.told_at = Some(Instant::now());
        let state = State::Reading { n_found: self.frontier.n_found(), n_read: self.n_read, n_failed: self.n_failed };
        let (wall, id, fence, until) = (self.workspace().clone(), self.id().clone(), self.fence, self.desk.clock.now().plus(HOLDS_MS));
        let told = self.desk.db.write(move |tx| async move { store::source::hold(tx, &wall, &id, fence, &state, until).await }.boxed());
        told.await?;
        Ok(())
    }

    /// What was read until now is searched, while the rest is still to come.
    async fn index_some(&mut self) -> Result<()> {
        if self.has_changed && self.indexed_at.elapsed() >= INDEXES.max(self.index_took * INDEX_SHARE) {
            self.index().await?;
        }
        Ok(())
    }

    async fn index(&mut self) -> Result<()> {
        let begun = Instant::now();
        self.desk.library.refresh(&self.desk.db, &self.profile).await?;
        (self.indexed_at, self.index_took, self.has_changed) = (Instant::now(), begun.elapsed(), false);
        Ok(())
    }

    /// When the source is due again after a reading that ended now.
    fn due_again(&self, now: Timestamp) -> Timestamp {
        next_at(self.source.line.schedule, now)
    }
}

fn too_long() -> Trouble {
    Trouble::Unreachable { say: "reading all of it takes too long".to_owned() }
}

/// Waits until a reading has lost its right, and holds the source until then, however long a page takes.
async fn lost(desk: &Desk, workspace: &WorkspaceId, id: &SourceId, fence: i64) {
    for n in 1_u64.. {
        tokio::time::sleep(LISTENS).await;
        let is_ours = match n.is_multiple_of(HOLDS_EVERY) {
            true => hold(desk, workspace, id, fence).await,
            false => store::source::fence(&desk.db, workspace, id).await.map(|now| now == Some(fence)),
        };
        match is_ours {
            Ok(true) => {}
            Ok(false) => return,
            // The database is busy or away: whoever writes next finds out.
            Err(error) => tracing::warn!(%error, "Whether a source is still to be read can't be told"),
        }
    }
}

async fn hold(desk: &Desk, workspace: &WorkspaceId, id: &SourceId, fence: i64) -> db::Result<bool> {
    let (wall, id, until) = (workspace.clone(), id.clone(), desk.clock.now().plus(HOLDS_MS));
    let held = desk.db.write(move |tx| async move { store::source::extend(tx, &wall, &id, fence, until).await }.boxed());
    Ok(held.await? > 0)
}
