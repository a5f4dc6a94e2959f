//! `baton user create` and `baton user reset-password`.

use super::super::{
    clock::SystemClock,
    config::DataConfig,
    db::Db,
    desk::{Desk, NewUser},
    library::Library,
    secret::Keys,
};
use anyhow::Context;
use app::domain::{
    face::snippet,
    text::{Email, Name},
};
use clap::{Args, Subcommand};
use std::{io::BufRead, sync::Arc};

#[derive(Debug, Subcommand)]
pub(super) enum UserWord {
    /// Makes an account, and its workspace where that is missing.
    Create(CreateConfig),
    /// Gives an account a new password and signs it out everywhere.
    ResetPassword(ResetConfig),
}

#[derive(Debug, Args)]
pub(super) struct CreateConfig {
    #[command(flatten)]
    data: DataConfig,
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// The workspace to join, by its name.
    #[arg(long, default_value = "Support")]
    workspace: String,
    /// Read from standard input where it isn't given.
    #[arg(long, env = "BATON_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ResetConfig {
    #[command(flatten)]
    data: DataConfig,
    #[arg(long)]
    email: String,
    /// Read from standard input where it isn't given.
    #[arg(long, env = "BATON_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

pub(super) async fn run(word: UserWord) -> anyhow::Result<()> {
    match word {
        UserWord::Create(config) => create(config).await,
        UserWord::ResetPassword(config) => reset(config).await,
    }
}

async fn create(config: CreateConfig) -> anyhow::Result<()> {
    let new = NewUser {
        email: Email::parse(&config.email)?,
        name: Name::parse(&config.name)?,
        password: password(config.password)?,
        workspace: Name::parse(&config.workspace)?.into(),
    };
    let address = new.email.as_str().to_owned();
    let profile = desk(&config.data).await?.create_user(new).await?;
    println!("{address} can sign in now. The snippet of the assistant \"{}\":", profile.name.as_str());
    println!("{}", snippet(HOST, &profile.public_key, &profile.accent));
    Ok(())
}

async fn reset(config: ResetConfig) -> anyhow::Result<()> {
    let (email, password) = (Email::parse(&config.email)?, password(config.password)?);
    desk(&config.data).await?.reset_password(email, &password).await?;
    println!("{} has a new password; all its sessions have ended.", config.email);
    Ok(())
}

/// Stands in a snippet for the address that the program is reached at: commands don't know it.
pub(super) const HOST: &str = "https://YOUR-HOST";

/// A desk that keeps accounts and assistants: it signs no tokens and answers no questions.
pub(super) async fn desk(data: &DataConfig) -> anyhow::Result<Arc<Desk>> {
    data.prepare()?;
    let db = Db::open(&data.url()?).await?;
    Ok(Desk::new(db, Arc::new(SystemClock), Keys::from_secret(&[]), Library::open(None)?))
}

fn password(given: Option<String>) -> anyhow::Result<String> {
    if let Some(password) = given {
        return Ok(password);
    }
    eprint!("Password: ");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("reading the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
