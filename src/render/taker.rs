//! Who takes the files of a site: as they are made, so that they need not all be in memory at once.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

    /// Hears that all pages have been handed on; what is read by machines follows.
    fn pages_are_made(&self) {}
}

/// A piece of a file, with the key of what it was made from.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Different from those of all other pieces of the file.
    pub key: Key,
    /// `None` where it is to be taken from before.
    pub bytes: Option<Vec<u8>>,
}

/// A file of a site in memory, which several sites may share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedFile {
    /// Path below the output folder, with forward slashes.
    pub path: String,
    /// Its whole content.
    pub bytes: Arc<Vec<u8>>,
}

/// What was made for a site in memory, for the next one.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    keyed: HashMap<Key, Vec<SharedFile>>,
    pieced: HashMap<String, Pieced>,
}

/// A file of pieces, and where in it each of them is.
#[derive(Clone, Debug, Default)]
struct Pieced {
    bytes: Arc<Vec<u8>>,
    places: HashMap<Key, Range<usize>>,
}

/// The files of a site in memory.
#[derive(Debug, Default)]
pub struct Collected {
    earlier: Collection,
    files: Mutex<Vec<SharedFile>>,
    /// Those of the files that were not there before.
    fresh: Mutex<Vec<SharedFile>>,
    keyed: Mutex<HashMap<Key, Vec<SharedFile>>>,
    pieced: Mutex<BTreeMap<String, Pieced>>,
}

impl Collected {
    /// A site of which `earlier` was made before.
    pub fn following(earlier: Collection) -> Self {
        Self { earlier, ..Self::default() }
    }

    /// What has been made up to now, without what was there before.
    pub fn fresh(&self) -> Vec<SharedFile> {
        locked(&self.fresh).clone()
    }

    /// All that was taken, by path.
    pub fn into_files(self) -> Vec<OutputFile> {
        let owned = |bytes: Arc<Vec<u8>>| Arc::try_unwrap(bytes).unwrap_or_else(|bytes| bytes.to_vec());
        let (files, collection) = self.into_parts();
        drop(collection);
        files.into_iter().map(|file| OutputFile { path: file.path, bytes: owned(file.bytes) }).collect()
    }

    /// All that was taken, by path, and the same for the next site.
    pub fn into_parts(self) -> (Vec<SharedFile>, Collection) {
        drop(self.fresh);
        let mut files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let pieced = self.pieced.into_inner().unwrap_or_else(PoisonError::into_inner);
        let shared = |(path, file): (&String, &Pieced)| SharedFile { path: path.clone(), bytes: file.bytes.clone() };
        files.extend(pieced.iter().map(shared));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let keyed = self.keyed.into_inner().unwrap_or_else(PoisonError::into_inner);
        (files, Collection { keyed, pieced: pieced.into_iter().collect() })
    }

    fn take(&self, key: Option<&Key>, files: Vec<SharedFile>) {
        locked(&self.files).extend(files.iter().cloned());
        if let Some(key) = key {
            locked(&self.keyed).insert(*key, files);
        }
    }
}

impl Taker for Collected {
    fn files(&self, key: Option<&Key>, files: Vec<OutputFile>) {
        let shared = |file: OutputFile| SharedFile { path: file.path, bytes: Arc::new(file.bytes) };
        let files: Vec<SharedFile> = files.into_iter().map(shared).collect();
        locked(&self.fresh).extend(files.iter().cloned());
        self.take(key, files);
    }

    fn again(&self, key: &Key) -> Option<Vec<String>> {
        let files = self.earlier.keyed.get(key)?;
        self.take(Some(key), files.clone());
        self.known(key)
    }

    fn known(&self, key: &Key) -> Option<Vec<String>> {
        Some(self.earlier.keyed.get(key)?.iter().map(|file| file.path.clone()).collect())
    }

    fn has_piece(&self, path: &str, key: &Key) -> bool {
        self.earlier.pieced.get(path).is_some_and(|file| file.places.contains_key(key))
    }

    fn pieces(&self, path: &str, pieces: Vec<Piece>) {
        let mut pieced = locked(&self.pieced);
        let file = pieced.entry(path.to_owned()).or_default();
        let (bytes, earlier) = (Arc::make_mut(&mut file.bytes), self.earlier.pieced.get(path));
        if bytes.is_empty() {
            bytes.reserve(earlier.map_or(0, |earlier| earlier.bytes.len()));
        }
        for Piece { key, bytes: made } in pieces {
            let start = bytes.len();
            match (made, earlier.and_then(|file| Some((&file.bytes, file.places.get(&key)?.clone())))) {
                (Some(made), _) => bytes.extend_from_slice(&made),
                (None, Some((earlier, place))) => bytes.extend_from_slice(&earlier[place]),
                // Nobody asks for what is not there.
                (None, None) => {}
            }
            file.places.insert(key, start..bytes.len());
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
