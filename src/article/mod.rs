//! One article: where it comes from, what its front matter says, its plain text and what was found in it.

mod content;
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

pub use content::{Content, Library, Shelfmark};
pub use decode::decode;
pub use metadata::{ArticleDate, Metadata};
pub use parse::{Parsed, digest, parse};
pub use problem::{Place, Problem};
pub use quote_id::{QuoteId, quote_ids};
pub use section_index::{MAX_PAGE_SIZE, SectionIndex, SortBy, is_section_index, parse_section_index};
pub use summary::reading_minutes;
pub use url_path::{Paths, alias_path, asset_path, is_device, safe_segment, url_path};

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::extract::Extraction;
use crate::text::Span;

/// An article, complete: read, split, flattened and extracted. Its content may be elsewhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Article {
    /// Path below `content/`, with forward slashes: `articles/harbour.md`.
    pub source: String,
    /// Path of its page below the site's root, with a slash at the end and none at the start: `articles/harbour/`.
    pub url_path: String,
    /// What the front matter says, with defaults filled in (a title is always there).
    pub metadata: Metadata,
    /// How its body is written.
    pub format: Format,
    /// A hash of its body and its format, from which all of its content follows.
    pub digest: [u8; 16],
    /// Every address in its body that Markdown may take for a link or an image; `None` where there may be others.
    pub addresses: Option<Vec<String>>,
    /// Where in its text the headline stands.
    pub titles: Vec<Span>,
    /// In one line: its text up to `<!-- more -->`, else its description, else its first sentences.
    pub summary: String,
    /// How many words it has, without its headline and what is not its own.
    pub words: usize,
    /// Who said what in its text.
    pub extraction: Extraction,
    /// The permanent id of each attribution, in the order of `extraction.attributions`.
    pub quote_ids: Vec<QuoteId>,
    /// How many words stand inside the content of each attribution, in the same order.
    pub quoted_words: Vec<u32>,
    /// The words that searches find it by, as numbers in the vocabulary of the site; empty where they have not been numbered.
    pub search_words: Vec<u8>,
    /// Where its content is.
    #[serde(skip)]
    pub content: Shelfmark,
}

impl Article {
    /// What stands in it.
    pub fn content(&self) -> Arc<Content> {
        match &self.content {
            Shelfmark::Here(content) => Arc::clone(content),
            Shelfmark::In(library) => library.content(self),
        }
    }
}

/// How the body of an article is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// CommonMark with the usual extensions.
    Markdown,
    /// Plain text, often scraped.
    PlainText,
}
