//! The subcommands, one file each. Only they, [`crate::cli`] and the program print and choose exit codes.

mod build;
mod extract;
mod extraction_json;

use std::io::{self, Write};
use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::diagnostic::{Diagnostic, Severity};

/// How a command ended, in the order of gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// Done, but some articles or links are bad; each was named.
    SomeBad,
    /// The command could not run.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::SomeBad => 1,
            Outcome::Failed => 2,
        })
    }
}

/// Runs what the command line asks for.
pub fn run(cli: Cli) -> Outcome {
    match cli.command {
        Command::Build(options) => build::run(options),
        Command::Extract(options) => extract::run(&options),
    }
}

/// Prints one message about a file; the only place that does.
fn report(diagnostic: &Diagnostic) {
    let _ = writeln!(io::stderr().lock(), "{diagnostic}\n");
}

/// Prints all messages; gives what they mean for the outcome.
fn report_all(diagnostics: &[Diagnostic]) -> Outcome {
    diagnostics.iter().for_each(report);
    let bad = diagnostics.iter().any(|d| d.severity == Severity::Error);
    if bad { Outcome::SomeBad } else { Outcome::Done }
}

/// Prints a result. A reader that has gone away is no fault.
fn print(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}
