//! What the core reads: plain text and the blocks it consists of.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// An article's plain text and its blocks.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The plain text. Every offset of the extraction refers to it.
    pub text: &'a str,
    /// The blocks in text order, not overlapping. What lies outside of them is not read.
    pub blocks: &'a [Block],
}

/// A paragraph or another unit of text that sentences and quotation marks do not cross.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands, without the line break after it. May hold single line breaks (hard-wrapped text).
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// The headline of the article.
    Title,
    /// A heading inside the article.
    Heading,
    /// Running text.
    Paragraph,
    /// Text set off as a quotation by markup (`>` in Markdown).
    BlockQuote,
    /// An item of a list.
    ListItem,
    /// Text that is not the article's own ("You may also like", headline lists, code): shown, but nothing is extracted.
    Boilerplate,
}
