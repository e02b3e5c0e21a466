//! The console: results on standard output, problems on standard error, in colour where a terminal shows it.

use std::env;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::sync::mpsc;
use std::thread;

use super::problems::Problems;
use super::{Outcome, bar, timings};
use crate::cli::Cli;
use crate::diagnostic::{Diagnostic, visible_lines};
use crate::progress::Progress;

/// How much of a result is written at one time, in bytes.
const BUFFER: usize = 1 << 16;

/// How to talk to the user.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    quiet: bool,
    in_full: usize,
    colour: bool,
    /// Whether somebody may be watching.
    is_terminal: bool,
}

impl Console {
    /// As the command line, the terminal and the environment want it.
    pub(super) fn new(cli: &Cli) -> Self {
        let is_terminal = io::stderr().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { quiet: cli.quiet, in_full: cli.problems, colour: is_terminal && wants_colour(), is_terminal }
    }

    /// Prints a line of the result. The error says how the command ends: quietly where the reader has gone away.
    pub(super) fn print(&self, text: &str) -> Result<(), Outcome> {
        self.print_with(|out| out.write_all(text.as_bytes()))
    }

    /// Prints a line of the result that `write` writes piece by piece: it may be larger than what it is made from.
    pub(super) fn print_with(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Outcome> {
        let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
        match write(&mut out).and_then(|()| out.write_all(b"\n")).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Outcome::Done),
            Err(error) => {
                let what = format!("cannot be written to: {error}");
                Err(self.failure(&Diagnostic::error("standard output", what, "check the space on its disk")))
            }
        }
    }

    /// Prints a line about what was done, unless the user wants quiet.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stdout().lock(), "{}", visible_lines(text));
        }
    }

    /// Does `work`, with a bar on a terminal where it takes longer than a moment; tells where the time went if `timings`
    /// are wanted.
    pub(super) fn watch<T>(&self, timings: bool, work: impl FnOnce(&Progress) -> T) -> T {
        let progress = Progress::default();
        let result = thread::scope(|scope| {
            let (end, ended) = mpsc::channel();
            if self.is_terminal && !self.quiet {
                let progress = &progress;
                scope.spawn(move || bar::draw(progress, &ended));
            }
            let result = work(&progress);
            drop::<mpsc::Sender<()>>(end);
            result
        });
        if timings {
            let _ = writeln!(io::stderr().lock(), "{}", timings::table(&progress.times()));
        }
        result
    }

    /// Tells because of what the command could not run.
    pub(super) fn failure(&self, diagnostic: &Diagnostic) -> Outcome {
        let _ = writeln!(io::stderr().lock(), "{}\n", diagnostic.shown(self.colour));
        Outcome::Failed
    }

    /// Where to tell problems while they turn up.
    pub(super) fn problems(&self) -> Problems {
        Problems::new(self.in_full, self.colour)
    }

    /// Tells all problems, errors first where there is no room for all in full; gives what they mean for the outcome.
    pub(super) fn tell_all(&self, diagnostics: &[Diagnostic]) -> Outcome {
        let mut all: Vec<&Diagnostic> = diagnostics.iter().collect();
        if all.len() > self.in_full {
            all.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        }
        let mut problems = self.problems();
        for diagnostic in all {
            problems.tell(diagnostic);
        }
        problems.finish()
    }
}

/// Whether colours are wanted where they can be shown.
fn wants_colour() -> bool {
    env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
