//! Markdown and plain text: to plain text with blocks, and back to HTML with annotations woven in.
//!
//! 1. `parse` runs the Markdown parser once and lays every piece of text at its place in the plain text;
//! 2. [`flatten`] hands out that plain text, its blocks and the map back to the source;
//! 3. [`to_html`] writes the same pieces as HTML and weaves annotations in while it does so, so that the offsets agree by
//!    construction and nothing is ever searched for in finished HTML;
//! 4. [`plain_to_html`] does the same for plain-text articles, and for bodies with more marks than are read ([`marks_end`]).
//!
//! Knows nothing of quotations: it annotates spans.

mod addresses;
mod anchor;
mod density;
mod escape;
mod html;
mod inline_html;
mod parse;
mod plain;
mod safety;
mod source_map;
mod template_tag;
#[cfg(test)]
mod tests;
mod weave;

pub use addresses::addresses;
pub use anchor::Heading;
pub use density::marks_end;
pub use escape::{allowed, filtered, has_byte, is_allowed, push_attribute, push_text};
pub use html::to_html;
pub use parse::{Headline, headline};
pub use plain::plain_to_html;
pub use safety::Resolve;
pub use source_map::{SourceMap, SourceRange};
pub use template_tag::TemplateTag;

use std::collections::BTreeMap;

use crate::text::{Block, Span};

/// The plain text of a Markdown body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flat {
    /// The text: markup gone, blocks separated by blank lines, no character of the prose changed.
    pub text: String,
    /// Its blocks. Code blocks are there as [`crate::text::BlockKind::Boilerplate`]; raw HTML blocks, image
    /// descriptions and footnote marks are not part of the text at all.
    pub blocks: Vec<Block>,
    /// From the text back to the body.
    pub map: SourceMap,
    /// The headings that have words, in order.
    pub headings: Vec<Heading>,
    /// Tags of other generators, in order. In `blocks` they are [`crate::text::BlockKind::Boilerplate`].
    pub template_tags: Vec<TemplateTag>,
    /// Where the summary ends, if `<!-- more -->` says so.
    pub more: Option<usize>,
}

/// The plain text of a Markdown body, with its blocks and the way back. A body with too many marks (see [`marks_end`]) is its
/// own plain text.
///
/// ```
/// let flat = quotewright::markdown::flatten("# Ferry\n\n\"We *sail*,\" she said.");
/// assert_eq!(flat.text, "Ferry\n\n\"We sail,\" she said.");
/// assert_eq!(flat.blocks.len(), 2);
/// ```
pub fn flatten(body: &str) -> Flat {
    if marks_end(body).is_some() {
        return density::as_written(body);
    }
    let parsed = parse::parse(body);
    Flat {
        text: parsed.text,
        blocks: parsed.blocks,
        map: parsed.map,
        headings: parsed.headings,
        template_tags: parsed.template_tags,
        more: parsed.more,
    }
}

/// How a body becomes HTML.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// Whether raw HTML is written as it is.
    pub trusted: bool,
    /// Where addresses lead.
    pub resolve: Resolve<'a>,
}

impl Default for Manner<'_> {
    fn default() -> Self {
        Self { trusted: false, resolve: &|_| None }
    }
}

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

/// Insertions by the number of their block. A block reaches up to the start of the next one, the first also over what
/// stands before it; `starts` are the blocks' offsets in order.
fn insertions_by_block<'a>(starts: &[usize], insertions: &'a [Insertion]) -> BTreeMap<usize, Vec<&'a Insertion>> {
    let mut by_block: BTreeMap<usize, Vec<&Insertion>> = BTreeMap::new();
    for insertion in insertions {
        let block = starts.partition_point(|&start| start <= insertion.at).saturating_sub(1);
        if block < starts.len() {
            by_block.entry(block).or_default().push(insertion);
        }
    }
    by_block
}
