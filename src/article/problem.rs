//! What is wrong with an article, where, and what to do about it.

use std::fmt;

/// A fault in one source file. The file's name is known to whoever reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1.
    pub line: Option<usize>,
    /// Column in that line in characters, from 1.
    pub column: Option<usize>,
    /// What is wrong: lower case, no final stop.
    pub message: String,
    /// What to do about it: lower case, no final stop.
    pub remedy: String,
}

impl Problem {
    /// A problem of the file as a whole.
    pub fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { line: None, column: None, message: message.into(), remedy: remedy.into() }
    }

    /// The same problem at a place in the file.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { line: Some(place.line), column: Some(place.column), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, "{line}:{column}: ")?;
        }
        write!(f, "{} ({})", self.message, self.remedy)
    }
}

impl std::error::Error for Problem {}

/// Line and column in a file, both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte offset in `text`.
    pub fn of(text: &str, offset: usize) -> Self {
        Self { line: 1, column: 1 }.moved_over(&text[..text.floor_char_boundary(offset)])
    }

    /// The place behind `text`, which stands at this one.
    #[must_use]
    pub fn moved_over(self, text: &str) -> Self {
        match text.rsplit_once('\n') {
            None => Self { column: self.column + text.chars().count(), ..self },
            Some((above, last)) => {
                Self { line: self.line + above.matches('\n').count() + 1, column: last.chars().count() + 1 }
            }
        }
    }
}
