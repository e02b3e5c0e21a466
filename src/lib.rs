//! quotewright turns a folder of news articles into a static site that shows who said what.
//!
//! Modules in reading order, which is also the order of the layers, lowest first (`ARCHITECTURE.md` has the plan):
//!
//! 1. [`text`]: spans, tokens, sentences: arithmetic on `&str`.
//! 2. [`extract`]: the pure core, from a document to who said what in it.
//! 3. [`markdown`]: Markdown to plain text and back to annotated HTML.
//! 4. [`article`]: one article: front matter, body, extraction.
//! 5. [`site`]: all articles and the speakers across them.
//! 6. [`render`]: the site as output files.
//! 7. [`eval`]: measures all this on articles whose quotations are known.
//! 8. [`fs`], [`cache`], [`output`], [`pipeline`], [`check`], `serve`, [`cli`], [`commands`]: the shell around it.

pub mod article;
pub mod cache;
pub mod check;
pub mod cli;
pub mod commands;
pub mod config;
pub mod diagnostic;
pub mod eval;
pub mod extract;
pub mod fs;
pub mod markdown;
pub mod output;
pub mod pipeline;
pub mod progress;
pub mod render;
#[cfg(feature = "serve")]
pub mod serve;
pub mod site;
pub mod text;
#[cfg(feature = "train")]
pub mod train;
