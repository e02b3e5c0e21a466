//! Links, anchors and images of the built pages that lead nowhere. Links to other sites are not followed.
//!
//! A link that stands in an article is told with the article and its line; one that a template makes is told once, however
//! many pages have it.

mod target;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use self::target::{Target, target};
use super::Finding;
use super::page::Page;
use super::place::SourceFile;
use super::rule::{BROKEN_ANCHOR, BROKEN_LINK, MISSING_IMAGE, Rule};
use crate::article::{Place, jsonl};
use crate::fs;
use crate::pipeline::{Built, CONTENT, TEMPLATES};

/// A link that leads nowhere, on one page.
struct Broken<'a> {
    /// Path of the page.
    page: &'a str,
    /// The link as the page has it.
    link: String,
    /// Where in the site it leads, if anywhere but to the page itself.
    path: Option<String>,
    rule: &'static Rule,
    message: String,
    remedy: String,
}

impl Broken<'_> {
    /// How an article may have written the link: as the page has it, or from the root of the site.
    fn spellings(&self) -> Vec<String> {
        let mut spellings = vec![self.link.clone()];
        if let Some(path) = self.path.as_deref().filter(|path| !path.is_empty()) {
            let folder = path.trim_end_matches("index.html");
            spellings.extend([path, folder, folder.trim_end_matches('/')].map(|path| format!("/{path}")));
        }
        spellings
    }
}

pub(super) fn check(root: &Path, built: &Built, base_url: Option<&str>) -> Vec<Finding> {
    let html = built.files.iter().filter(|file| is_page(&file.path));
    let pages: Vec<(&str, &[u8])> = html.map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    let pages: HashMap<&str, Page> =
        pages.par_iter().map(|(path, bytes)| (*path, Page::read(&String::from_utf8_lossy(bytes)))).collect();
    let made = built.files.iter().map(|file| file.path.as_str());
    let files: HashSet<&str> = made.chain(built.copies.iter().map(|copy| copy.path.as_str())).collect();
    let site =
        Map { pages: &pages, files: &files, namesakes: namesakes(&files), addresses: addresses(built), base_url };
    let mut paths: Vec<&str> = pages.keys().copied().collect();
    paths.sort_unstable();
    let broken: Vec<Broken<'_>> = paths.par_iter().flat_map_iter(|page| site.broken(page)).collect();
    tell(root, built, broken)
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html")
}

/// What can be linked to.
struct Map<'a> {
    pages: &'a HashMap<&'a str, Page>,
    files: &'a HashSet<&'a str>,
    /// The first file of each name.
    namesakes: HashMap<String, &'a str>,
    /// The address of each source file.
    addresses: HashMap<&'a str, &'a str>,
    base_url: Option<&'a str>,
}

fn addresses(built: &Built) -> HashMap<&str, &str> {
    built.site.articles.iter().map(|article| (article.source.as_str(), article.url_path.as_str())).collect()
}

fn namesakes<'a>(files: &HashSet<&'a str>) -> HashMap<String, &'a str> {
    let mut namesakes = HashMap::new();
    for &file in files {
        let first = namesakes.entry(name(file)).or_insert(file);
        *first = file.min(*first);
    }
    namesakes.remove("");
    namesakes
}

/// What a page or file goes by in its folder.
fn name(path: &str) -> String {
    let path = path.trim_end_matches("index.html").trim_end_matches('/');
    path.rsplit('/').next().unwrap_or_default().to_lowercase()
}

impl<'a> Map<'a> {
    /// The links of a page that lead nowhere.
    fn broken(&self, page: &'a str) -> Vec<Broken<'a>> {
        let links = self.pages.get(page).into_iter().flat_map(|found| &found.links);
        let broken = links.filter_map(|link| {
            let target = target(page, &link.target, self.base_url)?;
            let (rule, message, remedy) = self.fault(page, &target, link.is_embedded)?;
            Some(Broken { page, link: link.target.clone(), path: target.path, rule, message, remedy })
        });
        broken.collect()
    }

    fn fault(&self, page: &str, target: &Target, is_embedded: bool) -> Option<(&'static Rule, String, String)> {
        let path = target.path.as_deref();
        let Some(found) = path.map_or(Some(page), |path| self.file(path)) else {
            let path = path.unwrap_or_default();
            let message = format!("there is no `/{path}` in the site");
            let rule = if is_embedded { &MISSING_IMAGE } else { &BROKEN_LINK };
            return Some((rule, message, self.remedy(path, is_embedded)));
        };
        let id = target.fragment.as_deref().filter(|id| !id.is_empty() && *id != "top")?;
        let ids = &self.pages.get(found)?.ids;
        if ids.contains(id) {
            return None;
        }
        let remedy = "link to the page alone, or to the id of a heading or quotation on it".to_owned();
        Some((&BROKEN_ANCHOR, format!("`/{found}` has nothing with the id `{id}`"), remedy))
    }

    /// The file at a path, as hosts find it.
    fn file(&self, path: &str) -> Option<&'a str> {
        let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "/index.html" };
        [path.to_owned(), format!("{path}{index}")].iter().find_map(|path| self.files.get(path.as_str()).copied())
    }

    fn remedy(&self, path: &str, is_embedded: bool) -> String {
        if let Some(address) = self.addresses.get(path.trim_end_matches('/')) {
            return format!("link to the page that is made of that file: `/{address}`");
        }
        match self.namesakes.get(&name(path)) {
            Some(other) => format!("did you mean `/{}`?", other.trim_end_matches("index.html")),
            None if is_embedded => "put the file there, or correct its name".to_owned(),
            None => "correct the address, or take the link away".to_owned(),
        }
    }
}

/// Broken links as findings: those in articles by article, others once.
fn tell(root: &Path, built: &Built, broken: Vec<Broken<'_>>) -> Vec<Finding> {
    let sources: HashMap<String, &str> = built
        .site
        .articles
        .iter()
        .map(|article| (format!("{}index.html", article.url_path), article.source.as_str()))
        .collect();
    let mut opened: HashMap<&str, Option<SourceFile>> = HashMap::new();
    let mut findings = Vec::new();
    let mut elsewhere: BTreeMap<(String, &str), Vec<Broken<'_>>> = BTreeMap::new();
    for one in broken {
        let source = sources.get(one.page).map(|source| jsonl::file(source));
        let found = source.and_then(|name| {
            let source = opened.entry(name).or_insert_with(|| SourceFile::open(root, name)).as_ref()?;
            Some((name, source, one.spellings().iter().find_map(|spelling| source.find(spelling))?))
        });
        match found {
            Some((name, source, position)) => {
                let finding = Finding::new(one.rule, format!("{CONTENT}/{name}"), one.message, one.remedy);
                let diagnostic = finding.diagnostic.at(position, source.text());
                findings.push(Finding { diagnostic, ..finding });
            }
            None => elsewhere.entry((one.message.clone(), one.rule.id)).or_default().push(one),
        }
    }
    let own = fs::read_all(&root.join(TEMPLATES)).unwrap_or_default();
    findings.extend(elsewhere.into_values().filter_map(|all| of_template(&own, &all)));
    findings
}

/// A link that pages have from a template or from the front matter of others.
fn of_template(own: &BTreeMap<String, Vec<u8>>, all: &[Broken<'_>]) -> Option<Finding> {
    let first = all.first()?;
    let message = match all.len() {
        1 => format!("{}, on the page `/{}`", first.message, first.page),
        pages => format!("{}, on {pages} pages, such as `/{}`", first.message, first.page),
    };
    let place = own.iter().find_map(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let at = text.find(&format!("\"{}\"", first.link))?;
        Some((path, Place::of(&text, at + 1), text))
    });
    Some(match place {
        Some((path, place, text)) => {
            let finding = Finding::new(first.rule, format!("{TEMPLATES}/{path}"), message, &first.remedy);
            let diagnostic = finding.diagnostic.at((place.line, place.column), &text);
            Finding { diagnostic, ..finding }
        }
        None => Finding::new(first.rule, first.page, message, &first.remedy),
    })
}
