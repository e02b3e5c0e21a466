//! How trained weights are stored: little-endian numbers after a magic word and a version, nothing else.
//!
//! The rows of a linear model start at a multiple of [`ALIGNMENT`] from the start of the file, and the program uses them where
//! they lie: no row then reaches over more cache lines than it must, and starting copies nothing. (Files of the first version
//! have no such gaps.)
//!
//! The files are embedded in the program, so a damaged one is a fault of the build, not of the input: readers give an empty
//! model then, and a test reads every embedded file.

use zerocopy::FromBytes;

use super::linear::Linear;
use super::tag::{Dictionary, Tag};

/// First bytes of every model file; the last is the version of this format.
pub const MAGIC: &[u8; 4] = b"QWM2";
/// The version without gaps.
const UNALIGNED: &[u8; 4] = b"QWM1";

/// Where rows may start, in bytes.
pub const ALIGNMENT: usize = 64;

/// A model file at an address that is a multiple of [`ALIGNMENT`].
#[derive(Debug)]
#[repr(C, align(64))]
pub struct Aligned<T: ?Sized>(pub T);

/// Reads numbers off the front of a model file.
#[derive(Debug)]
pub struct Reader {
    file: &'static [u8],
    at: usize,
}

impl Reader {
    /// Starts after the magic word; `None` where it is not there.
    pub fn new(file: &'static [u8]) -> Option<Self> {
        (file.starts_with(MAGIC) || file.starts_with(UNALIGNED)).then_some(Self { file, at: MAGIC.len() })
    }

    fn take(&mut self, n: usize) -> Option<&'static [u8]> {
        let taken = self.file.get(self.at..self.at.checked_add(n)?)?;
        self.at += n;
        Some(taken)
    }

    /// Passes over the gap before rows.
    fn align(&mut self) {
        if self.file.starts_with(MAGIC) {
            self.at = self.at.next_multiple_of(ALIGNMENT);
        }
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
        self.align();
        let bytes = self.take(rows.checked_mul(LANES * 2)?)?;
        match <[[i16; LANES]]>::ref_from_bytes(bytes) {
            Ok(rows) if cfg!(target_endian = "little") => Some(Linear::new(rows, scale)),
            _ => Some(Linear::new(rows_of(bytes), scale)),
        }
    }

    /// A tag dictionary.
    pub fn dictionary(&mut self) -> Option<Dictionary> {
        let hashes = self.u32s()?;
        let tags = self.take(hashes.len())?;
        Some(
            hashes
                .into_iter()
                .zip(tags.iter().map(|&t| (Tag::from_lane(usize::from(t & 0x7f)), t & 0x80 != 0)))
                .collect(),
        )
    }
}

/// The rows in these bytes where they cannot be used as they lie.
fn rows_of<const LANES: usize>(bytes: &[u8]) -> Vec<[i16; LANES]> {
    let numbers = |row: &[u8]| std::array::from_fn(|l| i16::from_le_bytes([row[2 * l], row[2 * l + 1]]));
    bytes.chunks_exact(LANES * 2).map(numbers).collect()
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
        self.bytes.resize(self.bytes.len().next_multiple_of(ALIGNMENT), 0);
        self.bytes.extend(model.rows().iter().flatten().flat_map(|w| w.to_le_bytes()));
    }

    /// A tag dictionary.
    pub fn dictionary(&mut self, dictionary: &Dictionary) {
        let mut words: Vec<(u32, (Tag, bool))> = dictionary.iter().collect();
        words.sort_unstable();
        self.u32s(&words.iter().map(|w| w.0).collect::<Vec<_>>());
        self.bytes.extend(words.iter().map(|&(_, (tag, sure))| tag as u8 | if sure { 0x80 } else { 0 }));
    }
}
