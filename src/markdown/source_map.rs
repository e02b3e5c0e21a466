//! From the plain text back to the Markdown that it came from.

use std::ops::Range;

use crate::text::Span;

/// A byte range in a Markdown body: another type than [`Span`], so that the two cannot be taken for one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceRange {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Which part of the body each piece of the plain text came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    pieces: Vec<MappedPiece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MappedPiece {
    plain: Span,
    source: SourceRange,
}

impl SourceMap {
    /// Adds a piece behind those that are there.
    pub(super) fn push(&mut self, plain: Span, source: Range<usize>) {
        self.pieces.push(MappedPiece { plain, source: SourceRange { start: source.start, end: source.end } });
    }

    /// The smallest known range of the body that yields `span`; `None` where the span holds no text of the body.
    pub fn source(&self, span: Span) -> Option<SourceRange> {
        let first = self.pieces.partition_point(|piece| piece.plain.end() <= span.start());
        let after = self.pieces.partition_point(|piece| piece.plain.start() < span.end());
        let pieces = self.pieces.get(first..after)?;
        let (first, last) = (pieces.first()?, pieces.last()?);
        Some(SourceRange { start: first.start_of(span), end: last.end_of(span) })
    }
}

impl MappedPiece {
    /// A piece that reads the same in both texts can be cut; any other (an entity, a code span) is taken whole.
    fn is_verbatim(self) -> bool {
        self.plain.len() == self.source.end - self.source.start
    }

    fn start_of(self, span: Span) -> usize {
        let skipped = span.start().saturating_sub(self.plain.start());
        if self.is_verbatim() { self.source.start + skipped } else { self.source.start }
    }

    fn end_of(self, span: Span) -> usize {
        let cut = self.plain.end().saturating_sub(span.end());
        if self.is_verbatim() { self.source.end - cut } else { self.source.end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::flatten;

    #[test]
    fn finds_the_source_of_plain_text() {
        let cases = [
            ("We *sail* now", "sail", Some("sail")),
            ("We *sail* now", "We sail", Some("We *sail")),
            ("Fish &amp; chips", "&", Some("&amp;")),
            ("> one\n> two", "one\ntwo", Some("one\n> two")),
            ("a\n\nb", "\n\n", None),
        ];
        for (body, plain, source) in cases {
            let flat = flatten(body);
            let start = flat.text.find(plain).unwrap();
            let range = flat.map.source(Span::new(start, start + plain.len()));
            assert_eq!(range.map(|r| &body[r.start..r.end]), source, "{body}");
        }
    }
}
