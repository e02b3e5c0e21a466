//! The subcommands, one file each. Only they, [`crate::cli`] and the program print and choose exit codes.

mod bar;
mod build;
mod check;
mod console;
mod eject;
mod eval;
mod extract;
mod extraction_json;
mod init;
mod joins;
mod manual;
mod problems;
#[cfg(feature = "serve")]
mod serve;
mod timings;

use std::process::ExitCode;

use self::console::Console;
use crate::cli::{Cli, Command};

/// Stack of each thread that works on articles and pages, of which the system gives only what is used: templates may include
/// one another a thousand levels deep.
const STACK: usize = 64 << 20;

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
    let console = Console::new(&cli);
    // Only the first pool of a process can be set up; there is none before this one.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    match cli.command {
        Command::Init(options) => init::run(&console, &options),
        Command::Build(options) => build::run(&console, options),
        #[cfg(feature = "serve")]
        Command::Serve(options) => serve::run(&console, options),
        Command::Check(options) => check::run(&console, options),
        Command::Extract(options) => extract::run(&console, &options),
        Command::Eval(options) => eval::run(&console, &options),
        Command::Joins(options) => joins::run(&console, options),
        Command::Eject(options) => eject::run(&console, &options),
        Command::Completions(options) => manual::completions(&console, &options),
        Command::Man(options) => manual::man(&console, &options),
    }
}
