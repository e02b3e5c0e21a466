//! `quotewright completions` and `quotewright man`: what shells and manual readers want to know of the command line.

use clap::CommandFactory;

use super::Outcome;
use super::console::Console;
use crate::cli::{self, Cli};
use crate::diagnostic::Diagnostic;
use crate::fs;

/// Prints the completions for a shell.
pub(super) fn completions(console: &Console, options: &cli::Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut script);
    let script = String::from_utf8_lossy(&script);
    console.print(script.trim_end()).map_or_else(|outcome| outcome, |()| Outcome::Done)
}

/// Writes a page for the program and one for each command.
pub(super) fn man(console: &Console, options: &cli::Man) -> Outcome {
    let written = fs::create_folder(&options.dir).and_then(|()| clap_mangen::generate_to(Cli::command(), &options.dir));
    match written {
        Ok(()) => {
            console.note(&format!("manual pages in {}", options.dir.display()));
            Outcome::Done
        }
        Err(error) => {
            let message = format!("the pages cannot be written: {error}");
            let remedy = "check its permissions and the space on its disk";
            console.failure(&Diagnostic::error(options.dir.display().to_string(), message, remedy))
        }
    }
}
