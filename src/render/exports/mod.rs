//! Exports: the quotations and speakers of the site as data.
//!
//! 1. Beside the page of every article that is read for quotations: `article.json` (what was found), `article.txt` (the plain
//!    text that its offsets refer to) and `annotations.json` (the same as W3C Web Annotations).
//! 2. Below `data/`: `quotes.jsonl` and `quotes.csv` with all quotations, `speakers.json` with all speakers.
//!
//! Every text that is given as a quotation's own is, byte for byte, a piece of the article's plain text. Links are
//! absolute with a base URL, else relative to the file that holds them.

mod annotations;
mod article;
mod quotation;
mod speakers;
mod table;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use self::quotation::ArticleQuotations;
use super::json::json;
use super::keys::Keys;
use super::press::Press;
use super::{Key, OutputFile, Piece, Taker};
use crate::article::Article;
use crate::site::ArticleId;

/// Version of the JSON formats.
const SCHEMA: u32 = 1;

/// Folder of the exports of the whole site.
const DATA: &str = "data/";

/// Names of the exports beside the page of an article.
const BESIDE: [&str; 3] = ["article.json", "article.txt", "annotations.json"];

/// The paths of the exports beside the page of `article`.
pub(super) fn paths(article: &Article) -> impl Iterator<Item = String> {
    let names = BESIDE.iter().filter(|_| has_exports(article));
    names.map(|name| format!("{}{name}", article.url_path))
}

/// How many articles are exported before the files of the whole site go on.
const AT_ONCE: usize = 64;

/// Makes all exports.
pub(super) fn make(press: &Press<'_>, keys: &Keys, taker: &dyn Taker) {
    let ids: Vec<ArticleId> = press.site.article_ids().filter(|id| has_exports(press.site.article(*id))).collect();
    let (lines, rows) = (format!("{DATA}quotes.jsonl"), format!("{DATA}quotes.csv"));
    taker.pieces(&lines, Vec::new());
    taker.pieces(&rows, vec![Piece { key: Key::default(), bytes: Some(table::heading()) }]);
    for ids in ids.chunks(AT_ONCE) {
        let of_article = |&id: &ArticleId| {
            let key = keys.exports(id);
            let is_beside = taker.again(&key).is_some();
            if is_beside && taker.has_piece(&lines, &key) && taker.has_piece(&rows, &key) {
                return [Piece { key, bytes: None }, Piece { key, bytes: None }];
            }
            let article = press.site.article(id);
            let content = article.content();
            let beside = ArticleQuotations::of(press, press.links(&article.url_path).outward(), id, &content);
            if !is_beside {
                taker.files(Some(&key), files_beside(press, &beside));
            }
            let together = beside.linked_from(press, press.links(DATA).outward());
            [together.lines(), table::rows(&together)].map(|bytes| Piece { key, bytes: Some(bytes) })
        };
        let exports: Vec<[Piece; 2]> = ids.par_iter().map(of_article).collect();
        let (of_lines, of_rows) = exports.into_iter().map(|[line, row]| (line, row)).unzip();
        taker.pieces(&lines, of_lines);
        taker.pieces(&rows, of_rows);
    }
    let speakers = json(&speakers::speakers(press, press.links(DATA).outward()));
    taker.files(None, vec![file(DATA, "speakers.json", speakers)]);
}

/// Whether there are exports beside the page of an article.
pub(super) fn has_exports(article: &Article) -> bool {
    article.metadata.quotes
}

/// The exports beside the page of an article.
fn files_beside(press: &Press<'_>, found: &ArticleQuotations<'_>) -> Vec<OutputFile> {
    let folder = found.article.url_path.as_str();
    vec![
        file(folder, BESIDE[0], json(&article::article(press, found))),
        file(folder, BESIDE[1], found.content.text.clone().into_bytes()),
        file(folder, BESIDE[2], json(&annotations::annotations(press, found))),
    ]
}

fn file(folder: &str, name: &str, bytes: Vec<u8>) -> OutputFile {
    OutputFile { path: format!("{folder}{name}"), bytes }
}

#[cfg(test)]
mod tests;
