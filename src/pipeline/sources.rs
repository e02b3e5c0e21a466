//! The content of a site: every file read, and every page given its path.
//!
//! A bad file, or the second owner of a path, is reported and left out; the others go on.

use std::path::Path;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::{Request, diagnostic, named, parse_file, unreadable};
use crate::article::{Article, Paths, Problem, SectionIndex, is_section_index, parse_section_index};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fs;
use crate::progress::Progress;
use crate::site::Content;

/// Paths that pages of the site itself have.
const SITE_PATHS: [&str; 2] = ["", "articles/"];

/// Folders in which the site makes all paths itself.
const SITE_FOLDERS: [&str; 8] =
    ["assets/", "authors/", "categories/", "publishers/", "sections/", "speakers/", "tags/", "years/"];

/// What was found in the content folder.
pub(super) struct Sources {
    /// Articles and sections that can be built, in the order of their files.
    pub(super) content: Content,
    /// What was wrong with the others, or is doubtful.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads everything below `folder`, the content of the site of `request`.
pub(super) fn read(request: &Request, folder: &Path, progress: &Progress) -> Sources {
    let listing = fs::list(folder, &request.root);
    let sources: Vec<String> = listing.files.into_iter().filter(|source| is_source(source)).collect();
    let read: Vec<Source> = progress.phase("articles", sources.len(), || {
        let read = |source: &String| {
            let read = read_source(folder, source, request.drafts, progress);
            progress.piece();
            read
        };
        sources.par_iter().map(read).collect()
    });
    let mut content = Content::default();
    let mut diagnostics: Vec<Diagnostic> =
        listing.unreadable.iter().map(|(path, error)| unreadable(&named(path), error)).collect();
    let mut paths = Paths::default();
    for path in SITE_PATHS {
        // The first claims of an empty register cannot collide.
        let _ = paths.claim(path, "a page of the site itself");
    }
    for source in read {
        diagnostics.extend(source.problems);
        for article in source.articles {
            match claim(&mut paths, &article.url_path, &article.source) {
                Ok(()) => content.articles.push(article),
                Err(problem) => diagnostics.push(diagnostic(&article.source, &problem, Severity::Error, "")),
            }
        }
        if let Some(index) = source.index {
            match claim_section(&mut paths, &content.indexes, &index) {
                Ok(()) => content.indexes.push(index),
                Err(problem) => diagnostics.push(diagnostic(&index.source, &problem, Severity::Error, "")),
            }
        }
    }
    Sources { content, diagnostics }
}

/// Gives an article or a section its path, unless another one or the site itself has it.
fn claim(paths: &mut Paths, path: &str, source: &str) -> Result<(), Problem> {
    if SITE_FOLDERS.iter().any(|folder| path.starts_with(folder)) {
        let message = format!("`/{path}` is kept for pages that the site makes itself");
        return Err(Problem::new(message, "give the article another `slug` or `path`"));
    }
    paths.claim(path, source)
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
    problems: Vec<Diagnostic>,
}

fn read_source(content: &Path, source: &str, drafts: bool, progress: &Progress) -> Source {
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
                    let extraction = progress.step("extract", || parsed.extract());
                    found.articles.push(parsed.extracted(extraction));
                }
            }
            Err(problem) => found.problems.push(told(&problem, Severity::Error)),
        }
    }
    found
}
