//! The gate through which the files of a site go: those that the site brings itself are not made, and no two have one path.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::output::CopiedFile;
use crate::render::{OutputFile, Taker};

/// Hands files on to a taker.
pub(super) struct Gate<'a> {
    taker: &'a dyn Taker,
    /// A file of the site's own, such as a robots.txt, is instead of the one that would be made.
    copied: HashSet<String>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    paths: HashSet<String>,
    /// Those that are made piece by piece.
    pieced: HashSet<String>,
    /// Paths of a second file.
    twice: BTreeSet<String>,
}

impl<'a> Gate<'a> {
    pub(super) fn new(taker: &'a dyn Taker, copies: &[CopiedFile]) -> Self {
        let copied = copies.iter().map(|copy| copy.path.to_lowercase()).collect();
        Self { taker, copied, seen: Mutex::default() }
    }

    /// Refuses a site in which two files have one path. The paths of the content have been given out by then, so that only
    /// names that clash with pages of the site itself can be at fault.
    pub(super) fn expect_no_clash(self) -> Result<(), Diagnostic> {
        let seen = self.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Some(path) = seen.twice.first() else { return expect_no_file_above(&seen.paths, &self.copied) };
        let message = "a file of the site and one from its content have the same address";
        let remedy = "give the article or section with this address another `slug` or `path`; nothing was written";
        Err(Diagnostic::error(format!("/{path}"), message, remedy))
    }
}

/// Refuses a site in which a file has the name of a folder that another one needs.
fn expect_no_file_above(paths: &HashSet<String>, copied: &HashSet<String>) -> Result<(), Diagnostic> {
    let is_file = |path: &str| paths.contains(path) || copied.contains(path);
    let above = |path: &str| path.match_indices('/').map(|(end, _)| path[..end].to_owned()).find(|path| is_file(path));
    match paths.iter().chain(copied).filter_map(|path| above(path)).min() {
        None => Ok(()),
        Some(path) => {
            let message = "a file has the name of a folder that the site needs";
            Err(Diagnostic::error(format!("/{path}"), message, "give the file another name; nothing was written"))
        }
    }
}

impl Taker for Gate<'_> {
    fn file(&self, file: OutputFile) {
        let compared = file.path.to_lowercase();
        if self.copied.contains(&compared) {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = seen.paths.insert(compared);
        if is_first {
            drop(seen);
            self.taker.file(file);
        } else {
            seen.twice.insert(file.path);
        }
    }

    fn piece(&self, path: &str, bytes: &[u8]) {
        let compared = path.to_lowercase();
        if self.copied.contains(&compared) {
            return;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !seen.pieced.contains(&compared) {
            seen.pieced.insert(compared.clone());
            if !seen.paths.insert(compared) {
                seen.twice.insert(path.to_owned());
            }
        }
        drop(seen);
        self.taker.piece(path, bytes);
    }
}
