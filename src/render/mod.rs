//! The site as output files: view structs, Tera, pages. Never decides who said what, never touches the disk.
//!
//! 1. [`Theme`] lays a site's own templates and assets over the embedded ones, file by file;
//! 2. `press` compiles the templates and gives every asset an address with a hash of its content;
//! 3. `page` lists the pages that a site has, and where they stand;
//! 4. `view` turns parts of the site into the plain values that templates see (`templates/README.md` is their contract);
//! 5. `article_body` weaves quotations and `callouts` into an article, whose addresses `targets` leads to their places;
//! 6. `json_ld` says the same to machines;
//! 7. `feeds` says what is new, `crawlers` which pages there are;
//! 8. `search` lets readers look for words;
//! 9. `redirects` leads on from old addresses;
//! 10. `exports` gives the quotations and speakers as data;
//! 11. `keys` tell what of all this would be as it was made before.

mod article_body;
mod callouts;
mod cards;
mod context;
mod crawlers;
mod css;
mod data;
mod date;
mod error;
mod exports;
mod feeds;
mod filters;
mod functions;
mod json;
mod json_ld;
mod keys;
mod links;
mod page;
mod pagination;
mod pieces;
mod press;
mod pull_quotes;
mod redirects;
mod search;
mod settings;
mod speaker_lists;
mod taker;
mod targets;
mod text_fragment;
mod theme;
mod view;
mod xml;

pub use data::DataFolder;
pub use error::RenderError;
pub use keys::Key;
pub use search::search_words;
pub use settings::Settings;
pub use taker::{Collected, Collection, Piece, SharedFile, Taker};
pub use theme::Theme;

use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use self::keys::Keys;
use self::page::Page;
use crate::article::Article;
use crate::progress::Progress;
use crate::site::{ArticleId, Site};

/// A file of the built site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, with forward slashes: `articles/harbour/index.html`.
    pub path: String,
    /// Its whole content.
    pub bytes: Vec<u8>,
}

/// Makes all files of the site and hands them to `taker`.
///
/// Fails where a template is broken or does not fit what it is given; of several such errors the first page's is reported.
pub fn render_to(
    site: &Site,
    settings: &Settings,
    theme: &Theme,
    progress: &Progress,
    taker: &dyn Taker,
) -> Result<(), RenderError> {
    let press = press::Press::new(site, settings, theme, progress)?;
    taker.files(None, press.asset_files());
    let pages = page::pages(&press);
    let keys = progress.phase("keys", 0, || Keys::of(&press, theme));
    let rendered: Vec<Result<String, RenderError>> = progress.phase("pages", pages.len(), || {
        let render = |page: &Page| {
            let path = made(page::key(&press, &keys, *page).as_ref(), || page::render(&press, *page), taker)?;
            progress.piece();
            Ok(path)
        };
        pages.par_iter().map(render).collect()
    });
    let paths = rendered.into_iter().collect::<Result<Vec<String>, RenderError>>()?;
    taker.pages_are_made();
    progress.phase("feeds, search", 0, || {
        taker.files(None, crawlers::files(&press, &paths));
        feeds::make(&press, &keys, taker)?;
        taker.files(None, redirects::files(&press)?);
        search::make(&press, &keys, taker);
        Ok(())
    })?;
    if settings.exports {
        progress.phase("data", 0, || exports::make(&press, &keys, taker));
    }
    Ok(())
}

/// Hands a page, with what belongs to it, to `taker`, made anew where that does not have it from before. Gives its path.
fn made(
    key: Option<&Key>,
    make: impl FnOnce() -> Result<Vec<OutputFile>, RenderError>,
    taker: &dyn Taker,
) -> Result<String, RenderError> {
    let is_page = |path: &&String| path.ends_with("/index.html") || matches!(path.as_str(), "index.html" | "404.html");
    if let Some(path) = key.and_then(|key| taker.again(key)?.iter().find(is_page).cloned()) {
        return Ok(path);
    }
    let files = make()?;
    let path = files.iter().map(|file| &file.path).find(is_page).cloned().unwrap_or_default();
    taker.files(key, files);
    Ok(path)
}

/// The page of an article, by itself.
pub fn article_page(
    site: &Site,
    settings: &Settings,
    theme: &Theme,
    article: ArticleId,
) -> Result<SharedFile, RenderError> {
    let progress = Progress::default();
    let OutputFile { path, bytes } = page::article(&press::Press::new(site, settings, theme, &progress)?, article)?;
    Ok(SharedFile { path, bytes: Arc::new(bytes) })
}

/// The paths below the page of `article` that go with it, each with what it is of the article.
pub fn paths_beside(article: &Article, settings: &Settings) -> Vec<(String, &'static str)> {
    let exports = exports::paths(article).filter(|_| settings.exports).map(|path| (path, "an export"));
    let quotations = cards::paths(article).filter(|_| settings.quotation_pages).map(|path| (path, "a quotation"));
    exports.chain(quotations).collect()
}

/// All files of the site, by path.
pub fn render(
    site: &Site,
    settings: &Settings,
    theme: &Theme,
    progress: &Progress,
) -> Result<Vec<OutputFile>, RenderError> {
    let collected = Collected::default();
    render_to(site, settings, theme, progress, &collected)?;
    Ok(collected.into_files())
}

#[cfg(test)]
mod tests;
