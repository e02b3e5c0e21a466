//! The shelf: the files that a build made, kept for the next one, so that what would be the same is not made again.
//!
//! 1. A file goes by a key, which stands for all that it was made from, and by its path in the site. It is written once and never
//!    changed.
//! 2. The shelf has it as a second path of the file in the site, a later site as a third; as copies where the system has no such
//!    thing, or on another disk.
//! 3. What lies on the shelf goes by size and time. A file that somebody changed in the site may have changed here, too: it is not
//!    given out any more.
//! 4. What a build did not give out is taken away when it has ended. Where the one before it did not get so far, whatever nobody
//!    knows goes, too.
//!
//! Nothing here is an error but that a site does not get its file: a shelf that cannot be written stays empty.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::locked;
use super::pieces::{Parts, Pieced};
use crate::fs::{self, FileState};
use crate::render::Key;

/// Beside the shelf, with this behind its name: the key of the build whose inventory it is in order by. Missing while a build goes on.
const IN_ORDER: &str = "in-order";

/// What is on a shelf: under each key its files, by their paths in the site.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Inventory {
    /// The key of what was made from the site as a whole.
    whole: Key,
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
    /// Whether nothing is on it that the earlier inventory does not know.
    in_order: bool,
    earlier: HashMap<Key, Vec<FileState>>,
    earlier_pieced: HashMap<String, (Key, Parts)>,
    pieced: Mutex<Vec<(String, Key, Parts)>>,
    /// What this build put into the site.
    given: Mutex<HashMap<Key, Given>>,
}

/// The files under a key.
#[derive(Debug)]
struct Given {
    /// By their paths in the site.
    files: Vec<FileState>,
    /// Whether all of them are on the shelf.
    kept: bool,
}

impl Shelf {
    /// The shelf in `folder`, on which an earlier build left `inventory`.
    pub fn open(folder: PathBuf, whole: Key, inventory: Inventory) -> Self {
        let Inventory { whole: earlier_whole, files, pieced } = inventory;
        let mark = folder.with_extension(IN_ORDER);
        let found = fs::read_optional(&mark).unwrap_or_default();
        // Whatever comes of this build, the shelf is not as it was.
        let was_in_order = fs::remove_file(&mark).is_ok() && found.is_some_and(|found| found == earlier_whole);
        let in_order = was_in_order || !fs::exists(&folder);
        let earlier_pieced = pieced.into_iter().map(|(path, key, parts)| (path, (key, parts))).collect();
        let (pieced, given) = (Mutex::default(), Mutex::default());
        Self { folder, whole, in_order, earlier: files.into_iter().collect(), earlier_pieced, pieced, given }
    }

    /// Gives all that the earlier build made to the site in `site`. Whether there is something, and all of it is as it was left.
    pub(super) fn give_all(&self, site: &Path) -> bool {
        let keys: Vec<&Key> = self.earlier.keys().collect();
        if !keys.into_par_iter().all(|key| self.give(key, site).is_some()) {
            locked(&self.given).clear();
            return false;
        }
        let pieced = self.earlier_pieced.iter().map(|(path, (key, parts))| (path.clone(), *key, parts.clone()));
        locked(&self.pieced).extend(pieced);
        !self.earlier.is_empty()
    }

    /// Paths of the files that the site has from here.
    pub(super) fn paths(&self) -> Vec<Arc<str>> {
        locked(&self.given).values().flat_map(|given| &given.files).map(|file| Arc::clone(&file.path)).collect()
    }

    /// Those of them of which the shelf has nothing for the next build.
    pub(super) fn unkept(&self) -> Vec<FileState> {
        locked(&self.given).values().filter(|given| !given.kept).flat_map(|given| given.files.clone()).collect()
    }

    /// The paths of the files under `key`.
    pub(super) fn known(&self, key: &Key) -> Option<Vec<String>> {
        Some(self.earlier.get(key)?.iter().map(|file| file.path.to_string()).collect())
    }

    /// Gives the files under `key` to the site in `site`; by their paths in it. `None` where they have to be made.
    pub(super) fn give(&self, key: &Key, site: &Path) -> Option<&[FileState]> {
        let files = self.earlier.get(key)?;
        let is_as_left = |file: &FileState| self.is_as_left(key, file);
        let give = |file: &FileState| fs::link(&self.place(key, &file.path), &site.join(&*file.path)).is_ok();
        if !files.par_iter().all(|file| is_as_left(file) && give(file)) {
            return None;
        }
        self.note(*key, files, true);
        Some(files)
    }

    /// Writes the file `path` of the site in `site`, and keeps it; without a key of its own it is made from the site as a whole.
    pub(super) fn add(&self, key: Option<&Key>, path: &str, bytes: &[u8], site: &Path) -> io::Result<()> {
        // What could not be given as it was may be there in part.
        fs::write_new(&site.join(path), bytes)?;
        self.keep_under(key.unwrap_or(&self.whole), path, site)
    }

    /// The file of pieces at `path`, with those that it had before.
    pub(super) fn pieces(&self, path: &str) -> Pieced {
        let earlier = self.earlier_pieced.get(path).and_then(|(key, parts)| {
            let file = self.earlier.get(key)?.iter().find(|file| &*file.path == path)?;
            self.is_as_left(key, file).then(|| (self.place(key, path), parts.clone()))
        });
        Pieced::following(earlier)
    }

    /// Keeps the file `path` of the site in `site`, which stands there already, as made from these pieces.
    pub(super) fn keep_pieces(&self, path: &str, parts: Parts, site: &Path) -> io::Result<()> {
        locked(&self.pieced).push((path.to_owned(), self.whole, parts));
        self.keep_under(&self.whole, path, site)
    }

    fn is_as_left(&self, key: &Key, file: &FileState) -> bool {
        fs::state(&self.place(key, &file.path), &file.path).is_ok_and(|state| state == *file)
    }

    fn keep_under(&self, key: &Key, path: &str, site: &Path) -> io::Result<()> {
        let file = site.join(path);
        let is_kept = fs::link(&file, &self.place(key, path)).is_ok();
        self.note(*key, &[fs::state(&file, path)?], is_kept);
        Ok(())
    }

    /// All that was given out, and nothing else, for the next build.
    pub fn cleared(self) -> Inventory {
        let given = self.given.into_inner().unwrap_or_else(PoisonError::into_inner);
        let all_kept = given.values().all(|given| given.kept);
        let names =
            |key: &Key, files: &[FileState]| files.iter().map(|file| name(key, &file.path)).collect::<Vec<String>>();
        let unwanted: Vec<String> = if self.in_order && all_kept {
            let left = self.earlier.iter().filter(|(key, _)| !given.contains_key(*key));
            left.flat_map(|(key, files)| names(key, files)).collect()
        } else {
            let kept = given.iter().filter(|(_, given)| given.kept);
            let wanted: HashSet<String> = kept.flat_map(|(key, given)| names(key, &given.files)).collect();
            let all = fs::list_everything(&self.folder).unwrap_or_default();
            all.into_iter().filter(|path| !wanted.contains(path)).collect()
        };
        let removed = unwanted.iter().map(|path| fs::remove_file(&self.folder.join(path)));
        let all_removed = removed.filter(Result::is_err).count() == 0;
        // Otherwise it is tried again after the next build.
        if all_removed {
            let _ = fs::write(&self.folder.with_extension(IN_ORDER), &self.whole);
        }
        let mut files: Vec<(Key, Vec<FileState>)> =
            given.into_iter().filter(|(_, given)| given.kept).map(|(key, given)| (key, given.files)).collect();
        files.sort_unstable_by_key(|(key, _)| *key);
        let pieced = self.pieced.into_inner().unwrap_or_else(PoisonError::into_inner);
        Inventory { whole: self.whole, files, pieced }
    }

    fn note(&self, key: Key, files: &[FileState], kept: bool) {
        let mut given = locked(&self.given);
        let noted = given.entry(key).or_insert(Given { files: Vec::new(), kept: true });
        noted.files.extend_from_slice(files);
        noted.kept &= kept;
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
    fn what_nobody_knows_is_taken_away_after_a_build_that_died() {
        let home = tempfile::tempdir().unwrap();
        let on_shelf = || fs::list_everything(&home.path().join("shelf")).unwrap().len();
        let build = |number: u8, earlier: &Inventory| {
            let shelf = Shelf::open(home.path().join("shelf"), [number; 16], earlier.clone());
            shelf.add(None, "a.html", &[number], &home.path().join(format!("site-{number}"))).unwrap();
            shelf
        };
        let first = build(1, &Inventory::default()).cleared();
        let second = build(2, &first).cleared();
        assert_eq!(on_shelf(), 1, "what the second build made");
        drop(build(3, &second));
        assert_eq!(on_shelf(), 2, "what the second build made, and what the third did");
        let fourth = build(4, &second).cleared();
        assert_eq!(on_shelf(), 1, "what the fourth build made");
        assert_eq!(fourth.files().count(), 1);
        // The inventory of another build does not tell what is there.
        build(5, &first).cleared();
        assert_eq!(on_shelf(), 1);
    }

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
            assert!(!shelf(build(Some(step), &format!("{step}"))).give_all(&site));
            assert!(!fs::exists(&site));
        }
        let whole = build(None, "whole");
        assert!(shelf(whole.clone()).give_all(&home.path().join("again")));
        fs::write(&home.path().join("again/b/c.html"), b"other").unwrap();
        assert!(!shelf(whole).give_all(&home.path().join("third")));
    }
}
