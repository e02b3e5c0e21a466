//! Exports: the quotations and speakers of the site as data.
//!
//! 1. Beside the page of every article that is read for quotations: `article.json` (what was found), `article.txt` (the plain
//!    text that its offsets refer to) and `annotations.json` (the same as W3C Web Annotations).
//! 2. Below `data/`: `quotes.jsonl` and `quotes.csv` with all quotations, `speakers.json` with all speakers.
//!
//! Every text that is given as a quotation's own is, byte for byte, a piece of the article's plain text. Links are made as on
//! pages: absolute with a base URL, else relative to the file that holds them.

mod annotations;
mod article;
mod quotation;
mod speakers;
mod table;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use self::quotation::ArticleQuotations;
use super::json::json;
use super::press::Press;
use super::{OutputFile, Taker};
use crate::article::Article;
use crate::site::ArticleId;

/// Version of the JSON formats.
const SCHEMA: u32 = 1;

/// Folder of the exports of the whole site.
const DATA: &str = "data/";

/// Names of the exports beside the page of an article.
const BESIDE: [&str; 3] = ["article.json", "article.txt", "annotations.json"];

/// The paths that the exports beside the page of `article` would have.
pub fn paths_beside(article: &Article) -> Vec<String> {
    let names = BESIDE.iter().filter(|_| has_exports(article));
    names.map(|name| format!("{}{name}", article.url_path)).collect()
}

/// How many articles are exported before the files of the whole site go on.
const AT_ONCE: usize = 256;

/// Makes all exports.
pub(super) fn make(press: &Press<'_>, taker: &dyn Taker) {
    let ids: Vec<ArticleId> = press.site.article_ids().filter(|id| has_exports(press.site.article(*id))).collect();
    let (lines, rows) = (format!("{DATA}quotes.jsonl"), format!("{DATA}quotes.csv"));
    taker.piece(&lines, &[]);
    taker.piece(&rows, &table::heading());
    for ids in ids.chunks(AT_ONCE) {
        let of_whole_site = |&id: &ArticleId| {
            let exports = ArticleExports::of(press, id);
            exports.files.into_iter().for_each(|file| taker.file(file));
            (exports.lines, exports.rows)
        };
        let exports: Vec<(Vec<u8>, Vec<u8>)> = ids.par_iter().map(of_whole_site).collect();
        let (of_lines, of_rows): (Vec<_>, Vec<_>) = exports.into_iter().unzip();
        taker.piece(&lines, &of_lines.concat());
        taker.piece(&rows, &of_rows.concat());
    }
    taker.file(file(DATA, "speakers.json", json(&speakers::speakers(press, press.links(DATA)))));
}

/// Whether there are exports beside the page of an article.
pub(super) fn has_exports(article: &Article) -> bool {
    article.metadata.quotes
}

/// What one article gives.
struct ArticleExports {
    files: [OutputFile; 3],
    /// Its part of `quotes.jsonl`.
    lines: Vec<u8>,
    /// Its part of `quotes.csv`.
    rows: Vec<u8>,
}

impl ArticleExports {
    fn of(press: &Press<'_>, id: ArticleId) -> Self {
        let source = press.site.article(id);
        let folder = source.url_path.as_str();
        let beside = ArticleQuotations::of(press, press.links(folder), id);
        let files = [
            file(folder, BESIDE[0], json(&article::article(press, &beside))),
            file(folder, BESIDE[1], source.text.clone().into_bytes()),
            file(folder, BESIDE[2], json(&annotations::annotations(press, &beside))),
        ];
        let together = beside.linked_from(press, press.links(DATA));
        Self { files, lines: together.lines(), rows: table::rows(&together) }
    }
}

fn file(folder: &str, name: &str, bytes: Vec<u8>) -> OutputFile {
    OutputFile { path: format!("{folder}{name}"), bytes }
}

#[cfg(test)]
mod tests;
