//! The path of a site from its folder to its pages, written out once.
//!
//! 1. Read the settings and the site's own templates.
//! 2. Walk the content; read, parse and extract every article, in parallel, and put its text away. A bad one is reported and left
//!    out.
//! 3. Give every page its path; a second owner of a path is reported and left out.
//! 4. Assemble the site and render it.
//! 5. Put it in place of the earlier one.
//!
//! What was found in each article is kept for the next build, and so is a record of the whole: where nothing has changed since,
//! a build ends before step 1.

#[cfg(test)]
mod faults;
mod gate;
mod known;
mod library;
mod lines;
mod record;
mod renderer;
mod sources;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::gate::Gate;
use self::known::Known;
pub use self::lines::Lines;
use self::record::{DataFiles, Inputs, Left, Record};
pub use self::renderer::{HandOn, render, renderer};
use self::sources::Sources;
use crate::article::{Parsed, Problem, decode, jsonl, parse};
use crate::diagnostic::{Diagnostic, Severity};
use crate::fs::Scratch;
use crate::output::{CopiedFile, Shelf, Staging};
use crate::progress::Progress;
use crate::render::{self, DataFolder, RenderError, Settings, SharedFile, Taker, Theme};
use crate::site::{self, Site};
use crate::{cache, config, fs, output};

/// Folder of the articles below the root.
pub const CONTENT: &str = "content";
/// Folder of the site's own templates below the root.
pub const TEMPLATES: &str = "templates";
/// Folder of the files that are published as they are, below the root.
pub const STATIC: &str = "static";
/// Default output folder below the root.
pub const PUBLIC: &str = "public";

/// Folder of the files that were made, below that of what is kept.
const SHELF: &str = "made";

/// What a site is built from, below its root.
pub const SOURCES: [&str; 4] = [CONTENT, STATIC, TEMPLATES, config::FILE];

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
    pub site: Arc<Site>,
    /// The settings that it was built with.
    pub settings: Settings,
    /// Pages and everything else that was made for it.
    pub files: Vec<SharedFile>,
    /// Files that are published as they are.
    pub copies: Vec<CopiedFile>,
    /// Bad articles and doubtful front matter, in the order of their files.
    pub diagnostics: Vec<Diagnostic>,
}

/// What came of a build.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// How many articles the site has.
    pub articles: usize,
    /// How many quotations they hold.
    pub quotations: usize,
    /// How many speakers have a page.
    pub speakers: usize,
    /// Bad articles and doubtful front matter, in the order of their files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Builds the site of `request` and puts it in place of what was in `output`; writes nothing where the last build came to the
/// same. An error means that nothing was written.
pub fn build(request: &Request, output: &Path, progress: &Progress) -> Result<Outcome, Diagnostic> {
    let (content, templates) = (request.root.join(CONTENT), request.root.join(TEMPLATES));
    expect_content(&request.root)?;
    let settings = settings(request)?;
    let inputs = progress.phase("looking for changes", 0, || record::inputs(request, &settings));
    let last = Record::read(request).filter(|last| last.has_same_data(request));
    let same = last.as_ref().filter(|last| last.is_of(inputs.hash));
    if let Some(last) = same
        && progress.phase("looking at the output", 0, || last.stands_in(output))
    {
        return Ok(last.outcome().clone());
    }
    let theme = settings.theme.as_ref().map_or_else(|| templates.clone(), |theme| request.root.join(theme));
    let [kept, versions, file] = [cache::FOLDER, ".git", config::FILE].map(|name| request.root.join(name));
    let taken = [&request.root, &content, &templates, &theme, &request.root.join(STATIC), &kept, &versions, &file];
    output::check(output, &taken.map(PathBuf::as_path))?;
    let made = last.as_ref().map(|last| last.made().clone()).unwrap_or_default();
    let shelf = Shelf::open(request.root.join(cache::FOLDER).join(SHELF), record::key(inputs.hash), made);
    let staging = Staging::begin(output, &shelf)?;
    if let Some(last) = same
        && progress.phase("taking what was made", 0, || staging.take_all())?
    {
        let copies = last.copies().to_owned();
        let others = progress.phase("publishing", 0, || staging.publish(&copies))?;
        let record = last.clone().left_again(output, Left { made: shelf.cleared(), others, copies });
        // Without it the next build only has more to do.
        let _ = progress.phase("keeping for the next build", 0, || record.write(request));
        return Ok(record.outcome().clone());
    }
    let scratch = || Scratch::new(request.root.join(cache::FOLDER));
    let (known, data) = (Known::to_one_build(request, scratch), DataFiles::default());
    let made = make(request, &settings, (&inputs, &known), &data, progress, (&staging, &|| ()))?;
    let others = progress.phase("publishing", 0, || staging.publish(&made.copies))?;
    let mut outcome = Outcome {
        articles: made.site.articles.len(),
        quotations: made.site.quotation_count,
        speakers: made.site.speakers.len(),
        diagnostics: made.diagnostics,
    };
    let kept = progress.phase("keeping for the next build", 0, || {
        let left = Left { made: shelf.cleared(), others, copies: made.copies };
        // A source that changed meanwhile may or may not be in the pages.
        let data = data.with(last.as_ref().map_or(&[], Record::data));
        if let Some(data) = data.filter(|_| record::inputs(request, &settings).hash == inputs.hash) {
            Record::new(inputs.hash, data, output, left, &outcome).write(request)?;
        }
        known.write()
    });
    if let Err(error) = kept {
        let folder = request.root.join(cache::FOLDER).display().to_string();
        let message = format!("nothing can be kept for the next build: {error}");
        let remedy = "let the program write there to have builds go faster; the site itself is complete";
        outcome.diagnostics.push(Diagnostic::warning(folder, message, remedy));
    }
    Ok(outcome)
}

/// A site whose pages somebody has taken. The fields are those of [`Built`].
struct Made {
    site: Site,
    copies: Vec<CopiedFile>,
    diagnostics: Vec<Diagnostic>,
}

fn make(
    request: &Request,
    settings: &Settings,
    (inputs, known): (&Inputs, &Known),
    data: &DataFiles,
    progress: &Progress,
    (taker, on_pages): (&dyn Taker, &(dyn Fn() + Sync)),
) -> Result<Made, Diagnostic> {
    let theme = progress.phase("templates", 0, || theme(request, settings, data))?;
    let Sources { content, copies, diagnostics } = sources::read(request, (settings, &theme), inputs, known, progress);
    let site = progress.phase("speakers, lists", 0, || site::assemble(content));
    let gate = Gate::new(taker, on_pages, &copies);
    let rendered = render::render_to(&site, settings, &theme, progress, &gate);
    if let Some(failure) = known.library().failure() {
        return Err(failure);
    }
    rendered.map_err(|error| template_error(&error, &theme))?;
    gate.expect_no_clash()?;
    Ok(Made { site, copies, diagnostics: told_once(diagnostics) })
}

/// The same problems, each warning once: with the first place that it is about, and how many more there are.
fn told_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<(Diagnostic, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for diagnostic in diagnostics {
        if diagnostic.severity == Severity::Warning {
            match places.entry(diagnostic.message.clone()) {
                Entry::Occupied(place) => {
                    told[*place.get()].1 += 1;
                    continue;
                }
                Entry::Vacant(place) => {
                    place.insert(told.len());
                }
            }
        }
        told.push((diagnostic, 0));
    }
    told.into_iter()
        .map(|(diagnostic, more)| match more {
            0 => diagnostic,
            1 => Diagnostic { message: format!("{} (and at 1 more place)", diagnostic.message), ..diagnostic },
            _ => Diagnostic { message: format!("{} (and at {more} more places)", diagnostic.message), ..diagnostic },
        })
        .collect()
}

/// Refuses a folder that is no site.
pub fn expect_content(root: &Path) -> Result<(), Diagnostic> {
    let content = root.join(CONTENT);
    if content.is_dir() {
        return Ok(());
    }
    let (message, remedy) = if content.exists() {
        ("the content is no folder", "name the file otherwise, and put articles into a folder of this name")
    } else {
        ("there is no content folder", "make it and put articles there, or name the folder of the site with --root")
    };
    Err(Diagnostic::error(content.display().to_string(), message, remedy))
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

/// The default theme, under the one that the settings name, under the site's own templates.
fn theme(request: &Request, settings: &Settings, data: &DataFiles) -> Result<Theme, Diagnostic> {
    let (root, asked_for) = (request.root.clone(), data.clone());
    let data = DataFolder::new(move |path| {
        let read = fs::read_inside(&root, path);
        asked_for.note(path, read.as_deref().ok());
        read.map_err(|e| format!("cannot be read: {e}"))
    });
    let mut theme = Theme::default().with_data(data);
    if let Some(folder) = &settings.theme {
        if !request.root.join(folder).is_dir() {
            let remedy = "name a folder by its path from the root of the site, or take the setting away";
            return Err(Diagnostic::error(config::FILE, format!("there is no theme folder `{folder}`"), remedy));
        }
        theme = laid_over(theme, request, folder)?;
    }
    laid_over(theme, request, TEMPLATES)
}

fn laid_over(theme: Theme, request: &Request, folder: &str) -> Result<Theme, Diagnostic> {
    let path = request.root.join(folder);
    let own = fs::read_all(&path).map_err(|e| unreadable(&path.display().to_string(), &e))?;
    Ok(theme.overridden_by(folder, own))
}

fn named(source: &str) -> String {
    format!("{CONTENT}/{source}")
}

fn unreadable(file: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(file, format!("cannot be read: {error}"), "check that it exists and may be read, or take it away")
}

/// A problem of a file of the content as a message.
fn diagnostic(source: &str, problem: &Problem, severity: Severity, lines: &Lines<'_>) -> Diagnostic {
    Diagnostic { severity, ..lines.diagnostic(&named(source), problem) }
}

fn template_error(error: &RenderError, theme: &Theme) -> Diagnostic {
    let remedy = "mend the template, or take it away to use the default one; nothing was written";
    let plain = Diagnostic::error(
        format!("{}/{}", theme.origin(&error.template).unwrap_or(TEMPLATES), error.template),
        &error.message,
        remedy,
    );
    let text = theme.files().find(|(path, _)| *path == error.template).map(|(_, bytes)| bytes);
    match (error.position, text) {
        (Some(position), Some(bytes)) => plain.at(position, &String::from_utf8_lossy(bytes)),
        _ => plain,
    }
}
