//! Telling problems, however many there are: the first in full, more of them in a line each, and the rest counted by kind.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use super::Outcome;
use crate::diagnostic::{Diagnostic, Severity};

/// For each problem that is told in full so many more are told in a line.
const LINES_PER_FULL: usize = 4;

/// How many kinds of problems are counted by name.
const KINDS: usize = 10;

/// What was told so far.
#[derive(Debug)]
pub(super) struct Problems {
    in_full: usize,
    colour: bool,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// How many of each kind were not told.
    untold: BTreeMap<String, usize>,
}

impl Problems {
    pub(super) fn new(in_full: usize, colour: bool) -> Self {
        Self { in_full, colour, errors: 0, warnings: 0, notes: 0, untold: BTreeMap::new() }
    }

    /// Tells or counts one problem.
    pub(super) fn tell(&mut self, diagnostic: &Diagnostic) {
        let before = self.told_or_counted();
        match diagnostic.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
        let mut err = io::stderr().lock();
        // Where standard error is gone there is nobody to tell.
        let _ = if before < self.in_full {
            writeln!(err, "{}\n", diagnostic.shown(self.colour))
        } else if before < self.in_full.saturating_mul(1 + LINES_PER_FULL) {
            writeln!(err, "{}", diagnostic.in_a_line())
        } else {
            *self.untold.entry(kind(diagnostic)).or_default() += 1;
            Ok(())
        };
    }

    /// Sums up what was not told in full; gives what all of it means for the outcome.
    pub(super) fn finish(self) -> Outcome {
        if self.told_or_counted() > self.in_full {
            let _ = write!(io::stderr().lock(), "{}", self.summary());
        }
        if self.errors > 0 { Outcome::SomeBad } else { Outcome::Done }
    }

    fn told_or_counted(&self) -> usize {
        self.errors + self.warnings + self.notes
    }

    fn summary(&self) -> String {
        let mut kinds: Vec<(&String, &usize)> = self.untold.iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let mut summary = String::new();
        // Writing to a string cannot fail.
        for (kind, count) in kinds.iter().take(KINDS) {
            let _ = writeln!(summary, "{count:>8} more: {kind}");
        }
        let other: usize = kinds.iter().skip(KINDS).map(|(_, count)| **count).sum();
        if other > 0 {
            let _ = writeln!(summary, "{other:>8} more of other kinds");
        }
        let mut counts = vec![format!("{} errors", self.errors), format!("{} warnings", self.warnings)];
        if self.notes > 0 {
            counts.push(format!("{} notes", self.notes));
        }
        let _ = writeln!(summary, "{} in all; `--problems all` tells each in full\n", counts.join(", "));
        summary
    }
}

/// Severity and message, without what is special to the case: names in backticks, and what stands behind a colon.
fn kind(diagnostic: &Diagnostic) -> String {
    let parts = diagnostic.message.split('`').enumerate();
    let message: Vec<&str> = parts.map(|(n, part)| if n % 2 == 0 { part } else { "..." }).collect();
    let message = message.join("`");
    let message = message.split(": ").next().unwrap_or_default();
    format!("{}: {message}", diagnostic.severity.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_leave_out_names() {
        for (message, expected) in [
            (
                "`a.md` and `b.md` would both be written to `/a/`",
                "error: `...` and `...` would both be written to `...`",
            ),
            ("cannot be read: permission denied", "error: cannot be read"),
            ("the front matter is not closed", "error: the front matter is not closed"),
        ] {
            assert_eq!(kind(&Diagnostic::error("f", message, "r")), expected);
        }
    }

    #[test]
    fn what_is_not_told_is_counted() {
        let mut problems = Problems::new(0, false);
        for n in 0..12 {
            problems.tell(&Diagnostic::error("f", format!("bad {n}: x"), "r"));
            problems.tell(&Diagnostic::warning("f", "odd", "r"));
        }
        let summary = problems.summary();
        for part in ["12 more: warning: odd", "3 more of other kinds", "12 errors, 12 warnings in all"] {
            assert!(summary.contains(part), "{part} is not in\n{summary}");
        }
    }
}
