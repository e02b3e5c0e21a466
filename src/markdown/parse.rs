//! One run over a Markdown body: every event of the parser, with its place in the plain text.
//!
//! 1. Text goes to the plain text as it comes; a block starts behind a blank line when its first text appears, so that
//!    empty blocks leave no trace.
//! 2. When an element ends, its extent in the plain text is known and written at its start, where the HTML writer needs it.
//! 3. Of inline HTML, harmless tags that open and close within one element become an element (see `inline_html`); `<br>`
//!    becomes a line break, `<img>` an image; the rest stays behind as an event that is written only where content is trusted.
//! 4. Headings get their ids; the place of `<!-- more -->` is kept; tags of other generators are cut out of the blocks.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::anchor::{Anchors, Heading};
use super::density::marks_end;
use super::inline_html::{InlineElement, InlineTag, inline_tag};
use super::source_map::SourceMap;
use super::template_tag::{TemplateTag, template_tags};
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
    /// Headings with words in them, in order.
    pub(super) headings: Vec<Heading>,
    /// The piece that starts each of `headings`.
    pub(super) heading_pieces: Vec<usize>,
    /// Tags of other generators, in order.
    pub(super) template_tags: Vec<TemplateTag>,
    /// Where the plain text stands when `<!-- more -->` is reached.
    pub(super) more: Option<usize>,
}

/// One event of the parser.
pub(super) struct Piece<'a> {
    pub(super) event: Event<'a>,
    /// The plain text that the event yields; for the start of an element, that of the whole element.
    pub(super) extent: Span,
    /// Of an element: whether it is or holds a link.
    pub(super) holds_link: bool,
    /// The tags that an element of inline HTML is written with.
    pub(super) tags: Option<Box<InlineElement>>,
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
    if marks_end(body).is_some() {
        return None;
    }
    let (event, range) = Parser::new_ext(first_paragraph(body), options()).into_offset_iter().next()?;
    let is_first_level = matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }));
    let text = if is_first_level { parse(&body[..range.end]).text } else { String::new() };
    (!text.is_empty()).then_some(Headline { text, end: range.end })
}

/// The body up to the first blank line behind a line that is not blank.
fn first_paragraph(body: &str) -> &str {
    let (mut end, mut begun) = (0, false);
    for line in body.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if is_blank && begun {
            break;
        }
        begun |= !is_blank;
        end += line.len();
    }
    &body[..end]
}

/// Parses `body`; punctuation stays as it is written.
pub(super) fn parse(body: &str) -> Parsed<'_> {
    let mut flattener = Flattener::default();
    let mut events = Parser::new_ext(body, options()).into_offset_iter().peekable();
    while let Some((mut event, mut range)) = events.next() {
        if is_as_written(body, &event, &range) {
            // Marks that turn out to mean nothing come one by one; there may be millions of them.
            while let Some((_, more)) =
                events.next_if(|(next, more)| more.start == range.end && is_as_written(body, next, more))
            {
                range.end = more.end;
            }
            event = Event::Text(body[range.clone()].into());
        }
        flattener.event(event, range);
    }
    flattener.end_block();
    flattener.parsed.text.shrink_to_fit();
    flattener.parsed.blocks.shrink_to_fit();
    flattener.parsed
}

/// Whether an event is text that stands in the source just so.
fn is_as_written(body: &str, event: &Event<'_>, range: &Range<usize>) -> bool {
    matches!(event, Event::Text(text) if body.get(range.clone()) == Some(&**text))
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
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
    anchors: Anchors,
    /// Code inside lines, where tags of other generators are only spoken of.
    code: Vec<Span>,
}

struct OpenTag {
    piece: usize,
    element: InlineElement,
    depth: usize,
}

impl<'a> Flattener<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text.clone(), Event::Text(text), range),
            Event::Code(text) => {
                self.text(&text.clone(), Event::Code(text), range);
                self.code.extend(self.parsed.pieces.last().map(|piece| piece.extent));
            }
            Event::SoftBreak | Event::HardBreak => self.text("\n", event, range),
            Event::InlineHtml(tag) => self.inline_html(tag, range),
            Event::FootnoteReference(_) => {
                self.last_link = Some(self.parsed.pieces.len());
                self.push(event, self.here());
            }
            Event::Html(raw) => {
                self.note_more(&raw);
                self.push(Event::Html(raw), self.here());
            }
            Event::Rule | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
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
        if let TagEnd::Heading(level) = tag {
            self.heading(start, level);
        }
        let depth = self.open.len();
        self.inline_tags.truncate(self.inline_tags.partition_point(|tag| tag.depth <= depth));
        self.measure(start);
        self.push(Event::End(tag), self.here());
    }

    /// Gives the heading that started at `piece` and ends here its id.
    fn heading(&mut self, piece: usize, level: HeadingLevel) {
        let Event::Start(Tag::Heading { id, .. }) = &self.parsed.pieces[piece].event else { return };
        let start = self.parsed.pieces[piece].extent.start();
        let span = Span::new(start, self.parsed.text.len()).trimmed(&self.parsed.text);
        if self.without_text.binary_search(&piece).is_ok() || span.is_empty() {
            return;
        }
        let words = id.as_deref().unwrap_or(span.of(&self.parsed.text));
        let id = self.anchors.claim(words);
        self.parsed.headings.push(Heading { level: level as u8, span, id });
        self.parsed.heading_pieces.push(piece);
    }

    /// Notes where the summary ends, the first time that a comment says so.
    fn note_more(&mut self, raw: &str) {
        let comment = raw.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        if self.parsed.more.is_none() && comment.is_some_and(|comment| comment.trim().eq_ignore_ascii_case("more")) {
            self.parsed.more = Some(self.parsed.text.len());
        }
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
        // `{{<youtube id>}}` is no HTML, but looks like it inside.
        if self.block.is_some() && self.parsed.text.ends_with("{{") {
            return self.text(&raw.clone(), Event::Text(raw), range);
        }
        match inline_tag(&raw) {
            InlineTag::Break => self.text("\n", Event::HardBreak, range),
            InlineTag::Image(image) => {
                self.push(Event::Start(image), self.here());
                self.push(Event::End(TagEnd::Image), self.here());
            }
            InlineTag::Open(element) => {
                let piece = self.parsed.pieces.len();
                self.inline_tags.push(OpenTag { piece, element, depth: self.open.len() });
                self.without_text.push(piece);
                self.push(Event::InlineHtml(raw), self.here());
            }
            InlineTag::Close(name) => self.close_inline_tag(&name, raw),
            InlineTag::Other => {
                self.note_more(&raw);
                self.push(Event::InlineHtml(raw), self.here());
            }
        }
    }

    /// Makes an element of an inline tag and its partner.
    fn close_inline_tag(&mut self, name: &str, raw: CowStr<'a>) {
        let (depth, open) = (self.open.len(), self.inline_tags.len());
        let Some(place) = (open.saturating_sub(MAX_OPEN_INLINE_TAGS)..open)
            .rev()
            .find(|&i| self.inline_tags[i].depth == depth && self.inline_tags[i].element.name == name)
        else {
            return self.push(Event::InlineHtml(raw), self.here());
        };
        let Some(OpenTag { piece, element, .. }) = self.inline_tags.drain(place..).next() else { return };
        let tag = element.as_markdown();
        let end = tag.to_end();
        if end == TagEnd::Link {
            self.last_link = Some(self.last_link.map_or(piece, |link| link.max(piece)));
        }
        self.measure(piece);
        self.parsed.pieces[piece].event = Event::Start(tag);
        self.parsed.pieces[piece].tags = Some(Box::new(element));
        self.push(Event::End(end), self.here());
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
                self.push_block(Block { span, ..block });
            }
        }
    }

    /// Adds a block. A tag of another generator in it becomes a block of its own, so that nothing in it, such as the
    /// quotation marks around its parameters, is read as the article's words.
    fn push_block(&mut self, block: Block) {
        let text = &self.parsed.text;
        let in_code = |tag: &TemplateTag| {
            let next = self.code.partition_point(|code| code.end() <= tag.span.start());
            self.code.get(next).is_some_and(|code| code.start() < tag.span.end())
        };
        let tags = match block.kind {
            BlockKind::Boilerplate => Vec::new(),
            _ => template_tags(block.span.of(text), block.span.start()),
        };
        let mut start = block.span.start();
        for tag in tags.into_iter().filter(|tag| !in_code(tag)) {
            let before = Span::new(start, tag.span.start()).trimmed(text);
            self.parsed.blocks.extend((!before.is_empty()).then_some(Block { span: before, ..block }));
            self.parsed.blocks.push(Block { span: tag.span, kind: BlockKind::Boilerplate });
            start = tag.span.end();
            self.parsed.template_tags.push(tag);
        }
        let rest = Span::new(start, block.span.end()).trimmed(text);
        self.parsed.blocks.extend((!rest.is_empty()).then_some(Block { span: rest, ..block }));
    }

    fn here(&self) -> Span {
        Span::new(self.parsed.text.len(), self.parsed.text.len())
    }

    fn push(&mut self, event: Event<'a>, extent: Span) {
        self.parsed.pieces.push(Piece { event, extent, holds_link: false, tags: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flattens() {
        let cases: [(&str, &[(&str, BlockKind)]); 14] = [
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
            (
                "a {{< b c=\"d\" >}} e\n\n{{<f>}}\n\n`{{< g >}}`",
                &[
                    ("a", BlockKind::Paragraph),
                    ("{{< b c=\"d\" >}}", BlockKind::Boilerplate),
                    ("e", BlockKind::Paragraph),
                    ("{{<f>}}", BlockKind::Boilerplate),
                    ("{{< g >}}", BlockKind::Paragraph),
                ],
            ),
            ("- [x] a\n- [ ] b", &[("a", BlockKind::ListItem), ("b", BlockKind::ListItem)]),
            ("\"it's\" -- ... “x”", &[("\"it's\" -- ... “x”", BlockKind::Paragraph)]),
        ];
        for (body, expected) in cases {
            let parsed = parse(body);
            let blocks: Vec<_> = parsed.blocks.iter().map(|b| (b.span.of(&parsed.text), b.kind)).collect();
            assert_eq!(blocks, expected, "{body}");
        }
    }
    #[test]
    fn marks_that_mean_nothing_are_one_piece_with_the_text_around_them() {
        let pieces = |body: &str| parse(body).pieces.len();
        assert_eq!(pieces(&"*a _b [c ".repeat(1000)), pieces("a"));
        assert_eq!(parse("a \\* b * c &amp; d").text, "a * b * c & d");
    }

    #[test]
    fn headings_have_ids_and_the_summary_its_end() {
        let parsed = parse("Lead.\n\n<!--more-->\n\n## One *two*\n\n### One two\n\n## Three {#my-id}\n\n##\n");
        let headings: Vec<String> =
            parsed.headings.iter().map(|h| format!("{} {} {}", h.level, h.span.of(&parsed.text), h.id)).collect();
        assert_eq!(headings, ["2 One two one-two", "3 One two one-two-2", "2 Three my-id"]);
        assert_eq!(parsed.more, Some("Lead.".len()));
        assert_eq!(parse("Lead. <!-- MORE --> Text.").more, Some("Lead. ".len()));
    }
}
