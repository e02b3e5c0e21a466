//! Puts a rendered site in place of the earlier one, all or nothing.
//!
//! 1. Refuse an output folder that is not ours: the root, the content or the templates, a link, or one with files that no
//!    manifest of ours lists.
//! 2. Put everything into a staging folder beside it, the manifest included; what was made goes there by way of the [`Shelf`].
//! 3. Swap the two folders in one step; where the system cannot, move the earlier site aside and the new one in.
//! 4. Remove the earlier site's files, as its manifest lists them.
//!
//! A build that dies before step 3 leaves the earlier site as it was, and the next one clears the staging folder away.

mod pieces;
mod shelf;

pub use shelf::{Inventory, Shelf};

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use self::pieces::Pieced;
use crate::diagnostic::Diagnostic;
use crate::fs::{self, FileState};
use crate::render::{Key, OutputFile, Piece, Taker};

/// Lists our files in an output folder, one path a line.
pub const MANIFEST: &str = ".quotewright-manifest";

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopiedFile {
    /// Path below the output folder, with forward slashes.
    pub path: String,
    /// Path of the file to copy, which need not be UTF-8.
    pub from: OsString,
}

/// Checks that `output` may be written, given the folders it must not touch.
pub fn check(output: &Path, forbidden: &[&Path]) -> Result<(), Diagnostic> {
    let named = output.display().to_string();
    let refuse = |message: &str, remedy: &str| Err(Diagnostic::error(named.clone(), message, remedy));
    if fs::is_link(output) {
        return refuse("the output folder is a link", "name the folder that it leads to, or another one");
    }
    let resolved = fs::resolve(output).map_err(|e| failed(output, "cannot be resolved", &e))?;
    for folder in forbidden {
        let folder = fs::resolve(folder).map_err(|e| failed(folder, "cannot be resolved", &e))?;
        if folder.starts_with(&resolved)
            || (resolved.starts_with(&folder) && folder != resolved && !is_root(&folder, forbidden))
        {
            return refuse(
                "the output folder would overwrite the site's own files",
                "choose a folder outside of the content, the templates and hidden folders, such as the default, public",
            );
        }
    }
    if fs::exists(output) && !fs::is_folder(output) {
        return refuse("the output folder is a file", "choose another one");
    }
    if !fs::is_folder(output) {
        return Ok(());
    }
    let ours: HashSet<String> = manifest(output)?.into_iter().collect();
    let files = fs::list_everything(output).map_err(|e| failed(output, "cannot be listed", &e))?;
    match files.iter().find(|f| f.as_str() != MANIFEST && !ours.contains(*f)) {
        Some(foreign) => Err(Diagnostic::error(
            output.join(foreign).display().to_string(),
            "the output folder holds a file that quotewright did not write",
            "move the file away, or choose an empty or new folder with --output",
        )),
        None => Ok(()),
    }
}

/// The first of the forbidden folders is the root, in which the output may stand.
fn is_root(folder: &Path, forbidden: &[&Path]) -> bool {
    forbidden.first().and_then(|root| fs::resolve(root).ok()).is_some_and(|root| root == folder)
}

/// The next content of an output folder, in the making beside it. It goes where it is not published.
#[derive(Debug)]
pub struct Staging<'a> {
    output: PathBuf,
    folder: PathBuf,
    shelf: &'a Shelf,
    /// The files that are there and whole, but for those from the shelf.
    files: Mutex<Vec<FileState>>,
    /// The files that are made piece by piece.
    pieced: Mutex<BTreeMap<String, Pieced>>,
    /// The first file that could not be written; those after it are not tried.
    failure: Mutex<Option<Diagnostic>>,
    _lock: fs::Lock,
}

impl<'a> Staging<'a> {
    /// Makes room beside `output` and keeps other builds away from it.
    pub fn begin(output: &Path, shelf: &'a Shelf) -> Result<Self, Diagnostic> {
        let folder = beside(output, "new");
        let lock = fs::Lock::take(beside(output, "lock")).map_err(|e| failed(output, "cannot be locked", &e))?;
        let Some(lock) = lock else {
            return Err(Diagnostic::error(
                output.display().to_string(),
                "another build is writing to this folder",
                "wait until it has ended",
            ));
        };
        recover(output)?;
        make_room(&folder)?;
        let output = output.to_owned();
        let (files, pieced, failure) = (Mutex::default(), Mutex::default(), Mutex::default());
        Ok(Self { output, folder, shelf, files, pieced, failure, _lock: lock })
    }

    /// Takes all files that the last build made; whether they were all there. Otherwise nothing was taken.
    pub fn take_all(&self) -> Result<bool, Diagnostic> {
        if self.shelf.give_all(&self.folder) {
            return Ok(true);
        }
        make_room(&self.folder)?;
        Ok(false)
    }

    /// Puts all that was taken, with `copies`, in place of what was there; gives what stands there now and is not on the shelf.
    pub fn publish(self, copies: &[CopiedFile]) -> Result<Vec<FileState>, Diagnostic> {
        copies.par_iter().for_each(|copy| {
            self.write(&copy.path, |path| {
                let from = Path::new(&copy.from);
                fs::copy(from, path).map_err(|e| failed(from, "cannot be copied", &e))?;
                self.note(&copy.path)
            });
        });
        for (path, pieced) in std::mem::take(&mut *locked(&self.pieced)) {
            self.write(&path, |file| written(file, self.shelf.keep_pieces(&path, pieced.into_parts(), &self.folder)));
        }
        let mut list = self.shelf.paths();
        list.extend(locked(&self.files).iter().map(|file| Arc::clone(&file.path)));
        list.sort_unstable();
        self.write(MANIFEST, |path| {
            written(path, write_manifest(path, &list))?;
            self.note(MANIFEST)
        });
        if let Some(failure) = locked(&self.failure).take() {
            return Err(failure);
        }
        swap(&self.folder, &self.output)?;
        let mut files = self.shelf.unkept();
        files.append(&mut locked(&self.files));
        Ok(files)
    }

    /// Does `work` on the file `path`, which is whole then.
    fn write(&self, path: &str, work: impl FnOnce(&Path) -> Result<(), Diagnostic>) {
        self.attempt(|| work(&self.folder.join(path)));
    }

    /// Does `work` unless something has failed before.
    fn attempt<T>(&self, work: impl FnOnce() -> Result<T, Diagnostic>) -> Option<T> {
        if locked(&self.failure).is_some() {
            return None;
        }
        let keep = |failure| {
            locked(&self.failure).get_or_insert(failure);
        };
        work().map_err(keep).ok()
    }

    /// Notes a file that is there.
    fn note(&self, path: &str) -> Result<(), Diagnostic> {
        let file = self.folder.join(path);
        let state = written(&file, fs::state(&file, path))?;
        locked(&self.files).push(state);
        Ok(())
    }
}

impl Taker for Staging<'_> {
    fn files(&self, key: Option<&Key>, files: Vec<OutputFile>) {
        for OutputFile { path, bytes } in files {
            self.write(&path, |file| written(file, self.shelf.add(key, &path, &bytes, &self.folder)));
        }
    }

    fn again(&self, key: &Key) -> Option<Vec<String>> {
        let given = self.shelf.give(key, &self.folder)?;
        Some(given.iter().map(|file| file.path.to_string()).collect())
    }

    fn known(&self, key: &Key) -> Option<Vec<String>> {
        self.shelf.known(key)
    }

    fn has_piece(&self, path: &str, key: &Key) -> bool {
        locked(&self.pieced).entry(path.to_owned()).or_insert_with(|| self.shelf.pieces(path)).has(key)
    }

    fn pieces(&self, path: &str, pieces: Vec<Piece>) {
        let mut pieced = locked(&self.pieced);
        let file = pieced.entry(path.to_owned()).or_insert_with(|| self.shelf.pieces(path));
        let path = self.folder.join(path);
        self.attempt(|| written(&path, file.next(pieces).and_then(|bytes| fs::append(&path, &bytes))));
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        // What cannot be removed the next build clears away; so it does with a whole site.
        if !fs::exists(&self.folder.join(MANIFEST)) {
            let _ = fs::remove_folder(&self.folder);
        }
    }
}

/// An empty folder in place of what was there.
fn make_room(folder: &Path) -> Result<(), Diagnostic> {
    clear(folder)?;
    fs::create_folder(folder).map_err(|e| failed(folder, "cannot be made", &e))
}

/// Writes a manifest all or nothing: half of one would have the next build take our own files for somebody else's.
fn write_manifest(path: &Path, list: &[Arc<str>]) -> io::Result<()> {
    let half = path.with_extension("half");
    fs::write(&half, (list.join("\n") + "\n").as_bytes())?;
    fs::rename(&half, path)
}

fn written<T>(path: &Path, outcome: io::Result<T>) -> Result<T, Diagnostic> {
    outcome.map_err(|e| failed(path, "cannot be written", &e))
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether no build that died has left anything beside `output`.
pub fn is_at_rest(output: &Path) -> bool {
    ["new", "old"].iter().all(|suffix| !fs::exists(&beside(output, suffix)))
}

fn swap(staging: &Path, output: &Path) -> Result<(), Diagnostic> {
    let failed = |e: &io::Error| failed(output, "cannot be replaced", e);
    if !fs::exists(output) {
        return fs::rename(staging, output).map_err(|e| failed(&e));
    }
    match fs::exchange(staging, output) {
        Ok(()) => {
            // The new site stands. What is left of the earlier one the next build clears away, or tells what is in the way.
            let _ = remove_site(staging);
            return Ok(());
        }
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(error) => return Err(failed(&error)),
    }
    let aside = beside(output, "old");
    fs::rename(output, &aside).map_err(|e| failed(&e))?;
    if let Err(error) = fs::rename(staging, output) {
        let _ = fs::rename(&aside, output);
        return Err(failed(&error));
    }
    let _ = remove_site(&aside);
    Ok(())
}

/// Brings the earlier site back where a build died between the two renames.
fn recover(output: &Path) -> Result<(), Diagnostic> {
    let aside = beside(output, "old");
    if !fs::is_folder(&aside) {
        return Ok(());
    }
    if fs::exists(output) {
        return clear(&aside);
    }
    fs::rename(&aside, output).map_err(|e| failed(output, "cannot be brought back", &e))
}

/// Clears away what a build left that died: a half-written site, or a whole one, in which somebody may have put a file of
/// their own while it was the site.
fn clear(staging: &Path) -> Result<(), Diagnostic> {
    if !fs::exists(&staging.join(MANIFEST)) {
        return fs::remove_folder(staging).map_err(|e| failed(staging, "cannot be cleared", &e));
    }
    match remove_site(staging)? {
        None => Ok(()),
        Some(foreign) => Err(Diagnostic::error(
            staging.join(foreign).display().to_string(),
            "an earlier build left a file that quotewright did not write",
            "move the file away",
        )),
    }
}

/// Removes the files of a site, and its folder with them, unless it holds a file that is not the site's. Then that is given,
/// and the manifest stays.
fn remove_site(folder: &Path) -> Result<Option<String>, Diagnostic> {
    let failed = |e: io::Error| failed(folder, "cannot be removed", &e);
    fs::remove_listed(folder, &manifest(folder)?).map_err(failed)?;
    let left = if fs::exists(folder) { fs::list_everything(folder).map_err(failed)? } else { Vec::new() };
    let foreign = left.into_iter().find(|path| path != MANIFEST);
    if foreign.is_none() {
        fs::remove_listed(folder, &[MANIFEST.to_owned()]).map_err(failed)?;
    }
    Ok(foreign)
}

fn manifest(folder: &Path) -> Result<Vec<String>, Diagnostic> {
    let path = folder.join(MANIFEST);
    let bytes = fs::read_optional(&path).map_err(|e| failed(&path, "cannot be read", &e))?;
    let text = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
    Ok(text.lines().filter(|l| is_below(l)).map(str::to_owned).collect())
}

/// Whether a line of a manifest names a file below its folder: a damaged manifest must not reach out of it.
fn is_below(path: &str) -> bool {
    !path.is_empty() && !path.starts_with('/') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// The folder `.NAME.quotewright-SUFFIX` beside `NAME`.
fn beside(output: &Path, suffix: &str) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!(".{name}.quotewright-{suffix}"))
}

fn failed(path: &Path, what: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error(
        path.display().to_string(),
        format!("{what}: {error}"),
        "check its permissions and the space on its disk",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Vec<OutputFile> {
        files.iter().map(|(p, b)| OutputFile { path: (*p).to_owned(), bytes: b.as_bytes().to_vec() }).collect()
    }

    fn listing(folder: &Path) -> Vec<String> {
        fs::list_everything(folder).unwrap()
    }

    fn publish(output: &Path, files: &[OutputFile]) -> Result<Vec<FileState>, Diagnostic> {
        let shelf = Shelf::open(output.with_file_name("shelf"), [0; 16], Inventory::default());
        let staging = Staging::begin(output, &shelf)?;
        staging.files(None, files.to_vec());
        staging.publish(&[])
    }

    #[test]
    fn replaces_the_earlier_site_whole() {
        let home = tempfile::tempdir().unwrap();
        let output = home.path().join("public");
        publish(&output, &site(&[("index.html", "1"), ("a/index.html", "1")])).unwrap();
        publish(&output, &site(&[("index.html", "2"), ("b/index.html", "2")])).unwrap();
        assert_eq!(listing(&output), [MANIFEST, "b/index.html", "index.html"]);
        assert_eq!(fs::read_below(&output, "index.html").unwrap(), b"2");
        let beside: Vec<String> = listing(home.path()).into_iter().filter(|path| !path.starts_with("shelf/")).collect();
        assert_eq!(beside.len(), 3, "nothing is left beside the site: {beside:?}");
    }

    #[test]
    fn clears_up_after_a_build_that_died() {
        let home = tempfile::tempdir().unwrap();
        let output = home.path().join("public");
        fs::write(&beside(&output, "new").join("half.html"), b"half").unwrap();
        fs::write(&beside(&output, "old").join("index.html"), b"earlier").unwrap();
        recover(&output).unwrap();
        assert_eq!(fs::read_below(&output, "index.html").unwrap(), b"earlier");
        publish(&output, &site(&[("index.html", "new")])).unwrap();
        assert_eq!(fs::read_below(&output, "index.html").unwrap(), b"new");
        assert!(!fs::exists(&beside(&output, "new").join("half.html")));
    }

    #[test]
    fn clears_up_after_a_build_that_died_on_its_manifest() {
        let home = tempfile::tempdir().unwrap();
        let output = home.path().join("public");
        let staging = beside(&output, "new");
        for step in 0..2 {
            fs::write(&staging.join("index.html"), b"whole").unwrap();
            fs::fault::order(home.path(), step, true);
            assert!(write_manifest(&staging.join(MANIFEST), &["index.html".into()]).is_err());
            assert!(fs::fault::cancel(home.path()));
            assert!(!fs::exists(&staging.join(MANIFEST)), "half a manifest");
            publish(&output, &site(&[("index.html", "new")])).unwrap();
            assert!(is_at_rest(&output));
        }
    }

    #[test]
    fn refuses_folders_that_are_not_ours() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path();
        let content = root.join("content");
        fs::create_folder(&content).unwrap();
        let forbidden = [root, content.as_path()];
        for output in [root.to_path_buf(), content.clone(), content.join("out"), root.join("content/../content")] {
            assert!(check(&output, &forbidden).is_err(), "{}", output.display());
        }
        assert!(check(&root.join("public"), &forbidden).is_ok());
        fs::write(&root.join("public/notes.txt"), b"mine").unwrap();
        let refused = check(&root.join("public"), &forbidden).unwrap_err();
        assert!(refused.file.ends_with("notes.txt"), "{refused}");
    }
}
