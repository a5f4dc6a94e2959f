//! Measures what visitors feel while a big site is read: how long an answer takes on an idle desk, and while a website of many
//! pages is fetched, cut, indexed and encoded beside it. `make bench-knowledge` runs it.
//!
//! Usage: `knowledge_bench DIR [PAGES] [MODEL]`. It keeps its database in DIR.

use anyhow::{Context, bail};
use app::{
    api::knowledge::{Draft, KnowledgeDesk, Limits, Schedule, State},
    domain::text::{Email, Name},
    talk::Say,
};
use axum::{Router, extract::Path, response::Html, routing::get};
use serde_json::Value;
use server::{
    clock::SystemClock,
    db::Db,
    desk::{Desk, Manner, NewUser, Upload},
    ingest,
    library::Library,
    outside::Outbound,
    secret::Keys,
    store::{self, assistant::Profile},
    work,
};
use std::{
    fmt::Write,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::watch;

const PASSWORD: &str = "correct horse";
/// Questions of the idle desk.
const IDLE: usize = 400;
/// Between two questions.
const PAUSE: Duration = Duration::from_millis(20);
/// Sections of a page, and words of a section.
const SECTIONS: usize = 4;
const WORDS: usize = 90;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let dir = PathBuf::from(args.next().context("the first argument is a folder for the database")?);
    let n_pages: u32 = args.next().map_or(Ok(2_000), |n| n.parse()).context("the second argument is how many pages")?;
    let model = args.next().map(PathBuf::from);
    let db = Db::open(&format!("sqlite:{}", dir.join("bench.db").display())).await?;
    let desk = Desk::new(db, Arc::new(SystemClock), Keys::from_secret(b"a bench"), Library::open(model.as_deref())?);
    desk.open_outbound(Outbound::allowing(vec!["127.0.0.0/8".parse()?]));
    // The worst that can be: a site on the same machine that is never given a rest.
    desk.open_manner(Manner { pause: Duration::ZERO, ..Manner::default() });
    let profile = owner(&desk).await?;
    let questions = questions()?;
    while desk.library.encode(&desk.db, &profile).await? > 0 {}

    let idle = ask(&desk, &profile, &questions, |n| std::future::ready(n < IDLE)).await?;
    println!("idle:    {}", figures(&idle));

    let site = site().await?;
    let session = desk.sign_in("owner@example.com", PASSWORD.to_owned()).await?.context("signs in")?;
    let me = desk.caller(&session.token).await?.context("is somebody")?;
    let (stop, stopping) = watch::channel(false);
    let begun = Instant::now();
    let limits = Limits { most_pages: n_pages, most_depth: 50, ..Limits::default() };
    let line = desk.add_source(&me, &profile.id, Draft::Website { url: site, limits, schedule: Schedule::Never }).await?;
    let workers = tokio::spawn(work::run(Arc::clone(&desk), stopping));
    let (watched, id) = (Arc::clone(&desk), line.id.clone());
    let is_busy = move |_| {
        let (desk, me, id) = (Arc::clone(&watched), me.clone(), id.clone());
        async move {
            let Ok(cases) = desk.knowledge(&me).await else { return false };
            let reads = cases
                .iter()
                .flat_map(|case| &case.sources)
                .any(|it| it.id == id && matches!(it.state, State::Waiting | State::Reading { .. }));
            reads || cases.iter().any(|case| case.has_model && case.n_encoded < case.n_passages)
        }
    };
    let busy = ask(&desk, &profile, &questions, is_busy).await?;
    println!("reading: {}", figures(&busy));
    let (n_passages, n_encoded) = store::knowledge::n_passages(&desk.db, &profile.workspace, &profile.id).await?;
    println!(
        "{n_passages} passages, {n_encoded} of them encoded, in {:.1} s; memory at most {} MB",
        begun.elapsed().as_secs_f64(),
        memory()
    );
    println!("p99 while reading / idle: {:.2}", percentile(&busy, 99) / percentile(&idle, 99));
    stop.send_replace(true);
    workers.await?;
    Ok(())
}

async fn owner(desk: &Arc<Desk>) -> anyhow::Result<Profile> {
    let new = NewUser {
        email: Email::parse("owner@example.com").ok().context("an address")?,
        name: Name::parse("Owner").ok().context("a name")?,
        password: PASSWORD.to_owned(),
        workspace: "Bench".to_owned(),
    };
    let profile = desk.create_user(new).await?;
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/help");
    let files = ingest::folder(folder.as_ref())?;
    let documents = files.iter().filter_map(|(path, source)| ingest::document(path, source, "https://example.com/help")).collect();
    desk.ingest(&profile, Upload { source: "help".to_owned(), base_url: "https://example.com/help".to_owned(), documents }).await?;
    Ok(profile)
}

fn questions() -> anyhow::Result<Vec<String>> {
    let lines = include_str!("../demo/questions.jsonl").lines();
    let asked = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok()?.get("question")?.as_str().map(str::to_owned));
    let asked: Vec<String> = asked.collect();
    if asked.is_empty() { bail!("there are no questions") } else { Ok(asked) }
}

/// Asks one question after another, each of a new visitor, for as long as `goes_on` says; the milliseconds from question to answer.
async fn ask<F: Future<Output = bool>>(
    desk: &Desk,
    profile: &Profile,
    questions: &[String],
    mut goes_on: impl FnMut(usize) -> F,
) -> anyhow::Result<Vec<f64>> {
    let mut took = Vec::new();
    while goes_on(took.len()).await {
        let welcome = desk.welcome(&profile.public_key, None).await?;
        let guest = desk.guest(&welcome.token).await?;
        let text = &questions[took.len() % questions.len()];
        let say: Say = serde_json::from_value(serde_json::json!({ "id": format!("question-{}", took.len()), "body": text }))?;
        let begun = Instant::now();
        desk.say(&guest, say).await?;
        let it = store::conversation::of_visitor(&desk.db, &guest.workspace, &guest.visitor).await?.context("has begun")?;
        desk.take_turn(&guest.workspace, &it.id, it.epoch, &format!("turn-{}", it.id)).await?;
        took.push(begun.elapsed().as_secs_f64() * 1_000.0);
        tokio::time::sleep(PAUSE).await;
    }
    Ok(took)
}

fn percentile(took: &[f64], of: usize) -> f64 {
    let mut sorted = took.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get((sorted.len() * of / 100).min(sorted.len().saturating_sub(1))).copied().unwrap_or_default()
}

fn figures(took: &[f64]) -> String {
    let at = |of| percentile(took, of);
    format!("{} answers, p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, longest {:.1} ms", took.len(), at(50), at(95), at(99), at(100))
}

/// The most memory that this process had, in MB, by Linux's own account.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
}

/// A help centre without end on this machine: each page has some sections of generated words, and leads to the next ones.
async fn site() -> anyhow::Result<String> {
    let routes = Router::new()
        .route("/help/", get(|| async { Html(page(0)) }))
        .route("/help/{n}", get(|Path(n): Path<u64>| async move { Html(page(n)) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/help/", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(url)
}

fn page(n: u64) -> String {
    let mut dice = n.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1);
    let mut word = || {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (dice >> 33) % 20_000;
        // Rare words are rarer: the square leans towards the small numbers.
        format!("w{}", at * at / 20_000)
    };
    let mut html = format!("<html><head><title>Page {n}</title></head><body><nav><a href='/help/'>Help</a></nav><main><h1>Page {n}</h1>");
    for section in 0..SECTIONS {
        let words: Vec<String> = (0..WORDS).map(|_| word()).collect();
        // Writing to a string can't fail.
        let _ = write!(html, "<h2 id='s{section}'>About {} and {}</h2><p>{}.</p>", word(), word(), words.join(" "));
    }
    let _ = write!(html, "<a href='/help/{}'>1</a> <a href='/help/{}'>2</a></main></body></html>", n * 2 + 1, n * 2 + 2);
    html
}
