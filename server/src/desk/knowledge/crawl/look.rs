//! Looking at one page: may we, has it changed, what does it say, where does it lead.

use super::super::{files::fit, intake::keep};
use super::Crawl;
use crate::{
    db,
    desk::Result,
    ingest::{
        Document, READER,
        file::Kind,
        frontier::Next,
        page::{Page, page},
        robots::{Robots, asks_not_to_be_indexed},
        scope::{Scope, is_same_site},
    },
    outside::{
        Refused,
        fetch::{Ask, Got, Missed},
    },
    quiet::quietly,
    reading::LARGEST,
    store::{self, page::Found},
};
use app::api::knowledge::Trouble;
use futures::FutureExt;
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

const MOST_HOPS: usize = 5;
/// A site that wants us to come back later is asked so often.
const MOST_TRIES: u32 = 3;
/// A site that doesn't say when is asked again after this.
const USUAL_WAIT: u64 = 5;
/// After so many pages in a row that nobody answered for, the site is away.
pub(super) const MOST_SILENT: u32 = 10;
/// Links that are kept of a page.
const MOST_LINKS: usize = 1_000;
const MOST_ROBOTS: u64 = 2 << 20;
/// Ends the mark of a page that asks not to be indexed and was read all the same.
const NOINDEX: &str = "-noindex";

impl Crawl<'_> {
    /// Looks at a page, and where it redirects to.
    pub(super) async fn look(&mut self, next: Next, is_start: bool) -> Result<()> {
        let mut url = next.url;
        for _ in 0..MOST_HOPS {
            if !self.may(&url).await {
                return self.forbidden(&url, is_start).await;
            }
            let got = match self.ask(&url).await {
                Ok(got) => got,
                Err(why) => return self.failed(&url, why).await,
            };
            let Some(location) = &got.location else { return self.take(url, next.depth, got, is_start).await };
            let to = url.join(location).ok().and_then(|to| self.frontier.scope.tidy(to));
            let Some(to) = to else { return self.failed(&url, Trouble::Address { say: location.clone() }).await };
            if !self.frontier.scope.holds(&to) {
                if !is_start || !is_same_site(&to, &url) {
                    return self.leads_out(&url, &to, is_start).await;
                }
                self.frontier.scope = self.frontier.scope.moved(&to);
            }
            if self.frontier.meet(&to) && to != url {
                // It is looked at by its own name.
                return self.vanish(&url).await;
            }
            self.vanish(&url).await?;
            url = to;
        }
        self.failed(&url, Trouble::Address { say: "too many redirects".to_owned() }).await
    }

    /// What robots.txt keeps from us is no page of ours, unless it is the very one that was asked for, or was read before.
    async fn forbidden(&mut self, url: &Url, is_start: bool) -> Result<()> {
        let is_known = self.known.get(&Scope::name(url)).is_some_and(|page| page.is_read);
        if is_start || is_known { self.failed(url, Trouble::Robots).await } else { self.vanish(url).await }
    }

    async fn leads_out(&mut self, url: &Url, to: &Url, is_start: bool) -> Result<()> {
        match is_start {
            true => self.failed(url, Trouble::Address { say: format!("it leads to {to}") }).await,
            false => self.vanish(url).await,
        }
    }

    /// Whether robots.txt lets us look at an address.
    async fn may(&mut self, url: &Url) -> bool {
        let place = url.origin().ascii_serialization();
        if !self.robots.contains_key(&place) {
            // A host that can't be asked is left alone.
            let _ = self.ask_robots(url).await;
        }
        self.robots.get(&place).and_then(Option::as_ref).is_some_and(|robots| robots.allows(&Scope::name(url)))
    }

    /// Reads the robots.txt of an address's host. There being none allows all; trouble on their side forbids all.
    pub(super) async fn ask_robots(&mut self, url: &Url) -> Result<(), Trouble> {
        let place = url.origin().ascii_serialization();
        let mut at = url.join("/robots.txt").map_err(|_| Trouble::Address { say: url.to_string() })?;
        self.robots.insert(place.clone(), None);
        for _ in 0..MOST_HOPS {
            let got = self.fetch(&at, Ask { most: MOST_ROBOTS, ..Ask::default() }).await?;
            match (got.location.as_deref().and_then(|to| at.join(to).ok()), got.status) {
                (Some(to), _) => at = to,
                (None, 200..=299) => {
                    self.robots.insert(place, Some(Robots::parse(&String::from_utf8_lossy(&got.body))));
                    return Ok(());
                }
                (None, code @ 500..) => return Err(Trouble::Status { code }),
                _ => break,
            }
        }
        self.robots.insert(place, Some(Robots::default()));
        Ok(())
    }

    /// Asks for a page; only for what has changed, where it was read before.
    async fn ask(&mut self, url: &Url) -> Result<Got, Trouble> {
        let may_stay = |hash: &str| is_ours(hash) && (self.reads_noindex || !hash.ends_with(NOINDEX));
        let known = self.known.get(&Scope::name(url)).filter(|page| page.is_read && may_stay(&page.hash)).cloned();
        let (etag, modified) = known.map(|page| (page.etag, page.modified)).unwrap_or_default();
        let got = self.fetch(url, Ask { etag: &etag, modified: &modified, most: LARGEST }).await;
        self.n_silent = if matches!(got, Err(Trouble::Unreachable { .. })) { self.n_silent + 1 } else { 0 };
        got
    }

    /// One request after another, with a pause; who wants us later is asked later.
    pub(super) async fn fetch(&mut self, url: &Url, ask: Ask<'_>) -> Result<Got, Trouble> {
        let mut n = 0;
        loop {
            n += 1;
            self.pause(url).await;
            let got = self.fetcher.get(url.as_str(), ask).await.map_err(trouble)?;
            let wait = Duration::from_secs(got.retry_after.unwrap_or(USUAL_WAIT));
            if !matches!(got.status, 429 | 503) || n == MOST_TRIES || wait > self.manner.longest_wait {
                return Ok(got);
            }
            tokio::time::sleep(wait).await;
        }
    }

    async fn pause(&mut self, url: &Url) {
        let robots = self.robots.get(&url.origin().ascii_serialization()).and_then(Option::as_ref);
        let asked = robots.and_then(|robots| robots.delay).map(Duration::from_secs_f64).unwrap_or_default();
        let pause = self.manner.pause.max(asked.min(self.manner.longest_wait));
        let free = self.desk.pace.take(url.host_str().unwrap_or_default(), pause);
        let due = self.asked_at.map_or(free, |at| free.max(at + pause));
        tokio::time::sleep_until(due).await;
        self.asked_at = Some(Instant::now());
    }

    async fn take(&mut self, url: Url, depth: u32, got: Got, is_start: bool) -> Result<()> {
        let name = Scope::name(&url);
        let mut is_noindex = matches!(got.status, 200..=299 | 304) && got.robots.iter().any(|it| asks_not_to_be_indexed(it));
        // Where it leads is looked at all the same, as with what the page itself says.
        let is_kept_out = is_noindex && !self.reads_noindex;
        match got.status {
            304 if is_kept_out => {
                self.follow_links(&name, depth);
                return self.left_out(&url).await;
            }
            304 => return self.same(&name, depth).await,
            code @ (404 | 410) => return self.gone(&url, code, is_start).await,
            200..=299 => {}
            code => return self.failed(&url, Trouble::Status { code }).await,
        }
        let hash = hash(&got.body);
        let is_same = |known: &str| known == hash || (self.reads_noindex && known.strip_suffix(NOINDEX) == Some(hash.as_str()));
        if !is_kept_out && self.known.get(&name).is_some_and(|page| page.is_read && is_same(&page.hash)) {
            return self.same(&name, depth).await;
        }
        let kind = match Kind::of_answer(&got.kind, url.path(), &got.body) {
            Ok(Kind::Html) => Kind::Html,
            _ if is_kept_out => return self.left_out(&url).await,
            Ok(kind) => kind,
            Err(found) => return self.failed(&url, Trouble::Kind { found }).await,
        };
        let mut found = Found { url: url.to_string(), etag: got.etag, modified: got.modified, hash, ..Found::default() };
        let document = match kind {
            Kind::Html => {
                let page = self.page(&url, &name, got.body, &got.kind).await;
                if self.is_named_otherwise(&url, page.canonical, depth) {
                    return self.vanish(&url).await;
                }
                is_noindex |= page.is_noindex;
                found.links = self.lead(page.links, depth);
                if is_noindex && !self.reads_noindex {
                    return self.left_out(&url).await;
                }
                fit(page.document)
            }
            kind => self.desk.document_of(kind, &name, got.body, &got.kind, url.as_str()).await,
        };
        if is_noindex {
            found.hash.push_str(NOINDEX);
        }
        match document {
            Ok(document) => self.keep(document, found).await,
            Err(why) => self.failed(&url, why).await,
        }
    }

    /// A page of HTML, read on a thread for slow work.
    async fn page(&self, url: &Url, name: &str, body: Vec<u8>, kind: &str) -> Page {
        let (at, path, kind) = (url.clone(), name.to_owned(), kind.to_owned());
        let read = move || page(&crate::ingest::charset::text(&body, &kind), &at, &path);
        let nothing =
            || Page { document: crate::ingest::markdown::document(name, "", ""), links: Vec::new(), canonical: None, is_noindex: false };
        quietly(read).await.unwrap_or_else(nothing)
    }

    /// Whether a page names another address as its own, by which it is looked at instead. Of two that name each other, one stays.
    fn is_named_otherwise(&mut self, url: &Url, canonical: Option<Url>, depth: u32) -> bool {
        let own = canonical.and_then(|it| self.frontier.scope.tidy(it)).filter(|it| it != url && self.frontier.scope.holds(it));
        let Some(own) = own.filter(|it| !self.renamed.contains(it.as_str())) else { return false };
        self.renamed.insert(url.to_string());
        self.frontier.offer(own, depth);
        true
    }

    /// Follows the links of a page; those that belong to the source, as they are kept.
    fn lead(&mut self, links: Vec<Url>, depth: u32) -> String {
        if !self.follows_links {
            return String::new();
        }
        let scope = &self.frontier.scope;
        let mut own: Vec<Url> = links.into_iter().filter_map(|url| scope.tidy(url)).filter(|url| scope.holds(url)).collect();
        own.dedup();
        own.truncate(MOST_LINKS);
        let kept = own.iter().map(Url::as_str).collect::<Vec<_>>().join("\n");
        own.into_iter().for_each(|url| self.frontier.offer(url, depth + 1));
        kept
    }

    /// Follows the links that a page is known to have.
    fn follow_links(&mut self, name: &str, depth: u32) {
        let links = self.known.get(name).filter(|_| self.follows_links).map(|page| page.links.clone()).unwrap_or_default();
        links.lines().filter_map(|link| Url::parse(link).ok()).for_each(|url| self.frontier.offer(url, depth + 1));
    }

    /// A page is as it was: what it said and where it led is known.
    async fn same(&mut self, name: &str, depth: u32) -> Result<()> {
        self.visited.insert(name.to_owned());
        self.frontier.count();
        self.n_read += 1;
        self.follow_links(name, depth);
        let (wall, id, fence, path, now) =
            (self.workspace().clone(), self.id().clone(), self.fence, name.to_owned(), self.desk.clock.now());
        let noted = self.desk.db.write::<_, db::Error, _>(move |tx| {
            async move {
                if store::source::is_held(tx, &wall, &id, fence).await? {
                    store::page::same(tx, &wall, &id, &path, now).await?;
                }
                Ok(())
            }
            .boxed()
        });
        Ok(noted.await?)
    }

    async fn keep(&mut self, document: Document, mut found: Found) -> Result<()> {
        self.visited.insert(document.path.clone());
        self.frontier.count();
        self.n_read += 1;
        found.place = i64::try_from(self.n_read).unwrap_or(i64::MAX);
        let (wall, id, fence, now) = (self.workspace().clone(), self.id().clone(), self.fence, self.desk.clock.now());
        let kept = self.desk.db.write::<_, db::Error, _>(move |tx| {
            async move {
                let is_new = store::source::is_held(tx, &wall, &id, fence).await? && keep(tx, &wall, &id, &document, found, now).await?;
                if is_new {
                    store::knowledge::touch(tx, &wall, &id, now).await?;
                }
                Ok(is_new)
            }
            .boxed()
        });
        self.has_changed |= kept.await?;
        Ok(())
    }

    /// A page couldn't be read. What was read of it before is searched on.
    pub(super) async fn failed(&mut self, url: &Url, why: Trouble) -> Result<()> {
        self.frontier.count();
        self.n_failed += 1;
        self.trouble.get_or_insert(why.clone());
        self.note(url, why, false).await
    }

    /// A page asks not to be indexed: it is shown with that, and no longer searched. Its owner may want it so: it is no trouble of the
    /// source's, unless there is nothing else in it.
    async fn left_out(&mut self, url: &Url) -> Result<()> {
        self.frontier.count();
        self.n_failed += 1;
        self.has_noindex = true;
        let was_read = self.known.get(&Scope::name(url)).is_some_and(|page| page.is_read);
        self.note(url, Trouble::NoIndex, was_read).await
    }

    /// A page isn't there any more: it is no longer searched. One that never was is nobody's page.
    async fn gone(&mut self, url: &Url, code: u16, is_start: bool) -> Result<()> {
        let name = Scope::name(url);
        match self.known.get(&name).map(|page| page.is_read) {
            _ if is_start => self.failed(url, Trouble::Status { code }).await,
            Some(true) => {
                self.n_failed += 1;
                self.note(url, Trouble::Status { code }, true).await
            }
            _ => self.vanish(url).await,
        }
    }

    async fn note(&mut self, url: &Url, why: Trouble, is_gone: bool) -> Result<()> {
        let name = Scope::name(url);
        self.visited.insert(name.clone());
        let (wall, id, fence, now, at) = (self.workspace().clone(), self.id().clone(), self.fence, self.desk.clock.now(), url.to_string());
        let noted = self.desk.db.write::<_, db::Error, _>(move |tx| {
            async move {
                if !store::source::is_held(tx, &wall, &id, fence).await? {
                    return Ok(());
                }
                store::page::failed(tx, &wall, &id, (&name, &at), &why, now).await?;
                if is_gone && store::knowledge::retire(tx, &wall, &id, &name).await? > 0 {
                    store::knowledge::touch(tx, &wall, &id, now).await?;
                }
                Ok(())
            }
            .boxed()
        });
        self.has_changed |= is_gone;
        Ok(noted.await?)
    }

    /// An address is no page of the source any more.
    async fn vanish(&mut self, url: &Url) -> Result<()> {
        let name = Scope::name(url);
        if self.known.remove(&name).is_some() {
            self.desk.drop_pages(self.workspace(), self.id(), vec![name], Some(self.fence)).await?;
            self.has_changed = true;
        }
        Ok(())
    }
}

/// A mark of what came, and of how it was read: read in another way, the same bytes may say something else.
fn hash(body: &[u8]) -> String {
    let digest: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{READER}-{digest}")
}

/// Whether what bears this mark was read as we read now.
fn is_ours(hash: &str) -> bool {
    hash.split_once('-').is_some_and(|(reader, _)| reader == READER.to_string())
}

/// Why nothing came, as the owner can mend it.
pub(super) fn trouble(missed: Missed) -> Trouble {
    match missed {
        Missed::Slow => Trouble::Unreachable { say: "it takes too long".to_owned() },
        Missed::TooLarge(most) => Trouble::TooLarge { most },
        Missed::Packed(how) => Trouble::Unreadable { say: format!("it is packed in a way that can't be read: {how}") },
        Missed::Refused(Refused::Unreached(error)) => Trouble::Unreachable { say: unreached(&error) },
        Missed::Refused(Refused::Status(code)) => Trouble::Status { code },
        Missed::Refused(refused) => Trouble::Address { say: refused.to_string() },
    }
}

fn unreached(error: &impl std::error::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
