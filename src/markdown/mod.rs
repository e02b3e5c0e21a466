//! Markdown and plain text: to plain text with blocks, and back to HTML with annotations woven in.
//!
//! Knows nothing of quotations: it annotates spans.

use crate::text::Span;

/// A stretch of the plain text to be wrapped in an element.
///
/// Where it crosses emphasis, links or blocks it becomes several elements, so that the HTML stays well nested; the first
/// carries `first_attributes`, every later one `later_attributes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// What to wrap. Annotations may nest, but must not cross one another.
    pub span: Span,
    /// Element name: `span`, `a`. An `a` inside a link of the article becomes a `span` without `href`.
    pub element: &'static str,
    /// Attributes of the first element, in order; values are escaped when written.
    pub first_attributes: Vec<(&'static str, String)>,
    /// Attributes of the elements after the first.
    pub later_attributes: Vec<(&'static str, String)>,
}

/// HTML put around a block: before and after the outermost block of the article that holds the plain-text offset `at`.
///
/// The two halves may open and close one element. Where several insertions meet at one block the first is the outermost:
/// all `before` in order, the block, all `after` in reverse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// Byte offset into the plain text.
    pub at: usize,
    /// Trusted HTML, written as it is in front of the block.
    pub before: String,
    /// Trusted HTML, written as it is behind the block.
    pub after: String,
}
