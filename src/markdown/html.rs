//! Markdown bodies as HTML.

use std::collections::{BTreeMap, HashMap, HashSet};

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::density::{as_written, marks_end};
use super::escape::push_attribute;
use super::parse::{Piece, is_inline, parse};
use super::plain::plain_to_html;
use super::safety::{Cleaner, is_safe_address, is_safe_image};
use super::weave::Weaver;
use super::{Annotation, Insertion, Manner, insertions_by_block};

/// Elements nested deeper than this are left out; what they hold is still written.
const MAX_DEPTH: usize = 64;

/// A Markdown body as HTML, with annotations and insertions at their places in its plain text (see [`super::flatten`]).
///
/// The page has its own `<h1>`, so a heading of level one becomes an `<h2>`. Raw HTML is sanitised unless it is trusted,
/// and links and images whose address could run something are written as their text.
pub fn to_html(body: &str, annotations: &[Annotation], insertions: &[Insertion], manner: Manner<'_>) -> String {
    if marks_end(body).is_some() {
        let flat = as_written(body);
        return plain_to_html(&flat.text, &flat.blocks, annotations, insertions);
    }
    let parsed = parse(body);
    let outermost = outermost_blocks(&parsed.pieces);
    let starts: Vec<usize> = outermost.iter().map(|&index| parsed.pieces[index].extent.start()).collect();
    let by_block = insertions_by_block(&starts, insertions);
    let insertions = by_block.into_iter().map(|(block, list)| (outermost[block], list)).collect();
    let headings = parsed.heading_pieces.iter().copied().zip(parsed.headings.iter().map(|h| h.id.as_str())).collect();
    let mut writer =
        Writer::new(Weaver::new(annotations), footnote_numbers(&parsed.pieces), insertions, headings, manner);
    for (index, piece) in parsed.pieces.iter().enumerate() {
        writer.piece(index, piece);
    }
    writer.weaver.finish()
}

/// The pieces that start an outermost block with text in it.
fn outermost_blocks(pieces: &[Piece<'_>]) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut blocks = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        match &piece.event {
            Event::Start(_) => {
                if depth == 0 && !piece.extent.is_empty() {
                    blocks.push(index);
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    blocks
}

/// Numbers of the footnotes by label: in the order of the references, then of the notes that nothing refers to.
fn footnote_numbers(pieces: &[Piece<'_>]) -> HashMap<String, usize> {
    let references = pieces.iter().filter_map(|piece| match &piece.event {
        Event::FootnoteReference(label) => Some(label),
        _ => None,
    });
    let notes = pieces.iter().filter_map(|piece| match &piece.event {
        Event::Start(Tag::FootnoteDefinition(label)) => Some(label),
        _ => None,
    });
    let mut numbers = HashMap::new();
    for label in references.chain(notes) {
        let next = numbers.len() + 1;
        numbers.entry(label.to_string()).or_insert(next);
    }
    numbers
}

struct Writer<'a> {
    weaver: Weaver<'a>,
    footnotes: HashMap<String, usize>,
    /// Which footnotes have been referred to: only the first reference is what the note leads back to.
    referred: Vec<bool>,
    /// Insertions by the piece that starts their block.
    insertions: BTreeMap<usize, Vec<&'a Insertion>>,
    /// Ids of headings by the piece that starts them.
    headings: HashMap<usize, &'a str>,
    manner: Manner<'a>,
    /// Made when the first raw HTML turns up.
    cleaner: Option<Cleaner<'a>>,
    /// What is open, outermost first.
    open: Vec<Open>,
    /// How many of these have been written.
    depth: usize,
    raw_html: String,
    /// Which footnotes have been written.
    noted: HashSet<usize>,
    /// Whether a link is open: a link in it would end it.
    in_link: bool,
    /// How many images are open, one in the description of the other.
    images: usize,
    /// The start of the tag of the outermost image, and the text of its description.
    image: String,
    alt: String,
    table: Table,
}

struct Open {
    /// The piece that started it.
    piece: usize,
    /// The end tag; `None` where the element is not written.
    end_tag: Option<CowStr<'static>>,
}

#[derive(Default)]
struct Table {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl<'a> Writer<'a> {
    fn new(
        weaver: Weaver<'a>,
        footnotes: HashMap<String, usize>,
        insertions: BTreeMap<usize, Vec<&'a Insertion>>,
        headings: HashMap<usize, &'a str>,
        manner: Manner<'a>,
    ) -> Self {
        let referred = vec![false; footnotes.len() + 1];
        Self {
            weaver,
            footnotes,
            referred,
            insertions,
            headings,
            manner,
            cleaner: None,
            open: Vec::new(),
            depth: 0,
            raw_html: String::new(),
            noted: HashSet::new(),
            in_link: false,
            images: 0,
            image: String::new(),
            alt: String::new(),
            table: Table::default(),
        }
    }

    fn piece(&mut self, index: usize, piece: &Piece<'_>) {
        let at = piece.extent.start();
        match &piece.event {
            Event::Start(tag) => self.start(index, piece, tag),
            Event::End(TagEnd::Image) => {
                self.open.pop();
                self.end_image(at);
            }
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::Code(text) if self.images > 0 => self.alt.push_str(text),
            Event::SoftBreak | Event::HardBreak if self.images > 0 => self.alt.push(' '),
            Event::Text(text) => self.weaver.text(at, text),
            Event::Code(code) => {
                self.weaver.open_element(piece.extent, false, false, "<code>");
                self.weaver.text(at, code);
                self.weaver.close_element("</code>");
            }
            Event::SoftBreak => self.weaver.text(at, "\n"),
            Event::HardBreak => {
                self.weaver.atom(at, false, "<br>");
                self.weaver.text(at, "\n");
            }
            Event::Rule => self.block("<hr>\n"),
            Event::Html(raw) => self.raw_html.push_str(raw),
            Event::FootnoteReference(label) => self.footnote_reference(at, label),
            Event::InlineHtml(raw) if self.manner.trusted && self.images == 0 => self.weaver.atom(at, false, raw),
            Event::TaskListMarker(done) => {
                let (checked, label) = if *done { (" checked", "Done") } else { ("", "To do") };
                let html = format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> ");
                self.weaver.atom(at, false, &html);
            }
            // Inline tags that are not kept, and syntax that is not switched on.
            Event::InlineHtml(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, index: usize, piece: &Piece<'_>, tag: &Tag<'_>) {
        if self.open.is_empty() {
            self.weaver.end_annotations();
            for insertion in self.insertions.get(&index).into_iter().flatten() {
                self.weaver.raw(&insertion.before);
            }
        }
        let end_tag =
            if is_inline(tag.to_end()) { self.start_inline(piece, tag) } else { self.start_block(index, tag) };
        self.depth += usize::from(end_tag.is_some());
        self.open.push(Open { piece: index, end_tag });
    }

    fn end(&mut self, tag: TagEnd) {
        let Some(open) = self.open.pop() else { return };
        if tag == TagEnd::HtmlBlock {
            let raw = std::mem::take(&mut self.raw_html);
            if self.manner.trusted {
                self.block(raw.trim_end());
            } else {
                let html = self.cleaner.get_or_insert_with(|| Cleaner::new(self.manner.resolve)).block(&raw);
                self.block(html.trim_end());
            }
            self.weaver.raw("\n");
        }
        if let Some(end_tag) = open.end_tag {
            self.depth -= 1;
            if is_inline(tag) {
                self.in_link &= tag != TagEnd::Link;
                self.weaver.close_element(&end_tag);
            } else {
                self.block(&end_tag);
            }
        }
        if tag == TagEnd::TableHead {
            self.table.in_head = false;
        }
        if self.open.is_empty() {
            self.weaver.end_annotations();
            for insertion in self.insertions.get(&open.piece).into_iter().flatten().rev() {
                self.weaver.raw(&insertion.after);
            }
        }
    }

    /// Appends a tag that ends every annotation.
    fn block(&mut self, html: &str) {
        self.weaver.end_annotations();
        self.weaver.raw(html);
    }

    /// Writes the start of an element inside a line and gives its end tag.
    fn start_inline(&mut self, piece: &Piece<'_>, tag: &Tag<'_>) -> Option<CowStr<'static>> {
        let (start, end) = match tag {
            Tag::Image { dest_url, title, id, link_type } => {
                if self.images == 0 && (self.manner.trusted || is_safe_image(dest_url)) {
                    self.image = image_tag(&self.resolved(dest_url), title);
                    // The description of an `<img>` comes along with its tag.
                    if *link_type == LinkType::Inline {
                        self.alt.push_str(id);
                    }
                }
                self.images += 1;
                return None;
            }
            _ if self.depth >= MAX_DEPTH || self.images > 0 => return None,
            _ if let Some((start, end)) = piece.tags.as_ref().and_then(|tags| tags.tags(self.manner.trusted))
                && !matches!(tag, Tag::Link { .. }) =>
            {
                self.weaver.open_element(piece.extent, false, piece.holds_link, &start);
                return Some(end.into());
            }
            Tag::Link { .. } if self.in_link => return None,
            Tag::Emphasis => ("<em>".to_owned(), "</em>"),
            Tag::Strong => ("<strong>".to_owned(), "</strong>"),
            Tag::Strikethrough => ("<del>".to_owned(), "</del>"),
            Tag::Superscript => ("<sup>".to_owned(), "</sup>"),
            Tag::Subscript => ("<sub>".to_owned(), "</sub>"),
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                (link_tag(&format!("mailto:{dest_url}"), ""), "</a>")
            }
            Tag::Link { dest_url, title, .. }
                if self.manner.trusted || !dest_url.is_empty() && is_safe_address(dest_url) =>
            {
                (link_tag(&self.resolved(dest_url), title), "</a>")
            }
            _ => return None,
        };
        let is_link = end == "</a>";
        self.in_link |= is_link;
        self.weaver.open_element(piece.extent, is_link, piece.holds_link, &start);
        Some(CowStr::Borrowed(end))
    }

    /// Where an address leads on this page.
    fn resolved(&self, address: &str) -> String {
        (self.manner.resolve)(address).unwrap_or_else(|| address.to_owned())
    }

    /// Writes the start of a block and gives its end tag.
    fn start_block(&mut self, index: usize, tag: &Tag<'_>) -> Option<CowStr<'static>> {
        let in_written = self.open.last().is_none_or(|parent| parent.end_tag.is_some());
        let is_part = matches!(tag, Tag::Item | Tag::TableHead | Tag::TableRow | Tag::TableCell);
        let is_written = if is_part { in_written } else { self.depth < MAX_DEPTH };
        if !is_written {
            self.weaver.end_annotations();
            return None;
        }
        let (start, end) = match tag {
            Tag::Paragraph => ("<p>".into(), "</p>\n"),
            Tag::Heading { level, .. } => heading_tags(*level, self.headings.get(&index).copied()),
            Tag::BlockQuote(_) => ("<blockquote>\n".into(), "</blockquote>\n"),
            Tag::CodeBlock(kind) => (code_tag(kind), "</code></pre>\n"),
            Tag::List(None) => ("<ul>\n".into(), "</ul>\n"),
            Tag::List(Some(1)) => ("<ol>\n".into(), "</ol>\n"),
            Tag::List(Some(first)) => (format!("<ol start=\"{first}\">\n"), "</ol>\n"),
            Tag::Item => ("<li>".into(), "</li>\n"),
            Tag::FootnoteDefinition(label) => (self.footnote_tag(label), "</div>\n"),
            Tag::Table(columns) => {
                self.table = Table { columns: columns.clone(), ..Table::default() };
                ("<table>\n".into(), "</tbody></table>\n")
            }
            Tag::TableHead => {
                self.table = Table { in_head: true, column: 0, columns: std::mem::take(&mut self.table.columns) };
                ("<thead><tr>".into(), "</tr></thead>\n<tbody>\n")
            }
            Tag::TableRow => {
                self.table.column = 0;
                ("<tr>".into(), "</tr>\n")
            }
            Tag::TableCell => self.table.next_cell(),
            _ => return None,
        };
        self.block(&start);
        Some(CowStr::Borrowed(end))
    }

    fn footnote_reference(&mut self, at: usize, label: &str) {
        let Some(&number) = self.footnotes.get(label).filter(|_| self.images == 0) else { return };
        if self.in_link {
            return self.weaver.atom(at, true, &format!("<sup>{number}</sup>"));
        }
        let first = !std::mem::replace(&mut self.referred[number], true);
        let id = if first { format!(" id=\"fnref-{number}\"") } else { String::new() };
        let html = format!("<sup><a href=\"#fn-{number}\"{id}>{number}</a></sup>");
        self.weaver.atom(at, true, &html);
    }

    /// The start of a note. A label that is defined twice has its id on the first note only.
    fn footnote_tag(&mut self, label: &str) -> String {
        let Some(&number) = self.footnotes.get(label) else { return "<div class=\"footnote\">".into() };
        let id = if self.noted.insert(number) { format!(" id=\"fn-{number}\"") } else { String::new() };
        format!("<div class=\"footnote\"{id}><sup>{number}</sup>\n")
    }

    fn end_image(&mut self, at: usize) {
        self.images -= 1;
        if self.images > 0 {
            return;
        }
        let (mut html, alt) = (std::mem::take(&mut self.image), std::mem::take(&mut self.alt));
        if !html.is_empty() {
            html.push_str("\" alt=\"");
            push_attribute(&mut html, &alt);
            html.push_str("\" loading=\"lazy\">");
            self.weaver.atom(at, false, &html);
        }
    }
}

impl Table {
    fn next_cell(&mut self) -> (String, &'static str) {
        let class = match self.columns.get(self.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        if self.in_head { (format!("<th scope=\"col\"{class}>"), "</th>") } else { (format!("<td{class}>"), "</td>") }
    }
}

fn heading_tags(level: HeadingLevel, id: Option<&str>) -> (String, &'static str) {
    let (start, end) = match level {
        HeadingLevel::H1 | HeadingLevel::H2 => ("<h2", "</h2>\n"),
        HeadingLevel::H3 => ("<h3", "</h3>\n"),
        HeadingLevel::H4 => ("<h4", "</h4>\n"),
        HeadingLevel::H5 => ("<h5", "</h5>\n"),
        HeadingLevel::H6 => ("<h6", "</h6>\n"),
    };
    let mut html = start.to_owned();
    if let Some(id) = id {
        html.push_str(" id=\"");
        push_attribute(&mut html, id);
        html.push('"');
    }
    html.push('>');
    (html, end)
}

fn code_tag(kind: &CodeBlockKind<'_>) -> String {
    let mut html = String::from("<pre><code");
    if let CodeBlockKind::Fenced(info) = kind
        && let Some(language) = info.split([' ', ',']).next().filter(|language| !language.is_empty())
    {
        html.push_str(" class=\"language-");
        push_attribute(&mut html, language);
        html.push('"');
    }
    html.push('>');
    html
}

fn link_tag(address: &str, title: &str) -> String {
    let mut html = String::from("<a href=\"");
    push_attribute(&mut html, address);
    push_title(&mut html, title);
    html.push_str("\">");
    html
}

/// An image's tag as far as its description.
fn image_tag(address: &str, title: &str) -> String {
    let mut html = String::from("<img src=\"");
    push_attribute(&mut html, address);
    push_title(&mut html, title);
    html
}

/// Appends a title behind the value of another attribute, whose closing mark is still missing.
fn push_title(html: &mut String, title: &str) {
    if !title.is_empty() {
        html.push_str("\" title=\"");
        push_attribute(html, title);
    }
}
