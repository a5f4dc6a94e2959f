//! Writes to visitors what waits for them, hands mails to the server, and reads the operator's mailbox.

use super::IDLE;
use crate::{
    desk::{Desk, Failure, Next},
    outside::ImapBox,
    react::Job,
    stop::stopped,
    store::{self, job::Claimed},
};
use anyhow::Context;
use app::domain::id::WorkspaceId;
use futures::FutureExt;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// A server that scans mails takes its time; nobody else takes the job meanwhile.
const HOLD_MS: i64 = 120_000;
/// A job whose use case still breaks after so many tries is given up. Waiting for caps to fall takes some fifty.
const MOST_TRIES: i64 = 120;
const BROKEN_MS: i64 = 60_000;
/// How often the mailbox is read.
const READ_EVERY: Duration = Duration::from_secs(20);
/// How long it is left alone after it couldn't be read.
const READ_LATER: Duration = Duration::from_secs(60);

pub(super) async fn run(desk: Arc<Desk>, mut stop: watch::Receiver<bool>) {
    loop {
        // Asked for before looking: a job that is written in between still rings.
        let rung = desk.mail_jobs.notified();
        tokio::pin!(rung);
        rung.as_mut().enable();
        match claim(&desk).await {
            Ok(Some(job)) => work(&desk, &job).await,
            Ok(None) => tokio::select! {
                () = rung => {}
                () = tokio::time::sleep(IDLE) => {}
                () = stopped(&mut stop) => {}
            },
            Err(failure) => {
                failure.told(desk.clock.now());
                tokio::time::sleep(IDLE).await;
            }
        }
        if *stop.borrow() {
            return;
        }
    }
}

async fn claim(desk: &Desk) -> Result<Option<Claimed>, Failure> {
    let now = desk.clock.now();
    Ok(desk.db.write(move |tx| async move { store::job::claim(tx, "mail", now, now.plus(HOLD_MS)).await }.boxed()).await?)
}

async fn work(desk: &Desk, job: &Claimed) {
    let done = match take(desk, job).await {
        Ok(Next::Done) => finish(desk, job).await,
        Ok(Next::Again { due }) => again(desk, job, due, String::new()).await,
        Err(failure) => {
            let now = desk.clock.now();
            let why = failure.told(now).to_string();
            if job.attempts >= MOST_TRIES {
                finish(desk, job).await
            } else {
                again(desk, job, now.plus(BROKEN_MS * job.attempts), why).await
            }
        }
    };
    if let Err(failure) = done {
        failure.told(desk.clock.now());
    }
}

async fn take(desk: &Desk, job: &Claimed) -> Result<Next, Failure> {
    let workspace = WorkspaceId::parse(&job.workspace_id).context("a job names its workspace")?;
    match serde_json::from_str(&job.payload).context("reading a mail job")? {
        Job::WriteToVisitor { conversation } => desk.write_to_visitor(&workspace, &conversation).await,
        Job::SendMail { mail } => desk.send_mail(&workspace, &mail, job.attempts).await,
        _ => Ok(Next::Done),
    }
}

async fn finish(desk: &Desk, job: &Claimed) -> Result<(), Failure> {
    let (id, fence) = (job.id.clone(), job.fence);
    desk.db.write(move |tx| async move { store::job::finish(tx, &id, fence).await }.boxed()).await?;
    Ok(())
}

async fn again(desk: &Desk, job: &Claimed, due: app::domain::time::Timestamp, why: String) -> Result<(), Failure> {
    let (id, fence) = (job.id.clone(), job.fence);
    desk.db.write(move |tx| async move { store::job::retry(tx, &id, fence, due, &why).await }.boxed()).await?;
    Ok(())
}

/// Reads the operator's mailbox, again and again, until `stop` turns true.
pub async fn read_mailbox(desk: Arc<Desk>, mailbox: ImapBox, mut stop: watch::Receiver<bool>) {
    loop {
        let wait = match mailbox.visit(|raw| taken(&desk, raw)).await {
            Ok(0) => READ_EVERY,
            Ok(n) => {
                tracing::info!(n_mails = n, "Read {n} mails from the mailbox");
                READ_EVERY
            }
            Err(error) => {
                tracing::warn!("The mailbox could not be read; trying again: {error:#}");
                READ_LATER
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stopped(&mut stop) => return,
        }
    }
}

/// Whether a mail needn't be brought again.
async fn taken(desk: &Desk, raw: Vec<u8>) -> bool {
    match desk.take_mail(raw, None).await {
        Ok(_) => true,
        Err(failure) => {
            failure.told(desk.clock.now());
            false
        }
    }
}
