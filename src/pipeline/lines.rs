//! The lines of a file of the content, for showing where it is wrong.

use std::cell::OnceCell;

use crate::article::{Problem, decode};
use crate::diagnostic::Diagnostic;

/// A file as it was read: decoded and parted into lines when the first of them is asked for, and only once, as there may be a
/// problem in each.
#[derive(Debug)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    text: OnceCell<String>,
    /// Where they start, and the end of the text.
    starts: OnceCell<Vec<usize>>,
}

impl<'a> Lines<'a> {
    /// The lines of a file with this content.
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, text: OnceCell::new(), starts: OnceCell::new() }
    }

    /// A problem of the file, as a message with the line that it is about.
    pub fn diagnostic(&self, file: &str, problem: &Problem) -> Diagnostic {
        let plain = Diagnostic::error(file, &problem.message, &problem.remedy);
        match problem.line {
            Some(line) => plain.in_line((line, problem.column.unwrap_or(1)), self.line(line)),
            None => plain,
        }
    }

    /// A line, counted from 1, without its end.
    fn line(&self, number: usize) -> Option<&str> {
        let text = self
            .text
            .get_or_init(|| decode(self.bytes).unwrap_or_else(|_| String::from_utf8_lossy(self.bytes).into_owned()));
        let starts = self.starts.get_or_init(|| {
            let lines = text.split_inclusive('\n').scan(0, |start, line| {
                *start += line.len();
                Some(*start)
            });
            std::iter::once(0).chain(lines).collect()
        });
        let (start, end) = (starts.get(number.checked_sub(1)?)?, starts.get(number)?);
        text[*start..*end].lines().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_encoding() {
        let lines = Lines::of(b"One.\r\n\ntwo \x93x\x94");
        assert_eq!([0, 1, 2, 3, 4].map(|n| lines.line(n)), [None, Some("One."), Some(""), Some("two “x”"), None]);
        assert_eq!(Lines::of(b"a\0b\nc").line(2), Some("c"));
        assert_eq!(Lines::of(b"").line(1), None);
    }
}
