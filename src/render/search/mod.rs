//! The search index: static files in which a script on the search page finds quotations and articles, on any host and from the
//! disk.
//!
//! 1. Records are numbered: the listed articles, newest first, then their quotations in the same order.
//! 2. `terms` lists for each word the records that hold it, and for speakers, publishers and years likewise.
//! 3. `records` says what a result shows.
//! 4. Both are cut into files of about [`FILE_SIZE`]; `search/index.js` tells which file begins with what, so that a search loads
//!    one file a word and one for each few results.
//!
//! Each file calls the script with a value. Pages from the disk may load scripts but not data, and so the policy of the pages
//! needs no exception. All but `search/index.js` stand in a folder with a hash in its name, so that no cache mixes two builds.

mod records;
mod terms;
mod words;

use serde::Serialize;

use self::terms::Term;
use super::json::json;
use super::press::Press;
use super::{OutputFile, Taker};
use super::{Settings, links::Links};
use crate::site::Site;

/// Where the search page stands.
pub(super) const SEARCH: &str = "search/";

/// What the files of the index hold at most, but for a single term or article that is larger. In bytes.
const FILE_SIZE: usize = 48 * 1024;

/// A word in more records than this finds nothing and costs much, so it is left out, and searches pass over it.
const COMMON: usize = 20_000;

/// How many names of speakers the search page proposes: those with most quotations.
const PROPOSED_SPEAKERS: usize = 200;

/// What the search page is given.
#[derive(Serialize)]
pub(super) struct SearchView<'a> {
    /// To the first file of the index.
    index: String,
    speakers: Vec<&'a str>,
}

/// Whether the site has a search page. A page of its own at that place has precedence.
pub(super) fn has_page(site: &Site, settings: &Settings) -> bool {
    let taken = site.articles.iter().any(|article| article.url_path == SEARCH)
        || site.sections.iter().any(|section| section.url_path == SEARCH)
        || site.aliases.iter().any(|alias| alias.path.strip_suffix("index.html") == Some(SEARCH));
    settings.search && !taken
}

/// What the search page needs to know of the index.
pub(super) fn view<'a>(press: &'a Press<'_>, links: Links<'_>) -> SearchView<'a> {
    let mut speakers: Vec<_> = press.site.speakers.iter().collect();
    speakers.sort_by_key(|speaker| std::cmp::Reverse(speaker.quotations.len()));
    let names = speakers.into_iter().take(PROPOSED_SPEAKERS).map(|speaker| speaker.name.as_str());
    SearchView { index: links.file(&format!("{SEARCH}index.js")), speakers: names.collect() }
}

/// Makes the files of the index.
pub(super) fn make(press: &Press<'_>, taker: &dyn Taker) {
    if !press.has_search {
        return;
    }
    let (terms, records) = rayon::join(|| terms::terms(press.site), || records::records(press));
    let (terms, common): (Vec<Term>, Vec<Term>) = terms.into_iter().partition(|term| term.records.len() <= COMMON);
    let (mut named, mut first_terms, mut first_records) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = 0;
    for (n, lines) in cut(terms.iter().map(Term::json)).into_iter().enumerate() {
        first_terms.push(terms[next].word.as_str());
        next += lines.len();
        named.push((format!("terms-{n}"), call(&format!("terms-{n}"), &list(&lines))));
    }
    let mut first = (0, 0);
    for (n, lines) in cut(records.into_iter()).into_iter().enumerate() {
        first_records.push(first);
        first = (first.0 + lines.len(), first.1 + lines.iter().map(|record| record.quotation_count).sum::<usize>());
        let lines: Vec<&String> = lines.iter().map(|record| &record.json).collect();
        named.push((format!("records-{n}"), call(&format!("records-{n}"), &list(&lines))));
    }
    let folder = folder(&named);
    let index = Index {
        folder: press.links(SEARCH).file(&folder),
        articles: first.0,
        quotations: first.1,
        terms: first_terms,
        records: first_records,
        common: common.iter().map(|term| term.word.as_str()).collect(),
    };
    let index_text = String::from_utf8(json(&index)).unwrap_or_default();
    let index = OutputFile { path: format!("{SEARCH}index.js"), bytes: call("index", index_text.trim_end()) };
    let named = named.into_iter().map(|(name, bytes)| OutputFile { path: format!("{folder}{name}.js"), bytes });
    taker.files(None, named.chain([index]).collect());
}

/// What the script reads first.
#[derive(Serialize)]
struct Index<'a> {
    /// Address of the other files' folder.
    folder: String,
    articles: usize,
    quotations: usize,
    /// The first term of each file of terms, in the order of UTF-16 units.
    terms: Vec<&'a str>,
    /// Numbers of the first article and the first quotation of each file of records.
    records: Vec<(usize, usize)>,
    /// Words that are left out.
    common: Vec<&'a str>,
}

/// A part of the index with its size.
trait Part {
    fn size(&self) -> usize;
}

impl Part for String {
    fn size(&self) -> usize {
        self.len()
    }
}

/// `parts` in files, in order.
fn cut<T: Part>(parts: impl Iterator<Item = T>) -> Vec<Vec<T>> {
    let mut files: Vec<Vec<T>> = Vec::new();
    let mut room = 0;
    for part in parts {
        let size = part.size();
        match files.last_mut() {
            Some(file) if size <= room => file.push(part),
            _ => {
                room = FILE_SIZE;
                files.push(vec![part]);
            }
        }
        room = room.saturating_sub(size);
    }
    files
}

fn list(lines: &[impl AsRef<str>]) -> String {
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    format!("[\n{}\n]", lines.join(",\n"))
}

/// A file that hands a value to the script.
fn call(name: &str, json: &str) -> Vec<u8> {
    format!("quotewrightSearch.receive(\"{name}\", {json});\n").into_bytes()
}

fn folder(files: &[(String, Vec<u8>)]) -> String {
    let mut hasher = blake3::Hasher::new();
    for (_, bytes) in files {
        hasher.update(bytes);
    }
    format!("assets/search.{}/", &hasher.finalize().to_hex()[..10])
}

#[cfg(test)]
mod tests;
