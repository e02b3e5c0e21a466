//! The gate through which the files of a site go: those that the site brings itself are not made, and no two have one path.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

use super::record;
use crate::diagnostic::Diagnostic;
use crate::output::CopiedFile;
use crate::render::{Key, OutputFile, Piece, Taker};

/// Hands files on to a taker.
pub(super) struct Gate<'a> {
    taker: &'a dyn Taker,
    /// Called when all pages are made.
    on_pages: &'a (dyn Fn() + Sync),
    /// A file of the site's own, such as a robots.txt, is instead of the one that would be made.
    copied: HashSet<String>,
    seen: Mutex<Seen>,
}

/// What has gone through. Of the paths, which are many, only hashes are kept.
#[derive(Default)]
struct Seen {
    files: HashSet<Key>,
    /// The folders that the files lie in, and those that these lie in.
    folders: HashSet<Key>,
    /// Paths of the files that are made piece by piece.
    pieced: HashSet<String>,
    /// Paths of a second file.
    twice: BTreeSet<String>,
    /// Paths of a file and of a folder.
    both: BTreeSet<String>,
}

impl Seen {
    /// Notes a file; whether it is the first with its path, in which capitals do not count.
    fn note(&mut self, path: &str) -> bool {
        let file = hash(path);
        if self.folders.contains(&file) {
            self.both.insert(path.to_owned());
        }
        for folder in path.match_indices('/').map(|(end, _)| &path[..end]) {
            let hash = hash(folder);
            if self.files.contains(&hash) {
                self.both.insert(folder.to_owned());
            }
            self.folders.insert(hash);
        }
        self.files.insert(file)
    }
}

fn hash(path: &str) -> Key {
    record::key(blake3::hash(path.as_bytes()))
}

impl<'a> Gate<'a> {
    pub(super) fn new(taker: &'a dyn Taker, on_pages: &'a (dyn Fn() + Sync), copies: &[CopiedFile]) -> Self {
        let copied: HashSet<String> = copies.iter().map(|copy| copy.path.to_lowercase()).collect();
        let mut seen = Seen::default();
        for path in &copied {
            seen.note(path);
        }
        Self { taker, on_pages, copied, seen: Mutex::new(seen) }
    }

    /// Whether a whole file may have this path; notes that there is one.
    fn lets_through(&self, path: &str) -> bool {
        let compared = path.to_lowercase();
        if self.copied.contains(&compared) {
            return false;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = seen.note(&compared);
        if !is_first {
            seen.twice.insert(path.to_owned());
        }
        is_first
    }

    /// Refuses a site in which two files have one path. The paths of the content have been given out by then, so that only
    /// names that clash with pages of the site itself can be at fault.
    pub(super) fn expect_no_clash(self) -> Result<(), Diagnostic> {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (path, message, remedy) = if let Some(path) = seen.twice.first() {
            let message = "a file of the site and one from its content have the same address";
            (
                path,
                message,
                "give the article or section with this address another `slug` or `path`; nothing was written",
            )
        } else if let Some(path) = seen.both.first() {
            let message = "a file has the name of a folder that the site needs";
            (path, message, "give the file another name; nothing was written")
        } else {
            return Ok(());
        };
        Err(Diagnostic::error(format!("/{path}"), message, remedy))
    }
}

impl Taker for Gate<'_> {
    fn files(&self, key: Option<&Key>, files: Vec<OutputFile>) {
        let count = files.len();
        let wanted: Vec<OutputFile> = files.into_iter().filter(|file| self.lets_through(&file.path)).collect();
        // What is under a key is all there or not at all.
        self.taker.files(key.filter(|_| wanted.len() == count), wanted);
    }

    fn again(&self, key: &Key) -> Option<Vec<String>> {
        if self.known(key)?.iter().any(|path| self.copied.contains(&path.to_lowercase())) {
            return None;
        }
        let paths = self.taker.again(key)?;
        for path in &paths {
            self.lets_through(path);
        }
        Some(paths)
    }

    fn known(&self, key: &Key) -> Option<Vec<String>> {
        self.taker.known(key)
    }

    fn has_piece(&self, path: &str, key: &Key) -> bool {
        !self.copied.contains(&path.to_lowercase()) && self.taker.has_piece(path, key)
    }

    fn pieces(&self, path: &str, pieces: Vec<Piece>) {
        let compared = path.to_lowercase();
        if self.copied.contains(&compared) {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !seen.pieced.contains(&compared) {
            if !seen.note(&compared) {
                seen.twice.insert(path.to_owned());
            }
            seen.pieced.insert(compared);
        }
        drop(seen);
        self.taker.pieces(path, pieces);
    }

    fn pages_are_made(&self) {
        (self.on_pages)();
    }
}
