//! Sources are added, changed, taken away.

use crate::{
    chance, db,
    desk::{Desk, Failure, Result},
    ingest::{self, Document, markdown},
    store::{self, page::Found, source::NewSource},
};
use app::{
    api::knowledge::{Draft, Limits, Origin, Schedule, SourceChange, SourceLine, State, Trouble},
    domain::{
        fault::Fault,
        id::{AssistantId, SourceId, WorkspaceId},
        time::Timestamp,
    },
};
use futures::FutureExt;
use url::Url;

const LONGEST_NAME: usize = 120;
/// A pasted text may have so many characters.
const LONGEST_TEXT: usize = 200_000;
const MOST_PAGES: u32 = 20_000;
const MOST_DEPTH: u32 = 50;
const MOST_PATTERNS: usize = 50;
/// An assistant has so many sources at most.
const MOST_SOURCES: usize = 200;
const HOUR_MS: i64 = 3_600_000;
/// What a pasted text is called within its source.
const TEXT: &str = "text";

impl Desk {
    /// Adds a source. A website waits for the worker that reads it; the rest is read at once.
    pub(super) async fn add_drafted(&self, workspace: &WorkspaceId, assistant: &AssistantId, draft: Draft) -> Result<SourceLine> {
        self.own_assistant(workspace, assistant).await?;
        let now = self.clock.now();
        let new = |name: String, what: Origin| NewSource {
            id: chance::source(now),
            assistant: assistant.clone(),
            name,
            what,
            schedule: Schedule::Never,
            state: State::Ready,
            due_at: Timestamp(0),
        };
        let crawled = |url: &Url, what: Origin, schedule: Schedule| NewSource {
            schedule,
            state: State::Waiting,
            due_at: now,
            ..new(site_name(url), what)
        };
        let id = match draft {
            Draft::Website { url, limits, schedule } => {
                let (url, limits) = (address(&url)?, checked(limits)?);
                self.add_named(workspace, crawled(&url, Origin::Website { url: url.to_string(), limits }, schedule)).await?
            }
            Draft::Sitemap { url, limits, schedule } => {
                let (url, limits) = (address(&url)?, checked(limits)?);
                self.add_named(workspace, crawled(&url, Origin::Sitemap { url: url.to_string(), limits }, schedule)).await?
            }
            Draft::Files { name } => self.add_new(workspace, new(named(&name)?, Origin::Files)).await?,
            Draft::Pairs { name, pairs } => {
                super::pairs::checked(&pairs)?;
                let id = self.add_new(workspace, new(named(&name)?, Origin::Pairs)).await?;
                self.set_pairs(workspace, &id, &pairs).await?;
                id
            }
            Draft::Text { name, text } => {
                let name = named(&name)?;
                let document = pasted(&name, &text)?;
                let id = self.add_new(workspace, new(name, Origin::Text)).await?;
                self.keep_text(workspace, &id, document, text).await?;
                id
            }
        };
        self.sources.notify_one();
        self.index_anew(workspace, assistant).await?;
        self.line_of(workspace, &id).await
    }

    /// Adds a source of this name, or of the next free one like it.
    pub(super) async fn add_named(&self, workspace: &WorkspaceId, new: NewSource) -> Result<SourceId> {
        for n in 1..=MOST_SOURCES {
            let name = if n == 1 { new.name.clone() } else { format!("{} {n}", new.name) };
            if let Some(id) = self.try_add(workspace, NewSource { name, ..new.clone() }).await? {
                return Ok(id);
            }
        }
        Err(taken())
    }

    async fn add_new(&self, workspace: &WorkspaceId, new: NewSource) -> Result<SourceId> {
        self.try_add(workspace, new).await?.ok_or_else(taken)
    }

    /// Adds a source, where its name is free.
    async fn try_add(&self, workspace: &WorkspaceId, new: NewSource) -> Result<Option<SourceId>> {
        let n = store::source::of_workspace(&self.db, workspace).await?.into_iter().filter(|it| it.line.assistant == new.assistant).count();
        if n >= MOST_SOURCES {
            return Err(Fault::invalid("name", "That is 200 sources already. Take one away first.").into());
        }
        let (wall, now, id) = (workspace.clone(), self.clock.now(), new.id.clone());
        let n = self.db.write(move |tx| async move { store::source::add(tx, &wall, &new, now).await }.boxed()).await?;
        Ok((n > 0).then_some(id))
    }

    /// Changes a source; what is searched follows at once.
    pub(super) async fn change_knowledge(&self, workspace: &WorkspaceId, id: &SourceId, change: SourceChange) -> Result<SourceLine> {
        let line = self.own_source(workspace, id).await?.line;
        match change {
            SourceChange::Rename { name } => self.rename(workspace, &line, &named(&name)?).await?,
            SourceChange::Switch { is_on } => self.switch(workspace, id, None, is_on).await?,
            SourceChange::SwitchPage { path, is_on } => self.switch(workspace, id, Some(path), is_on).await?,
            SourceChange::RemovePage { path } => self.remove_page(workspace, &line, path).await?,
            SourceChange::Schedule { schedule } => self.reschedule(workspace, &line, schedule).await?,
            SourceChange::Limits { limits } => self.limit(workspace, &line, checked(limits)?).await?,
            SourceChange::Refresh => self.wake(workspace, &line).await?,
            SourceChange::Stop => self.halt(workspace, &line).await?,
            SourceChange::Pairs { pairs } => {
                must_be(&line, line.what == Origin::Pairs)?;
                self.set_pairs(workspace, id, &pairs).await?;
            }
            SourceChange::AddPairs { pairs } => {
                must_be(&line, line.what == Origin::Pairs)?;
                self.add_pairs(workspace, id, &pairs).await?;
            }
            SourceChange::Text { text } => {
                must_be(&line, line.what == Origin::Text)?;
                self.keep_text(workspace, id, pasted(&line.name, &text)?, text).await?;
            }
        }
        self.catch_up_with(workspace, &line.assistant).await?;
        self.line_of(workspace, id).await
    }

    /// The index is made anew where what is searched has changed.
    async fn catch_up_with(&self, workspace: &WorkspaceId, assistant: &AssistantId) -> Result<()> {
        let profile = self.own_assistant(workspace, assistant).await?;
        Ok(self.library.catch_up(&self.db, &profile).await?)
    }

    async fn rename(&self, workspace: &WorkspaceId, line: &SourceLine, name: &str) -> Result<()> {
        let (wall, id, assistant, name) = (workspace.clone(), line.id.clone(), line.assistant.clone(), name.to_owned());
        let renamed = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                store::workspace::lock(tx, &wall).await?;
                match store::source::by_name(tx, &wall, &assistant, &name).await? {
                    Some(other) if other.line.id != id => Err(taken()),
                    _ => Ok(store::source::rename(tx, &wall, &id, &name).await?),
                }
            }
            .boxed()
        });
        renamed.await?;
        Ok(())
    }

    /// Says whether a source, or a page of it, is searched.
    async fn switch(&self, workspace: &WorkspaceId, id: &SourceId, path: Option<String>, is_on: bool) -> Result<()> {
        let (wall, id, now) = (workspace.clone(), id.clone(), self.clock.now());
        let switched = self.db.write::<_, db::Error, _>(move |tx| {
            async move {
                let n = match &path {
                    Some(path) => store::page::switch(tx, &wall, &id, path, is_on).await?,
                    None => store::source::switch(tx, &wall, &id, is_on).await?,
                };
                store::knowledge::stir(tx, &wall, &id, now).await?;
                Ok(n)
            }
            .boxed()
        });
        if switched.await? == 0 { Err(Fault::NotFound.into()) } else { Ok(()) }
    }

    async fn remove_page(&self, workspace: &WorkspaceId, line: &SourceLine, path: String) -> Result<()> {
        must_be(line, matches!(line.what, Origin::Files | Origin::Pairs | Origin::Text))?;
        self.drop_pages(workspace, &line.id, vec![path], None).await?;
        self.settle_files(workspace, &line.id).await
    }

    async fn reschedule(&self, workspace: &WorkspaceId, line: &SourceLine, schedule: Schedule) -> Result<()> {
        must_be(line, is_crawled(&line.what))?;
        let now = self.clock.now();
        let is_busy = matches!(line.state, State::Waiting | State::Reading { .. });
        let due = if is_busy { now } else { next_at(schedule, now) };
        let (wall, id) = (workspace.clone(), line.id.clone());
        self.db.write(move |tx| async move { store::source::set_schedule(tx, &wall, &id, schedule, due).await }.boxed()).await?;
        Ok(())
    }

    async fn limit(&self, workspace: &WorkspaceId, line: &SourceLine, limits: Limits) -> Result<()> {
        let what = match &line.what {
            Origin::Website { url, .. } => Origin::Website { url: url.clone(), limits },
            Origin::Sitemap { url, .. } => Origin::Sitemap { url: url.clone(), limits },
            _ => return Err(not_so(line)),
        };
        let (wall, id, now) = (workspace.clone(), line.id.clone(), self.clock.now());
        let written = self.db.write::<_, db::Error, _>(move |tx| {
            async move {
                store::source::set_origin(tx, &wall, &id, &what).await?;
                store::source::put(tx, &wall, &id, &State::Waiting, now).await
            }
            .boxed()
        });
        written.await?;
        self.sources.notify_one();
        Ok(())
    }

    /// A source is looked at again, now. A reading that is under way begins anew.
    async fn wake(&self, workspace: &WorkspaceId, line: &SourceLine) -> Result<()> {
        must_be(line, is_crawled(&line.what))?;
        let (wall, id, now) = (workspace.clone(), line.id.clone(), self.clock.now());
        self.db.write(move |tx| async move { store::source::put(tx, &wall, &id, &State::Waiting, now).await }.boxed()).await?;
        self.sources.notify_one();
        Ok(())
    }

    /// A reading that is under way, or waits, ends. What was read stays.
    async fn halt(&self, workspace: &WorkspaceId, line: &SourceLine) -> Result<()> {
        if !matches!(line.state, State::Waiting | State::Reading { .. }) {
            return Ok(());
        }
        let (wall, id, due) = (workspace.clone(), line.id.clone(), next_at(line.schedule, self.clock.now()));
        let state = State::Partial { why: Trouble::Stopped };
        self.db.write(move |tx| async move { store::source::put(tx, &wall, &id, &state, due).await }.boxed()).await?;
        Ok(())
    }

    async fn keep_text(&self, workspace: &WorkspaceId, id: &SourceId, document: Document, raw: String) -> Result<()> {
        self.replace_pages(workspace, id, vec![(document, Found { raw, ..Found::default() })]).await?;
        Ok(())
    }

    /// Takes a source away: nothing is answered from it any more. What was read of it stays, for receipts.
    pub(super) async fn take_source_away(&self, workspace: &WorkspaceId, id: &SourceId) -> Result<()> {
        let line = self.own_source(workspace, id).await?.line;
        let (wall, id, now) = (workspace.clone(), id.clone(), self.clock.now());
        let removed = self.db.write::<_, db::Error, _>(move |tx| {
            async move {
                store::knowledge::stir(tx, &wall, &id, now).await?;
                store::source::remove(tx, &wall, &id, now).await
            }
            .boxed()
        });
        if removed.await? == 0 {
            return Err(Fault::NotFound.into());
        }
        self.index_anew(workspace, &line.assistant).await
    }
}

fn taken() -> Failure {
    Fault::invalid("name", "There is a source of this name already. Choose another name.").into()
}

fn is_crawled(what: &Origin) -> bool {
    matches!(what, Origin::Website { .. } | Origin::Sitemap { .. })
}

fn must_be(line: &SourceLine, it: bool) -> Result<()> {
    if it { Ok(()) } else { Err(not_so(line)) }
}

/// That can't be done with a source of this kind, and what can be done instead.
fn not_so(line: &SourceLine) -> Failure {
    let say = match line.what {
        Origin::Website { .. } | Origin::Sitemap { .. } => {
            "The pages of a website come from the website. Leave them out by a pattern, or switch them off."
        }
        Origin::Folder => "A folder is read by `baton ingest` on the server.",
        Origin::Files => "Files don't change by themselves: upload the new ones.",
        Origin::Pairs | Origin::Text => "This is read as soon as it is saved.",
    };
    Fault::invalid("source", say).into()
}

/// When a source is looked at next by itself; 0 for never.
pub(super) fn next_at(schedule: Schedule, now: Timestamp) -> Timestamp {
    match schedule {
        Schedule::Never => Timestamp(0),
        Schedule::Hourly => now.plus(HOUR_MS),
        Schedule::Daily => now.plus(24 * HOUR_MS),
        Schedule::Weekly => now.plus(7 * 24 * HOUR_MS),
    }
}

fn named(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Fault::invalid("name", "Give it a name.").into()),
        n if n > LONGEST_NAME => Err(Fault::invalid("name", "That name is too long: 120 characters at most.").into()),
        _ => Ok(name),
    }
}

/// The address of a website; without a scheme it is meant as https.
fn address(text: &str) -> Result<Url> {
    let text = text.trim();
    let text = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let wrong = || Failure::Fault(Fault::invalid("url", "That is no address of a website. It looks like https://example.com/help."));
    let mut url = Url::parse(&text).map_err(|_| wrong())?;
    let is_web =
        matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| host.contains(['.', ':']) || host == "localhost");
    if !is_web || !url.username().is_empty() || url.password().is_some() || text.len() > 1_000 {
        return Err(wrong());
    }
    url.set_fragment(None);
    Ok(url)
}

/// What a website is called until somebody gives it a name.
fn site_name(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{host}{port}{}", url.path().trim_end_matches('/')).chars().take(LONGEST_NAME - 8).collect()
}

/// How far a crawl goes, where that is something it can keep to.
fn checked(limits: Limits) -> Result<Limits> {
    let tidy = |patterns: Vec<String>| -> Vec<String> {
        let whole = |it: &str| if it.starts_with(['/', '*']) { it.to_owned() } else { format!("/{it}") };
        patterns.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).map(whole).collect()
    };
    let limits = Limits { include: tidy(limits.include), exclude: tidy(limits.exclude), ..limits };
    let patterns = || limits.include.iter().chain(&limits.exclude);
    match () {
        () if limits.most_pages == 0 || limits.most_pages > MOST_PAGES => {
            Err(Fault::invalid("most_pages", "Give a number of pages from 1 to 20,000.").into())
        }
        () if limits.most_depth > MOST_DEPTH => Err(Fault::invalid("most_depth", "Give a number of links from 0 to 50.").into()),
        () if patterns().count() > MOST_PATTERNS => {
            Err(Fault::invalid("include", "Those are more than 50 patterns. Some stars would say it shorter.").into())
        }
        () if patterns().any(|it| it.len() > 300 || it.chars().any(char::is_whitespace)) => {
            Err(Fault::invalid("include", "A pattern is a path such as /help/*, without blanks.").into())
        }
        () => Ok(limits),
    }
}

/// A pasted text as a document.
fn pasted(name: &str, text: &str) -> Result<Document> {
    if text.chars().count() > LONGEST_TEXT {
        return Err(Fault::invalid("text", "That text is too long: 200,000 characters at most. Upload it as a file.").into());
    }
    let read = markdown::document(TEXT, text, "");
    if read.sections.iter().all(|section| ingest::plain(&section.markdown).is_empty()) {
        return Err(Fault::invalid("text", "There are no words in it.").into());
    }
    let title = if read.title == "Text" { name.to_owned() } else { read.title };
    Ok(Document { title, url: String::new(), ..read })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_websites() {
        let is = |text: &str| address(text).ok().map(String::from);
        assert_eq!(is(" example.com/help#a ").as_deref(), Some("https://example.com/help"));
        assert_eq!(is("http://127.0.0.1:80/").as_deref(), Some("http://127.0.0.1/"));
        for refused in ["", "help", "ftp://example.com", "https://a:b@example.com", "javascript:alert(1)", "file:///etc/passwd", "https://"]
        {
            assert_eq!(is(refused), None, "{refused}");
        }
        assert_eq!(site_name(&address("https://www.example.com/help/").unwrap_or_else(|_| panic!("fits"))), "example.com/help");
    }

    #[test]
    fn limits_are_such_as_can_be_kept() {
        let limits = |most_pages, include: &[&str]| Limits {
            include: include.iter().map(|it| (*it).to_owned()).collect(),
            most_pages,
            ..Limits::default()
        };
        assert!(checked(limits(0, &[])).is_err() && checked(limits(100_000, &[])).is_err() && checked(limits(9, &["a b"])).is_err());
        assert!(checked(limits(9, &[" help/* ", "", "/faq"])).is_ok_and(|it| it.include == ["/help/*", "/faq"]));
    }

    #[test]
    fn a_pasted_text_is_called_by_its_heading_or_its_name() {
        let title = |text: &str| pasted("Opening hours", text).map(|it| it.title).ok();
        assert_eq!(title("We open at nine.").as_deref(), Some("Opening hours"));
        assert_eq!(title("# Hours\n\nWe open at nine.").as_deref(), Some("Hours"));
        assert_eq!(title("  \n"), None);
    }
}
