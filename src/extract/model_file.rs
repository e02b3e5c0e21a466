//! How trained weights are stored: little-endian numbers after a magic word and a version, nothing else.
//!
//! The files are embedded in the program, so a damaged one is a fault of the build, not of the input: readers give an empty
//! model then, and a test reads every embedded file.

use super::linear::Linear;
use super::tag::{Dictionary, Tag};

/// First bytes of every model file; the last is the version of this format.
pub const MAGIC: &[u8; 4] = b"QWM1";

/// Reads numbers off the front of a model file.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts after the magic word; `None` where it is not there.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        bytes.strip_prefix(MAGIC).map(|bytes| Self { bytes })
    }

    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.bytes.split_at_checked(n)?;
        self.bytes = tail;
        Some(head)
    }

    /// An unsigned number of 32 bits.
    pub fn u32(&mut self) -> Option<u32> {
        self.take(4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes)
    }

    /// A real number of 32 bits.
    pub fn f32(&mut self) -> Option<f32> {
        self.u32().map(f32::from_bits)
    }

    /// A list of unsigned numbers.
    pub fn u32s(&mut self) -> Option<Vec<u32>> {
        let n = self.u32()? as usize;
        let bytes = self.take(n.checked_mul(4)?)?;
        Some(bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect())
    }

    /// A list of real numbers.
    pub fn f32s(&mut self) -> Option<Vec<f32>> {
        Some(self.u32s()?.into_iter().map(f32::from_bits).collect())
    }

    /// A linear model.
    pub fn linear<const LANES: usize>(&mut self) -> Option<Linear<LANES>> {
        let rows = self.u32()? as usize;
        let scale = self.f32()?;
        let bytes = self.take(rows.checked_mul(LANES * 2)?)?;
        let rows = bytes
            .chunks_exact(LANES * 2)
            .map(|row| std::array::from_fn(|l| i16::from_le_bytes([row[2 * l], row[2 * l + 1]])))
            .collect();
        Some(Linear::new(rows, scale))
    }

    /// A tag dictionary.
    pub fn dictionary(&mut self) -> Option<Dictionary> {
        let hashes = self.u32s()?;
        let tags = self.take(hashes.len())?;
        let words: Vec<_> =
            hashes.iter().zip(tags).map(|(&h, &t)| (h, Tag::from_lane(usize::from(t & 0x7f)), t & 0x80 != 0)).collect();
        Some(Dictionary::new(&words))
    }
}

/// Writes what [`Reader`] reads.
#[derive(Debug)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Default for Writer {
    fn default() -> Self {
        Self { bytes: MAGIC.to_vec() }
    }
}

impl Writer {
    /// The file's bytes.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// An unsigned number of 32 bits.
    pub fn u32(&mut self, n: u32) {
        self.bytes.extend(n.to_le_bytes());
    }

    /// A real number of 32 bits.
    pub fn f32(&mut self, x: f32) {
        self.u32(x.to_bits());
    }

    /// A list of unsigned numbers.
    pub fn u32s(&mut self, numbers: &[u32]) {
        self.u32(numbers.len() as u32);
        self.bytes.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
    }

    /// A list of real numbers.
    pub fn f32s(&mut self, numbers: &[f32]) {
        self.u32s(&numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>());
    }

    /// A linear model.
    pub fn linear<const LANES: usize>(&mut self, model: &Linear<LANES>) {
        self.u32(model.rows().len() as u32);
        self.f32(model.scale());
        self.bytes.extend(model.rows().iter().flatten().flat_map(|w| w.to_le_bytes()));
    }

    /// A tag dictionary.
    pub fn dictionary(&mut self, dictionary: &Dictionary) {
        let words = dictionary.entries();
        self.u32s(&words.iter().map(|w| w.0).collect::<Vec<_>>());
        self.bytes.extend(words.iter().map(|&(_, tag, sure)| tag as u8 | if sure { 0x80 } else { 0 }));
    }
}
