//! Signing in and out, and making the accounts that can.

use super::{Desk, Failure, Result, assistants::fresh};
use crate::{
    chance, secret,
    store::{self, assistant::Profile},
};
use anyhow::Context;
use app::{
    api::Caller,
    domain::{
        face::Face,
        fault::Fault,
        id::{AccountId, WorkspaceId},
        text::{Email, Name},
    },
};
use futures::FutureExt;

/// A session lasts this long, in milliseconds: thirty days.
const SESSION_MS: i64 = 30 * 24 * 3_600_000;
/// Shorter passwords are refused when an account is made.
const SHORTEST_PASSWORD: usize = 8;

/// A fresh session. The token goes into the cookie and nowhere else.
#[derive(Debug)]
pub struct SignedIn {
    pub token: String,
    /// Seconds until it runs out.
    pub seconds: i64,
}

/// What makes an account.
#[derive(Debug, Clone)]
pub struct NewUser {
    pub email: Email,
    pub name: Name,
    pub password: String,
    /// The workspace that they become a member of; made, with its assistant, where it is missing.
    pub workspace: String,
}

impl Desk {
    /// A session for who knows the address and the password; nothing where either is wrong.
    ///
    /// # Errors
    /// Where the database or the hasher fails.
    pub async fn sign_in(&self, email: &str, password: String) -> Result<Option<SignedIn>> {
        let login = match Email::parse(email) {
            Ok(email) => store::account::login(&self.db, &email).await?,
            Err(_) => None,
        };
        let hash = login.as_ref().map(|login| login.password.clone());
        let right = self.slowly(move || secret::is_password(&password, hash.as_deref())).await?;
        let known = login.filter(|_| right).and_then(|login| Some((WorkspaceId::parse(&login.workspace)?, AccountId::parse(&login.id)?)));
        let Some((workspace, account)) = known else { return Ok(None) };
        let token = secret::session_token();
        let hash = secret::hash_of(&token);
        let now = self.clock.now();
        let opened = self
            .db
            .write(move |tx| async move { store::session::open(tx, &hash, &workspace, &account, now, now.plus(SESSION_MS)).await }.boxed());
        opened.await?;
        Ok(Some(SignedIn { token, seconds: SESSION_MS / 1000 }))
    }

    /// Who bears a session's token.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn caller(&self, token: &str) -> Result<Option<Caller>> {
        Ok(store::session::caller(&self.db, &secret::hash_of(token), self.clock.now()).await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn sign_out(&self, token: &str) -> Result<()> {
        let hash = secret::hash_of(token);
        let closed = self.db.write(move |tx| async move { store::session::close(tx, &hash).await }.boxed());
        Ok(closed.await?)
    }

    /// Forgets sessions that have run out; how many.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn sweep_sessions(&self) -> Result<u64> {
        let now = self.clock.now();
        Ok(self.db.write(move |tx| async move { store::session::sweep(tx, now).await }.boxed()).await?)
    }

    /// Makes an account, and its workspace with an assistant where that is missing.
    ///
    /// # Errors
    /// `Invalid` for a short password or an address that is taken.
    pub async fn create_user(&self, new: NewUser) -> Result<Profile> {
        let hash = self.hashed(&new.password).await?;
        if store::account::login(&self.db, &new.email).await?.is_some() {
            return Err(Fault::invalid(
                "email",
                "This address has an account already. Give it a new password with `baton user reset-password`.",
            )
            .into());
        }
        let now = self.clock.now();
        let known = store::workspace::by_name(&self.db, &new.workspace).await?;
        let workspace = known.clone().unwrap_or_else(|| chance::workspace(now));
        let profile = assistant_for(&workspace, &new.workspace, now)?;
        let (wall, copy) = (workspace.clone(), profile.clone());
        let made = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                if known.is_none() {
                    store::workspace::add(tx, &wall, &new.workspace, now).await?;
                    store::assistant::add(tx, &copy, now).await?;
                }
                let account = chance::account(now);
                store::account::add(tx, &account, &new.email, &new.name, hash, now).await?;
                Ok(store::account::join(tx, &wall, &account, now).await?)
            }
            .boxed()
        });
        made.await?;
        let profiles = store::assistant::of_workspace(&self.db, &workspace).await?;
        Ok(profiles.into_iter().next().unwrap_or(profile))
    }

    /// Gives an account a new password and ends its sessions.
    ///
    /// # Errors
    /// `NotFound` where no account has this address; `Invalid` for a short password.
    pub async fn reset_password(&self, email: Email, password: &str) -> Result<()> {
        let hash = self.hashed(password).await?;
        let reset = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                let found = store::account::set_password(tx, &email, hash).await?;
                store::session::close_all(tx, email.as_str()).await?;
                if found == 0 { Err(Fault::NotFound.into()) } else { Ok(()) }
            }
            .boxed()
        });
        reset.await
    }

    async fn hashed(&self, password: &str) -> Result<String> {
        if password.chars().count() < SHORTEST_PASSWORD {
            return Err(Fault::invalid("password", &format!("A password has at least {SHORTEST_PASSWORD} characters.")).into());
        }
        let password = password.to_owned();
        Ok(self.slowly(move || secret::hash_password(&password)).await??)
    }

    /// Runs slow arithmetic off the async threads, few at a time.
    async fn slowly<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _place = self.hashing.acquire().await.context("waiting to hash a password")?;
        Ok(tokio::task::spawn_blocking(work).await.context("hashing a password")?)
    }
}

fn assistant_for(workspace: &WorkspaceId, name: &str, now: app::domain::time::Timestamp) -> Result<Profile, Fault> {
    let tagline = "AI, answers from our docs".to_owned();
    let greeting = "Hi! Ask me anything; I answer from our help pages and show you where it says so.";
    fresh(workspace, Face { tagline, ..Face::of(&format!("{name} assistant"), greeting) }, now)
}
