//! One run over a Markdown body: every event of the parser, with its place in the plain text.
//!
//! 1. Text goes to the plain text as it comes; a block starts behind a blank line when its first text appears, so that
//!    empty blocks leave no trace.
//! 2. When an element ends, its extent in the plain text is known and written at its start, where the HTML writer needs it.
//! 3. Of inline HTML, bare emphasis tags that open and close within one element become that element; `<br>` becomes a
//!    line break; the rest stays behind as an event that is never written.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::source_map::SourceMap;
use crate::text::{Block, BlockKind, Span};

/// How many unclosed inline tags are looked through for the partner of a closing one.
const MAX_OPEN_INLINE_TAGS: usize = 16;

/// A Markdown body, parsed and flattened.
#[derive(Default)]
pub(super) struct Parsed<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    pub(super) map: SourceMap,
}

/// One event of the parser.
pub(super) struct Piece<'a> {
    pub(super) event: Event<'a>,
    /// The plain text that the event yields; for the start of an element, that of the whole element.
    pub(super) extent: Span,
    /// Of an element: whether it is or holds a link.
    pub(super) holds_link: bool,
}

/// A heading of the first level at the head of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// Its plain text.
    pub text: String,
    /// Where it ends in the body, in bytes.
    pub end: usize,
}

/// The heading of the first level that a body opens with.
pub fn headline(body: &str) -> Option<Headline> {
    let (event, range) = Parser::new_ext(body, options()).into_offset_iter().next()?;
    let is_first_level = matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    let text = if is_first_level { parse(&body[..range.end]).text } else { String::new() };
    (!text.is_empty()).then_some(Headline { text, end: range.end })
}

/// Parses `body`; punctuation stays as it is written.
pub(super) fn parse(body: &str) -> Parsed<'_> {
    let mut flattener = Flattener::default();
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        flattener.event(event, range);
    }
    flattener.end_block();
    flattener.parsed
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// Whether an element stands inside a line of text.
pub(super) fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

#[derive(Default)]
struct Flattener<'a> {
    parsed: Parsed<'a>,
    /// Elements that are open, as indices of their pieces.
    open: Vec<usize>,
    /// Elements that are open and without text so far, as indices of their pieces, in order.
    without_text: Vec<usize>,
    /// Inline HTML tags that are open.
    inline_tags: Vec<OpenTag>,
    /// The kind of block that text would belong to, one for each open block element.
    kinds: Vec<BlockKind>,
    /// The block that text goes to.
    block: Option<Block>,
    /// The piece of the last link seen.
    last_link: Option<usize>,
    images: usize,
}

#[derive(Clone, Copy)]
struct OpenTag {
    piece: usize,
    element: TagEnd,
    depth: usize,
}

impl<'a> Flattener<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text.clone(), Event::Text(text), range),
            Event::Code(text) => self.text(&text.clone(), Event::Code(text), range),
            Event::SoftBreak | Event::HardBreak => self.text("\n", event, range),
            Event::InlineHtml(tag) => self.inline_html(tag, range),
            Event::FootnoteReference(_) => {
                self.last_link = Some(self.parsed.pieces.len());
                self.push(event, self.here());
            }
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.push(event, self.here());
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        let end = tag.to_end();
        if is_inline(end) {
            self.images += usize::from(end == TagEnd::Image);
        } else {
            self.end_block();
            self.kinds.push(self.kind_inside(&tag));
        }
        let piece = self.parsed.pieces.len();
        if end == TagEnd::Link {
            self.last_link = Some(piece);
        }
        self.open.push(piece);
        self.without_text.push(piece);
        self.push(Event::Start(tag), self.here());
    }

    fn end(&mut self, tag: TagEnd) {
        if is_inline(tag) {
            self.images -= usize::from(tag == TagEnd::Image);
        } else {
            self.end_block();
            self.kinds.pop();
        }
        let Some(start) = self.open.pop() else { return };
        let depth = self.open.len();
        self.inline_tags.truncate(self.inline_tags.partition_point(|tag| tag.depth <= depth));
        self.measure(start);
        self.push(Event::End(tag), self.here());
    }

    /// Sets the extent of the element that started at `piece` and ends here.
    fn measure(&mut self, piece: usize) {
        let here = self.here();
        let holds_link = self.last_link.is_some_and(|link| link >= piece);
        let start = &mut self.parsed.pieces[piece];
        start.holds_link = holds_link;
        if let Ok(place) = self.without_text.binary_search(&piece) {
            self.without_text.truncate(place);
            start.extent = here;
        } else {
            start.extent = Span::new(start.extent.start(), here.end());
        }
    }

    fn text(&mut self, text: &str, event: Event<'a>, range: Range<usize>) {
        if self.images > 0 || text.is_empty() {
            return self.push(event, self.here());
        }
        if self.block.is_none() {
            if !self.parsed.text.is_empty() {
                self.parsed.text.push_str("\n\n");
            }
            let kind = self.kinds.last().copied().unwrap_or(BlockKind::Paragraph);
            self.block = Some(Block { span: self.here(), kind });
        }
        let start = self.parsed.text.len();
        self.parsed.text.push_str(text);
        let extent = Span::new(start, self.parsed.text.len());
        for piece in self.without_text.drain(..) {
            self.parsed.pieces[piece].extent = Span::new(start, start);
        }
        self.parsed.map.push(extent, range);
        self.push(event, extent);
    }

    fn inline_html(&mut self, raw: CowStr<'a>, range: Range<usize>) {
        match inline_tag(&raw) {
            Some(InlineTag::Break) => self.text("\n", Event::HardBreak, range),
            Some(InlineTag::Open(element)) => {
                let piece = self.parsed.pieces.len();
                self.inline_tags.push(OpenTag { piece, element, depth: self.open.len() });
                self.without_text.push(piece);
                self.push(Event::InlineHtml(raw), self.here());
            }
            Some(InlineTag::Close(element)) => self.close_inline_tag(element),
            None => self.push(Event::InlineHtml(raw), self.here()),
        }
    }

    /// Makes an element of an inline tag and its partner; a closing tag without partner is dropped.
    fn close_inline_tag(&mut self, element: TagEnd) {
        let (depth, open) = (self.open.len(), self.inline_tags.len());
        let Some(place) = (open.saturating_sub(MAX_OPEN_INLINE_TAGS)..open)
            .rev()
            .find(|&i| self.inline_tags[i].depth == depth && self.inline_tags[i].element == element)
        else {
            return;
        };
        let piece = self.inline_tags[place].piece;
        self.inline_tags.truncate(place);
        self.measure(piece);
        self.parsed.pieces[piece].event = Event::Start(match element {
            TagEnd::Emphasis => Tag::Emphasis,
            TagEnd::Strong => Tag::Strong,
            TagEnd::Superscript => Tag::Superscript,
            TagEnd::Subscript => Tag::Subscript,
            _ => Tag::Strikethrough,
        });
        self.push(Event::End(element), self.here());
    }

    fn kind_inside(&self, tag: &Tag<'_>) -> BlockKind {
        match tag {
            Tag::Heading { .. } => BlockKind::Heading,
            Tag::BlockQuote(_) => BlockKind::BlockQuote,
            Tag::Item | Tag::TableCell => BlockKind::ListItem,
            Tag::CodeBlock(_) => BlockKind::Boilerplate,
            _ => self.kinds.last().copied().unwrap_or(BlockKind::Paragraph),
        }
    }

    /// Ends the block that text goes to; one of nothing but white space is none.
    fn end_block(&mut self) {
        if let Some(block) = self.block.take() {
            let span = Span::new(block.span.start(), self.parsed.text.len()).trimmed(&self.parsed.text);
            if !span.is_empty() {
                self.parsed.blocks.push(Block { span, ..block });
            }
        }
    }

    fn here(&self) -> Span {
        Span::new(self.parsed.text.len(), self.parsed.text.len())
    }

    fn push(&mut self, event: Event<'a>, extent: Span) {
        self.parsed.pieces.push(Piece { event, extent, holds_link: false });
    }
}

/// An inline HTML tag that is kept.
enum InlineTag {
    Break,
    Open(TagEnd),
    Close(TagEnd),
}

/// Reads an inline tag; attributes are not kept.
fn inline_tag(raw: &str) -> Option<InlineTag> {
    let inner = raw.strip_prefix('<')?.strip_suffix('>')?;
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next()?.to_ascii_lowercase();
    let element = match name.as_str() {
        "br" => return Some(InlineTag::Break),
        "em" | "i" => TagEnd::Emphasis,
        "strong" | "b" => TagEnd::Strong,
        "del" | "s" | "strike" => TagEnd::Strikethrough,
        "sup" => TagEnd::Superscript,
        "sub" => TagEnd::Subscript,
        _ => return None,
    };
    Some(if closing { InlineTag::Close(element) } else { InlineTag::Open(element) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flattens() {
        let cases: [(&str, &[(&str, BlockKind)]); 12] = [
            (
                "# Ferry\n\nIt *sails* [now](x).",
                &[("Ferry", BlockKind::Heading), ("It sails now.", BlockKind::Paragraph)],
            ),
            ("one\ntwo  \nthree", &[("one\ntwo\nthree", BlockKind::Paragraph)]),
            ("> a\n> b\n\nc", &[("a\nb", BlockKind::BlockQuote), ("c", BlockKind::Paragraph)]),
            (
                "- a\n- b\n  - c\n",
                &[("a", BlockKind::ListItem), ("b", BlockKind::ListItem), ("c", BlockKind::ListItem)],
            ),
            ("- > a", &[("a", BlockKind::BlockQuote)]),
            ("```\nlet a;\n```\n\nb", &[("let a;", BlockKind::Boilerplate), ("b", BlockKind::Paragraph)]),
            ("<div>\nraw\n</div>\n\nb", &[("b", BlockKind::Paragraph)]),
            ("a <b>c</b> <i>d<br>e &amp; `f`", &[("a c d\ne & f", BlockKind::Paragraph)]),
            ("![alt *text*](x.png)\n\nb", &[("b", BlockKind::Paragraph)]),
            ("a[^1]\n\n[^1]: note", &[("a", BlockKind::Paragraph), ("note", BlockKind::Paragraph)]),
            (
                "|a|b|\n|-|-|\n|c||",
                &[("a", BlockKind::ListItem), ("b", BlockKind::ListItem), ("c", BlockKind::ListItem)],
            ),
            ("\"it's\" -- ... “x”", &[("\"it's\" -- ... “x”", BlockKind::Paragraph)]),
        ];
        for (body, expected) in cases {
            let parsed = parse(body);
            let blocks: Vec<_> = parsed.blocks.iter().map(|b| (b.span.of(&parsed.text), b.kind)).collect();
            assert_eq!(blocks, expected, "{body}");
        }
    }
}
