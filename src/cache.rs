//! What one build keeps for the next, in a folder below the root.
//!
//! 1. Everything kept is sealed ([`read`], [`write()`]) with the fingerprint of the program and a checksum. What another program
//!    wrote, or what is damaged, is as good as nothing; it is never an error.
//! 2. What is known of each source goes by its name and the hash of its content ([`Entries`]). Of many entries only those are read
//!    that are asked for, and those that stay are copied from one file to the next.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::fs::{self, Note, Pieces, Scratch};

/// Folder below the root. Whoever deletes it loses nothing but time.
pub const FOLDER: &str = ".quotewright";

/// Name of the file that keeps what is known of the content.
pub const CONTENT: &str = "content";

/// Version of all formats in here, and the program.
const SEAL: &str = concat!("quotewright cache 2 ", env!("QUOTEWRIGHT_FINGERPRINT"), "\n");

/// The fingerprint of the program and its model.
pub const FINGERPRINT: &str = env!("QUOTEWRIGHT_FINGERPRINT");

/// What was sealed in a file; nothing where it is missing, damaged or of another program.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = fs::read(path).ok()?;
    let payload = bytes.strip_prefix(SEAL.as_bytes())?.get(blake3::OUT_LEN..)?;
    let start = bytes.len() - payload.len();
    (blake3::hash(payload).as_bytes()[..] == bytes[SEAL.len()..start]).then(|| bytes.split_off(start))
}

/// Seals `payload` in a file, in place of what was there, at once.
pub fn write(path: &Path, payload: &[u8]) -> io::Result<()> {
    fs::replace(path, &[SEAL.as_bytes(), blake3::hash(payload).as_bytes(), payload])
}

/// A hash of the content of a source.
pub type Hash = [u8; blake3::OUT_LEN];

/// What an earlier build kept of each source, and what this one does.
#[derive(Debug)]
pub struct Entries {
    file: Option<Mutex<Pieces>>,
    earlier: Places,
    scratch: Scratch,
    now: Mutex<BTreeMap<String, (Kept, Hash)>>,
}

/// Where the entries are, by name, with the hashes of their sources.
type Places = HashMap<String, (Place, Hash)>;

/// Where an entry is in a file of them.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: u64,
    length: u32,
    checksum: Hash,
}

#[derive(Debug)]
enum Kept {
    Earlier(Place),
    New(Note, u32, Hash),
}

/// What a file of entries begins with: of each its name, its length, its checksum, and the hash of its source.
#[derive(Default, Deserialize, Serialize)]
struct Index(Vec<(String, u32, Hash, Hash)>);

impl Entries {
    /// Those that an earlier build left at `path`; new ones are put away in `scratch`.
    pub fn open(path: &Path, scratch: Scratch) -> Self {
        let (file, earlier) = match earlier(path) {
            Some((file, earlier)) => (Some(Mutex::new(file)), earlier),
            None => (None, HashMap::new()),
        };
        Self { file, earlier, scratch, now: Mutex::default() }
    }

    /// What an earlier build kept of the source `name`, with the hash of the content that it was made from.
    pub fn earlier(&self, name: &str) -> Option<(Hash, Vec<u8>)> {
        let (place, hash) = self.earlier.get(name)?;
        let mut bytes = Vec::new();
        let mut file = self.file.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        file.read(place.start, u64::from(place.length), &mut bytes).ok()?;
        drop(file);
        (*blake3::hash(&bytes).as_bytes() == place.checksum).then_some((*hash, bytes))
    }

    /// Takes all of them for missing.
    pub fn forget(&mut self) {
        self.earlier.clear();
    }

    /// Keeps what was kept of a source before.
    pub fn keep(&self, name: &str) {
        if let Some((place, hash)) = self.earlier.get(name) {
            self.note(name, (Kept::Earlier(*place), *hash));
        }
    }

    /// Keeps something new.
    pub fn put(&self, name: &str, hash: Hash, bytes: Vec<u8>) {
        let (length, checksum) = (bytes.len() as u32, *blake3::hash(&bytes).as_bytes());
        self.note(name, (Kept::New(self.scratch.put(bytes), length, checksum), hash));
    }

    fn note(&self, name: &str, kept: (Kept, Hash)) {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), kept);
    }

    /// Writes what this build keeps to `path`, unless all of that is there.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let is_earlier = |(kept, _): &(Kept, Hash)| matches!(kept, Kept::Earlier(_));
        if now.len() == self.earlier.len() && now.values().all(is_earlier) {
            return Ok(());
        }
        // Those that stay come first, in the order in which they lie, so that they are copied in few pieces.
        let mut all: Vec<(&String, &(Kept, Hash))> = now.iter().collect();
        all.sort_by_key(|(_, (kept, _))| match kept {
            Kept::Earlier(place) => place.start,
            Kept::New(..) => u64::MAX,
        });
        let line = |&(name, (kept, hash)): &(&String, &(Kept, Hash))| match kept {
            Kept::Earlier(place) => (name.clone(), place.length, place.checksum, *hash),
            Kept::New(_, length, checksum) => (name.clone(), *length, *checksum, *hash),
        };
        let index = Index(all.iter().map(line).collect());
        let index = postcard::to_allocvec(&index).map_err(io::Error::other)?;
        fs::replace_by(path, |file| {
            file.write_all(SEAL.as_bytes())?;
            file.write_all(blake3::hash(&index).as_bytes())?;
            file.write_all(&(index.len() as u64).to_le_bytes())?;
            file.write_all(&index)?;
            let staying = all.iter().filter_map(|(_, (kept, _))| match kept {
                Kept::Earlier(place) => Some((place.start, u64::from(place.length))),
                Kept::New(..) => None,
            });
            for (start, length) in joined(staying) {
                let from = self.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
                from.lock().unwrap_or_else(PoisonError::into_inner).copy(start, length, file)?;
            }
            all.iter().try_for_each(|(_, (kept, _))| match kept {
                Kept::Earlier(_) => Ok(()),
                Kept::New(note, ..) => file.write_all(&self.scratch.get(note)?),
            })
        })
    }
}

/// The entries in the file at `path`; nothing where it is missing, damaged or of another program.
fn earlier(path: &Path) -> Option<(Pieces, Places)> {
    let mut file = Pieces::open(path).ok()?;
    let mut head = Vec::new();
    let length = SEAL.len() + blake3::OUT_LEN + size_of::<u64>();
    file.read(0, length as u64, &mut head).ok()?;
    let (checksum, index_length) = head.strip_prefix(SEAL.as_bytes())?.split_first_chunk::<{ blake3::OUT_LEN }>()?;
    let index_length = u64::from_le_bytes(index_length.try_into().ok()?);
    let mut index = Vec::new();
    file.read(length as u64, index_length, &mut index).ok()?;
    if blake3::hash(&index).as_bytes() != checksum {
        return None;
    }
    let Index(lines) = postcard::from_bytes(&index).ok()?;
    let mut start = length as u64 + index_length;
    let entry = |(name, length, checksum, hash): (String, u32, Hash, Hash)| {
        let place = Place { start, length, checksum };
        start += u64::from(length);
        (name, (place, hash))
    };
    Some((file, lines.into_iter().map(entry).collect()))
}

/// Ranges by start and length, in order, with those that touch put together.
fn joined(ranges: impl Iterator<Item = (u64, u64)>) -> Vec<(u64, u64)> {
    let mut joined: Vec<(u64, u64)> = Vec::new();
    for (start, length) in ranges {
        match joined.last_mut() {
            Some((last, its_length)) if *last + *its_length == start => *its_length += length,
            _ => joined.push((start, length)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["a.md", "b/c.md", "é.md"];

    fn open(path: &Path) -> Entries {
        Entries::open(path, Scratch::new(path.with_file_name("scratch")))
    }

    /// A file with an entry of each name.
    fn kept(path: &Path) {
        let entries = open(path);
        for (number, name) in NAMES.iter().enumerate() {
            entries.put(name, [number as u8; 32], name.repeat(number + 1).into_bytes());
        }
        entries.write(path).unwrap();
    }

    fn found(path: &Path) -> Vec<Option<(u8, Vec<u8>)>> {
        let entries = open(path);
        NAMES.iter().map(|name| entries.earlier(name).map(|(hash, bytes)| (hash[0], bytes))).collect()
    }

    #[test]
    fn what_was_kept_is_found_again() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/content");
        kept(&path);
        let [a, b, c] = [(0, "a.md"), (1, "b/c.mdb/c.md"), (2, "é.mdé.mdé.md")]
            .map(|(hash, text)| Some((hash, text.as_bytes().to_vec())));
        assert_eq!(found(&path), [a.clone(), b, c.clone()]);
        let entries = open(&path);
        entries.keep("é.md");
        entries.put("b/c.md", [7; 32], b"new".to_vec());
        entries.keep("a.md");
        entries.keep("unknown.md");
        entries.write(&path).unwrap();
        assert_eq!(found(&path), [a, Some((7, b"new".to_vec())), c.clone()]);
        let entries = open(&path);
        entries.keep("é.md");
        entries.write(&path).unwrap();
        assert_eq!(found(&path), [None, None, c]);
    }

    #[test]
    fn nothing_is_written_where_all_stays() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("content");
        kept(&path);
        let entries = open(&path);
        for name in NAMES {
            entries.keep(name);
        }
        fs::remove_file(&path).unwrap();
        entries.write(&path).unwrap();
        assert!(!fs::exists(&path));
    }

    #[test]
    fn entries_that_are_cut_or_changed_are_as_good_as_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("content");
        kept(&path);
        let (sound, bytes) = (found(&path), fs::read(&path).unwrap());
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 1;
            for damaged in [&bytes[..at], &broken] {
                fs::write(&path, damaged).unwrap();
                let found = found(&path);
                assert!(found.iter().zip(&sound).all(|(found, sound)| found.is_none() || found == sound), "{at}");
                assert!(found.iter().any(Option::is_none), "{at}");
            }
        }
    }

    #[test]
    fn ranges_that_touch_are_put_together() {
        assert_eq!(joined([(1, 2), (3, 4), (9, 1), (10, 2)].into_iter()), [(1, 6), (9, 3)]);
    }

    #[test]
    fn a_seal_that_is_broken_or_of_another_program_is_as_good_as_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/b");
        assert_eq!(read(&path), None);
        write(&path, b"payload").unwrap();
        assert_eq!(read(&path).unwrap(), b"payload");
        let sealed = fs::read(&path).unwrap();
        for at in 0..sealed.len() {
            let mut broken = sealed.clone();
            broken[at] ^= 1;
            fs::write(&path, &broken).unwrap();
            assert_eq!(read(&path), None, "{at}");
            fs::write(&path, &sealed[..at]).unwrap();
            assert_eq!(read(&path), None, "{at}");
        }
    }
}
