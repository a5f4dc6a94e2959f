//! `baton`: an AI support desk that a site owner runs themselves.

use clap::Parser;
use rust_embed::RustEmbed;
use server::{
    assets::{self, File},
    command::{self, Cli},
};

/// The bundles, inside the program: here and not in the library, which is thus built once, whatever becomes of them.
#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

fn main() -> std::process::ExitCode {
    assets::bring(|name| Site::get(name).map(|it| File { sha256: it.metadata.sha256_hash(), bytes: it.data }));
    command::run(Cli::parse())
}
