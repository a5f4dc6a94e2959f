//! The sample workspace of `--demo`: a made-up company's docs, and conversations that went through the real pipeline.

mod seed;
pub mod site;

use crate::{
    assets,
    desk::{Desk, NewUser, Upload},
    ingest,
    store::{self, assistant::Profile},
};
use anyhow::Context;
use app::domain::{
    id::WorkspaceId,
    person::Agent,
    text::{Email, Name},
};
use std::sync::Arc;

/// The login that is printed at the start.
pub const EMAIL: &str = "agent@demo.test";
pub const PASSWORD: &str = "baton-demo";
/// The sample company's colour.
const ACCENT: &str = "#6d2e5f";
const WORKSPACE: &str = "Plumvale";
const COLLEAGUES: [(&str, &str, &str); 2] = [("ana", EMAIL, "Ana Ortiz"), ("ben", "ben@demo.test", "Ben Achterberg")];

/// The sample workspace, ready.
#[derive(Debug, Clone)]
pub struct Demo {
    pub workspace: WorkspaceId,
    /// Of the assistant that the sample site embeds.
    pub public_key: String,
}

/// Makes the sample workspace where it is missing, and brings its docs up to date. The first time takes a while:
/// the docs are encoded, and the sample conversations are held.
///
/// # Errors
/// Where the database fails.
pub async fn prepare(desk: &Arc<Desk>, public_url: &str) -> anyhow::Result<Demo> {
    let known = store::workspace::by_name(&desk.db, WORKSPACE).await?;
    if known.is_none() {
        println!("Preparing the sample workspace (once; half a minute)");
        make(desk).await?;
    }
    let workspace = store::workspace::by_name(&desk.db, WORKSPACE).await?.context("the sample workspace was just made")?;
    let profile =
        store::assistant::of_workspace(&desk.db, &workspace).await?.into_iter().next().context("the sample workspace has an assistant")?;
    let profile = painted(desk, profile).await?;
    let upload = Upload { source: "help".to_owned(), base_url: format!("{public_url}/demo/help"), documents: documents(public_url) };
    desk.ingest(&profile, upload).await?;
    desk.library.encode(&desk.db, &profile).await?;
    if known.is_none() {
        seed::hold_conversations(desk, &profile, &agents(desk).await?, public_url).await?;
    }
    Ok(Demo { workspace, public_key: profile.public_key })
}

async fn make(desk: &Desk) -> anyhow::Result<()> {
    for (_, email, name) in COLLEAGUES {
        let new = NewUser {
            email: Email::parse(email)?,
            name: Name::parse(name)?,
            password: PASSWORD.to_owned(),
            workspace: WORKSPACE.to_owned(),
        };
        desk.create_user(new).await?;
    }
    Ok(())
}

/// The assistant in the sample company's colour, with questions for a first click.
async fn painted(desk: &Desk, profile: Profile) -> anyhow::Result<Profile> {
    let starters = ["How long do refunds take?", "What does the Studio plan cost?", "How do I close for a holiday?"];
    let it = Profile { starters: starters.map(str::to_owned).to_vec(), accent: ACCENT.to_owned(), ..profile };
    let copy = it.clone();
    desk.db.write(move |tx| Box::pin(async move { store::assistant::set_face(tx, &copy).await })).await?;
    Ok(it)
}

/// The sample agents by the short names that the sample conversations use.
async fn agents(desk: &Desk) -> anyhow::Result<Vec<(&'static str, Agent)>> {
    let mut agents = Vec::new();
    for (short, email, name) in COLLEAGUES {
        let login = store::account::login(&desk.db, &Email::parse(email)?).await?.context("a sample agent was just made")?;
        let id = app::domain::id::AccountId::parse(&login.id).context("an account's id")?;
        agents.push((short, Agent { id, name: Name::parse(name)? }));
    }
    Ok(agents)
}

fn documents(public_url: &str) -> Vec<ingest::Document> {
    let base = format!("{public_url}/demo/help");
    let mut paths: Vec<String> = assets::demo_paths().filter(|path| path.starts_with("help/")).collect();
    paths.sort();
    paths.iter().filter_map(|path| ingest::document(path.strip_prefix("help/")?, &assets::demo(path)?, &base)).collect()
}
