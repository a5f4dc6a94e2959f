//! Writes to visitors what waits for them, hands mails to the server, and reads the operator's mailbox.

use super::jobs::Kind;
use crate::{
    desk::{Desk, Failure, Next},
    outside::ImapBox,
    react::Job,
    stop::stopped,
    store::job::Claimed,
};
use anyhow::Context;
use app::domain::{id::WorkspaceId, time::Timestamp};
use std::{sync::Arc, time::Duration};
use tokio::sync::{Notify, watch};

/// A job whose use case still breaks after so many tries is given up. Waiting for caps to fall takes some fifty.
const MOST_TRIES: i64 = 120;
const BROKEN_MS: i64 = 60_000;
/// How often the mailbox is read.
const READ_EVERY: Duration = Duration::from_secs(20);
/// How long it is left alone after it couldn't be read.
const READ_LATER: Duration = Duration::from_secs(60);

pub(super) struct Mails;

impl Kind for Mails {
    const NAME: &'static str = "mail";
    // A server that scans mails takes its time; nobody else takes the job meanwhile.
    const HOLD_MS: i64 = 120_000;

    fn bell(desk: &Desk) -> &Notify {
        &desk.mail_jobs
    }

    async fn take(desk: &Desk, workspace: &WorkspaceId, job: &Claimed) -> Result<Next, Failure> {
        match serde_json::from_str(&job.payload).context("reading a mail job")? {
            Job::WriteToVisitor { conversation } => desk.write_to_visitor(workspace, &conversation).await,
            Job::SendMail { mail } => desk.send_mail(workspace, &mail, job.attempts).await,
            _ => Ok(Next::Done),
        }
    }

    fn broken(job: &Claimed, now: Timestamp) -> Next {
        if job.attempts >= MOST_TRIES { Next::Done } else { Next::Again { due: now.plus(BROKEN_MS * job.attempts) } }
    }
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
