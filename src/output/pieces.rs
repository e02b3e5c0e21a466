//! Files that are made piece by piece: which pieces one had before, so that they are copied and not made again.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;

use crate::fs;
use crate::render::{Key, Piece};

/// The pieces of a file in their order: their keys and lengths.
pub(super) type Parts = Vec<(Key, u32)>;

/// A file in the making.
#[derive(Debug, Default)]
pub(super) struct Pieced {
    earlier: Option<fs::Pieces>,
    /// Where in the earlier file each piece starts, and its length.
    places: HashMap<Key, (u64, u32)>,
    parts: Parts,
}

impl Pieced {
    /// A file of which there was an earlier one with these parts.
    pub(super) fn following(earlier: Option<(PathBuf, Parts)>) -> Self {
        let open = |(path, parts): (PathBuf, Parts)| Some((fs::Pieces::open(&path).ok()?, parts));
        let Some((file, parts)) = earlier.and_then(open) else { return Self::default() };
        let mut start = 0;
        let place = |(key, length): (Key, u32)| {
            let place = (start, length);
            start += u64::from(length);
            (key, place)
        };
        Self { places: parts.into_iter().map(place).collect(), earlier: Some(file), parts: Vec::new() }
    }

    /// Whether the earlier file had this piece.
    pub(super) fn has(&self, key: &Key) -> bool {
        self.places.contains_key(key)
    }

    /// The bytes of the next pieces.
    pub(super) fn next(&mut self, pieces: Vec<Piece>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for Piece { key, bytes: made } in pieces {
            let start = bytes.len();
            match (made, self.places.get(&key), &mut self.earlier) {
                (Some(made), ..) => bytes.extend_from_slice(&made),
                (None, Some(&(start, length)), Some(file)) => file.read(start, u64::from(length), &mut bytes)?,
                (None, ..) => return Err(io::ErrorKind::NotFound.into()),
            }
            self.parts.push((key, (bytes.len() - start) as u32));
        }
        Ok(bytes)
    }

    /// All its pieces.
    pub(super) fn into_parts(self) -> Parts {
        self.parts
    }
}
