//! What stands in an article: needed only where something of it is shown, so it need not be in memory all the time.

use std::fmt::{Debug, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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

impl Content {
    /// The SHA-256 of the plain text in hexadecimal digits, by which others can tell whether they have the same one.
    pub fn text_sha256(&self) -> String {
        Sha256::digest(self.text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
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
