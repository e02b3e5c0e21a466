//! The only file that touches the disk. Paths below a folder are given with forward slashes.

#[cfg(test)]
pub(crate) mod fault;

#[cfg(not(test))]
mod fault {
    /// A step that changes the disk; only tests have it fail.
    #[expect(clippy::unnecessary_wraps, reason = "it has the form of the one that tests have")]
    pub(super) fn step(_: &std::path::Path) -> std::io::Result<()> {
        Ok(())
    }
}

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

/// A file below a folder and its content, or why it cannot be read.
pub type Read = (String, io::Result<Vec<u8>>);

/// What is below a folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// Paths of the files, sorted.
    pub files: Vec<String>,
    /// Files and folders that cannot be read or are not to be, each with the reason; the folder itself has an empty path.
    pub unreadable: Vec<(String, io::Error)>,
}

/// All files below `folder`; hidden files and folders are passed over.
///
/// Links to files are followed as long as they stay below `within`. Links to folders are not: a few of them can make
/// a walk endless.
pub fn list(folder: &Path, within: &Path) -> Listing {
    walk(folder, within, |name| !name.starts_with('.'))
}

/// All files below `folder`, hidden ones too, but for what tools keep for themselves; of links as [`list`].
pub fn list_with_hidden(folder: &Path, within: &Path) -> Listing {
    walk(folder, within, |name| !matches!(name, ".git" | ".svn" | ".DS_Store" | "Thumbs.db"))
}

fn walk(folder: &Path, within: &Path, is_wanted: fn(&str) -> bool) -> Listing {
    let mut listing = Listing::default();
    let wanted = |e: &walkdir::DirEntry| e.depth() == 0 || is_wanted(&e.file_name().to_string_lossy());
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(wanted) {
        match entry {
            Ok(entry) if entry.depth() == 0 || entry.file_type().is_dir() => {}
            Ok(entry) => match fit_to_read(&entry, within) {
                Ok(()) => listing.files.extend(below(entry.path(), folder)),
                Err(error) => listing.unreadable.extend(below(entry.path(), folder).map(|path| (path, error))),
            },
            Err(error) => {
                let path = error.path().and_then(|path| below(path, folder)).unwrap_or_default();
                listing.unreadable.push((path, without_path(error)));
            }
        }
    }
    listing.files.sort();
    listing
}

/// The reason alone: whoever reports it names the file.
fn without_path(error: walkdir::Error) -> io::Error {
    error.into_io_error().unwrap_or_else(|| io::Error::other("a link leads back to a folder above it"))
}

fn fit_to_read(entry: &walkdir::DirEntry, within: &Path) -> io::Result<()> {
    let refuse = |reason: &str| Err(io::Error::other(reason));
    if entry.file_name().to_str().is_none() {
        return refuse("its name is not UTF-8");
    }
    if entry.path_is_symlink() {
        let target = fs::canonicalize(entry.path())?;
        if target.is_dir() {
            return refuse("links to folders are not followed");
        }
        let within = fs::canonicalize(within)?;
        let Ok(below) = target.strip_prefix(&within) else { return refuse("the link leads out of the site") };
        if below.iter().any(|name| name.as_encoded_bytes().starts_with(b".")) {
            return refuse("the link leads to a hidden file");
        }
        return refuse_odd(fs::metadata(target)?.file_type());
    }
    refuse_odd(entry.file_type())
}

/// Pipes, sockets and devices are no files: some never end.
fn refuse_odd(kind: fs::FileType) -> io::Result<()> {
    if kind.is_file() || kind.is_dir() { Ok(()) } else { Err(io::Error::other("it is a pipe, a socket or a device")) }
}

/// Reads one file below `folder`.
pub fn read_below(folder: &Path, path: &str) -> io::Result<Vec<u8>> {
    read(&folder.join(path))
}

/// Reads a file of at most 4 GiB.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    refuse_odd(metadata.file_type())?;
    if metadata.len() > u64::from(u32::MAX) {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 4 GiB"));
    }
    fs::read(path)
}

/// Opens a file that is to be copied later, to know whether it can be.
pub fn expect_readable(path: &Path) -> io::Result<()> {
    open_readable(path).map(|_| ())
}

fn open_readable(path: &Path) -> io::Result<File> {
    refuse_odd(fs::metadata(path)?.file_type())?;
    File::open(path)
}

/// Reads a file by a path from outside, which must not lead out of `folder`: not upwards, not by a link, not to hidden files.
pub fn read_inside(folder: &Path, path: &str) -> io::Result<Vec<u8>> {
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    if !path.split('/').all(plain) {
        return Err(io::Error::other("the path is to name a file below the root of the site, as in `data/polls.csv`"));
    }
    let target = fs::canonicalize(folder.join(path))?;
    if !target.starts_with(fs::canonicalize(folder)?) {
        return Err(io::Error::other("the link leads out of the site"));
    }
    read(&target)
}

/// A file of which pieces are read.
#[derive(Debug)]
pub struct Pieces(File);

impl Pieces {
    /// Opens a file.
    pub fn open(path: &Path) -> io::Result<Self> {
        open_readable(path).map(Self)
    }

    /// Appends `length` bytes from `start` on to `bytes`.
    pub fn read(&mut self, start: u64, length: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(start))?;
        let read = (&mut self.0).take(length).read_to_end(bytes)?;
        if read as u64 == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    /// Writes `length` bytes from `start` on to `to`.
    pub fn copy(&mut self, start: u64, length: u64, to: &mut impl Write) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(start))?;
        let read = io::copy(&mut (&mut self.0).take(length), to)?;
        if read == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// What is needed again in the same run, out of the way in a file that nobody else sees; in memory where there can be none.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
enum State {
    Unused,
    Open { file: File, end: u64 },
    Without,
}

/// Where something is that was put away.
#[derive(Clone, Debug)]
pub enum Note {
    /// In the file.
    File(Range<u64>),
    /// In memory.
    Memory(Arc<Vec<u8>>),
}

impl Scratch {
    /// A file in `folder`, made when it is needed.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, state: Mutex::new(State::Unused) }
    }

    /// Puts something away.
    pub fn put(&self, bytes: Vec<u8>) -> Note {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::Unused) {
            *state = self.open().map_or(State::Without, |file| State::Open { file, end: 0 });
        }
        let State::Open { file, end } = &mut *state else { return Note::Memory(Arc::new(bytes)) };
        let start = *end;
        match file.seek(SeekFrom::Start(start)).and_then(|_| file.write_all(&bytes)) {
            Ok(()) => *end += bytes.len() as u64,
            Err(_) => return Note::Memory(Arc::new(bytes)),
        }
        Note::File(start..*end)
    }

    fn open(&self) -> io::Result<File> {
        fault::step(&self.folder)?;
        fs::create_dir_all(&self.folder)?;
        tempfile::tempfile_in(&self.folder)
    }

    /// Gives it again.
    pub fn get(&self, note: &Note) -> io::Result<Vec<u8>> {
        let range = match note {
            Note::Memory(bytes) => return Ok(bytes.to_vec()),
            Note::File(range) => range,
        };
        let mut bytes = vec![0; (range.end - range.start) as usize];
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State::Open { file, .. } = &mut *state else { return Err(io::ErrorKind::NotFound.into()) };
        file.seek(SeekFrom::Start(range.start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Reads a file that may be missing.
pub fn read_optional(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// All files below `folder` with their content; none where there is no such folder.
pub fn read_all(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    if !folder.is_dir() {
        return Ok(BTreeMap::new());
    }
    let listing = list(folder, folder);
    if let Some((path, error)) = listing.unreadable.into_iter().next() {
        return Err(io::Error::new(error.kind(), format!("{path}: {error}")));
    }
    let read = |path: String| match read_below(folder, &path) {
        Ok(bytes) => Ok((path, bytes)),
        Err(error) => Err(io::Error::new(error.kind(), format!("{path}: {error}"))),
    };
    listing.files.into_iter().map(read).collect()
}

/// Writes a file, with the folders above it.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fault::step(path)?;
    with_folder(path, || fs::write(path, bytes))
}

/// Writes a file, with the folders above it, in place of what was there; what has a second path stays there as it is.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fault::step(path)?;
    create_new(path)?.write_all(bytes)
}

fn create_new(path: &Path) -> io::Result<File> {
    let create = || File::options().write(true).create_new(true).open(path);
    match with_folder(path, create) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            create()
        }
        other => other,
    }
}

/// Writes at the end of a file, which need not be there, with the folders above it.
pub fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fault::step(path)?;
    with_folder(path, || File::options().create(true).append(true).open(path))?.write_all(bytes)
}

/// Does `work` at `path`, and once more with the folders above it where they were missing.
fn with_folder<T>(path: &Path, work: impl Fn() -> io::Result<T>) -> io::Result<T> {
    match (work(), path.parent()) {
        (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(parent)?;
            work()
        }
        (done, _) => done,
    }
}

/// Writes a file from `parts`, with the folders above it, in place of what was there, at once: nobody finds half of it.
pub fn replace(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    replace_by(path, |file| parts.iter().try_for_each(|part| file.write_all(part)))
}

/// The same with what `write` writes.
pub fn replace_by(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    fault::step(path)?;
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    write(file.as_file_mut())?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// Gives a file a second path, with the folders above that, in place of what was there; where it cannot have one, a copy with the
/// same time.
pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    fault::step(to)?;
    let link = || with_folder(to, || fs::hard_link(from, to));
    match link() {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(error),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(to)?;
            if link().is_ok() {
                return Ok(());
            }
        }
        // No links here, not between these two disks, or too many of this file.
        Err(_) => {}
    }
    fs::copy(from, to)?;
    File::options().write(true).open(to)?.set_modified(fs::metadata(from)?.modified()?)
}

/// Removes a file.
pub fn remove_file(path: &Path) -> io::Result<()> {
    fault::step(path)?;
    fs::remove_file(path)
}

/// Copies what a file holds, with the folders above its new place; who may read or run the original says nothing about the copy.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut original = open_readable(from)?;
    fault::step(to)?;
    io::copy(&mut original, &mut create_new(to)?).map(|_| ())
}

/// Makes a folder and those above it.
pub fn create_folder(path: &Path) -> io::Result<()> {
    fault::step(path)?;
    fs::create_dir_all(path)
}

/// When a file was last changed, where the system knows.
pub fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

/// Whether there is a folder, itself no link.
pub fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|m| m.is_dir())
}

/// Whether there is anything at all, a broken link too.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether it is a link.
pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink())
}

/// The absolute path without links and `..`, as far as it exists.
pub fn resolve(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let mut tail = Vec::new();
    let mut head = absolute.as_path();
    loop {
        match fs::canonicalize(head) {
            Ok(real) => return Ok(tail.iter().rev().fold(real, |path, name| path.join(name))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let (Some(parent), Some(name)) = (head.parent(), head.file_name()) else { return Err(error) };
                tail.push(name);
                head = parent;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Every file below `folder`, hidden ones too; links are listed and not followed.
pub fn list_everything(folder: &Path) -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(folder).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(without_path)?;
        if !entry.file_type().is_dir()
            && let Some(path) = below(entry.path(), folder)
        {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// A file as the system lists it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileState {
    /// Path below the folder that was listed.
    pub path: Arc<str>,
    /// In bytes.
    pub size: u64,
    /// The time of the last change.
    pub modified: SystemTime,
}

/// The state of the file at `file`, as one that is called `path`.
pub fn state(file: &Path, path: &str) -> io::Result<FileState> {
    let metadata = fs::symlink_metadata(file)?;
    Ok(FileState { path: path.into(), size: metadata.len(), modified: metadata.modified()? })
}

/// Every file below `folder` with its size and time, hidden ones too; links are not followed.
pub fn states(folder: &Path) -> io::Result<Vec<FileState>> {
    list_everything(folder)?.into_par_iter().map(|path| state(&folder.join(&path), &path)).collect()
}

/// Removes the files of `paths` below `folder`, and the folders that are empty then, `folder` included.
pub fn remove_listed(folder: &Path, paths: &[String]) -> io::Result<()> {
    fault::step(folder)?;
    let folders: HashSet<&str> = paths.iter().flat_map(|path| above(path)).collect();
    let links: HashSet<&str> = folders.into_iter().filter(|above| is_link(&folder.join(above))).collect();
    // Behind a link there is nothing of ours.
    paths.par_iter().filter(|path| !above(path).any(|above| links.contains(above))).try_for_each(|path| {
        match fs::remove_file(folder.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    })?;
    for entry in WalkDir::new(folder).contents_first(true) {
        let entry = entry.map_err(without_path)?;
        if entry.file_type().is_dir() {
            // A folder that is not empty stays.
            let _ = fs::remove_dir(entry.path());
        }
    }
    Ok(())
}

/// The folders above the file with this path, outermost first.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// Removes a folder and all that it holds; links in it are removed, not followed.
pub fn remove_folder(path: &Path) -> io::Result<()> {
    fault::step(path)?;
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Renames a file or a folder.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fault::step(to)?;
    fs::rename(from, to)
}

/// Swaps two folders in one step, where the system can; `Unsupported` where it cannot.
#[cfg(target_os = "linux")]
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    fault::step(b)?;
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|errno| match errno {
        Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
        other => other.into(),
    })
}

/// Swaps two folders in one step, where the system can; `Unsupported` where it cannot.
#[cfg(not(target_os = "linux"))]
pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A lock on a file, held until dropped; the file goes with it.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock; `None` where somebody else holds it. Nothing is written: what stands there may be somebody else's.
    pub fn take(path: PathBuf) -> io::Result<Option<Self>> {
        fault::step(&path)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        loop {
            if fs::symlink_metadata(&path).is_ok_and(|m| !m.is_file()) {
                return Err(io::Error::other(format!("`{}` is no file; take it away", path.display())));
            }
            let file = File::options().create(true).append(true).open(&path)?;
            match file.try_lock() {
                // Whoever held it before has taken the file away: others would lock the next one.
                Ok(()) if !is_same(&file, &path) => {}
                Ok(()) => return Ok(Some(Self { path, _file: file })),
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

/// Whether the open file is the one that has this path.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(file), Ok(there)) = (file.metadata(), fs::symlink_metadata(path)) else { return false };
    (file.dev(), file.ino()) == (there.dev(), there.ino())
}

/// Whether the open file is the one that has this path; elsewhere a file that is open cannot be taken away.
#[cfg(not(unix))]
fn is_same(_: &File, path: &Path) -> bool {
    path.exists()
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn below(path: &Path, folder: &Path) -> Option<String> {
    let parts: Vec<_> = path.strip_prefix(folder).ok()?.iter().map(|p| p.to_string_lossy()).collect();
    Some(parts.join("/"))
}
