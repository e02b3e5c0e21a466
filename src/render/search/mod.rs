//! The search index: static files in which a script on the search page finds quotations and articles, on any host and from the
//! disk.
//!
//! 1. Records are numbered: the listed articles, newest first, then their quotations in the same order.
//! 2. `terms` lists for each word the records that hold it, and for speakers, publishers and years likewise.
//! 3. `records` says what a result shows.
//! 4. Terms are cut into files of about [`FILE_SIZE`], records into files of [`RECORDS`] articles; `search/index.js` tells which file
//!    begins with what, so that a search loads one file a word and one for each few results.
//!
//! Each file calls the script with a value. Pages from the disk may load scripts but not data, and so the policy of the pages
//! needs no exception. All but `search/index.js` have a hash of their content in their names, so that no cache mixes two builds.

mod records;
mod terms;
mod words;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::Serialize;

use self::terms::Terms;
use super::json::json;
use super::keys::Keys;
use super::press::Press;
use super::{Key, OutputFile, Settings, Taker, links::Links};
use crate::site::{ArticleId, Site, spoken};

pub use self::words::search_words;

/// Where the search page stands.
pub(super) const SEARCH: &str = "search/";

/// What the files of terms hold at most, but for a single term that is larger. In bytes.
const FILE_SIZE: usize = 48 * 1024;

/// How many articles a file of records has.
const RECORDS: usize = 16;

/// Where all but the first file stand.
const FOLDER: &str = "assets/search/";

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
pub(super) fn make(press: &Press<'_>, keys: &Keys, taker: &dyn Taker) {
    if !press.has_search {
        return;
    }
    let (terms, records) = rayon::join(|| Terms::of(press.site), || record_files(press, keys, taker));
    let mut first_terms = Vec::new();
    for file in cut(terms.with_json(), |(_, json)| json.len()) {
        let (words, lines): (Vec<&str>, Vec<String>) = file.into_iter().unzip();
        let json = list(&lines);
        let key = Keys::of_text(&json);
        let name = taker.known(&key).and_then(|paths| name(&paths)).filter(|_| taker.again(&key).is_some());
        let name = name.unwrap_or_else(|| handed_on("terms", &json, &key, taker));
        first_terms.extend(words.into_iter().next().map(|word| (word, name)));
    }
    let index = Index {
        folder: press.links(SEARCH).file(FOLDER),
        articles: press.site.listed.len(),
        quotations: press.site.listed.iter().map(|id| spoken(press.site.article(*id)).count()).sum(),
        terms: first_terms,
        records,
        common: terms.common().collect(),
    };
    let text = String::from_utf8(json(&index)).unwrap_or_default();
    taker.files(None, vec![OutputFile { path: format!("{SEARCH}index.js"), bytes: call("index", text.trim_end()) }]);
}

/// The files of records: of each the numbers of its first article and its first quotation, and its name. They are counted off from
/// the oldest article, so that a new one leaves most of them as they are.
fn record_files(press: &Press<'_>, keys: &Keys, taker: &dyn Taker) -> Vec<(usize, usize, String)> {
    let listed = &press.site.listed;
    let (first, rest) = listed.split_at(listed.len() % RECORDS);
    let groups: Vec<&[ArticleId]> = [first].into_iter().chain(rest.chunks(RECORDS)).filter(|g| !g.is_empty()).collect();
    let file = |group: &&[ArticleId]| {
        let key = keys.records(group);
        let name = taker.known(&key).and_then(|paths| name(&paths)).filter(|_| taker.again(&key).is_some());
        name.unwrap_or_else(|| {
            let records: Vec<String> = group.iter().map(|id| records::record(press, *id)).collect();
            handed_on("records", &list(&records), &key, taker)
        })
    };
    let names: Vec<String> = groups.par_iter().map(file).collect();
    let mut next = (0, 0);
    let place = |(group, name): (&&[ArticleId], String)| {
        let (article, quotation) = next;
        let quotations = group.iter().map(|id| spoken(press.site.article(*id)).count());
        next = (article + group.len(), quotation + quotations.sum::<usize>());
        (article, quotation, name)
    };
    groups.iter().zip(names).map(place).collect()
}

/// Hands a file with this JSON to `taker`; its name.
fn handed_on(what: &str, json: &str, key: &Key, taker: &dyn Taker) -> String {
    let name = format!("{what}-{}", &blake3::hash(json.as_bytes()).to_hex()[..10]);
    let file = OutputFile { path: format!("{FOLDER}{name}.js"), bytes: call(&name, json) };
    taker.files(Some(key), vec![file]);
    name
}

/// The name of the only file that stands in these paths.
fn name(paths: &[String]) -> Option<String> {
    Some(paths.first()?.strip_prefix(FOLDER)?.strip_suffix(".js")?.to_owned())
}

/// What the script reads first.
#[derive(Serialize)]
struct Index<'a> {
    /// Address of the other files' folder.
    folder: String,
    articles: usize,
    quotations: usize,
    /// Of each file of terms the first one, in the order of UTF-16 units, and its name.
    terms: Vec<(&'a str, String)>,
    /// Of each file of records the numbers of the first article and the first quotation, and its name.
    records: Vec<(usize, usize, String)>,
    /// Words that are left out.
    common: Vec<&'a str>,
}

/// `parts` of these sizes in files of about [`FILE_SIZE`], in order.
fn cut<T>(parts: impl Iterator<Item = T>, size: impl Fn(&T) -> usize) -> impl Iterator<Item = Vec<T>> {
    let mut parts = parts.peekable();
    std::iter::from_fn(move || {
        let first = parts.next()?;
        let mut room = FILE_SIZE.saturating_sub(size(&first));
        let mut file = vec![first];
        while let Some(part) = parts.next_if(|part| size(part) <= room) {
            room -= size(&part);
            file.push(part);
        }
        Some(file)
    })
}

fn list(lines: &[impl AsRef<str>]) -> String {
    let lines: Vec<&str> = lines.iter().map(AsRef::as_ref).collect();
    format!("[\n{}\n]", lines.join(",\n"))
}

/// A file that hands a value to the script.
fn call(name: &str, json: &str) -> Vec<u8> {
    format!("quotewrightSearch.receive(\"{name}\", {json});\n").into_bytes()
}

#[cfg(test)]
mod tests;
