//! The path of a site from its folder to its pages, written out once.
//!
//! 1. Read the settings and the site's own templates.
//! 2. Walk the content; read, parse and extract every article, in parallel. A bad one is reported and left out.
//! 3. Give every page its path; a second owner of a path is reported and left out.
//! 4. Assemble the site and render it.
//! 5. Put it in place of the earlier one.

mod sources;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use self::sources::Sources;
use crate::article::{Parsed, Problem, decode, jsonl, parse};
use crate::diagnostic::{Diagnostic, Severity};
use crate::output::CopiedFile;
use crate::progress::Progress;
use crate::render::{self, OutputFile, RenderError, Settings, Theme};
use crate::site::{self, Site};
use crate::{config, fs, output};

/// Folder of the articles below the root.
pub const CONTENT: &str = "content";
/// Folder of the site's own templates below the root.
pub const TEMPLATES: &str = "templates";
/// Default output folder below the root.
pub const PUBLIC: &str = "public";

/// What a site is built from, below its root.
pub const SOURCES: [&str; 3] = [CONTENT, TEMPLATES, config::FILE];

/// What to build.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Folder of the site.
    pub root: PathBuf,
    /// Where the site will stand, in place of what its settings say.
    pub base_url: Option<String>,
    /// Where a preview of the site stands: in place of the base URL of its settings, if they have one.
    pub preview_at: Option<String>,
    /// Show drafts too.
    pub drafts: bool,
}

/// A site and its files, in memory.
#[derive(Clone, Debug)]
pub struct Built {
    /// What the pages show.
    pub site: Site,
    /// The settings that it was built with.
    pub settings: Settings,
    /// Pages and everything else that was made for it.
    pub files: Vec<OutputFile>,
    /// Files that are published as they are.
    pub copies: Vec<CopiedFile>,
    /// Bad articles and doubtful front matter, in the order of their files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Builds the site of `request` and puts it in place of what was in `output`. An error means that nothing was written.
pub fn build(request: &Request, output: &Path, progress: &Progress) -> Result<Built, Diagnostic> {
    let (content, templates) = (request.root.join(CONTENT), request.root.join(TEMPLATES));
    expect_content(&request.root)?;
    output::check(output, &[&request.root, &content, &templates])?;
    let built = render(request, progress)?;
    progress.phase("writing", 0, || output::publish(output, &built.files, &built.copies))?;
    Ok(built)
}

/// Builds the site of `request` in memory.
pub fn render(request: &Request, progress: &Progress) -> Result<Built, Diagnostic> {
    let (content, templates) = (request.root.join(CONTENT), request.root.join(TEMPLATES));
    expect_content(&request.root)?;
    let (settings, theme) =
        progress.phase("settings, templates", 0, || Ok((settings(request)?, theme(&templates)?)))?;
    let Sources { content, diagnostics } = sources::read(request, &content, progress);
    let site = progress.phase("speakers, lists", 0, || site::assemble(content));
    let rendered = render::render(&site, &settings, &theme, progress);
    let files = rendered.map_err(|error| template_error(&error, &theme))?;
    let mut seen = HashSet::new();
    debug_assert!(files.iter().all(|f| seen.insert(&f.path)), "two pages have one path");
    Ok(Built { site, settings, files, copies: Vec::new(), diagnostics })
}

/// Refuses a folder that is no site.
pub fn expect_content(root: &Path) -> Result<(), Diagnostic> {
    let content = root.join(CONTENT);
    if content.is_dir() {
        return Ok(());
    }
    let remedy = "make it and put articles there, or name the folder of the site with --root";
    Err(Diagnostic::error(content.display().to_string(), "there is no content folder", remedy))
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

fn settings(request: &Request) -> Result<Settings, Diagnostic> {
    let path = request.root.join(config::FILE);
    let bytes = fs::read_optional(&path).map_err(|e| unreadable(&path.display().to_string(), &e))?;
    let text = String::from_utf8(bytes.unwrap_or_default())
        .map_err(|_| Diagnostic::error(config::FILE, "the settings are not UTF-8 text", "save the file as UTF-8"))?;
    let settings = config::parse(&text)?;
    let base_url = match (&request.base_url, &request.preview_at) {
        (Some(url), _) => Some(config::base_url("--base-url", url)?),
        (None, Some(preview)) => settings.base_url.map(|_| preview.clone()),
        (None, None) => settings.base_url,
    };
    Ok(Settings { base_url, ..settings })
}

fn theme(templates: &Path) -> Result<Theme, Diagnostic> {
    let own = fs::read_all(templates).map_err(|e| unreadable(&templates.display().to_string(), &e))?;
    Ok(Theme::default().overridden_by(own))
}

fn named(source: &str) -> String {
    format!("{CONTENT}/{source}")
}

fn unreadable(file: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(file, format!("cannot be read: {error}"), "check that it exists and may be read, or take it away")
}

/// A problem of the content as a message; `text` is the file's.
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
