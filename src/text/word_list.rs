//! A sorted list of words, read from a data file that the program embeds.

use std::collections::HashSet;

/// Words of a data file: one entry a line, `#` starts a comment line.
#[derive(Debug, Default)]
pub struct WordList(HashSet<&'static str>);

impl WordList {
    /// Reads the text of a data file.
    pub fn parse(data: &'static str) -> Self {
        Self(entries(data).collect())
    }

    /// Whether the list holds exactly this word (lists are in lower case).
    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

/// The entries of a data file in their order.
pub fn entries(data: &'static str) -> impl Iterator<Item = &'static str> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', data.as_bytes()).chain([data.len()]);
    let lines = ends.map(move |end| {
        let line = data.get(start..end).unwrap_or_default();
        start = end + 1;
        line.trim_ascii()
    });
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}
