//! What is known about an article besides its text.

use serde::Serialize;

/// Front matter with defaults filled in; the keys are listed in the README.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
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
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A date as an article gives it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ArticleDate {
    /// The calendar day, in the article's own offset.
    pub day: jiff::civil::Date,
    /// RFC 3339 moment with its offset as written, where the article gives a time.
    pub moment: Option<String>,
}
