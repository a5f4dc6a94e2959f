//! `baton assistant create` and `baton assistant list`.

use super::user::{HOST, desk};
use crate::{
    config::DataConfig,
    store::{self, assistant::Profile},
};
use anyhow::Context;
use app::domain::{
    face::{Face, snippet},
    text::Name,
};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(super) enum AssistantWord {
    /// Makes another assistant in a workspace: with docs, a look and a snippet of its own.
    Create(CreateConfig),
    /// Lists the assistants: workspace, name, public key, and whether each is on.
    List(ListConfig),
}

#[derive(Debug, Args)]
pub(super) struct CreateConfig {
    #[command(flatten)]
    data: DataConfig,
    /// The workspace, by its name.
    #[arg(long, default_value = "Support")]
    workspace: String,
    /// What visitors read over the chat.
    #[arg(long)]
    name: String,
    /// The first words in an empty thread; empty: none.
    #[arg(long, default_value = "")]
    greeting: String,
}

#[derive(Debug, Args)]
pub(super) struct ListConfig {
    #[command(flatten)]
    data: DataConfig,
    /// Only those of this workspace, by its name.
    #[arg(long)]
    workspace: Option<String>,
}

pub(super) async fn run(word: AssistantWord) -> anyhow::Result<()> {
    match word {
        AssistantWord::Create(config) => create(&config).await,
        AssistantWord::List(config) => list(&config).await,
    }
}

async fn create(config: &CreateConfig) -> anyhow::Result<()> {
    let desk = desk(&config.data).await?;
    let name = String::from(Name::parse(&config.workspace)?);
    let workspace = store::workspace::by_name(&desk.db, &name).await?;
    let workspace = workspace.with_context(|| format!("there is no workspace \"{name}\"; `baton user create` makes one"))?;
    let profile = desk.create_assistant(&workspace, Face::of(&config.name, &config.greeting)).await?;
    println!("The assistant \"{}\" of {name} is there. Its key is {}; its snippet:", profile.name.as_str(), profile.public_key);
    println!("{}", snippet(HOST, &profile.public_key, &profile.accent));
    Ok(())
}

async fn list(config: &ListConfig) -> anyhow::Result<()> {
    let desk = desk(&config.data).await?;
    for it in store::assistant::all(&desk.db).await? {
        let workspace = store::workspace::name(&desk.db, &it.workspace).await?;
        if config.workspace.as_ref().is_none_or(|wanted| *wanted == workspace) {
            println!("{}", line(&workspace, &it));
        }
    }
    Ok(())
}

/// One assistant in a line, its parts set apart by tabs.
fn line(workspace: &str, it: &Profile) -> String {
    [workspace, it.name.as_str(), &it.public_key, if it.is_on { "on" } else { "off" }].join("\t")
}
