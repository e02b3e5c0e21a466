//! What the core reads: plain text and the blocks it consists of.

use crate::text::Block;

/// An article's plain text and its blocks.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The plain text. Every offset of the extraction refers to it.
    pub text: &'a str,
    /// The blocks in text order, not overlapping. What lies outside of them is not read.
    pub blocks: &'a [Block],
}
