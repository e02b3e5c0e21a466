//! The path of a site from its folder to its pages, written out once.
//!
//! 1. Read the settings and the site's own templates.
//! 2. Walk the content; read, parse and extract every article, in parallel. A bad one is reported and left out.
//! 3. Give every page its path; a second owner of a path is reported and left out.
//! 4. Assemble the site and render it.
//! 5. Put it in place of the earlier one.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::article::{Article, Parsed, Paths, Problem, decode, jsonl, parse};
use crate::diagnostic::{Diagnostic, Severity};
use crate::render::{self, OutputFile, RenderError, Settings, Theme};
use crate::{config, fs, output, site};

/// Folder of the articles below the root.
pub const CONTENT: &str = "content";
/// Folder of the site's own templates below the root.
pub const TEMPLATES: &str = "templates";
/// Default output folder below the root.
pub const PUBLIC: &str = "public";

/// Paths that pages of the site itself have.
const SITE_PATHS: [&str; 2] = ["", "articles/"];

/// Folders in which the site makes all paths itself.
const SITE_FOLDERS: [&str; 2] = ["assets/", "speakers/"];

/// What to build, and where to.
#[derive(Clone, Debug)]
pub struct Request {
    /// Folder of the site.
    pub root: PathBuf,
    /// Folder to write to.
    pub output: PathBuf,
}

/// What a finished build was about.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Articles that were built.
    pub articles: usize,
    /// Their quotations.
    pub quotations: usize,
    /// Speakers with a page of their own.
    pub speakers: usize,
    /// Bad articles and doubtful front matter, in the order of their files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Builds the site of `request`. An error means that nothing was written.
pub fn build(request: &Request) -> Result<Report, Vec<Diagnostic>> {
    let (content, templates) = (request.root.join(CONTENT), request.root.join(TEMPLATES));
    if !fs::is_folder(&content) && !content.is_dir() {
        let remedy = "make it and put articles there, or name the folder of the site with --root";
        return Err(vec![Diagnostic::error(content.display().to_string(), "there is no content folder", remedy)]);
    }
    output::check(&request.output, &[&request.root, &content, &templates]).map_err(|d| vec![d])?;
    let settings = settings(&request.root).map_err(|d| vec![d])?;
    let theme = theme(&templates).map_err(|d| vec![d])?;
    let (articles, diagnostics) = articles(&content, &request.output).map_err(|d| vec![d])?;
    let (files, mut report) =
        pages(articles, &settings, &theme).map_err(|error| vec![template_error(&error, &theme)])?;
    output::publish(&request.output, &files).map_err(|d| vec![d])?;
    report.diagnostics = diagnostics;
    Ok(report)
}

/// The articles of one file, by its extension: many of a `.jsonl`, one of any other.
pub fn parse_file(source: &str, bytes: &[u8]) -> Vec<Result<Parsed, Problem>> {
    if source.to_lowercase().ends_with(".jsonl") {
        match decode(bytes) {
            Ok(text) => jsonl::articles(source, &text).collect(),
            Err(problem) => vec![Err(problem)],
        }
    } else {
        vec![parse(source, bytes)]
    }
}

fn settings(root: &Path) -> Result<Settings, Diagnostic> {
    let path = root.join(config::FILE);
    let bytes = fs::read_optional(&path).map_err(|e| unreadable(&path.display().to_string(), &e))?;
    let Some(bytes) = bytes else { return Ok(Settings::default()) };
    let text = String::from_utf8(bytes)
        .map_err(|_| Diagnostic::error(config::FILE, "the settings are not UTF-8 text", "save the file as UTF-8"))?;
    config::parse(&text)
}

fn theme(templates: &Path) -> Result<Theme, Diagnostic> {
    let own = fs::read_all(templates).map_err(|e| unreadable(&templates.display().to_string(), &e))?;
    Ok(Theme::default().overridden_by(own))
}

/// All articles that can be built, in the order of their files, and what was wrong with the others.
fn articles(content: &Path, output: &Path) -> Result<(Vec<Article>, Vec<Diagnostic>), Diagnostic> {
    let sources = fs::list(content).map_err(|e| unreadable(&content.display().to_string(), &e))?;
    let sources: Vec<String> =
        sources.into_iter().filter(|s| is_source(s) && !content.join(s).starts_with(output)).collect();
    let read: Vec<(Vec<Article>, Vec<Diagnostic>)> =
        sources.par_iter().map(|source| read_source(content, source)).collect();
    let (mut articles, mut diagnostics) = (Vec::new(), Vec::new());
    let mut paths = Paths::default();
    for path in SITE_PATHS {
        // The first claims of an empty register cannot collide.
        let _ = paths.claim(path, "a page of the site itself");
    }
    for (found, problems) in read {
        diagnostics.extend(problems);
        for article in found {
            match claim(&mut paths, &article) {
                Ok(()) => articles.push(article),
                Err(problem) => diagnostics.push(diagnostic(&article.source, &problem, Severity::Error, "")),
            }
        }
    }
    Ok((articles, diagnostics))
}

/// Gives an article its path, unless another article or the site itself has it.
fn claim(paths: &mut Paths, article: &Article) -> Result<(), Problem> {
    let path = article.url_path.as_str();
    if SITE_FOLDERS.iter().any(|folder| path.starts_with(folder)) {
        let message = format!("`/{path}` is kept for pages that the site makes itself");
        return Err(Problem::new(message, "give the article another `slug` or `path`"));
    }
    paths.claim(path, &article.source)
}

fn is_source(path: &str) -> bool {
    let extension = Path::new(path).extension().and_then(|e| e.to_str()).map(str::to_lowercase);
    matches!(extension.as_deref(), Some("md" | "markdown" | "txt" | "jsonl"))
}

/// The articles of one file; drafts are left out.
fn read_source(content: &Path, source: &str) -> (Vec<Article>, Vec<Diagnostic>) {
    let bytes = match fs::read_below(content, source) {
        Ok(bytes) => bytes,
        Err(error) => return (Vec::new(), vec![unreadable(&named(source), &error)]),
    };
    let text = String::from_utf8_lossy(&bytes);
    let told = |problem: &Problem, severity| diagnostic(source, problem, severity, &text);
    let (mut articles, mut diagnostics) = (Vec::new(), Vec::new());
    for parsed in parse_file(source, &bytes) {
        match parsed {
            Ok(parsed) => {
                diagnostics.extend(parsed.warnings.iter().map(|p| told(p, Severity::Warning)));
                if !parsed.metadata.draft {
                    let extraction = parsed.extract();
                    articles.push(parsed.extracted(extraction));
                }
            }
            Err(problem) => diagnostics.push(told(&problem, Severity::Error)),
        }
    }
    (articles, diagnostics)
}

fn pages(articles: Vec<Article>, settings: &Settings, theme: &Theme) -> Result<(Vec<OutputFile>, Report), RenderError> {
    let site = site::assemble(articles);
    let files = render::render(&site, settings, theme)?;
    let mut seen = HashSet::new();
    debug_assert!(files.iter().all(|f| seen.insert(&f.path)), "two pages have one path");
    let report = Report {
        articles: site.articles.len(),
        quotations: site.quotation_count,
        speakers: site.speakers.len(),
        diagnostics: Vec::new(),
    };
    Ok((files, report))
}

fn named(source: &str) -> String {
    format!("{CONTENT}/{source}")
}

fn unreadable(file: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(file, format!("cannot be read: {error}"), "check that it exists and may be read, or take it away")
}

fn diagnostic(source: &str, problem: &Problem, severity: Severity, text: &str) -> Diagnostic {
    let plain = Diagnostic { severity, ..Diagnostic::error(named(source), &problem.message, &problem.remedy) };
    match problem.line {
        Some(line) => plain.at((line, problem.column.unwrap_or(1)), text),
        None => plain,
    }
}

fn template_error(error: &RenderError, theme: &Theme) -> Diagnostic {
    let remedy = "mend the template, or take it away to use the default one; nothing was written";
    let plain = Diagnostic::error(format!("{TEMPLATES}/{}", error.template), &error.message, remedy);
    let text = theme.files().find(|(path, _)| *path == error.template).map(|(_, bytes)| bytes);
    match (error.position, text) {
        (Some(position), Some(bytes)) => plain.at(position, &String::from_utf8_lossy(bytes)),
        _ => plain,
    }
}
