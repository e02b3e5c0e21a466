//! The shelf: the files that a build made, kept for the next one, so that what would be the same is not made again.
//!
//! 1. A file goes by a key, which stands for all that it was made from, and by its path in the site. It is written once and never
//!    changed.
//! 2. The shelf has it as a second path of the file in the site, a later site as a third; as copies where the system has no such
//!    thing, or on another disk.
//! 3. What lies on the shelf goes by size and time. A file that somebody changed in the site may have changed here, too: it is not
//!    given out any more.
//! 4. What a build did not give out is taken away when it has ended.
//!
//! Nothing here is an error but that a site does not get its file: a shelf that cannot be written stays empty.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::pieces::{Parts, Pieced};
use crate::fs::{self, FileState};
use crate::render::Key;

/// What is on a shelf: under each key its files, by their paths in the site.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Inventory {
    files: Vec<(Key, Vec<FileState>)>,
    /// Of the files that were made piece by piece their keys and pieces.
    pieced: Vec<(String, Key, Parts)>,
}

impl Inventory {
    /// All files, by their paths in the site.
    pub fn files(&self) -> impl Iterator<Item = &FileState> {
        self.files.iter().flat_map(|(_, files)| files)
    }
}

/// A shelf during one build.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    /// The key of what is made from the site as a whole.
    whole: Key,
    earlier: HashMap<Key, Vec<FileState>>,
    earlier_pieced: HashMap<String, (Key, Parts)>,
    pieced: Mutex<Vec<(String, Key, Parts)>>,
    /// What is on the shelf after this build; nothing under a key of which a file could not be kept.
    given: Mutex<HashMap<Key, Option<Vec<FileState>>>>,
}

impl Shelf {
    /// The shelf in `folder`, on which an earlier build left `inventory`.
    pub fn open(folder: PathBuf, whole: Key, inventory: Inventory) -> Self {
        let Inventory { files, pieced } = inventory;
        let earlier_pieced = pieced.into_iter().map(|(path, key, parts)| (path, (key, parts))).collect();
        let (pieced, given) = (Mutex::default(), Mutex::default());
        Self { folder, whole, earlier: files.into_iter().collect(), earlier_pieced, pieced, given }
    }

    /// Gives all that the earlier build made to the site in `site`; their paths in it. `None` where there is nothing, or not all of
    /// it is as it was left.
    pub(super) fn give_all(&self, site: &Path) -> Option<Vec<&str>> {
        let keys: Vec<&Key> = self.earlier.keys().collect();
        let given: Option<Vec<Vec<&str>>> = keys.into_par_iter().map(|key| self.give(key, site)).collect();
        if given.is_none() {
            self.given.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
        let given = given.map(|paths| paths.concat()).filter(|paths| !paths.is_empty())?;
        let pieced = self.earlier_pieced.iter().map(|(path, (key, parts))| (path.clone(), *key, parts.clone()));
        self.pieced.lock().unwrap_or_else(PoisonError::into_inner).extend(pieced);
        Some(given)
    }

    /// The paths of the files under `key`.
    pub(super) fn known(&self, key: &Key) -> Option<Vec<String>> {
        Some(self.earlier.get(key)?.iter().map(|file| file.path.clone()).collect())
    }

    /// Gives the files under `key` to the site in `site`; their paths in it. `None` where they have to be made.
    pub(super) fn give(&self, key: &Key, site: &Path) -> Option<Vec<&str>> {
        let files = self.earlier.get(key)?;
        let is_as_left = |file: &FileState| self.is_as_left(key, file);
        let give = |file: &FileState| fs::link(&self.place(key, &file.path), &site.join(&file.path)).is_ok();
        if !files.par_iter().all(|file| is_as_left(file) && give(file)) {
            return None;
        }
        self.note(*key, Some(files));
        Some(files.iter().map(|file| file.path.as_str()).collect())
    }

    /// Writes the file `path` of the site in `site`, and keeps it; without a key of its own it is made from the site as a whole.
    pub(super) fn add(&self, key: Option<&Key>, path: &str, bytes: &[u8], site: &Path) -> std::io::Result<()> {
        // What could not be given as it was may be there in part.
        fs::write_new(&site.join(path), bytes)?;
        self.keep_under(key.unwrap_or(&self.whole), path, site);
        Ok(())
    }

    /// The file of pieces at `path`, with those that it had before.
    pub(super) fn pieces(&self, path: &str) -> Pieced {
        let earlier = self.earlier_pieced.get(path).and_then(|(key, parts)| {
            let file = self.earlier.get(key)?.iter().find(|file| file.path == path)?;
            self.is_as_left(key, file).then(|| (self.place(key, path), parts.clone()))
        });
        Pieced::following(earlier)
    }

    /// Keeps the file `path` of the site in `site`, which stands there already, as made from these pieces.
    pub(super) fn keep_pieces(&self, path: &str, parts: Parts, site: &Path) {
        self.keep_under(&self.whole, path, site);
        let mut pieced = self.pieced.lock().unwrap_or_else(PoisonError::into_inner);
        pieced.push((path.to_owned(), self.whole, parts));
    }

    fn is_as_left(&self, key: &Key, file: &FileState) -> bool {
        fs::state(&self.place(key, &file.path), file.path.clone()).is_ok_and(|state| state == *file)
    }

    fn keep_under(&self, key: &Key, path: &str, site: &Path) {
        let (file, place) = (site.join(path), self.place(key, path));
        let kept = fs::link(&file, &place).and_then(|()| fs::state(&file, path.to_owned()));
        self.note(*key, kept.as_ref().ok().map(std::slice::from_ref));
    }

    /// All that was given out, and nothing else, for the next build.
    pub fn cleared(self) -> Inventory {
        let given = self.given.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut files: Vec<(Key, Vec<FileState>)> =
            given.into_iter().filter_map(|(key, files)| Some((key, files?))).collect();
        files.sort_unstable_by_key(|(key, _)| *key);
        let wanted: HashSet<String> =
            files.iter().flat_map(|(key, files)| files.iter().map(|file| name(key, &file.path))).collect();
        // What cannot be removed now is tried again after the next build.
        for path in fs::list_everything(&self.folder).unwrap_or_default() {
            if !wanted.contains(&path) {
                let _ = fs::remove_file(&self.folder.join(path));
            }
        }
        Inventory { files, pieced: self.pieced.into_inner().unwrap_or_else(PoisonError::into_inner) }
    }

    /// `files` is `None` where one could not be kept.
    fn note(&self, key: Key, files: Option<&[FileState]>) {
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        let noted = given.entry(key).or_insert_with(|| Some(Vec::new()));
        match (noted.as_mut(), files) {
            (Some(noted), Some(files)) => noted.extend_from_slice(files),
            _ => *noted = None,
        }
    }

    fn place(&self, key: &Key, path: &str) -> PathBuf {
        self.folder.join(name(key, path))
    }
}

/// Two letters, so that no folder holds too many, then the rest.
fn name(key: &Key, path: &str) -> String {
    let hash = blake3::Hasher::new().update(key).update(path.as_bytes()).finalize().to_hex();
    format!("{}/{}", &hash[..2], &hash[2..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_files_all_are_kept_or_none() {
        let home = tempfile::tempdir().unwrap();
        let shelf = |inventory| Shelf::open(home.path().join("shelf"), [1; 16], inventory);
        let build = |fails: Option<usize>, site: &str| {
            let (shelf, site) = (shelf(Inventory::default()), home.path().join(site));
            if let Some(step) = fails {
                fs::fault::order(&home.path().join("shelf"), step, false);
            }
            for path in ["a.html", "b/c.html"] {
                shelf.add(None, path, path.as_bytes(), &site).unwrap();
            }
            fs::fault::cancel(&home.path().join("shelf"));
            shelf.cleared()
        };
        for step in 0..2 {
            let site = home.path().join(format!("site-{step}"));
            assert_eq!(shelf(build(Some(step), &format!("{step}"))).give_all(&site), None);
            assert!(!fs::exists(&site));
        }
        let whole = build(None, "whole");
        assert_eq!(shelf(whole.clone()).give_all(&home.path().join("again")).map(|paths| paths.len()), Some(2));
        fs::write(&home.path().join("again/b/c.html"), b"other").unwrap();
        assert_eq!(shelf(whole).give_all(&home.path().join("third")), None);
    }
}
