//! What is known about an article besides its text.

use serde::{Deserialize, Serialize};

/// Front matter with defaults filled in; the keys are listed in the README.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// Headline: from front matter, else the first heading or title line, else the file name.
    pub title: String,
    /// Summary of one or two sentences.
    pub description: Option<String>,
    /// Publication day, or moment with offset.
    pub date: Option<ArticleDate>,
    /// Last change.
    pub updated: Option<ArticleDate>,
    /// Bylines.
    pub authors: Vec<String>,
    /// Tags, as written.
    pub tags: Vec<String>,
    /// Categories, as written.
    pub categories: Vec<String>,
    /// Address of the original publication on the web: `http` or `https`.
    pub source_url: Option<String>,
    /// Who published it first.
    pub publisher: Option<String>,
    /// BCP 47 tag, where front matter names one.
    pub language: Option<String>,
    /// Old paths that should lead here, as written.
    pub aliases: Vec<String>,
    /// Template to use in place of `article.html`.
    pub template: Option<String>,
    /// Place in lists that are ordered by hand, smallest first.
    pub weight: Option<i64>,
    /// Not to be published yet.
    pub draft: bool,
    /// False switches extraction off for this article.
    pub quotes: bool,
    /// Everything else from front matter, for templates.
    #[serde(with = "as_json")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A date as an article gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleDate {
    /// The calendar day, in the article's own offset.
    pub day: jiff::civil::Date,
    /// RFC 3339 moment with its offset as written, where the article gives a time.
    pub moment: Option<String>,
}

/// A table as text, for formats that have no values of any kind.
mod as_json {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
    use serde_json::{Map, Value};

    pub(super) fn serialize<S: Serializer>(table: &Map<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
        let text =
            if table.is_empty() { String::new() } else { serde_json::to_string(table).map_err(ser::Error::custom)? };
        text.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() { Ok(Map::new()) } else { serde_json::from_str(&text).map_err(de::Error::custom) }
    }
}
