//! What stands in an article: needed only where something of it is shown, so it need not be in memory all the time.

use std::fmt::Debug;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Article;
use crate::markdown::Heading;
use crate::text::Block;

/// The text of an article as it is written, and as it reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The source below the front matter, as decoded.
    pub body: String,
    /// The plain text that every span refers to. For plain-text sources the same as `body`.
    pub text: String,
    /// The blocks of `text`.
    pub blocks: Vec<Block>,
    /// Its headings, in order; plain text has none.
    pub headings: Vec<Heading>,
}

/// Has the contents of articles, and gives them when they are asked for.
pub trait Library: Debug + Send + Sync {
    /// The content of an article. Where it cannot be had any more that is noted, and nothing is given: whoever keeps the library
    /// refuses what was made of it.
    fn content(&self, article: &Article) -> Arc<Content>;
}

/// Where the content of an article is.
#[derive(Clone, Debug)]
pub enum Shelfmark {
    /// At hand.
    Here(Arc<Content>),
    /// In a library.
    In(Arc<dyn Library>),
}

impl Default for Shelfmark {
    fn default() -> Self {
        Self::Here(Arc::default())
    }
}
