//! Who takes the files of a site: as they are made, so that they need not all be in memory at once.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::{Key, OutputFile};

/// Takes the files of a site from several threads, in no particular order.
pub trait Taker: Sync {
    /// Takes whole files, all of one key, which stands for what they were made from; without one that is the site as a whole.
    fn files(&self, key: Option<&Key>, files: Vec<OutputFile>);

    /// Takes the files that were made before under `key`; gives their paths. `None` where they have to be made.
    fn again(&self, key: &Key) -> Option<Vec<String>>;

    /// The paths of the files that [`Taker::again`] might take.
    fn known(&self, key: &Key) -> Option<Vec<String>>;

    /// Whether the file of pieces at `path` had one under `key` before, so that it need not be made.
    fn has_piece(&self, path: &str, key: &Key) -> bool;

    /// Takes what comes next in a file that is made piece by piece. Pieces of one file come in order.
    fn pieces(&self, path: &str, pieces: Vec<Piece>);
}

/// A piece of a file, with the key of what it was made from.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Different from those of all other pieces of the file.
    pub key: Key,
    /// `None` where it is to be taken from before.
    pub bytes: Option<Vec<u8>>,
}

/// The files of a site in memory.
#[derive(Debug, Default)]
pub struct Collected {
    whole: Mutex<Vec<OutputFile>>,
    pieced: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Collected {
    /// All that was taken, by path.
    pub fn into_files(self) -> Vec<OutputFile> {
        let mut files = self.whole.into_inner().unwrap_or_else(PoisonError::into_inner);
        let pieced = self.pieced.into_inner().unwrap_or_else(PoisonError::into_inner);
        files.extend(pieced.into_iter().map(|(path, bytes)| OutputFile { path, bytes }));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}

impl Taker for Collected {
    fn files(&self, _: Option<&Key>, files: Vec<OutputFile>) {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).extend(files);
    }

    fn again(&self, _: &Key) -> Option<Vec<String>> {
        None
    }

    fn known(&self, _: &Key) -> Option<Vec<String>> {
        None
    }

    fn has_piece(&self, _: &str, _: &Key) -> bool {
        false
    }

    fn pieces(&self, path: &str, pieces: Vec<Piece>) {
        let mut pieced = self.pieced.lock().unwrap_or_else(PoisonError::into_inner);
        pieced.entry(path.to_owned()).or_default().extend(pieces.into_iter().filter_map(|piece| piece.bytes).flatten());
    }
}
