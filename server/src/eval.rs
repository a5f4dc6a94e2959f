//! `baton eval`: asks each question as the first message of a new conversation, through the pipeline that serves the widget.

pub mod metrics;
mod report;
mod saved;

use crate::{
    clock::SystemClock,
    config::DataConfig,
    db::Db,
    desk::{Desk, NewUser, Upload},
    ingest,
    library::Library,
    secret::Keys,
    store::{self, assistant::Profile},
};
use anyhow::{Context, bail};
use app::domain::{
    event::What,
    text::{Email, Name},
};
use app::talk::Say;
use clap::Args;
use metrics::{Labelled, Record, Wish};
use report::{Line, WishLine};
use std::{io::Write, path::PathBuf, sync::Arc, time::Instant};

#[derive(Debug, Args)]
pub struct EvalConfig {
    #[command(flatten)]
    data: DataConfig,
    /// A folder of markdown or HTML.
    #[arg(long, required_unless_present_any = ["corpus", "saved"], conflicts_with = "corpus")]
    docs: Option<PathBuf>,
    /// Sections as JSON lines: {id, title, url, section, text, page, description}.
    #[arg(long)]
    corpus: Option<PathBuf>,
    /// Questions as JSON lines: {id, question, answerable, relevant, relevant_pages}.
    #[arg(long, required_unless_present = "saved")]
    questions: Option<PathBuf>,
    /// Runs the test questions that are saved in the database instead, on the docs in it; fails where one of them does.
    #[arg(long, conflicts_with_all = ["docs", "corpus", "questions", "wants_human", "out"])]
    saved: bool,
    /// Messages that ask for a person or don't, as JSON lines: {text, label}.
    #[arg(long)]
    wants_human: Option<PathBuf>,
    /// Writes one JSON line per question to this file.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Links of a folder's pages need a host; nobody follows them.
const BASE: &str = "https://docs.invalid";

/// Runs the evaluation and prints its summary.
///
/// # Errors
/// Where a file can't be read, or holds something else than it should.
pub async fn run(config: EvalConfig) -> anyhow::Result<()> {
    if config.saved {
        return saved::run(&config.data).await;
    }
    let documents = documents(&config)?;
    let questions: Vec<Labelled> = config.questions.as_ref().map(lines).transpose()?.unwrap_or_default();
    let bench = Bench::over(&config, documents).await?;
    println!(
        "{} passages, {} CPU-s to index 1,000 of them",
        bench.n_passages,
        report::rounded(bench.index_cpu_s * 1000.0 / bench.n_passages.max(1) as f64)
    );
    let mut out = config.out.as_ref().map(std::fs::File::create).transpose().context("making the output file")?;
    let mut records = Vec::new();
    for labelled in &questions {
        let (line, cpu_ms) = bench.ask(&labelled.id, &labelled.question).await?;
        records.push(line.record(labelled, cpu_ms));
        write(&mut out, &line)?;
    }
    println!("{}", metrics::summary(&records));
    if let Some(path) = &config.wants_human {
        let wishes: Vec<Wish> = lines(path)?;
        let heard: Vec<(bool, bool)> = wishes.iter().map(|wish| (wish.label, crate::answer::wants_person(&wish.text))).collect();
        for (wish, (_, heard)) in wishes.iter().zip(&heard) {
            write(&mut out, &WishLine { text: &wish.text, label: wish.label, wants_human: *heard })?;
        }
        let (recall, false_alarms) = metrics::wishes(&heard);
        println!("asks for a person: {:.1} % heard, {:.1} % false alarms", recall * 100.0, false_alarms * 100.0);
    }
    Ok(())
}

fn documents(config: &EvalConfig) -> anyhow::Result<Vec<ingest::Document>> {
    let documents = match (&config.docs, &config.corpus) {
        (Some(dir), _) => {
            let files = ingest::folder(dir).with_context(|| format!("reading the folder {}", dir.display()))?;
            files.iter().filter_map(|(path, source)| ingest::document(path, source, BASE)).collect()
        }
        (None, Some(file)) => {
            let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
            ingest::corpus::documents(&text).with_context(|| format!("reading the sections in {}", file.display()))?
        }
        (None, None) => Vec::new(),
    };
    if documents.is_empty() {
        bail!("there are no documents to answer from");
    }
    Ok(documents)
}

fn lines<T: for<'a> serde::Deserialize<'a>>(path: &PathBuf) -> anyhow::Result<Vec<T>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    metrics::lines(&text).with_context(|| format!("reading the lines of {}", path.display()))
}

fn write(out: &mut Option<std::fs::File>, line: &impl serde::Serialize) -> anyhow::Result<()> {
    if let Some(out) = out {
        writeln!(out, "{}", serde_json::to_string(line)?)?;
    }
    Ok(())
}

/// A throw-away workspace over the documents.
struct Bench {
    desk: Arc<Desk>,
    profile: Profile,
    n_passages: usize,
    index_cpu_s: f64,
    /// Removed with the database in it when the bench goes.
    _folder: Folder,
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // It lies in the system's temporary folder, which is swept.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Bench {
    async fn over(config: &EvalConfig, documents: Vec<ingest::Document>) -> anyhow::Result<Self> {
        let folder = Folder(std::env::temp_dir().join(format!("baton-eval-{}", crate::secret::hash_of(&crate::secret::session_token()))));
        std::fs::create_dir_all(&folder.0)?;
        let db = Db::open(&format!("sqlite:{}", folder.0.join("eval.db").display())).await?;
        let desk = Desk::new(db, Arc::new(SystemClock), Keys::from_secret(b"throw-away"), Library::open(config.data.model().as_deref())?);
        let user = NewUser {
            email: Email::parse("eval@example.test")?,
            name: Name::parse("Eval")?,
            password: crate::secret::session_token(),
            workspace: "Eval".to_owned(),
        };
        let profile = desk.create_user(user).await?;
        let begun = report::cpu_seconds();
        desk.ingest(&profile, Upload { source: "eval".to_owned(), base_url: BASE.to_owned(), documents }).await?;
        desk.library.encode(&desk.db, &profile).await?;
        let index_cpu_s = report::cpu_seconds() - begun;
        let n_passages = desk.library.shelf(&profile.id).map_or(0, |shelf| shelf.rows.len());
        Ok(Self { desk, profile, n_passages, index_cpu_s, _folder: folder })
    }

    /// Asks one question as a new visitor would; what came of it, and the CPU-ms that it took.
    async fn ask(&self, id: &str, question: &str) -> anyhow::Result<(Line, f32)> {
        let (cpu, wall) = (report::cpu_seconds(), Instant::now());
        let welcome = self.desk.welcome(&self.profile.public_key, None).await?;
        let guest = self.desk.guest(&welcome.token).await?;
        self.desk.say(&guest, Say { id: crate::chance::id(self.desk.clock.now()), body: question.to_owned(), ..Say::default() }).await?;
        let it = store::conversation::of_visitor(&self.desk.db, &guest.workspace, &guest.visitor).await?.context("it was just begun")?;
        self.desk.take_turn(&guest.workspace, &it.id, it.epoch, &crate::chance::id(self.desk.clock.now())).await?;
        let events = store::event::of_conversation(&self.desk.db, &guest.workspace, &it.id, 0).await?;
        let whats: Vec<&What> = events.iter().map(|event| &event.what).collect();
        let ms = wall.elapsed().as_secs_f64() * 1000.0;
        let line = Line::of(id, &whats, ms);
        Ok((line, ((report::cpu_seconds() - cpu) * 1000.0) as f32))
    }
}

impl Line {
    fn record(&self, labelled: &Labelled, cpu_ms: f32) -> Record {
        let pages: Vec<&str> = self.ranked.iter().map(|it| it.page.as_str()).collect();
        let shown: Vec<&str> = self.citations.iter().map(|it| it.page()).collect();
        Record::new(labelled, self.given(), self.confidence, &pages, &shown, cpu_ms)
    }
}
