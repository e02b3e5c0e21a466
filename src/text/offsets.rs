//! Byte offsets of a text in the units that others count in.

use super::Span;

/// How many bytes lie between two counts that are kept.
const STRIDE: usize = 64;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points, as Python and the exports' first offsets count.
    CodePoint,
    /// UTF-16 code units, as JavaScript and Java count.
    Utf16,
}

/// Byte offsets of one text as offsets in another unit: a count at every 64th byte, the rest counted from there.
///
/// ```
/// # use quotewright::text::{Offsets, Unit};
/// let text = "é𝄞!";
/// assert_eq!(Offsets::new(text, Unit::CodePoint).at(6), 2);
/// assert_eq!(Offsets::new(text, Unit::Utf16).at(6), 3);
/// ```
#[derive(Clone, Debug)]
pub struct Offsets<'a> {
    bytes: &'a [u8],
    unit: Unit,
    /// Empty for a text of ASCII alone, where all units agree.
    counts: Vec<u32>,
}

impl<'a> Offsets<'a> {
    /// Counts `text` once.
    pub fn new(text: &'a str, unit: Unit) -> Self {
        let bytes = text.as_bytes();
        let mut total = 0;
        let chunks = if text.is_ascii() { [].chunks(STRIDE) } else { bytes.chunks(STRIDE) };
        let counts = chunks.map(|chunk| {
            let before = total;
            total += count(chunk, unit) as u32;
            before
        });
        Self { bytes, unit, counts: counts.collect() }
    }

    /// The offset of the character that starts at `byte`; of the end for any byte behind it.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes.len());
        let Some(last) = self.counts.len().checked_sub(1) else { return byte };
        let chunk = (byte / STRIDE).min(last);
        self.counts[chunk] as usize + count(&self.bytes[chunk * STRIDE..byte], self.unit)
    }

    /// Start and end of a span.
    pub fn range(&self, span: Span) -> [usize; 2] {
        [self.at(span.start()), self.at(span.end())]
    }
}

/// Units of the characters that start in these bytes.
fn count(bytes: &[u8], unit: Unit) -> usize {
    let starts = bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
    match unit {
        Unit::CodePoint => starts,
        // Characters of four bytes are pairs of surrogates.
        Unit::Utf16 => starts + bytes.iter().filter(|&&byte| byte >= 0xf0).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_agree_with_a_count() {
        for text in ["Zoë said “no” 𝄞 ".repeat(20), "plain ".repeat(30), String::new()] {
            let (points, units) = (Offsets::new(&text, Unit::CodePoint), Offsets::new(&text, Unit::Utf16));
            for byte in text.char_indices().map(|(byte, _)| byte).chain([text.len()]) {
                assert_eq!(points.at(byte), text[..byte].chars().count());
                assert_eq!(units.at(byte), text[..byte].encode_utf16().count());
            }
        }
    }
}
