//! The `quotewright` program: calls the library and maps the outcome to an exit code.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use quotewright::cli::Cli;

/// Pages are made of many small strings, on all threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    quotewright::commands::run(Cli::parse()).into()
}
