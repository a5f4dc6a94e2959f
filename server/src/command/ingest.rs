//! `baton ingest DIR`: a folder becomes what an assistant answers from.

use crate::{
    clock::SystemClock,
    config::DataConfig,
    db::Db,
    desk::{Desk, Upload},
    ingest,
    library::Library,
    secret::Keys,
    store,
};
use anyhow::{Context, bail};
use clap::Args;
use std::{path::PathBuf, sync::Arc};

#[derive(Debug, Args)]
pub struct IngestConfig {
    #[command(flatten)]
    data: DataConfig,
    /// Folder of .md, .mdx, .markdown or .html files.
    dir: PathBuf,
    /// Where these pages are on the web: a file `a/b.md` is at BASE_URL/a/b.
    #[arg(long)]
    base_url: String,
    /// The assistant's public key, as in its snippet.
    #[arg(long)]
    assistant: String,
    /// The source's name: the same name again replaces what it held.
    #[arg(long, default_value = "docs")]
    source: String,
}

pub(super) async fn run(config: IngestConfig) -> anyhow::Result<()> {
    config.data.prepare()?;
    let db = Db::open(&config.data.url()?).await?;
    let desk = Desk::new(db.clone(), Arc::new(SystemClock), Keys::from_secret(&[]), Library::open(None)?);
    let profile = store::assistant::by_key(&db, &config.assistant).await?;
    let profile = profile.context("no assistant has this public key; `baton assistant list` has them")?;
    let files = ingest::folder(&config.dir).with_context(|| format!("reading the folder {}", config.dir.display()))?;
    let documents: Vec<_> = files.iter().filter_map(|(path, source)| ingest::document(path, source, &config.base_url)).collect();
    if documents.is_empty() {
        bail!("no .md, .mdx, .markdown or .html file in {}", config.dir.display());
    }
    let done = desk.ingest(&profile, Upload { source: config.source, base_url: config.base_url, documents }).await?;
    println!(
        "{} new or changed, {} as before, {} gone. A running server takes it up within seconds.",
        done.n_new, done.n_same, done.n_gone
    );
    Ok(())
}
