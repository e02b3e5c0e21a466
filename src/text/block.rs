//! The blocks that a plain text consists of.

use serde::{Deserialize, Serialize};

use super::Span;

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
