//! The `quotewright` program: calls the library and maps the outcome to an exit code.

use std::process::ExitCode;

use clap::Parser;
use quotewright::cli::Cli;

fn main() -> ExitCode {
    quotewright::commands::run(Cli::parse()).into()
}
