//! The record of a build: what it was made from, and what it wrote. Where both are still so, there is nothing to build.
//!
//! Sources go by the hash of their content: a file may be saved again within one tick of the clock, or get an old time with its
//! old size. What was written goes by size and time: nobody else is to write there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use blake3::{Hash, Hasher};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::{CONTENT, Outcome, Request, STATIC, TEMPLATES};
use crate::fs::FileState;
use crate::render::Settings;
use crate::{cache, config, fs, output};

/// Name of the file that keeps the record.
const RECORD: &str = "build";

/// One build.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    inputs: [u8; 32],
    /// The data files that templates asked for, with the hashes of their content.
    data: Vec<(String, Option<[u8; 32]>)>,
    output: PathBuf,
    files: Vec<FileState>,
    outcome: Outcome,
}

impl Record {
    pub(super) fn new(inputs: Hash, data: &DataFiles, output: &Path, files: Vec<FileState>, outcome: &Outcome) -> Self {
        let outcome = outcome.clone();
        Self { inputs: *inputs.as_bytes(), data: data.hashes(), output: absolute(output), files, outcome }
    }

    /// The outcome of the last build, where another one would come to the same.
    pub(super) fn outcome(request: &Request, inputs: Hash, output: &Path) -> Option<Outcome> {
        let record: Self = postcard::from_bytes(&cache::read(&path(request))?).ok()?;
        let same_data = || {
            let hash = |path: &str| fs::read_inside(&request.root, path).ok().map(|b| *blake3::hash(&b).as_bytes());
            record.data.iter().all(|(path, known)| hash(path) == *known)
        };
        let is_as_left = || {
            output::is_at_rest(output)
                && fs::is_folder(output)
                && fs::states(output).is_ok_and(|files| files == record.files)
        };
        let same_inputs = record.inputs == *inputs.as_bytes() && record.output == absolute(output);
        (same_inputs && same_data() && is_as_left()).then_some(record.outcome)
    }

    pub(super) fn write(&self, request: &Request) -> std::io::Result<()> {
        cache::write(&path(request), &postcard::to_allocvec(self).map_err(std::io::Error::other)?)
    }
}

/// The data files that templates have asked for so far.
#[derive(Clone, Debug, Default)]
pub(super) struct DataFiles(Arc<Mutex<BTreeMap<String, Option<[u8; 32]>>>>);

impl DataFiles {
    pub(super) fn note(&self, path: &str, bytes: Option<&[u8]>) {
        let hash = bytes.map(|bytes| *blake3::hash(bytes).as_bytes());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), hash);
    }

    fn hashes(&self) -> Vec<(String, Option<[u8; 32]>)> {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.iter().map(|(path, hash)| (path.clone(), *hash)).collect()
    }
}

/// A hash of all that the site of `request` is made from: the program, the options, and the content of every source.
pub(super) fn inputs(request: &Request, settings: &Settings) -> Hash {
    let mut hasher = Hasher::new();
    let options = (cache::FINGERPRINT, &request.base_url, &request.preview_at, request.drafts);
    field(&mut hasher, format!("{options:?}").as_bytes());
    let file = |path: &Path| fs::read_optional(path).map_err(|error| error.to_string());
    field(&mut hasher, &hashed(file(&request.root.join(config::FILE))));
    let theme = settings.theme.as_deref();
    for folder in [Some(CONTENT), Some(STATIC), Some(TEMPLATES), theme].into_iter().flatten() {
        let folder = request.root.join(folder);
        let listing = if folder.ends_with(STATIC) {
            fs::list_with_hidden(&folder, &request.root)
        } else {
            fs::list(&folder, &request.root)
        };
        let hashes: Vec<[u8; 32]> = listing.files.par_iter().map(|path| hashed(file(&folder.join(path)))).collect();
        field(&mut hasher, &(hashes.len() as u64).to_le_bytes());
        for (path, hash) in listing.files.iter().zip(hashes) {
            field(&mut hasher, path.as_bytes());
            hasher.update(&hash);
        }
        for (path, error) in &listing.unreadable {
            field(&mut hasher, format!("{path}: {error}").as_bytes());
        }
    }
    hasher.finalize()
}

/// The hash of what came of reading a file.
fn hashed(read: Result<Option<Vec<u8>>, String>) -> [u8; 32] {
    let (what, bytes) = match read {
        Ok(Some(bytes)) => ("read", bytes),
        Ok(None) => ("missing", Vec::new()),
        Err(error) => ("unreadable", error.into_bytes()),
    };
    let mut hasher = Hasher::new();
    field(&mut hasher, what.as_bytes());
    *hasher.update(&bytes).finalize().as_bytes()
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
