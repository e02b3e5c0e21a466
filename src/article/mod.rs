//! One article: where it comes from, what its front matter says, its plain text and what was found in it.

mod date;
mod decode;
mod fields;
mod front_matter;
mod furniture;
pub mod jsonl;
mod metadata;
mod parse;
pub mod plain_text;
mod problem;
mod quote_id;
mod section_index;
mod summary;
mod url_path;

pub use decode::decode;
pub use metadata::{ArticleDate, Metadata};
pub use parse::{Parsed, parse};
pub use problem::{Place, Problem};
pub use quote_id::quote_ids;
pub use section_index::{MAX_PAGE_SIZE, SectionIndex, SortBy, is_section_index, parse_section_index};
pub use summary::reading_minutes;
pub use url_path::{Paths, alias_path, asset_path, safe_segment, url_path};

use crate::extract::{Block, Extraction};
use crate::markdown::Heading;

/// An article, complete: read, split, flattened and extracted.
#[derive(Clone, Debug)]
pub struct Article {
    /// Path below `content/`, with forward slashes: `articles/harbour.md`.
    pub source: String,
    /// Path of its page below the site's root, with a slash at the end and none at the start: `articles/harbour/`.
    pub url_path: String,
    /// What the front matter says, with defaults filled in (a title is always there).
    pub metadata: Metadata,
    /// How `body` is written.
    pub format: Format,
    /// The source below the front matter, as decoded.
    pub body: String,
    /// The plain text that every span refers to. For plain-text sources the same as `body`.
    pub text: String,
    /// The blocks of `text`.
    pub blocks: Vec<Block>,
    /// Its headings, in order; plain text has none.
    pub headings: Vec<Heading>,
    /// In one line: its text up to `<!-- more -->`, else its description, else its first sentences.
    pub summary: String,
    /// How many words it has, without its headline and what is not its own.
    pub words: usize,
    /// Who said what in `text`.
    pub extraction: Extraction,
    /// The permanent id of each attribution (`q-7f3a91c2`), in the order of `extraction.attributions`.
    pub quote_ids: Vec<String>,
}

/// How the body of an article is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CommonMark with the usual extensions.
    Markdown,
    /// Plain text, often scraped.
    PlainText,
}
