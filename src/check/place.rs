//! From clues to lines: opens the files in which something was found, each once.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::Finding;
use super::clue::{At, Clue};
use crate::article::{Format, Parsed, Place, decode, jsonl};
use crate::markdown::flatten;
use crate::pipeline::{CONTENT, parse_file};
use crate::{fs, text::Span};

/// The findings that clues lead to.
pub(super) fn place(root: &Path, clues: Vec<Clue>) -> Vec<Finding> {
    let mut by_file: BTreeMap<String, Vec<Clue>> = BTreeMap::new();
    for clue in clues {
        by_file.entry(jsonl::file(&clue.source).to_owned()).or_default().push(clue);
    }
    let by_file: Vec<(String, Vec<Clue>)> = by_file.into_iter().collect();
    let placed = by_file.into_par_iter().flat_map_iter(|(name, clues)| {
        let file = SourceFile::open(root, &name);
        clues.into_iter().map(move |clue| {
            let position = file.as_ref().and_then(|file| file.position(&clue));
            let finding = Finding::new(clue.rule, format!("{CONTENT}/{name}"), clue.message, clue.remedy);
            match (position, &file) {
                (Some(position), Some(file)) => {
                    Finding { diagnostic: finding.diagnostic.at(position, &file.text), ..finding }
                }
                _ => finding,
            }
        })
    });
    placed.collect()
}

/// A file of the content, opened to find places in it.
pub(super) struct SourceFile {
    text: String,
    kind: Kind,
}

enum Kind {
    /// One article, with where its body begins.
    One(Box<Parsed>, usize),
    /// One article a line: the line of each, by its source.
    Lines(BTreeMap<String, usize>),
}

impl SourceFile {
    pub(super) fn open(root: &Path, name: &str) -> Option<Self> {
        let bytes = fs::read_below(&root.join(CONTENT), name).ok()?;
        let text = decode(&bytes).ok()?;
        let kind = if name.to_lowercase().ends_with(".jsonl") {
            let numbers = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(n, _)| n + 1);
            let articles = numbers.zip(jsonl::articles(name, &text));
            Kind::Lines(articles.filter_map(|(line, parsed)| Some((parsed.ok()?.source, line))).collect())
        } else {
            let parsed = parse_file(name, &bytes).pop()?.ok()?;
            let body = text.len().checked_sub(parsed.body.len()).filter(|&at| text.get(at..) == Some(&parsed.body))?;
            Kind::One(Box::new(parsed), body)
        };
        Some(Self { text, kind })
    }

    /// Where a link stands in the source as it is written: in the body, or else in the front matter.
    pub(super) fn find(&self, link: &str) -> Option<(usize, usize)> {
        let stands_alone = |&at: &usize| {
            let (before, after) = (&self.text[..at], &self.text[at + link.len()..]);
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        };
        let from = |start: usize| self.text[start..].match_indices(link).map(|(at, _)| start + at).find(stands_alone);
        let found = match self.kind {
            Kind::One(_, body) => from(body).or_else(|| from(0)),
            Kind::Lines(_) => from(0),
        };
        Some(position(&self.text, found?))
    }

    /// The text of the file.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    fn position(&self, clue: &Clue) -> Option<(usize, usize)> {
        match (&self.kind, &clue.at) {
            (Kind::Lines(lines), _) => Some((*lines.get(&clue.source)?, 1)),
            (Kind::One(..), At::Whole) => None,
            (Kind::One(parsed, body), At::Text(span)) => Some(position(&self.text, body + in_body(parsed, *span)?)),
        }
    }
}

fn in_body(parsed: &Parsed, span: Span) -> Option<usize> {
    match parsed.format {
        Format::PlainText => Some(span.start()),
        Format::Markdown => Some(flatten(&parsed.body).map.source(span)?.start),
    }
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let place = Place::of(text, offset);
    (place.line, place.column)
}
