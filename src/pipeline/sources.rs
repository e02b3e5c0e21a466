//! The content of a site: every file read, and every page and file given its path.
//!
//! 1. Articles and the front pages of sections, in the order of their files.
//! 2. Other files of the content: beside the page in whose folder they lie, else at the place where they lie.
//! 3. Files of `static/`, just as they are.
//! 4. Old addresses that lead on to pages.
//!
//! A bad file, or the second owner of a path, is reported and left out; the others go on.

use std::collections::HashMap;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::{CONTENT, Request, STATIC, diagnostic, named, parse_file, unreadable};
use crate::article::{
    Article, Parsed, Paths, Problem, SectionIndex, alias_path, asset_path, is_section_index, parse_section_index,
};
use crate::cache::Extractions;
use crate::diagnostic::{Diagnostic, Severity};
use crate::extract::{Document, Extraction};
use crate::fs;
use crate::output::{CopiedFile, MANIFEST};
use crate::progress::Progress;
use crate::render::{self, Settings};
use crate::site::{Alias, Content};

/// Paths that pages of the site itself have.
const SITE_PATHS: [&str; 2] = ["", "articles/"];

/// Folders in which the site makes all paths itself.
const SITE_FOLDERS: [&str; 8] =
    ["assets/", "authors/", "categories/", "publishers/", "sections/", "speakers/", "tags/", "years/"];

/// Kinds of files that a browser would run or show as a page. In `static/` they are the site's own; what comes with
/// articles is not trusted with them.
const ACTIVE: [&str; 13] =
    ["css", "htm", "html", "js", "mht", "mjs", "shtml", "svg", "swf", "wasm", "xht", "xhtml", "xml"];

/// What a site is made from.
pub(super) struct Sources {
    /// Articles, sections and files that can be published, in the order of their files.
    pub(super) content: Content,
    /// Files that are published as they are.
    pub(super) copies: Vec<CopiedFile>,
    /// What was wrong with the others, or is doubtful.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads the content and the static files of the site of `request`.
pub(super) fn read(request: &Request, settings: &Settings, extractions: &Extractions, progress: &Progress) -> Sources {
    let folder = request.root.join(CONTENT);
    let listing = fs::list(&folder, &request.root);
    let (sources, others): (Vec<String>, Vec<String>) = listing.files.into_iter().partition(|path| is_source(path));
    let read: Vec<Source> = progress.phase("articles", sources.len(), || {
        let read = |source: &String| {
            let read = read_source(&folder, source, request.drafts, extractions, progress);
            progress.piece();
            read
        };
        sources.par_iter().map(read).collect()
    });
    let diagnostics = listing.unreadable.iter().map(|(path, error)| unreadable(&named(path), error)).collect();
    let mut claims = Claims { paths: Paths::default(), content: Content::default(), copies: Vec::new(), diagnostics };
    for path in SITE_PATHS {
        // The first claims of an empty register cannot collide.
        let _ = claims.paths.claim(path, "a page of the site itself");
    }
    let folders = page_folders(&read);
    for source in read {
        claims.source(source, settings);
    }
    claims.assets(&folder, &others, &folders, settings);
    claims.static_files(request);
    claims.aliases();
    Sources { content: claims.content, copies: claims.copies, diagnostics: claims.diagnostics }
}

/// Where the files of a folder with a page of its own go: to the page; nowhere where the page is not shown.
type PageFolders = HashMap<String, Option<String>>;

fn page_folders(sources: &[Source]) -> PageFolders {
    let folder = |source: &str| source.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut folders = PageFolders::new();
    for source in sources {
        let articles = source.articles.iter().filter(|article| is_page_of_folder(&article.source));
        folders.extend(articles.map(|article| (folder(&article.source), Some(article.url_path.clone()))));
        folders.extend(source.index.iter().map(|index| (folder(&index.source), Some(index.url_path.clone()))));
        folders.extend(source.hidden.iter().filter(|source| is_page_of_folder(source)).map(|s| (folder(s), None)));
    }
    folders
}

fn is_page_of_folder(source: &str) -> bool {
    let file = source.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').is_some_and(|(stem, _)| stem.eq_ignore_ascii_case("index")) && !source.contains('#')
}

/// What has been given a path so far, and what has not got any.
struct Claims {
    paths: Paths,
    content: Content,
    copies: Vec<CopiedFile>,
    diagnostics: Vec<Diagnostic>,
}

impl Claims {
    fn source(&mut self, source: Source, settings: &Settings) {
        self.diagnostics.extend(source.problems);
        for article in source.articles {
            match claim_article(&mut self.paths, &article, settings.exports) {
                Ok(()) => self.content.articles.push(article),
                Err(problem) => self.refuse(&article.source, &problem),
            }
        }
        if let Some(index) = source.index {
            match claim_section(&mut self.paths, &self.content.indexes, &index) {
                Ok(()) => self.content.indexes.push(index),
                Err(problem) => self.refuse(&index.source, &problem),
            }
        }
    }

    fn assets(&mut self, folder: &Path, files: &[String], folders: &PageFolders, settings: &Settings) {
        for file in files {
            let above = file.match_indices('/').map(|(at, _)| at).rev();
            let page = above.clone().find_map(|at| Some((at + 1, folders.get(&file[..at])?)));
            let path = match page {
                Some((_, None)) => continue,
                Some((start, Some(page))) => asset_path(page, &file[start..]),
                None => asset_path("", file),
            };
            if is_active(file) && !settings.trust_content {
                let extension = file.rsplit('.').next().unwrap_or_default().to_lowercase();
                self.diagnostics.push(Diagnostic::warning(
                    named(file),
                    format!(
                        "files of the kind `.{extension}` are not published from the content, as they could run there"
                    ),
                    "move them to static/, or set trust_content = true",
                ));
                continue;
            }
            if let Err(error) = fs::expect_readable(&folder.join(file)) {
                self.diagnostics.push(unreadable(&named(file), &error));
                continue;
            }
            match claim(&mut self.paths, &path, file) {
                Ok(()) => {
                    self.copies.push(CopiedFile { path: path.clone(), from: folder.join(file) });
                    self.content.assets.insert(file.clone(), path);
                }
                Err(problem) => self.refuse(file, &problem),
            }
        }
    }

    fn static_files(&mut self, request: &Request) {
        let folder = request.root.join(STATIC);
        if !fs::exists(&folder) {
            return;
        }
        let listing = fs::list_with_hidden(&folder, &request.root);
        let named = |path: &str| format!("{STATIC}/{path}");
        self.diagnostics.extend(listing.unreadable.iter().map(|(path, error)| unreadable(&named(path), error)));
        for file in listing.files {
            if let Err(error) = fs::expect_readable(&folder.join(&file)) {
                self.diagnostics.push(unreadable(&named(&file), &error));
                continue;
            }
            let problem = if file == MANIFEST {
                Some(Problem::new("the site itself writes a file with this name", "take it away"))
            } else {
                self.paths.claim(&file, &named(&file)).err()
            };
            match problem {
                None => {
                    self.content.static_files.insert(file.clone());
                    self.copies.push(CopiedFile { from: folder.join(&file), path: file });
                }
                Some(problem) => {
                    self.diagnostics.push(Diagnostic::error(named(&file), problem.message, problem.remedy));
                }
            }
        }
    }

    fn aliases(&mut self) {
        let articles = self.content.articles.iter().map(|a| (&a.source, &a.url_path, &a.metadata.aliases));
        let indexes = self.content.indexes.iter().map(|i| (&i.source, &i.url_path, &i.metadata.aliases));
        let mut problems = Vec::new();
        for (source, to, aliases) in articles.chain(indexes) {
            for path in aliases.iter().filter_map(|alias| alias_path(alias)) {
                // An alias that is the page's own address leads there already.
                if path == format!("{to}index.html") {
                    continue;
                }
                match claim(&mut self.paths, &path, &format!("an alias of {source}")) {
                    Ok(()) => self.content.aliases.push(Alias { path, to: to.clone() }),
                    Err(problem) => problems.push((source.clone(), problem)),
                }
            }
        }
        for (source, problem) in problems {
            self.refuse(&source, &problem);
        }
    }

    fn refuse(&mut self, source: &str, problem: &Problem) {
        self.diagnostics.push(diagnostic(source, problem, Severity::Error, ""));
    }
}

fn is_active(file: &str) -> bool {
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    extension.is_some_and(|extension| ACTIVE.contains(&extension.as_str()))
}

/// Gives an article or a section its path, unless another one or the site itself has it.
fn claim(paths: &mut Paths, path: &str, source: &str) -> Result<(), Problem> {
    if SITE_FOLDERS.iter().any(|folder| path.starts_with(folder)) || is_further_page(path) {
        let message = format!("`/{path}` is kept for pages that the site makes itself");
        return Err(Problem::new(message, "give it another name, `slug` or `path`"));
    }
    paths.claim(path, source)
}

/// Gives an article its path, and the exports beside it theirs: offsets must not come to refer to another text than its own.
fn claim_article(paths: &mut Paths, article: &Article, exports: bool) -> Result<(), Problem> {
    claim(paths, &article.url_path, &article.source)?;
    let beside = if exports { render::paths_beside(article) } else { Vec::new() };
    beside.iter().try_for_each(|path| paths.claim(path, &format!("an export of {}", article.source)))
}

/// Whether a path is like that of a further page of a list: `news/page/2/`.
fn is_further_page(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').collect();
    segments
        .windows(2)
        .any(|pair| pair[0] == "page" && pair[1].bytes().all(|b| b.is_ascii_digit()) && !pair[1].is_empty())
}

/// Gives a section its path. The front pages of the site and of all articles are pages of the site itself, which such an
/// index says more about.
fn claim_section(paths: &mut Paths, others: &[SectionIndex], index: &SectionIndex) -> Result<(), Problem> {
    let path = index.url_path.as_str();
    if !SITE_PATHS.contains(&path) {
        return claim(paths, path, &index.source);
    }
    match others.iter().find(|other| other.url_path == path) {
        None => Ok(()),
        Some(other) => {
            let message = format!("`{}` and `{}` would both be shown on `/{path}`", index.source, other.source);
            Err(Problem::new(message, "take one of them away, or give it another `path`"))
        }
    }
}

fn is_source(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    matches!(extension.as_deref(), Some("md" | "markdown" | "txt" | "jsonl"))
}

/// What one file holds, and what is wrong in it.
#[derive(Default)]
struct Source {
    articles: Vec<Article>,
    index: Option<SectionIndex>,
    /// Its source, where it is a draft that is not shown.
    hidden: Option<String>,
    problems: Vec<Diagnostic>,
}

fn read_source(content: &Path, source: &str, drafts: bool, extractions: &Extractions, progress: &Progress) -> Source {
    let bytes = match progress.step("read", || fs::read_below(content, source)) {
        Ok(bytes) => bytes,
        Err(error) => return Source { problems: vec![unreadable(&named(source), &error)], ..Source::default() },
    };
    let text = String::from_utf8_lossy(&bytes);
    let told = |problem: &Problem, severity| diagnostic(source, problem, severity, &text);
    let mut found = Source::default();
    if is_section_index(source) {
        match parse_section_index(source, &bytes) {
            Ok(index) => {
                found.problems.extend(index.warnings.iter().map(|p| told(p, Severity::Warning)));
                found.index = Some(index).filter(|index| drafts || !index.metadata.draft);
            }
            Err(problem) => found.problems.push(told(&problem, Severity::Error)),
        }
        return found;
    }
    for parsed in progress.step("parse", || parse_file(source, &bytes)) {
        match parsed {
            Ok(parsed) => {
                found.problems.extend(parsed.warnings.iter().map(|p| told(p, Severity::Warning)));
                if drafts || !parsed.metadata.draft {
                    let extraction = progress.step("extract", || extraction(&parsed, extractions));
                    found.articles.push(parsed.extracted(extraction));
                } else {
                    found.hidden = Some(parsed.source);
                }
            }
            Err(problem) => found.problems.push(told(&problem, Severity::Error)),
        }
    }
    found
}

/// The extraction of an article, by an earlier build where that is known. Mentions count for nothing once everything is ascribed
/// to entities, and there are many.
fn extraction(parsed: &Parsed, extractions: &Extractions) -> Extraction {
    if !parsed.metadata.quotes {
        return parsed.extract();
    }
    let document = Document { text: &parsed.text, blocks: &parsed.blocks };
    extractions.of(&document, || Extraction { mentions: Vec::new(), ..parsed.extract() })
}
