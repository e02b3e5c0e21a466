//! What pages need to know about the site as a whole.

use serde::{Deserialize, Serialize};

/// Settings of the site as far as its pages show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the site")]
pub struct Settings {
    /// Name of the site.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// BCP 47 tag of the words that are not an article's.
    pub language: String,
    /// Where the site will stand: `https://example.org/quotes/`. Without it all links are relative and lead to files.
    pub base_url: Option<String>,
    /// Articles on one page of a list.
    pub page_size: usize,
    /// Names on one page of an index: of speakers, tags, authors...
    pub index_size: usize,
    /// Whether raw HTML in the content is published as it is. Otherwise only what is harmless is kept.
    pub trust_content: bool,
    /// How many articles a feed holds, the newest; 0 for no feeds.
    pub feed_length: usize,
    /// What the ids in feeds begin with; without it the base URL.
    pub feed_id: Option<String>,
    /// Whether there is a search page.
    pub search: bool,
    /// Whether quotations and speakers are published as data, too.
    pub exports: bool,
    /// Whether each quotation has a page and a picture of its own, for previews and embedding.
    pub quotation_pages: bool,
    /// Folder below the root with a theme to lay between the default one and the site's own templates.
    pub theme: Option<String>,
    /// Anything, for templates: `site.extra`.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: "Who said what".to_owned(),
            description: "Every quotation in our reporting, with its speaker and its source.".to_owned(),
            language: "en".to_owned(),
            base_url: None,
            page_size: 20,
            index_size: 300,
            trust_content: false,
            feed_length: 20,
            feed_id: None,
            search: true,
            exports: true,
            quotation_pages: false,
            theme: None,
            extra: serde_json::Map::new(),
        }
    }
}
