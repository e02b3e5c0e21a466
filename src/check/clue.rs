//! A finding whose line is not known yet.

use super::rule::Rule;
use crate::text::Span;

/// What was found in an article, with a clue to the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clue {
    pub(super) rule: &'static Rule,
    /// The article, by its path below `content/`.
    pub(super) source: String,
    pub(super) at: At,
    pub(super) message: String,
    pub(super) remedy: String,
}

/// Where in the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// The article as a whole.
    Whole,
    /// A stretch of its plain text.
    Text(Span),
}
