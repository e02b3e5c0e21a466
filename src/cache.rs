//! What one build keeps for the next, in a folder below the root: what was found in each article.
//!
//! 1. Everything kept is sealed ([`read`], [`write()`]) with the fingerprint of the program and a checksum. What another program
//!    wrote, or what is damaged, is as good as nothing; it is never an error.
//! 2. An extraction goes by the hash of the text and the blocks that it was made from ([`Extractions`]).

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::extract::{Document, Extraction};
use crate::fs;

/// Folder below the root. Whoever deletes it loses nothing but time.
pub const FOLDER: &str = ".quotewright";

/// Name of the file that keeps extractions.
pub const EXTRACTIONS: &str = "extractions";

/// Version of all formats in here, and the program.
const SEAL: &str = concat!("quotewright cache 1 ", env!("QUOTEWRIGHT_FINGERPRINT"), "\n");

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

type Key = [u8; blake3::OUT_LEN];

/// Extractions of an earlier build, and those of this one.
#[derive(Debug, Default)]
pub struct Extractions {
    packed: Vec<u8>,
    earlier: HashMap<Key, Range<usize>>,
    used: Mutex<BTreeMap<Key, Kept>>,
}

#[derive(Debug)]
enum Kept {
    /// Where it stands in what was packed earlier.
    Earlier(Range<usize>),
    New(Vec<u8>),
}

impl Extractions {
    /// Those that an earlier build packed.
    pub fn from_packed(packed: Vec<u8>) -> Self {
        let mut earlier = HashMap::new();
        let mut at = 0;
        while let Some((key, length)) = heading(&packed[at..]) {
            let start = at + key.len() + size_of::<u32>();
            if start + length > packed.len() {
                break;
            }
            at = start + length;
            earlier.insert(key, start..at);
        }
        Self { packed, earlier, used: Mutex::default() }
    }

    /// The extraction of `document`: as an earlier build found it, else as `extract` does.
    pub fn of(&self, document: &Document<'_>, extract: impl FnOnce() -> Extraction) -> Extraction {
        let key = key(document);
        let known = self.earlier.get(&key).and_then(|range| {
            let extraction = postcard::from_bytes(self.packed.get(range.clone())?).ok()?;
            Some((extraction, Kept::Earlier(range.clone())))
        });
        let (extraction, kept) = known.unwrap_or_else(|| {
            let extraction = extract();
            // What cannot be packed is found anew every time.
            let packed = postcard::to_allocvec(&extraction).unwrap_or_default();
            (extraction, Kept::New(packed))
        });
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key, kept);
        extraction
    }

    /// What a next build starts from: all that this one used.
    #[must_use]
    pub fn for_next(self) -> Self {
        match self.packed() {
            Some(packed) => Self::from_packed(packed),
            None => Self { used: Mutex::default(), ..self },
        }
    }

    /// All that this build used, packed, if that is not just what was packed before.
    pub fn packed(&self) -> Option<Vec<u8>> {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() == self.earlier.len() && used.values().all(|kept| matches!(kept, Kept::Earlier(_))) {
            return None;
        }
        let mut packed = Vec::new();
        for (key, kept) in used.iter() {
            let bytes = match kept {
                Kept::Earlier(range) => &self.packed[range.clone()],
                Kept::New(bytes) => bytes,
            };
            packed.extend_from_slice(key);
            packed.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            packed.extend_from_slice(bytes);
        }
        Some(packed)
    }
}

/// The key at the head of `packed`, and how long what it stands for is.
fn heading(packed: &[u8]) -> Option<(Key, usize)> {
    let (key, rest) = packed.split_first_chunk()?;
    let (length, _) = rest.split_first_chunk()?;
    Some((*key, u32::from_le_bytes(*length) as usize))
}

fn key(document: &Document<'_>) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(document.text.len() as u64).to_le_bytes());
    hasher.update(document.text.as_bytes());
    for block in document.blocks {
        hasher.update(&(block.span.start() as u64).to_le_bytes());
        hasher.update(&(block.span.end() as u64).to_le_bytes());
        hasher.update(&[block.kind as u8]);
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::extract::{Block, BlockKind, extract};
    use crate::text::Span;

    const TEXT: &str = "“The quay will stay closed,” said Jane Moss. “All winter.”";

    fn document() -> Document<'static> {
        static BLOCKS: LazyLock<[Block; 1]> =
            LazyLock::new(|| [Block { span: Span::new(0, TEXT.len()), kind: BlockKind::Paragraph }]);
        Document { text: TEXT, blocks: &*BLOCKS }
    }

    fn kept() -> Vec<u8> {
        let extractions = Extractions::default();
        extractions.of(&document(), || extract(&document()));
        extractions.packed().unwrap()
    }

    #[test]
    fn what_was_found_once_is_not_looked_for_again() {
        let later = Extractions::from_packed(kept());
        let found = later.of(&document(), || panic!("it is known"));
        assert_eq!(found, extract(&document()));
        assert!(!found.attributions.is_empty());
        assert_eq!(later.packed(), None, "nothing is new");
    }

    #[test]
    fn what_is_no_longer_used_is_not_kept() {
        let later = Extractions::from_packed(kept());
        later.of(&Document { text: "Other.", blocks: &[] }, Extraction::default);
        let packed = later.packed().unwrap();
        assert_eq!(Extractions::from_packed(packed).earlier.len(), 1);
    }

    #[test]
    fn packed_bytes_that_are_cut_or_changed_harm_nothing() {
        let packed = kept();
        for end in 0..packed.len() {
            let cut = Extractions::from_packed(packed[..end].to_vec());
            assert_eq!(cut.of(&document(), || extract(&document())), extract(&document()));
        }
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
