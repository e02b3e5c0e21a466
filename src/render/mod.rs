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
//! 10. `exports` gives the quotations and speakers as data.

mod article_body;
mod callouts;
mod crawlers;
mod data;
mod date;
mod error;
mod exports;
mod feeds;
mod filters;
mod functions;
mod json;
mod json_ld;
mod links;
mod page;
mod pagination;
mod pieces;
mod press;
mod pull_quotes;
mod redirects;
mod search;
mod settings;
mod targets;
mod text_fragment;
mod theme;
mod view;
mod xml;

pub use data::DataFolder;
pub use error::RenderError;
pub use exports::paths_beside;
pub use settings::Settings;
pub use theme::Theme;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use self::page::Page;
use crate::progress::Progress;
use crate::site::Site;

/// A file of the built site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Path below the output folder, with forward slashes: `articles/harbour/index.html`.
    pub path: String,
    /// Its whole content.
    pub bytes: Vec<u8>,
}

/// All files of the site: assets first, then pages, then what is for machines, each in a fixed order.
///
/// Fails where a template is broken or does not fit what it is given; of several such errors the first page's is reported.
pub fn render(
    site: &Site,
    settings: &Settings,
    theme: &Theme,
    progress: &Progress,
) -> Result<Vec<OutputFile>, RenderError> {
    let press = press::Press::new(site, settings, theme, progress)?;
    let mut files = press.asset_files();
    let pages = page::pages(site, settings);
    let rendered: Vec<Result<OutputFile, RenderError>> = progress.phase("pages", pages.len(), || {
        let render = |page: &Page| {
            let file = page::render(&press, *page);
            progress.piece();
            file
        };
        pages.par_iter().map(render).collect()
    });
    let pages = rendered.into_iter().collect::<Result<Vec<OutputFile>, RenderError>>()?;
    let for_machines = progress.phase("feeds, data", 0, || {
        let mut files = crawlers::files(&press, &pages);
        files.extend(feeds::files(&press)?);
        files.extend(redirects::files(&press)?);
        files.extend(search::files(&press));
        if settings.exports {
            files.extend(exports::files(&press));
        }
        Ok(files)
    })?;
    files.extend(pages);
    files.extend(for_machines);
    Ok(files)
}

#[cfg(test)]
mod tests;
