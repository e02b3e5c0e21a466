//! HTML tags inside a line of Markdown: which of them become elements of the page.

use std::collections::HashSet;
use std::sync::LazyLock;

use pulldown_cmark::{CowStr, LinkType, Tag};

use super::escape::allowed;
use super::safety::{SCHEMES, keeps_attribute};

/// Elements inside lines that are kept as they are, without attributes that could do harm.
const KEPT: [&str; 18] = [
    "abbr", "bdi", "bdo", "cite", "code", "dfn", "ins", "kbd", "mark", "q", "samp", "small", "span", "time", "tt", "u",
    "var", "data",
];

/// Takes everything from a tag that could do harm, and writes it in one way.
static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .url_schemes(HashSet::from(SCHEMES))
        .attribute_filter(|_, name, value| keeps_attribute(name, value).then_some(value.into()))
        .link_rel(None);
    cleaner
});

/// A tag inside a line.
pub(super) enum InlineTag<'a> {
    /// `<br>`.
    Break,
    /// `<img>`, as Markdown has it.
    Image(Tag<'a>),
    /// The start of an element that may become one of the page.
    Open(InlineElement),
    /// The end of one, by its name.
    Close(String),
    /// Anything else.
    Other,
}

/// An element of inline HTML.
#[derive(Clone, Debug)]
pub(super) struct InlineElement {
    /// In small letters.
    pub(super) name: String,
    /// The start tag as written.
    raw: String,
}

impl InlineElement {
    /// The element of Markdown that it is, or stands for.
    pub(super) fn as_markdown<'a>(&self) -> Tag<'a> {
        match self.name.as_str() {
            "strong" | "b" => Tag::Strong,
            "del" | "s" | "strike" => Tag::Strikethrough,
            "sup" => Tag::Superscript,
            "sub" => Tag::Subscript,
            "a" => {
                let clean = CLEANER.clean(&format!("{}</a>", self.raw)).to_string();
                link(attribute(&clean, "href"), attribute(&clean, "title"))
            }
            // What has no element of its own in Markdown is written by its tags; as far as nesting goes it is like emphasis.
            _ => Tag::Emphasis,
        }
    }

    /// Its tags, where it is written by them: harmless ones, or as its author wrote them.
    pub(super) fn tags(&self, trusted: bool) -> Option<(String, String)> {
        let end = format!("</{}>", self.name);
        if trusted {
            return Some((self.raw.clone(), end));
        }
        if !KEPT.contains(&self.name.as_str()) {
            return None;
        }
        let clean = CLEANER.clean(&format!("{}{end}", self.raw)).to_string();
        let start = clean.strip_suffix(&end)?;
        Some((allowed(start).into_owned(), end))
    }
}

/// Reads an inline tag.
pub(super) fn inline_tag<'a>(raw: &str) -> InlineTag<'a> {
    let Some(inner) = raw.strip_prefix('<').and_then(|raw| raw.strip_suffix('>')) else { return InlineTag::Other };
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "br" => InlineTag::Break,
        "img" if !closing => {
            let clean = CLEANER.clean(raw).to_string();
            InlineTag::Image(image(attribute(&clean, "src"), attribute(&clean, "title"), attribute(&clean, "alt")))
        }
        "a" | "em" | "i" | "strong" | "b" | "del" | "s" | "strike" | "sup" | "sub" => element(closing, name, raw),
        kept if KEPT.contains(&kept) => element(closing, name, raw),
        _ => InlineTag::Other,
    }
}

fn element<'a>(closing: bool, name: String, raw: &str) -> InlineTag<'a> {
    if closing { InlineTag::Close(name) } else { InlineTag::Open(InlineElement { name, raw: raw.to_owned() }) }
}

fn link<'a>(address: String, title: String) -> Tag<'a> {
    Tag::Link { link_type: LinkType::Inline, dest_url: address.into(), title: title.into(), id: CowStr::Borrowed("") }
}

/// An image; its description goes along as the id, which images in a line do not have.
fn image<'a>(address: String, title: String, description: String) -> Tag<'a> {
    Tag::Image { link_type: LinkType::Inline, dest_url: address.into(), title: title.into(), id: description.into() }
}

/// The value of an attribute of the first tag in cleaned HTML.
fn attribute(clean: &str, name: &str) -> String {
    let tag = clean.split('>').next().unwrap_or_default();
    let value = tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    let value = value.map_or("", |(value, _)| value);
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}
