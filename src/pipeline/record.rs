//! The record of a build: what it was made from, and what it wrote. Where both are still so, there is nothing to build.
//!
//! Sources go by the hash of their content: a file may be saved again within one tick of the clock, or get an old time with its
//! old size. What was written goes by size and time: nobody else is to write there.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use blake3::{Hash, Hasher};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::{CONTENT, Outcome, Request, STATIC, TEMPLATES};
use crate::fs::FileState;
use crate::output::{CopiedFile, Inventory};
use crate::render::{Key, Settings};
use crate::{cache, config, fs, output};

/// Name of the file that keeps the record.
const RECORD: &str = "build";

/// One build.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Record {
    inputs: [u8; 32],
    /// The data files that templates asked for, with the hashes of their content.
    data: Vec<DataFile>,
    /// Path of the output, which need not be UTF-8.
    output: OsString,
    /// What was made, as it lies on the shelf and in the output.
    made: Inventory,
    /// What else is in the output.
    others: Vec<FileState>,
    copies: Vec<CopiedFile>,
    outcome: Outcome,
}

/// What a build left in its output.
pub(super) struct Left {
    pub(super) made: Inventory,
    /// What else is in the output.
    pub(super) others: Vec<FileState>,
    pub(super) copies: Vec<CopiedFile>,
}

impl Record {
    pub(super) fn new(inputs: Hash, data: Vec<DataFile>, output: &Path, left: Left, outcome: &Outcome) -> Self {
        let Left { made, others, copies } = left;
        let outcome = outcome.clone();
        Self { inputs: *inputs.as_bytes(), data, output: absolute(output).into(), made, others, copies, outcome }
    }

    /// The record of the last build.
    pub(super) fn read(request: &Request) -> Option<Self> {
        postcard::from_bytes(&cache::read(&path(request))?).ok()
    }

    /// Whether the data files that the last build read are as they were.
    pub(super) fn has_same_data(&self, request: &Request) -> bool {
        are_as_read(request, &self.data)
    }

    /// Whether the other sources are.
    pub(super) fn is_of(&self, inputs: Hash) -> bool {
        self.inputs == *inputs.as_bytes()
    }

    /// Whether all that it wrote is in `output` as it left it, and nothing else.
    pub(super) fn stands_in(&self, output: &Path) -> bool {
        if self.output != absolute(output) || !output::is_at_rest(output) || !fs::is_folder(output) {
            return false;
        }
        let files: HashSet<&FileState> = self.made.files().chain(&self.others).collect();
        fs::states(output)
            .is_ok_and(|there| there.len() == files.len() && there.iter().all(|file| files.contains(file)))
    }

    /// What came of the last build.
    pub(super) fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What it made.
    pub(super) fn made(&self) -> &Inventory {
        &self.made
    }

    /// The files that it copied.
    pub(super) fn copies(&self) -> &[CopiedFile] {
        &self.copies
    }

    /// The data files that it read.
    pub(super) fn data(&self) -> &[DataFile] {
        &self.data
    }

    /// The same, for what another build with the same outcome left.
    pub(super) fn left_again(self, output: &Path, left: Left) -> Self {
        let Self { inputs, data, outcome, .. } = self;
        Self::new(inputs.into(), data, output, left, &outcome)
    }

    pub(super) fn write(&self, request: &Request) -> std::io::Result<()> {
        cache::write(&path(request), &postcard::to_allocvec(self).map_err(std::io::Error::other)?)
    }
}

/// A data file by its path, with the hash of its content; without it where it cannot be read.
pub(super) type DataFile = (String, Option<[u8; 32]>);

/// Whether data files are as they were read.
pub(super) fn are_as_read(request: &Request, data: &[DataFile]) -> bool {
    let hash = |path: &str| fs::read_inside(&request.root, path).ok().map(|bytes| *blake3::hash(&bytes).as_bytes());
    data.iter().all(|(path, known)| hash(path) == *known)
}

/// The data files that templates have asked for so far.
#[derive(Clone, Debug, Default)]
pub(super) struct DataFiles(Arc<Mutex<BTreeMap<String, Option<[u8; 32]>>>>);

impl DataFiles {
    pub(super) fn note(&self, path: &str, bytes: Option<&[u8]>) {
        let hash = bytes.map(|bytes| *blake3::hash(bytes).as_bytes());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), hash);
    }

    /// All of them, with those that an earlier build read to make what is taken from it; `None` where one changed in between.
    pub(super) fn with(&self, earlier: &[DataFile]) -> Option<Vec<DataFile>> {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for (path, hash) in earlier {
            if files.insert(path.clone(), *hash).is_some_and(|known| known != *hash) {
                return None;
            }
        }
        Some(files.into_iter().collect())
    }
}

/// All that a site is made from.
pub(super) struct Inputs {
    /// A hash of all of it: the program, the options, and the content of every source.
    pub(super) hash: Hash,
    /// The files of the content with the hashes of what came of reading them, in order.
    pub(super) content: Vec<(String, cache::Hash)>,
    /// What is in the content and cannot be read.
    pub(super) unreadable: Vec<(String, std::io::Error)>,
}

/// All that the site of `request` is made from.
pub(super) fn inputs(request: &Request, settings: &Settings) -> Inputs {
    let mut hasher = Hasher::new();
    let options = (cache::FINGERPRINT, &request.base_url, &request.preview_at, request.drafts);
    field(&mut hasher, format!("{options:?}").as_bytes());
    let file = |path: &Path| match fs::read_optional(path) {
        Ok(bytes) => hashed(Ok(bytes.as_deref())),
        Err(error) => hashed(Err(&error.to_string())),
    };
    field(&mut hasher, &file(&request.root.join(config::FILE)));
    let theme = settings.theme.as_deref();
    let (mut content, mut unreadable) = (Vec::new(), Vec::new());
    for folder in [Some(CONTENT), Some(STATIC), Some(TEMPLATES), theme].into_iter().flatten() {
        let folder = request.root.join(folder);
        let listing = if folder.ends_with(STATIC) {
            fs::list_with_hidden(&folder, &request.root)
        } else {
            fs::list(&folder, &request.root)
        };
        let hashes: Vec<cache::Hash> = listing.files.par_iter().map(|path| file(&folder.join(path))).collect();
        field(&mut hasher, &(hashes.len() as u64).to_le_bytes());
        for (path, hash) in listing.files.iter().zip(&hashes) {
            field(&mut hasher, path.as_bytes());
            hasher.update(hash);
        }
        for (path, error) in &listing.unreadable {
            field(&mut hasher, format!("{path}: {error}").as_bytes());
        }
        if folder == request.root.join(CONTENT) {
            content = listing.files.into_iter().zip(hashes).collect();
            unreadable = listing.unreadable;
        }
    }
    Inputs { hash: hasher.finalize(), content, unreadable }
}

/// The first bytes of a hash, as a key: that of the inputs is the key of what the site as a whole is made into.
pub(super) fn key(hash: Hash) -> Key {
    let mut key = Key::default();
    let length = key.len();
    key.copy_from_slice(&hash.as_bytes()[..length]);
    key
}

/// The hash of what came of reading a file.
pub(super) fn hashed(read: Result<Option<&[u8]>, &str>) -> cache::Hash {
    let (what, bytes) = match read {
        Ok(Some(bytes)) => ("read", bytes),
        Ok(None) => ("missing", &[][..]),
        Err(error) => ("unreadable", error.as_bytes()),
    };
    let mut hasher = Hasher::new();
    field(&mut hasher, what.as_bytes());
    *hasher.update(bytes).finalize().as_bytes()
}

/// Appends a field with its length, so that no two lists of fields look alike.
fn field(hasher: &mut Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
}

fn path(request: &Request) -> PathBuf {
    request.root.join(cache::FOLDER).join(RECORD)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
