//! Plain-text articles as HTML.

use super::weave::Weaver;
use super::{Annotation, Insertion, insertions_by_block};
use crate::text::{Block, BlockKind};

/// A plain-text article as HTML: an element for each block, no character changed, line breaks as they are.
///
/// The headline ([`BlockKind::Title`]) is left out because the page shows it as its own; with it gone, the text content is
/// the article's text. Boilerplate has the class `boilerplate`.
pub fn plain_to_html(text: &str, blocks: &[Block], annotations: &[Annotation], insertions: &[Insertion]) -> String {
    let shown: Vec<Block> = blocks.iter().copied().filter(|block| block.kind != BlockKind::Title).collect();
    let starts: Vec<usize> = shown.iter().map(|block| block.span.start()).collect();
    let insertions = insertions_by_block(&starts, insertions);
    let mut weaver = Weaver::new(annotations);
    let mut end = blocks.iter().find(|block| block.kind == BlockKind::Title).map_or(0, |title| title.span.end());
    for (number, block) in shown.iter().enumerate() {
        let around = insertions.get(&number).map(Vec::as_slice).unwrap_or_default();
        let (open, close) = tags(block.kind);
        weaver.text(end, text.get(end..block.span.start()).unwrap_or_default());
        weaver.end_annotations();
        for insertion in around {
            weaver.raw(&insertion.before);
        }
        weaver.raw(open);
        weaver.text(block.span.start(), block.span.of(text));
        weaver.end_annotations();
        weaver.raw(close);
        for insertion in around.iter().rev() {
            weaver.raw(&insertion.after);
        }
        end = block.span.end();
    }
    weaver.text(end, text.get(end..).unwrap_or_default());
    weaver.finish()
}

fn tags(kind: BlockKind) -> (&'static str, &'static str) {
    match kind {
        BlockKind::Heading => ("<h2>", "</h2>"),
        BlockKind::BlockQuote => ("<blockquote>", "</blockquote>"),
        BlockKind::Boilerplate => ("<p class=\"boilerplate\">", "</p>"),
        BlockKind::Title | BlockKind::Paragraph | BlockKind::ListItem => ("<p>", "</p>"),
    }
}
