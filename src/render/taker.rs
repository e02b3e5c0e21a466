//! Who takes the files of a site: as they are made, so that they need not all be in memory at once.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::OutputFile;

/// Takes the files of a site from several threads, in no particular order.
pub trait Taker: Sync {
    /// Takes a whole file.
    fn file(&self, file: OutputFile);

    /// Takes what comes next in a file that is made piece by piece. Pieces of one file come in order.
    fn piece(&self, path: &str, bytes: &[u8]);
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
    fn file(&self, file: OutputFile) {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    }

    fn piece(&self, path: &str, bytes: &[u8]) {
        let mut pieced = self.pieced.lock().unwrap_or_else(PoisonError::into_inner);
        pieced.entry(path.to_owned()).or_default().extend_from_slice(bytes);
    }
}
