//! `baton`: an AI support desk that a site owner runs themselves.

use clap::Parser;
use server::command::Cli;

fn main() -> std::process::ExitCode {
    server::command::run(Cli::parse())
}
