//! `baton serve`: database, desk, router, workers; then an orderly end.

use crate::{
    clock::SystemClock,
    config::ServeConfig,
    db::Db,
    demo,
    desk::{Desk, Patience},
    http,
    library::Library,
    outside::Outbound,
    secret::Keys,
    store, work,
};
use anyhow::Context;
use futures::future::OptionFuture;
use std::{io::Write, path::PathBuf, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::watch};

/// What is under way gets so long to finish.
const DRAIN: Duration = Duration::from_secs(8);

pub(super) async fn run(config: ServeConfig) -> anyhow::Result<()> {
    config.check_demo()?;
    config.data.prepare()?;
    let db = Db::open(&config.data.url()?).await.context("opening the database")?;
    store::conversation::write_missing(&db).await.context("bringing conversations up to date")?;
    let desk =
        Desk::new(db, Arc::new(SystemClock), Keys::from_secret(config.secret()?.as_bytes()), Library::open(model(&config).as_deref())?);
    desk.files.open(config.files_url.as_deref(), &config.data.data.join("files")).context("opening the place of uploads")?;
    let listener = TcpListener::bind(config.listen).await.with_context(|| format!("listening on {}", config.listen))?;
    let address = listener.local_addr()?;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{address}")).trim_end_matches('/').to_owned();
    desk.open_post(config.mail.post(&public_url)?);
    desk.open_outbound(Outbound::allowing(config.allow_private.clone()));
    if let Some(model) = config.llm.model()? {
        desk.open_model(model);
    }
    let mailbox = config.mail.imap()?;
    let (stop, stopping) = watch::channel(false);

    let demo = if config.demo { Some(demo::prepare(&desk, &public_url).await?) } else { None };
    for profile in store::assistant::all(&desk.db).await? {
        desk.library.refresh(&desk.db, &profile).await?;
    }
    let site = http::Site::new(
        Arc::clone(&desk),
        &public_url,
        demo.as_ref().map(|demo| demo.public_key.clone()),
        config.trusted_proxies.clone(),
        stopping.clone(),
    );
    desk.be_patient(Patience::USUAL);
    let workers = tokio::spawn(work::run(Arc::clone(&desk), stopping.clone()));
    let reader = mailbox.map(|mailbox| tokio::spawn(work::read_mailbox(Arc::clone(&desk), mailbox, stopping.clone())));
    let server = tokio::spawn(http::serve(listener, http::router(site), stopping));
    announce(&config, &public_url, &address, demo.as_ref(), &desk);

    stop_signal().await;
    tracing::info!("Stopping: what is under way is finished");
    stop.send_replace(true);
    if tokio::time::timeout(DRAIN, async { tokio::join!(workers, server, OptionFuture::from(reader)) }).await.is_err() {
        tracing::warn!("Some work was cut off; its jobs run at the next start");
    }
    desk.db.close().await;
    Ok(())
}

/// The file of the model, where it was pulled.
fn model(config: &ServeConfig) -> Option<PathBuf> {
    let file = config.data.model();
    if file.is_none() {
        tracing::warn!("There is no embedding model: questions are searched by words alone. `baton models pull` fetches it.");
    }
    file
}

/// Where to find it, on standard output: people read it, and so do scripts that asked for a free port.
fn announce(config: &ServeConfig, public_url: &str, address: &std::net::SocketAddr, demo: Option<&demo::Demo>, desk: &Desk) {
    let mut places = format!("listening on http://{address}\ninbox:  {public_url}/inbox\n");
    if demo.is_some() {
        places += &format!("demo:   {public_url}/demo\nlogin:  {} / {}\n", demo::EMAIL, demo::PASSWORD);
    }
    // In one piece, and whether or not anybody reads it: a closed pipe is no reason to stop serving.
    let _ = std::io::stdout().write_all(places.as_bytes());
    let search = if desk.library.has_model() { "by meaning and words" } else { "by words alone (no model)" };
    tracing::info!(data = %config.data.data.display(), engine = desk.db.engine(), "Ready; questions are searched {search}");
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        tracing::warn!("SIGTERM can't be heard; stop with Ctrl+C");
        // Only its arrival matters.
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
